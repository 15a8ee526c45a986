"""YAML as a tree in which everything has a place, and every scalar stays the text that was written.

`on` stays `on`, `22:22` stays `22:22`, a duplicate key stays a fact, `!reset` stays on its node. Aliases are followed to the
node they name, so a value's place is where it was written. What a file may cost is bounded: depth, nodes, and what
aliases expand to; the tree is finite and free of cycles, so a walk over it ends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.excerpt import Source
from ..core.outcome import Unreadable
from ..core.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ..core.excerpt import Excerpt, Place

DEEPEST = 200  # levels; what people write stays under forty
TOO_DEEP = f"is nested more than {DEEPEST} levels deep"
MOST_NODES = 250_000  # in one file: some four times the largest manifest bundles
MOST_EXPANDED = 1_000_000  # nodes that a walk through all aliases meets

_STYLES = {None: "plain", "": "plain", "'": "single", '"': "double", "|": "literal", ">": "folded"}


class Node:
    """What scalars, sequences and mappings share. `tag` is empty where none was written; `!!str` is given in full."""

    __slots__ = ("base", "end", "start", "tag")

    def __init__(self, base: Excerpt, start: int, end: int, tag: str) -> None:
        self.base = base
        self.start = start
        self.end = end
        self.tag = tag

    @property
    def place(self) -> Place:
        """Where the node stands, its tag and anchor included."""
        return self.base.place(self.start, self.end)

    @property
    def line(self) -> int:
        """The line on which it begins."""
        return self.base.source.position(self.base.origin(self.start))[0]


class Scalar(Node):
    """A single value. `text` is its decoded text.

    `style` is `plain`, `single`, `double`, `literal` or `folded`; `template` for `{{ … }}` where a value should stand; and
    `alias` for an alias that could not be followed, whose text is empty.
    """

    __slots__ = ("style", "text")

    def __init__(self, base: Excerpt, start: int, end: int, tag: str, text: str, style: str) -> None:
        super().__init__(base, start, end, tag)
        self.text = text
        self.style = style

    def __repr__(self) -> str:
        return f"<Scalar {self.text[:40]!r} {self.base.path}:{self.line}>"

    @property
    def is_null(self) -> bool:
        """Whether it says "nothing": left empty, or a plain `~` or `null`."""
        return self.style == "plain" and not self.tag and self.text in ("", "~", "null", "Null", "NULL")

    @property
    def excerpt(self) -> Excerpt:
        """The text inside, for a parser of what it holds. Its text is `self.text`, its positions are the file's."""
        from .yaml_text import inside

        text, end = self.base.text, self.end
        if self.style in ("literal", "folded"):  # its last breaks are its text, but no part of its place
            while end < len(text) and text[end] in " \t\r\n":
                end += 1
        return inside(self.base.cut(_after_properties(text, self.start, self.end), end), self.style, self.text)


class Sequence(Node):
    """A list."""

    __slots__ = ("items",)

    def __init__(self, base: Excerpt, start: int, end: int, tag: str) -> None:
        super().__init__(base, start, end, tag)
        self.items: list[Tree] = []

    def __repr__(self) -> str:
        return f"<Sequence of {len(self.items)} {self.base.path}:{self.line}>"

    def __iter__(self) -> Iterator[Tree]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: int) -> Tree:
        return self.items[index]


class Mapping(Node):
    """A mapping. `entries` are its pairs as written, with `<<`, with duplicates, with keys that are no scalars."""

    __slots__ = ("_merged", "entries")

    def __init__(self, base: Excerpt, start: int, end: int, tag: str) -> None:
        super().__init__(base, start, end, tag)
        self.entries: list[tuple[Tree, Tree]] = []
        self._merged: dict[str, tuple[Scalar, Tree]] | None = None

    def __repr__(self) -> str:
        return f"<Mapping of {len(self.entries)} {self.base.path}:{self.line}>"

    @property
    def merged(self) -> dict[str, tuple[Scalar, Tree]]:
        """Key text to key and value: the last of duplicate keys wins, and over `<<`, whose first mapping wins.

        A merged pair keeps its key and value nodes, so its place is where it was written.
        """
        if self._merged is None:
            found: dict[str, tuple[Scalar, Tree]] = {}
            merges: list[Tree] = []
            for key, value in self.entries:
                if not isinstance(key, Scalar):
                    continue
                if key.text == "<<" and key.style == "plain":
                    merges.extend(value.items if isinstance(value, Sequence) else (value,))
                else:
                    found[key.text] = (key, value)
            for origin in merges:  # depth is bounded by that of the tree, aliases included
                if isinstance(origin, Mapping):
                    for name, pair in origin.merged.items():
                        found.setdefault(name, pair)
            self._merged = found
        return self._merged

    def __contains__(self, name: object) -> bool:
        return name in self.merged

    def __getitem__(self, name: str) -> Tree:
        return self.merged[name][1]

    def __iter__(self) -> Iterator[str]:
        return iter(self.merged)

    def __len__(self) -> int:
        return len(self.merged)

    def get(self, *path: str) -> Tree | None:
        """The value at the end of a path of keys; None where the path breaks off."""
        node: Tree = self
        for name in path:
            if not isinstance(node, Mapping) or name not in node.merged:
                return None
            node = node.merged[name][1]
        return node

    def text(self, *path: str) -> str | None:
        """The text of the scalar at the end of a path of keys; None where there is none."""
        node = self.get(*path)
        return node.text if isinstance(node, Scalar) else None

    def key(self, name: str) -> Scalar | None:
        """The key as it was written, for its place."""
        pair = self.merged.get(name)
        return pair[0] if pair else None

    def pairs(self) -> Iterator[tuple[Scalar, Tree]]:
        """Key and value of every entry, merged ones last."""
        return iter(self.merged.values())

    def duplicates(self) -> list[tuple[Scalar, Scalar]]:
        """Keys that stand here twice: the earlier one, and the one that replaces it."""
        seen: dict[str, Scalar] = {}
        twice = []
        for key, _ in self.entries:
            if isinstance(key, Scalar):
                if key.text in seen and not (key.text == "<<" and key.style == "plain"):
                    twice.append((seen[key.text], key))
                seen[key.text] = key
        return twice


Tree = Scalar | Sequence | Mapping


class Documents(NamedTuple):
    """What a YAML text holds: its documents, and what is wrong with it.

    A document that does not parse is missing, with those after it; the ones before it are there. A problem is `opaque`
    where the text is a template for YAML rather than YAML.
    """

    roots: tuple[Tree, ...]
    problems: tuple[Unreadable, ...] = ()

    @property
    def root(self) -> Tree | None:
        """The first document."""
        return self.roots[0] if self.roots else None


def parse(text: Source | Excerpt, *, pure: bool = False) -> Documents:
    """The documents of a file or of a text inside one. `pure` keeps to PyYAML's own parser, without libyaml."""
    from .yaml_events import InvalidYamlError, events, template_at

    base = text.whole() if isinstance(text, Source) else text
    if base.text.startswith("\ufeff"):  # libyaml would take a byte order mark away without counting it
        base = base.cut(len(base.text) - len(base.text.lstrip("\ufeff")))
    building = _Building(base)
    try:
        for event in events(base.text, pure):
            _TAKE[type(event).__name__](building, event)
    except InvalidYamlError as error:
        template = template_at(base.text)
        if error.deep:  # libyaml has a limit of its own, which newer ones meet while they look ahead
            building.blame(error.offset, error.offset + 1, TOO_DEEP)
        elif template is None:
            building.blame(error.offset, error.offset + 1, error.why)
        else:
            building.problems.clear()
            building.blame(template, template + 2, "is a template, and no YAML before it is rendered", opaque=True)
    except _LimitError as limit:
        building.blame(limit.offset, limit.offset + 1, limit.why)
    return Documents(tuple(building.roots), tuple(building.problems))


class _LimitError(Exception):
    def __init__(self, offset: int, why: str) -> None:
        super().__init__(why)
        self.offset = offset
        self.why = why


class _Open(NamedTuple):
    """A collection whose end has not come yet. `sizes` is [nodes it expands to, levels below it]."""

    node: Sequence | Mapping
    flow: bool
    anchor: str | None
    keys: list[Tree]
    sizes: list[int]


class _Building:
    """The stack of open collections while events come in."""

    __slots__ = ("anchors", "base", "finished", "nodes", "open", "problems", "roots")

    def __init__(self, base: Excerpt) -> None:
        self.base = base
        self.roots: list[Tree] = []
        self.finished: list[Tree] = []  # the root of a document whose end has not come yet
        self.problems: list[Unreadable] = []
        self.open: list[_Open] = []
        self.anchors: dict[str, tuple[Tree, int, int] | None] = {}  # node, its size, its height; None while it is open
        self.nodes = 0

    def blame(self, start: int, end: int, why: str, *, opaque: bool = False) -> None:
        size = len(self.base.text)
        start = min(start, max(0, size - 1))
        self.problems.append(Unreadable(self.base.place(start, min(max(end, start), size)), why, opaque))

    def add(self, node: Tree, size: int, height: int) -> None:
        """Put a finished node where it belongs."""
        if not self.open:
            self.finished.append(node)
            return
        parent, _, _, keys, sizes = self.open[-1]
        sizes[0] += size
        if height >= sizes[1]:
            sizes[1] = height + 1
        if type(parent) is Sequence:
            parent.items.append(node)
        elif keys:
            parent.entries.append((keys.pop(), node))  # type: ignore[union-attr]
        else:
            keys.append(node)

    def count(self, offset: int) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise _LimitError(offset, f"holds more than {MOST_NODES:,} values; what follows was not read")

    def scalar(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        self.count(start)
        style = _STYLES[event.style]
        if style in ("literal", "folded"):
            end = _before_blanks(self.base.text, start, end)
        node = Scalar(self.base, start, end, event.tag or "", event.value, style)
        if event.anchor:
            self.anchors[event.anchor] = (node, 1, 0)
        self.add(node, 1, 0)

    def collection(self, event: Any, node: Sequence | Mapping) -> None:
        self.count(node.start)
        if len(self.open) >= DEEPEST:
            raise _LimitError(node.start, TOO_DEEP)
        if event.anchor:
            self.anchors[event.anchor] = None
        self.open.append(_Open(node, bool(event.flow_style), event.anchor, [], [1, 0]))

    def sequence(self, event: Any) -> None:
        self.collection(event, Sequence(self.base, event.start_mark.index, event.end_mark.index, event.tag or ""))

    def mapping(self, event: Any) -> None:
        self.collection(event, Mapping(self.base, event.start_mark.index, event.end_mark.index, event.tag or ""))

    def close(self, event: Any) -> None:
        node: Tree
        node, flow, anchor, _, (size, height) = self.open.pop()
        if flow:
            node.end = event.end_mark.index
            if self.base.text.startswith("{{", node.start):
                text = self.base.text[node.start : node.end]
                self.blame(node.start, node.end, "is a template: its value is not known before it is rendered", opaque=True)
                node, size, height = Scalar(self.base, node.start, node.end, node.tag, text, "template"), 1, 0
        else:  # libyaml ends a block collection where the next token begins, after blank lines and comments
            last = node.items[-1:] if isinstance(node, Sequence) else [part for pair in node.entries[-1:] for part in pair]
            node.end = max([node.end, *(part.end for part in last if part.start >= node.start)])
        if anchor:
            self.anchors[anchor] = (node, size, height)
        self.add(node, size, height)

    def alias(self, event: Any) -> None:
        start, end = event.start_mark.index, event.end_mark.index
        self.count(start)
        name = event.anchor
        known = self.anchors.get(name)
        if known:
            node, size, height = known
            expanded = sum(part.sizes[0] for part in self.open) + size
            if expanded <= MOST_EXPANDED and len(self.open) + height <= DEEPEST:
                self.add(node, size, height)
                return
            self.blame(start, end, f"`*{name}` expands to more than anyone can read; it was not followed")
        elif name in self.anchors:
            self.blame(start, end, f"`*{name}` stands inside what it refers to")
        else:
            self.blame(start, end, f"`*{name}` refers to an anchor that is not defined above it")
        self.add(Scalar(self.base, start, end, "", "", "alias"), 1, 0)

    def document(self, event: Any) -> None:
        self.anchors = {}

    def document_end(self, event: Any) -> None:
        self.roots += self.finished
        self.finished = []

    def nothing(self, event: Any) -> None:
        pass


_TAKE = {
    "ScalarEvent": _Building.scalar,
    "SequenceStartEvent": _Building.sequence,
    "MappingStartEvent": _Building.mapping,
    "SequenceEndEvent": _Building.close,
    "MappingEndEvent": _Building.close,
    "AliasEvent": _Building.alias,
    "DocumentStartEvent": _Building.document,
    "DocumentEndEvent": _Building.document_end,
    "StreamStartEvent": _Building.nothing,
    "StreamEndEvent": _Building.nothing,
}


def _before_blanks(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " \t\r\n":
        end -= 1
    return end


def _after_properties(text: str, start: int, end: int) -> int:
    """The offset at which a node's content begins: behind its tag and anchor, in any order, on any line."""
    at = start
    while at < end and text[at] in "&!":
        while at < end and text[at] not in " \t\r\n":
            at += 1
        while at < end and text[at] in " \t\r\n#":
            if text[at] == "#":
                after = text.find("\n", at, end)
                at = end if after < 0 else after
            else:
                at += 1
    return at
