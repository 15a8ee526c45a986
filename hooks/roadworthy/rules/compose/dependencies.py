"""What services wait for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.compose.services import compose_files
from ...models.health import health_of
from ...models.images.bases import is_one_of
from ...models.images.references import image_reference
from ...tables.servers import ON_THE_SIDE, PATIENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.compose.services import Compose, Service


@rule(
    "CMP001",
    "short-depends-on",
    reads=compose_files,
    items=("4.2.5",),
    severity="warning",
    title="A service starts before what it depends on is ready",
    risk="the service starts against a dependency that does not answer yet, and fails or waits by luck",
    remedy="write the dependency in its long form, with `condition: service_healthy`",
)
def short_depends_on(compose: Compose, repo: Repository) -> Iterator[Outcome]:
    for service in compose.services.values():
        for dependency in service.depends_on:
            other = compose.services.get(dependency.service)
            if other is None:
                continue
            symbol = f"{service.name}/{dependency.service}"
            if dependency.condition in ("service_healthy", "service_completed_successfully"):
                yield passes(symbol, f"`{service.name}` waits for `{other.name}`", dependency.at.place)
                continue
            if dependency.condition is not None:
                yield unknown(symbol, f"it is written that `{other.name}` need only have started", dependency.at.place)
                continue
            health = repo.ask(health_of, compose.path, other.name)
            if health.state == "checked":
                because, remedy = "is known to be healthy or not by this", ""
            elif health.state == "unchecked" and other.image and not other.build and not _starts_without(service, other):
                because, remedy = "is a server, and takes a while to answer", _both(other.name)
            else:
                continue
            yield gap(
                symbol,
                f"`{service.name}` waits for `{other.name}` to start, not to be healthy",
                dependency.at.place,
                health.place.labelled(because),
                remedy=remedy or f"depend on it as `{other.name}: {{condition: service_healthy}}`",
            )


def _starts_without(service: Service, other: Service) -> bool:
    """Whether it does no harm when `service` is up before `other` answers."""
    return _is_one_of(service, PATIENT) or _is_one_of(other, ON_THE_SIDE)


def _is_one_of(service: Service, known: tuple[str, ...]) -> bool:
    reference = image_reference(service.image.text.partition(":$")[0]) if service.image else None
    return reference is not None and is_one_of(reference.familiar, known)


def _both(name: str) -> str:
    return f"give `{name}` a `healthcheck`, and depend on it as `{name}: {{condition: service_healthy}}`"
