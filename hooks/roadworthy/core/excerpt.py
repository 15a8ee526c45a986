"""Text that stands in a file, whole or cut from pieces of it, with the way back to every position.

A RUN instruction through its continuations, a YAML block scalar, the argument of `ssh "…"`, the body of a heredoc: each is
text inside text. A parser works on an `Excerpt` and never on a bare string, so that what it finds has a line and a column
in the user's file however deep it was nested.

Lines and columns count from 1, columns count characters, and both ends of a `Place` are inclusive.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from .records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Place(NamedTuple):
    """A stretch of a file. `line` 0 stands for the file as a whole: something absent has no line."""

    path: str
    line: int = 0
    column: int = 1
    end_line: int = 0
    end_column: int = 0
    label: str = ""

    def labelled(self, label: str) -> Place:
        """The same place, with what the reader is told about it."""
        return self._replace(label=label)


class Source:
    """The decoded text of one file. `path` is relative to the repository and uses `/`; `encoding` is what its bytes were."""

    __slots__ = ("_starts", "encoding", "path", "text")

    def __init__(self, path: str, text: str, encoding: str = "utf-8") -> None:
        self.path = path
        self.text = text
        self.encoding = encoding
        self._starts: list[int] | None = None

    @property
    def starts(self) -> list[int]:
        """Offset of the first character of each line."""
        if self._starts is None:
            starts = [0]
            find, at = self.text.find, 0
            while (at := find("\n", at) + 1) > 0:
                starts.append(at)
            self._starts = starts
        return self._starts

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of the character at `offset`."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def line(self, number: int) -> str:
        """One line without its line end; empty when there is no such line."""
        starts = self.starts
        if not 1 <= number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")

    def whole(self) -> Excerpt:
        """All of the file as an excerpt."""
        return Excerpt(self, self.text, _WHOLE, (0,), (1,))


_WHOLE = (0,)  # where the stretches begin in a text of one stretch


class Excerpt:
    """A text made of stretches of one source.

    Stretch `i` begins at `_at[i]` in `text` and came from offset `_origin[i]` of the source. With `_step[i]` 1 its characters
    follow the source one by one; with 0 they replace something (an escape, a fold) and all stand where that began.
    """

    __slots__ = ("_at", "_origin", "_step", "source", "text")

    def __init__(self, source: Source, text: str, at: tuple[int, ...], origin: tuple[int, ...], step: tuple[int, ...]) -> None:
        self.source = source
        self.text = text
        self._at = at
        self._origin = origin
        self._step = step

    def __repr__(self) -> str:
        return f"<Excerpt {self.source.path}:{self.line} {self.text[:40]!r}>"

    def __len__(self) -> int:
        return len(self.text)

    def __eq__(self, other: object) -> bool:
        """The same characters from the same places."""
        return self is other or (
            isinstance(other, Excerpt)
            and self.source is other.source
            and self.text == other.text
            and (self._at, self._origin, self._step) == (other._at, other._origin, other._step)
        )

    def __hash__(self) -> int:
        return hash((self.text, self._origin[0]))

    @property
    def path(self) -> str:
        """The file this text stands in."""
        return self.source.path

    @property
    def line(self) -> int:
        """The line on which the text begins."""
        return self.source.position(self.origin(0))[0]

    def origin(self, offset: int) -> int:
        """The offset in the source of the character at `offset` of this text (its end for an offset past the last)."""
        i = bisect_right(self._at, offset) - 1 if len(self._at) > 1 else 0
        return self._origin[i] + self._step[i] * (offset - self._at[i])

    def place(self, start: int = 0, end: int | None = None, label: str = "") -> Place:
        """Where the characters from `start` up to, not including, `end` stand in the file."""
        if end is None:
            end = len(self.text)
        first = self.origin(start)
        last = max(first, self.origin(end - 1)) if end > start else first
        source = self.source
        starts = source.starts
        line = end_line = bisect_right(starts, first)
        if line < len(starts) and starts[line] <= last:
            end_line = bisect_right(starts, last)
        return Place(source.path, line, first - starts[line - 1] + 1, end_line, last - starts[end_line - 1] + 1, label)

    def cut(self, start: int, end: int | None = None) -> Excerpt:
        """The part from `start` up to, not including, `end`."""
        size = len(self.text)
        end = size if end is None else min(end, size)
        start = min(start, end)
        if len(self._at) == 1:  # by far the most
            return Excerpt(self.source, self.text[start:end], _WHOLE, (self._origin[0] + self._step[0] * start,), self._step)
        first = max(0, bisect_right(self._at, start) - 1)
        last = max(first + 1, bisect_right(self._at, max(start, end - 1)))
        at = (0, *(a - start for a in self._at[first + 1 : last]))
        origin = (self.origin(start), *self._origin[first + 1 : last])
        return Excerpt(self.source, self.text[start:end], at, origin, self._step[first:last])

    def strip(self) -> Excerpt:
        """Without the white space at both ends."""
        text = self.text
        start = len(text) - len(text.lstrip())
        return self.cut(start, max(start, len(text.rstrip())))

    def splice(self, edits: Iterable[tuple[int, int, str]]) -> Excerpt:
        """The text with ranges replaced: `(start, end, replacement)`, in order and apart from each other.

        The characters of a replacement stand where its range began. Taking out continuations or indentation is a splice
        with empty replacements; decoding an escape is one with a single character.
        """
        if len(self._at) == 1:  # by far the most
            return self._spliced(edits)
        joined = _Joined(self.source)
        done = 0
        for start, end, replacement in edits:
            joined.add(self, done, start)
            joined.say(replacement, self.origin(start))
            done = end
        joined.add(self, done, len(self.text))
        return joined.excerpt() or self.cut(0, 0)

    def _spliced(self, edits: Iterable[tuple[int, int, str]]) -> Excerpt:
        """What `splice` does, where all of the text is one stretch."""
        text, begin, step = self.text, self._origin[0], self._step[0]
        parts: list[str] = []
        stretches: list[tuple[int, int, int]] = []
        size = done = 0
        for start, end, replacement in (*edits, (len(text), len(text), "")):
            if start > done:
                stretches.append((size, begin + step * done, step))
                parts.append(text[done:start])
                size += start - done
            if replacement:
                stretches.append((size, begin + step * start, 0))
                parts.append(replacement)
                size += len(replacement)
            done = end
        return Excerpt(self.source, "".join(parts), *zip(*stretches)) if stretches else self.cut(0, 0)

    def followed_by(self, parts: Iterable[Excerpt | str]) -> Excerpt:
        """This text and then the parts, all of one source. A string stands where what is before it ends."""
        joined = _Joined(self.source)
        joined.add(self, 0, len(self.text))
        end = self.origin(len(self.text))
        for part in parts:
            if isinstance(part, str):
                joined.say(part, end)
            else:
                joined.add(part, 0, len(part.text))
                end = part.origin(len(part.text))
        return joined.excerpt() or self.cut(0, 0)


class _Joined:
    """An excerpt in the making."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.size = 0
        self.text: list[str] = []
        self.at: list[int] = []
        self.origin: list[int] = []
        self.step: list[int] = []

    def add(self, excerpt: Excerpt, start: int, end: int) -> None:
        """Go on with a stretch of an excerpt."""
        if end > start:
            part = excerpt.cut(start, end)
            self.at.extend(at + self.size for at in part._at)
            self.origin.extend(part._origin)
            self.step.extend(part._step)
            self.text.append(part.text)
            self.size += len(part.text)

    def say(self, text: str, origin: int) -> None:
        """Go on with a text that stands nowhere in the source, and is told to stand at `origin`."""
        if text:
            self.at.append(self.size)
            self.origin.append(origin)
            self.step.append(0)
            self.text.append(text)
            self.size += len(text)

    def excerpt(self) -> Excerpt | None:
        """What was joined; None for nothing at all."""
        if not self.text:
            return None
        return Excerpt(self.source, "".join(self.text), tuple(self.at), tuple(self.origin), tuple(self.step))
