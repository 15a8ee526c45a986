"""Which compose files are used together: `compose.override.yaml` by itself, and what commands and `COMPOSE_FILE` name."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.paths import matching
from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...tables.file_names import COMPOSE
from .howto import howto

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from .howto import Line

# What `docker compose` looks for, in its order: compose-go's cli.DefaultFileNames and DefaultOverrideFileNames.
DEFAULTS = ("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml")
OVERRIDES = tuple(f"{stem}.override.{end}" for stem in ("compose", "docker-compose") for end in ("yml", "yaml"))

_COMMAND = pattern(r"\b(?:docker[- ]|podman[- ]|nerdctl )?compose(?:\.exe)?((?:\s+-{1,2}[\w-]+(?:[= ]\s*[^\s-]\S*)?)+)")
_FILE = pattern(r"(?:^|\s)(?:-f|--file)[= ]?\s*([^\s'\"`]+|\"[^\"]+\"|'[^']+')")
_PROJECT_FOLDER = pattern(r"--project-directory[= ]\s*(\S+)")
_COMPOSE_FILE = pattern(r"\bCOMPOSE_FILE\s*[:=]\s*[\"']?([^\s\"'`]+)")
_OPEN = pattern(
    r"(?i)compose\b[^|;&\n]{0,400}?(?:\s-f|--file)[= ]?\s*[\"']?[^\s\"']{0,200}[$%*{]|COMPOSE_FILE\s*\+?=\s*\S{0,200}\$"
)


class Chain(NamedTuple):
    """Files that are merged in this order, and the folder that their paths count from. `by` says so; None: the default."""

    files: tuple[str, ...]
    folder: str
    by: Place | None = None


def default_chain(repo: Repository, path: str) -> Chain | None:
    """What `docker compose` takes in the folder of `path` by itself, where that is one of it. Lists nothing."""
    folder, name = posixpath.split(path)
    if name not in DEFAULTS and name not in OVERRIDES:
        return None
    base = _first(repo, folder, DEFAULTS)
    if base is None or (name in DEFAULTS and base != path):
        return None
    over = _first(repo, folder, OVERRIDES)
    return Chain((base, over) if over else (base,), folder)


def _first(repo: Repository, folder: str, names: tuple[str, ...]) -> str | None:
    return next((path for name in names if repo.exists(path := posixpath.join(folder, name))), None)


def chains(repo: Repository) -> tuple[Chain, ...]:
    """A fact: every combination of compose files that a document, a script, a pipeline or a `.env` of the repository names."""
    known = frozenset(repo.paths())
    found: dict[tuple[tuple[str, ...], str], Chain] = {}
    for line in repo.ask(howto):
        for chain in _chains(line, known):
            found.setdefault((chain.files, chain.folder), chain)
    return tuple(found.values())


def has_open_chains(repo: Repository) -> bool:
    """A fact: whether a command puts the names of its compose files together: which ones are used together is not known."""
    return any(_OPEN.search(line.text) for line in repo.ask(howto))


def _chains(line: Line, known: frozenset[str]) -> Iterator[Chain]:
    for command in _COMMAND.finditer(line.text):
        files = [file.strip("\"'`);,") for file in _FILE.findall(command[1])]
        folder = _PROJECT_FOLDER.search(command[1])
        if files and (chain := _resolved(line, files, folder[1] if folder else None, known)):
            yield chain
    for said in _COMPOSE_FILE.findall(line.text):
        files = re.split(r"[;:](?![\\/]{2})", said)
        if chain := _resolved(line, files, None, known):
            yield chain


def _resolved(line: Line, files: list[str], folder: str | None, known: frozenset[str]) -> Chain | None:
    """The chain, with its paths counted from the folder of the line's file or one above, where all of them exist."""
    above = posixpath.dirname(line.path)
    for _ in range(8):
        paths = [posixpath.normpath(posixpath.join(above, file)) for file in files]
        if all(path in known for path in paths):
            base = posixpath.normpath(posixpath.join(above, folder)) if folder else posixpath.dirname(paths[0])
            return Chain(tuple(dict.fromkeys(paths)), "" if base == "." else base, line.place)
        if not above:
            return None
        above = posixpath.dirname(above)
    return None


def chains_with(repo: Repository, path: str) -> tuple[Chain, ...]:
    """A fact: the combinations in which a compose file is used; on its own, or on its folder's default, where none is told."""
    found = [chain for chain in repo.ask(chains) if path in chain.files]
    usual = default_chain(repo, path)
    if usual is not None and all(chain.files != usual.files for chain in found):
        found.insert(0, usual)
    if not found:
        folder = posixpath.dirname(path)
        found.append(Chain((path,), folder))
        base = _first(repo, folder, DEFAULTS)
        if base is not None and base != path:
            found.append(Chain((base, path), folder))
    return tuple(found)


def beside(repo: Repository, path: str) -> tuple[str, ...]:
    """The other compose files of the folder of `path`."""
    folder = posixpath.dirname(path)
    return tuple(one for one in repo.ask(_by_folder).get(folder, ()) if one != path)


def _by_folder(repo: Repository) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in matching(COMPOSE, repo.paths()):
        found.setdefault(posixpath.dirname(path), []).append(path)
    return found
