"""Heredocs of a Dockerfile instruction: which words open one, and where its body ends.

The rules are BuildKit's: an opening is a word of its own (`<<EOF`, `<<-EOF`, `3<<"EOF"`, since Dockerfile 1.10 also
`<< EOF`), quotes and variables count as in its word splitting, and a line that cannot be split has no heredoc at all.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from ..core.excerpt import Excerpt
from ..core.patterns import pattern
from ..core.records import NamedTuple

if TYPE_CHECKING:
    from ..core.excerpt import Source


class Opening(NamedTuple):
    """A heredoc's opening word: `start` and `end` are offsets in the line it was found in."""

    name: str
    strip_tabs: bool
    expands: bool
    spaced: bool
    start: int
    end: int


class Heredoc(NamedTuple):
    """A heredoc with its body.

    `expands` is False where a part of the word was quoted. `body` is the text between, each line with its line end, leading
    tabs taken out for `<<-`. `terminated` is False where the file ends first; Docker refuses that. `at` is the opening word.
    """

    name: str
    strip_tabs: bool
    expands: bool
    body: Excerpt
    terminated: bool
    at: Excerpt


MOST_TABBED_LINES = 100_000  # of one body; later lines keep their tabs

_STEP = pattern(r"[^\s'\"\\$<}]+|\s+|.", re.DOTALL)
_QUOTED_STEP = pattern(r"[^\"\\$]+|.", re.DOTALL)
_VARIABLE = pattern(r"\$(?:\{(?:(?:[0-9]+|[@*#?$!-]|\w+)(:?[-+?#%:]|[/}])|(?=(?P<bad>)))|[@*#?$!-]|)", re.ASCII)
_WORD = pattern(r"[0-9]*<<(-?)([^<]*)\Z")
_TABS = pattern(r"^\t+", re.MULTILINE)
_UNQUOTE = pattern(r"\\(.?)|['\"]", re.DOTALL)


def openings(line: str) -> list[Opening]:
    """The heredocs that the joined text of an instruction opens, in order."""
    found = []
    for start, end in _words(line) if "<<" in line else ():
        match = _WORD.match(line, start, end)
        if match is None:
            continue
        spaced = match[2][:1].isspace()
        name, quoted = _unquote(match[2].lstrip())
        if name:
            found.append(Opening(name, bool(match[1]), not quoted, spaced, start, end))
    return found


def _words(line: str) -> list[tuple[int, int]]:
    """Start and end of each word; none where a quote or a brace is left open or a substitution is malformed.

    Inside `${…}` white space still splits, inside an outermost quote it does not; `<<` takes the white space after it along.
    """
    words: list[tuple[int, int]] = []
    nest: list[str] = []  # what is open: `"` or `}`
    at, size, start = 0, len(line), -1
    while at < size:
        in_quote = bool(nest) and nest[-1] == '"'
        match = (_QUOTED_STEP if in_quote else _STEP).match(line, at)
        assert match is not None  # both patterns take any character
        step, begin, at = match[0], at, match.end()
        if step.isspace() and not in_quote:
            if '"' not in nest[:1] and start >= 0:
                words.append((start, begin))
                start = -1
            continue
        if start < 0:
            start = begin
        if step == "\\":
            at += 1
        elif step == '"':
            if in_quote:
                nest.pop()
            else:
                nest.append(step)
        elif step == "}" and nest and not in_quote:
            nest.pop()
        elif step == "'":
            at = line.find("'", at) + 1
            if not at:
                return []
        elif step == "$":
            variable = _VARIABLE.match(line, begin)
            if variable is None or variable["bad"] is not None:
                return []
            at = variable.end()
            if variable[1] and variable[1] != "}":
                nest.append("}")
        elif step == "<" and not nest and line.startswith("<", at):
            at += 1
            while at < size and line[at] in " \t":
                at += 1
    if nest:
        return []
    if start >= 0:
        words.append((start, size))
    return words


def _unquote(word: str) -> tuple[str, bool]:
    """The word without quotes and escapes, and whether quotes were taken away."""
    if not any(mark in word for mark in "'\"\\"):
        return word, False
    kept: list[str] = []
    quote, at, quoted = "", 0, False
    for match in _UNQUOTE.finditer(word):
        mark = match[0][0]
        kept.append(word[at : match.start()])
        at = match.end()
        if mark == "\\":
            keep_mark = quote == "'" or (quote == '"' and match[1] not in '"$\\')
            kept.append(match[0] if keep_mark else match[1])
            if quote == "'" and match[1] == "'":
                kept[-1], quote = "\\", ""
        elif not quote or quote == mark:
            quote = "" if quote else mark
            quoted = True
        else:
            kept.append(mark)
    kept.append(word[at:])
    return "".join(kept), quoted


class Bodies:
    """Finds the bodies of heredocs in one source, in time linear in its size however many are left open."""

    __slots__ = ("_last", "_source")

    def __init__(self, source: Source) -> None:
        self._source = source
        self._last: dict[str, int] | None = None

    def read(self, opened: list[Opening], line: Excerpt, at: int) -> tuple[tuple[Heredoc, ...], int]:
        """The heredocs of an instruction whose body begins at offset `at`, and the offset after the last one's end line."""
        read = []
        text = self._source.text
        for opening in opened:
            if opening.spaced and self._last_line(opening.name) < at:
                continue  # an older Docker saw no heredoc in `<< 4`, and arithmetic has such words
            end, after = self._end(opening, at)
            terminated = after >= 0
            if not terminated:
                end = after = len(text)
            body = Excerpt(self._source, text[at:end], (0,), (at,), (1,))
            if opening.strip_tabs:
                body = body.splice([(m.start(), m.end(), "") for m in islice(_TABS.finditer(body.text), MOST_TABBED_LINES)])
            where = line.cut(opening.start, opening.end)
            read.append(Heredoc(opening.name, opening.strip_tabs, opening.expands, body, terminated, where))
            at = after
        return tuple(read), at

    def _end(self, opening: Opening, at: int) -> tuple[int, int]:
        """Offset of the line that ends the heredoc and of the line after it; the second is -1 where there is none."""
        text, size = self._source.text, len(self._source.text)
        while at < size:
            end = text.find("\n", at)
            after = end + 1
            if end < 0:
                end = after = size
            line = text[at:end].rstrip("\r")
            if (line.lstrip("\t") if opening.strip_tabs else line) == opening.name:
                return at, after
            at = after
        return size, -1

    def _last_line(self, name: str) -> int:
        """Offset of the last line that is `name` and nothing else; -1 where there is none."""
        if self._last is None:
            self._last, at = {}, 0
            for line in self._source.text.split("\n"):
                self._last[line.rstrip("\r")] = at
                at += len(line) + 1
        return self._last.get(name, -1)
