"""Calls in Python migrations: names, arguments, and the texts that are written in them."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ....core.excerpt import Excerpt
    from ....parsing.python import Module

MOST_PARTS = 20  # of a dotted name


def name_of(node: ast.AST) -> str:
    """`a.b.c` for a name or an attribute; empty for anything else."""
    parts: list[str] = []
    for _ in range(MOST_PARTS):
        if isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Name):
            return ".".join([node.id, *reversed(parts)])
        else:
            break
    return ""


def last_name(node: ast.AST) -> str:
    """`c` for `a.b.c` and for a call of it."""
    if isinstance(node, ast.Call):
        node = node.func
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def argument(call: ast.Call, name: str, at: int = -1) -> ast.expr | None:
    """What is given by keyword, or at a position."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    return call.args[at] if 0 <= at < len(call.args) else None


def text(node: ast.AST | None) -> str:
    """The content of a literal text; empty for anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def is_true(node: ast.AST | None) -> bool:
    """Whether it is written `True`."""
    return isinstance(node, ast.Constant) and node.value is True


def is_false(node: ast.AST | None) -> bool:
    """Whether it is written `False`."""
    return isinstance(node, ast.Constant) and node.value is False


def written_in(module: Module, node: ast.AST | None) -> list[Excerpt] | None:
    """The texts that a literal, a name of one, or a list of them stands for; None where that is not all there is."""
    if isinstance(node, ast.Call) and last_name(node) == "text" and node.args:
        node = node.args[0]
    if isinstance(node, ast.Name):
        node = _constant(module, node.id)
    if isinstance(node, (ast.List, ast.Tuple)):
        found: list[Excerpt] = []
        for part in node.elts[:100]:
            one = written_in(module, part) if not isinstance(part, ast.Name) else None
            if one is None:
                return None
            found.extend(one)
        return found
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [_excerpt(module, node)]
    return None


def begins(module: Module, node: ast.AST | None) -> str:
    """What a text that is put together begins with: `f"…"`, `"…".format(…)`, `"…" % …`."""
    for _ in range(20):
        if isinstance(node, ast.Name):
            node = _constant(module, node.id)
        elif isinstance(node, ast.Call):
            node = (
                node.func.value
                if isinstance(node.func, ast.Attribute) and node.func.attr != "text"
                else next(iter(node.args), None)
            )
        elif isinstance(node, ast.BinOp):
            node = node.left
        elif isinstance(node, ast.JoinedStr):
            node = next(iter(node.values), None)
        else:
            break
    return text(node)


def _constant(module: Module, name: str) -> ast.expr | None:
    for statement in module.nodes:
        if isinstance(statement, ast.Assign) and any(isinstance(one, ast.Name) and one.id == name for one in statement.targets):
            return statement.value
    return None


def _excerpt(module: Module, node: ast.Constant) -> Excerpt:
    """The text where it stands; a text with escapes or of several pieces stands as a whole where it begins."""
    place = module.place(node)
    source = module.excerpt.source
    start = source.starts[place.line - 1] + place.column - 1
    value = str(node.value)
    at = source.text.find(value, start, start + len(value) + 8) if value else -1
    if at >= 0:
        return source.whole().cut(at, at + len(value))
    return source.whole().cut(start, start + 1).splice([(0, 1, value)])


def calls_in(node: ast.AST, most: int = 5_000) -> Iterator[ast.Call]:
    """The calls in a node, in order."""
    waiting: list[ast.AST] = [node]
    for _ in range(most):
        if not waiting:
            return
        one = waiting.pop()
        if isinstance(one, ast.Call):
            yield one
        waiting.extend(reversed(list(ast.iter_child_nodes(one))))
