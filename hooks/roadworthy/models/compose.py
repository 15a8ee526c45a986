"""Compose files: services with what they are built from, what they wait for, and how their health is known."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ..core.outcome import Unreadable
from ..core.paths import matching
from ..core.records import NamedTuple
from ..parsing.yaml import Mapping, Scalar, Sequence
from ..tables.file_names import COMPOSE
from .documents import documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.repository import Repository
    from ..core.rule import Paths


class Dependency(NamedTuple):
    """One entry of `depends_on`. `condition` is None in the short form, which waits for the start only."""

    service: str
    condition: str | None
    at: Scalar


class Build(NamedTuple):
    """What a service is built from: paths from the repository's root. `context` is None for a remote or variable one."""

    context: str | None
    dockerfile: str | None
    target: str | None
    at: Scalar


class Service(NamedTuple):
    """One service as its file has it. `health` is its `healthcheck` mapping; `disabled` where that switches it off."""

    name: str
    at: Scalar
    body: Mapping
    image: Scalar | None
    build: Build | None
    depends_on: tuple[Dependency, ...]
    health: Mapping | None
    disabled: bool

    @property
    def checked(self) -> bool:
        """Whether its `healthcheck` tests something."""
        return not self.disabled and self.health is not None and "test" in self.health

    @property
    def listens(self) -> bool:
        """Whether it says that it serves a port."""
        return "ports" in self.body or "expose" in self.body


class Compose(NamedTuple):
    """One compose file."""

    path: str
    services: dict[str, Service]


def compose_files(repo: Repository, paths: Paths) -> Iterator[Compose | Unreadable]:
    """The compose files among `paths`, or all of the repository's."""
    for path in matching(COMPOSE, repo.paths() if paths is None else paths):
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


_TESTS = frozenset(("test", "tests", "testing", "e2e", "fixtures", "devcontainer", "ci"))
_PRODUCTION = frozenset(("prod", "production", "deploy", "deployment", "release", "live", "stage", "staging", "swarm"))


def compose_file(repo: Repository, path: str) -> Compose | Unreadable:
    """The compose file at `path`."""
    tree = repo.ask(documents, path)
    if isinstance(tree, Unreadable):
        return tree
    if tree.problems:
        return tree.problems[0]
    services = tree.root.get("services") if isinstance(tree.root, Mapping) else None
    if not isinstance(services, Mapping):
        return Compose(path, {})
    folder = posixpath.dirname(path)
    return Compose(path, {k.text: _service(k, v, folder) for k, v in services.pairs() if isinstance(v, Mapping)})


def _service(key: Scalar, body: Mapping, folder: str) -> Service:
    image, health = body.get("image"), body.get("healthcheck")
    test = body.get("healthcheck", "test")
    words = [w.text for w in test if isinstance(w, Scalar)] if isinstance(test, Sequence) else []
    return Service(
        key.text,
        key,
        body,
        image if isinstance(image, Scalar) else None,
        _build(body, folder),
        tuple(_dependencies(body)),
        health if isinstance(health, Mapping) else None,
        body.text("healthcheck", "disable") == "true" or words[:1] == ["NONE"],
    )


def _dependencies(body: Mapping) -> Iterator[Dependency]:
    listed = body.get("depends_on")
    if isinstance(listed, Sequence):
        yield from (Dependency(item.text, None, item) for item in listed if isinstance(item, Scalar))
    elif isinstance(listed, Mapping):
        for key, value in listed.pairs():
            condition = value.text("condition") if isinstance(value, Mapping) else None
            yield Dependency(key.text, condition or "service_started", key)


def _build(body: Mapping, folder: str) -> Build | None:
    key, value = body.key("build"), body.get("build")
    if key is None or value is None:
        return None
    written = value.text if isinstance(value, Scalar) else body.text("build", "context") or "."
    dockerfile, target = body.text("build", "dockerfile") or "Dockerfile", body.text("build", "target")
    if "$" in written or "://" in written or written.startswith(("git@", "github.com/")):
        return Build(None, None, target, key)
    context = posixpath.normpath(posixpath.join(folder, written))
    if "$" in dockerfile or body.get("build", "dockerfile_inline") is not None:
        return Build(context, None, target, key)
    return Build(context, posixpath.normpath(posixpath.join(context, dockerfile)), target, key)
