"""Example files of environment variables (`.env.example`): variables put in where they belong, and nothing else changed.

    edits = add(source, [Documented("SMTP_HOST", "", "read in app/mail.py:12")])
    changed = write(root, source, edits, [sound])          # both from `writers.edits` and here

`source` is the file as it was read, or `Source(path, "")` for one that is to be made. A variable that is already there, also in
a comment (`# SMTP_HOST=`), is passed over, so a second call gives no edits. A new one goes behind the last one of its group
(`SMTP_…`), or to the end of the file, with its comment on the line above.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.patterns import pattern
from ..core.records import NamedTuple
from ..parsing.dotenv import parse
from .edits import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..core.excerpt import Source

_NAME = pattern(r"[A-Za-z_][A-Za-z0-9_.-]{0,199}")
# A word that every reader of such files, a shell among them, takes as it stands.
_PLAIN = pattern(r"[A-Za-z0-9_./:@%+,=-]*")
# Documented without being set: in a comment, or as a name alone, whose value Docker takes from the shell.
_MENTIONED = pattern(
    r"[ \t]*(?:#[ \t]{0,8}(?:export[ \t]{1,8})?([A-Za-z_][\w.-]{0,199})[ \t]?=|([A-Za-z_]\w{0,199})[ \t]*\r?(?:\n|$))", re.ASCII
)
_LONGEST_COMMENT = 140


class Documented(NamedTuple):
    """A variable for an example file. `value` empty: blank, as for what is required or secret. `comment` is one line."""

    name: str
    value: str = ""
    comment: str = ""


class _Line(NamedTuple):
    """A name that stands in the file, and the offset behind the line on which its value ends, line end included."""

    name: str
    after: int


def names(source: Source) -> frozenset[str]:
    """Every variable that the file documents, those in comments among them."""
    return frozenset(line.name for line in _lines(source))


def add(source: Source, variables: Iterable[Documented]) -> tuple[Edit, ...]:
    """The edits that put `variables` into the file; none for those that are there, or whose name no such file can hold."""
    lines = _lines(source)
    there = {line.name for line in lines}
    exported = bool(lines) and all(_starts_with_export(source, line) for line in lines)
    end = "\r\n" if "\r\n" in source.text else "\n"
    at: dict[tuple[int, bool], list[str]] = {}  # by offset, and whether it is a group's end or begins one of its own
    for variable in variables:
        if variable.name in there or not _NAME.fullmatch(variable.name):
            continue
        there.add(variable.name)
        written = ("export " if exported else "") + f"{variable.name}={quoted(variable.value)}"
        comment = _one_line(variable.comment)
        found = _group_end(variable.name, lines)
        place = (len(source.text), True) if found is None else (found, False)
        at.setdefault(place, []).extend((f"# {comment}", written) if comment else (written,))
    return tuple(_insertion(source, offset, at, end) for offset in sorted({offset for offset, _ in at}))


def quoted(value: str) -> str:
    """The value as every dialect reads it back; empty for one that no way of writing suits (a line break, a mix of quotes).

    Single quotes are literal everywhere but for a backslash before a backslash or a quote, which python-dotenv decodes.
    """
    if _PLAIN.fullmatch(value):
        return value
    if not value.isprintable():
        return ""
    if "'" not in value and "\\\\" not in value and not value.endswith("\\"):
        return f"'{value}'"
    return "" if re.search(r'["\\$`!]', value) else f'"{value}"'


def sound(before: Source, after: Source) -> str:
    """Why the changed file will not do: empty where every variable is read as it was, and the new ones are unique."""
    old = [(variable.key.text, variable.value.text) for variable in parse(before.whole())]
    new = [(variable.key.text, variable.value.text) for variable in parse(after.whole())]
    rest = iter(new)
    if not all(pair in rest for pair in old):
        return "a variable would be read differently"
    known = {name for name, _ in old}
    added = [name for name, _ in new if name not in known]
    return "" if len(added) == len(set(added)) == len(new) - len(old) else "a variable would stand in it twice"


def _lines(source: Source) -> Sequence[_Line]:
    """Names with their lines, in order. A comment inside a value over several lines is none."""
    text = source.text
    found: list[_Line] = []
    done = 0
    for variable in parse(source.whole()):
        start = variable.key.origin(0)
        found += _mentioned(text, done, start)
        value = variable.value.origin(len(variable.value.text)) if variable.value.text else variable.key.origin(0)
        done = _behind(text, value)
        found.append(_Line(variable.key.text, done))
    found += _mentioned(text, done, len(text))
    return found


def _mentioned(text: str, start: int, end: int) -> list[_Line]:
    found = []
    while start < end:
        after = _behind(text, start)
        if named := _MENTIONED.match(text, start, after):
            found.append(_Line(named[1] or named[2], after))
        start = after
    return found


def _behind(text: str, offset: int) -> int:
    """The offset behind the line on which `offset` stands."""
    end = text.find("\n", offset)
    return len(text) if end < 0 else end + 1


def _starts_with_export(source: Source, line: _Line) -> bool:
    number, _ = source.position(max(0, line.after - 1))
    return source.line(number).lstrip(" \t#").startswith("export ")


def _group_end(name: str, lines: Sequence[_Line]) -> int | None:
    """Behind the last of the variables that share the most leading words with `name`; None without any."""
    words = name.split("_")
    best, at = 0, None
    for line in lines:
        shared = 0
        for ours, theirs in zip(words[:-1], line.name.split("_")):
            if ours.upper() != theirs.upper() or not ours:
                break
            shared += 1
        if shared and shared >= best:
            best, at = shared, line.after
    return at


def _insertion(source: Source, offset: int, at: dict[tuple[int, bool], list[str]], end: str) -> Edit:
    before = source.text[:offset]
    grouped, alone = at.get((offset, False), []), at.get((offset, True), [])
    apart = bool(grouped) or (bool(before.strip()) and not before.endswith(("\n\n", "\n\r\n")))
    block = end.join([*grouped, *([""] if alone and apart else []), *alone])
    if offset and not before.endswith("\n"):  # the file ends without a line end, and goes on doing so
        return Edit(source.path, offset, offset, end + block)
    return Edit(source.path, offset, offset, block + end)


def _one_line(comment: str) -> str:
    words = " ".join("".join(c if c.isprintable() else " " for c in comment).split())
    return words if len(words) <= _LONGEST_COMMENT else words[: _LONGEST_COMMENT - 1] + "…"
