"""A passage of the guide: everything that one pipeline, or one file with recipes, does for an environment.

What is the same for several jobs is told once, with the names of those it is not true of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..models.delivery.tasks import called
from .markdown import cited, code, table
from .told import command, listed, not_found, told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..models.delivery.environments import Deployed
    from ..models.delivery.said import Said

_LEAD = "   - "
_MOST = 12  # statements of one part
_NAMES = 4  # jobs that are named before a statement
_PROGRAMS = 6  # commands in a cell


def title(jobs: Sequence[Deployed]) -> str:
    """What a passage is headed by."""
    one = jobs[0]
    if one.kind != "job":
        return cited(one.place._replace(line=0))
    where = cited(
        one.place if one.place.path == one.pipeline and len(jobs) == 1 else one.place._replace(path=one.pipeline, line=0)
    )
    return f"Job {code(one.name)} of {where}" if len(jobs) == 1 else f"{len(jobs)} jobs of {where}"


def passage(jobs: Sequence[Deployed]) -> Iterator[str]:
    """What happens, in order; each part has a number."""
    number = 0
    for head, lines in _parts(jobs):
        if lines:
            number += 1
            yield f"{number}. {head}"
            yield from lines


def _parts(jobs: Sequence[Deployed]) -> Iterator[tuple[str, list[str]]]:
    pipeline = jobs[0].pipeline
    yield "Started by:", together(jobs, lambda one: one.starts) or [f"{_LEAD}{not_found(pipeline)}"]
    if any(one.chosen for one in jobs):
        yield "Where to:", together(jobs, lambda one: (one.chosen,) if one.chosen else (), as_command=True)
    yield "Waits for the jobs:", together(jobs, lambda one: _from_outside(one, jobs), as_command=True)
    yield "Gates:", together(jobs, lambda one: one.gates)
    yield "Built and pushed by:", _distinct(said for one in jobs for said in one.builds)
    yield "Changes the database's schema:", _distinct(said for one in jobs for said in one.migrations)
    if len(jobs) == 1:
        yield "Deploys:", listed(jobs[0].commands, as_command=True, lead=_LEAD)
    else:
        yield "Deploy, in this order:", ["", *(f"   {line}" for line in _order(jobs).split("\n")), ""]
    yield "With the secrets:", _secrets(jobs)
    looked = [f"{_LEAD}{not_found(pipeline)}: no command or job behind it looks at what was deployed"]
    yield "Verified by:", _distinct(said for one in jobs for said in one.verifies) or looked
    yield (
        "Ends at the latest after:",
        together(jobs, lambda one: (one.bound,) if one.bound else ()),
    )


def published(jobs: Sequence[Deployed]) -> Iterator[str]:
    """The same of jobs that push an image or a package, and deploy nothing."""
    yield "1. Started by:"
    yield from together(jobs, lambda one: one.starts) or [f"{_LEAD}{not_found(jobs[0].pipeline)}"]
    gates = together(jobs, lambda one: one.gates)
    if gates:
        yield "2. Gates:"
        yield from gates
    yield f"{3 if gates else 2}. Pushes:"
    yield from _distinct(said for one in jobs for said in one.commands)


def together(jobs: Sequence[Deployed], part: Callable[[Deployed], Sequence[Said]], *, as_command: bool = False) -> list[str]:
    """A line for each statement that some of the jobs make, before it the jobs unless it is true of all."""
    first: dict[tuple[str, str], Said] = {}
    of: dict[tuple[str, str], dict[str, None]] = {}
    for one in jobs:
        for said in part(one):
            first.setdefault((said.text, said.about), said)
            of.setdefault((said.text, said.about), {})[one.name] = None
    every = list(dict.fromkeys(one.name for one in jobs))
    lines = []
    for key, said in list(first.items())[:_MOST]:
        lines.append(_LEAD + _whose(list(of[key]), every) + told(said, as_command=as_command))
    if len(first) > _MOST:
        lines.append(f"{_LEAD}and {len(first) - _MOST} more")
    return lines


def _whose(names: Sequence[str], every: Sequence[str]) -> str:
    """The jobs that a statement is true of; nothing where those are all."""
    others = [name for name in every if name not in names]
    if not others:
        return ""
    if len(others) <= _NAMES < len(names):
        return f"all but {', '.join(code(name) for name in others)}: "
    more = f" and {len(names) - _NAMES} more" if len(names) > _NAMES else ""
    return f"{', '.join(code(name) for name in names[:_NAMES])}{more}: "


def _distinct(statements: Iterator[Said]) -> list[str]:
    """Commands, each place once, without whose they are where that is written many times."""
    found: dict[tuple[str, object], Said] = {}
    for said in statements:
        found.setdefault((said.text, said.place), said)
    return listed(tuple(found.values()), as_command=True, lead=_LEAD)


def _secrets(jobs: Sequence[Deployed]) -> list[str]:
    found: dict[str, Said] = {}
    for one in jobs:
        for said in one.secrets:
            found.setdefault(said.text, said)
    named = [f"{code(said.text)} {cited(said.place)}" for said in found.values()]
    return [_LEAD + "<br>".join(named)] if named else []


def _is_inside(id: str, names: Sequence[str]) -> bool:
    return any(name == id or name.startswith(id + "/") for name in names)


def _from_outside(one: Deployed, jobs: Sequence[Deployed]) -> tuple[Said, ...]:
    """The jobs that are none of these, but for those that a single one of several waits for: they stand in its row."""
    names = [job.name for job in jobs]
    waiting = [said.text for job in jobs for said in job.waits]
    return tuple(
        said for said in one.waits if not _is_inside(said.text, names) and (len(jobs) == 1 or waiting.count(said.text) > 1)
    )


def _after(one: Deployed, jobs: Sequence[Deployed]) -> str:
    """The jobs before it that are told in its row, those left out that another of them waits for."""
    outside = [said.text for said in _from_outside(one, jobs)]
    waits = [said.text for said in one.waits if said.text not in outside]
    before = {job.name: [said.text for said in job.waits] for job in jobs}
    implied: set[str] = set()
    waiting = [before.get(name, []) for name in waits]
    while waiting:
        for name in waiting.pop():
            if name not in implied:
                implied.add(name)
                waiting.append(before.get(name, []))
    told = [code(name) for name in waits if name not in implied]
    return " after " + ", ".join(told) if told else ""


def _order(jobs: Sequence[Deployed]) -> str:
    """The jobs with those that they wait for, and what they run; those that run the same in one row."""
    rows: dict[tuple[object, ...], list[Deployed]] = {}
    for one in jobs:
        rows.setdefault((one.place.path, one.place.line, *one.commands), []).append(one)
    cells = []
    for row in rows.values():
        who = [f"{code(one.name)}{_after(one, jobs)}" for one in row]
        who[-1] += f" {cited(row[0].place)}"
        runs = [told(said, as_command=True) for said in row[0].commands[:_PROGRAMS]]
        if len(row[0].commands) > _PROGRAMS:
            runs.append(f"and {len(row[0].commands) - _PROGRAMS} more")
        cells.append(("<br>".join(who), "<br>".join(runs)))
    return table(("job", "runs"), cells)


def by_hand(tasks: Sequence[Deployed]) -> str:
    """Scripts and recipes that deploy, and that a person runs."""
    rows = []
    for one in tasks:
        runs = [told(said, as_command=True) for said in (*one.migrations, *one.commands)]
        rows.append((f"{command(called(one.pipeline, one.name))} {cited(one.place)}", "<br>".join(runs)))
    return table(("command", "runs"), rows)
