"""The text inside a YAML scalar as an excerpt: quotes, escapes, folds and indentation taken out, positions kept.

YAML 1.1 chapters 8 and 9, as libyaml reads them: a break inside a flow scalar folds to a space, n breaks to n - 1; a block
scalar loses its indentation, and `>` folds lines that do not start with a blank.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..core.excerpt import Excerpt

MOST_EDITS = 100_000  # lines and escapes of one scalar; beyond that its text has the scalar's place only
_BREAK = "\r\n|[\n\r\x85\u2028\u2029]"
_BREAKS = "\n\r\x85\u2028\u2029"
_ESCAPES = {
    "0": "\0", "a": "\a", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\v", "f": "\f", "r": "\r", "e": "\x1b",
    " ": " ", '"': '"', "/": "/", "\\": "\\", "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip


def inside(written: Excerpt, style: str, value: str) -> Excerpt:
    """The text of a scalar. `written` is the scalar as it stands in the file, without tag and anchor; `value` its decoded text.

    `style` is `plain`, `single`, `double`, `literal` or `folded`. The result's text is always `value`: where the layout is
    too odd to follow, all of it stands at the scalar's beginning.
    """
    if style in ("single", "double"):
        written = written.cut(1, max(1, len(written.text) - 1))
    if written.text == value:
        return written
    text = written.text
    if text.count("\n") + text.count("\\") + text.count("''") > MOST_EDITS:
        return written.splice([(0, len(text), value)])
    if style in ("literal", "folded"):
        found = _block(written, value, style == "folded")
    else:
        found = written.splice(_flow_edits(text, style))
    if found.text == value:
        return found
    return written.splice([(0, len(text), value)])


def _flow_edits(text: str, style: str) -> list[tuple[int, int, str]]:
    escapes = {"single": "''|", "double": r"\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|\\(?:\r\n|[\s\S])|"}
    edits: list[tuple[int, int, str]] = []
    done, size = 0, len(text)
    for found in re.finditer(escapes.get(style, "") + _BREAK, text):
        start, end = found.span()
        if start < done:
            continue
        token = found.group()
        if token == "''":
            edits.append((start, end, "'"))
        elif token[0] == "\\" and token[-1] not in _BREAKS:
            edits.append((start, end, chr(int(token[2:], 16)) if len(token) > 2 else _ESCAPES.get(token[1], token)))
        else:
            breaks = 0 if token[0] == "\\" else 1
            kept = "" if token in ("\n", "\r", "\r\n", "\x85", "\\\n", "\\\r", "\\\r\n") else token
            if breaks:
                while start > done and text[start - 1] in " \t":
                    start -= 1
            more = 0
            while end < size and text[end] in " \t\n\r\x85":
                if text[end] in "\n\x85" or (text[end] == "\r" and text[end + 1 : end + 2] != "\n"):
                    more += 1
                end += 1
            edits.append((start, end, kept or "\n" * more or " " * breaks))
        done = end
    return edits


def _block(written: Excerpt, value: str, folded: bool) -> Excerpt:
    text = written.text
    ends = [(found.start(), found.end()) for found in re.finditer(_BREAK, text)]
    if not ends or not value:
        return written.cut(len(text))
    lines = [(begin, end, after) for (_, begin), (end, after) in pairwise(ends)]
    if ends[-1][1] < len(text):
        lines.append((ends[-1][1], len(text), len(text)))
    indent = _indent(text, lines, value)
    edits: list[tuple[int, int, str]] = [(0, ends[0][1], "")]
    margin = " " * indent
    starts = [begin + (indent if text.startswith(margin, begin) else _spaces(text, begin, end)) for begin, end, _ in lines]
    glued: dict[int, str] = {}  # the line whose break is folded, and what becomes of it
    if folded:
        filled = [i for i, (_, end, _) in enumerate(lines) if starts[i] < end]
        for here, there in pairwise(filled):
            if text[starts[here]] not in " \t" and text[starts[there]] not in " \t":
                glued[here] = " " if there == here + 1 else ""
    for i, (begin, end, after) in enumerate(lines):
        if starts[i] > begin:
            edits.append((begin, starts[i], ""))
        if after > end:
            broken = glued.get(i, text[end] if text[end] in "\u2028\u2029" else "\n")
            if broken != text[end:after]:
                edits.append((end, after, broken))
    found = written.splice(edits)
    return found.cut(0, len(value)) if found.text.startswith(value) else found


def _indent(text: str, lines: list[tuple[int, int, int]], value: str) -> int:
    """How many columns were taken off: the first line that holds something tells, also with an explicit indicator."""
    for begin, end, _ in lines:
        spaces = _spaces(text, begin, end)
        if begin + spaces < end:
            at = 0
            while value[at : at + 1] == "\n":
                at += 1
            return max(0, spaces - _spaces(value, at, len(value)))
    return min((end - begin for begin, end, _ in lines), default=0)


def _spaces(text: str, begin: int, end: int) -> int:
    line = text[begin:end]
    return len(line) - len(line.lstrip(" "))
