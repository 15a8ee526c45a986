"""Which databases, caches and brokers a repository develops, tests and deploys with, and in which version."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...tables.datastores import IMAGES, NAMES
from ...tables.file_names import COMPOSE, DATABASE_SETTINGS, PIPELINES, TERRAFORM
from ...tables.runtimes import NEVER_STATE
from ..images.references import image_reference
from ..versions.compared import is_aside, is_fragment
from ..versions.images import project_folder
from ..versions.ranges import partial

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ...core.rule import Paths
    from ..versions.ranges import Versions

    Purpose = Literal["deploys", "develops", "tests"]

_COMPOSE = pattern(COMPOSE)
_PIPELINES = pattern(PIPELINES)
_SETTINGS = pattern(DATABASE_SETTINGS)
_TERRAFORM = pattern(TERRAFORM)
_MOST_FILES = 20_000


class Stored(NamedTuple):
    """One statement of an engine. `versions` is its major version, None where that is not said or not comparable.

    `settings` for what the application's own settings say; an image or a cloud resource is a server beside it.
    """

    engine: str
    versions: Versions | None
    written: str
    place: Place
    purpose: Purpose
    folder: str
    settings: bool = False

    @property
    def path(self) -> str:
        """The file."""
        return self.place.path

    @property
    def called(self) -> str:
        """Engine and version: `PostgreSQL 17.6`."""
        return f"{NAMES[self.engine]} {self.written}".strip()


class Datastores(NamedTuple):
    """What is said of the stores of one project. `given` are the changed paths; None where all are looked at."""

    path: str
    stated: tuple[Stored, ...]
    given: frozenset[str] | None


def datastores(repo: Repository, paths: Paths) -> Iterator[Datastores]:
    """The projects about whose stores the files among `paths` say something, or all."""
    given = None if paths is None else frozenset(paths)
    if given is not None and not any(repo.ask(stores_in, path) for path in given if may_state(path) or is_fragment(repo, path)):
        return
    for project in repo.ask(projects):
        if given is None or any(one.path in given for one in project.stated):
            yield project._replace(given=given)


def may_state(path: str) -> bool:
    """Whether a file of this name may say which store is used."""
    if path.endswith(NEVER_STATE) and not any(word in path for word in ("settings", "config/", "knexfile")):  # by far the most
        return False
    if _PIPELINES.search(path):
        return True
    if _SETTINGS.search(path):
        return not is_aside(path.replace("src/test/resources/", ""))  # a profile of the application's own
    return bool(_COMPOSE.search(path) or _TERRAFORM.search(path)) and not is_aside(path)


def stores_in(repo: Repository, path: str) -> tuple[Stored, ...]:
    """A fact: what the file at `path` says. A file that cannot be read says nothing."""
    if _COMPOSE.search(path):
        return tuple(_in_compose(repo, path))
    if _PIPELINES.search(path) or is_fragment(repo, path):
        from .pipelines import services

        return tuple(services(repo, path))
    source = repo.source(path)
    if isinstance(source, Unreadable):
        return ()
    from .settings import settings_in

    return tuple(settings_in(source))


def projects(repo: Repository) -> tuple[Datastores, ...]:
    """A fact: all that is said of stores, by the folder of the project. What stands at the root is said of the only project."""
    paths = [path for path in repo.paths() if may_state(path) or is_fragment(repo, path)]
    by_folder: dict[str, list[Stored]] = {}
    for path in paths[:_MOST_FILES]:
        for one in repo.ask(stores_in, path):
            by_folder.setdefault(one.folder, []).append(one)
    shared = by_folder.get("", [])
    below = [folder for folder in by_folder if folder]
    if len(below) == 1 and shared:
        merged = [*shared, *by_folder[below[0]]]
        return (Datastores(merged[0].path, tuple(merged), None),)
    return tuple(Datastores(stated[0].path, tuple(stated), None) for stated in by_folder.values())


def _in_compose(repo: Repository, path: str) -> Iterator[Stored]:
    from ..compose.services import compose_file, for_production, for_tests

    compose = repo.ask(compose_file, path)
    if isinstance(compose, Unreadable):
        return
    purpose: Purpose = "deploys" if for_production(path) else "tests" if for_tests(path) else "develops"
    if ".devcontainer/" in path:
        purpose = "develops"
    for service in compose.services.values():
        if service.image and not service.build:
            yield from of_image(service.image.text, service.image.place, purpose, project_folder(path))


def of_image(name: str, place: Place, purpose: Purpose, folder: str) -> Iterator[Stored]:
    """The store that an image is, if it is one."""
    whole = re.sub(r"\$\{[A-Za-z_]\w{0,60}:?-([\w.-]{1,60})\}", r"\1", name[:300])  # a variable stands for its default
    reference = image_reference(whole.partition(":$")[0])  # the version may be a matrix's
    known = IMAGES.get(reference.familiar.removeprefix("public.ecr.aws/docker/library/")) if reference else None
    if reference and known:
        engine, mark = known
        tag = reference.tag or ""
        found = re.search(rf"(?:^|\b){mark}(\d{{1,3}}(?:\.\d{{1,4}}){{0,2}})(?!\d)", tag) if mark != "-" else None
        written = found[1] if found else ""
        yield Stored(engine, major(written), written, place, purpose, folder)


def major(written: str) -> Versions | None:
    """The release line that a version belongs to. PostgreSQL and MariaDB had lines of two numbers, before their 10."""
    return partial(written.partition(".")[0]) if written else None


def folder_of(path: str) -> str:
    """The folder of the project whose settings stand at `path`: above folders that only say that settings are there."""
    folder = posixpath.dirname(path)
    while posixpath.basename(folder) in _INSIDE:
        folder = posixpath.dirname(folder)
    return folder


_INSIDE = frozenset(
    "settings config conf resources main src prisma database db environments terraform infra infrastructure".split()
)
