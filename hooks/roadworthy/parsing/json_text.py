"""The text members of JSON, found by search: in files of many megabytes, with comments, cut short, or in one line.

No tree is built: what a member stands in is told by what readers need it for, the pairs of `name` and `value`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.patterns import pattern
from .setting import Setting, closing_quote, unescaped

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator

    from ..core.excerpt import Excerpt

_MEMBER = pattern(
    r'"([^"\\\n]{1,200})"[ \t\r\n]{0,64}:[ \t\r\n]{0,64}(?:\{[ \t\r\n]{0,64}"(?:value|defaultValue)"[ \t]{0,8}:[ \t]{0,8})?"'
)
_PAIR = pattern(r'"(?:name|Name|key|Key|ParameterKey)"\s{0,16}:\s{0,16}"([^"\\\n]{1,200})"\s{0,16},\s{0,64}'
                   r'"(?:value|Value|ParameterValue)"\s{0,16}:\s{0,16}"')  # fmt: skip


def members(text: Excerpt, wanted: Callable[[str], bool]) -> Iterator[Setting]:
    """The texts given to keys that `wanted` takes, `{"key": {"value": "text"}}` among them, in order.

    A member in a text in a JSON text (`"{\\"key\\": …}"`) is not seen. Time is linear in the size of the text.
    """
    yield from _found(text, _MEMBER, wanted)


def pairs(text: Excerpt, wanted: Callable[[str], bool]) -> Iterator[Setting]:
    """The values of `{"name": "X", "value": "…"}`, in that order, whose name `wanted` takes."""
    yield from _found(text, _PAIR, wanted)


def _found(text: Excerpt, pattern: re.Pattern[str], wanted: Callable[[str], bool]) -> Iterator[Setting]:
    whole = text.text
    size = len(whole)
    at = 0
    known: dict[str, bool] = {}  # a large file has few different keys
    while found := pattern.search(whole, at):
        key = found[1]
        at = found.end()
        if key not in known:
            known[key] = wanted(key)
        if known[key]:
            close = closing_quote(whole, at, size, '"')
            if close < 0:
                return
            yield Setting(key, unescaped(text.cut(at, close)), "", True)
            at = close + 1
