"""TOML's string values with their tables: strings of all four kinds, dotted keys, inline tables. Other values are passed over.

Python 3.10 has no TOML parser, and none anywhere says where a value stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.patterns import pattern
from .setting import Setting, closing_quote, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.excerpt import Excerpt

_PART = r"(?:[A-Za-z0-9_-]{1,200}|\"[^\"\n]{0,200}\"|'[^'\n]{0,200}')"
_KEY = pattern(rf"[ \t]{{0,200}}({_PART}(?:[ \t]{{0,8}}\.[ \t]{{0,8}}{_PART}){{0,20}})[ \t]{{0,64}}=[ \t]{{0,64}}")
_TABLE = pattern(r"[ \t]{0,200}\[{1,2}([^\[\]\n]{1,400})\]")
_INSIDE = pattern(rf"({_PART})[ \t]{{0,64}}=[ \t]{{0,64}}(?=[\"'])")


def parse(text: Excerpt) -> Iterator[Setting]:
    """Every string that a key is given, in order. Time is linear in the size of the text."""
    whole = text.text
    size = len(whole)
    section = ""
    at = 0
    open_until = 0  # behind the last multi-line string that was looked for and not closed, there is none
    while at < size:
        end = whole.find("\n", at)
        end = size if end < 0 else end
        table = _TABLE.match(whole, at, end)
        found = None if table else _KEY.match(whole, at, end)
        if table:
            section = table[1].strip()
        elif found:
            start = found.end()
            mark = whole[start : start + 3]
            if mark in ('"""', "'''") and open_until <= start:
                close = closing_quote(whole, start + 3, size, mark, mark[0] == '"')
                if close >= 0:
                    value = text.cut(start + 3, close)
                    yield Setting(_last(found[1]), unescaped(value) if mark[0] == '"' else value, section, True)
                    end = max(end, whole.find("\n", close) if whole.find("\n", close) >= 0 else size)
                else:
                    open_until = size
            else:
                yield from _values(text, _last(found[1]), section, start, end)
        elif whole[at : at + 1] in " \t{" and '"' in whole[at:end]:
            yield from _inside(text, section, at, end)  # an array of inline tables over several lines
        at = end + 1


def _values(text: Excerpt, key: str, section: str, start: int, end: int) -> Iterator[Setting]:
    quote = text.text[start : start + 1]
    if quote and quote in "\"'":
        close = closing_quote(text.text, start + 1, end, quote, quote == '"')
        if close >= 0:
            value = text.cut(start + 1, close)
            yield Setting(key, unescaped(value) if quote == '"' else value, section, True)
    elif quote and quote in "{[":
        yield from _inside(text, key, start, end)


def _inside(text: Excerpt, section: str, start: int, end: int) -> Iterator[Setting]:
    whole = text.text
    at = start
    while found := _INSIDE.search(whole, at, end):
        quote = whole[found.end()]
        close = closing_quote(whole, found.end() + 1, end, quote, quote == '"')
        if close < 0:
            return
        value = text.cut(found.end() + 1, close)
        yield Setting(_last(found[1]), unescaped(value) if quote == '"' else value, section, True)
        at = close + 1


def _last(key: str) -> str:
    """The last part of a dotted key, without quotes; a quoted part may hold dots."""
    if key[-1] in "\"'":
        return key[key.rfind(key[-1], 0, -1) + 1 : -1]
    return key.rpartition(".")[2].strip()


_PLAIN = pattern(r"[ \t]{0,64}([^\s#\"'][^#\n]{0,400})")


def lines(text: Excerpt) -> Iterator[Setting]:
    """The tables, each with an empty key, and what stands unquoted behind a key on its line: numbers, booleans, arrays.

    A line inside a string of several lines is taken as any other.
    """
    whole, size, section, at = text.text, len(text.text), "", 0
    while at < size:
        end = whole.find("\n", at)
        end = size if end < 0 else end
        if table := _TABLE.match(whole, at, end):
            section = table[1].strip()
            yield Setting("", text.cut(table.start(1), table.end(1)), section)
        elif (found := _KEY.match(whole, at, end)) and (plain := _PLAIN.match(whole, found.end(), end)):
            last = plain.start(1) + len(plain[1].rstrip())
            yield Setting(_last(found[1]), text.cut(plain.start(1), last), section)
        at = end + 1
