"""What an application needs beside it, held against the compose files that start it."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.records import NamedTuple
from ...tables.backing_services import CLIENTS, IMAGES
from ..observability.applications import applications
from .services import composes, for_production, for_tests

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ...core.rule import Paths
    from .services import Service


class Needed(NamedTuple):
    """A server that an application is a client of. `present` is the service that is one; None where no compose file has it.

    `started` is the service that runs the application. `clients` counts the kinds of server that it has clients for: a program
    for several databases is content with one of them.
    """

    path: str
    kind: str
    client: str
    at: Place
    started: Place
    present: Place | None
    clients: int


def backing_services(repo: Repository, paths: Paths) -> Iterator[Needed]:
    """The servers that the applications need which compose files for development start."""
    files = [one for one in repo.ask(composes) if not for_production(one.path) and not for_tests(one.path)]
    services = [(one.path, service) for one in files for service in one.services.values()]
    for application in repo.ask(applications):
        first = next(
            ((path, one) for path, one in services if one.build and _is_in(one.build.context, application.folder)), None
        )
        if first is None:
            continue
        here, started = first
        near = sorted(((path != here, one) for path, one in services if _beside(path, here)), key=lambda pair: pair[0])
        wanted = [(kind, found) for kind, names in CLIENTS.items() if (found := application.uses(*names))]
        for kind, (client, at) in wanted:
            present = next((one for _, one in near if re.search(IMAGES[kind], _called(one))), None)
            place = present.at.place if present else None
            yield Needed(at.path, kind, client, at, started.at.place, place, len(wanted))


def _beside(path: str, other: str) -> bool:
    """Whether two compose files can be one stack: their folders are the same, or one holds the other."""
    one, two = posixpath.dirname(path), posixpath.dirname(other)
    return one == two or not one or not two or one.startswith(two + "/") or two.startswith(one + "/")


def _called(service: Service) -> str:
    return f"{service.name} {service.image.text if service.image else ''}".lower()


def _is_in(context: str | None, folder: str) -> bool:
    """Whether an application's folder is built: it is the context, or lies right below it."""
    if context is None:
        return False
    context = "" if context == "." else context
    return context == folder or posixpath.dirname(folder) == context
