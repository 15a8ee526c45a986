"""Statements and functions that change all rows of a table, in the transaction that altered it: nobody else can use it then.

PostgreSQL keeps the lock of ALTER TABLE until the transaction ends: https://www.postgresql.org/docs/current/explicit-locking.html
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from .python_calls import argument, last_name, name_of, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ....parsing.python import Module
    from ....parsing.sql_statements import Statement

MOST_NODES = 5_000


def filled_by_sql(statement: Statement, altered: Mapping[str, set[str]]) -> str:
    """The table of which `UPDATE` changes all rows, where it is one of `altered`; empty otherwise.

    `altered` are tables with the columns that were added. A condition that only asks whether such a column is NULL leaves no
    row out.
    """
    words = [token.text if token.kind != "text" else "" for token in statement.tokens]
    at = 2 if words[1:2] == ["only"] else 1
    while words[at + 1 : at + 2] == ["."]:
        at += 2
    table = statement.tokens[at].text if at < len(words) else ""
    if table not in altered or "set" not in words or "from" in words or "limit" in words:
        return ""
    if "where" not in words:
        return table
    condition = words[words.index("where") + 1 :]
    column, rest = (
        (condition[2], condition[3:]) if condition[1:2] == ["."] else (condition[0] if condition else "", condition[1:])
    )
    return table if column in altered[table] and rest == ["is", "null"] else ""


def filled_by_function(module: Module, node: ast.expr | None, altered: Mapping[str, set[str]]) -> str:
    """The model of which the function that `RunPython` is given changes all rows, where it is one of `altered`."""
    name = last_name(node) if node is not None else ""
    function = next((one for one in module.tree.body if isinstance(one, ast.FunctionDef) and one.name == name), None)
    if function is None:
        return ""
    models: dict[str, str] = {}
    for count, one in enumerate(ast.walk(function)):
        if count > MOST_NODES:
            break
        if isinstance(one, ast.Assign) and isinstance(one.value, ast.Call) and last_name(one.value) == "get_model":
            models.update({target.id: _model(one.value) for target in one.targets if isinstance(target, ast.Name)})
    for count, one in enumerate(ast.walk(function)):
        if count > MOST_NODES:
            break
        if isinstance(one, ast.Call) and last_name(one) == "update":
            model = _all_rows_of(one.func, models, altered)
            if model in altered:
                return model
    return ""


def _all_rows_of(node: ast.expr, models: Mapping[str, str], altered: Mapping[str, set[str]]) -> str:
    """The model in `Model.objects.all().update`, in lower case; empty where something picks rows."""
    picked: set[str] = set()
    for _ in range(20):
        if isinstance(node, ast.Attribute):
            node = node.value
        elif isinstance(node, ast.Call) and last_name(node) == "get_model":
            break
        elif isinstance(node, ast.Call):
            if node.args and last_name(node) in ("filter", "exclude"):
                return ""
            if last_name(node) not in ("all", "filter", "using", "order_by"):
                return ""
            if last_name(node) == "filter":
                picked.update(str(keyword.arg) for keyword in node.keywords)
            node = node.func
        else:
            break
    model = _model(node) if isinstance(node, ast.Call) else models.get(name_of(node), "")
    added = {f"{column}__isnull" for column in altered.get(model, ())} | set(altered.get(model, ()))
    return model if picked <= added else ""


def _model(call: ast.Call) -> str:
    """`order` for `apps.get_model("shop", "Order")` and for `apps.get_model("shop.Order")`."""
    return text(argument(call, "model_name", 1) or argument(call, "app_label", 0)).rpartition(".")[2].lower()
