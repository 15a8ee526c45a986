"""Passwords in SQL: those of accounts that statements make or change, and the columns of rows that a dump inserts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.patterns import pattern
from .setting import Setting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ..core.excerpt import Excerpt

MOST_ROWS = 1_000  # values of one dump: by then it is clear what the file is
_UPPER = {code: code + 32 for code in range(65, 91)}
_BY = pattern(r"identified\s{1,8}(?:with\s{1,8}\S{1,64}\s{1,8})?(?:by|as)\s{1,8}(?:password\s{1,8}|values\s{1,8})?(?=['\"])")
_PASSWORD = pattern(r"password\s{0,8}(?:=\s{0,8}n?|\(\s{0,8})?(?=['\"])")
_ACCOUNT = pattern(r"\b(?:create|alter)\s{1,8}(?:user|role|login|group)\b|\bset\s{1,8}password\b")
_ASSIGNED = pattern(r"\s{0,8}(?:for\s{1,8}\S{1,128}\s{0,8})?=\s{0,8}(?:password\s{0,8}\(\s{0,8})?(?=['\"])")
_TABLE = pattern(
    r"(?:insert\s{1,8}(?:ignore\s{1,8})?into|replace\s{1,8}into|create\s{1,8}table(?:\s{1,8}if\s{1,8}not\s{1,8}exists)?|copy)\s{1,8}"
    r"([\"`\[\]\w.-]{1,200})\s{0,8}(\()?"
)
_NAME = pattern(r"[\"`\[]?([\w-]{1,100})[\"`\]]?")
_VALUES = pattern(r"\s{0,16}values?\s{0,16}(?=\()")
_FROM_STDIN = pattern(r"\s{0,8}from\s{1,8}stdin[^\n]{0,200}\n")
_PLAIN = pattern(r"[^,()'\"\\]+")


def accounts(text: Excerpt) -> Iterator[Setting]:
    """`IDENTIFIED BY '…'`, `CREATE USER … PASSWORD '…'`, `SET PASSWORD … = '…'`. Time is linear in the size of the text."""
    whole = _lower(text.text)
    told: set[int] = set()
    for word, form in (("identified", _BY), ("password", _PASSWORD)):
        at = 0
        while (at := whole.find(word, at)) >= 0:
            found = form.match(whole, at)
            if not found and word == "password" and whole[max(0, at - 5) : at].strip() == "set":
                found = _ASSIGNED.match(whole, at + 8)
            at += len(word)
            if not found:
                continue
            if word == "password":
                before = whole[max(0, at - 320) : at]
                if not _ACCOUNT.search(before, before.rfind(";") + 1):
                    continue
            close = _string_end(whole, found.end(), found.end() + 1000)
            if close > found.end() + 1 and close not in told:
                told.add(close)
                yield Setting("password", text.cut(found.end() + 1, close - 1), "account", True)


def rows(text: Excerpt, wanted: Callable[[str], bool]) -> Iterator[Setting]:
    """Texts in those columns of inserted rows, and of PostgreSQL's COPY, whose name `wanted` takes; `section` is the table.

    Columns that an INSERT leaves out are those of the CREATE TABLE before it. Ends after `MOST_ROWS` values.
    """
    written = text.text
    whole = _lower(written)
    tables: dict[str, list[str]] = {}
    given = 0
    at = 0
    while (found := _TABLE.search(whole, at)) and given < MOST_ROWS:
        table = found[1].rpartition(".")[2].strip('"`[]')
        at = found.end()
        is_definition = found[0].startswith("create")
        columns: list[str] = []
        if found[2]:
            columns, at = _columns(whole, at, is_definition)
        if is_definition:
            tables[table] = columns
            continue
        columns = columns or tables.get(table, [])
        places = {i: name for i, name in enumerate(columns) if wanted(name)}
        if not places:
            continue
        copied = found[0].startswith("copy")
        start = (_FROM_STDIN if copied else _VALUES).match(whole, at)
        if not start:
            continue
        values, at = (_copied if copied else _inserted)(text, start.end(), places, MOST_ROWS - given)
        for column, value in values:
            given += 1
            yield Setting(places[column], value, table, True)


def _lower(text: str) -> str:
    """In lower case, letter for letter: some letters outside ASCII become two."""
    lower = text.lower()
    return lower if len(lower) == len(text) else text.translate(_UPPER)


def _columns(whole: str, at: int, is_definition: bool) -> tuple[list[str], int]:
    """The names that a list of columns or of their definitions begins with, and where it ends."""
    names: list[str] = []
    expects, depth, size = True, 1, min(len(whole), at + 40_000)
    while at < size and depth:
        character = whole[at]
        if character in "'":
            at = _string_end(whole, at, size)
            continue
        if character == "-" and whole.startswith("--", at):
            at = max(at + 2, whole.find("\n", at))
            continue
        if expects and not character.isspace():
            found = _NAME.match(whole, at)
            if found:
                names.append(found[1])
                at = found.end()
                expects = False
                continue
        if character == "(":
            depth += 1
        elif character == ")":
            depth -= 1
        elif character == "," and depth == 1:
            expects = True
        at += 1
    return names, at


def _inserted(text: Excerpt, at: int, wanted: Mapping[int, str], most: int) -> tuple[list[tuple[int, Excerpt]], int]:
    """Column and text for the wanted columns of the rows that begin at `at`, and where they end.

    A text in a call belongs to the column that the call stands in. A semicolon outside a text ends the statement.
    """
    whole = text.text
    size = len(whole)
    values: list[tuple[int, Excerpt]] = []
    depth = column = 0
    while at < size and len(values) < most:
        character = whole[at]
        if character in "'\"":
            end = _string_end(whole, at, size)
            if depth and column in wanted and end > at + 2:
                values.append((column, text.cut(at + 1, end - 1)))
            at = end
            continue
        if character == "(":
            depth += 1
            if depth == 1:
                column = 0
        elif character == ")":
            depth -= 1
        elif character == "," and depth == 1:
            column += 1
        elif depth == 0 and character not in ", \t\r\n":
            break
        plain = _PLAIN.match(whole, at + 1) if depth else None
        at = plain.end() if plain else at + 1
        if depth < 0 or (plain and ";" in plain[0]):
            break
    return values, at


def _copied(text: Excerpt, at: int, wanted: Mapping[int, str], most: int) -> tuple[list[tuple[int, Excerpt]], int]:
    """The same for the lines of a COPY, up to `\\.`: fields between tabs."""
    whole = text.text
    values: list[tuple[int, Excerpt]] = []
    while at < len(whole) and not whole.startswith("\\.", at) and len(values) < most:
        end = whole.find("\n", at)
        end = len(whole) if end < 0 else end
        for column, value in enumerate(whole[at:end].split("\t")):
            if column in wanted and value not in ("", "\\N"):
                values.append((column, text.cut(at, at + len(value))))
            at += len(value) + 1
        at = end + 1
    return values, at


def _string_end(whole: str, start: int, size: int) -> int:
    """Behind the quote that closes the one at `start`: doubled quotes and those behind a backslash are inside."""
    quote = whole[start]
    at = start + 1
    while True:
        at = whole.find(quote, at, size)
        if at < 0:
            return size
        before = at
        while before > start + 1 and whole[before - 1] == "\\":
            before -= 1
        if (at - before) % 2:
            at += 1
        elif whole.startswith(quote, at + 1):
            at += 2
        else:
            return at + 1
