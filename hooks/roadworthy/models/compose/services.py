"""Compose files: services with what they are built from, what they wait for, and how their health is known."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.paths import matching
from ...core.records import NamedTuple
from ...parsing.yaml import Mapping, Scalar, Sequence
from ...tables.file_names import COMPOSE, VENDORED
from . import values as values
from .extends import extended, written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Mapping as Folders

    from ...core.repository import Repository
    from ...core.rule import Paths
    from .extends import Broken
    from .values import Build, Dependency


class Service(NamedTuple):
    """One service, with what it extends. `health` is its `healthcheck` mapping; `disabled` where that switches it off.

    `own` is what stands in its file under its name, and `body` all that it comes to. `folders` says what the paths of a file
    count from where that is not the file's own folder.
    """

    name: str
    at: Scalar
    body: Mapping
    own: Mapping
    image: Scalar | None
    build: Build | None
    depends_on: tuple[Dependency, ...]
    health: Mapping | None
    disabled: bool
    folders: Folders[str, str]

    @property
    def checked(self) -> bool:
        """Whether its `healthcheck` tests something."""
        return not self.disabled and self.health is not None and "test" in self.health

    @property
    def listens(self) -> bool:
        """Whether it says that it serves a port."""
        return "ports" in self.body or "expose" in self.body

    @property
    def ports(self) -> tuple[values.Port, ...]:
        """Its ports."""
        return tuple(values.ports(self.body))

    @property
    def mounts(self) -> tuple[values.Mount, ...]:
        """Its volumes."""
        return tuple(values.mounts(self.body))

    @property
    def env_files(self) -> tuple[values.EnvFile, ...]:
        """The files of variables that it is given."""
        return tuple(values.env_files(self.body))

    @property
    def profiles(self) -> frozenset[str]:
        """The profiles with one of which it is started; empty: it always is."""
        listed = self.body.get("profiles")
        return frozenset(p.text for p in listed if isinstance(p, Scalar)) if isinstance(listed, Sequence) else frozenset()

    def path(self, at: Scalar, text: str | None = None) -> str | None:
        """The path from the repository's root that a value of it names; None where that is out of it or not known."""
        place = values.settled(at) if text is None else text
        return None if place is None else values.inside(folder_of(self.folders, at.base.path), place)


class Compose(NamedTuple):
    """One compose file. `problems` are what keeps its services from what they extend."""

    path: str
    services: dict[str, Service]
    root: Mapping | None = None
    problems: tuple[Broken, ...] = ()

    @property
    def is_project(self) -> bool:
        """Whether it has what compose reads: other files may be called `compose-….yml` as well."""
        return bool(self.services) or (self.root is not None and ("include" in self.root or "services" in self.root))

    def declared(self, kind: str) -> dict[str, Scalar]:
        """The `volumes`, `networks`, `secrets` or `configs` that it declares, with their keys."""
        found = self.root.get(kind) if self.root is not None else None
        return {key.text: key for key, _ in found.pairs()} if isinstance(found, Mapping) else {}


def compose_files(repo: Repository, paths: Paths) -> Iterator[Compose | Unreadable]:
    """The compose files among `paths`, or all of the repository's; vendored ones are other people's."""
    for path in matching(COMPOSE, repo.paths() if paths is None else paths, VENDORED):
        yield repo.ask(compose_file, path)


def composes(repo: Repository) -> tuple[Compose, ...]:
    """A fact: every compose file of the repository that can be read."""
    return tuple(said for said in compose_files(repo, None) if isinstance(said, Compose))


def local_images(repo: Repository) -> frozenset[str]:
    """A fact: the images, as written, that a compose file of the repository builds."""
    return frozenset(s.image.text for compose in repo.ask(composes) for s in compose.services.values() if s.build and s.image)


def for_production(path: str) -> bool:
    """Whether a compose file's name, or its folder's, says that it deploys: `compose.prod.yaml`, `deploy/compose.yaml`."""
    words = re.split(r"[^a-z]+", "/".join(path.lower().rsplit("/", 2)[-2:]))
    return not _PRODUCTION.isdisjoint(words)


def for_tests(path: str) -> bool:
    """Whether a compose file is only for tests or for an editor, by its path: `docker/testing/compose.yml`."""
    return not _TESTS.isdisjoint(re.split(r"[^a-z0-9]+", path.lower()))


_TESTS = frozenset(("test", "tests", "testing", "e2e", "fixtures", "devcontainer", "ci", "testdata"))
_PRODUCTION = frozenset(("prod", "production", "deploy", "deployment", "release", "live", "stage", "staging", "swarm"))


def compose_file(repo: Repository, path: str) -> Compose | Unreadable:
    """The compose file at `path`, its services with what they extend."""
    stands, resolved = repo.ask(written, path), repo.ask(extended, path)
    if isinstance(stands, Unreadable) or isinstance(resolved, Unreadable):
        return stands if isinstance(stands, Unreadable) else Unreadable(*resolved)
    services = {name: service(name, at, resolved.services[name], own, {}) for name, (at, own) in stands.services.items()}
    return Compose(path, services, stands.root, resolved.problems)


def service(name: str, at: Scalar, body: Mapping, own: Mapping, folders: Folders[str, str]) -> Service:
    """The record of a service that comes to `body`."""
    image, health = body.get("image"), body.get("healthcheck")
    test = body.get("healthcheck", "test")
    words = [w.text for w in test if isinstance(w, Scalar)] if isinstance(test, Sequence) else []
    building = body.key("build")
    return Service(
        name,
        at,
        body,
        own,
        image if isinstance(image, Scalar) else None,
        values.build(body, folder_of(folders, building.base.path)) if building is not None else None,
        tuple(values.dependencies(body)),
        health if isinstance(health, Mapping) else None,
        body.text("healthcheck", "disable") == "true" or words[:1] == ["NONE"],
        folders,
    )


def folder_of(folders: Folders[str, str], path: str) -> str:
    """What the paths in the file at `path` count from."""
    folder = folders.get(path)
    return posixpath.dirname(path) if folder is None else folder
