"""Files of environment variables (`.env`, `.envrc`, shell profiles): every assignment of every dialect, with its place.

The readers of these files disagree (docker compose, python-dotenv, Ruby's and Node's dotenv, a shell that sources them). What
one of them takes for a value is a value here: `export`, `set`, blanks around `=`, `KEY: value`, a value over several lines in
quotes, a comment behind it. Each key stands as often as it is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.patterns import pattern
from ..core.records import NamedTuple
from .setting import closing_quote, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.excerpt import Excerpt

_KEY = pattern(
    r"[ \t\ufeff]{0,64}(?:(?:export|set|setx|declare|typeset|local|readonly)[ \t]{1,16}(?:-[a-zA-Z]{1,4}[ \t]{1,16})?)?"
    r"(['\"]?)([A-Za-z_][\w.-]{0,199})\1(?:[ \t]{0,16}(\+?=)|(:)[ \t])"
)
_BLANK = " \t\r\v\f"


class Variable(NamedTuple):
    """One assignment. `key` and `value` are without quotes; `quote` is the quote around the value, or empty.

    `value` is empty, not None, for `KEY=`. In double quotes escapes are decoded; `$X` stays as it is written.
    """

    key: Excerpt
    value: Excerpt
    quote: str = ""


def parse(text: Excerpt) -> Iterator[Variable]:
    """Every assignment, in order. Lines that are none are passed over. Time is linear in the size of the text."""
    whole = text.text
    size = len(whole)
    at = 0
    while at < size:
        end = whole.find("\n", at)
        end = size if end < 0 else end
        found = _KEY.match(whole, at, end)
        if not found:
            at = end + 1
            continue
        start = found.end()
        while start < end and whole[start] in _BLANK:
            start += 1
        key = text.cut(found.start(2), found.end(2))
        quote = whole[start] if start < end and whole[start] in "\"'`" else ""
        close = _closed(whole, start, end, quote) if quote else -1
        if close >= 0:
            value = text.cut(start + 1, close)
            yield Variable(key, unescaped(value) if quote == '"' else value, quote)
            end = whole.find("\n", close)
            end = size if end < 0 else end
        else:
            yield Variable(key, _plain(text, start, end))
        at = end + 1


def _closed(whole: str, start: int, end: int, quote: str) -> int:
    """The quote that ends the value; beyond the line only where nothing but a comment follows it."""
    close = closing_quote(whole, start + 1, end, quote, quote != "'")
    if close >= 0:
        return close if _is_over(whole, close + 1, end) else -1
    close = closing_quote(whole, start + 1, len(whole), quote, quote != "'")
    if close < 0:
        return -1
    line_end = whole.find("\n", close)
    return close if _is_over(whole, close + 1, len(whole) if line_end < 0 else line_end) else -1


def _is_over(whole: str, start: int, end: int) -> bool:
    rest = whole[start : min(end, start + 64)].lstrip(_BLANK)
    return not rest or rest[0] in "#;&"


def _plain(text: Excerpt, start: int, end: int) -> Excerpt:
    """A value without quotes: up to a comment with white space before it, or the end of the line."""
    line = text.text[start:end]
    if line.startswith("#"):
        return text.cut(start, start)
    for mark in (" #", "\t#"):
        at = line.find(mark)
        if at >= 0:
            line = line[:at]
    return text.cut(start, start + len(line.rstrip(_BLANK)))
