"""HCL as blocks, attributes and values, each with its place: Terraform, tfvars, Nomad, Packer, bake files.

A value is what is written; nothing is evaluated here. https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.outcome import Unreadable
from ..core.records import NamedTuple
from .code import parse as parse_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from ..core.excerpt import Excerpt, Place, Source
    from .code import Code

DEEPEST = 40  # blocks and collections in each other
MOST_VALUES = 200_000  # of one file


class Literal(NamedTuple):
    """A string, number, `true`, `false` or `null`, as the text that it stands for. `quoted`: it was a string."""

    text: str
    place: Place
    quoted: bool = False


class Template(NamedTuple):
    """A string with `${…}` or `%{…}` in it, as written between its quotes. `names` are the references in it."""

    text: str
    place: Place
    names: tuple[str, ...]


class Reference(NamedTuple):
    """`var.region`, `aws_db_instance.main.address`, `local.tags["env"]`: its names joined by dots, indexes left out."""

    name: str
    place: Place


class Call(NamedTuple):
    """A function with its arguments."""

    name: str
    arguments: tuple[Value, ...]
    place: Place


class Items(NamedTuple):
    """A list."""

    items: tuple[Value, ...]
    place: Place


class Object(NamedTuple):
    """`{ key = value }`. Of a key that stands twice the last counts; a key that is computed is left out."""

    entries: dict[str, Value]
    place: Place


class Other(NamedTuple):
    """Anything else, a condition or a sum, as written. `names` are the references in it."""

    text: str
    place: Place
    names: tuple[str, ...]


class Attribute(NamedTuple):
    """`name = value`. `place` is that of the name."""

    name: str
    place: Place
    value: Value


class Block(NamedTuple):
    """`type "label" "label" { … }`. `place` is its first line, up to the brace."""

    type: str
    labels: tuple[str, ...]
    place: Place
    attributes: dict[str, Attribute]
    blocks: tuple[Block, ...]

    def value(self, name: str) -> Value | None:
        """The value of an attribute."""
        found = self.attributes.get(name)
        return found.value if found else None

    def text(self, name: str) -> str | None:
        """The text of an attribute that is a literal."""
        found = self.value(name)
        return found.text if isinstance(found, Literal) else None

    def all(self, type: str) -> Iterator[Block]:
        """The blocks of a type in it."""
        return (block for block in self.blocks if block.type == type)


Value = Literal | Template | Reference | Call | Items | Object | Other


def parse(text: Source | Excerpt) -> Block | Unreadable:
    """The file as a block without a type. Never raises; what is broken in it is left out."""
    code = parse_code(text, "hcl")
    if isinstance(code, Unreadable):
        return code
    bodies = [node for node in code.root.named_children if node.type == "body"]
    reading = _Reading(code)
    attributes: dict[str, Attribute] = {}
    blocks: list[Block] = []
    for body in bodies:
        reading.body(body, attributes, blocks, 0)
    return Block("", (), code.place(code.root), attributes, tuple(blocks))


class _Reading:
    def __init__(self, code: Code) -> None:
        self.code = code
        self.left = MOST_VALUES

    def body(self, node: Node, attributes: dict[str, Attribute], blocks: list[Block], depth: int) -> None:
        for child in node.named_children:
            if child.type == "attribute":
                named = child.named_children
                if len(named) >= 2 and named[0].type == "identifier":
                    name = self.code.text(named[0], 300)
                    attributes[name] = Attribute(name, self.code.place(named[0]), self.value(named[1], depth))
            elif child.type == "block" and depth < DEEPEST:
                blocks.append(self.block(child, depth + 1))

    def block(self, node: Node, depth: int) -> Block:
        type_, labels = "", []
        attributes: dict[str, Attribute] = {}
        blocks: list[Block] = []
        end = node.start_byte
        for child in node.named_children:
            if child.type == "identifier":
                if type_:
                    labels.append(self.code.text(child, 300))
                else:
                    type_ = self.code.text(child, 300)
                end = child.end_byte
            elif child.type == "string_lit":
                labels.append(self.code.text(child, 300).strip('"'))
                end = child.end_byte
            elif child.type == "body":
                self.body(child, attributes, blocks, depth)
        start = self.code.offset(node.start_byte)
        return Block(type_, tuple(labels), self.code.excerpt.place(start, self.code.offset(end)), attributes, tuple(blocks))

    def value(self, node: Node, depth: int) -> Value:
        """What an expression is; a pair of brackets around it is looked through."""
        place = self.code.place(node)
        self.left -= 1
        if depth >= DEEPEST or self.left < 0:
            return Other("", place, ())
        while node.type in ("expression", "parenthesized", "collection_value") and len(node.named_children) == 1:
            node = node.named_children[0]
        kind = node.type
        if kind == "expression" and node.named_children and node.named_children[0].type == "variable_expr":
            return self.reference(node, place)
        if kind == "variable_expr":
            return Reference(self.code.text(node, 300), place)
        if kind == "literal_value":
            return self.literal(node, place)
        if kind == "template_expr":
            return self.template(node, place)
        if kind == "function_call":
            return self.call(node, place, depth)
        if kind == "tuple":
            items = [self.value(child, depth + 1) for child in node.named_children if child.type == "expression"]
            return Items(tuple(items), place)
        if kind == "object":
            return Object(dict(self.entries(node, depth)), place)
        return Other(self.code.text(node, 2_000), place, self.names(node))

    def reference(self, node: Node, place: Place) -> Value:
        name = self.path(node)
        return Other(self.code.text(node, 2_000), place, self.names(node)) if name is None else Reference(name, place)

    def path(self, node: Node) -> str | None:
        """`var.network.cidr` for what is nothing but such a path; None for what is computed, or broken."""
        parts: list[str] = []
        for child in node.named_children:
            if child.type == "variable_expr":
                parts.append(self.code.text(child, 300))
            elif child.type == "get_attr":
                parts.append(self.code.text(child, 300).lstrip(". \t\n"))
            elif child.type == "index":
                key = self.code.text(child, 300).strip("[] \t\n")
                if key[:1] == '"':
                    parts.append(key.strip('"'))
            elif child.type == "splat":
                parts += [name for name in self.code.text(child, 300).replace("[*]", "").replace(".*", "").split(".") if name]
            else:
                return None
        return ".".join(parts)

    def literal(self, node: Node, place: Place) -> Literal:
        text = self.code.text(node)
        if text[:1] == '"':
            return Literal(_unescaped(text[1:-1] if text[-1:] == '"' and len(text) > 1 else text[1:]), place, True)
        return Literal(text, place)

    def template(self, node: Node, place: Place) -> Value:
        """A quoted template or a heredoc; one without anything to fill in is a literal."""
        inner = node.named_children[0] if node.named_children else node
        if inner.type == "heredoc_template":
            text = self.code.text(inner).partition("\n")[2]
            text = text[: text.rfind("\n") + 1] if "\n" in text else ""
        else:
            text = self.code.text(inner)
            text = text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text
        if "${" not in text and "%{" not in text:
            return Literal(_unescaped(text), place, True)
        return Template(text, place, self.names(inner))

    def call(self, node: Node, place: Place, depth: int) -> Call:
        name, arguments = "", []
        for child in node.named_children:
            if child.type == "identifier":
                name = self.code.text(child, 300)
            elif child.type == "function_arguments":
                arguments = [self.value(one, depth + 1) for one in child.named_children if one.type == "expression"]
        return Call(name, tuple(arguments), place)

    def entries(self, node: Node, depth: int) -> Iterator[tuple[str, Value]]:
        for child in node.named_children:
            if child.type != "object_elem":
                continue
            key, value = child.child_by_field_name("key"), child.child_by_field_name("val")
            if key is None or value is None:
                continue
            named = self.value(key, depth + 1)
            if isinstance(named, Reference) and "." not in named.name:
                yield named.name, self.value(value, depth + 1)
            elif isinstance(named, Literal):
                yield named.text, self.value(value, depth + 1)

    def names(self, node: Node) -> tuple[str, ...]:
        """The references below a node, each once."""
        from .code import below

        found: dict[str, None] = {}
        for one in below(node, ("variable_expr",)):
            up = one.parent
            path = self.path(up) if up is not None and up.type == "expression" else None
            found[self.code.text(one, 300) if path is None else path] = None
            if len(found) >= 100:
                break
        return tuple(found)


def _unescaped(text: str) -> str:
    if "\\" not in text and "$${" not in text:
        return text
    plain = text.replace('\\"', '"').replace("\\n", "\n").replace("\\t", "\t").replace("\\\\", "\\")
    return plain.replace("$${", "${").replace("%%{", "%{")
