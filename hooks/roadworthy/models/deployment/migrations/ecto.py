"""Migrations of Ecto: https://hexdocs.pm/ecto_sql/Ecto.Migration.html"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....core.outcome import Unreadable
from ....parsing.code import parse
from .calls import begins, calls, text_of
from .sql import Reader, is_about_rows
from .types import Migration, Operation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ....core.repository import Repository
    from .calls import Call
    from .types import Kind


def read(repo: Repository, path: str) -> Migration | Unreadable | None:
    """The migration at `path`."""
    source = repo.source(path)
    if isinstance(source, Unreadable):
        return source
    if "Ecto.Migration" not in source.text:
        return None
    code = parse(source, "elixir")
    if isinstance(code, Unreadable):
        return code
    found: list[Operation] = []
    created: set[str] = set()
    sql = Reader()
    in_transaction = "@disable_ddl_transaction true" not in source.text
    names: set[str] = set()
    for call in calls(code, code.root):
        function = next((one for one in call.inside if one.first.name in ("def", "defp")), None)
        if call.first.name == "def" and call.first.arguments:
            names.add(call.first.arguments[0].partition("(")[0])
        if function is None or (function.first.arguments and function.first.arguments[0].startswith("down")):
            continue
        if call.first.name == "execute" and call.first.nodes:
            text = text_of(code, call.first.nodes[0])
            if text is not None:
                sql.created |= created
                found.extend(sql.read(text))
            elif not is_about_rows(begins(code, call.first.nodes[0])):
                found.append(Operation("raw", "", "", call.place))
            continue
        for kind, table, name, detail in _operations(call, created, in_transaction):
            if table not in created:
                found.append(Operation(kind, table, name, call.place, detail))
    reversible = "down" in names or ("change" in names and not any(one.kind in ("raw", "change_type") for one in found))
    place = code.excerpt.place(0, 1)
    return Migration(path, "ecto", tuple(found), place, "", reversible, None, path.rpartition("/")[2])


def _operations(call: Call, created: set[str], in_transaction: bool) -> Iterator[tuple[Kind, str, str, str]]:
    first = call.first
    if first.name in ("index", "unique_index") and call.inside:
        outer = call.inside[-1].first.name
        table = first.arguments[0] if first.arguments else ""
        columns = first.arguments[1] if len(first.arguments) > 1 else ""
        concurrently = first.options.get("concurrently") == "true"
        if outer.startswith("create"):
            if not concurrently:
                yield "index", table, columns, "unique" if "unique" in first.name else ""
            elif in_transaction:
                yield "in_transaction", table, columns, ""
        elif outer.startswith("drop") and not concurrently:
            yield "drop_index", table, columns, ""
        return
    if first.name == "constraint" and call.inside and call.inside[-1].first.name == "create":
        if first.options.get("validate") != "false":
            table = first.arguments[0] if first.arguments else ""
            yield "exclusion" if "exclude" in first.options else "check", table, ",".join(first.arguments[1:2]), ""
        return
    if first.name == "table" and call.inside:
        outer = call.inside[-1].first.name
        table = first.arguments[0] if first.arguments else ""
        if outer.startswith("create"):
            created.add(table)
        elif outer.startswith("drop"):
            yield "drop_table", table, "", ""
        elif outer == "rename":
            whole = call.inside[-1].first
            if "to" in whole.options and whole.arguments[1:2] and not whole.options["to"].startswith("table"):
                yield "rename_column", table, whole.arguments[1], whole.options["to"].lstrip(":")
            elif whole.nodes and whole.nodes[0] == call.node:
                yield "rename_table", table, "", ""
        return
    around = next((one for one in reversed(call.inside) if one.first.name == "alter"), None)
    if around is None or not first.arguments:
        return
    table = around.first.arguments[0].partition("(")[2].strip(":)\"' ").partition(",")[0] if around.first.arguments else ""
    name = first.arguments[0]
    if first.name in ("remove", "remove_if_exists"):
        yield "drop_column", table, name, ""
    elif first.name == "modify":
        if first.options.get("null") == "false":
            yield "set_not_null", table, name, ""
        else:
            yield "change_type", table, name, first.arguments[1] if len(first.arguments) > 1 else ""
    elif first.name in ("add", "add_if_not_exists"):
        if first.options.get("null") == "false" and "default" not in first.options:
            yield "add_not_null_column", table, name, ""
        if (
            len(first.arguments) > 1
            and first.arguments[1].startswith("references")
            and "validate: false" not in first.arguments[1]
        ):
            yield "foreign_key", table, name, ""
