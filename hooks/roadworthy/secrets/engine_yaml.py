"""The lines that detect-secrets makes of a YAML file: every text under a key, in quotes, on the line of its key.

The library composes with PyYAML's Python code and takes the line from the scanner's position. The same comes of libyaml's
events for block mappings with plain keys and for flow mappings on one line; a file with anything else is given to the
library's own transformer.
"""

from __future__ import annotations

import re
from collections import deque
from typing import TYPE_CHECKING, NamedTuple

import yaml

if TYPE_CHECKING:
    from typing import Any

LARGEST_SLOW = 200_000  # characters that PyYAML's Python code is given; some 10 µs each
LARGEST_EXPANSION = 100_000  # nodes, aliases followed
DEEPEST = 400  # flow collections inside each other
_CORE = "tag:yaml.org,2002:"
_SCALARS = frozenset(_CORE + kind for kind in ("str", "int", "float", "bool", "null", "timestamp", "binary"))
# What libyaml and PyYAML read differently, or what changes the scanner's position: tabs, byte order marks and other line
# ends, some escapes, explicit keys, adjacent values in flow, directives; and the name that the library marks its own nodes by.
_UNEVEN = re.compile(
    "[\t\ufeff\x85\u2028\u2029]|\\\\[uU']|(?:^|[\\s,\\[{])\\?|:[,\\[\\]{}?]|^%|__line__",
    re.MULTILINE,
)
_COMMENT = re.compile(r"(?<=\s)#[\S ]*")


class _Value(NamedTuple):
    """A text (or the bytes of a `!!binary`) with its key as written and the line of the key, from 1."""

    key: str
    text: str | bytes
    line: int


class _Uneven(Exception):
    """The file has something that only the library's own transformer places as it does."""


class _NoYaml(Exception):
    """The library could not load the file, and reads it as it stands."""


_OPAQUE = object()  # a number, a date, nothing: never looked at


def yaml_lines(text: str) -> list[str] | None:
    """The lines, empty ones where nothing stands; None for a text that is no YAML the library can load."""
    try:
        if _too_deep(text):
            return None
        if _UNEVEN.search(text) or not hasattr(yaml, "CSafeLoader"):
            raise _Uneven
        return _written(_values(_loaded(text)), text)
    except _Uneven:
        return _slow_lines(text)
    except (_NoYaml, yaml.YAMLError):
        return None


def _too_deep(text: str) -> bool:
    """Whether flow collections nest past what the library, which recurses, can load; libyaml's time grows with the square."""
    if text.count("[") + text.count("{") <= DEEPEST:
        return False
    depth = 0
    for bracket in re.findall(r"[\[\]{}]", text):
        depth += 1 if bracket in "[{" else -1 if depth else 0
        if depth > DEEPEST:
            return True
    return False


def _slow_lines(text: str) -> list[str] | None:
    """What the library's transformer makes of it, where that can be afforded."""
    if len(text) > LARGEST_SLOW:
        return None
    try:
        if "*" in text:
            _loaded(text, patient=True)  # for its bound on aliases
    except (_NoYaml, yaml.YAMLError):
        return None
    from .detect_secrets_bridge import transformed_yaml

    return transformed_yaml(text)


def _written(values: list[_Value], text: str) -> list[str]:
    written = text.splitlines()
    made: list[str] = []
    for value in sorted(dict.fromkeys(values), key=_line):
        made.extend([""] * (value.line - 1 - len(made)))
        line = written[value.line - 1].strip() if value.line <= len(written) else ""
        comment = _COMMENT.search(line)
        behind = line[len(line[: comment.start()].rstrip()) : comment.end()] if comment else ""
        content = value.text
        if isinstance(content, bytes):
            from base64 import b64encode

            content = b64encode(content).decode()
        quoted = content.replace('"', '\\"')
        made.append(f'{value.key}: "{quoted}"{behind}')
    return made


def _line(value: _Value) -> int:
    return value.line


def _values(root: object) -> list[_Value]:
    """Every value, level by level."""
    found: list[_Value] = []
    queue = deque([root])
    while queue:
        node = queue.popleft()
        if isinstance(node, _Value):
            found.append(node)
        elif isinstance(node, dict):
            queue.extend(node.values())
        elif isinstance(node, list):
            queue.extend(node)
    return found


class _Open:
    """A collection that is being read: a mapping's key waits in `key` for its value."""

    __slots__ = ("content", "flow_line", "key", "size")

    def __init__(self, content: dict[Any, Any] | list[Any], flow_line: int) -> None:
        self.content = content
        self.flow_line = flow_line  # of a flow mapping's opening bracket, -1 for any other collection
        self.key: tuple[Any, str, int] | None = None  # the key, as it is written, and its line
        self.size = 1


def _loaded(text: str, patient: bool = False) -> object:
    """The document as dictionaries and lists with `_Value`s. `patient`: go on where the lines would be uneven."""
    loader = yaml.CSafeLoader(text)
    document: list[Any] = []
    open_ = [_Open(document, -1)]
    anchors: dict[str, tuple[object, int]] = {}
    waiting: list[str | None] = []  # the anchors of the open collections
    uneven = False
    while True:
        event: Any = loader.get_event()
        top = open_[-1]
        if isinstance(event, yaml.StreamEndEvent):
            break
        if isinstance(event, yaml.ScalarEvent):
            node, even = _scalar(loader, event, top)
            uneven |= not even
            uneven |= _note_anchor(anchors, event.anchor, None, 1)
            _add(top, node, event, 1)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            uneven |= not _is_plain_collection(event)
            is_mapping = isinstance(event, yaml.MappingStartEvent)
            if isinstance(top.content, dict) and top.key is None:
                raise _NoYaml  # a collection as a key cannot be hashed
            flow_line = _line_at(event.start_mark) if is_mapping and event.flow_style else -1
            open_.append(_Open({} if is_mapping else [], flow_line))
            waiting.append(event.anchor)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            done = open_.pop()
            uneven |= done.flow_line >= 0 and done.flow_line != _line_at(event.end_mark)
            uneven |= _note_anchor(anchors, waiting.pop(), done.content, done.size)
            _add(open_[-1], done.content, event, done.size)
        elif isinstance(event, yaml.AliasEvent):
            uneven = True
            if event.anchor not in anchors:
                raise _NoYaml  # unknown, or its own ancestor: which would never end
            _add(top, *_aliased(anchors[event.anchor], event))
        elif isinstance(event, yaml.DocumentStartEvent) and document:
            raise _NoYaml  # more than one document
    if uneven and not patient:
        raise _Uneven
    return document[0] if document else None


def _line_at(mark: Any) -> int:
    """From 0."""
    return int(mark.line)


def _aliased(known: tuple[object, int], event: Any) -> tuple[object, Any, int]:
    node, size = known
    return (_OPAQUE if node is None else node), event, size


def _note_anchor(anchors: dict[str, tuple[object, int]], name: str | None, node: object, size: int) -> bool:
    """Remember what an anchor stands for. True where it stood for something already."""
    if name is None:
        return False
    again = name in anchors
    anchors[name] = node, size
    return again


def _add(top: _Open, node: object, event: Any, size: int) -> None:
    """Put what was read into the collection: as its key, under its key, or at its end."""
    top.size += size
    if top.size > LARGEST_EXPANSION and isinstance(event, yaml.AliasEvent):
        raise _NoYaml
    if isinstance(top.content, list):
        top.content.append(node)
    elif top.key is None:
        key = node if isinstance(event, yaml.ScalarEvent) else _OPAQUE
        top.key = key, getattr(event, "value", ""), _line_at(event.end_mark) + 1
    else:
        key, written, line = top.key
        top.key = None
        top.content[key] = _Value(written, node, line) if isinstance(node, (str, bytes)) else node


def _scalar(loader: Any, event: Any, top: _Open) -> tuple[object, bool]:
    """Texts and bytes as they are; for anything else the value of a key, and nothing of a value. And whether lines are even."""
    tag = event.tag
    is_key = isinstance(top.content, dict) and top.key is None
    if tag == "!":
        return event.value, False
    if tag is None:
        if not event.implicit[0]:
            return event.value, True
        tag = loader.resolve(yaml.ScalarNode, event.value, event.implicit)
    if tag == _CORE + "str":
        return event.value, True
    if is_key and (tag == _CORE + "merge" or event.start_mark.index == event.end_mark.index):
        return _OPAQUE, False  # a merge, or no key at all before the colon
    if tag not in _SCALARS:
        raise _NoYaml
    if is_key or tag == _CORE + "binary":
        try:
            return yaml.constructor.SafeConstructor().construct_object(yaml.ScalarNode(tag, event.value)), True
        except (ValueError, KeyError, OverflowError) as error:  # a date that does not exist: the library gives up as well
            raise _NoYaml from error
    return _OPAQUE, True


def _is_plain_collection(event: Any) -> bool:
    kind = "map" if isinstance(event, yaml.MappingStartEvent) else "seq"
    if event.tag in (None, _CORE + kind):
        return True
    if event.tag != "!" and not event.tag.startswith(_CORE):
        raise _NoYaml
    return False
