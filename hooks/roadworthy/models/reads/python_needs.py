"""Whether a Python program goes on without a variable: told from the code around the read.

A guard that raises makes it required, a fallback gives it a default, and a `try` or a test for its presence makes it optional.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from .guards import NAMES_THE_ENVIRONMENT
from .literals import ANSWERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .found import Need
    from .python_names import Names
    from .python_tree import Module

_FOLLOWING = 25  # statements after a read among which its guard is looked for
_EXITS = frozenset({"exit", "_exit", "quit", "abort", "fail", "fatal", "panic", "Exit"})
_REFUSING_NONE = frozenset({"int", "float", "Path", "loads", "literal_eval", "urlparse", "len"})
_KEY_ERRORS = frozenset({"KeyError", "LookupError", "Exception", "BaseException"})
_TEXT_METHODS = frozenset(
    "split rsplit splitlines strip lstrip rstrip lower upper title replace startswith endswith encode format join casefold"
    " partition rpartition removeprefix removesuffix isdigit isnumeric".split()
)


def literal(node: ast.expr) -> str | None:
    """A literal as a person would write it into an environment file; None for what is computed."""
    if isinstance(node, ast.Constant) and node.value is not None and node.value is not ...:
        return node.value if isinstance(node.value, str) else repr(node.value) if not isinstance(node.value, bytes) else None
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
        return f"-{node.operand.value!r}"
    return None


def default_of(node: ast.expr) -> str | None:
    """The literal that a default is, also where `str(…)` or the like stands around it."""
    if isinstance(node, ast.Call) and len(node.args) == 1 and isinstance(node.func, ast.Name) and not node.keywords:
        return literal(node.args[0]) if node.func.id in ("str", "int", "bool", "float") else None
    return literal(node)


class Needs:
    """Answers for the reads of one file."""

    def __init__(self, module: Module, names: Names) -> None:
        self.module = module
        self.names = names
        self.assumed: set[int] = set()  # reads, by identity, that a method or a conversion alone makes required
        self.tested: set[str] = set()  # variables of which the file asks whether they are there

    def with_default(self, given: ast.expr) -> tuple[Need, str | None]:
        """What a default makes of a read: None is none."""
        if isinstance(given, ast.Constant) and given.value is None:
            return "optional", None
        if _is_exit(given):
            return "required", None
        if isinstance(given, ast.Name) and given.id in ("undefined", "NOTSET"):
            return "required", None
        if isinstance(given, ast.Name) and self.names.constants.get(given.id) is not None:
            return "default", self.names.constants[given.id]
        reading = self.names.reading(given)
        if reading:  # another variable is taken where this one is missing
            return ("default", default_of(reading[1])) if reading[1] is not None else ("optional", None)
        return "default", default_of(given)

    def prefix_of(self, node: ast.AST, env: str) -> str:
        """What `with env.prefixed("X_"):` puts before the names inside."""
        found = ""
        for outer, _ in self.module.above(node):
            for item in outer.items if isinstance(outer, ast.With) else ():
                call = item.context_expr
                if (
                    isinstance(call, ast.Call)
                    and isinstance(call.func, ast.Attribute)
                    and call.func.attr == "prefixed"
                    and isinstance(call.func.value, ast.Name)
                    and call.func.value.id == env
                    and call.args
                ):
                    found = (literal(call.args[0]) or "") + found
        return found

    def around(self, node: ast.expr, name: str, need: Need, default: str | None) -> tuple[Need, str | None]:
        """The need of a read of `name` as the code that holds it and follows it has it."""
        if need == "default":
            return need, default
        inner: ast.AST = node
        plain = True  # the value itself is still what flows on
        for outer, inner in self.module.above(node):
            if isinstance(outer, ast.BoolOp) and isinstance(outer.op, ast.Or) and plain:
                last = outer.values[-1]
                if last is not inner and not self._is_condition(outer):
                    need_here, default_here = self.with_default(last)
                    return (need, None) if need == "required" and need_here == "optional" else (need_here, default_here)
            elif isinstance(outer, ast.BoolOp) and isinstance(outer.op, ast.And):
                if any(self._mentions(value, name) for value in outer.values if value is not inner):
                    need = "optional"
            elif isinstance(outer, ast.IfExp):
                if inner is outer.body and self._mentions(outer.test, name):
                    return self.with_default(outer.orelse)
                if inner is outer.orelse and self._mentions(outer.test, name):
                    return self.with_default(outer.body)
                plain = plain and inner is not outer.test
            elif isinstance(outer, (ast.If, ast.While)):
                if inner is outer.test:
                    if self._refuses(outer, inner, node, name):
                        return "required", None
                    self.tested.add(name)
                elif self._mentions(outer.test, name) and need == "required":
                    need = "optional" if inner in outer.body or not _ends(outer.body) else need
                elif self._mentions(outer.test, name):
                    return need, default
                plain = False
            elif isinstance(outer, ast.Assert) and inner is outer.test:
                return "required", None
            elif isinstance(outer, ast.Try) and inner in outer.body and need == "required":
                if any(_catches_key_error(handler) for handler in outer.handlers):
                    caught = [handler for handler in outer.handlers if _catches_key_error(handler)]
                    need = "required" if any(_ends(handler.body) for handler in caught) else "optional"
            elif isinstance(outer, ast.With) and any(_suppresses(item.context_expr) for item in outer.items):
                need = "optional"
            elif isinstance(outer, ast.Call) and plain and need == "optional":
                if outer.func is not inner and _called(outer) in _REFUSING_NONE and not self._is_guarded(outer, name):
                    self.assumed.add(id(node))
                    return "required", None
                plain = plain and _called(outer) in ("str", "bool")
            elif isinstance(outer, ast.Attribute) and plain and need == "optional" and isinstance(node, ast.Call):
                if outer.attr in _TEXT_METHODS and not self._is_guarded(outer, name):
                    self.assumed.add(id(node))
                    return "required", None
                plain = False
            elif isinstance(outer, (ast.Assign, ast.AnnAssign, ast.NamedExpr)) and plain and need == "optional":
                targets = outer.targets if isinstance(outer, ast.Assign) else [outer.target]
                if len(targets) == 1 and isinstance(targets[0], ast.Name) and isinstance(outer, ast.stmt):
                    return self._guard(outer, targets[0].id, need)
            elif not isinstance(outer, (ast.BoolOp, ast.NamedExpr, ast.keyword)):
                plain = False
        return need, default

    def _is_condition(self, node: ast.AST) -> bool:
        """Whether the value is only tested."""
        outer = self.module.parent(node)
        while isinstance(outer, (ast.BoolOp, ast.UnaryOp)):
            node, outer = outer, self.module.parent(outer)
        return isinstance(outer, (ast.If, ast.While, ast.IfExp, ast.Assert)) and outer.test is node

    def _mentions(self, test: ast.AST, name: str) -> bool:
        """Whether a condition asks for the variable."""
        for node in ast.walk(test):
            reading = self.names.reading(node)
            if reading and _is_called(reading[0], name):
                return True
            if (
                isinstance(node, ast.Compare)
                and _is_called(node.left, name)
                and any(self.names.is_environ(one) for one in node.comparators)
            ):
                return True
        return False

    def _is_guarded(self, node: ast.AST, name: str) -> bool:
        """Whether the read only happens where the variable is there, or a mistake is caught."""
        for outer, inner in self.module.above(node):
            if (
                isinstance(outer, (ast.If, ast.IfExp, ast.While))
                and inner is not outer.test
                and self._mentions(outer.test, name)
            ):
                return True
            if isinstance(outer, ast.BoolOp) and any(self._mentions(v, name) for v in outer.values if v is not inner):
                return True
            if isinstance(outer, ast.Try) and inner in outer.body and outer.handlers:
                return True
        return False

    def is_switched(self, node: ast.AST) -> bool:
        """Whether code runs only where another variable switches it on; which kind of environment it is does not count."""
        for outer, inner in self.module.above(node):
            if isinstance(outer, ast.If) and inner in outer.body and not isinstance(outer.test, ast.UnaryOp):
                for part in ast.walk(outer.test):
                    if isinstance(part, ast.Compare) and isinstance(part.ops[0], (ast.NotEq, ast.NotIn, ast.IsNot)):
                        break
                    read = self.names.reading(part)
                    key: ast.AST | None = read[0] if read else None
                    if key is None and isinstance(part, ast.Compare) and any(map(self.names.is_environ, part.comparators)):
                        key = part.left
                    name = (literal(key) or "") if isinstance(key, ast.expr) else ""
                    if name and not NAMES_THE_ENVIRONMENT.search(name):
                        return True
            elif isinstance(outer, (ast.FunctionDef, ast.AsyncFunctionDef)):
                return False
        return False

    def _refuses(self, branch: ast.If | ast.While, test: ast.AST, read: ast.expr, name: str) -> bool:
        """`if not os.environ.get("X"): raise …`, and `if "X" not in os.environ: raise …`."""
        if not _ends(branch.body):
            return False
        return _misses(test, lambda node: node is read or (node is not test and self._mentions(node, name)), read)

    def _guard(self, statement: ast.stmt, variable: str, need: Need) -> tuple[Need, str | None]:
        """What the statements after `variable = os.getenv("X")` do where it is empty."""

        def is_it(node: ast.AST) -> bool:
            return isinstance(node, ast.Name) and node.id == variable

        for after in self.module.following(statement, _FOLLOWING):
            if isinstance(after, ast.If) and _misses(after.test, is_it, None):
                if _ends(after.body):
                    return "required", None
                for inside in after.body:
                    if isinstance(inside, ast.Assign) and any(is_it(target) for target in inside.targets):
                        return self.with_default(inside.value)
            elif isinstance(after, ast.Assert) and any(is_it(node) for node in ast.walk(after.test)):
                return "required", None
            elif isinstance(after, ast.Assign) and any(is_it(target) for target in after.targets):
                value = after.value
                if isinstance(value, ast.BoolOp) and isinstance(value.op, ast.Or) and is_it(value.values[0]):
                    return self.with_default(value.values[-1])
                return need, None
        return need, None


def _misses(test: ast.AST, is_it: object, read: ast.AST | None) -> bool:
    """Whether a condition is true where the value is missing, whatever else holds."""
    assert callable(is_it)
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = test.operand
        if isinstance(inner, ast.Call) and _called(inner) == "all" and inner.args:
            listed = inner.args[0]
            return isinstance(listed, (ast.List, ast.Tuple, ast.Set)) and any(is_it(item) for item in listed.elts)
        if isinstance(inner, ast.BoolOp) and isinstance(inner.op, ast.And):
            return any(is_it(value) for value in inner.values)
        return bool(is_it(inner)) or (isinstance(inner, ast.Compare) and inner is read and isinstance(inner.ops[0], ast.In))
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        if isinstance(test.ops[0], ast.NotIn):
            return test is read
        nothing = isinstance(test.comparators[0], ast.Constant) and test.comparators[0].value in (None, "")
        return nothing and isinstance(test.ops[0], (ast.Is, ast.Eq)) and bool(is_it(test.left))
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or):
        return any(_misses(value, is_it, read) for value in test.values)
    return False


def _is_called(key: ast.expr, name: str) -> bool:
    """Whether an expression is the name of the variable, or the parameter of that name which holds it."""
    return (isinstance(key, ast.Constant) and key.value == name) or (isinstance(key, ast.Name) and key.id == name)


def _called(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""


def _is_exit(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and _called(node) in _EXITS


def _ends(body: Sequence[ast.stmt]) -> bool:
    """Whether a block raises or ends the program. An error that answers a request ends neither."""
    for one in body:
        if isinstance(one, ast.Expr) and _is_exit(one.value):
            return True
        if isinstance(one, ast.Raise):
            raised = _called(one.exc) if isinstance(one.exc, ast.Call) else ""
            return not ANSWERS.match(f"raise {raised}")
    return False


def _catches_key_error(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(isinstance(kind, ast.Name) and kind.id in _KEY_ERRORS for kind in kinds)


def _suppresses(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call)
        and _called(node) == "suppress"
        and any(isinstance(one, ast.Name) and one.id in _KEY_ERRORS for one in node.args)
    )
