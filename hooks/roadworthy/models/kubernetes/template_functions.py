"""The functions of Helm's templates that need nothing but their arguments. A function that is not here is not known.

https://helm.sh/docs/chart_template_guide/function_list/
"""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

from .objects import MARK, UNKNOWN, Unknown
from .values import Value, merged, printed, to_yaml

if TYPE_CHECKING:
    from collections.abc import Callable

KUBERNETES = "1.30.0"  # the version that charts are rendered for
_MOST = 1_000  # numbers of one `until`
_LONGEST = 200_000  # characters that a function makes


class Hidden(Unknown):
    """Text that is not known, on lines of its own, indented by so many blanks."""

    def __init__(self, indent: int) -> None:
        self.indent = indent


def truth(value: Value) -> bool | None:
    """Whether a condition holds; None where that is not known."""
    if isinstance(value, Unknown):
        return None
    if isinstance(value, str) and MARK in value:
        return None
    return bool(value)


def call(name: str, given: list[Value]) -> Value:
    """What a function gives; unknown for one that is not known, and for arguments that do not fit."""
    function = _FUNCTIONS.get(name)
    if function is None:
        return UNKNOWN
    if name in ("indent", "nindent") and len(given) == 2 and isinstance(given[1], Unknown):
        return Hidden(given[0]) if isinstance(given[0], int) and 0 <= given[0] < 200 else UNKNOWN
    if name not in _LAZY:
        for value in given:
            if isinstance(value, Unknown) or (isinstance(value, str) and MARK in value and name not in _TEXTUAL):
                return UNKNOWN
    try:
        return function(*given)
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError, ZeroDivisionError, re.error):
        return UNKNOWN


def _text(value: Value) -> str:
    said = printed(value)
    if said is None:
        raise ValueError
    return said


def _default(otherwise: Value, value: Value = None, *_: Value) -> Value:
    held = truth(value)
    return UNKNOWN if held is None else value if held else otherwise


def _indent(by: int, text: Value) -> str:
    if by * (_text(text).count("\n") + 1) > _LONGEST:
        raise ValueError
    return "\n".join(" " * by + line for line in _text(text).split("\n"))


def _quote(*values: Value) -> str:
    return " ".join('"' + _text(v).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"' for v in values)


def _printf(form: str, *values: Value) -> Value:
    left = list(values)
    made: list[str] = []
    for part in re.split(r"(%[-+# 0]*\d*(?:\.\d+)?[a-zA-Z%])", form):
        if len(part) < 2 or part[0] != "%":
            made.append(part)
        elif part == "%%":
            made.append("%")
        elif part in ("%s", "%v", "%d", "%t") and left:
            made.append(_text(left.pop(0)))
        elif part == "%q" and left:
            made.append(_quote(left.pop(0)))
        else:
            return UNKNOWN
    return UNKNOWN if left else "".join(made)


def _trunc(size: int, text: Value) -> str:
    said = _text(text)
    return said[:size] if size >= 0 else said[size:]


def _eq(first: Value, *others: Value) -> Value:
    return any(type(first) is type(other) and first == other for other in others) or any(
        isinstance(first, (int, float)) and isinstance(other, (int, float)) and first == other for other in others
    )


def _ordered(compare: Callable[[float, float], bool]) -> Callable[..., Value]:
    def function(first: Value, second: Value) -> Value:
        if isinstance(first, (int, float)) and isinstance(second, (int, float)):
            return compare(first, second)
        return UNKNOWN

    return function


def _number(value: Value) -> int:
    if isinstance(value, (bool, int, float)):
        return int(value)
    return int(_text(value).strip() or 0) if len(_text(value)) < 20 else 0


def _index(value: Value, *keys: Value) -> Value:
    for key in keys:
        if isinstance(value, Unknown):
            return UNKNOWN
        if isinstance(value, dict):
            value = value.get(_text(key))
        elif isinstance(value, list) and isinstance(key, int):
            value = value[key]
        else:
            return UNKNOWN if value is not None else None
    return value


def _and(*values: Value) -> Value:
    for value in values[:-1]:
        held = truth(value)
        if held is None:
            return False if any(truth(other) is False for other in values) else UNKNOWN
        if not held:
            return value
    return values[-1]


def _or(*values: Value) -> Value:
    for value in values[:-1]:
        held = truth(value)
        if held is None:
            return UNKNOWN
        if held:
            return value
    return values[-1]


def _coalesce(*values: Value) -> Value:
    for value in values:
        held = truth(value)
        if held is None:
            return UNKNOWN
        if held:
            return value
    return None


def _ternary(yes: Value, no: Value, held: Value) -> Value:
    known = truth(held)
    return UNKNOWN if known is None else yes if known else no


def _dict(*pairs: Value) -> Value:
    return {_text(pairs[i]): pairs[i + 1] for i in range(0, len(pairs) - 1, 2)}


def _set(where: Value, key: Value, value: Value) -> Value:
    if isinstance(where, dict):
        where[_text(key)] = value
        return where
    return UNKNOWN


def _merge(*values: Value) -> Value:
    made: Value = {}
    for value in values:  # the first one wins
        if isinstance(value, Unknown):
            return UNKNOWN
        made = merged(value, made)
    return made


def _overwritten(*values: Value) -> Value:
    made: Value = {}
    for value in values:
        if isinstance(value, Unknown):
            return UNKNOWN
        made = merged(made, value)
    return made


def _has_key(where: Value, key: Value) -> Value:
    return isinstance(where, dict) and _text(key) in where if not isinstance(where, Unknown) else UNKNOWN


def _get(where: Value, key: Value) -> Value:
    return where.get(_text(key), "") if isinstance(where, dict) else UNKNOWN


def _kind_is(kind: str, value: Value) -> Value:
    return _kind(value) == kind


def _kind(value: Value) -> str:
    if isinstance(value, bool):
        return "bool"
    known = {str: "string", int: "float64", float: "float64", list: "slice", dict: "map", type(None): "invalid"}
    return known[type(value)]


def _version(text: str) -> tuple[int, ...]:
    match = re.match(r"v?(\d{1,9})(?:\.(\d{1,9}))?(?:\.(\d{1,9}))?", text.strip())
    if match is None:
        raise ValueError
    return tuple(int(part or 0) for part in match.groups())


def _semver(wanted: Value, given: Value) -> Value:
    version = _version(_text(given))
    for one in re.split(r"\s*,\s*|\s+(?=[<>=^~!])", _text(wanted).strip()):
        match = re.match(r"(\^|~|>=|<=|>|<|!=|=|)\s*(.+)", one)
        if match is None or "x" in match[2] or "|" in one or "*" in match[2]:
            return UNKNOWN
        bound = _version(match[2])
        top = (bound[0] + 1,) if match[1] == "^" else (bound[0], bound[1] + 1)
        held = {
            "^": bound <= version < top,
            "~": bound <= version < top,
            ">=": version >= bound,
            "<=": version <= bound,
            ">": version > bound,
            "<": version < bound,
            "!=": version != bound,
        }.get(match[1], version == bound)
        if not held:
            return False
    return True


def _until(count: Value) -> Value:
    return list(range(count)) if isinstance(count, int) and count <= _MOST else UNKNOWN


def _list_of(value: Value) -> list[Value]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _contains(part: Value, text: Value) -> Value:
    return _text(part) in _text(text)


def _keys(where: Value) -> Value:
    return [*sorted(where)] if isinstance(where, dict) else UNKNOWN


def _required(_why: Value, value: Value) -> Value:
    return UNKNOWN if value is None or value == "" else value


def _json(value: Value) -> Value:
    import json

    return json.dumps(value, default=lambda _: MARK)


def _without(where: Value, *keys: Value) -> Value:
    return {key: value for key, value in where.items() if key not in keys} if isinstance(where, dict) else UNKNOWN


def _only(where: Value, *keys: Value) -> Value:
    return {key: value for key, value in where.items() if key in keys} if isinstance(where, dict) else UNKNOWN


# Those that know what to do with an argument that is not known.
_LAZY = frozenset(
    "default and or coalesce ternary dict set merge mergeOverwrite list index hasKey get toYaml toJson print omit pick".split()
)
# Those that pass on text with an unknown part in it.
_TEXTUAL = frozenset("indent nindent quote squote trim toString printf trimSuffix trimPrefix append concat".split())


def _print(*values: Value) -> Value:
    return UNKNOWN if any(isinstance(v, Unknown) for v in values) else "".join(_text(v) for v in values)


_FUNCTIONS: dict[str, Callable[..., Value]] = {
    "default": _default,
    "and": _and,
    "or": _or,
    "not": lambda value: not truth(value),
    "eq": _eq,
    "ne": lambda first, second: not _eq(first, second),
    "lt": _ordered(lambda a, b: a < b),
    "le": _ordered(lambda a, b: a <= b),
    "gt": _ordered(lambda a, b: a > b),
    "ge": _ordered(lambda a, b: a >= b),
    "coalesce": _coalesce,
    "ternary": _ternary,
    "empty": lambda value: not truth(value),
    "required": _required,
    "quote": _quote,
    "squote": lambda value: f"'{_text(value)}'",
    "indent": _indent,
    "nindent": lambda by, text: "\n" + _indent(by, text),
    "toYaml": to_yaml,
    "toJson": _json,
    "printf": _printf,
    "print": _print,
    "trunc": _trunc,
    "trim": lambda text: _text(text).strip(),
    "trimSuffix": lambda end, text: _text(text).removesuffix(_text(end)),
    "trimPrefix": lambda start, text: _text(text).removeprefix(_text(start)),
    "trimAll": lambda what, text: _text(text).strip(_text(what)),
    "replace": lambda old, new, text: _text(text).replace(_text(old), _text(new))[:_LONGEST],
    "lower": lambda text: _text(text).lower(),
    "upper": lambda text: _text(text).upper(),
    "title": lambda text: _text(text).title(),
    "nospace": lambda text: "".join(_text(text).split()),
    "contains": _contains,
    "hasPrefix": lambda start, text: _text(text).startswith(_text(start)),
    "hasSuffix": lambda end, text: _text(text).endswith(_text(end)),
    "toString": _text,
    "int": _number,
    "int64": _number,
    "float64": lambda value: float(_text(value)),
    "add": lambda *numbers: sum(map(_number, numbers)),
    "add1": lambda value: _number(value) + 1,
    "sub": lambda first, second: _number(first) - _number(second),
    "mul": lambda first, second: _number(first) * _number(second),
    "div": lambda first, second: int(_number(first) / _number(second)),
    "mod": lambda first, second: _number(first) % _number(second),
    "max": lambda *numbers: max(map(_number, numbers)),
    "min": lambda *numbers: min(map(_number, numbers)),
    "list": lambda *values: list(values),
    "dict": _dict,
    "get": _get,
    "set": _set,
    "hasKey": _has_key,
    "index": _index,
    "keys": _keys,
    "merge": _merge,
    "mergeOverwrite": _overwritten,
    "omit": _without,
    "pick": _only,
    "len": lambda value: len(value) if isinstance(value, (str, list, dict)) else 0,
    "first": lambda value: _list_of(value)[0],
    "last": lambda value: _list_of(value)[-1],
    "rest": lambda value: _list_of(value)[1:],
    "append": lambda value, item: [*_list_of(value), item],
    "concat": lambda *values: [item for value in values for item in _list_of(value)],
    "has": lambda item, value: item in _list_of(value),
    "join": lambda by, value: _text(by).join(map(_text, _list_of(value))),
    "splitList": lambda by, text: [*_text(text).split(_text(by))],
    "split": lambda by, text: {f"_{i}": part for i, part in enumerate(_text(text).split(_text(by)))},
    "until": _until,
    "kindIs": _kind_is,
    "kindOf": _kind,
    "semverCompare": _semver,
    "b64enc": lambda text: base64.b64encode(_text(text).encode()).decode(),
    "lookup": lambda *_: {},
    "deepCopy": lambda value: value,
}
