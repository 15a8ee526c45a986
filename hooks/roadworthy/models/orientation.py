"""The inventory: which CI, container, infrastructure, environment and deployment files a repository has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.excerpt import Place
from ..core.outcome import Unreadable
from ..core.records import NamedTuple
from ..tables.file_names import VENDORED
from ..tables.orientation import CONFIGURATION, SECRET_PATTERNS, SOUGHT

if TYPE_CHECKING:
    from ..core.repository import Repository


class Inventory(NamedTuple):
    """What one question of the orientation found. `names` are what was looked for, as a person names it."""

    item: str
    found: tuple[Place, ...]
    names: tuple[str, ...]


def orientation(repo: Repository) -> tuple[Inventory, ...]:
    """A fact: an inventory for each item of the checklist's second section. Vendored files are other people's."""
    found: dict[str, list[str]] = {sought.item: [] for sought in SOUGHT}
    ignores: list[str] = []
    for path in repo.paths():
        if re.search(VENDORED, path):
            continue
        folders = path.split("/")[:-1]
        for sought in SOUGHT:
            if re.search(sought.files, path) or (
                any(re.search(sought.folders, folder) for folder in folders) and re.search(CONFIGURATION, path)
            ):
                found[sought.item].append(path)
        if path.rpartition("/")[2] == ".gitignore":
            ignores.append(path)
    listed = [Inventory(s.item, tuple(Place(path) for path in found[s.item]), s.names) for s in SOUGHT]
    return (
        *listed,
        Inventory("2.6", _secret_lines(repo, ignores), (".gitignore: .env, *.pem, *.key, *.tfstate, credentials",)),
    )


def _secret_lines(repo: Repository, ignores: list[str]) -> tuple[Place, ...]:
    """The lines of the `.gitignore` files that keep credentials out."""
    places: list[Place] = []
    for path in ignores:
        source = repo.source(path)
        if isinstance(source, Unreadable):
            continue
        for number, line in enumerate(source.text.split("\n"), 1):
            pattern = line.strip()
            if pattern and pattern[0] not in "#!" and re.search(SECRET_PATTERNS, pattern[:500]):
                places.append(Place(path, number, 1, number, max(1, len(line.rstrip("\r"))), f"`{pattern[:80]}`"))
    return tuple(places)
