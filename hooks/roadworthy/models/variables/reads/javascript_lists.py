"""Lists of names that JavaScript goes through: `for (const key of ["A", "B"])`, `names.forEach((key) => …)`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....core.patterns import pattern
from ....parsing.code import above, field
from .found import is_upper
from .literals import ends, literal
from .nodes import FUNCTIONS, IFS, condition_of, statements

if TYPE_CHECKING:
    from tree_sitter import Node

    from ....parsing.code import Code
    from .javascript_schemas import Schemas

_MOST = 100  # names of a list
_FOLLOWING = 10  # statements after a list of what is missing
_GOING_THROUGH = frozenset({"forEach", "map", "filter", "some", "every", "find", "reduce", "flatMap"})
_LENGTH = pattern(r"\(?\s*(?P<name>[\w$]+)\.length\s*(?:>\s*0|!==?\s*0|>=\s*1)?\s*\)?")


def listed(code: Code, schemas: Schemas, read: Node, key: Node) -> list[str]:
    """The names that `key` stands for where the code around the read goes through a literal list."""
    variable = code.text(key, 100)
    for up in above(read, 30):
        if up.type == "for_in_statement" and code.text(field(up, "left"), 200).split()[-1:] == [variable]:
            return _texts(code, schemas, field(up, "right"))
        if up.type == "arrow_function":
            given = field(up, "parameter") or field(up, "parameters")
            if code.text(given, 100).strip("() \t").partition(":")[0].strip() != variable:
                continue
            call = up.parent.parent if up.parent is not None and up.parent.type == "arguments" else None
            called = field(call, "function")
            if called is None or code.text(field(called, "property"), 20) not in _GOING_THROUGH:
                return []
            return _texts(code, schemas, field(called, "object"))
    return []


def _texts(code: Code, schemas: Schemas, held: Node | None) -> list[str]:
    if held is not None and held.type == "identifier":
        held = schemas.value_of(code.text(held, 100))
    while held is not None and held.type in ("as_expression", "parenthesized_expression", "satisfies_expression"):
        held = held.named_child(0)
    if held is None or held.type != "array":
        return []
    texts = [literal(code.text(item, 250)) for item in held.named_children[:_MOST]]
    return [text for text in texts if text is not None and is_upper(text)]


def all_needed(code: Code, read: Node) -> bool:
    """Whether `const missing = names.filter((name) => !process.env[name])` is followed by an `if` on it that ends."""
    up = read.parent
    if up is None or up.type != "unary_expression" or up.parent is None or up.parent.type != "arrow_function":
        return False
    declared = next((one for one in above(up, 8) if one.type == "variable_declarator"), None)
    if declared is None or declared.parent is None:
        return False
    name = code.text(field(declared, "name"), 100)
    statement = declared.parent.next_named_sibling
    for _ in range(_FOLLOWING):
        if statement is None or statement.type in FUNCTIONS:
            return False
        if statement.type in IFS:
            found = _LENGTH.fullmatch(code.text(condition_of(statement), 200))
            if found and found["name"] == name:
                return any(ends(code.text(one, 500)) for one in statements(statement))
        statement = statement.next_named_sibling
    return False
