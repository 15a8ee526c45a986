"""Functions that read the variable whose name they are given: those of the file, and those that are named for it.

`getEnv("X", "d")` stands in most programs. One that is defined in the same file is read for what it does with its parameters;
one from elsewhere is known by its name alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ....core.patterns import pattern
from ....core.records import NamedTuple
from ....parsing.code import above, below, enclosing, field
from .found import Found, is_upper
from .helper_names import is_strict, reads_environment, takes_several
from .literals import fallback, literal
from .nodes import CALLS, arguments, callee

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from ....parsing.code import Code
    from .flow import Flow
    from .found import Need

_FUNCTIONS = frozenset(
    "function_declaration function_definition arrow_function function_expression method_definition method_declaration"
    " func_literal method singleton_method function_item local_function_statement".split()
)
_PARAMETERS = ("parameters", "parameter")
_MOST_WRAPPERS = 30
_MOST_CALLS = 500
_FALLBACK = pattern(r"(?i)(?:def|default|fallback|fall_?back|default_?val(?:ue)?|alt|otherwise|\w*default\w*|backup|initial)")
_NAMED = pattern(
    r"(?<![\w$.])(?P<of>\w{1,40}\.)?(?P<name>\w{0,40}[eE][nN][vV]\w{0,40})(?:<[\w\[\]| ]{1,40}>)?"
    r"\(\s*(?P<quote>[\"'`])(?P<key>[A-Z][A-Z0-9_]*)(?P=quote)"
)
_OWN = frozenset(
    {"os.", "cli.", "syscall.", "System.", "Environment.", "Deno.", "process."}
)  # read by the language's own module


class Wrapper(NamedTuple):
    """A function of the file. `at` and `other` are which of its arguments are the name and the default (-1: none)."""

    name: str
    at: int
    other: int
    need: Need
    default: str | None


def wrapper(code: Code, flow: Flow, read: Node, key: Node) -> Wrapper | None:
    """The function around a read whose parameter is the name that is read."""
    variable = code.text(key)
    for function in above(read):
        if function.type not in _FUNCTIONS:
            continue
        parameters = _parameters(code, function)
        if variable not in parameters:
            continue
        name = code.text(field(function, "name")) or _bound_name(code, function)
        if not name:
            return None
        others = [i for i, one in enumerate(parameters) if one != variable and _FALLBACK.fullmatch(one)]
        need, default = flow.need(read, variable)
        if others and need != "required":
            return Wrapper(name, parameters.index(variable), others[0], "optional", None)
        return Wrapper(name, parameters.index(variable), -1, need, default)
    return None


def _parameters(code: Code, function: Node) -> list[str]:
    held = field(function, "parameters") or next(
        (child for child in function.named_children if child.type == "function_value_parameters"), None
    )
    if held is None:
        single = field(function, "parameter")
        return [code.text(single)] if single else []
    names: list[str] = []
    for one in held.named_children:
        given = one.children_by_field_name("name") or one.children_by_field_name("pattern")
        if not given and one.type in ("identifier", "variable_name"):
            given = [one]
        elif not given:
            first = next(below(one, {"identifier", "variable_name"}), None)
            given = [first] if first else []
        names += [code.text(name) for name in given]
    return names


def _bound_name(code: Code, function: Node) -> str:
    """The name that an anonymous function is given."""
    up = function.parent
    return code.text(field(up, "name")) if up and up.type in ("variable_declarator", "var_spec") else ""


def calls(code: Code, wrappers: list[Wrapper]) -> Iterator[Found]:
    """The calls of the file's wrappers with a literal name."""
    for one in list({wrapper.name: wrapper for wrapper in wrappers}.values())[:_MOST_WRAPPERS]:
        shape = re.compile(rf"(?<![\w$]){re.escape(one.name)}\s*(?:<[^<>()\n]{{1,80}}>)?\(")
        for count, match in enumerate(shape.finditer(code.excerpt.text)):
            if count == _MOST_CALLS:
                break
            node = code.at(match.start(), match.start() + len(one.name))
            call = _call_of(node) if node else None
            given = arguments(call) if call else []
            if call is None or len(given) <= one.at:
                continue
            key = literal(code.text(given[one.at]))
            if key is None or not is_upper(key):
                continue
            need, default = one.need, one.default
            if 0 <= one.other < len(given):
                need, default = fallback(code.text(given[one.other]))
            yield Found(key, code.place(call), need, default, f"{one.name}(…)")


def named(code: Code, flow: Flow, known: list[Wrapper]) -> Iterator[Found]:
    """The calls of functions from elsewhere that are named for reading the environment."""
    own = {wrapper.name for wrapper in known}
    for match in _NAMED.finditer(code.excerpt.text):
        if (
            match["name"] in own
            or not reads_environment(match["name"])
            or match["of"] in _OWN
            or (match["of"] and match["name"] == "getenv")
        ):
            continue
        if match["of"] and not _is_module(code, match["of"][:-1]):
            continue
        node = code.at(match.start("name"), match.end("name"))
        call = _call_of(node) if node else None
        if node is None or call is None:
            continue
        given = arguments(call)
        if not given or literal(code.text(given[0])) != match["key"]:
            continue
        if takes_several(match["name"]):
            for one in given[:20]:
                key = literal(code.text(one, 250))
                if key is not None and is_upper(key):
                    yield Found(key, code.place(call), "optional", None, f"{match['name']}(…)")
            continue
        if is_strict(match["name"]):
            yield Found(match["key"], code.place(call), "required", None, f"{match['name']}(…)")
            continue
        need, default = ("optional", None) if len(given) < 2 else fallback(code.text(given[1]))
        if need == "optional":
            need, default = flow.need(call, match["key"])
        yield Found(match["key"], code.place(call), need, default, f"{match['name']}(…)")


def _is_module(code: Code, name: str) -> bool:
    """Whether a function is asked of a class or of something imported, not of an object that may hold anything."""
    if name[0].isupper():
        return True
    text = code.excerpt.text
    if code.language == "go":
        return f'/{name}"' in text or f'"{name}"' in text or f'\t{name} "' in text
    return (
        re.search(rf"\b(?:import|require)\b[^\n]{{0,200}}\b{re.escape(name)}\b|\b{re.escape(name)}\s*=\s*require\b", text)
        is not None
    )


def _call_of(node: Node) -> Node | None:
    """The call whose function this name is."""
    call = enclosing(node, CALLS, 4)
    if call is None:
        return None
    called = callee(call)
    name = field(call, "name") or field(call, "method") or called
    inside = any(
        part is not None and part.start_byte <= node.start_byte and node.end_byte <= part.end_byte for part in (called, name)
    )
    return call if inside else None
