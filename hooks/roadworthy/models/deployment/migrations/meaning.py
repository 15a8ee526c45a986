"""What an operation does to the code that runs and to the table, and how the same is done without harm."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ....core.outcome import Unreadable
from ....core.records import NamedTuple
from ....tables.migrations import MEANINGS, SAFE_FORMS
from ...datastores.stores import projects

if TYPE_CHECKING:
    from ....core.repository import Repository
    from .types import Migration, Operation

# Whose locks these are: the others change an index or a constraint beside what goes on.
LOCKING_DIALECTS = frozenset({"postgresql", "cockroachdb"})


class Meaning(NamedTuple):
    """`does` says what the operation does, with its names; `harm` what comes of it; `instead` the form without harm."""

    does: str
    harm: str
    instead: str


def meaning(migration: Migration, operation: Operation) -> Meaning:
    """What an operation of a migration means."""
    does, harm = MEANINGS[operation.kind]
    table = f"`{operation.table}`" if operation.table else "a table"
    names = {
        "table": table,
        "name": f"`{operation.name}`" if operation.name else "",
        "column": f"`{operation.table}.{operation.name}`" if operation.table and operation.name else f"`{operation.name}`",
        "detail": f"`{operation.detail}`" if operation.detail else "another one",
    }
    framework = "sql" if operation.sql else migration.framework
    forms = SAFE_FORMS[operation.kind]
    instead = forms.get(framework) or forms["sql"]
    return Meaning(re.sub(r" {2,}", " ", does.format(**names)).replace("`` ", ""), harm, instead)


def dialect_of(repo: Repository, migration: Migration) -> str:
    """Which database a migration is for: by its own words, by Prisma's schema, by what the repository develops and tests
    with. Empty where that is not known; `postgresql` where it is one of several."""
    if migration.dialect:
        return migration.dialect
    if migration.framework == "prisma":
        folder = migration.path.split("/migrations/")[0]
        for path in (f"{folder}/schema.prisma", f"{folder}/migrations/migration_lock.toml"):
            source = repo.source(path) if repo.exists(path) else None
            if source is not None and not isinstance(source, Unreadable):
                found = re.search(r"provider\s{0,20}=\s{0,20}\"(postgres|mysql|sqlite|sqlserver|cockroach|mongo)", source.text)
                if found:
                    return {"postgres": "postgresql", "cockroach": "cockroachdb"}.get(found[1], found[1])
    engines = {one.engine for project in repo.ask(projects) for one in project.stated}
    for engine in ("postgresql", "mysql", "mariadb", "sqlite", "sqlserver", "oracle"):
        if engine in engines:
            return "mysql" if engine == "mariadb" else engine
    return ""
