"""The values of a chart: what YAML gives, merged as Helm merges it, and written out again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Union

from ...core.patterns import pattern
from ...parsing.yaml import Mapping, Scalar
from .objects import MARK, UNKNOWN, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...parsing.yaml import Tree

Value = Union[str, int, float, bool, None, "list[Value]", "dict[str, Value]", Unknown]

_DEEPEST = 40
_INTEGER = pattern(r"[-+]?(?:0|[1-9]\d{0,17})\Z")
_FLOAT = pattern(r"[-+]?(?:\d{1,20}\.\d{0,20}|\.\d{1,20})(?:[eE][-+]?\d{1,3})?\Z")
# Words that YAML 1.1 or 1.2 take for something else than a string.
_WORDS: dict[str, Value] = {
    **dict.fromkeys(("true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON"), True),
    **dict.fromkeys(("false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF"), False),
    **dict.fromkeys(("null", "Null", "NULL", "~", ""), None),
}
_PLAIN = pattern(r"[A-Za-z_/.][\w./@+-]*(?: [\w./@+-]+)*\Z", re.ASCII)


def value_of(node: Tree | None, depth: int = 0) -> Value:
    """What a YAML node is. Text that a template should give is unknown."""
    if node is None:
        return None
    if depth > _DEEPEST:
        return UNKNOWN
    if isinstance(node, Scalar):
        if node.style in ("template", "alias"):
            return UNKNOWN
        if node.style != "plain" or node.tag:
            return node.text
        if node.text in _WORDS:
            return _WORDS[node.text]
        if _INTEGER.match(node.text):
            return int(node.text)
        return float(node.text) if _FLOAT.match(node.text) else node.text
    if isinstance(node, Mapping):
        return {key.text: value_of(value, depth + 1) for key, value in node.pairs()}
    return [value_of(item, depth + 1) for item in node]


def merged(base: Value, over: Value, depth: int = 0) -> Value:
    """Helm's merge of values: mappings key by key, anything else replaced, null takes a key away."""
    if not isinstance(base, dict) or not isinstance(over, dict) or depth > _DEEPEST:
        return over
    found = dict(base)
    for key, value in over.items():
        if value is None:
            found.pop(key, None)
        else:
            found[key] = merged(found[key], value, depth + 1) if key in found else value
    return found


def copied(value: Value, depth: int = 0) -> Value:
    """The value with nothing shared: templates may change what they are given."""
    if isinstance(value, dict) and depth <= _DEEPEST:
        return {key: copied(inner, depth + 1) for key, inner in value.items()}
    if isinstance(value, list) and depth <= _DEEPEST:
        return [copied(inner, depth + 1) for inner in value]
    return value


def printed(value: Value) -> str | None:
    """As a template prints it; None for what is not known, and for lists and mappings, which no manifest prints so."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}"
    return str(value) if isinstance(value, (str, int)) else None


def to_yaml(value: Value) -> str:
    """YAML of a value in block style, without a line end. What is not known stands as the mark."""
    if isinstance(value, (dict, list)):
        if not value:
            return "{}" if isinstance(value, dict) else "[]"
        return "\n".join(_lines(value, 0))
    return _scalar(value)


def _lines(value: Value, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        yield MARK
    elif isinstance(value, dict) and value:
        for key, inner in sorted(value.items()):
            name = _scalar(key)
            if isinstance(inner, dict) and inner:
                yield f"{name}:"
                yield from (f"  {line}" for line in _lines(inner, depth + 1))
            elif isinstance(inner, list) and inner:
                yield f"{name}:"
                yield from _lines(inner, depth + 1)
            else:
                yield f"{name}: {to_yaml(inner)}"
    elif isinstance(value, list) and value:
        for item in value:
            for number, line in enumerate(_lines(item, depth + 1)):
                yield ("  " if number else "- ") + line
    else:
        yield to_yaml(value)


def _scalar(value: Value) -> str:
    if isinstance(value, Unknown):
        return MARK
    if value is None:
        return "null"
    if isinstance(value, str):
        if _PLAIN.match(value) and value not in _WORDS and not _FLOAT.match(value):
            return value
        import json

        return json.dumps(value, ensure_ascii=False)
    return printed(value) or ""
