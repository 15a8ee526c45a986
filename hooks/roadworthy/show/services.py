"""`roadworthy show services`: every compose service, what it is made of and waits for, and how its health is known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.outcome import Unreadable
from ..core.output.screen import visible
from ..models.compose.running import ends
from ..models.compose.services import compose_files, for_production, for_tests
from ..models.compose.values import settled
from ..models.health import health_of
from ..parsing.yaml import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ..core.excerpt import Place
    from ..core.repository import Repository
    from ..models.compose.services import Compose, Service
    from ..parsing.yaml import Tree

_HEALTH = {
    "checked": "something asks whether it is well",
    "unchecked": "it stays up, and nothing asks whether it is well",
    "unknown": "whether its image brings a health check is not known",
}


def as_json(repo: Repository) -> dict[str, Any]:
    """Every service of every compose file, in the order of the files.

    `environment` has names only: values may be secrets. `health` is `checked`, `unchecked` or `unknown`.
    """
    return {"services": [_row(repo, compose, service) for compose, service in _services(repo)]}


def as_text(repo: Repository) -> str:
    """The same for a person: a paragraph a service."""
    lines: list[str] = []
    for row in as_json(repo)["services"]:
        lines.append(visible(f"{row['name']}  {row['path']}:{row['line']}"))
        made = (
            f"built from {row['build']['context'] or 'elsewhere'}" if row["build"] else row["image"] or "made of another file"
        )
        lines.append(visible(f"    {made}"))
        if row["ports"]:
            lines.append(visible("    ports " + ", ".join(row["ports"])))
        lines += [visible(f"    waits for {one['service']} ({one['condition']})") for one in row["depends_on"]]
        lines += [visible(f"    {why}") for why in row["why"]]
    return "\n".join(lines) or "no compose service is described"


def as_mermaid(repo: Repository) -> str:
    """The dependencies as a graph, a box for each file; dashed where the start of the other is enough."""
    lines = ["flowchart LR"]
    for number, said in enumerate(compose_files(repo, None)):
        if isinstance(said, Unreadable) or not said.services:
            continue
        node = {name: f"f{number}s{at}" for at, name in enumerate(said.services)}
        lines.append(f'  subgraph f{number}["{_label(said.path)}"]')
        lines += [f'    {node[name]}["{_label(name)}"]' for name in said.services]
        for service in said.services.values():
            for one in service.depends_on:
                if one.service in node:
                    waits = one.condition in ("service_healthy", "service_completed_successfully")
                    lines.append(f"    {node[service.name]} {'-->' if waits else '-.->'} {node[one.service]}")
        lines.append("  end")
    return "\n".join(lines)


def _label(text: str) -> str:
    return re.sub(r"[^\w ./${}:-]", "_", visible(text))[:80]


def _services(repo: Repository) -> Iterator[tuple[Compose, Service]]:
    for said in compose_files(repo, None):
        if not isinstance(said, Unreadable):
            yield from ((said, service) for service in said.services.values())


def _row(repo: Repository, compose: Compose, service: Service) -> dict[str, Any]:
    health = repo.ask(health_of, compose.path, service.name)
    build = service.build
    return {
        "name": service.name,
        "path": compose.path,
        "line": service.at.line,
        "image": (settled(service.image) or service.image.text) if service.image else None,
        "build": {"context": build.context, "dockerfile": build.dockerfile, "target": build.target} if build else None,
        "ports": [f"{port.host}:" * bool(port.host) + f"{port.published or ''}:{port.target}" for port in service.ports],
        "depends_on": [{"service": d.service, "condition": d.condition or "service_started"} for d in service.depends_on],
        "health": health.state,
        "environment": sorted(_names(service.body.get("environment"))),
        "env_files": [file.path for file in service.env_files],
        "profiles": sorted(service.profiles),
        "ends": ends(repo, compose.path, service),
        "why": list(_reasons(repo, compose, service, health.state, health.place)),
    }


def _names(node: Tree | None) -> set[str]:
    if isinstance(node, Mapping):
        return set(node.merged)
    listed = node.items if isinstance(node, Sequence) else []
    return {item.text.partition("=")[0] for item in listed if isinstance(item, Scalar)}


def _reasons(repo: Repository, compose: Compose, service: Service, health: str, place: Place) -> Iterator[str]:
    yield f"{_HEALTH[health]}: {place.path}:{place.line}"
    if ends(repo, compose.path, service):
        yield "it is meant to end: its name, its command, its restart policy or what waits for it says so"
    if service.own is not service.body and (extends := service.own.get("extends")) is not None:
        yield f"it extends another service: {extends.place.path}:{extends.place.line}"
    if service.profiles:
        yield "it is started with a profile only"
    if for_production(compose.path):
        yield "the file is one for production, by its name"
    elif for_tests(compose.path):
        yield "the file is one for tests, by its path"
