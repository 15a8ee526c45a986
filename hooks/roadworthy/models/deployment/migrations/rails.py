"""Migrations of Active Record: https://api.rubyonrails.org/classes/ActiveRecord/Migration.html"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ....core.outcome import Unreadable
from ....parsing.code import below, parse
from ....tables.migrations import VOLATILE
from .calls import begins, calls, text_of
from .sql import Reader, is_about_rows
from .types import Migration, Operation, class_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ....core.repository import Repository
    from ....parsing.code import Code
    from .calls import Call
    from .types import Kind

# What somebody has looked at, what undoes it, and what tables are made in.
_NOT_ENTERED = frozenset({"safety_assured", "down", "create_table", "create_join_table", "say_with_time"})
_REMOVING = frozenset({"remove_column", "remove_columns", "remove_timestamps", "remove_reference", "remove_belongs_to"})
_ADDING = frozenset({"add_column", "add_timestamps"})
_REFERENCES = frozenset({"add_reference", "add_belongs_to"})
_IN_TABLE = {
    "remove": "remove_columns",
    "rename": "rename_column",
    "change": "change_column",
    "change_null": "change_column_null",
    "index": "add_index",
    "remove_index": "remove_index",
    "references": "add_reference",
    "belongs_to": "add_reference",
    "remove_references": "remove_reference",
    "remove_belongs_to": "remove_reference",
    "remove_timestamps": "remove_timestamps",
    "timestamps": "add_timestamps",
    "column": "add_column",
    "foreign_key": "add_foreign_key",
    "check_constraint": "add_check_constraint",
    "unique_constraint": "add_unique_constraint",
    "exclusion_constraint": "add_exclusion_constraint",
}
_TYPES = frozenset(
    "string text integer bigint float decimal numeric datetime timestamp timestamptz time date binary blob boolean json jsonb"
    " uuid inet citext hstore bigserial serial primary_key virtual".split()
)
_IRREVERSIBLE = frozenset({"execute", "change_column", "remove_columns", "drop_table", "change_column_default"})


def read(repo: Repository, path: str) -> Migration | Unreadable | None:
    """The migration at `path`."""
    source = repo.source(path)
    if isinstance(source, Unreadable):
        return source
    if "Migration" not in source.text:
        return None
    code = parse(source, "ruby")
    if isinstance(code, Unreadable):
        return code
    methods = {
        code.text(node.child_by_field_name("name"), 40): node for node in below(code.root, {"method", "singleton_method"})
    }
    forward = methods.get("change") or methods.get("up") or methods.get("self.up")
    if forward is None:
        return None
    in_transaction = "disable_ddl_transaction!" not in source.text
    reader = _Reader(code, in_transaction)
    for call in calls(code, forward, _NOT_ENTERED):
        reader.read(call)
    down = methods.get("down")
    reversible: bool | None = True
    way_back = code.place(down) if down is not None else None
    if "change" in methods:
        reversible = reader.irreversible is None
        way_back = reader.irreversible.place if reader.irreversible else None
    elif down is None or "IrreversibleMigration" in code.text(down, 4000):
        reversible = False
    name = path.rpartition("/")[2]
    return Migration(path, "rails", tuple(reader.found), code.place(forward), "", reversible, way_back, name)


class _Reader:
    """The operations of one migration."""

    def __init__(self, code: Code, in_transaction: bool) -> None:
        self.code = code
        self.in_transaction = in_transaction
        self.found: list[Operation] = []
        self.created: set[str] = set()
        self.checked: set[str] = set()
        self.sql = Reader()
        self.irreversible: Call | None = None

    def read(self, call: Call) -> None:
        link = call.first
        name, arguments, options = link.name, link.arguments, link.options
        if name in ("create_table", "create_join_table"):
            if options.get("force") in ("true", "cascade"):
                self.found.append(Operation("replace_table", arguments[0] if arguments else "", "", call.place))
            self.created.update(arguments[:1])
            return
        around = next((one for one in reversed(call.inside) if one.first.name == "change_table"), None)
        if call.receiver and around is None:
            if self.in_transaction and (table := self.filled(call)):
                self.found.append(Operation("backfill", table, "", call.place))
            return
        if around is not None and around.first.arguments:
            table = around.first.arguments[0]
            if name in _TYPES:
                if options.get("index", "false") != "false" and "concurrently" not in options["index"]:
                    self.found.append(Operation("index", table, arguments[0] if arguments else "", call.place))
                name, arguments = "add_column", (*arguments[:1], name)
            else:
                name = _IN_TABLE.get(name, "")
            arguments = (table, *arguments)
        for kind, column, detail in self.operations(call, name, arguments, dict(options)):
            table = arguments[0] if arguments else ""
            if table not in self.created:
                self.found.append(Operation(kind, table, column, call.place, detail))
        if _is_altering(name) and arguments and arguments[0] not in self.created:
            self.sql.altered.setdefault(arguments[0], set()).update(arguments[1:2])
        if name in _IRREVERSIBLE and not call.inside and "from" not in options:
            undone = (name == "execute" and len(arguments) < 2) or (
                name == "drop_table" and "do" not in self.code.rest(call.node, call.node)
            )
            if undone or name in ("change_column", "remove_columns"):
                self.irreversible = self.irreversible or call

    def operations(
        self, call: Call, name: str, arguments: tuple[str, ...], options: dict[str, str]
    ) -> Iterator[tuple[Kind, str, str]]:
        column = arguments[1] if len(arguments) > 1 else ""
        if name == "remove_column" and len(arguments) > 1:
            yield "drop_column", column, ""
        elif name in _REMOVING:
            for one in arguments[1:] or ("created_at",):
                yield "drop_column", f"{one}_id" if "reference" in name or "belongs" in name else one, ""
        elif name == "rename_column" and len(arguments) > 2:
            yield "rename_column", column, arguments[2]
        elif name == "rename_table":
            yield "rename_table", "", column
        elif name in ("drop_table", "drop_join_table"):
            yield "drop_table", "", ""
        elif name == "change_column" and len(arguments) > 2:
            yield "change_type", column, arguments[2]
        elif name == "change_column_null" and arguments[2:3] == ("false",):
            if f"{arguments[0]}.{column}" not in self.checked:
                yield "set_not_null", column, ""
        elif name in _ADDING:
            yield from _added(name, column, arguments, options)
        elif name == "add_index":
            if "copy" in options.get("algorithm", "") or options.get("lock") in ("shared", "exclusive"):
                yield "copy", options.get("name", column), ""
            if "concurrently" not in options.get("algorithm", ""):
                yield "index", options.get("name", column), "unique" if options.get("unique") == "true" else ""
            elif self.in_transaction:
                yield "in_transaction", options.get("name", column), ""
        elif name == "remove_index" and "concurrently" not in options.get("algorithm", ""):
            yield "drop_index", options.get("name") or options.get("column") or column, ""
        elif name in _REFERENCES:
            for one in arguments[1:]:
                index, key = options.get("index", ""), options.get("foreign_key", "false")
                if index != "false" and "concurrently" not in index:
                    yield "index", f"{one}_id", ""
                if key != "false" and "validate: false" not in key:
                    yield "foreign_key", one, ""
        elif name == "add_foreign_key" and options.get("validate") != "false":
            yield "foreign_key", column, ""
        elif name == "add_check_constraint":
            if options.get("validate") != "false":
                yield "check", options.get("name", ""), ""
            elif "IS NOT NULL" in column.upper():
                self.checked.add(f"{arguments[0]}.{column.split()[0]}")
        elif name == "add_unique_constraint" and "using_index" not in options:
            yield "unique", options.get("name", column), ""
        elif name == "add_exclusion_constraint":
            yield "exclusion", options.get("name", ""), ""
        elif name in ("rename_enum_value", "rename_schema"):
            yield "rename_enum_value" if "enum" in name else "rename_schema", options.get("from", column), ""
        elif name == "execute":
            self.execute(call)

    def filled(self, call: Call) -> str:
        """The altered table of which `Order.update_all(…)` changes all rows; empty where it is another, or a part of them."""
        if call.links[-1].name != "update_all" or any(
            one.receiver and one.links[0].name == "in_batches" for one in call.inside
        ):
            return ""
        for table, columns in self.sql.altered.items():
            if call.receiver.rpartition("::")[2] == class_of(table):
                narrowed = [link for link in call.links if link.name in ("where", "not", "limit", "find_by", "in_batches")]
                if all(link.name == "where" and set(link.options) <= columns and link.options for link in narrowed):
                    return table
        return ""

    def execute(self, call: Call) -> None:
        node = call.first.nodes[0] if call.first.nodes else None
        text = text_of(self.code, node) if node is not None else None
        if text is None:
            if node is None or not is_about_rows(begins(self.code, node)):
                self.found.append(Operation("raw", "", "", call.place))
        else:
            self.sql.created |= self.created
            self.sql.in_transaction = self.in_transaction
            self.found.extend(self.sql.read(text))


def _is_altering(name: str) -> bool:
    """Whether a call changes a table such that PostgreSQL lets nobody else use it until the transaction ends."""
    return name in _ADDING | _REMOVING | _REFERENCES | {"change_column", "change_column_null", "rename_column"}


def _added(name: str, column: str, arguments: tuple[str, ...], options: dict[str, str]) -> Iterator[tuple[Kind, str, str]]:
    kind = arguments[2] if len(arguments) > 2 else ""
    default = options.get("default", "nil")
    if name == "add_timestamps":
        if options.get("null") != "true" and default == "nil":
            yield "add_not_null_column", "created_at", "datetime"
    elif kind in ("primary_key", "bigserial", "serial") or "auto_increment" in options:
        yield "serial_column", column, kind
    elif kind == "virtual" and options.get("stored") == "true":
        yield "generated_column", column, kind
    elif options.get("null") == "false" and default == "nil":
        yield "add_not_null_column", column, kind
    elif any(word in VOLATILE for word in default.replace("(", " ").replace('"', " ").replace("'", " ").split()):
        yield "volatile_default", column, kind
    elif re.match(r"->\s*\{\s*['\"]\(", default):
        yield "computed_default", column, kind
    elif kind == "json":
        yield "json_column", column, kind
