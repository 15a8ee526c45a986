"""Migrations of Alembic: https://alembic.sqlalchemy.org/en/latest/ops.html"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from ....core.outcome import Unreadable
from ....parsing.python import parse
from ....tables.migrations import VOLATILE
from .python_calls import argument, begins, calls_in, is_false, is_true, last_name, name_of, text, written_in
from .sql import Reader, is_about_rows
from .types import Migration, Operation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ....core.repository import Repository
    from ....parsing.python import Module
    from .types import Kind

_SERIAL = frozenset({"Identity", "Sequence", "Serial", "SERIAL", "BIGSERIAL"})


def read(repo: Repository, path: str) -> Migration | Unreadable | None:
    """The migration at `path`."""
    source = repo.source(path)
    if isinstance(source, Unreadable):
        return source
    if "def upgrade" not in source.text or "revision" not in source.text:
        return None
    module = parse(source.whole())
    if isinstance(module, Unreadable):
        return module
    functions = {node.name: node for node in module.tree.body if isinstance(node, ast.FunctionDef)}
    upgrade, downgrade = functions.get("upgrade"), functions.get("downgrade")
    if upgrade is None:
        return None
    reader = _Reader(module, not re.search(r"autocommit_block|\bCOMMIT\b", source.text))
    for call in calls_in(upgrade):
        reader.read(call)
    reversible = downgrade is not None and not _does_nothing(downgrade, upgrade)
    way_back = module.place(downgrade) if downgrade else None
    order = next((f"{text(node.value)}" for node in module.tree.body if _is_date(node)), "") or path.rpartition("/")[2]  # type: ignore[attr-defined]
    return Migration(path, "alembic", tuple(reader.found), module.place(upgrade.body[0]), "", reversible, way_back, order)


def _is_date(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and any(isinstance(one, ast.Name) and one.id == "create_date" for one in node.targets)


def _does_nothing(function: ast.FunctionDef, upgrade: ast.FunctionDef) -> bool:
    body = [node for node in function.body if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))]
    if all(isinstance(node, ast.Pass) for node in body):
        return any(True for _ in calls_in(upgrade))
    return isinstance(body[0], ast.Raise)


class _Reader:
    """The operations of one migration."""

    def __init__(self, module: Module, in_transaction: bool) -> None:
        self.module = module
        self.in_transaction = in_transaction
        self.found: list[Operation] = []
        self.sql = Reader()
        self.created = self.sql.created
        self.checked: set[str] = set()
        self.sql.in_transaction = in_transaction

    def read(self, call: ast.Call) -> None:
        whole = name_of(call.func)
        owner, _, name = whole.rpartition(".")
        if name == "create_table" and owner == "op":
            self.created.add(text(argument(call, "table_name", 0)))
            return
        if name == "execute" and (owner in ("op", "conn", "connection", "bind") or owner.endswith("op")):
            self.execute(call)
            return
        batch = self.batch(call, owner) if owner and owner != "op" else ""
        if owner != "op" and not batch:
            return
        shift = 1 if batch else 0
        self.alters(call, name, batch)
        for kind, table, column, detail in self.operations(call, name, batch, shift):
            if table not in self.created:
                self.found.append(Operation(kind, table, column, self.module.place(call), detail))

    def alters(self, call: ast.Call, name: str, batch: str) -> None:
        """Remember that a table is held until the transaction ends."""
        if name in ("add_column", "alter_column", "drop_column"):
            table = batch or text(argument(call, "table_name", 0))
            if table not in self.created:
                column = argument(call, "column", 0 if batch else 1) if name == "add_column" else None
                added = [text(argument(column, "name", 0))] if isinstance(column, ast.Call) else []
                self.sql.altered.setdefault(table, set()).update(added)

    def batch(self, call: ast.Call, owner: str) -> str:
        """The table of the `with op.batch_alter_table(…) as owner` around the call."""
        for outer, _ in self.module.above(call):
            if isinstance(outer, ast.With):
                for item in outer.items:
                    made, named = item.context_expr, item.optional_vars
                    if isinstance(named, ast.Name) and named.id == owner and isinstance(made, ast.Call):
                        return text(argument(made, "table_name", 0))
        return ""

    def operations(self, call: ast.Call, name: str, batch: str, shift: int) -> Iterator[tuple[Kind, str, str, str]]:
        def given(keyword: str, at: int) -> ast.expr | None:
            return argument(call, keyword, at - shift if at >= shift else -1)

        table = batch or text(given("table_name", 0))
        if name == "drop_column":
            yield "drop_column", table, text(given("column_name", 1)), ""
        elif name == "drop_table":
            yield "drop_table", table, "", ""
        elif name == "rename_table":
            yield "rename_table", text(argument(call, "old_table_name", 0)), "", text(argument(call, "new_table_name", 1))
        elif name == "alter_column":
            yield from self.altered(call, table, text(given("column_name", 1)))
        elif name == "add_column":
            column = given("column", 1)
            if isinstance(column, ast.Call):
                yield from _added(table, column)
        elif name in ("create_index", "drop_index"):
            table = batch or text(argument(call, "table_name", 1))
            concurrently = is_true(argument(call, "postgresql_concurrently"))
            index = text(argument(call, "index_name", 0)) or _called(argument(call, "index_name", 0))
            if concurrently:
                if self.in_transaction:
                    yield "in_transaction", table, index, ""
            elif name == "create_index":
                yield "index", table, index, "unique" if is_true(argument(call, "unique")) else ""
            else:
                yield "drop_index", table, index, ""
        else:
            yield from self.constraint(call, name, batch)

    def constraint(self, call: ast.Call, name: str, batch: str) -> Iterator[tuple[Kind, str, str, str]]:
        kinds: dict[str, Kind] = {
            "create_foreign_key": "foreign_key",
            "create_unique_constraint": "unique",
            "create_check_constraint": "check",
            "create_primary_key": "primary_key",
            "create_exclude_constraint": "exclusion",
        }
        if name not in kinds:
            return
        named = text(argument(call, "constraint_name", 0)) or _called(argument(call, "constraint_name", 0))
        source = "source_table" if name == "create_foreign_key" else "table_name"
        table = batch or text(argument(call, source, 1))
        if is_true(argument(call, "postgresql_not_valid")):
            condition = text(argument(call, "condition", 1 if batch else 2))
            if "IS NOT NULL" in condition.upper():
                self.checked.add(f"{table}.{condition.split()[0]}")
            return
        yield kinds[name], table, named, ""

    def altered(self, call: ast.Call, table: str, column: str) -> Iterator[tuple[Kind, str, str, str]]:
        new_name = argument(call, "new_column_name")
        if new_name is not None and text(new_name) != column:
            yield "rename_column", table, column, text(new_name)
        kind = argument(call, "type_")
        if kind is not None and not _is_wider(argument(call, "existing_type"), kind):
            yield "change_type", table, column, ast.unparse(kind)[:60]
        nullable = argument(call, "nullable")
        if is_false(nullable) and not is_false(argument(call, "existing_nullable")) and f"{table}.{column}" not in self.checked:
            yield "set_not_null", table, column, ""

    def execute(self, call: ast.Call) -> None:
        texts = written_in(self.module, argument(call, "sqltext", 0))
        if texts is None:
            if not is_about_rows(begins(self.module, argument(call, "sqltext", 0))):
                self.found.append(Operation("raw", "", "", self.module.place(call)))
            return
        for one in texts:
            self.found.extend(self.sql.read(one))


def _is_wider(old: ast.expr | None, new: ast.expr) -> bool:
    """Whether the new type holds all that the old one does, and is stored alike: a longer or unbounded text."""
    before, after = last_name(old) if old is not None else "", last_name(new)
    if before in ("String", "VARCHAR", "Unicode") and after in ("Text", "TEXT", "UnicodeText"):
        return True
    if before in ("String", "VARCHAR", "Unicode", "AutoString") and after in ("String", "VARCHAR", "Unicode", "AutoString"):
        sizes = [_length(node) for node in (old, new)]
        return sizes[1] is None or (sizes[0] is not None and sizes[0] <= sizes[1])
    return False


def _length(node: ast.expr | None) -> int | None:
    given = argument(node, "length", 0) if isinstance(node, ast.Call) else None
    return given.value if isinstance(given, ast.Constant) and isinstance(given.value, int) else None


def _added(table: str, column: ast.Call) -> Iterator[tuple[Kind, str, str, str]]:
    name = text(argument(column, "name", 0))
    kind = last_name(column.args[1]) if len(column.args) > 1 else ""
    default = argument(column, "server_default")
    parts = {last_name(part) for part in column.args[1:]}
    if parts & _SERIAL or is_true(argument(column, "autoincrement")):
        yield "serial_column", table, name, kind
    elif "Computed" in parts:
        yield "generated_column", table, name, kind
    elif is_false(argument(column, "nullable")) and default is None:
        yield "add_not_null_column", table, name, kind
    elif default is not None and any(word in VOLATILE for word in _words(default)):
        yield "volatile_default", table, name, kind
    elif default is not None and re.match(r"\(\s*\w+\s*\(", _written(default)):
        yield "computed_default", table, name, kind
    elif kind == "JSON":
        yield "json_column", table, name, kind
    if "ForeignKey" in parts:
        yield "foreign_key", table, name, ""
    if is_true(argument(column, "unique")):
        yield "unique", table, name, ""
    elif is_true(argument(column, "index")):
        yield "index", table, name, ""


def _written(node: ast.expr) -> str:
    return text(node) or (text(node.args[0]) if isinstance(node, ast.Call) and node.args else "")


def _words(node: ast.expr) -> list[str]:
    return _written(node).replace("(", " ").replace(")", " ").lower().split() or [last_name(node)]


def _called(node: ast.expr | None) -> str:
    """The name in `op.f("ix_users_email")`."""
    return text(node.args[0]) if isinstance(node, ast.Call) and node.args else ""
