"""The variables that compose files want from outside, and whether anything else in the repository knows their names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.paths import matching
from ...tables.file_names import COMPOSE, VENDORED
from .nodes import variables

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.repository import Repository
    from ...parsing.interpolation import Use

LARGEST = 2_000_000  # bytes of a file that is searched


def wanted(repo: Repository, path: str) -> Iterator[Use]:
    """The variables of the compose file at `path` that have no default and no alternative, each once.

    `$word` in small letters is left out: as a rule it is a shell's, or a dollar in a password that was to be doubled.
    """
    seen: set[str] = set()
    for value in repo.ask(variables, path):
        for use in value.text.uses():
            meant = use.at.text.startswith("${") or use.name.isupper()
            if meant and use.operator in ("", "?", ":?") and use.name not in seen:
                seen.add(use.name)
                yield use


def named_elsewhere(repo: Repository) -> dict[str, str]:
    """A fact: of the names that compose files want, those that stand in another file, with the first of them.

    A Makefile, a build script or a tool of its own that knows the name may well set it.
    """
    files = set(matching(COMPOSE, repo.paths(), VENDORED))
    names = {use.name for path in files for use in wanted(repo, path)}
    found: dict[str, str] = {}
    for path in repo.paths():
        if path in files or not names or re.search(VENDORED, path):
            continue
        try:
            content = repo.tree.read(path)
        except OSError:
            continue
        if len(content) > LARGEST or b"\0" in content[:1024]:
            continue
        for name in [name for name in names if name.encode() in content]:
            if re.search(rb"(?<![A-Za-z0-9_])" + name.encode() + rb"(?![A-Za-z0-9_])", content):
                found[name] = path
                names.discard(name)
    return found
