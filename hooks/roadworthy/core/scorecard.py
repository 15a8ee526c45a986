"""The fold: from everything that was said about the checklist's items to one state for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .finding import Row
from .outcome import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .excerpt import Place
    from .finding import RowState
    from .rule import Rule
    from .run import Said

EVIDENCE = 20  # places a row cites at most; the rest is counted
NOTHING = "nothing here that this applies to"
ALIKE = 3  # of the same words, where there are too many

_STATES: dict[str, RowState] = {"gap": "GAP", "unknown": "UNKNOWN", "pass": "PASS"}


def rows(items: Mapping[str, str], rules: Iterable[Rule], said: Iterable[Said]) -> tuple[Row, ...]:
    """A row for each of `items`: id to what of it no rule judges yet (empty: all of it). `rules` are those that ran.

    GAP over UNKNOWN over PASS over N/A; an item that is only partly judged is never PASS nor N/A.
    """
    served = {item for rule in rules for item in rule.items}
    heard: dict[str, dict[RowState, list[Place]]] = {}
    for about, what in said:
        state = "UNKNOWN" if isinstance(what, Unreadable) else _STATES[what.state]
        place = what.place.labelled(what.why) if isinstance(what, Unreadable) else what.places[0].labelled(what.message)
        for item in {item for rule in about for item in rule.items}:
            heard.setdefault(item, {}).setdefault(state, []).append(place)
    return tuple(
        _row(item, pending, heard.get(item, {})) if item in served else Row(item, "UNKNOWN", (), ("not judged yet",))
        for item, pending in items.items()
    )


def inventory_row(item: str, found: Iterable[Place], names: Iterable[str]) -> Row:
    """The row of an item that is an inventory: PASS with what was found, otherwise N/A. Both say what was looked for."""
    places = list(found)
    row = _cited(item, "PASS" if places else "N/A", places)
    return row._replace(searched=(*names, *row.searched))


def _row(item: str, pending: str, heard: Mapping[RowState, list[Place]]) -> Row:
    if "GAP" in heard:
        return _cited(item, "GAP", heard["GAP"])
    if "UNKNOWN" in heard:
        return _cited(item, "UNKNOWN", heard["UNKNOWN"])
    if pending:
        return _cited(item, "UNKNOWN", heard.get("PASS", []), f"not judged yet: {pending}")
    if "PASS" in heard:
        return _cited(item, "PASS", heard["PASS"])
    return Row(item, "N/A", (), (NOTHING,))


def _cited(item: str, state: RowState, places: list[Place], *searched: str) -> Row:
    cited = sorted(set(places))
    found = len(cited)
    if state == "PASS":
        cited = _of_each(cited)
    if len(cited) <= EVIDENCE and found == len(cited):
        return Row(item, state, tuple(cited), searched)
    chosen = cited if len(cited) <= EVIDENCE else _telling(cited)
    return Row(item, state, tuple(chosen), searched, more=found - len(chosen))


def _of_each(cited: list[Place]) -> list[Place]:
    """Without most of the files of which the same is said as a whole: that nothing was found in them is told by a few."""
    seen: dict[str, int] = {}
    kept = []
    for place in cited:
        seen[place.label] = seen.get(place.label, 0) + 1
        if place.line or not place.label or seen[place.label] <= ALIKE:
            kept.append(place)
    return kept


def _telling(cited: list[Place]) -> list[Place]:
    """The places to cite of too many: what is said of few first, and of what is said of many some, "no secret found" say."""
    by_label: dict[str, list[Place]] = {}
    for place in cited:
        by_label.setdefault(place.label, []).append(place)
    chosen = [place for same in sorted(by_label.values(), key=len) for place in (same if len(by_label) == 1 else same[:ALIKE])]
    return chosen[:EVIDENCE]
