"""How it is known whether a service is well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.compose.health_tests import flaw
from ...models.compose.own import variants
from ...models.compose.running import ends, is_tool, reference, runs_another_program
from ...models.compose.services import compose_files, for_tests
from ...models.health import health_of, never_checked
from ...tables.health_probes import PROBES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.compose.services import Compose, Service


@rule(
    "CMP012",
    "no-health-check",
    reads=compose_files,
    items=("4.2.5",),
    severity="warning",
    title="Nothing asks a service whether it is well",
    risk="a service that hangs counts as running, and what depends on it starts before it answers",
    remedy="give it a `healthcheck`, here or in its Dockerfile",
    aliases=("kics:698ed579-b239-4f8f-a388-baa4bcb13ef8",),
)
def no_health_check(compose: Compose, repo: Repository) -> Iterator[Outcome]:
    if for_tests(compose.path):
        return
    for service in compose.services.values():
        if ends(repo, compose.path, service) or is_tool(service):
            continue
        health = repo.ask(health_of, compose.path, service.name)
        if health.state == "checked":
            yield passes(service.name, "something asks whether it is well", health.place)
        elif health.state == "unknown":
            if service.image or service.build:
                yield unknown(service.name, "whether its image brings a health check is not known", health.place)
        elif runs_another_program(service) and service.build is None:
            continue
        elif not service.disabled and any(one.checked for one in variants(repo, compose, service.name)):
            yield passes(service.name, "a file that is used with this one asks whether it is well", service.at.place)
        else:
            name = f"`{service.name}`"
            said = "has its health check switched off" if service.disabled else "stays up, and nothing asks whether it is well"
            yield gap(service.name, f"{name} {said}", service.at.place, remedy=_remedy(service))


def _remedy(service: Service) -> str:
    image = reference(service) if service.build is None else None
    probe = PROBES.get(image.familiar) if image else None
    if image and probe and "curl" in probe and "alpine" in (image.tag or ""):
        return ""
    return f"add `healthcheck:` with `test: {probe}`" if probe else ""


@rule(
    "CMP013",
    "never-healthy",
    reads=compose_files,
    items=("4.2.5",),
    severity="error",
    title="A service waits for one that can never be healthy",
    risk="`docker compose up` stops: the container has no health check configured",
    remedy="give the dependency a `healthcheck`, or wait for `service_started` only",
)
def never_healthy(compose: Compose, repo: Repository) -> Iterator[Outcome]:
    for service in compose.services.values():
        for dependency in service.depends_on:
            other = compose.services.get(dependency.service)
            if dependency.condition != "service_healthy" or not dependency.required or other is None:
                continue
            if dependency.at.base.path != compose.path:
                continue
            evidence = never_checked(repo, other)
            if evidence is None:
                continue
            others = variants(repo, compose, other.name)
            if any(never_checked(repo, one) is None for one in others):
                continue
            why = "has its health check switched off" if other.disabled else "has no health check"
            yield gap(
                f"{service.name}/{other.name}",
                f"`{service.name}` waits until `{other.name}` is healthy, and that {why}",
                dependency.at.place,
                evidence.labelled("nothing here tells whether it is healthy"),
            )


@rule(
    "CMP014",
    "impossible-health-check",
    reads=compose_files,
    items=("4.2.5",),
    severity="warning",
    title="A health check can never succeed",
    risk="the service is never healthy: what waits for it never starts, and an orchestrator replaces it for ever",
    remedy="run the test inside the container once, and write what works there",
)
def impossible_health_check(compose: Compose, repo: Repository) -> Iterator[Outcome]:
    seen: set[int] = set()
    for service in compose.services.values():
        if service.health is None or id(service.health) in seen:
            continue
        seen.add(id(service.health))
        found = flaw(repo, service)
        if found is None or found.place.path != compose.path:
            continue
        if not found.refused and any(flaw(repo, one) is None for one in variants(repo, compose, service.name)):
            continue
        yield gap(service.name, f"the health check of `{service.name}` fails: {found.why}", found.place, remedy=found.remedy)
