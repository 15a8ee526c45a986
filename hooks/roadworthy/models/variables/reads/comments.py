"""The comments of a text that no grammar parses."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re


class Comments:
    """The stretches that `shape` matches, in order and apart from each other."""

    def __init__(self, text: str, shape: re.Pattern[str]) -> None:
        spans = [match.span() for match in shape.finditer(text)]
        self._starts = [start for start, _ in spans]
        self._ends = [end for _, end in spans]

    def hold(self, offset: int) -> bool:
        """Whether the character stands in a comment."""
        i = bisect_right(self._starts, offset) - 1
        return i >= 0 and offset < self._ends[i]
