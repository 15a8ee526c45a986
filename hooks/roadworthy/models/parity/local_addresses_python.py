"""Addresses of the machine itself in Python, by the standard library's own parser."""

from __future__ import annotations

import ast
import warnings
from typing import TYPE_CHECKING

from ...core.excerpt import Place
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

    from ...core.excerpt import Source
    from .local_addresses import Use

_MOST_ABOVE = 60  # nodes that are climbed


def addresses(source: Source) -> Iterator[LocalAddress]:
    """The addresses whose use is known. Nothing for what does not parse."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source.text.lstrip("\ufeff"))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    above: dict[ast.AST, ast.AST] = {}
    texts: list[ast.Constant] = []
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            above[child] = node
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and (ADDRESS.search(node.value) or HOST.match(node.value))
        ):
            texts.append(node)
    for text in texts:
        found = _use(text, above)
        match = ADDRESS.search(str(text.value))
        if found and (found[0] != "constant" or (match and is_whole(match))):
            yield LocalAddress(found[0], _address(str(text.value)), found[1], _place(source, text, above))


def _address(text: str) -> str:
    found = ADDRESS.search(text)
    return bare(found[0]) if found else text


def _use(text: ast.Constant, above: dict[ast.AST, ast.AST]) -> tuple[Use, str] | None:
    host = ADDRESS.search(str(text.value)) is None
    child: ast.AST = text
    use: tuple[Use, str] | None = None
    for _ in range(_MOST_ABOVE):
        node = above.get(child)
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
                use = None if host else _named(node, above)
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


def _named(node: ast.Assign | ast.AnnAssign, above: dict[ast.AST, ast.AST]) -> tuple[Use, str] | None:
    """What a module's own name stands for. A class's may be the default of a setting that is read elsewhere."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    if len(targets) == 1 and isinstance(targets[0], ast.Name) and isinstance(above.get(node), ast.Module):
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


def _place(source: Source, text: ast.Constant, above: dict[ast.AST, ast.AST]) -> Place:
    """Where the text stands; columns of `ast` count bytes. Before 3.12 what an f-string holds has no place of its own."""
    holder = above.get(text)
    node = holder if isinstance(holder, ast.JoinedStr) else text
    line, column = node.lineno, _column(source, node.lineno, node.col_offset)
    end_line = node.end_lineno or line
    return Place(source.path, line, column, end_line, max(1, _column(source, end_line, node.end_col_offset or 1) - 1))


def _column(source: Source, line: int, offset: int) -> int:
    return len(source.line(line).encode("utf-8", "surrogatepass")[:offset].decode("utf-8", "replace")) + 1
