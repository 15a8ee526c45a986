"""What services wait for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes
from ...core.rule import rule
from ...models.compose import compose_files
from ...models.health import health_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.compose import Compose


@rule(
    "CMP001",
    "short-depends-on",
    reads=compose_files,
    items=("4.2.5",),
    severity="warning",
    title="A service starts before what it depends on is ready",
    risk="the service starts against a dependency that does not answer yet, and fails or waits by luck",
    remedy="write the dependency in its long form, with `condition: service_healthy`",
    aliases=("dclint:service-dependencies",),
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
            health = repo.ask(health_of, compose.path, other.name)
            if health.state == "checked":
                because, remedy = "is known to be healthy or not by this", ""
            elif health.state == "unchecked" and other.image and not other.build:
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


def _both(name: str) -> str:
    return f"give `{name}` a `healthcheck`, and depend on it as `{name}: {{condition: service_healthy}}`"
