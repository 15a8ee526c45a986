"""Addresses of the machine itself in Python, by the standard library's own parser."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...parsing.python import parse
from ...tables.connecting_calls import ADDRESS_KEYS
from .local_addresses import (
    ADDRESS,
    HOST,
    LocalAddress,
    bare,
    connects,
    for_developers,
    is_aside,
    is_whole,
    names_an_address,
    reads_a_setting,
    wraps,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Place, Source
    from ...parsing.python import Module
    from .local_addresses import Use

_MOST_ABOVE = 60  # nodes that are climbed


def addresses(source: Source) -> Iterator[LocalAddress]:
    """The addresses whose use is known. Nothing for what does not parse."""
    module = parse(source.whole())
    if isinstance(module, Unreadable):
        return
    for node in module.nodes:
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            continue
        match = ADDRESS.search(node.value)
        found = _use(node, module) if match or HOST.match(node.value) else None
        if found and (found[0] != "constant" or (match and is_whole(match))):
            yield LocalAddress(found[0], _address(node.value), found[1], _place(module, node))


def _address(text: str) -> str:
    found = ADDRESS.search(text)
    return bare(found[0]) if found else text


def _use(text: ast.Constant, module: Module) -> tuple[Use, str] | None:
    host = ADDRESS.search(str(text.value)) is None
    child: ast.AST = text
    use: tuple[Use, str] | None = None
    for _ in range(_MOST_ABOVE):
        node = module.parent(child)
        if node is None:
            return use
        if use is None:
            if isinstance(node, ast.BoolOp):
                return ("default", "or") if isinstance(node.op, ast.Or) and not host else None
            if isinstance(node, ast.Call):
                use = _call(node, child, host)
                if use is None and not (child in node.args[:1] and wraps(_dotted(node.func))):
                    return None
            elif isinstance(node, (ast.Assign, ast.AnnAssign)):
                use = None if host else _named(node, module)
                if use is None:
                    return None
            elif not isinstance(node, (ast.JoinedStr, ast.BinOp, ast.keyword, ast.Attribute, ast.Await, ast.FormattedValue)):
                return None
        elif use[0] != "default":
            if isinstance(node, (ast.If, ast.IfExp)) and for_developers(ast.unparse(node.test)[:400]):
                return None
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and is_aside(node.name):
                return None
        child = node
    return use


def _call(call: ast.Call, child: ast.AST, host: bool) -> tuple[Use, str] | None:
    called = _dotted(call.func)
    if connects(called):
        if isinstance(child, ast.keyword):
            return ("connects", called) if child.arg in ADDRESS_KEYS else None
        return ("connects", called) if child in call.args[:1] else None
    return ("default", called) if reads_a_setting(called) and not host and child not in call.args[:1] else None


def _named(node: ast.Assign | ast.AnnAssign, module: Module) -> tuple[Use, str] | None:
    """What a module's own name stands for. A class's may be the default of a setting that is read elsewhere."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    if len(targets) == 1 and isinstance(targets[0], ast.Name) and isinstance(module.parent(node), ast.Module):
        name = targets[0].id
        return ("constant", name) if names_an_address(name) else None
    return None


def _dotted(node: ast.AST) -> str:
    parts: list[str] = []
    for _ in range(10):
        if isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Name):
            return ".".join([node.id, *reversed(parts)])
        else:
            break
    return ".".join(["", *reversed(parts)])


def _place(module: Module, text: ast.Constant) -> Place:
    """Where the text stands. Before 3.12 what an f-string holds has no place of its own."""
    holder = module.parent(text)
    return module.place(holder if isinstance(holder, ast.JoinedStr) else text)
