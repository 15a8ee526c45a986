"""How the checklist's tasks are written in TODO.md: their form, their marks, their dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes
from ...core.rule import rule
from ...models.ledger import PREFIX, claims, day_in, is_day, ledgers
from ...parsing.todo import DONE, IN_PROGRESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.ledger import Ledger
    from ...parsing.todo import Entry


@rule(
    "TODO001",
    "second-task-in-progress",
    reads=ledgers,
    items=("8.6",),
    severity="error",
    title="Two tasks are in progress",
    risk="nobody can tell which of them is being worked on, and both stay unfinished",
    remedy="finish one, or set it back to `[ ]`: one task at a time is `[~]`",
)
def second_task_in_progress(ledger: Ledger, repo: Repository) -> Iterator[Outcome]:
    under_way = ledger.marked(IN_PROGRESS)
    for task in under_way[1:]:
        first = under_way[0].place.labelled("this one already is")
        yield gap(_symbol(task), "a second task is marked as in progress", task.place, first)
    if ledger.kept and len(under_way) < 2:
        place = under_way[0].place if under_way else ledger.tasks[0].place
        yield passes(PREFIX, "at most one task is in progress", place)


@rule(
    "TODO002",
    "done-task-without-date",
    reads=ledgers,
    items=("8.6",),
    severity="error",
    title="A done task does not say when it was done",
    risk="the Done section tells what has changed, and without a date nobody can match it with an incident or a release",
    remedy="write the date before the text: `- [x] 2026-01-15 devops: …`",
)
def done_task_without_date(ledger: Ledger, repo: Repository) -> Iterator[Outcome]:
    done = ledger.marked(DONE) if ledger.kept else ()
    for task in done:
        if is_day(task.date):
            continue
        elsewhere = day_in(task.text.removeprefix(task.date))
        what = f"`{task.date}` is no day that there is" if task.date else "this task is done, and its date is missing"
        remedy = f"write it as `- [x] {elsewhere or '<date>'} {PREFIX}: {task.description[:60]}`, with the rest as it is"
        yield gap(_symbol(task), what, task.place, remedy=remedy)
    if done and all(is_day(task.date) for task in done):
        yield passes(PREFIX, "every done task has its date", done[0].place)


@rule(
    "TODO003",
    "malformed-task",
    reads=ledgers,
    items=("8.6",),
    severity="error",
    title="A task is not written in the form of its ledger",
    risk="what is written otherwise is not found again: its gap counts as unrecorded, and the task is never closed",
    remedy="write `- [ ] devops: what to do \u2014 risk if it is not addressed _(ref: agents/devops-engineer.md)_`",
)
def malformed_task(ledger: Ledger, repo: Repository) -> Iterator[Outcome]:
    if ledger.kept:
        for claim in claims(ledger):
            yield gap(claim.text[:60], f"{claim.why}", claim.place, remedy=f"write `{claim.nearest}`")


def _symbol(task: Entry) -> str:
    if task.identity:
        return " ".join(task.identity)
    return task.description[:60] or PREFIX
