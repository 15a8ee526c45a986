"""`python -m roadworthy` is the `roadworthy` command."""

import sys

from .cli import main

sys.exit(main())
