"""What statements of SQL do to tables that are there: by the documentation of PostgreSQL and MySQL on ALTER TABLE."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....parsing.sql_statements import statements
from ....tables.migrations import SERIAL_TYPES, VOLATILE
from .fills import filled_by_sql
from .types import Operation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ....core.excerpt import Excerpt
    from ....parsing.sql_statements import Statement, Token
    from .types import Kind

MOST_OPERATIONS = 500
_STARTS = frozenset({"alter", "drop", "create", "truncate", "rename", "reindex", "vacuum", "cluster", "exec"})
_CONSTRAINTS = frozenset(
    {"constraint", "foreign", "unique", "check", "primary", "exclude", "index", "key", "fulltext", "spatial"}
)
_BEFORE_TABLE = frozenset(
    "or replace global local temporary temp unlogged unique clustered nonclustered fulltext spatial foreign".split()
)
_AFTER_TYPE = frozenset("not null default using collate references generated primary unique check".split())
_NO_COLUMN = _CONSTRAINTS | {"projection", "statistics", "partition", "default", "expression", "identity", "system"}


def operations(excerpt: Excerpt, in_transaction: bool = True) -> list[Operation]:
    """The operations of a text, in order, those on tables that it makes itself left out."""
    return Reader(in_transaction).read(excerpt)


def is_about_rows(text: str) -> bool:
    """Whether a text of which only the beginning is known changes rows, not tables."""
    words = text.split(maxsplit=1)
    return bool(words) and words[0].lower().strip("(") in (
        "insert",
        "update",
        "delete",
        "select",
        "with",
        "set",
        "commit",
        "analyze",
    )


class Reader:
    """Reads one migration's SQL, which may come in several texts. `created` are the tables that it has made so far."""

    def __init__(self, in_transaction: bool = True) -> None:
        self.created: set[str] = set()
        self.checked: set[str] = set()  # columns with a validated check that they are not null
        self.altered: dict[str, set[str]] = {}  # tables that this transaction holds, with the columns added to them
        self.in_transaction = in_transaction  # of the tool that runs the migration
        self.transaction = False
        self.found: list[Operation] = []

    def read(self, excerpt: Excerpt) -> list[Operation]:
        """The operations of one text more."""
        begin = len(self.found)
        for statement in statements(excerpt):
            self.statement(statement)
            if len(self.found) > MOST_OPERATIONS:
                break
        read = self.found[begin:]
        renamed = {one.detail for one in read if one.kind == "rename_table" and one.table in self.created}
        old = [one for one in read if one.table not in self.created]
        return [one for one in old if one.kind not in ("drop_table", "rename_table") or one.table not in renamed]

    def add(
        self, kind: Kind, statement: Statement, first: int, last: int, table: str, name: str = "", detail: str = ""
    ) -> None:
        place = statement.place(first, min(last, len(statement.tokens)) - 1)
        self.found.append(Operation(kind, table, name, place, detail, True))

    def statement(self, statement: Statement, start: int = 0) -> None:
        tokens = statement.tokens
        words = [token.text if token.kind != "text" else "" for token in tokens[:64]]
        if start == 0 and words[0] not in _STARTS:
            held = self.altered if self.in_transaction or self.transaction else {}
            if words[0] == "update" and (table := filled_by_sql(statement, held)):
                self.add("backfill", statement, 0, len(tokens), table)
            if words[0] == "commit":
                self.altered.clear()
            if words[0] in ("begin", "start") or (words[0] == "commit" and len(words) < 4):
                self.transaction = words[0] != "commit"
            if words[0] == "do" or (words[0] == "begin" and len(words) > 2):
                self.block(statement)
            return
        first = words[start]
        rest = words[start + 1 :]
        if first == "alter" and rest[:1] == ["table"]:
            self.alter_table(statement, start + 2)
        elif first == "alter" and rest[:1] == ["type"]:
            if "rename" in rest and "value" in rest:
                name = _name(tokens, start + 2)[0]
                self.add("rename_enum_value", statement, start, len(tokens), name, _text_at(tokens, words.index("value") + 1))
        elif first == "alter" and rest[:1] in (["schema"], ["database"]) and "rename" in rest:
            self.add("rename_schema", statement, start, len(tokens), "", _name(tokens, start + 2)[0])
        elif first == "alter" and rest[:1] == ["domain"] and "add" in rest and not _has(words, "not", "valid"):
            self.add("domain", statement, start, len(tokens), "", _name(tokens, start + 2)[0])
        elif first == "create":
            self.create(statement, start, words)
        elif first == "drop":
            self.drop(statement, start, words)
        elif first == "truncate" and "cascade" in words:
            at = start + 2 if rest[:1] == ["table"] else start + 1
            self.add("truncate", statement, start, len(tokens), _name(tokens, at)[0])
        elif first == "rename" and rest[:1] == ["table"]:
            at = start + 2
            while at < len(tokens):
                name, at = _name(tokens, at)
                new, at = _name(tokens, at + 1)
                self.add("rename_table", statement, start, len(tokens), name, detail=new)
                if at >= len(tokens) or tokens[at].text != ",":
                    break
                at += 1
        elif first == "reindex" and "concurrently" not in words:
            self.add("reindex", statement, start, len(tokens), "", _name(tokens, start + 2)[0])
        elif (first == "vacuum" and "full" in words) or (first == "cluster" and len(tokens) > 1):
            self.add("rewrite", statement, start, len(tokens), _name(tokens, len(tokens) - 1)[0])
        elif first == "exec" and rest[:1] == ["sp_rename"]:
            self.sp_rename(statement)

    def block(self, statement: Statement) -> None:
        """The statements in `DO $$ … $$`."""
        for token in statement.tokens:
            if token.kind == "body":
                length = (token.end - token.start - len(token.text)) // 2
                inner = statement.excerpt.cut(token.start + length, token.end - length)
                for one in statements(inner):
                    at = next((i for i, part in enumerate(one.tokens) if part.kind == "word" and part.text in _STARTS), None)
                    if at is not None:
                        self.statement(one, at)

    def create(self, statement: Statement, start: int, words: list[str]) -> None:
        tokens = statement.tokens
        at = start + 1
        while at < len(words) and words[at] in _BEFORE_TABLE:
            at += 1
        if words[at : at + 1] == ["table"]:
            self.created.add(_name(tokens, _skip_if(words, at + 1))[0])
        elif words[at : at + 1] == ["index"]:
            concurrently = "concurrently" in words
            if "on" not in words:
                return
            on = words.index("on", at)
            table = _name(tokens, on + 2 if words[on + 1 : on + 2] == ["only"] else on + 1)[0]
            named = _skip_if(words, at + 1 + concurrently)
            name = _name(tokens, named)[0] if named < on else ""
            if not concurrently:
                if ("algorithm" in words and "copy" in words) or (
                    "lock" in words and ("shared" in words or "exclusive" in words)
                ):
                    self.add("copy", statement, start, len(tokens), table, name)
                self.add("index", statement, start, len(tokens), table, name, "unique" if "unique" in words[start:at] else "")
            elif self.transaction:
                self.add("in_transaction", statement, start, len(tokens), table, name)

    def drop(self, statement: Statement, start: int, words: list[str]) -> None:
        tokens = statement.tokens
        what = words[start + 1 : start + 2]
        at = _skip_if(words, start + 2)
        if what == ["table"]:
            while at < len(tokens):
                name, at = _name(tokens, at)
                self.add("drop_table", statement, start, len(tokens), name)
                if at >= len(tokens) or tokens[at].text != ",":
                    break
                at += 1
        elif what == ["database"] or what == ["schema"]:
            self.add("drop_database", statement, start, len(tokens), "", _name(tokens, at)[0])
        elif what == ["index"]:
            if "concurrently" not in words:
                if "on" not in words[start:]:  # MySQL and SQL Server name the table, and drop an index without a wait
                    self.add("drop_index", statement, start, len(tokens), "", _name(tokens, at)[0])
            elif self.transaction:
                self.add("in_transaction", statement, start, len(tokens), "", _name(tokens, at + 1)[0])

    def sp_rename(self, statement: Statement) -> None:
        texts = [token.text for token in statement.tokens if token.kind == "text"]
        if len(texts) >= 2:
            table, _, column = texts[0].replace("[", "").replace("]", "").rpartition(".")
            is_column = len(texts) > 2 and texts[2].lower() == "column"
            name = (table.rpartition(".")[2], column) if is_column else (column, "")
            self.add("rename_column" if is_column else "rename_table", statement, 0, len(statement.tokens), *name, texts[1])

    # ALTER TABLE

    def alter_table(self, statement: Statement, at: int) -> None:
        tokens = statement.tokens
        at = _skip_if([token.text for token in tokens[: at + 3]], at)
        if at < len(tokens) and tokens[at].text == "only":
            at += 1
        table, at = _name(tokens, at)
        if at < len(tokens) and tokens[at].text == "*":
            at += 1
        if table not in self.created:
            self.altered.setdefault(table, set())
        for start, end in _actions(tokens, at):
            words = [token.text if token.kind != "text" else "" for token in tokens[start:end]]
            self.action(statement, table, start, end, words)

    def action(self, statement: Statement, table: str, start: int, end: int, words: list[str]) -> None:
        tokens, first = statement.tokens, words[0]
        at = start + 1
        if first == "drop":
            named = at + 1 if words[1:2] == ["column"] else at
            if words[1:2] and words[1] not in _NO_COLUMN and tokens[at].kind in ("word", "name"):
                name = _name(tokens, start + _skip_if(words, named - start))[0]
                if name:
                    self.add("drop_column", statement, start, end, table, name)
        elif first == "rename":
            self.rename(statement, table, start, end, words)
        elif first in ("modify", "change"):
            named = at + 1 if words[1:2] == ["column"] else at
            name, after = _name(tokens, named)
            if first == "change":
                new, after = _name(tokens, after)
                if new.lower() != name.lower():
                    self.add("rename_column", statement, start, end, table, name, new)
                    return
            self.add("change_type", statement, start, end, table, name, _type(tokens, after, end))
        elif first == "alter":
            self.alter_column(statement, table, start, end, words)
        elif first == "add":
            self.added(statement, table, start, end, words)
        elif first == "detach" and "concurrently" not in words:
            self.add("detach_partition", statement, start, end, table, _name(tokens, at + 1)[0])
        elif first == "set" and words[1:2] == ["schema"]:
            self.add("rename_table", statement, start, end, table, detail=_name(tokens, at + 1)[0])
        elif first == "validate":
            return
        elif first == "algorithm" and "copy" in words:
            self.add("copy", statement, start, end, table, "algorithm")
        elif first == "lock" and ("shared" in words or "exclusive" in words):
            self.add("copy", statement, start, end, table, "lock")

    def rename(self, statement: Statement, table: str, start: int, end: int, words: list[str]) -> None:
        tokens = statement.tokens
        if words[1:2] in (["to"], ["as"]):
            self.add("rename_table", statement, start, end, table, detail=_name(tokens, start + 2)[0])
        elif words[1:2] and words[1] not in ("constraint", "index", "key"):
            name, after = _name(tokens, start + 2 if words[1] == "column" else start + 1)
            self.add("rename_column", statement, start, end, table, name, _name(tokens, after + 1)[0])

    def alter_column(self, statement: Statement, table: str, start: int, end: int, words: list[str]) -> None:
        tokens = statement.tokens
        name, after = _name(tokens, start + 2 if words[1:2] == ["column"] else start + 1)
        rest = words[after - start :]
        if rest[:1] == ["type"] or rest[:3] == ["set", "data", "type"]:
            self.add(
                "change_type", statement, start, end, table, name, _type(tokens, after + (1 if rest[0] == "type" else 3), end)
            )
        elif rest[:3] == ["set", "not", "null"]:
            if f"{table}.{name}" not in self.checked:
                self.add("set_not_null", statement, start, end, table, name)
        elif rest[:3] == ["drop", "not", "null"]:
            self.add("drop_not_null", statement, start, end, table, name)
        elif rest and rest[0] not in ("set", "drop", "add", "reset", "restart"):  # SQL Server: ALTER COLUMN name type
            self.add("change_type", statement, start, end, table, name, _type(tokens, after, end))

    def added(self, statement: Statement, table: str, start: int, end: int, words: list[str]) -> None:
        tokens = statement.tokens
        if words[1:2] and words[1] in _CONSTRAINTS:
            at, name = start + 1, ""
            if words[1] == "constraint":
                name, at = _name(tokens, start + 2)
            self.constraint(statement, table, start, end, words[at - start :], name)
            return
        at = _skip_if(words, 2 if words[1:2] == ["column"] else 1) + start
        if at < end and tokens[at].text == "(":
            at += 1
        name, after = _name(tokens, at)
        rest = words[after - start :]
        if table in self.altered:
            self.altered[table].add(name)
        kind: Kind | None = None
        default = rest.index("default") if "default" in rest else -1
        if (rest[:1] and rest[0] in SERIAL_TYPES) or _has(rest, "as", "identity") or "auto_increment" in rest:
            kind = "serial_column"
        elif "generated" in rest and "stored" in rest:
            kind = "generated_column"
        elif _has(rest, "not", "null") and default < 0 and "generated" not in rest:
            kind = "add_not_null_column"
        elif default >= 0 and any(word in VOLATILE for word in rest[default + 1 : default + 4]):
            kind = "volatile_default"
        elif default >= 0 and rest[default + 1 : default + 2] == ["("] and rest[default + 3 : default + 4] == ["("]:
            kind = "computed_default"
        elif rest[:1] == ["json"]:
            kind = "json_column"
        if kind:
            self.add(kind, statement, start, end, table, name, _type(tokens, after, end))
        for word, also in _INLINE.items():
            if word in rest and not (kind == "serial_column" and word == "primary"):
                self.add(also, statement, start, end, table, name)

    def constraint(self, statement: Statement, table: str, start: int, end: int, words: list[str], name: str) -> None:
        first = words[0] if words else ""
        not_valid = _has(words, "not", "valid")
        if first == "check" and not_valid and _has(words, "is", "not"):
            opened = start + next((i for i, token in enumerate(statement.tokens[start:]) if token.text == "("), 0)
            self.checked.add(f"{table}.{_name(statement.tokens, opened + 1)[0]}")
        if not_valid or _has(words, "using", "index"):
            return
        kinds: dict[str, Kind] = {
            "foreign": "foreign_key",
            "unique": "unique",
            "check": "check",
            "primary": "primary_key",
            "exclude": "exclusion",
        }
        if first in kinds:
            self.add(kinds[first], statement, start, end, table, name)


_INLINE: dict[str, Kind] = {
    "references": "foreign_key",
    "primary": "primary_key",
    "unique": "unique",
    "check": "check",
}


def _actions(tokens: Sequence[Token], at: int) -> Iterator[tuple[int, int]]:
    """Start and end of what commas part outside brackets."""
    depth, start = 0, at
    for i in range(at, len(tokens)):
        text = tokens[i].text if tokens[i].kind == "sign" else ""
        if text == "(":
            depth += 1
        elif text == ")":
            depth -= 1
        elif text == "," and depth == 0:
            if i > start:
                yield start, i
            start = i + 1
    if start < len(tokens):
        yield start, len(tokens)


def _name(tokens: Sequence[Token], at: int) -> tuple[str, int]:
    """The last part of a name of parts, and where it ends."""
    name = ""
    while 0 <= at < len(tokens) and tokens[at].kind in ("word", "name", "text"):
        name = tokens[at].text
        at += 1
        if at < len(tokens) and tokens[at].text == ".":
            at += 1
            continue
        break
    return name, at


def _text_at(tokens: Sequence[Token], at: int) -> str:
    return tokens[at].text if at < len(tokens) else ""


def _skip_if(words: Sequence[str], at: int) -> int:
    """Behind `IF [NOT] EXISTS`."""
    if words[at : at + 1] == ["if"]:
        return at + (3 if words[at + 1 : at + 2] == ["not"] else 2)
    return at


def _type(tokens: Sequence[Token], at: int, end: int) -> str:
    """A type as written, up to what follows it."""
    parts: list[str] = []
    for token in tokens[at : min(end, at + 8)]:
        if token.text in (
            "not",
            "null",
            "default",
            "using",
            "collate",
            "references",
            "generated",
            "primary",
            "unique",
            "check",
        ):
            break
        parts.append(token.text)
    return "".join(parts[:1]) + "".join(part if not part[:1].isalpha() else f" {part}" for part in parts[1:])


def _has(words: Sequence[str], first: str, second: str) -> bool:
    """Whether the second word comes right after the first one anywhere."""
    return any(word == first and words[i + 1 : i + 2] == [second] for i, word in enumerate(words))
