"""YAML files that hold Kubernetes objects, and to what they belong."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...tables.file_names import KUSTOMIZATION
from ..documents import documents
from .objects import Object, objects

if TYPE_CHECKING:
    from ...core.repository import Repository

_WORDS = ("apiVersion", "kind")


def is_kustomization(path: str) -> bool:
    """Whether the file is one that kustomize reads first."""
    return re.search(KUSTOMIZATION, path) is not None


def chart_of(repo: Repository, path: str) -> str | None:
    """The folder of the chart that a file belongs to. Of a chart at the root, what is no chart's by name does not."""
    folder = posixpath.dirname(path)
    while folder:
        if repo.exists(posixpath.join(folder, "Chart.yaml")):
            return folder
        folder = posixpath.dirname(folder)
    return "" if ("/" not in path or path.startswith("templates/")) and repo.exists("Chart.yaml") else None


def objects_in(repo: Repository, path: str) -> tuple[Object, ...] | Unreadable:
    """A fact: the objects of a YAML file; none where it holds no Kubernetes."""
    source = repo.source(path)
    if isinstance(source, Unreadable):
        return source
    if not all(word in source.text for word in _WORDS):
        return ()
    tree = repo.ask(documents, path)
    if isinstance(tree, Unreadable):
        return tree
    found = tuple(one for root in tree.roots for one in objects(root))
    if not found and tree.problems and not tree.roots:
        return tree.problems[0]
    return found
