"""What the repository offers people to run: recipes of Makefiles and the like, package scripts, shell scripts; by purpose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.excerpt import Place, Source
from ...core.paths import matching
from ...tables.file_names import RECIPES, VENDORED
from ...tables.operations import PURPOSES
from .said import Said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...core.repository import Repository

_SCRIPTS = r"(?:^|/)(?:scripts?|bin|deploy(?:ment)?|ops|tools|ci|hack|\.ci)/[^/]+(?:\.(?:sh|bash))?$|^[^/]+\.(?:sh|bash)$"
_MOST = 200


def tasks(repo: Repository) -> dict[str, tuple[Said, ...]]:
    """A fact: by purpose (a key of `PURPOSES`) the commands that a person can run from the repository's root."""
    found: dict[str, list[Said]] = {}
    for one in _all(repo):
        words = set(re.split(r"[^a-z]+", one.about.lower()))
        for purpose, names in PURPOSES.items():
            if not names.isdisjoint(words) and len(found.setdefault(purpose, [])) < _MOST:
                found[purpose].append(one)
    return {purpose: tuple(listed) for purpose, listed in found.items()}


def _all(repo: Repository) -> Iterator[Said]:
    from ..task_files import package_scripts
    from ..task_files_make import justfile, makefile, taskfile

    for path in matching(RECIPES, repo.paths(), VENDORED):
        folder, _, name = path.rpartition("/")
        if name.endswith((".yml", ".yaml")):
            yield from _named(repo.ask(taskfile, path), _with("task", "-d", folder), path, repo)
        elif "justfile" in name.lower():
            yield from _named(repo.ask(justfile, path), f"just -f {path}" if folder else "just", path, repo)
        elif name.endswith(".mk"):
            continue
        else:
            yield from _named(repo.ask(makefile, path), _with("make", "-C", folder), path, repo)
    for path in matching(r"(?:^|/)package\.json$", repo.paths(), VENDORED):
        folder = path.rpartition("/")[0]
        base = _with("npm", "--prefix", folder) + " run"
        for name, text in repo.ask(package_scripts, path).items():
            yield Said(f"{base} {name}", text.place(), name)
    for path in matching(_SCRIPTS, repo.paths(), VENDORED):
        if path.endswith((".sh", ".bash")) or "." not in path.rpartition("/")[2]:
            yield Said(f"./{path}", Place(path, 1), path.rpartition("/")[2].rpartition(".")[0] or path.rpartition("/")[2])


def _with(program: str, option: str, folder: str) -> str:
    return f"{program} {option} {folder}" if folder else program


def _named(recipes: object, base: str, path: str, repo: Repository) -> Iterator[Said]:
    assert isinstance(recipes, dict)
    source = repo.source(path)
    lines: Sequence[str] = source.text.splitlines() if isinstance(source, Source) else ()
    for name in recipes:
        start = next((i for i, line in enumerate(lines, 1) if re.match(rf"\s*@?{re.escape(name)}\b[^=]*:", line)), 0)
        if start:
            yield Said(f"{base} {name}", Place(path, start), name)
