"""What a fresh clone lacks when somebody types `docker compose up` in it."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from ...core.excerpt import Place
from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.compose.own import own_env_files, references_of, variants
from ...models.compose.projects import is_sample
from ...models.compose.services import compose_files, composes, for_production, for_tests
from ...models.compose.values import external, settled
from ...parsing.yaml import Mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.compose.services import Compose


@rule(
    "CMP003",
    "missing-env-file",
    reads=compose_files,
    items=("4.2.1",),
    at="audit",
    severity="warning",
    title="A service wants an env file that a fresh clone does not have",
    risk="`docker compose up` stops in every fresh clone: `env file not found`",
    remedy="say in the README how the file is made (`cp .env.example .env`), or write it with `required: false`",
)
def missing_env_file(compose: Compose, repo: Repository) -> Iterator[Outcome]:
    if for_production(compose.path) or for_tests(compose.path) or is_sample(repo, compose.path):
        return
    from ...models.compose.setup_steps import step_that_makes  # only in an audit, as what the functions below import

    known = _known(repo)
    for service, file in own_env_files(compose):
        path = service.path(file.at)
        if path is None or file.at.base.path != compose.path or posixpath.basename(path) == _OF_PORTAINER:
            continue
        symbol = f"{service.name}/{file.path}"
        others = {path, *_elsewhere(repo, compose, service.name, file.path)}
        if not file.required:
            yield passes(symbol, "compose goes on without the file", file.at.place)
        elif not known.isdisjoint(others):
            yield passes(symbol, "the file is in the repository", file.at.place)
        elif (step := next((s for one in sorted(others) if (s := step_that_makes(repo, one))), None)) is not None:
            yield passes(symbol, "how the file is made is written down", file.at.place, step.place)
        else:
            example = _example_beside(repo, path)
            labels = [example.labelled("nothing says that this is to be copied")] if example else []
            message = f"`{service.name}` needs `{file.path}`, which is not in the repository, and nothing says how it is made"
            yield gap(symbol, message, file.at.place, *labels)


_OF_PORTAINER = "stack.env"  # which it writes beside the file itself


def _known(repo: Repository) -> frozenset[str]:
    return frozenset(repo.paths())


def _elsewhere(repo: Repository, compose: Compose, name: str, written: str) -> Iterator[str]:
    """The paths that an env file has in projects that count their paths from another folder."""
    for service in variants(repo, compose, name):
        for file in service.env_files:
            if file.path == written and (path := service.path(file.at)):
                yield path


def _example_beside(repo: Repository, path: str) -> Place | None:
    from ...models.variables.documents import is_example

    folder = posixpath.dirname(path)
    found = [one for one in repo.paths() if posixpath.dirname(one) == folder and is_example(one)]
    return Place(found[0], 1) if found else None


@rule(
    "CMP007",
    "external-resource",
    reads=compose_files,
    items=("4.2.1",),
    at="audit",
    severity="warning",
    title="A network or volume has to exist before, and nothing says how it is created",
    risk="`docker compose up` stops in every fresh clone: the network or volume could not be found",
    remedy="write `docker network create …` into the README or a script, or let compose create it",
)
def external_resource(compose: Compose, repo: Repository) -> Iterator[Outcome]:
    if for_production(compose.path) or for_tests(compose.path) or is_sample(repo, compose.path):
        return
    from ...models.compose.setup_steps import step_that_creates

    for one in external(compose.root):
        name = settled(one.name_at) if one.name_at is not None else one.key.text
        if name is None or name in ("bridge", "host", "none", "nat") or not _is_used(repo, compose, one.kind, one.key.text):
            continue
        symbol = f"{one.kind}/{one.key.text}"
        step = step_that_creates(repo, one.kind, name)
        maker = None if step else _maker(repo, compose, f"{one.kind}s", name)
        if step is not None or maker is not None:
            evidence = (step.place,) if step else (maker,) if maker else ()
            yield passes(symbol, f"how the {one.kind} is created is written down", one.key.place, *evidence)
        else:
            yield gap(symbol, f"the {one.kind} `{name}` has to exist before, and nothing says how", one.key.place)


def _is_used(repo: Repository, compose: Compose, kind: str, name: str) -> bool:
    return any(
        one.kind == f"{kind}s" and one.name == name for found in repo.ask(references_of, compose.path).values() for one in found
    ) or (kind == "network" and name == "default")


def _maker(repo: Repository, compose: Compose, kind: str, name: str) -> Place | None:
    """The other compose file of the repository that creates it: under this name, or under its project's name and an own."""
    for other in repo.ask(composes):
        if other.root is None or other.path == compose.path:
            continue
        declared = other.root.get(kind)
        project = other.root.text("name") or posixpath.basename(posixpath.dirname(other.path))
        if kind == "networks" and other.services and name == f"{project.lower()}_default":
            return Place(other.path)
        if not isinstance(declared, Mapping):
            continue
        for key, value in declared.pairs():
            body = value if isinstance(value, Mapping) else None
            if body is not None and "external" in body:
                continue
            given = body.text("name") if body is not None else None
            if name in (given, f"{project.lower()}_{key.text}", f"{project.lower()}-{key.text}"):
                return key.place
    return None


@rule(
    "CMP008",
    "undocumented-compose-variable",
    reads=compose_files,
    items=("4.2.1",),
    at="audit",
    severity="warning",
    title="A variable of a compose file has no default and is documented nowhere",
    risk="compose refuses to start, or puts nothing in its place and starts something that is half configured",
    remedy="give it a default, `${NAME:-value}`, or add it to `.env.example`",
)
def undocumented_compose_variable(compose: Compose, repo: Repository) -> Iterator[Outcome]:
    if for_production(compose.path) or for_tests(compose.path) or is_sample(repo, compose.path):
        return
    from ...models.compose.variables import named_elsewhere, wanted

    for use in wanted(repo, compose.path):
        if _is_known(use.name):
            continue
        documented = _documented(repo, use.name)
        if documented is not None:
            yield passes(use.name, f"`{use.name}` is documented", use.at.place(), documented)
        elif (other := repo.ask(named_elsewhere).get(use.name)) is not None:
            yield unknown(use.name, f"`{use.name}` is documented nowhere, and may be set here", use.at.place(), Place(other))
        elif use.is_required:
            yield gap(use.name, f"`{use.name}` is required here, and documented nowhere", use.at.place())
        else:
            message = f"`{use.name}` has no default, and is documented nowhere: compose puts nothing in its place"
            yield gap(use.name, message, use.at.place())


def _is_known(name: str) -> bool:
    from ...tables.known_variables import KNOWN, KNOWN_PREFIXES

    return name.upper() in KNOWN or name.startswith((*KNOWN_PREFIXES, "COMPOSE_")) or name in ("UID", "GID", "DOCKER_SOCK")


def _documented(repo: Repository, name: str) -> Place | None:
    from ...models.variables.documents import in_examples, in_prose, values_committed
    from ...models.variables.provisions import variable_provisions

    for fact in (in_examples, values_committed):
        found = repo.ask(fact).get(name)
        if found:
            return found[0].place
    prose = repo.ask(in_prose).get(name)
    if prose:
        return prose.place
    return next((one.place for one in repo.ask(variable_provisions).get(name, ()) if one.by == "a script"), None)
