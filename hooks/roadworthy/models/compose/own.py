"""What stands in a compose file itself, once each: not what a service takes over from elsewhere, not twice by an anchor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from . import values as values
from .projects import all_projects_with
from .services import compose_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.repository import Repository
    from .services import Compose, Service
    from .values import EnvFile, Port, Reference


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


def references_of(repo: Repository, path: str) -> dict[str, tuple[Reference, ...]]:
    """A fact: what each service of the compose file at `path` refers to by a name."""
    compose = repo.ask(compose_file, path)
    if isinstance(compose, Unreadable):
        return {}
    return {one.name: tuple(values.references(one.body, one.depends_on)) for one in compose.services.values()}


def own_references(repo: Repository, compose: Compose) -> Iterator[tuple[Service, Reference]]:
    """The names that are written in the file, each with the first service that refers to it."""
    seen: set[int] = set()
    for name, found in repo.ask(references_of, compose.path).items():
        for reference in found:
            if id(reference.at) not in seen and reference.at.base.path == compose.path:
                seen.add(id(reference.at))
                yield compose.services[name], reference


def variants(repo: Repository, compose: Compose, name: str) -> tuple[Service, ...]:
    """What the service `name` of the file comes to in each project that uses the file."""
    found = [project.services.get(name) for project in all_projects_with(repo, compose.path)]
    return tuple(service for service in found if service is not None)
