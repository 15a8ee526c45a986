"""What holds for all tests."""

from __future__ import annotations

import os

from hypothesis import settings

# No test asserts a time: a loaded machine is no failure. A pipeline judges a change by the same examples each time.
settings.register_profile("here", deadline=None)
settings.register_profile("pipeline", deadline=None, derandomize=True)
settings.load_profile("pipeline" if os.environ.get("CI") else "here")
