"""Migrations of Knex, TypeORM and Sequelize: https://knexjs.org/guide/schema-builder.html, https://typeorm.io/migrations"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ....core.outcome import Unreadable
from ....parsing.code import LANGUAGES, below, parse
from .calls import begins, calls, text_of
from .sql import Reader, is_about_rows
from .types import Migration, Operation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from ....core.repository import Repository
    from ....parsing.code import Code
    from .calls import Call, Link
    from .types import Kind

_SQL = frozenset({"query", "raw", "addSql", "sql"})
_TABLES = frozenset({"alterTable", "table"})
_NO_COLUMN = frozenset(
    "index unique primary foreign dropIndex dropUnique dropPrimary dropForeign comment engine charset collate inherits"
    " dropNullable setNullable timestamps check references queryContext".split()
)


def read(repo: Repository, path: str) -> Migration | Unreadable | None:
    """The migration at `path`."""
    source = repo.source(path)
    if isinstance(source, Unreadable):
        return source
    if not re.search(r"\bup\b", source.text) or not re.search(
        r"knex|queryRunner|QueryRunner|queryInterface|addSql|kysely|Kysely", source.text
    ):
        return None
    code = parse(source, LANGUAGES[path.rpartition(".")[2]])
    if isinstance(code, Unreadable):
        return code
    functions = _functions(code)
    forward, down = functions.get("up"), functions.get("down")
    if forward is None:
        return None
    found: list[Operation] = []
    created: set[str] = set()
    sql = Reader()
    for call in calls(code, forward):
        for link in call.links:
            if link.name in _SQL and link.nodes:
                text = text_of(code, link.nodes[0])
                if text is not None:
                    sql.created |= created
                    found.extend(sql.read(text))
                elif not is_about_rows(begins(code, link.nodes[0])):
                    found.append(Operation("raw", "", "", call.place))
        for kind, table, name, detail in _operations(call, created):
            if table not in created:
                found.append(Operation(kind, table, name, call.place, detail))
    body = down.child_by_field_name("body") if down is not None else None
    reversible = down is not None and bool(body is None or body.named_child_count)
    way_back = code.place(down) if down is not None else None
    return Migration(path, "javascript", tuple(found), code.place(forward), "", reversible, way_back, path.rpartition("/")[2])


def _functions(code: Code) -> dict[str, Node]:
    """The functions `up` and `down`, however they are exported."""
    found: dict[str, Node] = {}
    for node in below(
        code.root, {"method_definition", "function_declaration", "assignment_expression", "variable_declarator", "pair"}
    ):
        name = node.child_by_field_name("name") or node.child_by_field_name("left") or node.child_by_field_name("key")
        called = code.text(name, 60).rpartition(".")[2]
        if called in ("up", "down") and called not in found:
            value = node.child_by_field_name("right") or node.child_by_field_name("value") or node
            found[called] = value
    return found


def _operations(call: Call, created: set[str]) -> Iterator[tuple[Kind, str, str, str]]:
    owner = call.receiver.rpartition(".")[2]
    around = next((one for one in reversed(call.inside) if one.links[-1].name in _TABLES or one.first.name in _TABLES), None)
    if around is not None and call.receiver.isidentifier() and call.receiver not in ("knex", "queryInterface"):
        link = around.first if around.first.name in _TABLES else around.links[-1]
        if link.arguments:
            yield from _in_table(call, link.arguments[0])
        return
    if not any(word in call.receiver for word in ("schema", "queryRunner", "queryInterface", "knex", "trx", "db")):
        return
    for link in call.links:
        table = link.arguments[0] if link.arguments else ""
        name = link.arguments[1] if len(link.arguments) > 1 else ""
        if link.name in ("createTable", "createTableIfNotExists"):
            created.add(table)
        elif link.name in ("dropTable", "dropTableIfExists"):
            yield "drop_table", table, "", ""
        elif link.name == "renameTable":
            yield "rename_table", table, "", name
        elif link.name in ("dropColumn", "removeColumn", "dropColumns"):
            yield "drop_column", table, name, ""
        elif link.name == "renameColumn" and owner != "table":
            yield "rename_column", table, name, link.arguments[2] if len(link.arguments) > 2 else ""
        elif link.name == "changeColumn":
            yield "change_type", table, name, ""
        elif link.name == "addColumn" and (kind := _column(link)):
            yield kind, table, name, ""


def _column(link: Link) -> Kind | None:
    """What adding a column by a description means: `{ type, allowNull: false }`, `new TableColumn({ … })`."""
    options = dict(link.options)
    written = " ".join((*link.arguments[1:], *(f"{key}: {value}" for key, value in options.items())))
    required = "allowNull: false" in written or "isNullable: false" in written
    return "add_not_null_column" if required and "default" not in written else None


def _in_table(call: Call, table: str) -> Iterator[tuple[Kind, str, str, str]]:
    first = call.first
    name = first.arguments[0] if first.arguments else ""
    if first.name in ("dropColumn", "dropColumns"):
        for one in ",".join(first.arguments).split(","):
            yield "drop_column", table, one, ""
    elif first.name == "dropTimestamps":
        yield "drop_column", table, "created_at", ""
    elif first.name == "renameColumn":
        yield "rename_column", table, name, first.arguments[1] if len(first.arguments) > 1 else ""
    elif first.name == "dropNullable":
        yield "set_not_null", table, name, ""
    elif first.name == "index":
        yield "index", table, name, ""
    elif first.name == "unique":
        yield "unique", table, name, ""
    elif call.has("alter"):
        yield "change_type", table, name, first.name
    elif first.name in ("increments", "bigIncrements"):
        yield "serial_column", table, name or "id", first.name
    elif first.name not in _NO_COLUMN and (call.has("notNullable") or call.has("notNull")) and not call.has("defaultTo"):
        yield "add_not_null_column", table, name, first.name
