"""What `docker compose` refuses, or takes otherwise than it looks, in the text of a compose file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap
from ...core.rule import rule
from ...models.compose.nodes import duplicate_keys, refused_variables
from ...models.compose.services import compose_files
from ...parsing.yaml import Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.compose.services import Compose, Service


@rule(
    "CMP015",
    "duplicate-key",
    reads=compose_files,
    severity="error",
    title="A key stands twice in the same mapping",
    risk="`docker compose` refuses the file; other readers drop the first of the two without a word",
    remedy="keep one of them, or join what stands below them",
    aliases=("yamllint:key-duplicates",),
)
def duplicate_key(compose: Compose, repo: Repository) -> Iterator[Outcome]:
    for twice in repo.ask(duplicate_keys, compose.path) if compose.is_project else ():
        first = twice.first.place.labelled("stands here first")
        yield gap(twice.name, f"`{twice.at.text}` stands twice in the same mapping", twice.at.place, first)


@rule(
    "CMP019",
    "invalid-variable",
    reads=compose_files,
    severity="error",
    title="A variable is written in a form that compose does not know",
    risk="`docker compose` refuses the file with `invalid interpolation format`",
    remedy="write `$$` for a `$` that the container is to see; what compose knows is `${NAME}`, `${NAME:-default}` and its kin",
)
def invalid_variable(compose: Compose, repo: Repository) -> Iterator[Outcome]:
    for value in repo.ask(refused_variables, compose.path) if compose.is_project else ():
        for problem in value.text.problems[:1]:
            yield gap(value.name, f"compose refuses this: {problem.why}", problem.place)


@rule(
    "CMP017",
    "container-name-conflict",
    reads=compose_files,
    severity="warning",
    title="Two containers are to have the same name",
    risk="the second one does not start: the name is already in use",
    remedy="leave `container_name` out: compose gives every container a name of its own",
)
def container_name_conflict(compose: Compose, repo: Repository) -> Iterator[Outcome]:
    named: dict[str, tuple[Service, Scalar]] = {}
    for service in compose.services.values():
        name = service.body.get("container_name")
        if not isinstance(name, Scalar) or not name.text or "$" in name.text:
            continue
        several = _replicas(service)
        if several is not None:
            label = several.place.labelled("more than one of it")
            yield gap(service.name, f"`{service.name}` has one container name for several containers", name.place, label)
        first = named.setdefault(name.text, (service, name))
        apart = first[0].profiles and service.profiles and first[0].profiles.isdisjoint(service.profiles)
        if first[0] is not service and not apart:
            message = f"`{service.name}` and `{first[0].name}` are both to be called `{name.text}`"
            label = first[1].place.labelled("given to another service here")
            yield gap(f"{service.name}/{name.text}", message, name.place, label)


def _replicas(service: Service) -> Scalar | None:
    for at in (service.body.get("scale"), service.body.get("deploy", "replicas")):
        if isinstance(at, Scalar) and at.text.isdecimal() and len(at.text) < 9 and int(at.text) > 1:
            return at
    return None


@rule(
    "CMP018",
    "obsolete-version",
    reads=compose_files,
    at="audit",
    severity="info",
    title="`version` no longer says anything",
    risk="every command prints a warning, and readers believe that the number matters",
    remedy="take the line out",
    aliases=("dclint:no-version-field",),
)
def obsolete_version(compose: Compose, repo: Repository) -> Iterator[Outcome]:
    key = compose.root.key("version") if compose.root is not None and compose.services else None
    if key is not None and not any(_for_swarm(service) for service in compose.services.values()):
        yield gap("version", "`version` is obsolete: compose reads it no more", key.place)


def _for_swarm(service: Service) -> bool:
    """Whether it is for `docker stack deploy`, which still wants a version."""
    deploy = service.body.get("deploy")
    return isinstance(deploy, Mapping) and any(
        name in deploy for name in ("placement", "mode", "update_config", "endpoint_mode")
    )
