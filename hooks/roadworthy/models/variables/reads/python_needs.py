"""Whether a Python program goes on without a variable: told from the code around the read.

A guard that raises makes it required, a fallback gives it a default, and a `try` or a test for its presence makes it optional.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from .guards import NAMES_THE_ENVIRONMENT
from .python_conditions import (
    called_name,
    catches_key_error,
    default_of,
    ends,
    is_called,
    is_exit,
    literal,
    misses,
    suppresses,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ....parsing.python import Module
    from .found import Need
    from .python_names import Names

    Answer = tuple[Need, str | None]

_FOLLOWING = 25  # statements after a read among which its guard is looked for
_REFUSING_NONE = frozenset({"int", "float", "Path", "loads", "literal_eval", "urlparse", "len"})
_TEXT_METHODS = frozenset(
    "split rsplit splitlines strip lstrip rstrip lower upper title replace startswith endswith encode format join casefold"
    " partition rpartition removeprefix removesuffix isdigit isnumeric".split()
)


class _Way:
    """The way from a read outwards. `plain`: the value itself, or nothing, is still what flows on."""

    def __init__(self, node: ast.expr, name: str, need: Need) -> None:
        self.node = node
        self.name = name
        self.need: Need = need
        self.plain = True

    @property
    def is_open(self) -> bool:
        """Whether what flows on may be None."""
        return self.plain and self.need == "optional"


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
        if is_exit(given):
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
        way = _Way(node, name, need)
        for outer, inner in self.module.above(node):
            step = _STEPS.get(type(outer))
            if step is None:
                way.plain = way.plain and isinstance(outer, ast.keyword)
                continue
            answer = step(self, way, outer, inner)
            if answer is not None:
                return answer
        return way.need, default

    # A step outwards: what the node around the read makes of it; None to go on

    def _operation(self, way: _Way, outer: ast.BoolOp, inner: ast.AST) -> Answer | None:
        """`read or default`, `read and …`."""
        if isinstance(outer.op, ast.And):
            if any(self._mentions(value, way.name) for value in outer.values if value is not inner):
                way.need = "optional"
            return None
        last = outer.values[-1]
        if not way.plain or last is inner or self._is_condition(outer):
            return None
        need, default = self.with_default(last)
        return (way.need, None) if way.need == "required" and need == "optional" else (need, default)

    def _choice(self, way: _Way, outer: ast.IfExp, inner: ast.AST) -> Answer | None:
        """`read if … else default`."""
        if inner is outer.test:
            way.plain = False
        elif self._mentions(outer.test, way.name):
            return self.with_default(outer.orelse if inner is outer.body else outer.body)
        return None

    def _branch(self, way: _Way, outer: ast.If | ast.While, inner: ast.AST) -> Answer | None:
        """A guard, where the read is its condition; else code that runs where a condition holds."""
        way.plain = False
        if inner is outer.test:
            if self._refuses(outer, inner, way.node, way.name):
                return "required", None
            self.tested.add(way.name)
        elif self._mentions(outer.test, way.name):
            if way.need != "required":
                return way.need, None
            if inner in outer.body or not ends(outer.body):
                way.need = "optional"
        return None

    def _assertion(self, way: _Way, outer: ast.Assert, inner: ast.AST) -> Answer | None:
        return ("required", None) if inner is outer.test else None

    def _attempt(self, way: _Way, outer: ast.Try, inner: ast.AST) -> Answer | None:
        """`try: … except KeyError: …`, unless the handler gives up too."""
        caught = [handler for handler in outer.handlers if catches_key_error(handler)]
        if caught and inner in outer.body and way.need == "required":
            way.need = "required" if any(ends(handler.body) for handler in caught) else "optional"
        way.plain = False
        return None

    def _context(self, way: _Way, outer: ast.With, inner: ast.AST) -> Answer | None:
        """`with suppress(KeyError):`."""
        if any(suppresses(item.context_expr) for item in outer.items):
            way.need = "optional"
        way.plain = False
        return None

    def _call(self, way: _Way, outer: ast.Call, inner: ast.AST) -> Answer | None:
        """`int(read)` fails on None; `str(read)` does not."""
        if not way.is_open:
            way.plain = False
            return None
        if outer.func is not inner and called_name(outer) in _REFUSING_NONE and not self._is_guarded(outer, way.name):
            self.assumed.add(id(way.node))
            return "required", None
        way.plain = called_name(outer) in ("str", "bool")
        return None

    def _method(self, way: _Way, outer: ast.Attribute, inner: ast.AST) -> Answer | None:
        """`read.split(",")`: None has no such method."""
        is_open, way.plain = way.is_open and isinstance(way.node, ast.Call), False
        if is_open and outer.attr in _TEXT_METHODS and not self._is_guarded(outer, way.name):
            self.assumed.add(id(way.node))
            return "required", None
        return None

    def _assignment(self, way: _Way, outer: ast.Assign | ast.AnnAssign, inner: ast.AST) -> Answer | None:
        """`name = read`, and what the statements after it do where the name is empty."""
        targets = outer.targets if isinstance(outer, ast.Assign) else [outer.target]
        if way.is_open and len(targets) == 1 and isinstance(targets[0], ast.Name):
            return self._guard(outer, targets[0].id, way.need)
        way.plain = False
        return None

    def _listing(self, way: _Way, outer: ast.comprehension, inner: ast.AST) -> Answer | None:
        """`missing = [x for x in names if x not in os.environ]`, and `if missing: raise`."""
        way.plain = False
        made = self.module.parent(outer)
        given = self.module.parent(made) if made is not None else None
        if inner not in outer.ifs or not isinstance(given, ast.Assign) or not isinstance(given.targets[0], ast.Name):
            return None
        if not misses(inner, lambda node: node is way.node, way.node):
            return None
        name = given.targets[0].id
        for after in self.module.following(given, _FOLLOWING):
            if isinstance(after, ast.If) and isinstance(after.test, ast.Name) and after.test.id == name and ends(after.body):
                return "required", None
        return None

    def _walrus(self, way: _Way, outer: ast.NamedExpr, inner: ast.AST) -> Answer | None:
        return None  # the value flows on

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
            if reading and is_called(reading[0], name):
                return True
            if (
                isinstance(node, ast.Compare)
                and is_called(node.left, name)
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
        if not ends(branch.body):
            return False
        return misses(test, lambda node: node is read or (node is not test and self._mentions(node, name)), read)

    def _guard(self, statement: ast.stmt, variable: str, need: Need) -> tuple[Need, str | None]:
        """What the statements after `variable = os.getenv("X")` do where it is empty."""

        def is_it(node: ast.AST) -> bool:
            return isinstance(node, ast.Name) and node.id == variable

        for after in self.module.following(statement, _FOLLOWING):
            if isinstance(after, ast.If) and misses(after.test, is_it, None):
                if ends(after.body):
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


_STEPS: dict[type[ast.AST], Callable[[Needs, _Way, Any, ast.AST], Answer | None]] = {
    ast.BoolOp: Needs._operation,
    ast.IfExp: Needs._choice,
    ast.If: Needs._branch,
    ast.While: Needs._branch,
    ast.Assert: Needs._assertion,
    ast.Try: Needs._attempt,
    ast.With: Needs._context,
    ast.Call: Needs._call,
    ast.Attribute: Needs._method,
    ast.Assign: Needs._assignment,
    ast.AnnAssign: Needs._assignment,
    ast.NamedExpr: Needs._walrus,
    ast.comprehension: Needs._listing,
}
