"""A YAML file of the repository as a tree, read and parsed once whoever asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.outcome import Unreadable
from ..parsing.yaml import Documents, parse

if TYPE_CHECKING:
    from ..core.repository import Repository


def documents(repo: Repository, path: str) -> Documents | Unreadable:
    """The documents of the YAML file at `path`; ask it through `repo.ask`."""
    source = repo.source(path)
    return source if isinstance(source, Unreadable) else parse(source)
