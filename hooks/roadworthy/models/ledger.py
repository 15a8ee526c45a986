"""TODO.md as the ledger of the checklist's gaps: its own entries, and lines that mean to be one and are written otherwise.

A file is a ledger when something in it has the form of its entries. Other people's lists use the same brackets, and
`- [ ] DevOps: …` too, for their own purposes: nothing is asked of those.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.outcome import Unreadable
from ..core.paths import matching
from ..core.patterns import pattern
from ..core.records import NamedTuple
from ..parsing.todo import DONE, IN_PROGRESS, OPEN, REF, code_spans, entries, shown_lines
from ..tables.file_names import LEDGER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.excerpt import Place, Source
    from ..core.repository import Repository
    from ..core.rule import Paths
    from ..parsing.todo import Entry

PREFIX = "devops"
MARKS = (OPEN, IN_PROGRESS, DONE)
# A list item, or a box without one, that goes on with `devops:` behind at most a date and emphasis.
_CLAIM = pattern(
    r"[ \t>]{0,40}(?P<bullet>[-*+]|\d{1,3}[.)])?[ \t]{0,8}(?P<box>\[[^\]\r\n]{0,2}\])?[ \t]{0,8}"
    r"(?P<date>\d{2,4}[-/.]\d{1,2}[-/.]\d{1,4}[ \t:,-]{0,4})?[*_`]{0,3}(?P<prefix>devops)[*_`]{0,3}[ \t]{0,2}:[*_`]{0,3}",
    re.I | re.ASCII,
)
_DAY = pattern(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", re.ASCII)
_REF_LIKE = pattern(r"[ \t]*[_*(\[ \t]{0,4}ref[: \t]{1,3}[^()\[\]]{0,80}[)\]_* \t]{0,4}$", re.I)
_DASHES = (" \u2014 ", " \u2013 ", " -- ", " - ")
_LONGEST_TOLD = 160


class Claim(NamedTuple):
    """A line that means to be an entry. `why` says what is not as agreed, `nearest` is the right form that is closest."""

    place: Place
    text: str
    why: str
    nearest: str


class Ledger(NamedTuple):
    """A TODO.md. `tasks` are the entries with the checklist's prefix; `kept` says whether it is a ledger at all."""

    path: str
    source: Source
    tasks: tuple[Entry, ...]
    kept: bool

    def marked(self, mark: str) -> tuple[Entry, ...]:
        """The tasks with this mark."""
        return tuple(task for task in self.tasks if task.mark == mark)


def ledgers(repo: Repository, paths: Paths) -> Iterator[Ledger | Unreadable]:
    """A reader: each TODO.md among `paths`, or in the repository."""
    for path in matching(LEDGER, repo.paths() if paths is None else paths):
        yield repo.ask(ledger, path)


def ledger(repo: Repository, path: str) -> Ledger | Unreadable:
    """The TODO.md at `path`. A fact, for `repo.ask(ledger, path)`."""
    source = repo.source(path)
    if isinstance(source, Unreadable):
        return source
    if PREFIX not in source.text.lower():
        return Ledger(path, source, (), False)
    tasks = tuple(entry for entry in entries(source) if entry.prefix == PREFIX)
    return Ledger(path, source, tasks, any(task.ref == REF or task.identity or task.risk for task in tasks))


def claims(ledger: Ledger) -> Iterator[Claim]:
    """The lines of a ledger that mean to be an entry and are not one to the letter. Done entries may say what they like."""
    known = {task.line: task for task in ledger.tasks}
    whole = ledger.source.whole()
    for number, (start, end, shown) in enumerate(shown_lines(ledger.source), 1):
        task = known.get(number)
        line = ledger.source.text[start:end]
        claimed = None if task or not shown else _CLAIM.match(line)
        if task and (why := _amiss(task)):
            yield Claim(task.place, _short(task.text), why, _nearest(task.mark, task.text))
        elif claimed and (claimed["box"] or (claimed["bullet"] and claimed["prefix"] == PREFIX)):
            mark = (claimed["box"] or "[ ]")[1:-1].strip().lower()
            text = (claimed["date"] or "") + line[claimed.start("prefix") :].lstrip("*_`")
            yield Claim(whole.place(start, end), _short(line.strip()), _why(claimed, mark), _nearest(mark, text))


def _amiss(task: Entry) -> str:
    """What is wrong with an entry that has mark and prefix."""
    if task.mark not in MARKS:
        return f"no task has the mark `[{task.mark}]`: it is `[ ]`, `[~]` in progress, or `[x]` done"
    if task.mark == DONE:
        return ""
    if task.date:
        return "only a done task has a date"
    if not task.description:
        return "it does not say what is to be done"
    if not task.risk:
        return "it does not say, behind ` \u2014 `, what happens if it is not addressed"
    return "" if task.ref == REF else "it does not end with what it refers to"


def _why(claimed: re.Match[str], mark: str) -> str:
    if not claimed["bullet"] or not claimed["box"]:
        return "a task is a list item with a mark"
    if claimed["prefix"] != PREFIX or not claimed[0].endswith(f"{PREFIX}:"):
        return f"the prefix is `{PREFIX}:`"
    if claimed["date"]:
        return "the date of a done task is written year, month and day, as in `2026-01-15`"
    return "a task begins with `- [ ] `, the blanks among it" if mark in ("", *MARKS) else f"no task has the mark `[{mark}]`"


def _nearest(mark: str, text: str) -> str:
    """The right form that is closest to a line, with what is missing in angle brackets."""
    mark = mark if mark in MARKS else DONE if mark in ("v", "\u2713", "\u2714") else OPEN
    date = day_in(text)
    rest = _DAY.sub("", text, count=1) if date and text[:1].isdigit() else text
    rest = re.sub(r"(?i)^[\s:,-]*devops[*_`]{0,3}\s*:[*_`]{0,3}", "", rest).strip()
    if found := _REF_LIKE.search(rest):
        rest = rest[: found.start()].rstrip()
    what, risk = _parted(rest)
    if mark == DONE:
        body = f"{date or '<date>'} {PREFIX}: {what or '<what was done>'}" + (f" \u2014 {risk}" if risk else "")
    else:
        body = f"{PREFIX}: {what or '<what to do>'} \u2014 {risk or '<risk if it is not addressed>'}"
    return f"- [{mark}] {_short(body)} _(ref: {REF})_"


def day_in(text: str) -> str:
    """The first date in a text, as `2026-01-15`; empty where there is none that the calendar knows."""
    found = _DAY.search(text)
    day = f"{int(found[1]):04}-{int(found[2]):02}-{int(found[3]):02}" if found else ""
    return day if is_day(day) else ""


def is_day(text: str) -> bool:
    """Whether `2026-01-15` is a day that there is."""
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _parted(text: str) -> tuple[str, str]:
    """What stands before and behind the first dash outside of code, of the best kind that there is."""
    code = code_spans(text)
    for dash in _DASHES:
        at = text.find(dash)
        while at >= 0:
            if not any(start <= at < end for start, end in code):
                return text[:at].strip(), text[at + len(dash) :].strip()
            at = text.find(dash, at + 1)
    return text.strip(), ""


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_TOLD else text[: _LONGEST_TOLD - 1] + "\u2026"


class Lost(NamedTuple):
    """A done entry that is not there any more as it was. `now` is what it has become, None where it was taken out."""

    was: Entry
    now: Entry | None


def lost(before: Ledger, now: Ledger) -> Iterator[Lost]:
    """The done tasks of the earlier ledger that the later one does not have, in whatever order, section and wrapping."""
    left: dict[str, int] = {}
    for task in now.marked(DONE):
        left[_flat(task)] = left.get(_flat(task), 0) + 1
    gone = []
    for task in before.marked(DONE):
        count = left.get(_flat(task), 0)
        if count:
            left[_flat(task)] = count - 1
        else:
            gone.append(task)
    if not gone:
        return
    there = {_flat(task) for task in before.tasks}
    by_part: dict[object, Entry] = {}  # what is new, by what it may have in common with what is gone
    for task in now.tasks:
        if _flat(task) not in there:
            for part in (task.identity, ("what", task.description), ("why", task.risk)):
                by_part.setdefault(part, task)
    for task in gone:
        parts = [task.identity, ("what", task.description), ("why", task.risk) if task.risk else None]
        yield Lost(task, next((by_part[part] for part in parts if part and part in by_part), None))


def _flat(task: Entry) -> str:
    return f"[{task.mark}] " + " ".join(task.text.split())
