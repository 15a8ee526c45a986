"""Databases, caches and brokers that differ between a laptop, CI and production."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.datastores.compared import engine_contradictions, version_contradictions
from ...models.datastores.stores import datastores
from ...tables.datastores import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...core.excerpt import Place
    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.datastores.stores import Datastores, Stored

_MOST_SHOWN = 6
_LABELS = {"deploys": "production", "develops": "development", "tests": "tests"}


@rule(
    "PAR003",
    "database-engine-differs",
    reads=datastores,
    items=("5.1.3",),
    severity="warning",
    title="Development or tests use another database engine than production",
    risk="types, locks and migrations behave differently where nobody has tried them",
    remedy="run the same engine everywhere, in a container where need be",
)
def database_engine_differs(stores: Datastores, repo: Repository) -> Iterator[Outcome]:
    said = engine_contradictions(stores)
    if said.many:
        yield unknown(
            "engine",
            "several engines are supported, and which one is deployed is not told",
            *map(_place, said.many[:_MOST_SHOWN]),
        )
        return
    for other, deployed in said.pairs:
        places = _given_first(stores, (other, *deployed))
        if places:
            where = "tests use" if other.purpose == "tests" else "development uses"
            message = f"{where} {other.called}, but {deployed[0].called} is what runs in {_LABELS[deployed[0].purpose]}"
            yield gap(other.engine, message, *map(_place, places[:_MOST_SHOWN]))
    if not said.pairs and said.same:
        yield passes("engine", f"{NAMES[said.same[0].engine]} everywhere", *map(_place, said.same[:_MOST_SHOWN]))


@rule(
    "PAR004",
    "service-version-differs",
    reads=datastores,
    items=("5.1.3",),
    severity="warning",
    title="A database, cache or broker has another major version elsewhere",
    risk="what was tried against one major version meets another in production",
    remedy="use one major version everywhere",
)
def service_version_differs(stores: Datastores, repo: Repository) -> Iterator[Outcome]:
    for engine, found in version_contradictions(stores):
        if not found.contrary:
            if len({one.purpose for one in found.agreeing}) > 1:
                yield passes(
                    engine, f"{NAMES[engine]} has one major version everywhere", *map(_place, found.agreeing[:_MOST_SHOWN])
                )
            continue
        places = _given_first(stores, found.contrary)
        if places:
            shown = dict.fromkeys(
                f"{_LABELS[one.purpose]} {'use' if one.purpose == 'tests' else 'uses'} {one.written}" for one in found.contrary
            )
            message = f"{NAMES[engine]}: {', '.join(list(shown)[:-1])} and {list(shown)[-1]}"
            yield gap(engine, message, *map(_place, places[:_MOST_SHOWN]))


def _given_first(stores: Datastores, stated: Sequence[Stored]) -> list[Stored]:
    """The statements, one of a given file first; none where no given file has one."""
    first = next((one for one in stated if stores.given is None or one.path in stores.given), None)
    return [] if first is None else [first, *(one for one in stated if one is not first)]


def _place(stored: Stored) -> Place:
    return stored.place.labelled(f"{_LABELS[stored.purpose]}: {stored.called}")
