"""The reader that rules use: every pipeline that the changed paths touch, whichever CI system it is for."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING

from ...core.paths import matching
from ...tables.file_names import FOLLOWED_SCRIPT, GROOVY, PIPELINE_ROOTS, YAML
from .script import scripts_of
from .types import Pipeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...core.outcome import Unreadable
    from ...core.repository import Repository
    from ...core.rule import Paths
    from .systems import System

# What a pipeline may be made of beside its root file, where a system says so; any YAML file otherwise.
_PARTS = {"github": r"(?:^|/)action\.ya?ml$|^\.github/workflows/", "jenkins": GROOVY}


def pipelines(repo: Repository, paths: Paths) -> Iterator[Pipeline | Unreadable]:
    """The pipelines whose root file is among `paths`, or that are made of one of them; all of them for None.

    An edited include, called workflow, local action or called script is judged in the pipelines that it is a part of.
    """
    if paths is None:
        for path in repo.ask(roots):
            yield from repo.ask(pipeline, path)
        return
    touched = {path for path in paths if _system_of(path)}
    parts = {path for path in paths if path not in touched and re.search(f"{YAML}|{GROOVY}", path)}
    called = {path for path in paths if re.search(FOLLOWED_SCRIPT, path)}
    if parts or called or touched:
        for root in repo.ask(roots):
            within = touched | {path for path in parts if re.search(_PARTS.get(_system_of(root), YAML), path)}
            if root in touched or not (within or called):
                continue
            for said in repo.ask(pipeline, root):
                if isinstance(said, Pipeline) and (
                    not within.isdisjoint(said.files) or (called and not called.isdisjoint(repo.ask(scripts, root)))
                ):
                    touched.add(root)
    for root in sorted(touched):
        yield from repo.ask(pipeline, root)


def roots(repo: Repository) -> tuple[str, ...]:
    """A fact: the root files of all pipelines of the repository."""
    return tuple(path for path in matching("|".join(PIPELINE_ROOTS.values()), repo.paths()) if repo.exists(path))


def pipeline(repo: Repository, path: str) -> tuple[Pipeline | Unreadable, ...]:
    """A fact: the pipeline whose root file stands at `path`, and what of it cannot be read."""
    name = _system_of(path)
    return tuple(system(name).read(repo, path)) if name else ()


def scripts(repo: Repository, path: str) -> frozenset[str]:
    """A fact: the scripts, Makefiles and the like that the commands of the pipeline at `path` lead to."""
    found: set[str] = set()
    for said in repo.ask(pipeline, path):
        if isinstance(said, Pipeline):
            for job in said.jobs:
                found.update(scripts_of(job.commands))
    return frozenset(found)


def system(name: str) -> System:
    """The CI system of this name: a module beside this one, loaded when a file of it is met."""
    found: System = import_module(f".{name}", __package__).SYSTEM
    return found


def systems() -> Iterable[System]:
    """All CI systems that are read."""
    return [system(name) for name in PIPELINE_ROOTS]


def _system_of(path: str) -> str:
    return next((name for name, roots in PIPELINE_ROOTS.items() if re.search(roots, path)), "")
