"""That what was done stays written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.excerpt import Place
from ...core.outcome import Unreadable, gap, passes, unknown
from ...core.rule import rule
from ...models.ledger import ledger as ledger_of
from ...models.ledger import ledgers, lost
from ...parsing.todo import DONE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.ledger import Ledger


@rule(
    "TODO004",
    "done-task-lost",
    reads=ledgers,
    items=("8.7",),
    severity="error",
    title="A done task was taken out or rewritten",
    risk="the Done section is the record of what was changed and when, and an incident is traced with it",
    remedy="put the line back as it was; what has to be done again is a new task",
)
def done_task_lost(ledger: Ledger, repo: Repository) -> Iterator[Outcome]:
    head = repo.head
    if head is None:
        if ledger.marked(DONE) and ledger.kept:
            yield unknown(
                "done", "nothing tells what the file was before: there is no commit to compare with", Place(ledger.path)
            )
        return
    if not head.exists(ledger.path):
        return
    before = head.ask(ledger_of, ledger.path)
    if isinstance(before, Unreadable):
        yield unknown("done", "what the file was before cannot be read", Place(ledger.path))
        return
    if not before.kept:
        return
    whole = True
    for was, now in lost(before, ledger):
        whole = False
        told = was.description[:60] or was.text[:60]
        symbol = " ".join(was.identity) if was.identity else told
        line = f"- [x] {was.text}"
        back = f"put the line back as it was: `{line[:200]}`" if len(line) <= 200 else ""
        if now is None:
            yield gap(
                symbol,
                f"`{told}` was done on {was.date or 'some day'}, and is no longer there",
                Place(ledger.path),
                remedy=back,
            )
        elif now.mark == DONE:
            yield gap(symbol, f"`{told}` is done, and what was written of it has been changed", now.place, remedy=back)
        else:
            again = "put the done line back, and write this one beside it as a new task"
            yield gap(symbol, f"`{told}` was done, and has been opened again in its place", now.place, remedy=again)
    if whole and before.marked(DONE):
        yield passes("done", "every done task is there as it was", ledger.marked(DONE)[0].place)
