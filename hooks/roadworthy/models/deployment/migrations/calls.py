"""Calls in migrations of Ruby, PHP, JavaScript and Elixir, in one form: what is called, with what, inside which other calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....core.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tree_sitter import Node

    from ....core.excerpt import Excerpt, Place
    from ....parsing.code import Code

MOST_NODES = 30_000
MOST_LINKS = 30  # of one chain of calls
_CALLS = frozenset(
    "call call_expression member_call_expression scoped_call_expression function_call_expression"
    " nullsafe_member_call_expression".split()
)
_STRINGS = frozenset("string encapsed_string string_fragment simple_symbol atom quoted_atom template_string symbol".split())
_LISTS = frozenset("array list array_creation_expression string_array symbol_array tuple".split())
_NAMES = frozenset("identifier property_identifier name constant".split())


class Link(NamedTuple):
    """One call of a chain: `->string('b')` in `$table->string('b')->change()`. Texts in `arguments` are without quotes, those
    of a list joined by commas. `nodes` are the positional arguments themselves."""

    name: str
    arguments: tuple[str, ...]
    options: Mapping[str, str]
    nodes: tuple[Node, ...]


class Call(NamedTuple):
    """A chain of calls. `receiver` is what it begins with, as written; `inside` are the calls in whose blocks it stands."""

    code: Code
    node: Node
    receiver: str
    links: tuple[Link, ...]
    inside: tuple[Call, ...]

    @property
    def first(self) -> Link:
        """The first of them, mostly the only one."""
        return self.links[0]

    @property
    def place(self) -> Place:
        """Where it stands, without a block behind it."""
        start, end = self.code.span(self.node)
        text = self.code.excerpt.text
        line = text.find("\n", start)
        if "\n" in text[start:end] and self.node.type == "call":
            end = line
        return self.code.excerpt.place(start, end)

    def has(self, name: str) -> bool:
        """Whether one of the links after the first has this name."""
        return any(link.name == name for link in self.links[1:])


def calls(code: Code, root: Node, skipping: frozenset[str] = frozenset()) -> Iterator[Call]:
    """The calls in `root`, in order; what is inside a call of a name in `skipping` is left out."""
    waiting: list[tuple[Node, tuple[Call, ...]]] = [(root, ())]
    for _ in range(MOST_NODES):
        if not waiting:
            return
        node, inside = waiting.pop()
        if node.type not in _CALLS or (node is root and node.type == "call"):
            waiting.extend((child, inside) for child in reversed(node.named_children))
            continue
        links: list[Link] = []
        within: list[Node] = []
        here: Node | None = node
        receiver = ""
        while here is not None and here.type in _CALLS and len(links) < MOST_LINKS:
            name, given, outer = _parts(here)
            links.append(_link(code, name, given))
            within.extend(given)
            block = here.child_by_field_name("block") or next((c for c in here.named_children if c.type == "do_block"), None)
            within.extend([block] if block else [])
            if outer is not None and outer.type not in _CALLS:
                receiver = code.text(outer, 80)
            here = outer
        call = Call(code, node, receiver, tuple(reversed(links)), inside)
        yield call
        if call.first.name not in skipping:
            deeper = (*inside, call)[-8:]
            waiting.extend((child, deeper) for child in sorted(within, key=lambda one: -one.start_byte))


def _parts(node: Node) -> tuple[Node | None, list[Node], Node | None]:
    """The name's node, the arguments' and what it is called on."""
    kind = node.type
    arguments = node.child_by_field_name("arguments") or next((c for c in node.named_children if c.type == "arguments"), None)
    given = list(arguments.named_children) if arguments else []
    if kind == "call":  # Ruby, Elixir
        name = node.child_by_field_name("method") or node.child_by_field_name("target")
        outer = node.child_by_field_name("receiver")
        if name is not None and name.type == "dot":
            outer, name = name.named_children[0], name.named_children[-1]
        return name, given, outer
    if kind == "call_expression":  # JavaScript
        function = node.child_by_field_name("function")
        if function is not None and function.type == "member_expression":
            return function.child_by_field_name("property"), given, function.child_by_field_name("object")
        return function, given, None
    given = [child.named_children[-1] if child.type == "argument" and child.named_children else child for child in given]
    name = node.child_by_field_name("name") or node.child_by_field_name("function")
    return name, given, node.child_by_field_name("object") or node.child_by_field_name("scope")


def _link(code: Code, name: Node | None, given: list[Node]) -> Link:
    texts: list[str] = []
    nodes: list[Node] = []
    options: dict[str, str] = {}
    flat = list(reversed(given[:64]))
    while flat:
        node = flat.pop()
        if node.type == "pair":
            key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
            options[code.text(key, 60).strip("\"': ")] = value_of(code, value)
        elif node.type in ("hash", "keywords", "object"):
            flat.extend(reversed(node.named_children))
        else:
            texts.append(value_of(code, node))
            nodes.append(node)
    return Link(code.text(name, 80) if name is not None and name.type in _NAMES else "", tuple(texts), options, tuple(nodes))


def value_of(code: Code, node: Node | None) -> str:
    """A literal without its quotes, a list's parts joined by commas; anything else as written."""
    if node is None:
        return ""
    if node.type in _LISTS:
        parts = [
            child.named_children[-1] if child.type == "array_element_initializer" else child for child in node.named_children
        ]
        return ",".join(value_of(code, child) for child in parts[:32])
    text = code.text(node, 400)
    return text.lstrip(":").strip("\"'`") if node.type in _STRINGS else text


def text_of(code: Code, node: Node) -> Excerpt | None:
    """The content of a string or of a here-document, None where it is something else or something is put into it."""
    if node.type == "call" and code.text(node.child_by_field_name("method"), 20) in ("squish", "strip", "strip_heredoc"):
        node = node.child_by_field_name("receiver") or node
    if node.type == "heredoc_beginning":
        return _heredoc(code, node)
    if node.type not in ("string", "encapsed_string", "template_string", "heredoc", "nowdoc", "sigil"):
        return None
    inner = [child for child in node.named_children if child.type not in ("escape_sequence", "heredoc_start", "heredoc_end")]
    if any("interpolation" in child.type or "substitution" in child.type or child.type == "variable_name" for child in inner):
        return None
    if not inner:
        return code.excerpt.cut(*code.span(node))
    start, end = code.offset(inner[0].start_byte), code.offset(inner[-1].end_byte)
    return code.excerpt.cut(start, end)


def begins(code: Code, node: Node) -> str:
    """What a text begins with into which something is put."""
    if node.type == "heredoc_beginning" or (node.type == "call" and "<<" in code.text(node, 10)):
        end = code.excerpt.text.find("\n", code.offset(node.start_byte))
        return code.excerpt.text[end : end + 80]
    return code.text(node, 80).lstrip("\"'`(f")


def _heredoc(code: Code, node: Node) -> Excerpt | None:
    up = node.parent
    for _ in range(12):
        if up is None:
            return None
        for child in up.named_children:
            if child.type == "heredoc_body" and child.start_byte >= node.end_byte:
                if any(part.type == "interpolation" for part in child.named_children):
                    return None
                content = next((part for part in child.named_children if part.type == "heredoc_content"), None)
                return code.excerpt.cut(*code.span(content)) if content else None
        up = up.parent
    return None
