"""Which services of a compose file stay up, and which do their work and end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...parsing.yaml import Scalar
from ...tables.health_probes import ENDING_NAMES, ENDING_PROGRAMS, ENDING_WORDS, STAYING_WORDS
from ...tables.servers import SERVERS
from ..images.bases import role
from ..images.references import image_reference
from .services import compose_file
from .values import settled, words

if TYPE_CHECKING:
    from ...core.repository import Repository
    from ..images.references import ImageReference
    from .services import Service

_SHELLS = frozenset(("sh", "bash", "ash", "dash", "/bin/sh", "/bin/bash", "/bin/ash"))


def ends(repo: Repository, path: str, service: Service) -> bool:
    """Whether a service of the file at `path` is meant to end: a migration, a tool, what others wait for to be completed."""
    body = service.body
    if body.text("restart") == "no" or (body.text("deploy", "mode") or "").endswith("-job"):
        return True
    if body.text("deploy", "restart_policy", "condition") == "none":
        return True
    if service.name in repo.ask(_completed, path):
        return True
    named = {*_parts(service.name), *(part for profile in service.profiles for part in _parts(profile))}
    restarts = (body.text("restart") or "no") != "no"
    if not restarts and not service.ports and not named.isdisjoint(ENDING_NAMES):
        return True
    return not restarts and _command_ends(service)


def _completed(repo: Repository, path: str) -> frozenset[str]:
    """The services that others in the file at `path` wait for until they are done."""
    compose = repo.ask(compose_file, path)
    found = () if isinstance(compose, Unreadable) else compose.services.values()
    return frozenset(
        dependency.service
        for service in found
        for dependency in service.depends_on
        if dependency.condition == "service_completed_successfully"
    )


def _parts(name: str) -> list[str]:
    return re.split(r"[^a-z0-9]+", name.lower())


def _command_ends(service: Service) -> bool:
    said = command(service)
    if not said:
        return False
    if said[0] in _SHELLS and len(said) == 1:
        return True
    if any(word.rpartition("/")[2] in SERVERS or word in STAYING_WORDS for word in said):
        return False
    return said[0].rpartition("/")[2] in ENDING_PROGRAMS or not ENDING_WORDS.isdisjoint(said)


def command(service: Service) -> list[str]:
    """The words that the compose file itself has a service run, the entrypoint first; the inside of `sh -c` is taken apart."""
    found: list[str] = []
    for attribute in ("entrypoint", "command"):
        node = service.body.get(attribute)
        if isinstance(node, Scalar):
            found += (settled(node) or node.text).split()
        else:
            found += words(node) or ()
    for at, word in enumerate(found[:4]):
        if word in _SHELLS and at + 1 < len(found) and found[at + 1].startswith("-") and "c" in found[at + 1]:
            return [part.strip("\"';&|()") for part in " ".join(found[at + 2 :]).split()]
    return found


def runs_another_program(service: Service) -> bool:
    """Whether the file has a server's image run something that is not known to be that server."""
    said = command(service)
    if not said or said[0].startswith("-"):
        return False
    image = reference(service)
    own = image.name.rpartition("/")[2] if image else ""
    if own and own in said[0]:
        return False
    return not any(word.rpartition("/")[2] in SERVERS or word in ("server", "start") for word in said)


def reference(service: Service) -> ImageReference | None:
    """The image of a service with defaults in place of its variables."""
    text = settled(service.image) if service.image is not None else None
    return image_reference(text) if text else None


def is_tool(service: Service) -> bool:
    """Whether its image is one of a tool or of a bare system, which serve nothing by themselves."""
    image = reference(service) if service.build is None else None
    return image is not None and role(image.familiar) in ("tool", "os")
