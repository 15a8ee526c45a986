"""Compose projects: the files that are used together, merged into one, with what they include.

Compose specification, 13-merge.md and 14-include.md. Every value keeps the file and the place that it came from; paths of the
files of a chain count from the project's folder, those of an included or extended file from its own.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.records import NamedTuple
from ...parsing.yaml import Mapping, Scalar, Sequence
from .chains import OVERRIDES, Chain, beside, chains_with, default_chain, has_open_chains
from .extends import Broken
from .merge import merged, merged_service
from .services import compose_file, composes, service
from .values import inside, is_remote, settled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.repository import Repository
    from ...parsing.yaml import Tree
    from .services import Service

MOST_FILES = 1_000  # of one project
KINDS = ("volumes", "networks", "secrets", "configs")


class Project(NamedTuple):
    """Files that are one project. `files` are all that it takes services from, the chain's first.

    `problems` say what could not be followed; `open`: a part of it is somewhere else, so what it lacks may be there.
    """

    chain: Chain
    files: tuple[str, ...]
    services: dict[str, Service]
    declared: dict[str, dict[str, tuple[Scalar, Tree]]]
    problems: tuple[Broken | Unreadable, ...] = ()
    open: bool = False


def projects_with(repo: Repository, path: str) -> tuple[Project, ...]:
    """A fact: the projects in which the compose file at `path` is used as one of the chain."""
    return tuple(repo.ask(project, chain) for chain in repo.ask(chains_with, path))


def project(repo: Repository, chain: Chain) -> Project:
    """A fact: what comes of a chain of files."""
    making = _Making(repo)
    folders: dict[str, str] = {}
    root = making.chain(chain.files, chain.folder, (), folders)
    services = root.get("services") if root is not None else None
    made = {
        key.text: service(key.text, key, body, body, folders)
        for key, body in (services.pairs() if isinstance(services, Mapping) else ())
        if isinstance(body, Mapping)
    }
    declared: dict[str, dict[str, tuple[Scalar, Tree]]] = {}
    for kind in KINDS:
        found = root.get(kind) if root is not None else None
        declared[kind] = {key.text: (key, value) for key, value in found.pairs()} if isinstance(found, Mapping) else {}
    return Project(chain, tuple(making.files), made, declared, tuple(making.problems), making.open)


class _Making:
    def __init__(self, repo: Repository) -> None:
        self.repo = repo
        self.files: dict[str, None] = {}
        self.problems: list[Broken | Unreadable] = []
        self.open = False

    def chain(self, paths: tuple[str, ...], folder: str, above: tuple[str, ...], folders: dict[str, str]) -> Mapping | None:
        """The files merged, each with what it includes. `above` are the files that include this one."""
        result: Mapping | None = None
        for path in paths:
            self.files[path] = None
            folders.setdefault(path, folder)
            compose = self.repo.ask(compose_file, path)
            if isinstance(compose, Unreadable):
                self.problems.append(compose)
                self.open = True
                continue
            self.problems += compose.problems
            root = self.with_services(path)
            if root is None:
                continue
            for inner in self.includes(root, path, folder, (*above, path), folders):
                root = _below(inner, root)
            result = root if result is None else merged(result, root)
        return result

    def with_services(self, path: str) -> Mapping | None:
        """The file as a tree, its services with what they extend."""
        compose = self.repo.ask(compose_file, path)
        if isinstance(compose, Unreadable) or compose.root is None:
            return None
        root = Mapping(compose.root.base, compose.root.start, compose.root.end, "")
        for key, value in compose.root.pairs():
            if key.text == "services" and isinstance(value, Mapping):
                services = Mapping(value.base, value.start, value.end, value.tag)
                services.entries = [(s.at, s.body) for s in compose.services.values()]
                root.entries.append((key, services))
            else:
                root.entries.append((key, value))
        return root

    def includes(
        self, root: Mapping, path: str, folder: str, above: tuple[str, ...], folders: dict[str, str]
    ) -> Iterator[Mapping]:
        listed = root.get("include")
        for item in listed if isinstance(listed, Sequence) else ():
            wanted = item.get("path") if isinstance(item, Mapping) else item
            named = wanted.items if isinstance(wanted, Sequence) else [wanted]
            paths: list[str] = []
            for one in named:
                target = self.included(one, folder, above) if isinstance(one, Scalar) else None
                if target is not None:
                    paths.append(target)
            if not paths:
                continue
            own = item.get("project_directory") if isinstance(item, Mapping) else None
            place = settled(own) if isinstance(own, Scalar) else None
            base = (inside(folder, place) if place else None) or posixpath.dirname(paths[0])
            inner = self.chain(tuple(paths), "" if base == "." else base, above, folders)
            if inner is not None:
                yield inner

    def included(self, at: Scalar, folder: str, above: tuple[str, ...]) -> str | None:
        written = settled(at)
        if written is None or is_remote(written):
            self.open = True
            return None
        path = inside(folder, written)
        why = ""
        if path is None:
            why = f"includes `{written}`, which is out of the repository"
        elif path in above:
            if path != above[0]:
                return None  # told of the project that begins there
            why = f"includes `{written}`, which includes it again"
        elif not self.repo.exists(path):
            why = f"includes `{written}`, and there is no such file"
        elif path in self.files:
            return None  # it is there already
        elif len(self.files) >= MOST_FILES:
            why = f"includes more than {MOST_FILES} files"
        if not why:
            return path
        self.open = True
        self.problems.append(Broken(written, f"`{posixpath.basename(at.base.path)}` {why}", at.place, path in above))
        return None


def _below(inner: Mapping, root: Mapping) -> Mapping:
    """A file with what it includes: only services and what they need, and its own where both have one."""
    result = Mapping(root.base, root.start, root.end, "")
    for key, value in root.pairs():
        other = inner.get(key.text)
        if key.text in ("services", *KINDS) and isinstance(value, Mapping) and isinstance(other, Mapping):
            value = _resources(other, value, key.text == "services")
        result.entries.append((key, value))
    result.entries += [
        (key, value) for key, value in inner.pairs() if key.text in ("services", *KINDS) and key.text not in root
    ]
    return result


def _resources(inner: Mapping, own: Mapping, services: bool) -> Mapping:
    made = Mapping(own.base, own.start, own.end, "")
    for key, value in own.pairs():
        other = inner.get(key.text)
        if services and isinstance(other, Mapping) and isinstance(value, Mapping):
            value = merged_service(other, value)
        made.entries.append((key, value))
    made.entries += [(key, value) for key, value in inner.pairs() if key.text not in own]
    return made


def is_elsewhere(repo: Repository, path: str, kind: str, name: str) -> bool:
    """Whether what a file refers to, and does not have, may come from one that it is used together with.

    Asks the whole repository: its projects, the compose files of the same folder, and those that include or extend it.
    """
    if is_sample(repo, path):
        return True
    for one in (path, *beside(repo, path)):
        compose = repo.ask(compose_file, one)
        if isinstance(compose, Unreadable):
            return True
        if name in (compose.services if kind == "services" else compose.declared(kind)):
            return True
    if repo.ask(has_open_chains):  # then any file may be one that is used with this
        for other in repo.ask(composes):
            if name in (other.services if kind == "services" else other.declared(kind)):
                return True
    for made in all_projects_with(repo, path):
        if made.open or name in (made.services if kind == "services" else made.declared[kind]):
            return True
    return False


def is_sample(repo: Repository, path: str) -> bool:
    """Whether it is an override with nothing in its folder to override: one to be copied to somewhere else."""
    name = posixpath.basename(path)
    return name in OVERRIDES and default_chain(repo, path) is None


def all_projects_with(repo: Repository, path: str) -> Iterator[Project]:
    """The projects that use a file, those too that include it or extend a service of it."""
    for one in (path, *sorted(repo.ask(_users).get(path, ()))):
        yield from repo.ask(projects_with, one)


def _users(repo: Repository) -> dict[str, frozenset[str]]:
    """The files that include a file, or extend services of it."""
    found: dict[str, set[str]] = {}
    for compose in repo.ask(composes):
        for made in repo.ask(projects_with, compose.path):
            for file in made.files:
                found.setdefault(file, set()).add(compose.path)
        for one in compose.services.values():
            extends = one.own.get("extends", "file")
            if isinstance(extends, Scalar) and (target := one.path(extends)):
                found.setdefault(target, set()).add(compose.path)
    return {path: frozenset(users - {path}) for path, users in found.items()}
