"""Operating systems of one service that differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes
from ...core.rule import rule
from ...models.parity.systems import systems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.parity.systems import Systems

_LABELS = {"deploys": "deployed on", "builds": "built on", "develops": "developed on"}


@rule(
    "PAR006",
    "operating-system-differs",
    reads=systems,
    items=("5.1.1",),
    severity="warning",
    title="A service is deployed on another operating system than it is built or developed on",
    risk="what was compiled against one C library may not load on the other, and system packages differ",
    remedy="start both stages from the same variant of the image",
)
def operating_system_differs(service: Systems, repo: Repository) -> Iterator[Outcome]:
    deployed = service.deployed
    contrary = [one for one in service.others if one.family != deployed.family]
    at = deployed.place.labelled(f"{_LABELS['deploys']} {deployed.family}")
    for one in contrary[:1]:
        there = one.place.labelled(f"{_LABELS[one.purpose]} {one.family}")
        first = service.given is None or one.path in service.given
        message = f"deployed on {deployed.family}, {_LABELS[one.purpose]} {one.family}"
        yield gap("system", message, *((there, at) if first else (at, there)))
    if service.others and not contrary:
        others = (one.place.labelled(f"{_LABELS[one.purpose]} {one.family}") for one in service.others[:4])
        yield passes("system", f"{deployed.family} everywhere", at, *others)
