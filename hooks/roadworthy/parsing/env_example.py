"""Example environment files (`.env.example`): every entry, also those in comments, and every line that is none.

On top of `dotenv.parse`, which knows the assignments of every dialect, stands here what matters to somebody who copies the file
and fills it in: what is written between key and value, the comment behind a value, and the lines that readers stumble over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.patterns import pattern
from ..core.records import NamedTuple
from . import dotenv

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from ..core.excerpt import Excerpt

    FaultKind = Literal["no equals sign", "colon", "name"]

MOST_LINES = 50_000  # that are looked at; a file with more is a list of something else
MOST_WORDS = 20_000  # of comments that are kept
_COMMENTED = pattern(r"[ \t]*#[# \t]{0,16}(?:export[ \t]{1,16})?(?:[A-Za-z_]\w{1,199}=|[A-Z][A-Z0-9_]{1,199}[ \t]{0,8}=(?!=))")
_NAME = pattern(r"[A-Z][A-Z0-9_]{2,199}(?![A-Za-z0-9_])")
_COLON = pattern(r"[A-Za-z_][\w.-]{0,199}[ \t]{0,16}:(?:[ \t]|$)")
_SHELL_NAME = pattern(r"[A-Za-z_]\w{0,199}")
_TEMPLATE = ("{{", "{%", "<%", "#{", "<<")
_BLANK = " \t\r\v\f"


class Entry(NamedTuple):
    """One variable. `line` is the whole line on which it begins, without its end; `commented`: it stands in a comment.

    `between` is what is written from the end of the key to the value or its quote. `comment` is what follows the value, from
    its `#` on; None where nothing does.
    """

    key: Excerpt
    value: Excerpt
    quote: str
    commented: bool
    between: str
    comment: Excerpt | None
    line: Excerpt

    @property
    def name(self) -> str:
        return self.key.text


class Fault(NamedTuple):
    """A line that is neither an entry nor a comment, or whose key no shell can hold."""

    line: Excerpt
    kind: FaultKind


class EnvExample(NamedTuple):
    """What the file says, in its order. `mentioned` are the names in capitals that its comments speak of.

    `cut` is where the reading ended early because there was too much of it.
    """

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]
    mentioned: frozenset[str]
    cut: Excerpt | None = None


def parse(text: Excerpt) -> EnvExample:
    """Read an example file. Time is linear in its size."""
    entries: list[Entry] = []
    faults: list[Fault] = []
    mentioned: set[str] = set()
    cut = None
    variables = dotenv.parse(text)
    following = next(variables, None)
    for number, (start, end) in enumerate(_lines(text.text)):
        if number == MOST_LINES:
            cut = text.cut(start, end)
            break
        while following is not None and _end(text, following) < start:
            following = next(variables, None)
        if following is not None and _offset(text, following.key) < start:
            continue  # a value over several lines
        if following is not None and _offset(text, following.key) < end:
            entries.append(_entry(text, following, start, end, False))
            if not _SHELL_NAME.fullmatch(following.key.text):
                faults.append(Fault(text.cut(start, end), "name"))
            elif ":" in entries[-1].between:
                faults.append(Fault(text.cut(start, end), "colon"))
            continue
        line = text.text[start:end]
        bare = line.strip(_BLANK)
        if bare.startswith("#"):
            if _COMMENTED.match(line):
                entries.extend(_commented(text.cut(start, end)))
            if len(mentioned) < MOST_WORDS:
                mentioned.update(_NAME.findall(line))
        elif bare and not any(mark in line for mark in _TEMPLATE):
            faults.append(Fault(text.cut(start, end), _kind(bare)))
    return EnvExample(tuple(entries), tuple(faults), frozenset(mentioned), cut)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every line, line ends left out."""
    at, size = 0, len(text)
    while at < size:
        end = text.find("\n", at)
        end = size if end < 0 else end
        yield at, end - 1 if end > at and text[end - 1] == "\r" else end
        at = end + 1


def _offset(text: Excerpt, part: Excerpt, at: int = 0) -> int:
    """Where the character at `at` of a part stands in `text`, which is one stretch of its source."""
    return part.origin(at) - text.origin(0)


def _end(text: Excerpt, variable: dotenv.Variable) -> int:
    """Where the variable ends in `text`, its closing quote included."""
    return max(_offset(text, variable.value, len(variable.value)), _offset(text, variable.key)) + bool(variable.quote)


def _entry(text: Excerpt, variable: dotenv.Variable, start: int, end: int, commented: bool) -> Entry:
    whole = text.text
    after_key = _offset(text, variable.key, len(variable.key))
    before_value = _offset(text, variable.value) - bool(variable.quote)
    close = whole.find("\n", _end(text, variable))
    rest_end = len(whole) if close < 0 else close
    mark = whole.find("#", _end(text, variable), rest_end)
    comment = text.cut(mark, rest_end).strip() if mark >= 0 else None
    return Entry(
        variable.key,
        variable.value,
        variable.quote,
        commented,
        whole[after_key:before_value],
        comment,
        text.cut(start, end),
    )


def _commented(line: Excerpt) -> Iterator[Entry]:
    inside = len(line) - len(line.text.lstrip(_BLANK + "#"))
    part = line.cut(inside)
    for variable in dotenv.parse(part):
        yield _entry(part, variable, 0, len(part), True)._replace(line=line)


def _kind(line: str) -> FaultKind:
    if "=" in line:
        return "name"
    return "colon" if _COLON.match(line) else "no equals sign"
