"""XML as a stream of elements: attributes and text with their places. What is not well-formed is read as far as it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.patterns import pattern
from ..core.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.excerpt import Excerpt

DEEPEST = 200  # elements inside elements whose names are kept
LONGEST = 10_000  # characters of one attribute
_TAG = pattern(r"<(/?)([A-Za-z_][\w:.-]{0,199})")
_ATTRIBUTE = pattern(
    rf"\s{{0,400}}([A-Za-z_][\w:.-]{{0,199}})\s{{0,64}}=\s{{0,64}}(?:\"([^\"<]{{0,{LONGEST}}})\"|'([^'<]{{0,{LONGEST}}})')"
)
_ENTITY = pattern(r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
MOST_ENTITIES = 2_000


class Element(NamedTuple):
    """One start tag. `path` are the names above it, outermost first. `text` is what follows up to the next tag, CDATA taken."""

    name: str
    path: tuple[str, ...]
    attributes: dict[str, Excerpt]
    text: Excerpt


def parse(text: Excerpt) -> Iterator[Element]:
    """Every element, in order. Comments, declarations and processing instructions are passed over. Time is linear."""
    whole = text.text
    size = len(whole)
    path: list[str] = []
    at = 0
    while True:
        at = whole.find("<", at)
        if at < 0:
            return
        if whole.startswith(("<!", "<?"), at):
            at = _passed(whole, at, size)
            continue
        tag = _TAG.match(whole, at)
        if not tag:
            at += 1
            continue
        at = tag.end()
        if tag[1]:
            if tag[2] in path[-3:]:  # an element that nobody closed does not stay open for good
                while path.pop() != tag[2]:
                    pass
            continue
        attributes: dict[str, Excerpt] = {}
        while found := _ATTRIBUTE.match(whole, at):
            group = 2 if found[2] is not None else 3
            attributes[found[1]] = decoded(text.cut(found.start(group), found.end(group)))
            at = found.end()
        close = whole.find(">", at, min(size, at + 400))
        if close < 0:
            continue
        at = close + 1
        yield Element(tag[2], tuple(path[-8:]), attributes, _content(text, at))
        if whole[close - 1] != "/" and len(path) < DEEPEST:
            path.append(tag[2])


def _passed(whole: str, at: int, size: int) -> int:
    """Behind a comment, a declaration or an instruction."""
    if whole.startswith("<!--", at):
        end = whole.find("-->", at + 4)
        return size if end < 0 else end + 3
    if whole.startswith("<![CDATA[", at):
        end = whole.find("]]>", at)
        return size if end < 0 else end + 3
    return at + 2


def _content(text: Excerpt, at: int) -> Excerpt:
    whole = text.text
    start = at
    while start < len(whole) and whole[start] in " \t\r\n" and start - at < 400:
        start += 1
    if whole.startswith("<![CDATA[", start):
        end = whole.find("]]>", start, start + 9 + LONGEST)
        return text.cut(start + 9, end).strip() if end >= 0 else text.cut(at, at)
    end = whole.find("<", at, at + LONGEST)
    return decoded(text.cut(at, end).strip()) if end >= 0 else text.cut(at, at)


def decoded(text: Excerpt) -> Excerpt:
    """The text with character references taken for what they stand for."""
    if "&" not in text.text:
        return text
    edits: list[tuple[int, int, str]] = []
    for found in _ENTITY.finditer(text.text):
        if len(edits) >= MOST_ENTITIES:
            return text
        code = int(found[1]) if found[1] else int(found[2], 16) if found[2] else 0
        meant = _ENTITIES[found[3]] if found[3] else chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        edits.append((found.start(), found.end(), meant))
    return text.splice(edits)
