"""A Makefile's variables that whoever calls it may give: `X ?= d`, and `ifndef X` before an error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....core.patterns import pattern
from .found import Found, is_upper

if TYPE_CHECKING:
    from ....core.excerpt import Excerpt
    from .found import Need

_CONDITIONAL = pattern(r"(?m)^(?:export[ \t]+)?(?P<name>[A-Z][A-Z0-9_]*)[ \t]*\?=[ \t]*(?P<value>[^\n#]*)")
_NEEDED = pattern(r"(?m)^[ \t]*ifndef[ \t]+(?P<name>[A-Z][A-Z0-9_]*)[ \t]*\n[ \t]*(?:@?\$\(error|@?echo[^\n]*\n[ \t]*@?exit)")


def reads(excerpt: Excerpt) -> tuple[Found, ...]:
    """Every such variable."""
    found: list[Found] = []
    for match in _CONDITIONAL.finditer(excerpt.text):
        value = match["value"].strip()
        if is_upper(match["name"]):
            need: Need = "default" if value else "optional"
            default = value if value and "$" not in value else None
            found.append(Found(match["name"], excerpt.place(*match.span("name")), need, default, "?="))
    found.extend(
        Found(match["name"], excerpt.place(*match.span("name")), "required", None, "ifndef")
        for match in _NEEDED.finditer(excerpt.text)
    )
    return tuple(found)
