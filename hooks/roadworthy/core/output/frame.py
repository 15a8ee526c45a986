"""A code frame: the lines a finding speaks of, with what is meant underlined and labelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..records import NamedTuple
from ..redaction import LONGEST, hide, redact
from .concise import position, said
from .screen import TAB, columns, glyph, paint, paint_runs, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..excerpt import Place, Source
    from . import Lookup

GUTTER = 3  # digits; files of fewer than 1000 lines all have their code in the same column
_NARROW = 28  # columns below which a label is not squeezed in beside its underline
_MOST_LINES = 4  # a longer stretch shows its first and last line only


class Mark(NamedTuple):
    """What is underlined: a place, whether it is the primary one, and whether its text is itself a secret."""

    place: Place
    primary: bool
    secret: bool = False


class _Line(NamedTuple):
    """A line as shown: `at[i]` is the column of character `first + i`, and the last entry is the end."""

    text: str
    first: int
    at: list[int]

    def column(self, index: int) -> int:
        return self.at[min(max(index - self.first, 0), len(self.at) - 1)]

    def holds(self, index: int) -> bool:
        return self.first <= index < self.first + max(1, len(self.at) - 1)


def frames(marks: Sequence[Mark], lookup: Lookup, severity: str, colour: bool, width: int) -> list[str]:
    """The lines of a frame for each file the marks are in, the primary one's first. `marks[0]` is the primary."""
    files: dict[str, list[Mark]] = {}
    for mark in marks:
        files.setdefault(mark.place.path, []).append(mark)
    digits = frame_digits(marks)
    lines: list[str] = []
    for number, (path, there) in enumerate(files.items()):
        arrow = ":::" if number else "-->"
        lines.append(paint(" " * digits + arrow, "frame", colour) + " " + position(there[0].place))
        text = lookup(path) if any(mark.place.line > 0 for mark in there) else None
        lines += _Frame(there, text, severity, colour, digits, width).lines()
    return lines


def frame_digits(marks: Sequence[Mark]) -> int:
    """The width of the line numbers beside a frame of these marks."""
    return max(GUTTER, *(len(str(max(mark.place.line, mark.place.end_line))) for mark in marks))


class _Frame:
    """The frame of one file."""

    def __init__(self, marks: list[Mark], source: Source | None, severity: str, colour: bool, digits: int, width: int) -> None:
        self.source = source
        self.first = marks[0]  # the one whose position stands above the frame
        self.kind = severity
        self.colour = colour
        self.digits = digits
        last = len(source.starts) if source else 0
        drawn = [m for m in marks if 1 <= m.place.line <= last]
        self.told = [m for m in marks if not 1 <= m.place.line <= last and (m.place.label or not m.primary)]
        self.long: list[Mark] = []
        self.short: list[Mark] = []
        for mark in drawn:
            place = mark.place._replace(end_line=min(max(mark.place.end_line, mark.place.line), last))
            mark = mark._replace(place=place)
            if place.end_line == place.line:
                self.short.append(mark)
            elif all(place.line > m.place.end_line or place.end_line < m.place.line for m in self.long):
                self.long.append(mark)
            else:  # two brackets that overlap cannot be told apart: this one is told in words
                label = f"{place.label} (to line {place.end_line})".lstrip()
                self.short.append(mark._replace(place=place._replace(end_line=place.line, end_column=0, label=label)))
        self.room = max(24, width - digits - 3 - (2 if self.long else 0))

    def lines(self) -> list[str]:
        rows = [self._row("")]
        previous = 0
        numbers = self._numbers()
        for number in numbers:
            if previous and number == previous + 2:
                rows += self._code(number - 1)
            elif previous and number > previous + 1:
                inside = self._around(previous + 1)
                rail = [("| ", self._kind(inside))] if inside else []
                dots = paint(f"{'...':>{self.digits}}", "frame", self.colour)
                rows.append((dots + " " * bool(rail) * 3 + paint_runs(rail, self.colour)).rstrip())
            rows += self._code(number)
            previous = number
        if len(rows) == 1:
            rows = []
        for mark in self.told:
            where = f"line {mark.place.line}: " if mark.place.line > 0 and mark is not self.first else ""
            for i, line in enumerate(wrap(where + said(mark.place.label), self.room, self.room)):
                if line:
                    rows.append(" " * self.digits + paint(" = " if i == 0 else "   ", "frame", self.colour) + line)
        return rows

    def _numbers(self) -> list[int]:
        numbers = {mark.place.line for mark in self.short}
        for mark in self.long:
            first, last = mark.place.line, mark.place.end_line
            numbers |= set(range(first, last + 1)) if last - first < _MOST_LINES else {first, last}
        return sorted(numbers)

    def _kind(self, mark: Mark) -> str:
        return self.kind if mark.primary else "evidence"

    def _around(self, number: int) -> Mark | None:
        """The long mark that the line is part of."""
        return next((m for m in self.long if m.place.line <= number <= m.place.end_line), None)

    def _row(self, rest: str, label: str = "", number: int = 0) -> str:
        gutter = paint(f"{number or '':>{self.digits}} |", "frame", self.colour)
        return f"{gutter} {rest}{label}".rstrip()

    def _code(self, number: int) -> list[str]:
        """A line of the file and what is drawn below it."""
        assert self.source
        line = self.source.line(number)
        around = self._around(number)
        waiting = [m for m in self.short if m.place.line == number]
        waiting.sort(key=lambda m: not m.primary)
        rows: list[str] = []
        done = False
        while waiting or not done:
            anchor = _stretch(waiting[0].place, line) if waiting else self._anchor(around, number, line)
            secret = [m for m in [*waiting, around] if m and m.secret]
            shown = _shown(line, anchor, self.room, [_on(m.place, number, line) for m in secret])
            here = [m for m in waiting if shown.holds(_stretch(m.place, line)[0])] or waiting[:1]
            waiting = [m for m in waiting if m not in here]
            rows += self._drawn(number, line, shown, here, around, opens=not done, closes=not waiting)
            done = True
        return rows

    def _anchor(self, around: Mark | None, number: int, line: str) -> tuple[int, int]:
        if around and around.place.end_line == number:
            return max(0, _end(around.place, line) - 1), _end(around.place, line)
        if around and around.place.line == number:
            return around.place.column - 1, around.place.column
        return 0, 1

    def _drawn(
        self, number: int, line: str, shown: _Line, here: list[Mark], around: Mark | None, *, opens: bool, closes: bool
    ) -> list[str]:
        rail: list[tuple[str, str]] = [("  ", "")] if self.long else []
        below = rail
        rows: list[str] = []
        if around:
            kind = self._kind(around)
            before = line[: max(0, around.place.column - 1)]
            tidy = number == around.place.line and not before.strip() and not shown.first
            if number > around.place.line or not opens:
                rail = [("| ", kind)]
            elif tidy:
                rail = [("/ ", kind)]
            if number < around.place.end_line or not closes or here:
                below = [("| ", kind)]
            if number == around.place.line and opens and not tidy:
                to = shown.column(around.place.column - 1)
                rows.append(self._row(paint(" " + "_" * (to + 1) + ("^" if around.primary else "-"), kind, self.colour)))
        code = self._row(paint_runs(rail, self.colour), shown.text, number)
        for cells, label in _underlines([_columns(m, shown, line) for m in here], self.room, self.kind):
            rows.append(self._row(paint_runs([*below, *cells], self.colour), label))
        if around and number == around.place.end_line and closes:
            rows += self._closed(around, shown.column(max(0, _end(around.place, line) - 1)))
        return [code, *rows]

    def _closed(self, mark: Mark, to: int) -> list[str]:
        """The line that ends a bracket, with its label beside or below it."""
        kind = self._kind(mark)
        bracket = "|" + "_" * (to + 1) + ("^" if mark.primary else "-")
        label = said(mark.place.label)
        beside = self.room - to - 2
        if columns(label) <= beside or beside >= _NARROW:
            lines = wrap(label, beside, beside)
            rows = [self._row(paint(f"{bracket} {lines[0]}".rstrip(), kind, self.colour))]
            return rows + [self._row(paint(" " * (to + 4) + line, kind, self.colour)) for line in lines[1:]]
        rows = [self._row(paint(bracket, kind, self.colour))]
        return rows + [self._row(paint("  " + line, kind, self.colour)) for line in wrap(label, self.room, self.room)]


def _end(place: Place, line: str) -> int:
    """Where on its last line the place ends, exclusive; a place without an end goes to the end of the line."""
    end = place.end_column if place.end_column > 0 else len(line.rstrip())
    return min(end, max(len(line), 1))


def _stretch(place: Place, line: str) -> tuple[int, int]:
    """The characters of a one-line place, `end` exclusive; never empty, so that the caret always shows."""
    start = min(max(place.column - 1, 0), len(line))
    if place.end_column <= 0 and place.column <= 1:
        start = len(line) - len(line.lstrip())
    return start, max(start + 1, _end(place, line))


def _on(place: Place, number: int, line: str) -> tuple[int, int]:
    """The characters of line `number` that belong to the place."""
    first = max(0, place.column - 1) if number == place.line else 0
    return first, (_end(place, line) if number == place.end_line else len(line))


def _shown(line: str, anchor: tuple[int, int], room: int, secrets: list[tuple[int, int]]) -> _Line:
    """The line, or the part of it around `anchor` that fits into `room` columns."""
    start = 0 if len(line) <= LONGEST else max(0, min(anchor[0] - LONGEST // 2, len(line) - LONGEST))
    text = redact(line[start : start + LONGEST])
    for first, last in secrets:
        text = hide(text, max(0, first - start), max(0, min(last - start, len(text))))
    cells: list[str] = []
    ends = [0]
    for character in text:
        cell = " " * (TAB - ends[-1] % TAB) if character == "\t" else glyph(character)
        cells.append(cell)
        ends.append(ends[-1] + columns(cell))
    low, high = 0, len(cells)
    if ends[-1] > room:
        first, last = min(max(0, anchor[0] - start), high), min(max(1, anchor[1] - start), high)
        if start or ends[last] >= room:  # cut at the left, for the caret to be seen with some of what stands before it
            before = max(room // 4, min(room // 2, room - 2 - (ends[last] - ends[first])))
            while low < first and ends[first] - ends[low] > before:
                low += 1
            while low and ends[-1] - ends[low - 1] < room - 1:  # what follows is short: the room is for what stands before
                low -= 1
        while high > low + 1 and ends[high] - ends[low] > room - 1 - bool(low or start):
            high -= 1
    left = "…" if low or start else ""
    right = "…" if high < len(cells) or start + len(text) < len(line) else ""
    at = [len(left) + end - ends[low] for end in ends[low : high + 1]]
    return _Line(left + "".join(cells[low:high]) + right, start + low, at)


class _Underline(NamedTuple):
    start: int
    end: int
    primary: bool
    label: str

    def kind(self, severity: str) -> str:
        return severity if self.primary else "evidence"


def _columns(mark: Mark, shown: _Line, line: str) -> _Underline:
    first, last = _stretch(mark.place, line)
    start = shown.column(first)
    return _Underline(start, max(start + 1, shown.column(last)), mark.primary, said(mark.place.label))


def _underlines(marks: list[_Underline], room: int, severity: str) -> list[tuple[list[tuple[str, str]], str]]:
    """The rows below a line. The rightmost label stands beside its underline, the others hang below theirs."""
    if not marks:
        return []

    row: list[tuple[str, str]] = [(" ", "")] * max(m.end for m in marks)
    for mark in sorted(marks, key=lambda m: m.primary):
        for at in range(mark.start, mark.end):
            row[at] = ("^" if mark.primary else "-", mark.kind(severity))
    hanging = sorted((m for m in marks if m.label), key=lambda m: (m.start, m.primary), reverse=True)
    rows: list[list[tuple[str, str]]] = [row]
    beside = room - len(row) - 1
    if hanging and hanging[0].end == len(row) and (columns(hanging[0].label) <= beside or beside >= _NARROW):
        first = hanging.pop(0)
        for i, line in enumerate(wrap(first.label, beside, beside)):
            indent = [(" ", "")] * len(row) if i else []
            if i:
                rows.append(_connected(indent, hanging, severity))
            rows[-1] = [*rows[-1], (" " + line, first.kind(severity))]
        if len(rows) > 1 and hanging:
            return [(r, "") for r in rows + _hung(hanging, room, severity, connect=False)]
    return [(r, "") for r in rows + _hung(hanging, room, severity, connect=bool(hanging))]


def _connected(cells: list[tuple[str, str]], marks: list[_Underline], severity: str) -> list[tuple[str, str]]:
    """The cells with a connector under the start of each mark."""
    size = max([len(cells), *(m.start + 1 for m in marks)])
    cells = cells + [(" ", "")] * (size - len(cells))
    for mark in sorted(marks, key=lambda m: m.primary):
        cells[mark.start] = ("|", mark.kind(severity))
    return cells


def _hung(marks: list[_Underline], room: int, severity: str, connect: bool) -> list[list[tuple[str, str]]]:
    """Labels below their underlines, from right to left."""
    rows: list[list[tuple[str, str]]] = [_connected([], marks, severity)] if connect else []
    for i, mark in enumerate(marks):
        rest = [m for m in marks[i + 1 :] if m.start < mark.start]
        indent = mark.start if room - mark.start >= min(_NARROW, columns(mark.label)) else max(0, room - _NARROW)
        text = mark.label if indent == mark.start else f"{'^' if mark.primary else '-'} {mark.label}"
        for line in wrap(text, room - indent, room - indent):
            cells = _connected([], [m for m in rest if m.start < indent], severity)
            cells += [(" ", "")] * (indent - len(cells))
            rows.append([*cells, (line, mark.kind(severity))])
    return rows
