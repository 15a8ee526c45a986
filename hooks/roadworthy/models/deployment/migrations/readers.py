"""The reader that rules use: migrations among the changed paths, whichever framework they are written for."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING

from ....core.outcome import Unreadable
from ....core.paths import matching
from ....tables.file_names import VENDORED
from ....tables.migrations import MIGRATION, MODULES, NO_MIGRATION, PATHS
from .not_null_checks import without_checked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ....core.repository import Repository
    from ....core.rule import Paths
    from .types import Migration

MOST_SHOWN = 5  # of each folder, for what the newest ones do


def migrations(repo: Repository, paths: Paths) -> Iterator[Migration | Unreadable]:
    """The migrations at `paths` that were not there before; the newest of each folder for None."""
    if paths is None:
        for path in newest(repo):
            said = repo.ask(migration, path)
            if said is not None:
                yield said
        return
    for path in matching(MIGRATION, paths, f"{VENDORED}|{NO_MIGRATION}"):
        said = repo.ask(migration, path)
        if said is not None:
            yield said


def newest(repo: Repository) -> list[str]:
    """The last few migrations of each folder, by name; folders of one migration each count as one."""
    folders: dict[str, list[tuple[str, str]]] = {}
    for path in matching(MIGRATION, repo.paths(), f"{VENDORED}|{NO_MIGRATION}"):
        folder, _, name = path.rpartition("/")
        if name in ("up.sql", "migration.sql", "down.sql"):
            folder, _, name = folder.rpartition("/")
        if not re.search(r"(?:[._-]down|^down|^U\d.*)\.sql$", path.rpartition("/")[2]):
            folders.setdefault(folder, []).append((_order(name), path))
    return [path for _, found in sorted(folders.items()) for _, path in sorted(found)[-MOST_SHOWN:]]


def _order(name: str) -> str:
    """Numbers compare as numbers."""
    return re.sub(r"\d+", lambda number: number[0].zfill(20)[-20:], name[:200])


def migration(repo: Repository, path: str) -> Migration | Unreadable | None:
    """A fact: the migration at `path`; None where the file is none, or only undoes another."""
    for name, where in PATHS.items():
        if re.search(where, path):
            module = import_module(f".{MODULES[name]}", __package__)
            said: Migration | Unreadable | None = module.read(repo, path)
            if said is not None:
                if isinstance(said, Unreadable):
                    return None if said.opaque else said
                return without_checked(repo, said)
    return None


def last_ones(repo: Repository) -> frozenset[str]:
    """A fact: the newest migration of each folder."""
    found: dict[str, str] = {}
    for path in newest(repo):
        folder, _, name = path.rpartition("/")
        found[folder.rpartition("/")[0] if name in ("up.sql", "migration.sql") else folder] = path
    return frozenset(found.values())
