"""Columns of which a check that was validated says that they are not NULL: to forbid NULL in them then reads no row.

https://www.postgresql.org/docs/current/sql-altertable.html, on SET NOT NULL. The check is added by one migration, not valid at
first, and validated by a later one; the one that forbids NULL may be a third.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....core.outcome import Unreadable
from ....core.paths import matching
from ....core.patterns import pattern
from ....tables.migrations import MIGRATION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ....core.repository import Repository
    from .types import Migration, Operation

MOST_LOOKED_AT = 1_000
_ADDED = pattern(r"(?i)NOT\s+VALID\b|validate:\s{0,4}false|postgresql_not_valid\s{0,4}=\s{0,4}True|AddConstraintNotValid")
_COLUMN = pattern(r"(?i)\b(\w+)[\"`\\]{0,2}\s{1,8}IS\s{1,8}NOT\s{1,8}NULL\b|\b(\w+)__isnull\s{0,4}=\s{0,4}False")
_VALIDATED = pattern(r"(?i)VALIDATE\s+CONSTRAINT|validate_check_constraint|validate_constraint|ValidateConstraint\(")


def without_checked(repo: Repository, migration: Migration) -> Migration:
    """The migration without the operations that forbid NULL where a check has done so before."""
    if not any(one.kind == "set_not_null" for one in migration.operations):
        return migration
    folder = _folder(migration.path)
    names = repo.ask(_checked, folder)
    kept = tuple(one for one in migration.operations if one.kind != "set_not_null" or not _is_checked(one, names))
    return migration if len(kept) == len(migration.operations) else migration._replace(operations=kept)


def _is_checked(operation: Operation, texts: Iterable[tuple[str, frozenset[str]]]) -> bool:
    """Whether a migration that adds such a check names the column in it, and the table anywhere."""
    return any(operation.name.lower() in columns and operation.table.lower() in text for text, columns in texts)


def _checked(repo: Repository, folder: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """A fact: for each migration below `folder` that adds a check not yet valid its text in lower case, and the columns in it
    that may not be NULL; nothing where no migration validates any."""
    found = []
    validated = False
    for path in matching(MIGRATION, [one for one in repo.paths() if one.startswith(folder)])[:MOST_LOOKED_AT]:
        source = repo.passing(path)
        if isinstance(source, Unreadable):
            continue
        validated = validated or _VALIDATED.search(source.text) is not None
        if _ADDED.search(source.text):
            columns = frozenset((one[1] or one[2]).lower() for one in _COLUMN.finditer(source.text))
            if columns:
                found.append((source.text.lower(), columns))
    return tuple(found) if validated else ()


def _folder(path: str) -> str:
    folder = path.rpartition("/")[0]
    if path.endswith(("/up.sql", "/migration.sql")):
        folder = folder.rpartition("/")[0]
    return f"{folder}/" if folder else ""
