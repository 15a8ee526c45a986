"""The checklist as a person reads it: a line for each item by section, and below it what the answer rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .concise import said
from .screen import paint, visible, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..finding import Row
    from . import Style

_KINDS = {"PASS": "pass", "GAP": "gap", "UNKNOWN": "unknown", "N/A": "absent", "ATTESTED": "pass"}
_WORDS = {"PASS": "pass", "ATTESTED": "attested", "GAP": "gap", "UNKNOWN": "unknown", "N/A": "not applicable"}
_INDENT = " " * 19  # below the titles
_SHOWN = {"PASS": 1, "ATTESTED": 1, "GAP": 5, "UNKNOWN": 3, "N/A": 0}  # places: a gap is to be worked on, a pass believed


def scorecard(rows: Sequence[Row], style: Style) -> list[str]:
    """The rows in their order, a heading where the section changes, and the counts at the end."""
    lines: list[str] = []
    section = None
    for row in rows:
        of = row.item.rpartition(".")[0] or row.item  # the row over a whole section stands below its title
        if of != section:
            section = of
            title = visible(f"{section} {style.titles.get(section, '')}".strip())
            lines += ["", paint(title, "bold", style.colour)] if lines else [paint(title, "bold", style.colour)]
        lines += _row(row, style)
    counts = {state: sum(row.state == state for row in rows) for state in _WORDS}
    applicable = len(rows) - counts["N/A"]
    others = [state for state, n in counts.items() if n and state != "PASS"]
    told = [paint(f"{counts[state]} {_WORDS[state]}", _KINDS[state], style.colour) for state in others]
    lines += ["", ", ".join([f"checklist: {counts['PASS']} of {applicable} in order", *told])]
    return lines


def _row(row: Row, style: Style) -> list[str]:
    room = style.measure - len(_INDENT)
    title = wrap(style.titles.get(row.item, ""), room, room)
    dim = "dim" if row.state == "N/A" else ""
    state = paint(f"{row.state:<8}", _KINDS[row.state], style.colour)
    lines = [f"  {state}  {row.item:<7}" + paint(title[0], dim, style.colour)]
    lines += [_INDENT + paint(line, dim, style.colour) for line in title[1:]]
    below: list[str] = []
    most = _SHOWN[row.state]
    for place in row.evidence[:most]:
        label = said(place.label)
        where = f"{visible(place.path)}:{place.line}" if place.line > 0 else visible(place.path)
        below += wrap(f"{where}  {label}".rstrip(), room, room - 2)
    more = len(row.evidence) - most + row.more
    if more > 0 and most > 0 and row.evidence:
        below.append(f"and {more} more")
    if row.searched and (row.state in ("GAP", "UNKNOWN") and not row.evidence):
        below += wrap("searched " + ", ".join(visible(path) for path in row.searched), room, room - 2)
    if row.attestation:
        below += wrap(f"attested: {said(row.attestation)}", room, room - 2)
    return [line.rstrip() for line in [*lines, *(_INDENT + paint(line, "dim", style.colour) for line in below)]]
