"""What new migrations do while the old code still runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.deployment.migrations.meaning import LOCKING_DIALECTS, dialect_of, meaning
from ...models.deployment.migrations.mentions import mentioned
from ...models.deployment.migrations.order import order
from ...models.deployment.migrations.readers import last_ones, migrations
from ...models.deployment.migrations.types import class_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Place
    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.deployment.migrations.order import Order
    from ...models.deployment.migrations.types import Migration, Operation

# MySQL changes most things beside those who write: what it does not, and what no other database knows.
_HURTS_MYSQL = frozenset({"copy", "computed_default", "volatile_default"})
_ONLY_MYSQL = frozenset({"copy", "computed_default"})
_BREAKING = frozenset(
    "drop_column drop_table drop_database rename_column rename_table rename_enum_value rename_schema change_type set_not_null"
    " drop_not_null add_not_null_column replace_table truncate json_column".split()
)


@rule(
    "DEP004",
    "migration-breaks-running-code",
    reads=migrations,
    items=("6.1.3",),
    severity="warning",
    title="A migration takes away what the running code uses",
    risk="between the migration and the last restart, every request that touches it fails; and there is no way back",
    remedy="spread the change over releases: add, write to both, copy, switch, and take the old one away last",
)
def migration_breaks_running_code(migration: Migration, repo: Repository) -> Iterator[Outcome]:
    bad = [one for one in migration.operations if one.kind in _BREAKING]
    if bad and dialect_of(repo, migration) == "sqlite":
        return  # a file that only one instance opens
    yield from _judged(migration, bad, repo, "takes nothing away that running code uses")
    for one in migration.operations:
        if one.kind == "raw" and _is_new(migration, repo):
            yield unknown(one.symbol, f"`{migration.title}` runs SQL that is put together when it runs", one.place)
            return


@rule(
    "DEP005",
    "migration-locks-table",
    reads=migrations,
    items=("6.1.3",),
    severity="error",
    title="A migration keeps everybody out of a table",
    risk="requests wait for the migration, and those behind them: on a large table the application stands still for minutes",
    remedy="use the form that goes on beside readers and writers",
)
def migration_locks_table(migration: Migration, repo: Repository) -> Iterator[Outcome]:
    bad = [one for one in migration.operations if one.kind not in _BREAKING and one.kind != "raw"]
    dialect = dialect_of(repo, migration) if bad else ""
    if bad and not dialect:
        if _is_new(migration, repo):
            does = meaning(migration, bad[0]).does
            yield unknown(migration.title, f"this {does}; which database that is for, nothing here tells", bad[0].place)
        return
    if dialect in LOCKING_DIALECTS:
        bad = [one for one in bad if one.kind not in _ONLY_MYSQL]
    elif dialect:
        bad = [one for one in bad if dialect == "mysql" and one.kind in _HURTS_MYSQL]
        if not bad:
            return
    yield from _judged(migration, bad, repo, "keeps nobody out of a table")


def _judged(migration: Migration, bad: list[Operation], repo: Repository, fine: str) -> Iterator[Outcome]:
    if not bad:
        yield passes(migration.title, f"`{migration.title}` {fine}", migration.place)
        return
    new = _is_new(migration, repo)
    if new is None:
        does = meaning(migration, bad[0]).does
        yield unknown(migration.title, f"this {does}, and nothing tells whether it has run already", bad[0].place)
    elif new:
        for one in bad:
            said = meaning(migration, one)
            used = _used(one, repo)
            if used is None:
                yield passes(one.symbol, f"this {said.does}, which the code that runs does not name", one.place)
            else:
                places = [used.labelled("the code that runs names it here")] if used.line else []
                yield gap(one.symbol, f"this {said.does}: {said.harm}", one.place, *places, remedy=said.instead)


def _used(operation: Operation, repo: Repository) -> Place | None:
    """Where the code as it was before uses what is dropped; no line where that is not asked."""
    name = operation.name if operation.kind == "drop_column" else operation.table if operation.kind == "drop_table" else ""
    if repo.head is None or not name:
        return operation.place._replace(line=0)
    for one in (name, class_of(name)) if operation.kind == "drop_table" else (name,):
        if (found := repo.head.ask(mentioned, one)) is not None:
            return found
    return None


def _is_new(migration: Migration, repo: Repository) -> bool | None:
    """Whether it was not there before; None where nothing tells."""
    head = repo.head
    return None if head is None else not head.exists(migration.path)


@rule(
    "DEP008",
    "migrates-at-start",
    reads=order,
    items=("6.1.3",),
    severity="info",
    at="audit",
    title="Migrations run when an instance starts",
    risk="several instances migrate at the same time, and one that cannot start keeps its migration",
    remedy="run them once before the new code: a release command, a Helm `pre-upgrade` hook, a step before the deployment",
)
def migrates_at_start(found: Order, repo: Repository) -> Iterator[Outcome]:
    for run in found.runs:
        if run.when == "before":
            yield passes("order", f"migrations come before the new code: {run.why}", run.place)
    for run in found.runs:
        if run.when == "start" and found.several:
            message = "each instance migrates when it starts, and there are several"
            yield gap("order", message, run.place, found.several.labelled("so many instances"))
        elif run.when == "start":
            yield unknown("order", "each instance migrates when it starts; how many there are is not told", run.place)


@rule(
    "DEP009",
    "irreversible-migration",
    reads=migrations,
    severity="info",
    at="audit",
    title="The newest migration has no way back",
    risk="after a rollback the old code runs on the new schema",
    remedy="write the way back, or keep the schema such that the release before can run on it",
)
def irreversible_migration(migration: Migration, repo: Repository) -> Iterator[Outcome]:
    if migration.reversible is False and migration.path in repo.ask(last_ones):
        places = [migration.way_back] if migration.way_back else []
        yield gap(migration.title, f"`{migration.title}` cannot be undone", *places, migration.place)
