"""How many variants of a job a matrix makes."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from ...parsing.yaml import Mapping, Scalar, Sequence
from .types import Matrix

if TYPE_CHECKING:
    from ...parsing.yaml import Tree

    Variant = dict[str, str]

MOST_COMBINATIONS = 2_000  # GitHub allows 256, GitLab 200


def matrix_of(node: Tree | None) -> Matrix | None:
    """A matrix of axes with `include` and `exclude`, as GitHub Actions has it; a size of None where an expression decides."""
    if isinstance(node, Scalar) and not node.is_null:
        return Matrix(None, (), node.place)
    if not isinstance(node, Mapping):
        return None
    axes: list[tuple[str, tuple[str, ...]]] = []
    known = True
    for key, value in node.pairs():
        if key.text in ("include", "exclude"):
            known = known and isinstance(value, Sequence)
        elif isinstance(value, Sequence):
            axes.append((key.text, tuple(_text(item) for item in value)))
        else:
            known = False
            axes.append((key.text, (_text(value),)))
    size = _size(axes, _entries(node.get("include")), _entries(node.get("exclude"))) if known else None
    return Matrix(size, tuple(axes), node.place)


def _size(axes: list[tuple[str, tuple[str, ...]]], included: list[Variant], excluded: list[Variant]) -> int | None:
    total = 1
    for _, values in axes:
        total *= len(values)
    if total > MOST_COMBINATIONS or len(included) + len(excluded) > MOST_COMBINATIONS:
        return None
    names = [name for name, _ in axes]
    made = [dict(zip(names, values)) for values in product(*(values for _, values in axes))] if axes else []
    made = [one for one in made if not any(all(one.get(k) == v for k, v in gone.items()) for gone in excluded)]
    added = 0
    for entry in included:  # one that would change no original value of a variant extends it, else it is a variant more
        if not any(all(one.get(name, value) == value for name, value in entry.items() if name in names) for one in made):
            added += 1
    return len(made) + added


def _entries(node: Tree | None) -> list[dict[str, str]]:
    items = node.items if isinstance(node, Sequence) else []
    return [{key.text: _text(value) for key, value in item.pairs()} for item in items if isinstance(item, Mapping)]


def _text(node: Tree) -> str:
    return node.text if isinstance(node, Scalar) else node.base.text[node.start : node.end]
