"""Whether the local stack holds what the application needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.compose.backing_services import backing_services

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.compose.backing_services import Needed


@rule(
    "CMP021",
    "missing-backing-service",
    reads=backing_services,
    items=("4.2.1",),
    severity="info",
    at="audit",
    title="The local stack lacks a server that the application needs",
    risk="whoever starts the stack has to find out what is missing, and gets another version of it",
    remedy="add the server as a service, in the version that production has",
)
def missing_backing_service(needed: Needed, repo: Repository) -> Iterator[Outcome]:
    if needed.present:
        yield passes(needed.kind, f"`{needed.client}` finds {needed.kind} in the stack", needed.present, needed.at)
    elif needed.clients > 1:
        yield unknown(needed.kind, f"`{needed.client}` may be one of several databases to choose from", needed.at)
    else:
        what = f"`{needed.client}` needs {needed.kind}, and no service of the compose files is one"
        yield gap(needed.kind, what, needed.at, needed.started.labelled("the application is started here"))
