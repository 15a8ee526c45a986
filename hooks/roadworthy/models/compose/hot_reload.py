"""Whether a change of the source shows in a running service: by a bind mount of it, or by `develop.watch`."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.records import NamedTuple
from ..images.copies import context_copies
from ..images.dockerfiles import runs
from ..images.languages import language_of
from ..images.stages import image_file
from .values import settled_text, watches

if TYPE_CHECKING:
    from ...core.excerpt import Place
    from ...core.repository import Repository
    from .services import Service

# What these run is their source, and most of their servers start again by themselves when it changes.
INTERPRETED = frozenset(("python", "node", "ruby", "php", "elixir", "perl"))
_NO_SOURCE = frozenset(
    "data db config conf etc cert certs ssl log logs tmp backup backups init initdb entrypoint env secret secrets".split()
)


class Source(NamedTuple):
    """The source that a service is built from: its folder, its language, and where its Dockerfile copies it."""

    folder: str
    language: str
    copied: Place


def source_of(repo: Repository, service: Service) -> Source | None:
    """The source of a service whose program is run from it as it stands; None for compiled ones and where that is open."""
    build = service.build
    if build is None or build.context is None or build.dockerfile is None or not repo.exists(build.dockerfile):
        return None
    image = repo.ask(image_file, build.dockerfile)
    if isinstance(image, Unreadable):
        return None
    stage = image.stage(build.target) if build.target else image.final
    if stage is None:
        return None
    language = language_of(stage, runs(repo, image))
    if language not in INTERPRETED:
        return None
    for one in stage.lineage():
        for copy in context_copies(one):
            folders = [path for path in copy.paths if path == "." or _is_folder(repo, posixpath.join(build.context, path))]
            if folders:
                return Source(build.context, language, copy.instruction.at.place())
    return None


def _is_folder(repo: Repository, path: str) -> bool:
    name = posixpath.basename(path)
    return "." not in name and "*" not in path and repo.exists(path) and not _NO_SOURCE.intersection(_words(name))


def _words(name: str) -> list[str]:
    return re.split(r"[^a-z0-9]+", name.lower())


def reloads(repo: Repository, service: Service, source: Source) -> Place | None:
    """What brings a change of the source into the running service: a watch, or a bind mount of the folder or a part of it."""
    watch = watches(service.body)
    if watch is not None:
        return watch.place
    for mount in service.mounts:
        if mount.kind == "volume" or mount.source_at is None:
            continue
        text = settled_text(mount.source_at, mount.source)
        if text is None:
            return mount.at.place  # from a variable: it may well be the source
        path = service.path(mount.source_at, text)
        if path is None or not repo.exists(path):
            continue
        above = path == "." or path == source.folder or source.folder.startswith(path + "/")
        below = source.folder == "." or path.startswith(source.folder + "/")
        if above or (below and _may_be_source(path)):
            return mount.at.place
    return None


def _may_be_source(path: str) -> bool:
    name = posixpath.basename(path)
    if _NO_SOURCE.intersection(_words(name)):
        return False
    ending = name.rpartition(".")[2] if "." in name.lstrip(".") else ""
    return ending in ("", "py", "js", "ts", "jsx", "tsx", "rb", "php", "vue", "html")
