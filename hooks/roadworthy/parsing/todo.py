"""TODO.md as entries with places: marks, dates, descriptions, risks, and which finding an entry stands for.

An entry is a list item with a mark: `- [ ] devops: description — risk _(ref: agents/devops-engineer.md)_`; `[~]` is in
progress, `[x]` done, with a date in front. The finding it records stands in it as a code span, `CODE PATH#SYMBOL`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.excerpt import Source
from ..core.patterns import pattern
from ..core.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.excerpt import Excerpt, Place

    Identity = tuple[str, str, str]  # rule code, path, symbol

OPEN, IN_PROGRESS, DONE = " ", "~", "x"
REF = "agents/devops-engineer.md"  # what an entry of the checklist refers to
LONGEST_FRONT = 200  # lines of front matter

_ITEM = pattern(r"([ \t]*(?:>[ \t]?)*)[-*+][ \t]+\[([^\]\r\n])\](?=[ \t\r\n]|$)[ \t]*")
_HEADING = pattern(r" {0,3}(#{1,6})(?:[ \t]+|$)")
_FENCE = pattern(r"[ \t]*(`{3,}|~{3,})")
_DATE = pattern(r"(\d{4}-\d{2}-\d{2})(?:[ \t]+|$)")
_PREFIX = pattern(r"([A-Za-z][\w.-]*):(?:[ \t]+|$)")
_REF = pattern(r"_\(ref: ?([^()]*)\)_$")
_CODE = pattern(r"[A-Z]{2,8}[0-9]{2,4}")


class Entry(NamedTuple):
    """One task. `text` is all of it behind the mark, `date` and `prefix` and so on are its parts, empty where missing.

    `mark` is the character in the brackets (`X` reads as `x`). `section` is the heading above. `place` covers the entry with
    the lines that go on with it; `line` is that of the mark.
    """

    mark: str
    date: str
    prefix: str
    description: str
    risk: str
    ref: str
    identity: Identity | None
    text: str
    section: str
    line: int
    end_line: int
    place: Place


def entries(text: str | Source) -> tuple[Entry, ...]:
    """Every entry in order. What stands in code blocks and HTML comments is no entry."""
    return tuple(_entries(text if isinstance(text, Source) else Source("TODO.md", text)))


def known_gaps(text: str | Source) -> frozenset[Identity]:
    """The findings that open and in-progress entries stand for. Secrets are never known gaps."""
    source = text if isinstance(text, Source) else Source("TODO.md", text)
    if "`" not in source.text:
        return frozenset()
    return frozenset(
        entry.identity
        for entry in _entries(source)
        if entry.identity and entry.mark in (OPEN, IN_PROGRESS) and not entry.identity[0].startswith("SEC")
    )


def encode_identity(code: str, path: str, symbol: str) -> str:
    """`CODE PATH#SYMBOL`, for a code span. What would end a span, a part or an entry is percent-encoded as UTF-8.

    That is: `%`, backticks, `#`, the em dash, white space, and what cannot be printed.
    """
    return f"{code} {_quoted(path)}#{_quoted(symbol)}"


def decode_identity(span: str) -> Identity | None:
    """Code, path and symbol from the inside of a code span; None where it is something else."""
    code, space, rest = span.strip().partition(" ")
    path, _, symbol = rest.partition("#")
    if not space or not path or not _CODE.fullmatch(code) or any(character.isspace() for character in rest):
        return None
    parts = _unquoted(path), _unquoted(symbol)
    return (code, parts[0], parts[1]) if parts[0] is not None and parts[1] is not None else None


def _quoted(part: str) -> str:
    if part.isascii() and part.isprintable() and not any(character in part for character in "%`# "):
        return part
    return "".join(
        character
        if character.isprintable() and not character.isspace() and character not in "%`#\u2014"
        else "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "surrogatepass"))
        for character in part
    )


def _unquoted(part: str) -> str | None:
    if "%" not in part:
        return part
    pieces = part.split("%")
    found = bytearray(pieces[0].encode("utf-8", "surrogatepass"))
    for piece in pieces[1:]:
        if not re.match(r"[0-9A-Fa-f]{2}", piece, re.ASCII):
            return None
        found.append(int(piece[:2], 16))
        found += piece[2:].encode("utf-8", "surrogatepass")
    try:
        return found.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None


def shown_lines(source: Source) -> Iterator[tuple[int, int, bool]]:
    """Where each line starts and ends, without its line end, and whether a reader sees it as text.

    Code blocks, HTML comments and the front matter are hidden, their first and last lines with them.
    """
    text, starts = source.text, source.starts
    fence = ""
    comment = False
    front = _front_matter(source)
    for number, start in enumerate(starts):
        after = starts[number + 1] if number + 1 < len(starts) else len(text)
        line = text[start:after].rstrip("\r\n")
        end = start + len(line)
        if number < front:
            yield start, end, False
            continue
        fenced = _FENCE.match(line)
        if fence:
            if fenced and fenced[1].startswith(fence) and not line[fenced.end() :].strip():
                fence = ""
            yield start, end, False
        elif comment:
            comment = "-->" not in line
            yield start, end, False
        elif fenced:
            fence = fenced[1]
            yield start, end, False
        elif line.lstrip().startswith("<!--"):
            comment = "-->" not in line
            yield start, end, False
        else:
            yield start, end, True


def _front_matter(source: Source) -> int:
    """How many lines at the top are front matter, from `---` to the next `---`."""
    if source.line(1) != "---":
        return 0
    last = min(len(source.starts), LONGEST_FRONT)
    return next((number for number in range(2, last + 1) if source.line(number) in ("---", "...")), 0)


def heading_of(line: str) -> tuple[int, str] | None:
    """Level and text of a heading (`## Done`); None for another line."""
    heading = _HEADING.match(line)
    return (len(heading[1]), line[heading.end() :].strip().rstrip("#").rstrip()) if heading else None


def _entries(source: Source) -> Iterator[Entry]:
    section = ""
    pending: list[tuple[int, int]] = []  # offsets of the lines of the entry that is being read
    item: re.Match[str] | None = None
    whole = source.whole()
    for start, end, shown in shown_lines(source):
        line = source.text[start:end]
        found = _ITEM.match(line) if shown else None
        goes_on = item is not None and shown and not found and line[:1] in (" ", "\t") and line.strip()
        if goes_on and not line.lstrip().startswith(("- ", "* ", "+ ", "#")):
            pending.append((start, end))
            continue
        if item is not None:
            yield _entry(whole, item, pending, section)
            item = None
        if found:
            item, pending = found, [(start, end)]
        elif shown and (heading := heading_of(line)):
            section = heading[1]
    if item is not None:
        yield _entry(whole, item, pending, section)


def _entry(whole: Excerpt, item: re.Match[str], lines: list[tuple[int, int]], section: str) -> Entry:
    first = lines[0][0]
    text = " ".join(
        [whole.text[first + item.end() : lines[0][1]].strip(), *(whole.text[start:end].strip() for start, end in lines[1:])]
    ).strip()
    mark = item[2].lower() if item[2] in "xX" else item[2]
    rest, date, prefix, ref = text, "", "", ""
    if found := _DATE.match(rest):
        date, rest = found[1], rest[found.end() :]
    if found := _PREFIX.match(rest):
        prefix, rest = found[1], rest[found.end() :]
    if (at := rest.rfind("_(ref:")) >= 0 and (found := _REF.match(rest, at)):
        ref, rest = found[1].strip(), rest[:at].rstrip()
    spans = code_spans(rest)
    identity = next((named for start, end in spans if (named := decode_identity(rest[start:end].strip("`")))), None)
    description, risk = _halves(rest, spans)
    place = whole.place(first + len(item[1]), lines[-1][1])
    return Entry(mark, date, prefix, description, risk, ref, identity, text, section, place.line, place.end_line, place)


def code_spans(text: str) -> list[tuple[int, int]]:
    """Start and end of each code span, backticks included (CommonMark 6.1: closed by a run of the same length)."""
    runs = [found.span() for found in re.finditer("`+", text)]
    by_length: dict[int, list[int]] = {}
    for i, (start, end) in enumerate(runs):
        by_length.setdefault(end - start, []).append(i)
    spans, i = [], 0
    while i < len(runs):
        start, end = runs[i]
        same = by_length[end - start]
        while same and same[0] <= i:
            same.pop(0)
        if same:
            i = same[0]
            spans.append((start, runs[i][1]))
        i += 1
    return spans


def _halves(text: str, spans: list[tuple[int, int]]) -> tuple[str, str]:
    """What stands before and behind the first ` — ` outside code."""
    at = -1
    for start, end in [*spans, (len(text), len(text))]:
        found = text.find(" \u2014 ", at + 1, start)
        if found >= 0:
            return text[:found].strip(), text[found + 3 :].strip()
        at = end - 1
    return text.strip(), ""
