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
    from collections.abc import Callable, Iterator
    from collections.abc import Mapping as Mapped
    from typing import Any

    from ..core.excerpt import Excerpt, Place

DEEPEST = 200  # levels; what people write stays under forty
TOO_DEEP = f"is nested more than {DEEPEST} levels deep"
MOST_NODES = 250_000  # in one file: some four times the largest manifest bundles
MOST_EXPANDED = 1_000_000  # nodes that a walk through all aliases meets

_TOO_MANY = f"holds more than {MOST_NODES:,} values; what follows was not read"
_STYLES = {None: "plain", "": "plain", "'": "single", '"': "double", "|": "literal", ">": "folded"}


class Node:
    """What scalars, sequences and mappings share. `tag` is empty where none was written; `!!str` is given in full."""

    __slots__ = ("base", "end", "start", "tag")

    base: Excerpt  # each kind sets these itself: they are made by the ten thousand
    start: int
    end: int
    tag: str

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
        self.base = base
        self.start = start
        self.end = end
        self.tag = tag
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
        self.base = base
        self.start = start
        self.end = end
        self.tag = tag
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
        self.base = base
        self.start = start
        self.end = end
        self.tag = tag
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
                if type(key) is not Scalar:
                    continue
                text = key.text
                if text == "<<" and key.style == "plain":
                    merges.extend(value.items if isinstance(value, Sequence) else (value,))
                else:
                    found[text] = (key, value)
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

    def get(self, name: str, *path: str) -> Tree | None:
        """The value at the end of a path of keys; None where the path breaks off."""
        pair = (self.merged if self._merged is None else self._merged).get(name)
        if pair is None:
            return None
        if not path:
            return pair[1]
        return pair[1].get(*path) if isinstance(pair[1], Mapping) else None

    def text(self, name: str, *path: str) -> str | None:
        """The text of the scalar at the end of a path of keys; None where there is none."""
        node = self.get(name, *path)
        return node.text if type(node) is Scalar else None

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
    from .yaml_events import InvalidYamlError, read, template_at

    base = text.whole() if isinstance(text, Source) else text
    if base.text.startswith("\ufeff"):  # libyaml would take a byte order mark away without counting it
        base = base.cut(len(base.text) - len(base.text.lstrip("\ufeff")))
    building = _Building(base)
    try:
        read(base.text, building.take, pure)
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


class _Building:
    """Events on their way to documents. `roots` and `problems` are what has come of them so far."""

    __slots__ = ("base", "problems", "roots")

    def __init__(self, base: Excerpt) -> None:
        self.base = base
        self.roots: list[Tree] = []
        self.problems: list[Unreadable] = []

    def blame(self, start: int, end: int, why: str, *, opaque: bool = False) -> None:
        size = len(self.base.text)
        start = min(start, max(0, size - 1))
        self.problems.append(Unreadable(self.base.place(start, min(max(end, start), size)), why, opaque))

    def take(self, next_event: Callable[[], Any], kinds: Any) -> None:
        """All events, in one loop: a call for each would be most of what reading a file costs."""
        base, text = self.base, self.base.text
        a_scalar, a_mapping, a_sequence = kinds.ScalarEvent, kinds.MappingStartEvent, kinds.SequenceStartEvent
        mapping_end, sequence_end = kinds.MappingEndEvent, kinds.SequenceEndEvent
        finished: list[Tree] = []  # the root of a document whose end has not come yet
        anchors: dict[str, tuple[Tree, int, int] | None] = {}  # node, its size, its height; None while it is open
        count = 0  # nodes of the file
        size = 0  # nodes of the document, as often as aliases repeat them
        around: list[Any] = []  # of the collections around the innermost open one: what the next eight names hold
        node: Tree | None = None  # the innermost open collection
        items: list[Tree] = []  # of a sequence
        entries: list[tuple[Tree, Tree]] | None = None  # of a mapping
        key: Tree | None = None  # of an entry whose value has not come yet
        height = 0  # levels below it
        before = 0  # the size of the document without it
        flow, anchor = False, None
        done: Tree
        while (event := next_event()) is not None:
            kind = type(event)
            if kind is a_scalar:
                start, end, style = event.start_mark.index, event.end_mark.index, _STYLES[event.style]
                count += 1
                if count > MOST_NODES:
                    raise _LimitError(start, _TOO_MANY)
                size += 1
                if style == "literal" or style == "folded":
                    end = start + len(text[start:end].rstrip(" \t\r\n"))
                done, level = Scalar(base, start, end, event.tag or "", event.value, style), 0
                if event.anchor:
                    anchors[event.anchor] = (done, 1, 0)
            elif kind is a_mapping or kind is a_sequence:
                start = event.start_mark.index
                count += 1
                if count > MOST_NODES:
                    raise _LimitError(start, _TOO_MANY)
                if len(around) >= DEEPEST:
                    raise _LimitError(start, TOO_DEEP)
                around.append((node, items, entries, key, height, before, flow, anchor))
                if kind is a_mapping:
                    node = Mapping(base, start, event.end_mark.index, event.tag or "")
                    entries = node.entries
                else:
                    node = Sequence(base, start, event.end_mark.index, event.tag or "")
                    items, entries = node.items, None
                key, height, before, flow, anchor = None, 0, size, event.flow_style, event.anchor
                size += 1
                if anchor:
                    anchors[anchor] = None
                continue
            elif kind is mapping_end or kind is sequence_end:
                assert node is not None
                done, level, start = node, height, node.start
                if flow:
                    node.end = event.end_mark.index
                    if text.startswith("{{", start):
                        why = "is a template: its value is not known before it is rendered"
                        self.blame(start, node.end, why, opaque=True)
                        done, level = Scalar(base, start, node.end, node.tag, text[start : node.end], "template"), 0
                        size = before + 1
                else:  # libyaml ends a block collection where the next token begins, after blank lines and comments
                    for last in items[-1:] if entries is None else entries[-1] if entries else ():
                        if last.end > node.end and last.start >= start:
                            node.end = last.end
                if anchor:
                    anchors[anchor] = (done, size - before, level)
                node, items, entries, key, height, before, flow, anchor = around.pop()
            elif kind is kinds.AliasEvent:
                count += 1
                if count > MOST_NODES:
                    raise _LimitError(event.start_mark.index, _TOO_MANY)
                known = anchors.get(event.anchor)
                if known and size + known[1] <= MOST_EXPANDED and len(around) + known[2] <= DEEPEST:
                    done, level = known[0], known[2]
                    size += known[1]
                else:
                    done, level = self.not_followed(event, anchors), 0
                    size += 1
            else:
                if kind is kinds.DocumentStartEvent:
                    anchors, size = {}, 0
                elif kind is kinds.DocumentEndEvent:
                    self.roots += finished
                    finished = []
                continue
            if level >= height:
                height = level + 1
            if entries is not None:
                if key is None:
                    key = done
                else:
                    entries.append((key, done))
                    key = None
            elif node is None:
                finished.append(done)
            else:
                items.append(done)

    def not_followed(self, event: Any, anchors: Mapped[str, object]) -> Scalar:
        """What stands for an alias that leads too far, round in a circle or nowhere; and a word on it."""
        if anchors.get(event.anchor):
            why = "expands to more than anyone can read; it was not followed"
        elif event.anchor in anchors:
            why = "stands inside what it refers to"
        else:
            why = "refers to an anchor that is not defined above it"
        start, end = event.start_mark.index, event.end_mark.index
        self.blame(start, end, f"`*{event.anchor}` {why}")
        return Scalar(self.base, start, end, "", "", "alias")


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
