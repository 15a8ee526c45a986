"""Migrations of Laravel: https://laravel.com/docs/migrations"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....core.outcome import Unreadable
from ....parsing.code import below, parse
from .calls import begins, calls, text_of
from .sql import Reader, is_about_rows
from .types import Migration, Operation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ....core.repository import Repository
    from .calls import Call
    from .types import Kind

_DROPS = {
    "dropColumn": "",
    "dropColumns": "",
    "removeColumn": "",
    "dropTimestamps": "created_at",
    "dropTimestampsTz": "created_at",
    "dropSoftDeletes": "deleted_at",
    "dropSoftDeletesTz": "deleted_at",
    "dropRememberToken": "remember_token",
    "dropMorphs": "morphs",
    "dropConstrainedForeignId": "",
}
# Methods of a blueprint that do not add a column.
_NO_COLUMN = frozenset(
    "index unique primary foreign fullText spatialIndex rawIndex dropIndex dropUnique dropPrimary dropForeign renameIndex"
    " comment engine charset collation temporary dropFullText dropSpatialIndex after if timestamps nullableTimestamps"
    " softDeletes rememberToken nullableMorphs timestampsTz softDeletesTz datetimes".split()
)


def read(repo: Repository, path: str) -> Migration | Unreadable | None:
    """The migration at `path`."""
    source = repo.source(path)
    if isinstance(source, Unreadable):
        return source
    if "Migration" not in source.text:
        return None
    code = parse(source, "php")
    if isinstance(code, Unreadable):
        return code
    methods = {code.text(node.child_by_field_name("name"), 40): node for node in below(code.root, {"method_declaration"})}
    forward = methods.get("up")
    if forward is None:
        return None
    created: set[str] = set()
    found: list[Operation] = []
    sql = Reader()
    for call in calls(code, forward):
        if call.receiver.rpartition("\\")[2] == "DB" and call.first.name in ("statement", "unprepared") and call.first.nodes:
            text = text_of(code, call.first.nodes[0])
            if text is not None:
                sql.created |= created
                found.extend(sql.read(text))
            elif not is_about_rows(begins(code, call.first.nodes[0])):
                found.append(Operation("raw", "", "", call.place))
            continue
        for kind, table, name, detail in _operations(call, created):
            if table not in created:
                found.append(Operation(kind, table, name, call.place, detail))
    down = methods.get("down")
    body = code.text(down.child_by_field_name("body"), 2000).strip("{} \n\t") if down is not None else ""
    empty = not any(line.strip() and not line.strip().startswith(("//", "#", "*", "/*")) for line in body.split("\n"))
    reversible = down is not None and not empty
    way_back = code.place(down) if down is not None else None
    return Migration(path, "laravel", tuple(found), code.place(forward), "", reversible, way_back, path.rpartition("/")[2])


def _operations(call: Call, created: set[str]) -> Iterator[tuple[Kind, str, str, str]]:
    first = call.first
    arguments = first.arguments
    if call.receiver.rpartition("\\")[2] == "Schema" or first.name == "connection":
        link = call.links[-1] if first.name == "connection" else first
        table = link.arguments[0] if link.arguments else ""
        if link.name == "create":
            created.add(table)
        elif link.name in ("drop", "dropIfExists"):
            yield "drop_table", table, "", ""
        elif link.name == "rename":
            yield "rename_table", table, "", link.arguments[1] if len(link.arguments) > 1 else ""
        elif link.name == "dropColumns":
            for one in ",".join(link.arguments[1:]).split(","):
                yield "drop_column", table, one, ""
        return
    around = next((one for one in reversed(call.inside) if one.links[-1].name == "table" and "Schema" in one.receiver), None)
    if around is None or not call.receiver.startswith("$") or not around.links[-1].arguments:
        return
    table = around.links[-1].arguments[0]
    name = arguments[0] if arguments else ""
    if first.name in _DROPS:
        for one in (_DROPS[first.name] or ",".join(arguments)).split(","):
            yield "drop_column", table, one, ""
    elif first.name == "renameColumn" and len(arguments) > 1:
        yield "rename_column", table, name, arguments[1]
    elif first.name == "rename":
        yield "rename_table", table, "", name
    elif call.has("change"):
        yield "change_type", table, name, first.name
    elif first.name not in _NO_COLUMN and arguments and first.name[:1].islower():
        if first.name.endswith(("ncrements", "id")) and first.name not in (
            "uuid",
            "ulid",
            "foreignId",
            "foreignUuid",
            "foreignUlid",
        ):
            yield "serial_column", table, name, first.name
        elif not any(call.has(one) for one in ("nullable", "default", "useCurrent", "storedAs", "virtualAs", "generatedAs")):
            yield "add_not_null_column", table, name, first.name
