"""Which project of a repository a file belongs to: the nearest folder upwards that has a manifest."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..core.repository import Repository

_MANIFESTS = (
    *("package.json", "pyproject.toml", "requirements.txt", "setup.py", "Pipfile", "go.mod", "Cargo.toml", "Gemfile"),
    *("composer.json", "pom.xml", "build.gradle", "build.gradle.kts", "mix.exs", "Dockerfile"),
)
_DEEPEST = 64


def project_of(repo: Repository, path: str) -> str:
    """A fact: the folder of the project that `path` belongs to; empty for the repository itself."""
    folder = posixpath.dirname(path)
    for _ in range(_DEEPEST):
        if not folder or any(repo.exists(f"{folder}/{name}") for name in _MANIFESTS):
            return folder
        folder = posixpath.dirname(folder)
    return ""


def is_deployed(repo: Repository, project: str) -> bool:
    """A fact: whether the project is an application of its own, and no library of others: an image is built in its folder."""
    return any(repo.exists(posixpath.join(project, name)) for name in ("Dockerfile", "Containerfile", "fly.toml", "Procfile"))
