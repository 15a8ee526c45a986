"""One fact, one finding: what a rule says where a surer one has spoken about the same thing is left to the checklist.

A secret's value is told by the rule that found it. That it stands in a build argument, in an example, in a tracked
environment file or in a deployment's configuration are facts for the checklist, and no second finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .core.outcome import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .core.excerpt import Place
    from .core.rule import Rule
    from .core.run import Said

_VALUES = ("SEC001", "SEC002", "SEC003", "SEC004")
_STRUCTURES = ("SEC009", "SEC010", "SEC011")

# A rule's code, and the codes that speak for it on the same lines.
YIELDS_TO: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("DF010", "DF016", *_STRUCTURES), _VALUES),
    **dict.fromkeys(("SEC005", "SEC006", "SEC013"), (*_STRUCTURES,)),
    "ENV004": (*_VALUES, *_STRUCTURES, "SEC005", "SEC006", "SEC013"),
}
# The same for rules that speak of a file as a whole.
YIELDS_IN_FILE: dict[str, tuple[str, ...]] = {"SEC007": _VALUES}


def without_absorbed(said: Sequence[Said], waived: Callable[[Rule, Place], str | None]) -> list[Said]:
    """What is left to be told as findings. A finding that a person waived speaks for no other."""
    lines: dict[str, set[tuple[str, int]]] = {}
    asked = {code for codes in (*YIELDS_TO.values(), *YIELDS_IN_FILE.values()) for code in codes}
    for one in said:
        gap = _gap(one)
        code = one.rules[0].code
        if gap and code in asked and waived(one.rules[0], gap.places[0]) is None:
            place = gap.places[0]
            last = min(max(place.line, place.end_line), place.line + 200)
            lines.setdefault(code, set()).update((place.path, line) for line in (0, *range(place.line, last + 1)))
    return [one for one in said if not _is_absorbed(one, lines)] if lines else list(said)


def _gap(said: Said) -> Outcome | None:
    return said.what if isinstance(said.what, Outcome) and said.what.state == "gap" else None


def _is_absorbed(said: Said, lines: dict[str, set[tuple[str, int]]]) -> bool:
    gap = _gap(said)
    if not gap:
        return False
    code, place = said.rules[0].code, gap.places[0]
    if any((place.path, place.line) in lines.get(other, ()) for other in YIELDS_TO.get(code, ())):
        return True
    return any((place.path, 0) in lines.get(other, ()) for other in YIELDS_IN_FILE.get(code, ()))
