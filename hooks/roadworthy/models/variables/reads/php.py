"""PHP's reads: `getenv`, `$_ENV`, Laravel's `env()`, and Symfony's `%env(X)%` in its configuration."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from ....core.outcome import Unreadable
from ....core.patterns import pattern
from ....parsing.code import enclosing, field, language_of, parse
from .comments import Comments
from .flow import Flow
from .found import Found, is_name, is_upper, settled
from .literals import fallback, literal
from .nodes import arguments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from ....core.excerpt import Excerpt
    from ....parsing.code import Code
    from .found import Need

_CALL = pattern(r"(?<![\w$>:])\\?(?P<name>(?:getenv|env|getenv_docker|env_var))\s*\(")
_GET = pattern(r"\bEnv::(?P<name>get|getOrFail)\s*\(")
_ARRAY = pattern(r"\$_(?P<name>ENV|SERVER)\s*\[")
_READ = pattern(r"(?:\b(?:getenv|env)\s*\(|\$_(?:ENV|SERVER)\s*\[)")
_PLACEHOLDER = pattern(r"%env\((?P<inside>[\w:.\\-]{1,300})\)%")
_PARAMETER = pattern(r"(?m)^[ \t]*['\"]?env\((?P<name>\w+)\)['\"]?:[ \t]*(?P<value>[^\n#]*)")
_COMMENT = pattern(r"(?m)(?:^|[ \t])#[^\n]*$")
_MOST = 2000  # placeholders of one file
# What a web server and PHP itself put beside the environment.
_SERVERS = (
    "HTTP_", "REQUEST_", "SERVER_", "SCRIPT_", "REMOTE_", "QUERY_STRING", "PHP_SELF", "PHP_AUTH_", "DOCUMENT_", "GATEWAY_",
    "PATH_", "ORIG_", "CONTENT_", "AUTH_", "UNIQUE_ID", "CONTEXT_", "REDIRECT_", "SSL_", "FCGI_", "argv", "argc", "CF_",
    "GEOIP_", "X_",
)  # fmt: skip
_EXACTLY = frozenset({"HTTPS", "URL", "LOCAL_ADDR", "APP_POOL_ID"})


def reads(excerpt: Excerpt) -> tuple[Found, ...] | Unreadable:
    """Every read in the file, in no order."""
    if language_of(excerpt.path) != "php":
        return tuple(_placeholders(excerpt))
    code = parse(excerpt, "php")
    return code if isinstance(code, Unreadable) else _settled(code)


def _settled(code: Code) -> tuple[Found, ...]:
    flow = Flow(code, _READ)
    return settled(list(_all(code, flow)), flow.assumed, flow.tested)


def _all(code: Code, flow: Flow) -> Iterator[Found]:
    text = code.excerpt.text
    for match in _CALL.finditer(text):
        node = code.at(match.start("name"), match.end("name"))
        call = enclosing(node, {"function_call_expression"}, 2) if node else None
        called = field(call, "function")
        if call is not None and called is not None and code.text(called).lstrip("\\") == match["name"]:
            yield from _called(code, flow, call, f"{match['name']}(…)")
    for match in _GET.finditer(text):
        node = code.at(match.start("name"), match.end("name"))
        call = enclosing(node, {"scoped_call_expression"}, 1) if node else None
        if call is not None:
            yield from _called(
                code, flow, call, f"Env::{match['name']}(…)", "required" if match["name"] != "get" else "optional"
            )
    for match in _ARRAY.finditer(text):
        node = code.at(match.start(), match.end("name"))
        held = node.parent if node and node.type == "variable_name" else None
        key = held.named_child(1) if held is not None and held.type == "subscript_expression" else None
        if held is not None and key is not None:
            yield from _indexed(code, flow, held, key, match["name"])
    if "%env(" in text:
        yield from _placeholders(code.excerpt, code)


def _called(code: Code, flow: Flow, call: Node, how: str, need: Need = "optional") -> Iterator[Found]:
    given = arguments(call)
    name = literal(code.text(given[0])) if given else None
    if name is None or not is_name(name):
        return
    default: str | None = None
    if len(given) > 1 and not how.startswith("getenv("):
        need, default = fallback(code.text(given[1]))
    if need == "optional":
        need, default = flow.need(call, name)
    yield Found(name, code.place(call), need, default, how)


def _indexed(code: Code, flow: Flow, node: Node, key: Node, array: str) -> Iterator[Found]:
    name = literal(code.text(key))
    if name is None or not is_name(name):
        return
    if array == "SERVER" and (name.startswith(_SERVERS) or name in _EXACTLY or not is_upper(name)):
        return
    outer = node.parent
    if outer is not None and outer.type in ("assignment_expression", "augmented_assignment_expression", "unset_statement"):
        if field(outer, "left") == node and code.text(field(outer, "operator")) == "??=":
            need, default = fallback(code.text(field(outer, "right")))
            yield Found(name, code.place(node), need, default, f"$_{array}[…]")
        if field(outer, "left") == node or outer.type == "unset_statement":
            return
    need, default = flow.need(node, name)
    yield Found(name, code.place(node), need, default, f"$_{array}[…]")


def _placeholders(excerpt: Excerpt, code: Code | None = None) -> Iterator[Found]:
    """Symfony's `%env(int:default:parameter:X)%`: processors, and the variable last. `parameters` may give it a default.

    Source: symfony.com/doc/current/configuration/env_var_processors.html
    """
    text = excerpt.text
    comments = None if code else Comments(text, _COMMENT)
    given = {match["name"]: match["value"].strip() for match in _PARAMETER.finditer(text)}
    for match in islice(_PLACEHOLDER.finditer(text), _MOST):
        if comments and comments.hold(match.start()):
            continue
        if code is not None:
            node = code.at(match.start(), match.end())
            if node is None or "comment" in node.type:
                continue
        *processors, name = match["inside"].split(":")
        if not is_name(name):
            continue
        need: Need = "required"
        default: str | None = None
        if "default" in processors:
            at = processors.index("default")
            need = "default" if at + 1 < len(processors) and processors[at + 1] else "optional"
        elif name in given:
            need, default = ("optional", None) if given[name] in ("", "~", "null") else ("default", given[name].strip("'\""))
        yield Found(name, excerpt.place(match.start(), match.end()), need, default, "%env(…)%")
