"""Java's and Kotlin's reads: `System.getenv`, and Spring's `${X:default}` in `@Value` and in its configuration files."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from ....core.outcome import Unreadable
from ....core.patterns import pattern
from ....parsing.code import enclosing, language_of, parse
from .comments import Comments
from .constants import Constants
from .flow import Flow
from .found import Found, is_name, is_upper, settled
from .literals import fallback, literal
from .nodes import CALLS, arguments
from .wrappers import Wrapper, calls, named, wrapper

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from ....core.excerpt import Excerpt
    from ....parsing.code import Code
    from .found import Need

_CONSTANT = pattern(r"\b(?P<name>[A-Za-z_]\w*)[ \t]*(?::[ \t]*String[ \t]*)?=[ \t]*\"(?P<value>[A-Za-z_]\w*)\"")
_READ = pattern(r"(?<![\w.])(?:java\.lang\.)?System\.(?P<function>getenv)\s*\(")
_IN_TEXT = pattern(r"\bSystem\.getenv\s*\(")
_VALUE = pattern(r"@(?:field:|param:|get:)?(?:Value|ConfigProperty)\s*\(")
_COMMENT = pattern(r"(?m)(?:^[ \t]*[#!]|[ \t]#)[^\n]*$")
_PLACEHOLDER = pattern(r"\\?\$\{(?P<name>[A-Z][A-Z0-9_]*)(?P<rest>:|\})")
_MOST = 2000  # placeholders of one file
_METHODS = frozenset({"get", "getOrDefault", "containsKey", "getValue"})


def reads(excerpt: Excerpt) -> tuple[Found, ...] | Unreadable:
    """Every read in the file, in no order."""
    language = language_of(excerpt.path)
    if language not in ("java", "kotlin"):
        return tuple(_placeholders(excerpt, 0, len(excerpt.text), Comments(excerpt.text, _COMMENT)))
    code = parse(excerpt, language)
    return code if isinstance(code, Unreadable) else _settled(code)


def _settled(code: Code) -> tuple[Found, ...]:
    flow = Flow(code, _IN_TEXT)
    return settled(list(_all(code, flow)), flow.assumed, flow.tested)


def _all(code: Code, flow: Flow) -> Iterator[Found]:
    constants = Constants(code.excerpt.text, _CONSTANT)
    wrappers: list[Wrapper] = []
    for match in _READ.finditer(code.excerpt.text):
        node = code.at(match.start("function"), match.end("function"))
        call = enclosing(node, CALLS, 3) if node and "identifier" in node.type else None
        if call is None:
            continue
        given = arguments(call)
        read: Node | None = call
        how = "System.getenv(…)"
        if not given:  # the map of all of them
            read, method, given = _of_map(code, call)
            how = f"System.getenv().{method}(…)"
        if read is None or not given:
            continue
        name = literal(code.text(given[0]))
        if name is None and "identifier" in given[0].type:
            made = wrapper(code, flow, read, given[0])
            if made:
                wrappers.append(made)
            else:
                name = constants.get(code.text(given[0]))
        if name is None or not is_name(name):
            continue
        if "getOrDefault" in how and len(given) > 1:
            need, default = fallback(code.text(given[1]))
        elif "containsKey" in how:
            need, default = "optional", None
        else:
            need, default = flow.need(read, name)
        yield Found(name, code.place(read), need, default, how)
    for match in _VALUE.finditer(code.excerpt.text):
        node = code.at(match.start() + 1, match.end() - 1)
        held = enclosing(node, {"annotation", "modifiers"}, 4) if node else None
        if node is not None and held is not None and "comment" not in node.type and "string" not in node.type:
            yield from _placeholders(code.excerpt, match.end(), min(code.span(held)[1], match.end() + 1000))
    yield from calls(code, wrappers)
    yield from named(code, flow, wrappers)


def _of_map(code: Code, call: Node) -> tuple[Node | None, str, list[Node]]:
    """What is asked of `System.getenv()`: the read, the method, and its arguments."""
    outer = call.parent
    if outer is not None and outer.type in ("index_expression", "indexing_expression"):
        return outer, "get", outer.named_children[1:]
    if outer is not None and outer.type == "navigation_expression":
        outer = outer.parent
    if outer is None or outer.type not in CALLS:
        return None, "", []
    method = re.match(r"\s*\.\s*(\w+)", code.text(outer)[len(code.text(call)) :])
    return (outer, method[1], arguments(outer)) if method and method[1] in _METHODS else (None, "", [])


def _placeholders(excerpt: Excerpt, start: int, end: int, comments: Comments | None = None) -> Iterator[Found]:
    """`${X}` and `${X:default}`; a property of the program's own, `${app.url}`, is no variable."""
    text = excerpt.text
    for match in islice(_PLACEHOLDER.finditer(text, start, end), _MOST):
        if (comments and comments.hold(match.start())) or not is_upper(match["name"]):
            continue
        need: Need = "required"
        default: str | None = None
        close = match.end()
        if match["rest"] == ":":
            close = _closing(text, match.end(), end)
            need, default = "default", _innermost(text[match.end() : close - 1])
        yield Found(match["name"], excerpt.place(match.start(), close), need, default, "${X:…}")


def _closing(text: str, start: int, end: int) -> int:
    """The end of a placeholder whose default begins at `start`."""
    depth = 1
    for match in re.finditer(r"[{}\n]", text[start : min(end, start + 500)]):
        if match.group() == "\n":
            return start + match.start() + 1
        depth += 1 if match.group() == "{" else -1
        if depth == 0:
            return start + match.end()
    return min(end, start + 500)


def _innermost(default: str) -> str | None:
    """The literal that is left where a default is a placeholder with a default itself."""
    for _ in range(8):
        found = re.fullmatch(r"\$\{[\w.-]+(?::(.*))?\}", default)
        if not found:
            break
        if found[1] is None:
            return None
        default = found[1]
    return None if "${" in default else default
