"""What is written down for the day on which a release has to be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes
from ...core.rule import rule
from ...models.deployment.rollback import procedures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.deployment.rollback import Procedure


@rule(
    "DEP006",
    "incomplete-rollback-procedure",
    reads=procedures,
    items=("6.2.1",),
    severity="info",
    at="audit",
    title="The rollback procedure cannot be followed by anyone",
    risk="during an outage somebody has to find out what one line would have told",
    remedy="write the step down, with the command, address or name that it needs",
)
def incomplete_rollback_procedure(procedure: Procedure, repo: Repository) -> Iterator[Outcome]:
    if not procedure.steps:
        yield gap(".", "how to roll back is written nowhere", procedure.place, *procedure.searched)
    for step in procedure.steps:
        if step.state == "there":
            yield passes(step.name, f"it says {step.what}", step.place)
        elif step.state == "missing":
            yield gap(step.name, f"the rollback procedure does not say {step.what}", step.place)
        elif step.state == "placeholder":
            yield gap(step.name, f"`{step.named}` stands where it should say {step.what}", step.place)
        elif step.state == "long":
            yield gap(step.name, f"a rollback that takes {step.named} is too long an outage: five minutes at most", step.place)
        else:
            yield gap(step.name, f"`{step.named}` is not in this repository", step.place)
