"""Python's reads: `os.environ`, `os.getenv`, and the libraries that wrap them. Typed settings stand in `python_settings`.

Parsed with the standard library's `ast`. Names are followed within the file: what `os`, `environ` and `getenv` are called
here, constants that hold a variable's name, and functions that pass their parameter on as one.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from ....core.outcome import Unreadable
from ....parsing.python import Module, parse
from .found import Found, is_name, is_upper, settled
from .helper_names import is_strict, reads_environment
from .python_conditions import literal
from .python_names import Names, names_in
from .python_needs import Needs
from .python_settings import settings_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ....core.excerpt import Excerpt, Place
    from .found import Need
    from .python_names import Wrapper

_MOST = 2000  # reads of one file whose surroundings are looked at
_MOST_NAMES = 50_000  # that are given
_SPECIAL = {
    "db": "DATABASE_URL",
    "cache": "CACHE_URL",
    "email": "EMAIL_URL",
    "search_url": "SEARCH_URL",
    "channels": "CHANNELS_URL",
}
_METHODS = frozenset(
    "str bool int float json list tuple dict url db db_url cache cache_url email email_url search_url channels channels_url"
    " path bytes date datetime timedelta decimal uuid log_level enum dj_db_url dj_email_url dj_cache_url unicode time"
    " get_value csv_list url_list".split()
)


def reads(excerpt: Excerpt) -> tuple[Found, ...] | Unreadable:
    """Every read in the file, in no order; Unreadable where this is no Python that the running interpreter understands."""
    module = parse(excerpt)
    if isinstance(module, Unreadable):
        return module
    try:
        found = _Reads(module, names_in(module))
        return settled(list(found.all()), found.assumed, found.needs.tested)
    except RecursionError:  # `ast.unparse` goes deeper than the parser
        return Unreadable(excerpt.place(0, 1), "is nested too deep to be read here", opaque=True)


class _Reads:
    def __init__(self, module: Module, names: Names) -> None:
        self.module = module
        self.names = names
        self.needs = Needs(module, names)
        self.assumed: set[Place] = set()
        self.count = 0

    def all(self) -> Iterator[Found]:
        yield from settings_in(self.module)
        for node in self.module.nodes:
            if isinstance(node, ast.Subscript):
                if isinstance(node.ctx, ast.Load) and self.names.is_environ(node.value):
                    yield from self.found(node, node.slice, "os.environ[…]", "required", None)
            elif isinstance(node, ast.Call):
                yield from self.call(node)
            elif (
                isinstance(node, ast.Compare)
                and isinstance(node.ops[0], (ast.In, ast.NotIn))
                and self.names.is_environ(node.comparators[0])
            ):
                yield from self.found(node, node.left, "in os.environ", "optional", None)

    def call(self, node: ast.Call) -> Iterator[Found]:
        function = node.func
        if self.names.is_getenv(function):
            yield from self.getting(node, "os.getenv(…)")
        elif isinstance(function, ast.Attribute) and self.names.is_environ(function.value):
            if function.attr == "get":
                yield from self.getting(node, "os.environ.get(…)")
            elif function.attr == "setdefault" and len(node.args) == 2:
                yield from self.found(node, node.args[0], "os.environ.setdefault(…)", "default", literal(node.args[1]))
            elif function.attr == "pop" and not isinstance(self.module.parent(node), ast.Expr):
                yield from self.getting(node, "os.environ.pop(…)", "required")
        elif isinstance(function, ast.Name) and function.id in self.names.configs:
            yield from self.configured(node, self.names.configs[function.id] + "(…)")
        elif isinstance(function, ast.Name) and function.id in self.names.envs:
            yield from self.environ_call(node, function.id, "env(…)")
        elif isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
            if function.value.id == "decouple" and function.attr == "config" and "decouple" in self.names.imported:
                yield from self.configured(node, "config(…)")
            elif function.value.id in self.names.envs and function.attr in _METHODS:
                yield from self.environ_call(node, function.value.id, f"env.{function.attr}(…)", function.attr)
        if not node.args:
            yield from self.options(node)
            return
        wrapper = self.names.wrapper(function)
        if wrapper:
            yield from self.wrapped(node, wrapper)
        elif isinstance(function, ast.Name) and function.id not in self.names.envs and reads_environment(function.id):
            yield from self.helped(node, function.id)
        if isinstance(function, ast.Attribute):
            yield from self.options(node)

    def getting(self, node: ast.Call, how: str, need: Need = "optional") -> Iterator[Found]:
        """`get(name)` and `get(name, default)`."""
        key = node.args[0] if node.args else next((k.value for k in node.keywords if k.arg == "key"), None)
        given = node.args[1] if len(node.args) > 1 else next((k.value for k in node.keywords if k.arg == "default"), None)
        if key is not None:
            default = None
            if given is not None:
                need, default = self.needs.with_default(given)
            yield from self.found(node, key, how, need, default)

    def configured(self, node: ast.Call, how: str) -> Iterator[Found]:
        """decouple's and starlette's `config("X", cast=…, default=…)`."""
        given = next((k.value for k in node.keywords if k.arg == "default"), None)
        if given is None and how.startswith("Config") and len(node.args) > 2:
            given = node.args[2]
        if node.args:
            need, default = ("required", None) if given is None else self.needs.with_default(given)
            yield from self.found(node, node.args[0], how, need, default)

    def environ_call(self, node: ast.Call, env: str, how: str, method: str = "") -> Iterator[Found]:
        """`env("X", default=…)` of django-environ and environs."""
        given = next((k.value for k in node.keywords if k.arg in ("default", "missing")), None)
        if given is None and method and len(node.args) > 1:
            given = node.args[1]
        if given is None and not method and len(node.args) > 1 and env in self.names.plain_envs:
            given = node.args[1]
        key: ast.expr | None = node.args[0] if node.args else next((k.value for k in node.keywords if k.arg == "var"), None)
        if key is None and method in _SPECIAL:
            key = ast.Constant(_SPECIAL[method])
        if key is None:
            return
        prefix = self.needs.prefix_of(node, env)
        for name in self.names.texts(key, node):
            need, default = ("required", None) if given is None else self.needs.with_default(given)
            if given is None and name in self.names.schemes:
                need, default = "default", self.names.schemes[name]
            if is_name(prefix + name):
                yield Found(prefix + name, self.module.place(node), need, default, how)

    def wrapped(self, node: ast.Call, wrapper: Wrapper) -> Iterator[Found]:
        """A call of a function of this file that passes its parameter on as the variable's name."""
        key = wrapper.argument(node, wrapper.name)
        if key is None:
            return
        need, default = wrapper.need, wrapper.default
        if wrapper.fallback:
            given = wrapper.argument(node, wrapper.fallback)
            if given is None and wrapper.fallback in wrapper.defaults:
                given = wrapper.defaults[wrapper.fallback]
            need, default = self.needs.with_default(given) if given is not None else ("optional", None)
        yield from self.found(node, key, f"{wrapper.function}(…)", need, default)

    def helped(self, node: ast.Call, function: str) -> Iterator[Found]:
        """A function from elsewhere that is named for reading the environment: `get_bool_from_env("X", default)`."""
        key = node.args[0]
        if self.names.is_getenv(node.func) or not (isinstance(key, ast.Constant) and isinstance(key.value, str)):
            return
        given = next((k.value for k in node.keywords if k.arg in ("default", "default_value", "fallback")), None)
        if given is None and len(node.args) > 1:
            given = node.args[1]
        need, default = self.needs.with_default(given) if given is not None else ("optional", None)
        if is_strict(function):
            need = "required"
        if is_upper(key.value):
            yield from self.found(node, key, f"{function}(…)", need, default)

    def options(self, node: ast.Call) -> Iterator[Found]:
        """click's and typer's `envvar="X"`."""
        key = next((k.value for k in node.keywords if k.arg == "envvar"), None)
        if key is None:
            return
        required = any(
            k.arg == "required" and isinstance(k.value, ast.Constant) and k.value.value is True for k in node.keywords
        )
        given = next((k.value for k in node.keywords if k.arg == "default"), None)
        need, default = self.needs.with_default(given) if given is not None else ("optional", None)
        keys = key.elts[:1] if isinstance(key, (ast.List, ast.Tuple)) else [key]
        for one in keys:
            for name in self.names.texts(one, node):
                if is_name(name):
                    yield Found(name, self.module.place(node), "required" if required else need, default, "envvar=…")

    def found(self, node: ast.expr, key: ast.expr, how: str, need: Need, default: str | None) -> Iterator[Found]:
        """The read with its need as the code around it has it."""
        for name in self.names.texts(key, node) if self.count < _MOST_NAMES else ():
            if is_name(name):
                self.count += 1
                need_here, default_here = need, default
                if self.count <= _MOST:
                    need_here, default_here = self.needs.around(node, name, need, default)
                    if need_here == "required" and self.needs.is_switched(node):
                        need_here = "optional"
                if id(node) in self.needs.assumed:
                    self.assumed.add(self.module.place(node))
                yield Found(name, self.module.place(node), need_here, default_here, how)
