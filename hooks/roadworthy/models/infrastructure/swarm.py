"""Stacks of Docker Swarm: services of compose files that are deployed as one, with what `deploy` says.

https://docs.docker.com/reference/compose-file/deploy/
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.patterns import pattern
from ...parsing.yaml import Mapping, Scalar, Sequence
from ..compose.howto import howto
from ..compose.running import ends
from ..compose.services import compose_file
from ..environment_names import environment_of
from ..kubernetes.singletons import why_single_image
from .services import Health, PlatformService, Replacing, Said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.repository import Repository
    from ..compose.services import Service
    from ..compose.values import Mount

STACK = r"(?:^|/)(?:[^/]*(?:stack|swarm)[^/]*|(?:docker-)?compose[^/]*)\.ya?ml$"
_ONLY_SWARM = ("update_config", "rollback_config", "placement", "endpoint_mode")
_NAMED = pattern(r"(?:^|[-_./])(?:stack|swarm)(?:[-_.]|$)")
_STACK_DEPLOY = pattern(r"\bdocker\s+stack\s+(?:deploy|up)\b((?:\s+[^\s;|&]+){1,12})")
_SETTINGS = pattern(r"\.(?:ya?ml|conf|toml|json|ini|crt|pem|key|sock|cnf)$")
_MOUNTED_ONCE = "/var/run/docker.sock"


def swarm_services(repo: Repository, path: str) -> tuple[PlatformService, ...]:
    """A fact: the services of a stack; nothing where a compose file is not deployed as one."""
    compose = repo.ask(compose_file, path)
    if isinstance(compose, Unreadable) or not compose.services:
        return ()
    swarms = any(one.body.get("deploy", key) is not None for one in compose.services.values() for key in _ONLY_SWARM)
    if not swarms and not _NAMED.search(posixpath.basename(path)) and path not in repo.ask(deployed_stacks):
        return ()
    return tuple(
        _service(repo, path, one)
        for one in compose.services.values()
        if one.body.text("deploy", "mode") != "global" and not ends(repo, path, one)
    )


def deployed_stacks(repo: Repository) -> frozenset[str]:
    """A fact: the files that a `docker stack deploy` of a script or document names."""
    known = frozenset(repo.paths())
    found: set[str] = set()
    for line in repo.ask(howto):
        for command in _STACK_DEPLOY.finditer(line.text):
            for word in command[1].split():
                for folder in ("", posixpath.dirname(line.path)):
                    path = posixpath.normpath(posixpath.join(folder, word.strip("\"'`);,")))
                    if path in known:
                        found.add(path)
    return frozenset(found)


def _service(repo: Repository, path: str, service: Service) -> PlatformService:
    body = service.body
    environment, kind = environment_of(repo, path.rpartition(".")[0])
    replicas = body.get("deploy", "replicas")
    if isinstance(replicas, Scalar):
        said = Said(replicas.text, replicas.place, environment, kind, known=replicas.text.isdigit())
    else:
        said = Said(None, service.at.place, environment, kind, known=replicas is None)
    traffic = body.key("ports") if service.ports else next(_routes(body), None)
    return PlatformService(
        path,
        service.name,
        "Swarm",
        service.at.place,
        traffic.place if traffic is not None else None,
        (said,),
        "deploy.replicas",
        1,
        _replacing(body, said),
        _health(service),
        (),  # its image and its variables are what the rules for compose look at
        _single(service),
    )


def _routes(body: Mapping) -> Iterator[Scalar]:
    """The labels by which a proxy sends it requests."""
    for at in (("deploy", "labels"), ("labels",)):
        labels = body.get(*at)
        if isinstance(labels, Mapping):
            yield from (key for key, _ in labels.pairs() if re.match(r"traefik\.(?:http|frontend|tcp)\b", key.text))
        for item in labels.items if isinstance(labels, Sequence) else ():
            if isinstance(item, Scalar) and re.match(r"traefik\.(?:http|frontend|tcp)\b", item.text):
                yield item


def _single(service: Service) -> str:
    why = why_single_image(service.image.text) if service.image is not None else ""
    if why:
        return why
    constraints = service.body.get("deploy", "placement", "constraints")
    for item in constraints.items if isinstance(constraints, Sequence) else ():
        if isinstance(item, Scalar) and re.search(r"node\.(?:hostname|id|role|labels\.[\w.-]{1,100})\s{0,4}==", item.text):
            return "it is tied to a node"
    for mount in service.mounts:
        source = mount.source
        if source.partition(":")[0] == _MOUNTED_ONCE:
            return "it watches the machine that it runs on"
        if mount.kind in ("volume", "bind") and not _is_read_only(mount) and not _SETTINGS.search(source):
            return "it keeps what it writes in a volume"
    return ""


def _is_read_only(mount: Mount) -> bool:
    at = mount.at
    return at.text.endswith(":ro") if isinstance(at, Scalar) else isinstance(at, Mapping) and at.text("read_only") == "true"


def _replacing(body: Mapping, count: Said) -> Replacing | None:
    parallel = body.get("deploy", "update_config", "parallelism")
    order = body.get("deploy", "update_config", "order")
    if isinstance(order, Scalar) and order.text == "start-first":
        return Replacing("gradual", "`order: start-first`", order.place)
    if not isinstance(parallel, Scalar):
        return None
    most, number = parallel.text, count.number
    if not most.isdigit():
        return Replacing("not known", "`parallelism`", parallel.place)
    if number is not None and number > 1 and (most == "0" or int(most[:9]) >= number):
        return Replacing("at once", f"`parallelism: {most}`", parallel.place)
    return Replacing("gradual", f"`parallelism: {most}`", parallel.place)


def _health(service: Service) -> Health | None:
    """What compose asks; that there is nothing is told of the image, by the rules for Dockerfiles and compose."""
    at = service.body.key("healthcheck")
    return Health("asked", "Swarm sends traffic when its `healthcheck` passes", at.place) if service.checked and at else None
