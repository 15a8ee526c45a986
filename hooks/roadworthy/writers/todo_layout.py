"""The layout of a task list in Markdown: its sections and items, and where something new or something done belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.excerpt import Source
from ..core.patterns import pattern
from ..core.records import NamedTuple
from ..parsing.todo import DONE, entries, heading_of, shown_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..parsing.todo import Entry

_ITEM = pattern(r"[ \t]{0,3}(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")
_TOP = pattern(r" ?(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")
_BOLD = pattern(r"\*\*([^*]{1,80})\*\*:?[ \t]*$")
_UNDERLINE = pattern(r" {0,3}(=+|-{2,})[ \t]*$")
_LETTERS = pattern(r"[^\W\d_]+")
_DONE = pattern(
    r"(?:(?:recently|already) )?(?:done|completed?|finished|closed|resolved|shipped|erledigt|fertig|fait|terminé|hecho"
    r"|completado|feito|fatto|готово|完了|已完成)(?: (?:tasks?|items?|todos?|work|entries|issues))?"
)
_OPEN = pattern(r"(?:open|pending|offen|next)(?: (?:tasks?|items?|todos?|issues))?|to ?dos?|backlog|tasks|not started")
_OURS = pattern(r"devops|operations|infrastructure")
BOLD_LEVEL = 7  # a line in bold that heads a list stands below every heading


class Section(NamedTuple):
    """What stands between one heading and the next: lines `start` up to, not including, `end`, the heading left out.

    `heading` is the heading's line, -1 for what stands before the first.
    """

    name: str
    level: int
    heading: int
    start: int
    end: int

    @property
    def is_done(self) -> bool:
        return bool(_DONE.fullmatch(self.name))

    @property
    def welcomes(self) -> int:
        """How much it is the place for an open entry, by its name: 0 where it is not."""
        if _OURS.fullmatch(self.name):
            return 3
        return (2 if self.level > 1 else 1) if _OPEN.fullmatch(self.name) else 0


class Layout:
    """The lines of a file, and what is to be taken out and put in. Line numbers count from 0 and are those of the start."""

    def __init__(self, source: Source) -> None:
        text = source.text
        self.entries = entries(source)
        found = list(shown_lines(source))
        if found[-1][0] == len(text):
            found.pop()  # behind the last line end
        self.lines = [text[start:end] for start, end, _ in found]
        self._shown = [shown for _, _, shown in found]
        self._ends = [text[end : found[i + 1][0] if i + 1 < len(found) else len(text)] for i, (_, end, _) in enumerate(found)]
        self._end = "\r\n" if "\r\n" in text else "\n"
        self._closed = text.endswith("\n") or not text
        self._taken: set[int] = set()
        self._put: dict[int, list[tuple[list[str], bool]]] = {}  # blocks of lines, and whether each keeps apart from text above
        self._moved: list[str] = []  # lines that go to what is done
        self._size = self._visible_size(source)
        self.sections = self._sections()

    def _visible_size(self, source: Source) -> int:
        """Lines up to a code block or comment that nothing closes: behind it a reader sees no list."""
        *_, (_, _, shown) = shown_lines(Source(source.path, source.text + "\n"))
        size = len(self.lines)
        while not shown and size and not self._shown[size - 1]:
            size -= 1
        return size

    def text(self) -> str:
        """The file as it is now."""
        done = self._done_section()
        if done and self._moved:
            self._append(done, self._moved)
            self._moved = []
        made: list[str] = []  # lines with their ends
        fresh = False  # the last of them is new
        for number in range(len(self.lines) + 1):
            blocks = self._put.get(number, [])
            if number == self._size and self._moved:
                blocks = [*blocks, (["## Done", "", *self._moved], True)]
            for new, apart in blocks:
                if apart and made and made[-1].strip():
                    made.append(self._end)
                made += [line + self._end for line in new]
                fresh = True
            if number < len(self.lines) and number not in self._taken:
                if fresh and made[-1].strip() and (self._is_text(number) or self._stood_apart(number)):
                    made.append(self._end)
                fresh = False
                made.append(self.lines[number] + self._ends[number])
        for number, line in enumerate(made[:-1]):
            if not line.endswith("\n"):  # what was the last line
                made[number] = line + self._end
        result = "".join(made)
        return result if self._closed else result.removesuffix(self._end)

    def _is_text(self, number: int) -> bool:
        """Whether a line would run on from a list item above it."""
        line = self.lines[number]
        return bool(line.strip()) and self._shown[number] and not _ITEM.match(line) and heading_of(line) is None

    def _stood_apart(self, number: int) -> bool:
        """Whether a line is a heading with a blank line above it."""
        return number > 0 and heading_of(self.lines[number]) is not None and not self.lines[number - 1].strip()

    def add(self, new: Sequence[str], prefix: str) -> None:
        """Put new open entries where they belong."""
        if not new:
            return
        placed = [entry for entry in self.entries if self._is_placed(entry)]
        ours = [entry for entry in placed if entry.prefix == prefix and entry.mark != DONE]
        named = max(self.sections, key=lambda section: section.welcomes)
        loose = [entry for entry in placed if self._section_of(entry).level <= 1]
        done = self._done_section()
        if ours:
            self._insert(self._block_end(ours[-1].line - 1), new)
        elif named.welcomes:
            self._append(named, new)
        elif loose:
            self._insert(self._block_end(loose[-1].line - 1), new)
        elif done:
            level = done.level if done.level < BOLD_LEVEL else 2
            self._insert(done.heading, ["#" * level + " Open", "", *new, ""], apart=True)
        elif not any(line.strip() for line in self.lines):
            self._insert(self._size, ["# TODO", "", *new])
        else:
            head = ["## Open", ""] if len(self.sections) > 1 else []
            self._insert(self._size, [*head, *new], apart=True)

    def stands_alone(self, entry: Entry) -> bool:
        """Whether an entry can be moved: it stands in no other one's list, and nothing stands below it."""
        return self._is_top(entry) and self._block_end(entry.line - 1) == entry.end_line

    def move_to_done(self, first: int, end: int) -> None:
        """Move the lines from `first` up to, not including, `end` to the section of what is done, which is made if need be."""
        if any(section.is_done and section.start <= first < section.end for section in self.sections):
            return
        self._moved += self.lines[first:end]
        self._taken.update(range(first, end))

    def _sections(self) -> list[Section]:
        heads = [(-1, 0, "", 0)]  # line, level, name, first line below it
        for number in range(self._size):
            line = self.lines[number]
            if not self._shown[number]:
                continue
            below = self.lines[number + 1] if number + 1 < self._size and self._shown[number + 1] else ""
            if heading := heading_of(line):
                heads.append((number, heading[0], heading[1], number + 1))
            elif bold := _BOLD.match(line):
                heads.append((number, BOLD_LEVEL, bold[1], number + 1))
            elif (under := _UNDERLINE.match(below)) and line.strip() and line[0] not in " \t>|-*+" and not _ITEM.match(line):
                heads.append((number, 1 if under[1][0] == "=" else 2, line, number + 2))
        ends = [*(head[0] for head in heads[1:]), self._size]
        return [
            Section(" ".join(_LETTERS.findall(name.casefold())), level, number, start, max(start, end))
            for (number, level, name, start), end in zip(heads, ends)
        ]

    def _done_section(self) -> Section | None:
        """The section of what is done: the last in which a done entry stands, or else the last one with such a name."""
        named = [section for section in self.sections if section.is_done]
        used = [s for s in named if any(e.mark == DONE and s.start < e.line <= s.end for e in self.entries)]
        return used[-1] if used else named[-1] if named else None

    def _section_of(self, entry: Entry) -> Section:
        return next(section for section in reversed(self.sections) if section.start < entry.line)

    def _is_top(self, entry: Entry) -> bool:
        return _TOP.match(self.lines[entry.line - 1]) is not None and entry.end_line <= self._size

    def _is_placed(self, entry: Entry) -> bool:
        """Whether a new entry may follow this one."""
        return self._is_top(entry) and entry.line - 1 not in self._taken and not self._section_of(entry).is_done

    def _block_end(self, number: int) -> int:
        """The line behind an item and all that belongs to it: what is indented below it, and what runs on without a blank."""
        end = number + 1
        paragraph = True
        hidden = False  # in a block that belongs to the item
        for at in range(number + 1, self._size):
            line = self.lines[at]
            indented = line[:1] in (" ", "\t")
            if not line.strip() and self._shown[at]:
                paragraph = hidden = False
                continue
            hidden = not self._shown[at] and (hidden or indented)
            if hidden or (indented and self._shown[at]) or (paragraph and self._is_text(at)):
                end = at + 1
            else:
                break
        return end

    def _append(self, section: Section, new: Sequence[str]) -> None:
        """Put lines behind the last item of a section, or, in a changelog whose newest come first, before the first."""
        kept = [number for number in range(section.start, section.end) if number not in self._taken]
        items = [number for number in kept if self._shown[number] and _TOP.match(self.lines[number])]
        text = [number for number in kept if self.lines[number].strip()]
        dates = [entry.date for entry in self.entries if entry.date and entry.line - 1 in items]
        if items and len(dates) > 1 and dates[0] > dates[-1]:
            self._insert(items[0], new)
        elif items:
            self._insert(self._block_end(items[-1]), new)
        elif text:
            self._insert(text[-1] + 1, new, apart=True)
        else:
            self._insert(section.start + (1 if section.start < section.end else 0), new, apart=True)

    def _insert(self, number: int, new: Sequence[str], apart: bool = False) -> None:
        """Put lines before line `number`; `apart` from what stands above them."""
        self._put.setdefault(number, []).append((list(new), apart))
