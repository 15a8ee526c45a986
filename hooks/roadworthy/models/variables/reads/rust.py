"""Rust's reads: `std::env::var`, the macros that read while compiling, and clap's `#[arg(env = "X")]`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ....core.outcome import Unreadable
from ....core.patterns import pattern
from ....parsing.code import above, enclosing, field, parse
from .constants import Constants
from .found import Found, is_name, is_upper
from .literals import ends, fallback, literal
from .nodes import arguments
from .wrappers import Wrapper, calls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from ....core.excerpt import Excerpt
    from ....parsing.code import Code
    from .found import Need

_CONSTANT = pattern(r"\b(?:const|static)\s+(?P<name>\w+)\b[^=\n]{0,60}=\s*\"(?P<value>[A-Za-z_]\w*)\"")
_READ = pattern(r"\b(?:std::)?(?:env|dotenv|dotenvy)::(?P<function>var|var_os)\s*\(")
_FOLLOWED = pattern(
    r"\s*\"(?P<name>\w+)\"\s*\)\s*(?:(?P<try>\?)|\.\s*(?P<method>\w+)\(\s*(?:\|[^|\n]{0,40}\|\s*)?"
    r"(?P<given>(?:String::from\()?\"[^\"\n]{0,200}\"\)?(?:\.\w+\(\))?|[\w.]{1,40})?)?"
)
_BARE = pattern(r"(?<![\w.:])(?P<function>var|var_os)\s*\(")
_MACRO = pattern(r"(?<![\w:])(?:std::)?(?P<macro>env|option_env|dotenv)!\s*[(\[{]\s*\"(?P<name>\w+)\"")
_ARGUMENT = pattern(r"#\[\s*(?:arg|clap|structopt)\s*\(")
_ENV = pattern(r"(?:^|[(,])\s*env\s*(?:=\s*\"(?P<name>\w+)\"|=\s*(?P<constant>\w+)|(?=[,)]))")
_DEFAULT = pattern(r"\bdefault_value(?:_t|s|s_t|_os)?\b\s*(?:=\s*(?P<value>\"[^\"\n]*\"|[\w.:-]+))?")
# Methods on the result that go on without a value, and those that end.
_ENDING = frozenset({"unwrap", "expect", "expect_or_log"})
_OPTIONAL = frozenset({"ok", "is_ok", "is_err", "is_some", "is_none", "err"})
_GIVING = frozenset({"unwrap_or", "unwrap_or_else", "map_or", "map_or_else", "or_else", "or"})
_PASSING = frozenset(
    "map map_err and_then as_deref as_ref context with_context wrap_err wrap_err_with ok_or ok_or_else trim filter into"
    " change_context as_str".split()
)


def reads(excerpt: Excerpt) -> tuple[Found, ...] | Unreadable:
    """Every read in the file, in no order."""
    code = parse(excerpt, "rust")
    return code if isinstance(code, Unreadable) else tuple(_all(code))


def _all(code: Code) -> Iterator[Found]:
    text = code.excerpt.text
    wrappers: list[Wrapper] = []
    constants = Constants(text, _CONSTANT)
    shapes = [_READ, _BARE] if re.search(r"\buse\s+std::env::(?:var\b|\{[^}]*\bvar\b)", text) else [_READ]
    for match in (one for shape in shapes for one in shape.finditer(text)):
        node = code.at(match.start("function"), match.end("function"))
        call = enclosing(node, {"call_expression"}, 2) if node and node.type == "identifier" else None
        given = arguments(call) if call else []
        if call is None and node is not None and node.type == "identifier":
            yield from _in_macro(code, node, match.end())
        if call is None or not given:
            continue
        name = literal(code.text(given[0]))
        if name is None and given[0].type == "identifier":
            name = constants.get(code.text(given[0]))
            made = _wrapper(code, call, given[0]) if name is None else None
            if made:
                wrappers.append(made)
        if name is not None and is_name(name):
            need, default = _need(code, call)
            yield Found(name, code.place(call), need, default, f"env::{match['function']}(…)")
    for match in _MACRO.finditer(text):
        node = code.at(match.start("macro"), match.end("macro"))
        if node is not None and node.type == "identifier" and is_name(match["name"]):
            missing: Need = "optional" if match["macro"] == "option_env" else "required"
            yield Found(match["name"], code.excerpt.place(*match.span()), missing, None, f"{match['macro']}!(…)")
    for match in _ARGUMENT.finditer(text):
        node = code.at(match.start(), match.end())
        attribute = node if node and node.type == "attribute_item" else enclosing(node, {"attribute_item"}, 4) if node else None
        if attribute is not None:
            yield from _argument(code, attribute, constants)
    yield from calls(code, wrappers)


def _in_macro(code: Code, node: Node, end: int) -> Iterator[Found]:
    """A read among the arguments of a macro, which the grammar leaves as tokens: told by what follows."""
    if node.parent is None or node.parent.type != "token_tree":
        return
    found = _FOLLOWED.match(code.excerpt.text, end)
    if found is None or not is_name(found["name"]):
        return
    method = found["method"] or ""
    need: Need = "required" if found["try"] or method in _ENDING else "optional"
    default: str | None = None
    if method in _GIVING:
        need, default = "default", literal(found["given"] or "")
    elif method == "unwrap_or_default":
        need, default = "default", ""
    yield Found(found["name"], code.excerpt.place(code.span(node)[0], found.end("name") + 2), need, default, "env::var(…)")


def _wrapper(code: Code, call: Node, key: Node) -> Wrapper | None:
    function = enclosing(call, {"function_item"})
    parameters = field(function, "parameters")
    name = code.text(field(function, "name"))
    if parameters is None or not name:
        return None
    names = [code.text(field(one, "pattern")) for one in parameters.named_children if one.type == "parameter"]
    if code.text(key) not in names:
        return None
    need, default = _need(code, call)
    others = [i for i, one in enumerate(names) if "default" in one or "fallback" in one]
    if others and need != "required":
        return Wrapper(name, names.index(code.text(key)), others[0], "optional", None)
    return Wrapper(name, names.index(code.text(key)), -1, need, default)


def _need(code: Code, call: Node) -> tuple[Need, str | None]:
    """What the program makes of the `Result`: its methods, `?`, a `match`, an `if let`."""
    text = code.text
    value = call
    for up in above(call, 40):
        kind = up.type
        if kind == "try_expression":
            return "required", None
        if kind == "field_expression" and field(up, "value") == value:
            method = text(field(up, "field"))
            if method in _ENDING:
                return "required", None
            outer = up.parent
            given = arguments(outer) if outer is not None and outer.type == "call_expression" else []
            if method == "unwrap_or_default":
                return "default", ""
            if method in _GIVING:
                return _given(code, given)
            if method not in _OPTIONAL | _PASSING or method.startswith("is_"):
                return "optional", None
        elif kind == "match_expression" and field(up, "value") == value:
            return _matched(code, up)
        elif kind == "let_condition":
            outer = enclosing(up, {"if_expression"}, 3)
            other = field(outer, "alternative")
            return _block(code, other) if other else ("optional", None)
        elif kind == "let_declaration" and field(up, "alternative") is not None:
            return "required", None
        elif kind in ("call_expression", "await_expression", "parenthesized_expression", "reference_expression"):
            if kind == "call_expression" and field(up, "function") != value:
                return "optional", None
        else:
            break
        value = up
    return "optional", None


def _given(code: Code, given: list[Node]) -> tuple[Need, str | None]:
    """`unwrap_or("d")`, `unwrap_or_else(|_| …)`, `map_or("d", …)`."""
    if not given:
        return "default", None
    one = given[0]
    if one.type == "closure_expression":
        return _block(code, field(one, "body"))
    return fallback(code.text(one))


def _block(code: Code, body: Node | None) -> tuple[Need, str | None]:
    """A block or expression that stands for a missing value."""
    for _ in range(3):
        if body is not None and body.type in ("block", "else_clause", "expression_statement") and body.named_child_count:
            body = body.named_child(body.named_child_count - 1)
    if body is None:
        return "optional", None
    spoken = code.text(body)
    return ("required", None) if ends(spoken) else fallback(spoken)


def _matched(code: Code, match: Node) -> tuple[Need, str | None]:
    body = field(match, "body")
    for arm in body.named_children if body is not None else ():
        shape = code.text(field(arm, "pattern"))
        if shape.startswith(("Err", "_", "None")):
            return _block(code, field(arm, "value"))
    return "optional", None


def _argument(code: Code, attribute: Node, constants: Constants) -> Iterator[Found]:
    """clap takes a missing argument from the environment; without a default, a field that is no `Option` is required."""
    text = code.text(attribute)
    found = _ENV.search(text[:2000])
    if found is None:
        return
    held = attribute.next_named_sibling
    for _ in range(10):
        if held is None or held.type == "field_declaration":
            break
        held = held.next_named_sibling
    if held is None or held.type != "field_declaration":
        return
    name = found["name"] or (constants.get(found["constant"]) if found["constant"] else None)
    if name is None and not found["constant"]:
        name = code.text(field(held, "name")).removeprefix("r#").upper()
    if name is None or not is_upper(name.upper()):
        return
    kind = code.text(field(held, "type"))
    need: Need = "optional" if re.match(r"(?:std::option::)?Option\b|Vec\b|bool\b", kind) else "required"
    default: str | None = None
    given = _DEFAULT.search(text[:2000])
    if given:
        need = "default"
        default = literal(given["value"]) if given["value"] else None
    yield Found(name, code.place(attribute), need, default, "#[arg(env)]")
