"""Pieces of Python that mean something where a value may be missing: literals, conditions, blocks that end the program."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from .literals import ANSWERS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_EXITS = frozenset({"exit", "_exit", "quit", "abort", "fail", "fatal", "panic", "Exit"})
_LARGEST = 1024  # bits of a number
_KEY_ERRORS = frozenset({"KeyError", "LookupError", "Exception", "BaseException"})


def literal(node: ast.expr) -> str | None:
    """A literal as a person would write it into an environment file; None for what is computed."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
        number = literal(node.operand)
        return None if number is None else f"-{number}"
    if not isinstance(node, ast.Constant) or isinstance(node.value, (bytes, complex)) or node.value in (None, ...):
        return None
    if isinstance(node.value, int) and node.value.bit_length() > _LARGEST:  # Python refuses to write it out
        return None
    return node.value if isinstance(node.value, str) else repr(node.value)


def default_of(node: ast.expr) -> str | None:
    """The literal that a default is, also where `str(…)` or the like stands around it."""
    if isinstance(node, ast.Call) and len(node.args) == 1 and isinstance(node.func, ast.Name) and not node.keywords:
        return literal(node.args[0]) if node.func.id in ("str", "int", "bool", "float") else None
    return literal(node)


def misses(test: ast.AST, is_it: Callable[[ast.AST], bool], read: ast.AST | None) -> bool:
    """Whether a condition is true where the value is missing, whatever else holds."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = test.operand
        if isinstance(inner, ast.Call) and called_name(inner) == "all" and inner.args:
            listed = inner.args[0]
            return isinstance(listed, (ast.List, ast.Tuple, ast.Set)) and any(is_it(item) for item in listed.elts)
        if isinstance(inner, ast.BoolOp) and isinstance(inner.op, ast.And):
            return any(is_it(value) for value in inner.values)
        return is_it(inner) or (isinstance(inner, ast.Compare) and inner is read and isinstance(inner.ops[0], ast.In))
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        if isinstance(test.ops[0], ast.NotIn):
            return test is read
        nothing = isinstance(test.comparators[0], ast.Constant) and test.comparators[0].value in (None, "")
        return nothing and isinstance(test.ops[0], (ast.Is, ast.Eq)) and is_it(test.left)
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
        return any(misses(value, is_it, read) for value in test.values)
    return False


def is_called(key: ast.expr, name: str) -> bool:
    """Whether an expression is the name of the variable, or the parameter of that name which holds it."""
    return (isinstance(key, ast.Constant) and key.value == name) or (isinstance(key, ast.Name) and key.id == name)


def called_name(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""


def is_exit(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and called_name(node) in _EXITS


def ends(body: Sequence[ast.stmt]) -> bool:
    """Whether a block raises or ends the program. An error that answers a request ends neither."""
    for one in body:
        if isinstance(one, ast.Expr) and is_exit(one.value):
            return True
        if isinstance(one, ast.Raise):
            raised = called_name(one.exc) if isinstance(one.exc, ast.Call) else ""
            return not ANSWERS.match(f"raise {raised}")
    return False


def catches_key_error(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(isinstance(kind, ast.Name) and kind.id in _KEY_ERRORS for kind in kinds)


def suppresses(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call)
        and called_name(node) == "suppress"
        and any(isinstance(one, ast.Name) and one.id in _KEY_ERRORS for one in node.args)
    )
