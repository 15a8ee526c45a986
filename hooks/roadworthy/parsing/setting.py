"""A key and the literal value that a configuration gives it: what the line-based and tree formats come to for a reader."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.patterns import pattern
from ..core.records import NamedTuple

if TYPE_CHECKING:
    from ..core.excerpt import Excerpt

LONGEST_KEY = 200  # characters; a longer one is no name that somebody chose
MOST_ESCAPES = 2_000  # in one value; a value with more keeps its escapes as they are written


class Setting(NamedTuple):
    """One key with its value.

    `key` is the name as written, without quotes. `value` is the text without quotes and with escapes decoded; its place is
    in the file. `section` is what the key stands in: the INI section, the table, the block, the element; empty at the top.
    `quoted` tells a text from what may be a number, a name or an expression.
    """

    key: str
    value: Excerpt
    section: str = ""
    quoted: bool = False


_ESCAPE = pattern(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|(.))", re.S)
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "0": "\0", "a": "\a", "v": "\v", "e": "\x1b"}


def unescaped(text: Excerpt) -> Excerpt:
    """The text with backslash escapes decoded as C, JSON and their kin do; each character keeps its place."""
    if "\\" not in text.text:
        return text
    edits: list[tuple[int, int, str]] = []
    for found in _ESCAPE.finditer(text.text):
        if len(edits) >= MOST_ESCAPES:
            return text
        number = found[1] or found[2] or found[3]
        if number:
            code = int(number, 16)
            meant = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        else:
            meant = _NAMED.get(found[4], found[4])
        edits.append((found.start(), found.end(), meant))
    return text.splice(edits)


def closing_quote(text: str, start: int, end: int, quote: str, escapes: bool = True) -> int:
    """The offset of the quote that closes a text whose inside begins at `start`, before `end`; -1 where there is none.

    A quote behind an odd number of backslashes closes nothing where `escapes` hold.
    """
    at = start
    while True:
        at = text.find(quote, at, end)
        if at < 0 or not escapes:
            return at
        before = at
        while before > start and text[before - 1] == "\\":
            before -= 1
        if (at - before) % 2 == 0:
            return at
        at += 1
