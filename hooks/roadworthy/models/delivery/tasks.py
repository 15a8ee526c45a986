"""What the repository offers people to run: recipes of Makefiles and the like, package scripts, shell scripts; by purpose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.excerpt import Place, Source
from ...core.paths import matching
from ...tables.file_names import RECIPES, VENDORED
from ...tables.operations import NO_PURPOSE, PURPOSES
from .said import Said

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from ...core.repository import Repository

_SCRIPTS = r"(?:^|/)(?:scripts?|bin|deploy(?:ment)?|ops|tools|ci|hack|\.ci)/[^/]+(?:\.(?:sh|bash))?$|^[^/]+\.(?:sh|bash)$"
_MOST = 200


def tasks(repo: Repository) -> dict[str, tuple[Said, ...]]:
    """A fact: by purpose (a key of `PURPOSES`) the commands that a person can run from the repository's root."""
    found: dict[str, list[Said]] = {}
    for one in _all(repo):
        words = set(re.split(r"[^a-z]+", one.about.lower()))
        for purpose, names in PURPOSES.items():
            is_it = not names.isdisjoint(words) and words.isdisjoint(NO_PURPOSE.get(purpose, ()))
            if is_it and len(found.setdefault(purpose, [])) < _MOST:
                found[purpose].append(one)
    return {purpose: tuple(listed) for purpose, listed in found.items()}


def called(path: str, name: str) -> str:
    """The command that runs a recipe of a Makefile, justfile or Taskfile, or a script, from the repository's root."""
    folder, _, file = path.rpartition("/")
    if file.endswith((".yml", ".yaml")):
        return f"task -d {folder} {name}" if folder else f"task {name}"
    if "justfile" in file.lower():
        return f"just -f {path} {name}" if folder else f"just {name}"
    if file.endswith(".mk"):
        return f"make -f {path} {name}"
    if file.lower().endswith("makefile"):
        return f"make -C {folder} {name}" if folder else f"make {name}"
    return f"./{path}"


def _all(repo: Repository) -> Iterator[Said]:
    from ..shell.task_files import package_scripts
    from ..shell.task_files_make import justfile, makefile, taskfile

    for path in matching(RECIPES, repo.paths(), VENDORED):
        read = taskfile if path.endswith((".yml", ".yaml")) else justfile if "justfile" in path.lower() else makefile
        yield from _named(repo, path, repo.ask(read, path))
    for path in matching(r"(?:^|/)package\.json$", repo.paths(), VENDORED):
        folder = path.rpartition("/")[0]
        base = f"npm --prefix {folder} run" if folder else "npm run"
        for name, text in repo.ask(package_scripts, path).items():
            yield Said(f"{base} {name}", text.place(), name)
    for path in matching(_SCRIPTS, repo.paths(), VENDORED):
        name = path.rpartition("/")[2]
        if name.endswith((".sh", ".bash")) or "." not in name:
            yield Said(f"./{path}", Place(path, 1), name.rpartition(".")[0] or name)


def _named(repo: Repository, path: str, recipes: Collection[str]) -> Iterator[Said]:
    source = repo.source(path)
    lines = source.text.split("\n") if isinstance(source, Source) else []
    for name in recipes:
        start = next(
            (i for i, line in enumerate(lines, 1) if re.match(rf"\s*@?[\w. -]*\b{re.escape(name)}(?![\w-])[^=]*:", line)), 0
        )
        if start and "$" not in name and "/" not in name:
            yield Said(called(path, name), Place(path, start), name)
