"""Splitting the text of a Dockerfile into instructions: dockerfile-parse does it, on a text that it gets right.

dockerfile-parse 2.0.1 takes heredoc bodies for instructions, ends an instruction at a blank continuation line, drops one that
the end of the file cuts off, knows the escape directive only in part, and needs quadratic time for an instruction of very
many lines. So it is handed a text without all that, and what it says in lines is mapped back to the file.
"""

from __future__ import annotations

from io import BytesIO
from operator import sub
from typing import TYPE_CHECKING

from ..core.excerpt import Excerpt
from ..core.patterns import pattern
from ..core.records import NamedTuple
from .dockerfile_words import command, json_words
from .heredocs import Bodies, openings

if TYPE_CHECKING:
    from ..core.excerpt import Source
    from .heredocs import Heredoc

KEYWORDS = frozenset(
    "ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME "
    "WORKDIR".split()
)

LINES_HANDED = 64  # of one instruction; dockerfile-parse copies all that it has of it at every further line
CHARACTERS_HANDED = 512  # of one line
BATCH = 4096  # lines that are handed over at once: bounds the memory for its records

_SPACE = pattern(r"\s*")
_FIRST_WORD = pattern(r"\s*([A-Za-z]+)[ \t]")


class Unit(NamedTuple):
    """One instruction as text.

    `at` is all of it as it stands, heredocs among it. `line` is what Docker sees as its line: continuation marks, and the
    blank and comment lines between, taken out. `after_blank` holds the lines that go on after a blank continuation line,
    `swallowed` those that look like an instruction of their own. `longest` is the length of its longest line.
    """

    at: Excerpt
    line: Excerpt
    after_blank: tuple[Excerpt, ...]
    swallowed: tuple[Excerpt, ...]
    heredocs: tuple[Heredoc, ...]
    longest: int


class _Walk:
    """The lines of instructions that are not handed over yet."""

    __slots__ = ("asides", "given", "lines", "starts", "stops", "whole_stops")

    def __init__(self) -> None:
        self.starts: list[int] = []  # offset of each line that has text of an instruction
        self.stops: list[int] = []  # its end, without continuation mark
        self.whole_stops: list[int] = []  # its end with it, or that of the last heredoc
        self.lines: list[str] = []  # what dockerfile-parse gets
        self.given: list[int] = []  # the index in `starts` of each line in `lines`
        self.asides: dict[int, tuple[list[tuple[int, int]], list[tuple[int, int]], tuple[Heredoc, ...]]] = {}

    def give(self, line: str, continues: bool) -> None:
        self.given.append(len(self.starts) - 1)
        line = line[:CHARACTERS_HANDED].rstrip() or "?"
        if continues:
            line += " \\"
        elif line.endswith("\\"):
            line += "."  # an escaped backslash, or one that means nothing under `# escape`: no continuation
        self.lines.append(line)

    def boundaries(self) -> list[tuple[int, int]]:
        """First and last line of each instruction, as indexes into `starts`: the one use of dockerfile-parse."""
        from dockerfile_parse import DockerfileParser

        text = "\n".join([*self.lines, ""]).encode("utf-8", "replace")
        structure = DockerfileParser(fileobj=BytesIO(text)).structure
        given = self.given
        return [(given[entry["startline"]], given[entry["endline"]]) for entry in structure]


def units(source: Source, at: int, escape: str) -> list[Unit]:
    """The instructions of the source from offset `at` on; `escape` is the character that continues a line."""
    text, size = source.text, len(source.text)
    bodies = Bodies(source)
    found: list[Unit] = []
    walk = _Walk()
    while True:
        match = _SPACE.match(text, at)
        at = match.end() if match else at
        if at >= size:
            break
        if text[at] == "#":
            at = text.find("\n", at) + 1 or size
            continue
        at = _instruction(source, at, escape, walk, bodies)
        if len(walk.lines) >= BATCH:
            found += _units(source, walk)
            walk = _Walk()
    if walk.lines:
        found += _units(source, walk)
    return found


def _instruction(source: Source, at: int, escape: str, walk: _Walk, bodies: Bodies) -> int:
    """Put the lines of the instruction that begins at `at` on the walk; returns the offset after it."""
    text, size = source.text, len(source.text)
    first = len(walk.starts)
    upper = text[at : at + 12].split(maxsplit=1)[0].isupper()
    after_blank: list[tuple[int, int]] = []
    swallowed: list[tuple[int, int]] = []
    opens = blank = False
    content = ""
    while at < size:
        end = text.find("\n", at)
        if end < 0:
            end = size
        line = text[at:end].rstrip("\r")
        index = len(walk.starts)
        if index > first:
            start = line.lstrip()
            if not start or start[0] == "#":
                blank = blank or not start
                at = end + 1
                continue
            if blank or line[0] > " ":
                word = _FIRST_WORD.match(line)
                if word and word[1].upper() in KEYWORDS and word[1].isupper() == upper:
                    swallowed.append((at, at + len(line)))
                if blank:
                    after_blank.append((at, at + len(line)))
        blank = False
        bare = line.rstrip(" \t")
        continues = bare.endswith(escape) and (len(bare) == 1 or bare[-2] != escape)
        content = bare[:-1] if continues else line
        opens = opens or "<<" in content
        if content or not continues or index == first:
            walk.starts.append(at)
            walk.stops.append(at + len(content))
            walk.whole_stops.append(at + len(bare))
            if not continues or index - first < LINES_HANDED:
                walk.give(content, continues)
        at = end + 1
        if not continues:
            break
    else:  # the file ends in a continuation: its last line must end the instruction for dockerfile-parse too
        if walk.given[-1] == len(walk.starts) - 1:
            walk.given.pop()
            walk.lines.pop()
        walk.give(content, False)
    heredocs: tuple[Heredoc, ...] = ()
    if opens:
        joined = _join(source, walk, first, len(walk.starts) - 1)
        opened = openings(joined.text) if _may_open(joined) else None
        if opened:
            heredocs, at = bodies.read(opened, joined, min(at, size))
            if heredocs:
                stop = at
                while text[stop - 1] in "\r\n":
                    stop -= 1
                walk.whole_stops[-1] = max(stop, walk.whole_stops[-1])
    if heredocs or after_blank or swallowed:
        walk.asides[first] = (after_blank, swallowed, heredocs)
    return at


def _may_open(line: Excerpt) -> bool:
    """Whether Docker looks for heredocs in this instruction: in those that take them, and not in exec form."""
    keyword, _, arguments = command(line)
    if keyword == "ONBUILD":
        keyword, _, arguments = command(arguments)
    return keyword in ("RUN", "COPY", "ADD") and not isinstance(json_words(arguments), tuple)


def _join(source: Source, walk: _Walk, first: int, last: int) -> Excerpt:
    """The text of an instruction's lines as one, without white space at both ends."""
    text = source.text
    if first == last:
        start = walk.starts[first]
        return Excerpt(source, text[start : walk.stops[first]].rstrip(), (0,), (start,), (1,))
    at: list[int] = []
    origin: list[int] = []
    parts: list[str] = []
    size = 0
    for index in range(first, last + 1):
        start, stop = walk.starts[index], walk.stops[index]
        if stop > start:
            at.append(size)
            origin.append(start)
            parts.append(text[start:stop])
            size += stop - start
    if not parts:
        return Excerpt(source, "", (0,), (walk.starts[first],), (1,))
    return Excerpt(source, "".join(parts), tuple(at), tuple(origin), (1,) * len(at)).strip()


def _units(source: Source, walk: _Walk) -> list[Unit]:
    text = source.text
    found = []
    nothing: tuple[list[tuple[int, int]], list[tuple[int, int]], tuple[Heredoc, ...]] = ([], [], ())
    for first, last in walk.boundaries():
        start, stop = walk.starts[first], walk.whole_stops[last]
        after_blank, swallowed, heredocs = walk.asides.get(first, nothing)
        longest = walk.stops[first] - start
        if last > first:
            longest = max(map(sub, walk.stops[first : last + 1], walk.starts[first : last + 1]))
        found.append(
            Unit(
                Excerpt(source, text[start:stop], (0,), (start,), (1,)),
                _join(source, walk, first, last),
                tuple(Excerpt(source, text[a:b], (0,), (a,), (1,)) for a, b in after_blank),
                tuple(Excerpt(source, text[a:b], (0,), (a,), (1,)) for a, b in swallowed),
                heredocs,
                longest,
            )
        )
    return found
