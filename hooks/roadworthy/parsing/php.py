"""Literal settings in PHP: `define`, constants, variables and properties, array entries. Everything else is passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.patterns import pattern
from .setting import Setting, closing_quote, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.excerpt import Excerpt

_NAME = r"[A-Za-z_]\w{0,199}"
_GIVEN = pattern(
    rf"(?:\bdefine[ \t]{{0,8}}\([ \t]{{0,8}}['\"](?P<define>{_NAME})['\"][ \t]{{0,32}},[ \t]{{0,64}}"
    rf"|\bconst[ \t]{{1,8}}(?P<const>{_NAME})[ \t]{{0,32}}=[ \t]{{0,32}}"
    rf"|\$(?P<variable>{_NAME})(?:\[['\"][\w. -]{{1,100}}['\"]\]){{0,4}}?(?:\[['\"](?P<index>[\w.-]{{1,100}})['\"]\])?"
    r"[ \t]{0,64}=(?![=>])[ \t]{0,32}"
    r"|['\"](?P<entry>[\w.-]{1,100})['\"][ \t]{0,64}=>[ \t]{0,64})(?P<quote>['\"])"
)


def parse(text: Excerpt) -> Iterator[Setting]:
    """Every text that a name is given, in order; `section` is `define`, `const`, `variable`, `index` or `entry`. Linear."""
    whole = text.text
    size = len(whole)
    at = 0
    while found := _GIVEN.search(whole, at):
        section = next(form for form in ("define", "const", "index", "variable", "entry") if found[form] is not None)
        quote = found["quote"]
        close = closing_quote(whole, found.end(), min(size, found.end() + 4096), quote)
        if close < 0:
            at = found.end()
            continue
        value = text.cut(found.end(), close)
        yield Setting(found[section], unescaped(value) if quote == '"' else _plain(value), section, True)
        at = close + 1


_PLAIN_ESCAPE = pattern(r"\\(['\\])")


def _plain(value: Excerpt) -> Excerpt:
    """In single quotes only the quote and the backslash are escaped."""
    if "\\" not in value.text:
        return value
    return value.splice((found.start(), found.end(), found[1]) for found in _PLAIN_ESCAPE.finditer(value.text))
