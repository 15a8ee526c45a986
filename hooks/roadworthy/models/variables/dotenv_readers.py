"""Which programs are likely to read the environment files of a folder: they disagree on what a line means."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from .environment_files import environment_of

if TYPE_CHECKING:
    from ...core.repository import Repository

# What takes ` # text` behind an empty key for the value. Measured: python-dotenv up to 1.2.3, compose-go and joho/godotenv. A
# shell, Node's and Ruby's dotenv and python-dotenv from 1.2.4 on do not.
_COMPOSE = ("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml")
_LIBRARIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "python-dotenv before 1.2.4",
        ("pyproject.toml", "requirements.txt", "setup.py", "setup.cfg", "Pipfile", "manage.py", "uv.lock", "poetry.lock"),
    ),
    ("Go's godotenv", ("go.mod",)),
)
_UPWARDS = 3  # folders: an environment file is read from its project, not from the other end of the repository


def taking_comments_for_values(repo: Repository, path: str) -> tuple[str, ...]:
    """What reads the environment file that `path` is the example of, and takes a comment for the value of an empty key.

    docker compose reads the `.env` beside its file, and what its file names; a library that of the project it is used in.
    """
    folder = posixpath.dirname(path)
    found: dict[str, None] = {}
    copy = environment_of(posixpath.basename(path)) or ".env"
    for step in range(_UPWARDS):
        for name in _COMPOSE:
            if repo.exists(compose := posixpath.join(folder, name)):
                target = posixpath.relpath(posixpath.join(posixpath.dirname(path), copy), folder or ".")
                if (step == 0 and copy == ".env") or _names(repo, compose, target):
                    found["docker compose"] = None
        for reader, marks in _LIBRARIES:
            if any(repo.exists(posixpath.join(folder, mark)) for mark in marks):
                found[reader] = None
        if not folder:
            break
        folder = posixpath.dirname(folder)
    return tuple(found)


def _names(repo: Repository, compose: str, target: str) -> bool:
    source = repo.source(compose)
    return not isinstance(source, Unreadable) and re.search(rf"[\s/\"']{re.escape(target)}(?![\w.])", source.text) is not None
