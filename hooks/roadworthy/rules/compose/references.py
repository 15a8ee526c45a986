"""Names and paths in a compose file that lead nowhere: `docker compose` refuses to start with them."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.compose.chains import Chain, chains_with
from ...models.compose.extends import Broken
from ...models.compose.own import own_references, references_of, variants
from ...models.compose.projects import is_elsewhere, is_sample, project
from ...models.compose.services import compose_files
from ...models.compose.values import build, settled_text
from ...parsing.yaml import Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.compose.services import Compose, Service

_DECLARED = {"volumes": "volume", "networks": "network", "secrets": "secret", "configs": "config"}


@rule(
    "CMP004",
    "missing-build-path",
    reads=compose_files,
    items=("4.2.1",),
    severity="warning",
    title="A service is built from something that does not exist",
    risk="`docker compose up` stops in every fresh clone",
    remedy="name the folder and the Dockerfile that are in the repository",
)
def missing_build_path(compose: Compose, repo: Repository) -> Iterator[Outcome]:
    for service in compose.services.values():
        key = service.own.key("build")
        found = build(service.own, posixpath.dirname(compose.path)) if key is not None else None
        if key is None or found is None or key.base.path != compose.path:
            continue
        value = service.own.get("build")
        at = value.get("context") or value if isinstance(value, Mapping) else value
        if not isinstance(at, Scalar) and isinstance(value, Mapping):
            at = key
        place = at.place if at is not None else key.place
        if found.context is None:
            continue
        if not repo.exists(found.context):
            if _exists_for_another(repo, compose, service):
                continue
            if _is_submodule(repo, found.context):
                yield unknown(service.name, "the build context is in a submodule", place)
            else:
                yield gap(service.name, f"`{service.name}` is built from `{found.context}`, which does not exist", place)
        elif found.dockerfile is not None and not repo.exists(found.dockerfile):
            if _exists_for_another(repo, compose, service) or _has_containerfile(repo, found.context, value):
                continue
            named = value.get("dockerfile") if isinstance(value, Mapping) else None
            message = f"`{service.name}` is built with `{found.dockerfile}`, which does not exist"
            yield gap(service.name, message, named.place if named is not None else place)
        else:
            yield passes(service.name, "what it is built from is there", place)


def _exists_for_another(repo: Repository, compose: Compose, service: Service) -> bool:
    """Whether a project that uses the file counts its paths from another folder, where all of it is, or replaces it."""
    if is_sample(repo, compose.path):
        return True
    for one in variants(repo, compose, service.name):
        if one.build is None or one.build.context is None:
            return True
        if repo.exists(one.build.context) and (one.build.dockerfile is None or repo.exists(one.build.dockerfile)):
            return True
    return False


def _has_containerfile(repo: Repository, context: str, value: object) -> bool:
    named = isinstance(value, Mapping) and "dockerfile" in value
    return not named and repo.exists(posixpath.join(context, "Containerfile"))


def _is_submodule(repo: Repository, path: str) -> bool:
    if not repo.exists(".gitmodules"):
        return False
    text = getattr(repo.source(".gitmodules"), "text", "")
    modules = [line.partition("=")[2].strip() for line in text.splitlines() if line.strip().startswith("path")]
    return any(path == module or path.startswith(module + "/") for module in modules if module)


@rule(
    "CMP005",
    "unknown-service",
    reads=compose_files,
    items=("4.2.1",),
    severity="error",
    title="A service refers to one that does not exist",
    risk="`docker compose` refuses the whole file",
    remedy="correct the name, or take the reference out",
)
def unknown_service(compose: Compose, repo: Repository) -> Iterator[Outcome]:
    for service, reference in own_references(repo, compose):
        if reference.kind != "services" or "$" in reference.name:
            continue
        if reference.name not in compose.services and not is_elsewhere(repo, compose.path, reference.kind, reference.name):
            names = f"`{service.name}` refers to a service `{reference.name}` in `{reference.by}`"
            yield gap(f"{service.name}/{reference.name}", f"{names}, and there is none", reference.at.place)


@rule(
    "CMP006",
    "undeclared-resource",
    reads=compose_files,
    items=("4.2.1",),
    severity="warning",
    title="A service uses a volume, network, secret or config that is not declared",
    risk="`docker compose` refuses the whole file",
    remedy="declare it at the top level; a folder of the host begins with `./`",
)
def undeclared_resource(compose: Compose, repo: Repository) -> Iterator[Outcome]:
    for service, reference in own_references(repo, compose):
        if reference.kind == "services" or (reference.kind == "networks" and reference.name == "default"):
            continue
        name: str | None = reference.name
        if "$" in reference.name:
            name = settled_text(reference.at, reference.name) if reference.kind == "volumes" else None
        if name is None or reference.at.base.path != compose.path or name in compose.declared(reference.kind):
            continue
        if is_elsewhere(repo, compose.path, reference.kind, name):
            continue
        message = f"`{service.name}` uses a {_DECLARED[reference.kind]} `{name}` that no `{reference.kind}` declares"
        remedy = ""
        if reference.kind == "volumes" and "/" in name:
            remedy = f"write `./{name}` for the folder of the host"
        yield gap(f"{service.name}/{name}", message, reference.at.place, remedy=remedy)


_MOST_CIRCLES = 20  # of one file: where there are more, mending these shows the rest


@rule(
    "CMP009",
    "dependency-cycle",
    reads=compose_files,
    items=("4.2.1",),
    severity="warning",
    title="Services wait for each other in a circle",
    risk="`docker compose` refuses the whole file, for none of them could be the first",
    remedy="take out one of the dependencies: most services can wait for a dependency by themselves",
)
def dependency_cycle(compose: Compose, repo: Repository) -> Iterator[Outcome]:
    edges = {
        name: [one for one in found if one.kind == "services" and one.name in compose.services]
        for name, found in repo.ask(references_of, compose.path).items()
    }
    done: set[str] = set()
    told = 0
    for start in edges:
        way: list[str] = []
        stack = [(start, iter(edges[start]))] if start not in done else []
        on_the_way = {start}
        while stack:
            name, left = stack[-1]
            if not way or way[-1] != name:
                way.append(name)
            step = next(left, None)
            if step is None:
                stack.pop()
                way.pop()
                on_the_way.discard(name)
                done.add(name)
            elif step.name in on_the_way:
                told += 1
                if told > _MOST_CIRCLES:
                    return
                circle = [*way[way.index(step.name) :], step.name]
                shown = " → ".join(f"`{one}`" for one in (circle if len(circle) < 8 else [*circle[:6], "…", circle[-1]]))
                yield gap(f"{name}/{step.name}", f"services wait for each other: {shown}", step.at.place)
            elif step.name not in done:
                on_the_way.add(step.name)
                stack.append((step.name, iter(edges[step.name])))


@rule(
    "CMP020",
    "broken-include",
    reads=compose_files,
    items=("4.2.1",),
    severity="error",
    title="A compose file includes or extends what is not there",
    risk="`docker compose` refuses the whole file",
    remedy="correct the path or the name; what is used has to be in the repository",
)
def broken_include(compose: Compose, repo: Repository) -> Iterator[Outcome]:
    found = list(compose.problems)
    if compose.root is not None and "include" in compose.root:
        alone = repo.ask(project, Chain((compose.path,), posixpath.dirname(compose.path)))
        found += [one for one in alone.problems if isinstance(one, Broken) and one not in found]
    here = [one for one in found if one.place.path == compose.path or one.circle]
    if here and _is_used_from_elsewhere(repo, compose):
        return
    for one in here:
        yield gap(one.symbol, one.why, one.place)


def _is_used_from_elsewhere(repo: Repository, compose: Compose) -> bool:
    """Whether a project counts the file's paths from another folder than its own."""
    return any(chain.folder != posixpath.dirname(compose.path) for chain in repo.ask(chains_with, compose.path))
