"""Which `.env` files with real values a folder holds, or will hold where somebody works in it."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...tables.context_leftovers import PUBLIC_PREFIXES
from ...tables.secret_names import ENV_SPECIMENS

if TYPE_CHECKING:
    from ...core.repository import Repository

_SPECIMENS = ENV_SPECIMENS - {"md", "spec", "schema", "j2"}  # beside these there need be no `.env`


def environment_of(name: str) -> str | None:
    """The file with real values that an example stands for: `.env` for `.env.example`; `.env` itself; None for others."""
    if name == ".env":
        return name
    parts = name.lower().replace("-", ".").replace("_", ".").strip(".").split(".")
    kept = [part for part in parts if part not in _SPECIMENS]
    if parts[0] != "env" or len(kept) == len(parts) or kept[1:] not in ([], ["local"]):
        return None
    return "." + ".".join(kept)


def is_for_everybody(repo: Repository, path: str) -> bool:
    """Whether the committed file is for a bundler, which writes its values into the pages it makes: no secrets, and needed.

    An example is so only where it has nothing else: the file that is made after it is not committed.
    """
    source = repo.source(path)
    if isinstance(source, Unreadable):
        return False
    names = [line.partition("=")[0].strip() for line in source.text.splitlines() if "=" in line and line.lstrip()[:1] != "#"]
    public = [name.removeprefix("export ").startswith(PUBLIC_PREFIXES) for name in names]
    return any(public) if posixpath.basename(path) == ".env" else bool(public) and all(public)


def handed_over(repo: Repository) -> tuple[str, ...]:
    """A fact: the `.env` files that compose files hand to services, as paths in the repository."""
    from ..compose.services import composes

    found: dict[str, None] = {}
    for compose in repo.ask(composes):
        for service in compose.services.values():
            for file in service.env_files:
                path = service.path(file.at)
                if path is not None and posixpath.basename(path) == ".env":
                    found[path] = None
    return tuple(found)


def kept_out_of_git(repo: Repository, folder: str) -> bool:
    """Whether the folder's own `.gitignore` has a line for its `.env`: then whoever works there has one."""
    path = ".gitignore" if folder == "." else f"{folder}/.gitignore"
    if not repo.exists(path):
        return False
    source = repo.source(path)
    return not isinstance(source, Unreadable) and any(
        line.strip() in (".env", "/.env", "**/.env", ".env*", "*.env") for line in source.text.splitlines()
    )
