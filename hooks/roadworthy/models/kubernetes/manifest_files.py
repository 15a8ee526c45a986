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


def is_of_chart(repo: Repository, path: str) -> bool:
    """Whether the file is a part of a Helm chart."""
    return chart_of(repo, path) is not None


def chart_of(repo: Repository, path: str) -> str | None:
    """The folder of the chart whose template, values or name a file is."""
    folder = posixpath.dirname(path)
    while folder:
        above, _, name = folder.rpartition("/")
        if name == "templates" and repo.exists(posixpath.join(above, "Chart.yaml")):
            return above
        folder = above
    folder = posixpath.dirname(path)
    if folder.startswith("templates") and repo.exists("Chart.yaml"):
        return ""
    return folder if repo.exists(posixpath.join(folder, "Chart.yaml")) else None


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
