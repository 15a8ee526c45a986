"""pydantic's settings classes: each field is a variable."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from ....core.records import NamedTuple
from .found import Found, is_name
from .python_conditions import default_of, literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ....parsing.python import Module
    from .found import Need

_MOST_ABOVE = 20  # classes that one is made from
_ALIASES = ("validation_alias", "alias", "env")


class _Rules(NamedTuple):
    """How the names of a class's fields become variables."""

    prefix: str
    exact: bool  # upper and lower case are told apart


def settings_in(module: Module) -> Iterator[Found]:
    """The fields of every class that is made from `BaseSettings`, in this file or through one of this file."""
    if "BaseSettings" not in module.excerpt.text:
        return
    classes = {node.name: node for node in module.nodes if isinstance(node, ast.ClassDef)}
    old = "pydantic_settings" not in module.excerpt.text
    for made in classes.values():
        lineage = _lineage(made, classes)
        if any(_base(base) == "BaseSettings" for one in lineage for base in one.bases):
            rules = _rules(lineage)
            for field in made.body:
                if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
                    yield from _field(module, field, field.target.id, rules, classes, old)


def _lineage(made: ast.ClassDef, classes: dict[str, ast.ClassDef]) -> list[ast.ClassDef]:
    """The class and the classes of this file that it is made from."""
    found = [made]
    for one in found:
        if len(found) > _MOST_ABOVE:
            break
        for base in one.bases[:_MOST_ABOVE]:
            above = classes.get(_base(base))
            if above is not None and above not in found:
                found.append(above)
    return found


def _base(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _rules(lineage: list[ast.ClassDef]) -> _Rules:
    for one in lineage:
        given: dict[str, ast.expr] = {}
        for statement in one.body:
            if isinstance(statement, (ast.Assign, ast.AnnAssign)):
                target = statement.target if isinstance(statement, ast.AnnAssign) else statement.targets[0]
                if isinstance(target, ast.Name) and target.id == "model_config":
                    given |= _options(statement.value)
            elif isinstance(statement, ast.ClassDef) and statement.name == "Config":
                for inside in statement.body:
                    if isinstance(inside, ast.Assign) and isinstance(inside.targets[0], ast.Name):
                        given[inside.targets[0].id] = inside.value
        given |= {k.arg: k.value for k in one.keywords if k.arg}
        if given:
            exact = given.get("case_sensitive")
            prefix = literal(given["env_prefix"]) if "env_prefix" in given else ""
            return _Rules(prefix or "", isinstance(exact, ast.Constant) and exact.value is True)
    return _Rules("", False)


def _options(node: ast.expr | None) -> dict[str, ast.expr]:
    if isinstance(node, ast.Call):
        return {k.arg: k.value for k in node.keywords if k.arg}
    if isinstance(node, ast.Dict):
        return {
            key.value: value
            for key, value in zip(node.keys, node.values)
            if isinstance(key, ast.Constant) and isinstance(key.value, str)
        }
    return {}


def _field(
    module: Module, field: ast.AnnAssign, name: str, rules: _Rules, classes: dict[str, ast.ClassDef], old: bool
) -> Iterator[Found]:
    kind = ast.unparse(field.annotation)
    if name.startswith("_") or name == "model_config" or kind.startswith(("ClassVar", "typing.ClassVar")):
        return
    if kind.strip("'\"") in classes and field.value is None:
        return  # a class of its own: its fields are the variables
    variable = rules.prefix + name
    need: Need = "required"
    default: str | None = None
    if "Optional[" in kind and old:
        need = "optional"
    given = field.value
    options = [given] if isinstance(given, ast.Call) and _base(given.func) == "Field" else []
    options += [node for node in ast.walk(field.annotation) if isinstance(node, ast.Call) and _base(node.func) == "Field"]
    for option in options:
        keywords = {k.arg: k.value for k in option.keywords if k.arg}
        if option is given:
            given = option.args[0] if option.args else keywords.get("default")
        if "default_factory" in keywords:
            need = "default"
        alias = next((keywords[k] for k in _ALIASES if k in keywords), None)
        if isinstance(alias, ast.Call) and alias.args:
            alias = alias.args[0]
        elif isinstance(alias, (ast.List, ast.Tuple)) and alias.elts:
            alias = alias.elts[0]
        if isinstance(alias, ast.Constant) and isinstance(alias.value, str):
            variable = alias.value
        if any(isinstance(k, ast.Constant) and k.value is False for k in [keywords.get("init")]):
            return
    if given is not None and not (isinstance(given, ast.Constant) and given.value is ...):
        if isinstance(given, ast.Constant) and given.value is None:
            need = "optional"
        else:
            need, default = "default", default_of(given)
    variable = variable if rules.exact else variable.upper()
    if is_name(variable):
        yield Found(variable, module.place(field), need, default, f"BaseSettings.{name}")
