"""Every node of a compose file, for what is asked of all of them: keys that stand twice, variables, sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.records import NamedTuple
from ..parsing.interpolation import parse
from ..parsing.yaml import Mapping, Scalar, Sequence
from .documents import documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.repository import Repository
    from ..parsing.interpolation import Interpolated
    from ..parsing.yaml import Tree


class DuplicateKey(NamedTuple):
    """A key that stands twice in one mapping; `at` is the later one, which YAML readers of old let win."""

    name: str
    first: Scalar
    at: Scalar


class Variables(NamedTuple):
    """A value with variables in it, and the keys that lead to it, with dots between."""

    name: str
    value: Scalar
    text: Interpolated


def duplicate_keys(repo: Repository, path: str) -> tuple[DuplicateKey, ...]:
    """A fact: the keys that stand twice in the compose file at `path`."""
    found = []
    for name, node in _nodes(repo, path):
        if isinstance(node, Mapping):
            for first, at in node.duplicates():
                found.append(DuplicateKey(f"{name}.{at.text}".lstrip("."), first, at))
    return tuple(found)


def variables(repo: Repository, path: str) -> tuple[Variables, ...]:
    """A fact: the values of the compose file at `path` in which compose puts variables: all of them, but for keys."""
    found = []
    for name, node in _nodes(repo, path):
        if isinstance(node, Scalar) and "$" in node.text and node.style != "template":
            found.append(Variables(name, node, parse(node.excerpt)))
    return tuple(found)


def _nodes(repo: Repository, path: str) -> Iterator[tuple[str, Tree]]:
    """Every node once, with the keys that lead to it; those behind an alias where they were written."""
    tree = repo.ask(documents, path)
    seen: set[int] = set()
    left: list[tuple[str, Tree]] = [("", root) for root in reversed(getattr(tree, "roots", ()))]
    while left:
        name, node = left.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield name, node
        if isinstance(node, Sequence):
            left += [(name, item) for item in reversed(node.items)]
        elif isinstance(node, Mapping):
            for key, value in reversed(node.entries):
                step = key.text if isinstance(key, Scalar) else "?"
                left.append((f"{name}.{step}" if name else step, value))
