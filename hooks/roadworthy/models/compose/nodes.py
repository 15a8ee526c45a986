"""Every node of a compose file, for what is asked of all of them: keys that stand twice, variables, sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...parsing.interpolation import parse
from ...parsing.yaml import Mapping, Scalar, Sequence
from ..documents import documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.repository import Repository
    from ...parsing.interpolation import Interpolated
    from ...parsing.yaml import Tree


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


_SUSPECT = pattern(r"\$\{(?![A-Za-z_]\w{0,200}(?:\}|:?[-?+][^}\n]{0,1000}\}))")


def duplicate_keys(repo: Repository, path: str) -> tuple[DuplicateKey, ...]:
    """A fact: the keys that stand twice in the compose file at `path`."""
    tree = repo.ask(documents, path)
    seen: set[int] = set()
    left: list[Tree] = list(getattr(tree, "roots", ()))
    while left:  # names and places are only made where there is something to tell
        node = left.pop()
        if id(node) in seen:
            continue
        if isinstance(node, Sequence):
            seen.add(id(node))
            left += [item for item in node.items if not isinstance(item, Scalar)]
        elif isinstance(node, Mapping):
            seen.add(id(node))
            entries = node.entries
            if len({key.text for key, _ in entries if isinstance(key, Scalar)}) != len(entries) and node.duplicates():
                return tuple(_duplicates(repo, path))
            left += [value for _, value in entries if not isinstance(value, Scalar)]
    return ()


def _duplicates(repo: Repository, path: str) -> Iterator[DuplicateKey]:
    for name, node in _nodes(repo, path):
        if isinstance(node, Mapping):
            for first, at in node.duplicates():
                yield DuplicateKey(f"{name}.{at.text}".lstrip("."), first, at)


def refused_variables(repo: Repository, path: str) -> tuple[Variables, ...]:
    """A fact: the values of the compose file at `path` with a form of variable that compose refuses."""
    source = repo.source(path)
    if isinstance(source, Unreadable) or not _SUSPECT.search(source.text):
        return ()
    return tuple(value for value in repo.ask(variables, path) if value.text.problems)


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
