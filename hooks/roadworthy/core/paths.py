"""Which paths a reader takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def matching(pattern: str, paths: Iterable[str], but_not: str = "") -> list[str]:
    """The paths in which `pattern` is found and `but_not`, where given, is not."""
    found = [path for path in paths if re.search(pattern, path)]
    return [path for path in found if not re.search(but_not, path)] if but_not else found
