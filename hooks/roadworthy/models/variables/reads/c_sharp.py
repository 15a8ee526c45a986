"""C#'s reads: `Environment.GetEnvironmentVariable`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....core.outcome import Unreadable
from ....core.patterns import pattern
from ....parsing.code import enclosing, parse
from .constants import Constants
from .flow import Flow
from .found import Found, is_name, settled
from .literals import literal
from .nodes import arguments
from .wrappers import Wrapper, calls, named, wrapper

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ....core.excerpt import Excerpt
    from ....parsing.code import Code

_CONSTANT = pattern(r"\b(?:const|readonly)\s+string\s+(?P<name>\w+)\s*=\s*\"(?P<value>[A-Za-z_]\w*)\"")
_READ = pattern(r"(?<![\w.])(?:System\.)?Environment\.(?P<function>GetEnvironmentVariable)\s*\(")


def reads(excerpt: Excerpt) -> tuple[Found, ...] | Unreadable:
    """Every read in the file, in no order."""
    code = parse(excerpt, "c_sharp")
    return code if isinstance(code, Unreadable) else _settled(code)


def _settled(code: Code) -> tuple[Found, ...]:
    flow = Flow(code, _READ)
    return settled(list(_all(code, flow)), flow.assumed, flow.tested)


def _all(code: Code, flow: Flow) -> Iterator[Found]:
    constants = Constants(code.excerpt.text, _CONSTANT)
    wrappers: list[Wrapper] = []
    for match in _READ.finditer(code.excerpt.text):
        node = code.at(match.start("function"), match.end("function"))
        call = enclosing(node, {"invocation_expression"}, 2) if node and node.type == "identifier" else None
        given = arguments(call) if call else []
        if call is None or not given:
            continue
        name = literal(code.text(given[0]))
        if name is None and given[0].type == "identifier":
            made = wrapper(code, flow, call, given[0])
            if made:
                wrappers.append(made)
            else:
                name = constants.get(code.text(given[0]))
        if name is not None and is_name(name):
            need, default = flow.need(call, name)
            yield Found(name, code.place(call), need, default, "GetEnvironmentVariable(…)")
    yield from calls(code, wrappers)
    yield from named(code, flow, wrappers)
