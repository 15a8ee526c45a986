"""Ruby's reads of `ENV`, also in the `<% … %>` of a template such as `config/database.yml`."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from ....core.outcome import Unreadable
from ....core.patterns import pattern
from ....parsing.code import field, language_of, parse
from .comments import Comments
from .flow import Flow
from .found import Found, is_name, settled
from .literals import fallback, literal
from .nodes import arguments
from .wrappers import Wrapper, calls, wrapper

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from ....core.excerpt import Excerpt
    from ....parsing.code import Code
    from .found import Need

_ENV = pattern(r"(?<![\w.@$])(?:::)?ENV\b")
_READ = pattern(r"\bENV\s*(?:\[|\.)")
_TAG = pattern(r"<%(?!%|#)[=-]{0,2}(?P<code>[^%]{0,4000}(?:%(?!>)[^%]{0,4000}){0,50}?)-?%>")
_MOST = 2000  # tags of one file
_COMMENT = pattern(r"(?m)^[ \t]*#.*$")


def reads(excerpt: Excerpt) -> tuple[Found, ...] | Unreadable:
    """Every read in the file, in no order."""
    if language_of(excerpt.path) == "ruby":
        code = parse(excerpt, "ruby")
        return code if isinstance(code, Unreadable) else _settled(code)
    found: list[Found] = []
    comments = None if excerpt.path.endswith(".erb") else Comments(excerpt.text, _COMMENT)
    for match in islice(_TAG.finditer(excerpt.text), _MOST):
        if "ENV" not in match["code"] or (comments and comments.hold(match.start())):
            continue
        code = parse(excerpt.cut(match.start("code"), match.end("code")), "ruby")
        if isinstance(code, Unreadable):
            return code
        found.extend(_settled(code))
    return tuple(found)


def _settled(code: Code) -> tuple[Found, ...]:
    flow = Flow(code, _READ)
    return settled(list(_all(code, flow)), flow.assumed, flow.tested)


def _all(code: Code, flow: Flow) -> Iterator[Found]:
    wrappers: list[Wrapper] = []
    for match in _ENV.finditer(code.excerpt.text):
        constant = code.at(match.end() - 3, match.end())
        if constant is None or constant.type != "constant":
            continue
        outer = constant.parent
        if outer is not None and outer.type == "scope_resolution":
            if field(outer, "scope") is not None:
                continue
            constant, outer = outer, outer.parent
        if outer is None:
            continue
        if outer.type == "element_reference" and field(outer, "object") == constant:
            key = next((child for child in outer.named_children if child != constant), None)
            yield from _indexed(code, flow, outer, key, wrappers)
        elif outer.type == "call" and field(outer, "receiver") == constant:
            yield from _called(code, flow, outer, wrappers)
    yield from calls(code, wrappers)


def _indexed(code: Code, flow: Flow, node: Node, key: Node | None, wrappers: list[Wrapper]) -> Iterator[Found]:
    name = _name(code, flow, node, key, wrappers)
    if name is None:
        return
    outer = node.parent
    if outer is not None and field(outer, "left") == node and outer.type in ("assignment", "operator_assignment"):
        if code.text(field(outer, "operator")) == "||=":
            need, default = fallback(code.text(field(outer, "right")))
            yield Found(name, code.place(node), need, default, "ENV[…]")
        return
    if outer is not None and outer.type == "left_assignment_list":
        return
    need, default = flow.need(node, name)
    yield Found(name, code.place(node), need, default, "ENV[…]")


def _called(code: Code, flow: Flow, call: Node, wrappers: list[Wrapper]) -> Iterator[Found]:
    method = code.text(field(call, "method"))
    given = arguments(call)
    if method == "fetch" and given:
        name = _name(code, flow, call, given[0], wrappers, "required")
        need: Need = "required"
        default: str | None = None
        block = field(call, "block")
        if len(given) > 1:
            need, default = fallback(code.text(given[1]))
        elif block is not None:
            body = field(block, "body")
            need, default = fallback(code.text(body)) if body else ("optional", None)
        if name is not None:
            yield Found(name, code.place(call), need, default, "ENV.fetch(…)")
    elif method in ("key?", "has_key?", "include?", "member?", "values_at", "slice", "dig"):
        for one in given:
            name = literal(code.text(one))
            if name is not None and is_name(name):
                yield Found(name, code.place(call), "optional", None, f"ENV.{method}(…)")


def _name(code: Code, flow: Flow, node: Node, key: Node | None, wrappers: list[Wrapper], need: Need = "optional") -> str | None:
    """The literal name; where it is a parameter, the function around is noted as a wrapper."""
    if key is None:
        return None
    name = literal(code.text(key))
    if name is None and key.type == "identifier":
        made = wrapper(code, flow, node, key)
        if made:
            wrappers.append(made._replace(need=need) if need == "required" and made.other < 0 else made)
    return name if name is not None and is_name(name) else None
