"""Migrations that are files of SQL: Flyway, Liquibase, golang-migrate, goose, dbmate, Prisma, sqlx, diesel, plain folders."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ....core.outcome import Unreadable
from ....core.patterns import pattern
from .sql import operations
from .types import Migration

if TYPE_CHECKING:
    from ....core.repository import Repository

_BACK = pattern(r"(?i)(?:^|[._/-])(?:down|undo|rollback|revert|drop)\.sql$|(?:^|/)U\d[\w.]*__[\w.-]+\.sql$")
_UP = pattern(r"(?im)^--\s*(?:\+goose up|\+migrate up|migrate:up|\+?\s*up)\b[^\n]*$")
_DOWN = pattern(r"(?im)^--\s*(?:\+goose down|\+migrate down|migrate:down|rollback|\+?\s*down)\b[^\n]*$|^--//@undo\b[^\n]*$")
# How a file tells its tool to run it outside of a transaction: goose, dbmate, Atlas, Liquibase, Flyway, sqlx.
_NO_TRANSACTION = pattern(
    r"(?im)^--[^\n]{0,80}(?:no[- ]transaction|transaction\s?[:=]\s?false|txmode\s+none|runInTransaction:false)\b"
)
_DIALECT = (
    r"(?i)(?<![a-z])(postgres(?:ql)?|pgsql|mysql|mariadb|sqlite3?|mssql|sqlserver|oracle|clickhouse|cassandra|snowflake"
    r"|bigquery)(?![a-z])"
)
_SAME = {"postgres": "postgresql", "pgsql": "postgresql", "mariadb": "mysql", "sqlite3": "sqlite", "mssql": "sqlserver"}


def read(repo: Repository, path: str) -> Migration | Unreadable | None:
    """The migration at `path`; None for one that only undoes another."""
    if _BACK.search(path):
        return None
    source = repo.source(path)
    if isinstance(source, Unreadable):
        return source
    whole = source.whole()
    down = _DOWN.search(whole.text)
    up = _UP.search(whole.text)
    text = whole
    way_back = None
    if down and (up is None or up.start() < down.start()):
        text = whole.cut(0, down.start())
        way_back = whole.place(down.start(), down.end())
    elif down and up:
        text = whole.cut(up.start())
        way_back = whole.place(down.start(), down.end())
    reversible: bool | None = True if way_back else None
    if way_back is None and (other := _other(path)):
        reversible = repo.exists(other)
    folder = posixpath.dirname(path)
    found = re.search(_DIALECT, path)
    dialect = found[1].lower() if found else "sqlite" if "AUTOINCREMENT" in whole.text[:100_000] else ""
    order = posixpath.basename(path)
    if order in ("up.sql", "migration.sql"):
        order = posixpath.basename(folder)
    framework = "prisma" if path.endswith("migration.sql") else "sql"
    return Migration(
        path,
        framework,
        tuple(operations(text, _NO_TRANSACTION.search(whole.text) is None)),
        text.place(0, 1),
        _SAME.get(dialect, dialect),
        reversible,
        way_back,
        order,
    )


def _other(path: str) -> str:
    """Where the way back stands, for names that say so."""
    if path.endswith("up.sql"):
        return path[: -len("up.sql")] + "down.sql"
    name = posixpath.basename(path)
    if re.match(r"V\d", name):
        return posixpath.join(posixpath.dirname(path), "U" + name[1:])
    return ""
