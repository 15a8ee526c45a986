"""What names stand for in a Python file, as far as reads of the environment need it."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from ....core.records import NamedTuple
from .python_conditions import default_of
from .python_needs import Needs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ....parsing.python import Module
    from .found import Need

_MOST_TEXTS = 100  # of a list of names
_ENV_CLASSES = frozenset({"Env", "FileAwareEnv"})


class Wrapper(NamedTuple):
    """A function that reads the variable its parameter `name` holds.

    `fallback` is the parameter that is the default; `positions` and `defaults` are those of all its parameters.
    """

    function: str
    name: str
    fallback: str
    need: Need
    default: str | None
    positions: Mapping[str, int]
    defaults: Mapping[str, ast.expr]

    def argument(self, call: ast.Call, parameter: str) -> ast.expr | None:
        """What a call gives for a parameter."""
        at = self.positions.get(parameter, -1)
        if 0 <= at < len(call.args):
            return call.args[at]
        return next((k.value for k in call.keywords if k.arg == parameter), None)


class Names:
    """`configs` are functions such as decouple's `config`, with the name a person knows; `envs` are readers such as
    django-environ's `env`, `plain_envs` those that take the default as second argument; `schemes` the defaults given to `Env`.
    """

    def __init__(self, module: Module) -> None:
        self.module = module
        self.imported: set[str] = set()
        self.oses: set[str] = set()
        self.environs: set[str] = set()
        self.getenvs: set[str] = set()
        self.configs: dict[str, str] = {}
        self.envs: set[str] = set()
        self.plain_envs: set[str] = set()
        self.schemes: dict[str, str | None] = {}
        self.constants: dict[str, str | None] = {}  # None: not one text
        self.lists: dict[str, list[str]] = {}  # constants that hold several texts
        self._wrappers: dict[str, Wrapper] = {}

    def is_environ(self, node: ast.AST) -> bool:
        """Whether this is `os.environ`."""
        if isinstance(node, ast.Name):
            return node.id in self.environs
        return (
            isinstance(node, ast.Attribute)
            and node.attr == "environ"
            and isinstance(node.value, ast.Name)
            and node.value.id in self.oses
        )

    def is_getenv(self, node: ast.AST) -> bool:
        """Whether this is `os.getenv`."""
        if isinstance(node, ast.Name):
            return node.id in self.getenvs
        return (
            isinstance(node, ast.Attribute)
            and node.attr == "getenv"
            and isinstance(node.value, ast.Name)
            and node.value.id in self.oses
        )

    def texts(self, node: ast.expr, user: ast.AST) -> list[str]:
        """The texts that an expression can be: a literal, a constant of this file, or what a loop over literals gives."""
        if isinstance(node, ast.Constant):
            return [node.value] if isinstance(node.value, str) else []
        if not isinstance(node, ast.Name):
            return []
        for outer, _ in self.module.above(user):
            if isinstance(outer, ast.For):
                target, listed = outer.target, outer.iter
            elif isinstance(outer, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp)):
                target, listed = outer.generators[0].target, outer.generators[0].iter
            elif isinstance(outer, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
                arguments = outer.args
                if any(a.arg == node.id for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)):
                    return []
                continue
            else:
                continue
            if isinstance(target, ast.Name) and target.id == node.id:
                return self.lists.get(listed.id, []) if isinstance(listed, ast.Name) else _texts(listed)
        constant = self.constants.get(node.id)
        return [] if constant is None else [constant]

    def wrapper(self, function: ast.AST) -> Wrapper | None:
        """The wrapper that is called by this expression."""
        if isinstance(function, ast.Name):
            return self._wrappers.get(function.id)
        if (
            isinstance(function, ast.Attribute)
            and isinstance(function.value, ast.Name)
            and function.value.id in ("self", "cls")
        ):
            return self._wrappers.get(function.attr)
        return None

    def reading(self, node: ast.AST) -> tuple[ast.expr, ast.expr | None, Need] | None:
        """The name, the default and the need of a plain read of `os.environ`."""
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load) and self.is_environ(node.value):
            return node.slice, None, "required"
        if isinstance(node, ast.Call) and node.args:
            function = node.func
            is_get = isinstance(function, ast.Attribute) and function.attr == "get" and self.is_environ(function.value)
            if is_get or self.is_getenv(function):
                given = (
                    node.args[1] if len(node.args) > 1 else next((k.value for k in node.keywords if k.arg == "default"), None)
                )
                return node.args[0], given, "optional"
        return None


def names_in(module: Module) -> Names:
    """The names of a file."""
    names = Names(module)
    for node in module.nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                names.imported.add(alias.name)
                if alias.name == "os" or (alias.name.startswith("os.") and not alias.asname):
                    names.oses.add(alias.asname or "os")
        elif isinstance(node, ast.ImportFrom):
            _import_from(names, node)
        elif isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            _assignment(names, node.targets[0].id, node.value)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
            _assignment(names, node.target.id, node.value)
    for node in module.nodes:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            _wrapper(names, node)
    return names


def _texts(node: ast.expr) -> list[str]:
    """The texts of a literal list, as many as anybody writes."""
    items = node.elts[:_MOST_TEXTS] if isinstance(node, (ast.List, ast.Tuple, ast.Set)) else []
    return [item.value for item in items if isinstance(item, ast.Constant) and isinstance(item.value, str)]


def _import_from(names: Names, node: ast.ImportFrom) -> None:
    source = node.module or ""
    for alias in node.names:
        bound = alias.asname or alias.name
        if source == "os" and alias.name == "environ":
            names.environs.add(bound)
        elif source == "os" and alias.name == "getenv":
            names.getenvs.add(bound)
        elif source == "decouple" and alias.name == "config":
            names.configs[bound] = "config"
        elif alias.name == "env":  # of environs, or a settings module's own reader that another one goes on with
            names.envs.add(bound)
        names.imported.add(f"{source}.{alias.name}")


def _assignment(names: Names, bound: str, value: ast.expr) -> None:
    if isinstance(value, ast.Constant):
        text = value.value if isinstance(value.value, str) else None
        names.constants[bound] = text if bound not in names.constants else None
        return
    names.constants[bound] = None
    if isinstance(value, (ast.List, ast.Tuple, ast.Set)):
        names.lists[bound] = [] if bound in names.lists else _texts(value)
    if names.is_environ(value):
        names.environs.add(bound)
    elif names.is_getenv(value) or (isinstance(value, ast.Attribute) and value.attr == "get" and names.is_environ(value.value)):
        names.getenvs.add(bound)
    elif isinstance(value, ast.Call):
        called = value.func
        made = called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
        package = called.value.id if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) else ""
        if made in _ENV_CLASSES:
            sources = [name for name in ("environ", "environs") if name == package or f"{name}.{made}" in names.imported]
            if sources:
                names.envs.add(bound)
                if sources == ["environs"]:
                    names.plain_envs.add(bound)
                _schemes(names, value)
        elif made == "Config" and "starlette.config.Config" in names.imported:
            names.configs[bound] = "Config"
        elif made in ("AutoConfig", "Config") and (package == "decouple" or f"decouple.{made}" in names.imported):
            names.configs[bound] = "config"


def _schemes(names: Names, call: ast.Call) -> None:
    """`Env(DEBUG=(bool, False))`: casts with defaults."""
    for keyword in call.keywords:
        if keyword.arg and isinstance(keyword.value, ast.Tuple) and len(keyword.value.elts) == 2:
            names.schemes[keyword.arg] = default_of(keyword.value.elts[1])


def _wrapper(names: Names, function: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    arguments = function.args
    ordered = [a.arg for a in (*arguments.posonlyargs, *arguments.args)]
    if ordered[:1] in (["self"], ["cls"]):
        ordered = ordered[1:]
    known = {*ordered, *(a.arg for a in arguments.kwonlyargs)}
    if not known:
        return
    for node in ast.walk(function):
        reading = names.reading(node)
        if reading is None or not isinstance(node, ast.expr):
            continue
        name, given, need = reading
        if not isinstance(name, ast.Name) or name.id not in known:
            continue
        fallback, default = "", None
        if given is not None:
            if isinstance(given, ast.Name) and given.id in known:
                fallback = given.id
            elif not (isinstance(given, ast.Constant) and given.value is None):
                need, default = "default", default_of(given)
        defaults: dict[str, ast.expr] = dict(zip(reversed(ordered), reversed(arguments.defaults)))
        defaults |= {a.arg: d for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults) if d is not None}
        if need != "default" and not fallback:
            need, default = Needs(names.module, names).around(node, name.id, need, default)
        if need == "optional" and not fallback:
            fallback = next((p for p in known if p in ("default", "fallback", "default_value")), "")
        positions = {parameter: at for at, parameter in enumerate(ordered)}
        names._wrappers[function.name] = Wrapper(function.name, name.id, fallback, need, default, positions, defaults)
        return
