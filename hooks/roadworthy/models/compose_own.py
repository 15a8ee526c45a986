"""What stands in a compose file itself, once each: not what a service takes over from elsewhere, not twice by an anchor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import compose_values as values
from .compose_projects import all_projects_with

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.repository import Repository
    from .compose import Compose, Service
    from .compose_values import EnvFile, Port, Reference


def own_ports(compose: Compose) -> Iterator[tuple[Service, Port]]:
    """The ports that are written in the file, each with the first service that has it."""
    seen: set[int] = set()
    for service in compose.services.values():
        for port in values.ports(service.own):
            if id(port.at) not in seen:
                seen.add(id(port.at))
                yield service, port


def own_env_files(compose: Compose) -> Iterator[tuple[Service, EnvFile]]:
    """The files of variables that are named in the file, each with the first service that is given it."""
    seen: set[int] = set()
    for service in compose.services.values():
        for file in values.env_files(service.own):
            if id(file.at) not in seen:
                seen.add(id(file.at))
                yield service, file


def own_references(compose: Compose) -> Iterator[tuple[Service, Reference]]:
    """The names that services of the file refer to, each with the first service that does."""
    seen: set[int] = set()
    for service in compose.services.values():
        for reference in values.references(service.name, service.own):
            if id(reference.at) not in seen:
                seen.add(id(reference.at))
                yield service, reference


def variants(repo: Repository, compose: Compose, name: str) -> tuple[Service, ...]:
    """What the service `name` of the file comes to in each project that uses the file."""
    found = [project.services.get(name) for project in all_projects_with(repo, compose.path)]
    return tuple(service for service in found if service is not None)
