"""Living documents: generated blocks inside a text that people write.

A block stands between two comments, and the first one holds a digest of what was written between them:

    <!-- roadworthy:begin services 3f2a9c0d1e4b -->
    …
    <!-- roadworthy:end services -->

Everything outside is kept as it is. A block is replaced only while its digest fits: one that a person changed is left
alone, and told. `<!-- roadworthy:off services -->` anywhere outside a block keeps that block out of the document.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.patterns import pattern
from ..core.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Literal

_MARKER = pattern(r"<!-- roadworthy:(begin|end|off) ([a-z0-9][a-z0-9.-]{0,80})(?: ([0-9a-f]{12}))? -->[ \t]*\r?\n?")
_FENCE = pattern(r" {0,3}(`{3,}|~{3,})")


class Block(NamedTuple):
    """One generated part. `text` is Markdown with `\\n` line ends; `name` is lower case letters, digits, `-` and `.`."""

    name: str
    text: str


class Edited(NamedTuple):
    """A block that a person changed: it was left as it is. `line` is that of its first marker; `ours` is what it would be."""

    name: str
    line: int
    theirs: str
    ours: str


class Renewed(NamedTuple):
    """A document after its blocks were written. `text` is the old one where `faults` says why nothing could be."""

    text: str
    edited: tuple[Edited, ...] = ()
    faults: tuple[str, ...] = ()


class _Part(NamedTuple):
    """A stretch of the old document: a person's text, or a block with its markers. `digest` None: it was taken out."""

    kind: Literal["text", "block", "off"]
    text: str
    name: str = ""
    digest: str = ""
    body: str = ""
    line: int = 0


def renew(old: str, opening: str, blocks: Sequence[Block]) -> Renewed:
    """`old` with its blocks renewed, missing ones put in behind the one before them, and stale ones taken out.

    An empty document begins with `opening`; one without any block keeps its text and gets the blocks at its end. Line ends
    follow the document's first one. Where markers do not pair up the document is left as it is, and `faults` says where.
    """
    opening = opening.rstrip("\n") + "\n"
    if not old.strip():
        old = opening
    parts, faults = _parts(old)
    if faults:
        return Renewed(old, (), tuple(faults))
    first = old[: old.find("\n") + 1] or old
    newline = "\r\n" if first.endswith(("\r", "\r\n")) else "\n"
    wanted = {block.name: _clean(block.text) for block in blocks}
    off = {part.name for part in parts if part.kind == "off"}
    there = {part.name for part in parts if part.kind == "block"}
    edited: list[Edited] = []
    written: list[str] = []
    ends: dict[str, int] = {}  # block name to the index in `written` behind it
    for part in parts:
        if part.kind == "block":
            body = part.body.replace("\r\n", "\n")
            ours = "" if part.name in off else wanted.get(part.name, "")
            if body == ours or digest(body) == part.digest:
                written.append(_marked(part.name, ours, newline) if ours else "")
            else:
                edited.append(Edited(part.name, part.line, body, ours))
                written.append(part.text)
            ends[part.name] = len(written)
        else:
            written.append(part.text)
    behind = 0 if there else len(written)
    for name, text in wanted.items():
        if name in there:
            behind = max(behind, ends[name])
        elif name not in off and text:
            behind = _insert(written, behind, ends, name, _marked(name, text, newline), newline)
    text = "".join(written)
    return Renewed(text if text.strip() else opening, tuple(edited))


def bodies(text: str) -> dict[str, str]:
    """What stands in each block of a document, by name; empty where its markers do not pair up."""
    parts, faults = _parts(text)
    return {} if faults else {part.name: part.body.replace("\r\n", "\n") for part in parts if part.kind == "block"}


def digest(body: str) -> str:
    """What a block's first marker holds of its body (`\\n` line ends): 12 hexadecimal digits of its SHA-256."""
    from hashlib import sha256

    return sha256(body.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _clean(text: str) -> str:
    """A block's text with one line end at its end, and nothing in it that reads as a marker."""
    text = re.sub(r"\r\n?", "\n", text).strip("\n")
    return text.replace("<!-- roadworthy:", "<!-- roadworthy :") + "\n" if text else ""


def _marked(name: str, text: str, newline: str) -> str:
    block = f"<!-- roadworthy:begin {name} {digest(text)} -->\n{text}<!-- roadworthy:end {name} -->\n"
    return block.replace("\n", newline)


def _insert(written: list[str], behind: int, ends: dict[str, int], name: str, text: str, newline: str) -> int:
    """Put a block at `behind`, with a blank line on either side; returns the index behind it."""
    before = "".join(written[:behind])
    gap = "" if not before or before.endswith(("\n\n", "\r\n\r\n")) else newline
    if before and not before.endswith("\n"):
        gap = newline * 2
    after = "".join(written[behind:])
    tail = newline if after and not after.startswith(("\n", "\r\n")) else ""
    written.insert(behind, gap + text + tail)
    for known, at in ends.items():
        if at > behind:
            ends[known] = at + 1
    ends[name] = behind + 1
    return behind + 1


def _parts(text: str) -> tuple[list[_Part], list[str]]:
    """The document as stretches that join to it again, and what is wrong with its markers."""
    parts: list[_Part] = []
    faults: list[str] = []
    seen: set[str] = set()
    at = 0  # where the stretch of a person's text begins
    opened: re.Match[str] | None = None
    line = 0
    for number, found in _markers(text):
        if found is None:
            return [], [f"line {number}: a code block has no end, and all behind it would be part of it"]
        kind, name = found[1], found[2]
        if kind == "begin":
            if opened:
                faults.append(f"line {number}: `{name}` begins inside `{opened[2]}`, which has no end")
            elif name in seen:
                faults.append(f"line {number}: `{name}` begins a second time")
            opened, line = found, number
            seen.add(name)
        elif kind == "end":
            if not opened or opened[2] != name:
                faults.append(f"line {number}: `{name}` ends without a beginning")
                continue
            parts.append(_Part("text", text[at : opened.start()]))
            body = text[opened.end() : found.start()]
            parts.append(_Part("block", text[opened.start() : found.end()], name, opened[3] or "", body, line))
            at, opened = found.end(), None
        elif not opened:
            parts.append(_Part("text", text[at : found.start()]))
            parts.append(_Part("off", found[0], name))
            at = found.end()
    if opened:
        faults.append(f"line {line}: `{opened[2]}` has no end")
    parts.append(_Part("text", text[at:]))
    return parts, faults


def _markers(text: str) -> Iterator[tuple[int, re.Match[str] | None]]:
    """Line number and match of every marker that has a line for itself, outside fenced code that a person wrote.

    Last comes the line of a fence that is never closed, with None.
    """
    at, number, opened = 0, 0, 0
    fence = ""
    inside = False  # a block is what its markers say, whatever fences are in it
    while at < len(text):
        number += 1
        end = text.find("\n", at) + 1 or len(text)
        found = _MARKER.fullmatch(text, at, end)
        if found and (inside or not fence):
            inside = found[1] == "begin" or (inside and found[1] == "off")
            fence = ""
            yield number, found
        elif not inside and (mark := _FENCE.match(text, at, end)):
            if not fence:
                fence, opened = mark[1], number
            elif mark[1].startswith(fence) and not text[mark.end() : end].strip():
                fence = ""
        at = end
    if fence and not inside:
        yield opened, None
