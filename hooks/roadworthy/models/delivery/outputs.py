"""`terraform apply` of a module that makes nothing: it is run for its outputs, and deploys nothing."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ..infrastructure.terraform import terraform_file, terraform_paths

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...core.repository import Repository
    from ..pipeline.stages import Evidence

_MOST = 200  # modules that are looked at


def only_outputs(repo: Repository, one: Evidence) -> bool:
    """Whether this is the command that does so."""
    return one.command is not None and only_applies_outputs(repo, one.command.name, one.command.values)


def only_applies_outputs(repo: Repository, program: str, values: Sequence[str]) -> bool:
    """Whether a command applies a module, named by `-chdir`, that has no resource, and calls none that has."""
    folder = next((value.partition("=")[2] for value in values if value.startswith("-chdir=")), "")
    return program in ("terraform", "tofu") and "apply" in values and bool(folder) and repo.ask(_makes_nothing, folder)


def _makes_nothing(repo: Repository, folder: str) -> bool:
    """A fact: whether every module at this path, in which expansions stand for any one folder, is there for its outputs."""
    shape = "[^/]+".join(re.escape(part) for part in re.split(r"\$\{\{[^{}]*\}\}|\$\{[^{}]*\}|\$\w+", folder.strip("./")))
    waiting = sorted({found for found in repo.ask(_modules) if re.fullmatch(shape, found)})
    if not waiting or "$" in shape.replace(r"\$", ""):
        return False
    seen: set[str] = set()
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        makes, sources = repo.ask(_module, here)
        if makes or len(seen) > _MOST:
            return False
        for source in sources:
            if not source.startswith("."):
                return False  # from elsewhere: nobody knows
            waiting.append(posixpath.normpath(posixpath.join(here, source)))
    return True


def _modules(repo: Repository) -> frozenset[str]:
    """A fact: the folders with `.tf` files."""
    return frozenset(posixpath.dirname(path) for path in repo.ask(terraform_paths))


def _module(repo: Repository, folder: str) -> tuple[bool, tuple[str, ...]]:
    """A fact: whether a module makes something, or may, and the sources of those it calls."""
    sources: list[str] = []
    for path in repo.ask(terraform_paths):
        if posixpath.dirname(path) != folder:
            continue
        root = repo.ask(terraform_file, path)
        if isinstance(root, Unreadable) or next(iter(root.all("resource")), None):
            return True, ()
        for block in root.all("module"):
            source = block.value("source")
            sources.append(getattr(source, "text", "") or "?")
    return False, tuple(sources)
