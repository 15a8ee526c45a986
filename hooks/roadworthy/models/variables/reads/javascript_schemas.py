"""Schemas that the environment is checked against: zod, valibot, envalid, Joi, yup, t3-env. A field is a read of its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....core.patterns import pattern
from ....parsing.code import above, enclosing, field
from .found import Found, is_upper
from .literals import fallback, is_nothing
from .nodes import arguments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from ....parsing.code import Code
    from .found import Need

    Answer = tuple[Need, str | None]

_PARSING = frozenset(
    "parse safeParse parseAsync safeParseAsync validate validateSync validateAsync cast assert create decode attempt is check"
    " parseEnv cleanEnv strictParse decodeUnknownSync".split()
)
_DEFAULTS = frozenset({"default", "catch", "prefault", "fallback", "_default"})
_OPTIONAL = frozenset({"optional", "nullish", "notRequired", "exactOptional", "undefinedable", "optionalKey"})
_ANYTHING = frozenset({"any", "unknown", "undefined", "never", "void"})
# envalid's validators, each alone in a field; what another function makes of a field nobody here knows.
_ENVALID = frozenset({"str", "bool", "num", "email", "host", "port", "url", "json", "string", "number", "boolean"})
_GROUPS = frozenset({"server", "client", "shared", "clientPrefix"})
_DECLARED = pattern(r"\b(?:const|let|var)\s+(?P<name>[\w$]+)")
_CREATED = pattern(r"\bcreateEnv\s*\(")
_NEST = pattern(r"\bvalidationSchema\s*:")
_DEEPEST = 8
_TO_ENVIRONMENT = frozenset({"object", "pair", "spread_element", "arguments", "call_expression", "parenthesized_expression"})


class Schemas:
    """The schemas of one file."""

    def __init__(self, code: Code) -> None:
        self.code = code
        self._checked: list[Node] = []  # what the environment as a whole is parsed by
        self._constants: dict[str, int] | None = None  # where each is declared first

    def value_of(self, name: str) -> Node | None:
        """What the file's `const NAME = …` gives the name."""
        if self._constants is None:
            found = reversed(list(_DECLARED.finditer(self.code.excerpt.text)))
            self._constants = {match["name"]: match.start("name") for match in found}
        if name not in self._constants:
            return None
        at = self._constants[name]
        node = self.code.at(at, at + len(name))
        up = node.parent if node else None
        return field(up, "value") if up is not None and up.type == "variable_declarator" and field(up, "name") == node else None

    def given(self, environment: Node) -> None:
        """Note that the environment as a whole is passed on; where it goes to a schema, the schema's fields are reads."""
        for up in above(environment, _DEEPEST):
            if up.type == "call_expression":
                self._checked.append(up)
                return
            if up.type not in _TO_ENVIRONMENT:
                return

    def whole(self) -> Iterator[Found]:
        """The fields of every schema that the environment is parsed by."""
        done: set[int] = set()
        text = self.code.excerpt.text
        for call in self._checked:
            for schema in self._schemas(call):
                yield from self._fields(schema, done)
        made: Node | None
        for match in _CREATED.finditer(text):
            node = self.code.at(match.start(), match.start() + 9)
            made = enclosing(node, {"call_expression"}, 2) if node else None
            for group in self._groups(made) if made else ():
                yield from self._fields(group, done)
        if "ConfigModule" in text:
            for match in _NEST.finditer(text):
                node = self.code.at(match.start(), match.start() + 16)
                pair = enclosing(node, {"pair"}, 2) if node else None
                value = field(pair, "value")
                for schema in self._objects(value) if value else ():
                    yield from self._fields(schema, done)

    def mapped(self, read: Node) -> Answer | None:
        """What a schema says of a read that is handed to it under a key: `schema.parse({ url: process.env.URL })`."""
        pair = read.parent
        while pair is not None and pair.type in ("parenthesized_expression", "as_expression", "call_expression", "arguments"):
            pair = pair.parent
        if pair is None or pair.type != "pair":
            return None
        key = self.code.text(field(pair, "key")).strip("\"'")
        call = enclosing(pair, {"call_expression"}, 3)
        for schema in self._schemas(call) if call else ():
            for name, value in self._pairs(schema):
                if name == key:
                    return self.need(value)
        return None

    # Which objects

    def _schemas(self, call: Node) -> Iterator[Node]:
        """The objects that hold the fields of the schema which a call like `schema.parse(…)` applies."""
        called = field(call, "function")
        if called is None:
            return
        given = arguments(call)
        if called.type == "member_expression" and self.code.text(field(called, "property")) in _PARSING:
            schema = field(called, "object")
            if schema is not None and self.code.text(schema) not in ("v", "S", "Schema", "Joi", "valibot", "yup"):
                yield from self._objects(schema)
            elif given:
                yield from self._objects(given[0])
        elif called.type == "identifier" and self.code.text(called) in _PARSING:
            for one in given[:2]:
                if "process.env" not in self.code.text(one) or one.type == "object":
                    yield from self._objects(one)

    def _groups(self, call: Node) -> Iterator[Node]:
        """The objects under `server`, `client` and `shared` of `createEnv({…})`."""
        for given in arguments(call)[:1]:
            for key, value in self._pairs(given):
                if key in _GROUPS:
                    yield from self._objects(value)

    def _objects(self, node: Node, depth: int = 0) -> Iterator[Node]:
        """The object literals in which an expression keeps its fields, through the names of constants."""
        if depth > _DEEPEST:
            return
        if node.type == "object":
            yield node
            for one in node.named_children:
                if one.type == "spread_element" and one.named_child(0):
                    yield from self._objects(one.named_child(0) or one, depth + 1)
        elif node.type == "identifier":
            value = self.value_of(self.code.text(node))
            if value is not None:
                yield from self._objects(value, depth + 1)
        elif node.type == "call_expression":
            called = field(node, "function")
            if called is not None and called.type == "member_expression":
                inner = field(called, "object")
                if inner is not None and (inner.type != "identifier" or self.value_of(self.code.text(inner)) is not None):
                    yield from self._objects(inner, depth + 1)
            for given in arguments(node):
                if given.type in ("object", "identifier", "call_expression"):
                    yield from self._objects(given, depth + 1)
        elif node.type in ("member_expression", "as_expression", "parenthesized_expression", "satisfies_expression"):
            inner = node.named_child(0)
            if inner is not None:
                yield from self._objects(inner, depth + 1)

    # Fields

    def _pairs(self, held: Node) -> Iterator[tuple[str, Node]]:
        for pair in held.named_children:
            if pair.type == "pair":
                value = field(pair, "value")
                if value is not None:
                    yield self.code.text(field(pair, "key")).strip("\"'`"), value

    def _fields(self, schema: Node, done: set[int]) -> Iterator[Found]:
        if schema.start_byte in done:
            return
        done.add(schema.start_byte)
        for name, value in self._pairs(schema):
            if is_upper(name) and value.type in ("call_expression", "identifier", "ternary_expression", "member_expression"):
                need, default = self.need(value)
                spoken = self.code.text(value).split("(")[0].strip()
                yield Found(name, self.code.place(value.parent or value), need, default, f"{spoken[:40]}()")

    def need(self, value: Node, depth: int = 0) -> Answer:
        """What a field's schema says of a missing value."""
        text = self.code.text
        if depth > _DEEPEST:
            return "optional", None
        if value.type == "ternary_expression":
            answers = [
                self.need(part, depth + 1) for part in (field(value, "consequence"), field(value, "alternative")) if part
            ]
            return next((a for a in answers if a[0] == "required"), answers[0] if answers else ("optional", None))
        if value.type == "identifier":
            made = self.value_of(text(value))
            return self.need(made, depth + 1) if made else ("optional", None)
        need: Need = "required"
        node: Node | None = value
        for _ in range(50):
            if node is None or node.type != "call_expression":
                break
            called = field(node, "function")
            given = arguments(node)
            if called is None or called.type != "member_expression":
                return self._function(text(called), given, need)
            method, inner = text(field(called, "property")), field(called, "object")
            if inner is not None and inner.type in ("identifier", "member_expression") and self.value_of(text(inner)) is None:
                return self._base(text(inner), method, given, need, depth)
            if method in _DEFAULTS:
                return fallback(text(given[0])) if given else ("default", None)
            if method in _OPTIONAL:
                need = "optional"
            elif method == "required":
                return "required", None
            node = inner
        if node is not None and node.type == "identifier":
            made = self.value_of(text(node))
            if made:
                answer = self.need(made, depth + 1)
                return answer if need == "required" else (need, None)
        return need, None

    def _function(self, name: str, given: list[Node], need: Need) -> Answer:
        """envalid's `str({ default: "x" })`. `devDefault` leaves it required in production."""
        for options in given[:1]:
            for key, value in self._pairs(options) if options.type == "object" else ():
                if key == "default":
                    return fallback(self.code.text(value))
        if "default" in name.lower():  # somebody's own `intWithDefault(10)`
            return fallback(self.code.text(given[0])) if given else ("default", None)
        return (need, None) if name in _ENVALID else ("optional", None)

    def _base(self, library: str, method: str, given: list[Node], need: Need, depth: int) -> Answer:
        """The innermost call: `z.string()`, `v.optional(v.string(), "x")`."""
        if method in _DEFAULTS:  # of a schema that stands in another file: `BoolEnv.default(false)`
            return fallback(self.code.text(given[0])) if given else ("default", None)
        if method in _OPTIONAL:
            if len(given) > 1 and not is_nothing(self.code.text(given[1])):
                return fallback(self.code.text(given[1]))
            if given and not library.startswith(("v", "S")):
                inner = self.need(given[0], depth + 1)
                return inner if inner[0] == "default" else ("optional", None)
            return "optional", None
        if need == "optional" or method in _ANYTHING:
            return "optional", None
        if method == "preprocess" and len(given) > 1:
            return self.need(given[1], depth + 1)
        if method in ("pipe", "pipeline", "lazy", "nonOptional") and given:
            return self.need(given[0], depth + 1) if given[0].type == "call_expression" else (need, None)
        if method in ("union", "or") and any("undefined()" in self.code.text(one) for one in given):
            return "optional", None
        if library in ("Joi", "joi", "yup", "Yup"):
            return "optional", None  # unless `.required()` was said further out
        return need, None
