"""Python's log calls: logging, structlog, loguru, Flask's and Django's loggers, on the standard library's `ast`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from ....core.outcome import Unreadable
from ....core.patterns import pattern
from ....parsing.python import Module, parse
from .shown import DEEPEST, FOR_DEVELOPERS, MOST_PARTS, NOTHING, LogCall, Shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ....core.excerpt import Excerpt

LEVELS = frozenset("debug info warning warn error exception critical fatal log trace success msg notice adebug ainfo".split())
_BINDS = frozenset(("bind", "contextualize", "bind_contextvars", "new"))
_LOGGER = pattern(r"(?i)^_*(?:[a-z0-9]+_)*(?:log|logger|logging|structlog|loguru)$|logger$")
_MADE = pattern(r"\b(\w+)\s*=\s*(?:\w+\.)*(?:getLogger|get_logger|getChild|LOGGER|LOG|logger|log|logging)\b")
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Module)


def log_calls(excerpt: Excerpt) -> Iterator[LogCall] | Unreadable:
    """Every log call of the file, in its order; Unreadable for what the running interpreter does not understand."""
    module = parse(excerpt)
    return module if isinstance(module, Unreadable) else _Calls(module).all()


class _Calls:
    def __init__(self, module: Module) -> None:
        self.module = module
        self.loggers = {found[1] for found in _MADE.finditer(module.excerpt.text)}
        self.given: dict[int, dict[str, list[tuple[int, ast.expr]]]] = {}

    def all(self) -> Iterator[LogCall]:
        for node in self.module.nodes:
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and self.is_log(node.func):
                if self.is_for_developers(node):
                    continue
                shown = [self.shown(one, 0) for one in node.args[:MOST_PARTS]]
                shown += [self.keyword(one) for one in node.keywords[:MOST_PARTS]]
                yield LogCall(tuple(shown), self.module.place(node), self.look(node))

    def is_log(self, function: ast.Attribute) -> bool:
        if function.attr not in LEVELS and function.attr not in _BINDS:
            return False
        base = function.value
        for _ in range(4):  # `get_logger().bind(…).info`, `log.opt(lazy=True).debug`
            if not isinstance(base, ast.Call):
                break
            inner = base.func
            if isinstance(inner, ast.Attribute) and inner.attr in ("bind", "opt", "patch", "contextualize", "new"):
                base = inner.value
            else:
                name = inner.attr if isinstance(inner, ast.Attribute) else inner.id if isinstance(inner, ast.Name) else ""
                return name.lower() in ("getlogger", "get_logger", "logger", "getchild") and function.attr in LEVELS
        name = base.attr if isinstance(base, ast.Attribute) else base.id if isinstance(base, ast.Name) else ""
        if name == "root" and isinstance(base, ast.Attribute) and isinstance(base.value, ast.Name):
            name = base.value.id
        return bool(_LOGGER.search(name)) or (name in self.loggers and isinstance(base, ast.Name))

    def is_for_developers(self, call: ast.Call) -> bool:
        """Whether a condition around the call keeps it from running in production."""
        for outer, inner in self.module.above(call):
            if isinstance(outer, ast.If) and inner in outer.body:
                test = ast.get_source_segment(self.module.excerpt.text, outer.test) or ""
                if FOR_DEVELOPERS.search(test[:200]):
                    return True
        return False

    def keyword(self, one: ast.keyword) -> Shown:
        value = self.shown(one.value, 1)
        return value if one.arg in (None, "extra") else Shown("pair", one.arg or "", (value,), self.module.place(one.value))

    def look(self, call: ast.AST) -> Callable[[str], Shown | None]:
        """What the names are at a call: the last assignment above it in its function, or in the module."""
        scopes = [outer for outer, _ in self.module.above(call) if isinstance(outer, _SCOPES)]

        def found(name: str) -> Shown | None:
            for scope in scopes[:4]:
                before = [value for line, value in self.assigned(scope).get(name, ()) if line < call.lineno]  # type: ignore[attr-defined]
                if before:
                    return self.shown(before[-1], 1)
                if not isinstance(scope, ast.Module) and any(one.arg == name for one in _parameters(scope)):
                    return None
            return None

        return found

    def assigned(self, scope: ast.AST) -> dict[str, list[tuple[int, ast.expr]]]:
        known = self.given.get(id(scope))
        if known is None:
            known = self.given[id(scope)] = {}
            waiting = list(ast.iter_child_nodes(scope))
            while waiting:
                node = waiting.pop()
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
                    continue
                if isinstance(node, ast.Assign):
                    for target in node.targets:
                        if isinstance(target, ast.Name):
                            known.setdefault(target.id, []).append((node.lineno, node.value))
                elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and isinstance(node.target, ast.Name) and node.value:
                    known.setdefault(node.target.id, []).append((node.lineno, node.value))
                elif isinstance(node, ast.expr):
                    continue
                waiting.extend(ast.iter_child_nodes(node))
            for values in known.values():
                values.sort(key=lambda one: one[0])
        return known

    def shown(self, node: ast.expr, deep: int) -> Shown:
        if deep > DEEPEST:
            return NOTHING

        def inner(nodes: list[ast.expr]) -> tuple[Shown, ...]:
            return tuple(self.shown(one, deep + 1) for one in nodes[:MOST_PARTS])

        place = self.module.place
        if isinstance(node, ast.Constant):
            return Shown(
                "literal" if isinstance(node.value, str) else "other",
                str(node.value)[:200] if isinstance(node.value, str) else "",
                (),
                place(node),
            )
        if isinstance(node, ast.Name):
            return Shown("name", node.id, (), place(node))
        if isinstance(node, ast.Attribute):
            return Shown("member", node.attr, inner([node.value]), place(node))
        if isinstance(node, ast.Subscript):
            key = node.slice
            if isinstance(key, ast.Slice):
                return NOTHING
            name = key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else ""
            return Shown("index", name, inner([node.value]), place(node))
        if isinstance(node, ast.Call):
            return self.call(node, deep)
        if isinstance(node, ast.JoinedStr):
            values = [one.value for one in node.values if isinstance(one, ast.FormattedValue)]
            return Shown("joined", "", inner(values), place(node))
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Mod)):
            if isinstance(node.op, ast.Mod) and not isinstance(node.left, (ast.Constant, ast.JoinedStr, ast.Name)):
                return NOTHING
            return Shown("joined", "", inner([node.left, node.right]), place(node))
        if isinstance(node, ast.BoolOp):
            values = node.values[-1:] if isinstance(node.op, ast.And) else node.values
            return Shown("choice", "", inner(values), place(node))
        if isinstance(node, ast.IfExp):
            return Shown("choice", "", inner([node.body, node.orelse]), place(node))
        if isinstance(node, ast.Dict):
            pairs = []
            for given, value in list(zip(node.keys, node.values))[:MOST_PARTS]:
                name = given.value if isinstance(given, ast.Constant) and isinstance(given.value, str) else ""
                pairs.append(Shown("pair", name, inner([value]), place(value)))
            return Shown("map", "", tuple(pairs), place(node))
        if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
            return Shown("joined", "", inner(node.elts), place(node))
        if isinstance(node, (ast.Await, ast.Starred, ast.NamedExpr)):
            return self.shown(node.value, deep + 1)
        return NOTHING

    def call(self, node: ast.Call, deep: int) -> Shown:
        function = node.func
        receiver = self.shown(function.value, deep + 1) if isinstance(function, ast.Attribute) else NOTHING
        name = function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
        parts = [receiver, *(self.shown(one, deep + 1) for one in node.args[:MOST_PARTS])]
        if name == "sub" and receiver.name == "re" and len(node.args) >= 3:  # re.sub(pattern, by, text)
            return Shown("call", name, (parts[3], parts[1]), self.module.place(node))
        if name == "dict":
            pairs = tuple(self.keyword(one) for one in node.keywords[:MOST_PARTS])
            return Shown("map", "", pairs, self.module.place(node))
        parts += [self.keyword(one) for one in node.keywords[:MOST_PARTS] if name == "format"]
        return Shown("call", name, tuple(parts), self.module.place(node))


def _parameters(function: ast.AST) -> list[ast.arg]:
    arguments = getattr(function, "args", None)
    if not isinstance(arguments, ast.arguments):
        return []
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
