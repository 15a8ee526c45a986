"""A Python file as `ast` has it: its nodes, what holds each, and where each stands in the file."""

from __future__ import annotations

import ast
import re
import warnings
from typing import TYPE_CHECKING

from ..core.outcome import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..core.excerpt import Excerpt, Place

LONGEST = 2 * 1024 * 1024  # characters


class Module:
    """A parsed file. `nodes` are all of its statements and expressions, what holds a node before the node."""

    def __init__(self, excerpt: Excerpt, tree: ast.Module) -> None:
        self.excerpt = excerpt
        self.tree = tree
        self.nodes: list[ast.AST] = []
        self._parents: dict[int, ast.AST] = {}
        self._starts: list[int] | None = None
        self._blocks: dict[int, dict[int, int]] = {}  # by identity, where each statement of a block stands
        waiting: list[ast.AST] = [tree]
        while waiting:
            node = waiting.pop()
            self.nodes.append(node)
            children = list(ast.iter_child_nodes(node))
            for child in children:
                self._parents[id(child)] = node
            waiting.extend(reversed(children))

    def parent(self, node: ast.AST) -> ast.AST | None:
        """What holds the node; None for the module."""
        return self._parents.get(id(node))

    def above(self, node: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
        """What holds the node, the nearest first, each with its part in which the node is."""
        inner, outer = node, self.parent(node)
        while outer is not None:
            yield outer, inner
            inner, outer = outer, self.parent(outer)

    def following(self, statement: ast.AST, most: int) -> Sequence[ast.stmt]:
        """The statements after this one in its block."""
        outer = self.parent(statement)
        for name in ("body", "orelse", "finalbody"):
            block = getattr(outer, name, None)
            if isinstance(block, list):
                places = self._blocks.get(id(block))
                if places is None:
                    places = self._blocks[id(block)] = {id(one): at for at, one in enumerate(block, 1)}
                if id(statement) in places:
                    at = places[id(statement)]
                    return block[at : at + most]
        return ()

    def place(self, node: ast.expr | ast.stmt) -> Place:
        """Where the node stands."""
        start, end = self.span(node)
        return self.excerpt.place(start, max(start + 1, end))

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """From which to which character. `ast` counts columns in bytes, and ends lines at a lone carriage return too."""
        start = self._offset(node.lineno, node.col_offset)
        return start, self._offset(node.end_lineno or node.lineno, node.end_col_offset or node.col_offset)

    def _offset(self, line: int, column: int) -> int:
        text = self.excerpt.text
        if self._starts is None:
            self._starts = _line_starts(text)
        start = self._starts[min(line, len(self._starts)) - 1]
        ahead = text[start : start + column]
        if ahead.isascii():
            return start + len(ahead)
        return start + len(ahead.encode("utf-8", "surrogatepass")[:column].decode("utf-8", "ignore"))


def _line_starts(text: str) -> list[int]:
    """The offset at which each line begins, by Python's idea of lines."""
    return [int(text.startswith("\ufeff")), *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]


def parse(excerpt: Excerpt) -> Module | Unreadable:
    """The file's tree. Never raises: what is no Python, or Python of another version, is opaque."""
    if len(excerpt.text) > LONGEST:
        return Unreadable(excerpt.place(0, 1), "is longer than any code that is read here", opaque=True)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about the file's own escapes
            return Module(excerpt, ast.parse(excerpt.text.removeprefix("\ufeff")))
    except SyntaxError as error:
        starts = _line_starts(excerpt.text)
        at = min(starts[min(error.lineno or 1, len(starts)) - 1], max(0, len(excerpt.text) - 1))
        return Unreadable(excerpt.place(at, at + 1), f"is no Python that can be read here: {error.msg}", opaque=True)
    except (RecursionError, MemoryError, ValueError, OverflowError):
        return Unreadable(excerpt.place(0, 1), "is nested too deep to be read here", opaque=True)
