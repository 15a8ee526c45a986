"""Settings line by line: Java properties, INI and its kin, and files that put blanks between key and value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.patterns import pattern
from .setting import LONGEST_KEY, Setting, closing_quote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.excerpt import Excerpt

_BLANK = " \t\r\f\v"
_SEPARATOR = pattern(r"[=:]")
_SPACED = pattern(r"[ \t]*[^\s=:]{1,200}[ \t]+")


def parse(text: Excerpt, *, spaced: bool = False) -> Iterator[Setting]:
    """`key = value` and `key: value` with the section above it; with `spaced`, `key value` as well.

    A line that ends in a backslash goes on in the next one: its value ends with the first line that has text, as nothing
    that is kept secret is written over several. A comment behind the value needs white space before its mark. Linear.
    """
    whole = text.text
    size = len(whole)
    section = ""
    at = 0
    while at < size:
        end = whole.find("\n", at)
        end = size if end < 0 else end
        start = at
        while start < end and whole[start] in " \t\ufeff":
            start += 1
        first = whole[start : start + 1]
        if first == "[":
            close = whole.find("]", start, min(end, start + LONGEST_KEY))
            if close > 0:
                section = whole[start + 1 : close].strip()
        elif start < end and first not in "#;!\r":
            setting = _setting(text, section, start, end, spaced)
            if setting:
                yield setting
        at = end + 1


def _setting(text: Excerpt, section: str, start: int, end: int, spaced: bool) -> Setting | None:
    whole = text.text
    found = _SEPARATOR.search(whole, start, min(end, start + LONGEST_KEY + 8))
    stop = found.start() if found else 0
    while found and found[0] == ":" and whole[found.end() : found.end() + 1] not in (" ", "\t", ""):
        # `//registry.example.org/:_authToken=x`: a colon inside the key, where an `=` comes later
        later = whole.find("=", found.end(), min(end, start + LONGEST_KEY + 8))
        if later < 0:
            break
        found, stop = _SEPARATOR.match(whole, later), later
    if spaced:
        words = _SPACED.match(whole, start, end)
        if words and (not found or words.end() <= stop) and whole[words.end() : words.end() + 1] not in ("=", ":"):
            return _given(text, section, whole[start : words.end()].strip(), words.end(), end)
    if not found:
        return None
    return _given(text, section, whole[start:stop].strip(), found.end(), end)


def _given(text: Excerpt, section: str, key: str, start: int, end: int) -> Setting | None:
    if len(key) >= 2 and key[0] == key[-1] and key[0] in "\"'":
        key = key[1:-1]
    if not key or len(key) > LONGEST_KEY:
        return None
    whole = text.text
    while start < end and whole[start] in _BLANK + "=":
        start += 1
    quote = whole[start : start + 1]
    if quote and quote in "\"'":
        close = closing_quote(whole, start + 1, end, quote)
        if close >= 0 and whole[close + 1 : end].strip()[:1] in ("", "#", ";", ","):
            return Setting(key, text.cut(start + 1, close), section, True)
    line = whole[start:end]
    for mark in (" #", " ;", "\t#", "\t;"):
        comment = line.find(mark)
        if comment >= 0:
            line = line[:comment]
    line = line.rstrip(_BLANK)
    if line.endswith("\\"):
        line = line[:-1].rstrip(_BLANK)
    return Setting(key, text.cut(start, start + len(line)), section)
