"""Constants of a file that hold a variable's name, by a pattern of how the language declares them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re


class Constants:
    """Looked for once, when the first is asked for. `shape` has the groups `name` and `value`."""

    def __init__(self, text: str, shape: re.Pattern[str]) -> None:
        self._text = text
        self._shape = shape
        self._known: dict[str, str] | None = None

    def get(self, name: str) -> str | None:
        """The text that the constant has; the first where it is declared again."""
        if self._known is None:
            self._known = {}
            for match in self._shape.finditer(self._text):
                self._known.setdefault(match["name"], match["value"])
        return self._known.get(name)
