"""TODO.md after a run: new gaps are entered, closed ones become done, and whatever a person wrote stays byte for byte.

An entry stands for a gap by the identity in it, `CODE PATH#SYMBOL` in a code span. Where entries go follows the file's own
layout: behind the open ones that are there, in the section that is called Done or Completed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.excerpt import Source
from ..core.patterns import pattern
from ..core.records import NamedTuple
from ..parsing.todo import DONE, IN_PROGRESS, OPEN, REF, encode_identity, entries
from .todo_layout import Layout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ..parsing.todo import Entry, Identity

PREFIX = "devops"
_MARK = pattern(r"([ \t]*(?:>[ \t]?)*[-*+][ \t]+)\[[ ~]\]([ \t]*)(?:\d{4}-\d{2}-\d{2}[ \t]+)?")
_LONGEST = 300  # characters of a description or a risk


class Gap(NamedTuple):
    """A gap that is open: what is to be done, and what happens if it is not, each a phrase on one line."""

    identity: Identity
    description: str
    risk: str


def updated(
    text: str,
    gaps: Iterable[Gap],
    judged: Callable[[Identity], bool],
    today: str,
    renamed: Mapping[str, str] | None = None,
) -> str:
    """The text of TODO.md with an open entry for each of `gaps`. Doing it twice is doing it once.

    `judged` says whether a gap would have been among `gaps` if it were still there: an entry for one that was not judged in
    this run stays as it is. `today` is the date of what is done, `2026-01-15`. `renamed` leads from a file's earlier path to
    its present one. Entries of another prefix, and those a person gave another mark, are never changed.
    """
    wanted = {gap.identity: gap for gap in reversed(tuple(gaps))}
    layout = Layout(Source("TODO.md", text))
    ours = [(entry, entry.identity) for entry in layout.entries if entry.identity and entry.mark in (OPEN, IN_PROGRESS)]
    recorded = {identity for _, identity in ours}
    for entry, identity in ours:
        if entry.prefix != PREFIX:
            continue
        new = (renamed or {}).get(identity[1])
        now = (identity[0], new, identity[2]) if new else identity
        if now != identity and now not in recorded and _rewrite(layout, entry, identity, now):
            recorded.add(now)
        else:
            now = identity
        if now not in wanted and judged(now):
            _close(layout, entry, today)
    layout.add([_line(gap) for identity, gap in reversed(wanted.items()) if identity not in recorded], PREFIX)
    return layout.text()


def _line(gap: Gap) -> str:
    """A gap's entry. What a message quotes from a file may be anything, so what comes out is read back."""
    description, risk = _phrase(gap.description), _phrase(gap.risk)
    span = f"`{encode_identity(*gap.identity)}`"
    for what, why in ((description, risk), (description.replace("`", "'"), risk.replace("`", "'"))):
        line = f"- [ ] {PREFIX}: {what} ({span}) \u2014 {why} _(ref: {REF})_"
        (read,) = entries(line)
        if read.identity == gap.identity and read.prefix == PREFIX and read.ref == REF and read.risk == why:
            return line
    return f"- [ ] {PREFIX}: close {span} \u2014 it is a gap of the checklist _(ref: {REF})_"


def _phrase(text: str) -> str:
    """One line without what would end a part of an entry, or hide what follows it."""
    words = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    words = words.replace("\u2014", "-").replace("<!--", "<! --").strip()
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "\u2026"


def _rewrite(layout: Layout, entry: Entry, old: Identity, new: Identity) -> bool:
    """Put a file's new path into an entry; False where the old one is written in a way that is not ours."""
    before, after = (encode_identity(*identity).partition(" ")[2] for identity in (old, new))
    for number in range(entry.line - 1, entry.end_line):
        line = layout.lines[number]
        for end in ("`", " `"):
            if before + end in line:
                layout.lines[number] = line.replace(before + end, after + end, 1)
                return True
    return False


def _close(layout: Layout, entry: Entry, today: str) -> None:
    """Mark an entry as done, and move it to where done ones stand. One that holds others together stays in its place."""
    first = entry.line - 1
    head = _MARK.match(layout.lines[first])
    assert head  # it is an entry with an open mark, and something behind it
    layout.lines[first] = f"{head[1]}[{DONE}]{head[2] or ' '}{today} {layout.lines[first][head.end() :]}"
    if layout.stands_alone(entry):
        layout.move_to_done(first, entry.end_line)
