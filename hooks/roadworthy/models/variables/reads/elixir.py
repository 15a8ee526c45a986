"""Elixir's reads: `System.get_env`, `fetch_env`, `fetch_env!`, and the tuple `{:system, "X"}`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....core.outcome import Unreadable
from ....core.patterns import pattern
from ....parsing.code import enclosing, field, parse
from .constants import Constants
from .flow import Flow
from .found import Found, is_name, settled
from .literals import fallback, literal
from .nodes import arguments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ....core.excerpt import Excerpt
    from ....parsing.code import Code
    from .found import Need

_ATTRIBUTE = pattern(r"(?P<name>@\w+)\s+\"(?P<value>[A-Za-z_]\w*)\"")
_READ = pattern(r"(?<![\w.])System\.(?P<function>get_env|fetch_env!?)")
_SYSTEM = pattern(r"\{\s*:system\s*,\s*\"(?P<name>\w+)\"(?:\s*,\s*(?P<default>\"[^\"\n#]*\"|\d+|true|false))?\s*\}")


def reads(excerpt: Excerpt) -> tuple[Found, ...] | Unreadable:
    """Every read in the file, in no order."""
    code = parse(excerpt, "elixir")
    return code if isinstance(code, Unreadable) else _settled(code)


def _settled(code: Code) -> tuple[Found, ...]:
    flow = Flow(code, _READ)
    return settled(list(_all(code, flow)), flow.assumed, flow.tested)


def _all(code: Code, flow: Flow) -> Iterator[Found]:
    constants = Constants(code.excerpt.text, _ATTRIBUTE)
    for match in _READ.finditer(code.excerpt.text):
        node = code.at(match.start("function"), match.end("function"))
        call = enclosing(node, {"call"}, 2) if node and node.type == "identifier" else None
        if call is None:
            continue
        given = arguments(call)
        how = f"System.{match['function']}(…)"
        key = given[0] if given else None
        outer = call.parent
        if outer is not None and field(outer, "right") == call and code.text(field(outer, "operator")) == "|>":
            key = field(outer, "left")  # `"X" |> System.get_env()`
        if key is None:
            continue
        name = literal(code.text(key))
        if name is None and key.type == "unary_operator":
            name = constants.get(code.text(key))
        if name is None or not is_name(name):
            continue
        need: Need = "required" if match["function"].endswith("!") else "optional"
        default: str | None = None
        if len(given) > 1:
            need, default = fallback(code.text(given[1]))
        elif need == "optional" and match["function"] == "get_env":
            need, default = flow.need(call, name)
        yield Found(name, code.place(call), need, default, how)
    for match in _SYSTEM.finditer(code.excerpt.text):
        node = code.at(*match.span())
        if node is not None and node.type == "tuple" and is_name(match["name"]):
            need, default = fallback(match["default"]) if match["default"] else ("optional", None)
            yield Found(match["name"], code.place(node), need, default, "{:system, …}")
