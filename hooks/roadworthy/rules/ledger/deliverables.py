"""The documents of `docs/devops`: that they are there and say something. What they say is for people to judge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes
from ...core.rule import rule
from ...models.deliverables import GUIDE, REVIEW, RUNBOOK, deliverables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.deliverables import Deliverable

_REPORT = "`pre-commit run --hook-stage manual devops-report` writes it, and keeps what people add"


def _there(document: Deliverable, path: str, what: str) -> Iterator[Outcome]:
    if document.path != path:
        return
    if document.written:
        yield passes(".", f"{what} is there", document.place)
    elif document.lines:
        yield gap(".", f"{what} is there and says nothing", document.place)
    else:
        yield gap(".", f"there is no {what}", document.place)


@rule(
    "TODO005",
    "no-pipeline-review",
    reads=deliverables,
    items=("8.1",),
    severity="info",
    at="audit",
    title="The state of the pipeline is not written down",
    risk="nobody sees which gaps are known and which are new",
    remedy=_REPORT,
)
def no_pipeline_review(document: Deliverable, repo: Repository) -> Iterator[Outcome]:
    yield from _there(document, REVIEW, "pipeline review")


@rule(
    "TODO006",
    "no-deployment-guide",
    reads=deliverables,
    items=("8.2",),
    severity="info",
    at="audit",
    title="How to deploy and how to roll back is not written down",
    risk="the one who knows is on holiday when it has to be done",
    remedy=_REPORT,
)
def no_deployment_guide(document: Deliverable, repo: Repository) -> Iterator[Outcome]:
    yield from _there(document, GUIDE, "deployment guide")


@rule(
    "TODO007",
    "no-runbook",
    reads=deliverables,
    items=("8.3",),
    severity="info",
    at="audit",
    title="What to do when something breaks is not written down",
    risk="at three in the morning everything has to be found out again",
    remedy=_REPORT,
)
def no_runbook(document: Deliverable, repo: Repository) -> Iterator[Outcome]:
    yield from _there(document, RUNBOOK, "runbook")
