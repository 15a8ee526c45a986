"""Addresses of the machine itself in the languages that tree-sitter reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.patterns import pattern
from ...parsing.code import above, field, language_of, parse
from ...tables.connecting_calls import ADDRESS_KEYS
from .local_addresses import (
    ADDRESS,
    LocalAddress,
    bare,
    connects,
    for_developers,
    is_aside,
    is_whole,
    names_an_address,
    reads_a_setting,
    wraps,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from ...core.excerpt import Source
    from ...parsing.code import Code
    from .local_addresses import Use

_MOST_TEXTS = 400  # that are looked at in a file
_TEXT = frozenset(
    "string template_string string_literal interpreted_string_literal raw_string_literal encapsed_string"
    " verbatim_string_literal interpolated_string_expression line_string_literal multiline_string_literal raw_string".split()
)
_CALLS = frozenset(
    "call_expression new_expression method_invocation object_creation_expression call function_call_expression"
    " member_call_expression scoped_call_expression invocation_expression".split()
)
_DEFAULTS = frozenset(("||", "??", "or", "?:", "???", "||=", "??="))
_PAIRS = frozenset(("pair", "keyed_element", "array_element_initializer", "named_argument", "hash_pair", "value_argument"))
# What stands between a text and the call or the name that it is for.
_BETWEEN = frozenset(
    "arguments argument argument_list value_arguments object hash array_creation_expression composite_literal literal_value"
    " literal_element expression_list parenthesized_expression as_expression satisfies_expression await_expression"
    " non_null_expression string_content string_fragment equals_value_clause unary_expression reference_expression"
    " try_expression await navigation_expression member_expression field_expression selector_expression"
    " binary_expression additive_expression binary call_suffix bare_hash infix_expression concatenated_string".split()
)
_NAMED = {
    "variable_declarator": "name",
    "const_spec": "name",
    "var_spec": "name",
    "const_item": "name",
    "static_item": "name",
    "assignment": "left",
    "const_element": "",
    "property_declaration": "",
}
_CONDITIONS = frozenset(("if_statement", "if", "if_expression", "unless", "if_modifier", "unless_modifier", "when_expression"))
_ENCLOSING = frozenset(
    "function_declaration method_definition method_declaration class_declaration class method module function_item function"
    " object_declaration impl_item variable_declarator".split()
)
_TERNARIES = frozenset(("ternary_expression", "conditional_expression", "conditional"))
_BLANKS = pattern(r"\s+")


def addresses(source: Source) -> Iterator[LocalAddress]:
    """The addresses whose use is known."""
    language = language_of(source.path)
    found = list(ADDRESS.finditer(source.text)) if language else []
    if not found or language is None:
        return
    code = parse(source, language)
    if isinstance(code, Unreadable):
        return
    for match in found[:_MOST_TEXTS]:
        text = _text(code, match.start(), match.end())
        use = _use(code, text) if text else None
        if text and use and (use[0] != "constant" or is_whole(match)):
            yield LocalAddress(use[0], bare(match[0]), use[1], code.place(text))


def _text(code: Code, start: int, end: int) -> Node | None:
    """The string that holds these characters; None in a comment, a template of markup, or where nothing is known."""
    node = code.at(start, end)
    for one in (node, *above(node, 3)) if node else ():
        if one.type in _TEXT:
            return one
    return None


def _use(code: Code, text: Node) -> tuple[Use, str] | None:
    inside, child = text, text
    use: tuple[Use, str] | None = None
    for node in above(text, 80):
        kind = node.type
        if use is None:
            if kind in _TERNARIES:
                return None
            operator = code.text(field(node, "operator")) or (
                _middle(code, node) if kind.endswith(("expression", "binary")) else ""
            )
            if operator in _DEFAULTS:
                return ("default", operator)
            if kind in _CALLS:
                called = _called(code, node)
                if connects(called):
                    use = ("connects", called)
                elif reads_a_setting(called):
                    return ("default", called)
                elif not wraps(called) or not _is_first(child, inside):
                    return None
            elif kind in _NAMED:
                name = _name(code, node, _NAMED[kind])
                if not names_an_address(name) or not _is_constant(code, node):
                    return None
                use = ("constant", name)
            elif kind in _PAIRS:
                if not _takes_an_address(code, node):
                    return None
            elif kind not in _BETWEEN or (operator and operator != "+"):
                return None
        else:
            if kind in _CONDITIONS and for_developers(code.text(field(node, "condition") or node.named_children[0])):
                return None
            if kind in _ENCLOSING and is_aside(_name(code, node, "name")):
                return None
        inside, child = child, node
    return use


def _middle(code: Code, node: Node) -> str:
    """The operator of an expression whose grammar has no field for it."""
    for one in node.children[1:3]:
        if not one.is_named and one.type in (*_DEFAULTS, "==", "!=", "===", "!==", "+", "."):
            return "+" if one.type == "." else one.type
    return ""


def _called(code: Code, node: Node) -> str:
    """What is called, without blanks: `newURL`, `axios.get`, `Net::HTTP.get`, `Http::post`."""
    given = field(node, "arguments")
    start = code.offset(node.start_byte)
    if given is None:
        given = next(
            (one for one in node.named_children if one.type in ("value_arguments", "call_suffix", "argument_list")), None
        )
    end = code.offset(given.start_byte) if given is not None else start
    return _BLANKS.sub("", code.excerpt.text[start : min(end, start + 400)]).removeprefix("await")


def _is_first(child: Node, inside: Node) -> bool:
    """Whether the text, which a call's `child` holds, is its first argument, or what it is called on."""
    if child.type in ("arguments", "argument_list", "value_arguments", "call_suffix"):
        first = child.named_children[:1]
        return bool(first) and first[0].start_byte == inside.start_byte
    return True


def _name(code: Code, node: Node, name: str) -> str:
    found = field(node, name) if name else next(iter(node.named_children), None)
    if found is not None and found.type in ("variable_declaration", "modifiers"):
        found = next((one for one in node.named_children if one.type == "variable_declaration"), found)
    return code.text(found)[:100]


def _is_constant(code: Code, node: Node) -> bool:
    """Whether the name is a constant of the program: not a field that a setting may fill."""
    language = code.language
    if language in ("java", "c_sharp"):
        holder = next((up for up in above(node, 3) if up.type in ("field_declaration", "local_variable_declaration")), None)
        said = code.text(holder)[:200]
        return (
            holder is not None and holder.type == "field_declaration" and bool(re.search(r"\b(?:final|const|readonly)\b", said))
        )
    if language == "kotlin":
        return bool(re.search(r"\bconst\s+val\b", code.text(node)[:200]))
    if language == "ruby":
        return code.text(field(node, "left"))[:1].isupper()
    if language in ("javascript", "typescript", "tsx"):
        holder = node.parent
        return holder is not None and code.text(holder).startswith("const")
    return True


def _takes_an_address(code: Code, pair: Node) -> bool:
    key = field(pair, "key") or field(pair, "name")
    if pair.type == "value_argument" and key is None:
        return True
    if key is None:
        first = pair.named_children[0] if len(pair.named_children) > 1 else None
        return first is None or code.text(first).strip("\"':").lower() in ADDRESS_KEYS
    return code.text(key).strip("\"':").lower() in ADDRESS_KEYS
