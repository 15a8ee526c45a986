"""Which programs are likely to read the environment files of a folder: they disagree on what a line means."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..core.repository import Repository

# What takes ` # text` behind an empty key for the value. Measured: python-dotenv up to 1.2.3, compose-go (docker compose reads
# `.env` beside its file) and joho/godotenv. A shell, Node's and Ruby's dotenv and python-dotenv from 1.2.4 on do not.
_COMMENT_IS_VALUE: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("docker compose", ("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml")),
    (
        "python-dotenv before 1.2.4",
        ("pyproject.toml", "requirements.txt", "setup.py", "setup.cfg", "Pipfile", "manage.py", "uv.lock", "poetry.lock"),
    ),
    ("Go's godotenv", ("go.mod",)),
)
_UPWARDS = 3  # folders: an environment file is read from its project, not from the other end of the repository


def taking_comments_for_values(repo: Repository, path: str) -> tuple[str, ...]:
    """The readers of environment files beside `path`, or just above it, for which a comment is the value of an empty key."""
    folder = posixpath.dirname(path)
    found: dict[str, None] = {}
    for _ in range(_UPWARDS):
        for reader, marks in _COMMENT_IS_VALUE:
            if any(repo.exists(posixpath.join(folder, mark)) for mark in marks):
                found[reader] = None
        if not folder:
            break
        folder = posixpath.dirname(folder)
    return tuple(found)
