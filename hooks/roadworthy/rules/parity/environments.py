"""What one environment has of its own, as the whole repository shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.excerpt import Place
from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.parity.environment_choices import configured
from ...models.parity.exercised import production_files
from ...models.parity.overlays import overlays

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.parity.environment_choices import Configured
    from ...models.parity.exercised import Production
    from ...models.parity.overlays import Overlays

_MOST_SHOWN = 6


@rule(
    "PAR007",
    "environment-name-chooses-address",
    reads=configured,
    items=("5.1.2",),
    severity="info",
    at="audit",
    title="Code chooses an address by the name of the environment",
    risk="another environment, or another address, needs a release",
    remedy="read the address from a variable of the environment",
)
def environment_name_chooses_address(code: Configured, repo: Repository) -> Iterator[Outcome]:
    for one in code.choices:
        yield gap(
            one.text, f"`{one.text}` is chosen by the environment's name", one.address, one.condition.labelled("this decides")
        )
    if not code.choices:
        places = (read.place.labelled(f"`{read.name}`") for read in code.reads[:_MOST_SHOWN])
        yield passes("configuration", "configuration is read from the environment", *places)


@rule(
    "PAR008",
    "staging-lacks-a-part",
    reads=overlays,
    items=("5.1.4",),
    severity="info",
    at="audit",
    title="Staging and production consist of different parts",
    risk="what only production has is tried for the first time in production",
    remedy="give both environments the same parts; let names, hosts and scale differ",
)
def staging_lacks_a_part(found: Overlays, repo: Repository) -> Iterator[Outcome]:
    for pair in found.pairs:
        for one in pair.differences:
            other = "production" if one.environment == "staging" else "staging"
            there = pair.path if other == "production" else pair.staging
            yield gap(
                one.name, f"{one.environment} has `{one.name}`, {other} has not", one.place, Place(there, label="not here")
            )
        if not pair.differences and pair.compared:
            yield passes(pair.path, "staging and production have the same parts", Place(pair.path, 1), Place(pair.staging, 1))
        elif not pair.differences:
            yield unknown(pair.path, "nothing here tells which parts they have", Place(pair.path), Place(pair.staging))
    if not found.pairs:
        places = (Place(one.path) for one in found.alone[:_MOST_SHOWN])
        yield unknown("topology", "staging and production are not both described here", *places)


@rule(
    "PAR009",
    "untried-production-configuration",
    reads=production_files,
    items=("5.1.6",),
    severity="info",
    at="audit",
    title="No pipeline tries production's own configuration",
    risk="a mistake in it shows when it is deployed",
    remedy="load, render or lint it in a CI job, with dummy values for what is secret",
)
def untried_production_configuration(file: Production, repo: Repository) -> Iterator[Outcome]:
    if file.state == "tried" and file.by:
        yield passes(file.path, f"a pipeline names `{file.path}`", file.by)
    elif file.state == "used" and file.by:
        yield unknown(file.path, f"`{file.path}` is used here, which a pipeline may run", file.by)
    else:
        looked = (Place(path, label="does not name it") for path in file.pipelines[:_MOST_SHOWN])
        yield gap(file.path, f"no pipeline names `{file.path}`", Place(file.path), *looked)
