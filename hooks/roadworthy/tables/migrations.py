"""Which files are migrations, by path, and what is known of the databases that run them."""

from __future__ import annotations

# Framework and paths. A path may fit several: the file's text decides.
PATHS: dict[str, str] = {
    "django": r"(?:^|/)migrations/\d{4}_\w+\.py$",
    "alembic": r"(?:^|/)(?:alembic|migrations?|db|versions)/(?:[\w.-]+/)*[\w.-]+\.py$",
    "rails": r"(?:^|/)db/(?:\w+_)?migrate/(?:\w+/)*\d{8,}_\w+\.rb$",
    "laravel": r"(?:^|/)database/migrations/(?:[\w-]+/)*\d{4}_\d{2}_\d{2}_\d{4,6}_\w+\.php$",
    "ecto": r"(?:^|/)priv/(?:\w+/)*migrations/\d+_\w+\.exs$",
    "javascript": r"(?:^|/)migrations?/(?:[\w.-]+/)*[\w.-]*\d[\w.-]*\.[cm]?[jt]s$",
    "sql": (
        r"(?:^|/)(?:migrations?|migrate|flyway|changelogs?|liquibase)/(?:[\w.-]+/)*[\w.+-]+\.sql$"
        r"|(?:^|/)[VBUR]\d[\w.]*__[\w.-]+\.sql$|(?:^|/)drizzle/\d{4}_\w+\.sql$"
    ),
}
MIGRATION = "|".join(PATHS.values())
# Column types that count by themselves.
SERIAL_TYPES: frozenset[str] = frozenset("serial bigserial smallserial serial4 serial8 serial2".split())
# Functions whose value differs from row to row: a default of one rewrites the table.
VOLATILE: frozenset[str] = frozenset(
    "random gen_random_uuid uuid_generate_v4 uuid_generate_v1 uuid_generate_v7 uuidv7 uuidv4 clock_timestamp timeofday nextval txid_current"
    " gen_random_bytes newid newsequentialid uuid randomuuid clocktimestamp".split()
)
# The module that reads them, in models/deployment/migrations/.
MODULES: dict[str, str] = {
    "django": "django",
    "alembic": "alembic",
    "rails": "rails",
    "laravel": "laravel",
    "ecto": "ecto",
    "javascript": "javascript",
    "sql": "sql_files",
}
NO_MIGRATION = r"(?:^|/)(?:tests?|test[-_]?(?:files|data)|spec|__tests__|fixtures|testdata|examples?|node_modules)/|(?:^|/)(?:seeds?|schema|structure)\.sql$"
# What an operation does, and what comes of it while the old code runs beside the new one.
MEANINGS: dict[str, tuple[str, str]] = {
    "drop_column": ("drops the column {column}", "the code that runs until the new one is out still reads and writes it"),
    "drop_table": ("drops the table {table}", "the code that runs until the new one is out still uses it"),
    "drop_database": ("drops {name}", "all that is in it is gone, and nothing can bring it back"),
    "rename_column": ("renames the column {column} to {detail}", "the code that runs knows it by the old name only"),
    "rename_table": ("renames the table {table} to {detail}", "the code that runs knows it by the old name only"),
    "rename_enum_value": ("renames the value {name} of {table}", "the code that runs writes the old value, which is an error"),
    "rename_schema": ("renames {name}", "the code that runs knows it by the old name only"),
    "change_type": (
        "changes the type of {column} to {detail}",
        "the table is written anew while nobody can use it, and the code that runs expects the old type",
    ),
    "set_not_null": (
        "forbids NULL in {column}",
        "the code that runs may still write it, and the whole table is read while nobody can write",
    ),
    "drop_not_null": ("allows NULL in {column}", "the code that runs does not expect a value to be missing"),
    "add_not_null_column": (
        "adds {column}, which has to be given",
        "rows that are there have no value for it, and the code that runs does not write one",
    ),
    "replace_table": ("makes the table {table} anew", "what is in the table of that name is gone"),
    "truncate": ("empties {table} and all that refers to it", "tables that the statement does not name lose their rows"),
    "json_column": ("adds {column} as `json`", "the type has no equality, so a `SELECT DISTINCT` of the code that runs fails"),
    "index": ("makes the index {name} on {table}", "nobody can write to the table until it is built"),
    "drop_index": ("drops the index {name}", "nobody can use the table while it waits for those who do"),
    "reindex": ("builds {name} anew", "nobody can write to the table until it is built"),
    "unique": ("makes a unique constraint on {table}", "nobody can use the table until its index is built"),
    "foreign_key": ("adds a foreign key to {table}", "nobody can write to either table until all rows are looked up"),
    "check": ("adds a check to {table}", "nobody can use the table until all rows are looked at"),
    "exclusion": ("adds an exclusion constraint to {table}", "nobody can use the table until all rows are compared"),
    "primary_key": ("adds a primary key to {table}", "nobody can use the table until its index is built"),
    "domain": ("adds a constraint to the domain {name}", "all tables with a column of it are read while nobody can write"),
    "serial_column": ("adds the numbered column {column}", "the table is written anew while nobody can use it"),
    "generated_column": ("adds the stored column {column}", "the table is written anew while nobody can use it"),
    "volatile_default": (
        "adds {column} with a default of its own for each row",
        "the table is written anew while nobody can use it",
    ),
    "rewrite": ("writes {table} anew", "nobody can use the table until that is done"),
    "detach_partition": ("detaches {name} from {table}", "nobody can use the table while it waits for those who do"),
    "in_transaction": ("makes or drops the index {name} concurrently in a transaction", "the database refuses that"),
    "copy": ("asks for {name} that keeps others out of {table}", "nobody can write to the table until all is copied"),
    "computed_default": (
        "adds {column} with a default that is computed",
        "the table is written anew while nobody can write to it",
    ),
    "backfill": (
        "changes all rows of {table} in the transaction that alters the table",
        "nobody can use the table until the last row is written",
    ),
    "raw": ("runs SQL that is put together when it runs", "what it does to the code that runs is not told here"),
}
_CONTRACT = "first deploy code that does not use it any more, and drop it in a later release"
_RENAME = "add the new one, write to both, copy what is there, read from the new one, and drop the old one in a later release"
_INDEX_NOW = "`CREATE INDEX CONCURRENTLY`, outside a transaction"
_NO_NULL = (
    "`ADD CONSTRAINT … CHECK (… IS NOT NULL) NOT VALID`, then `VALIDATE CONSTRAINT` in another migration, then `SET NOT NULL`"
)
_OTHER_COLUMN = "add a column of the new type, write to both, copy what is there, and drop the old one in a later release"
_FILL = "add the column without it, fill the rows in batches, and then make it so"
# How the same is done without harm, by framework; `sql` for all that are not named.
SAFE_FORMS: dict[str, dict[str, str]] = {
    "drop_column": {
        "sql": _CONTRACT,
        "rails": 'deploy `self.ignored_columns += ["…"]` first, and remove the column in a later release',
        "django": "deploy code without the field first: `SeparateDatabaseAndState` takes it out of the model's state only",
    },
    "drop_table": {"sql": _CONTRACT},
    "drop_database": {"sql": "do it by hand, with a backup at hand"},
    "rename_column": {
        "sql": _RENAME,
        "rails": "leave the column, and give the model `alias_attribute`; or " + _RENAME,
        "django": 'leave the column, and name it in the field: `db_column="…"`',
    },
    "rename_table": {
        "sql": "rename it and make a view of the old name in the same transaction; or " + _RENAME,
        "rails": "leave the table, and name it in the model: `self.table_name`",
        "django": "leave the table, and name it in the model's `Meta`: `db_table`",
    },
    "rename_enum_value": {"sql": "`ADD VALUE` the new one, move rows to it, and leave the old one"},
    "rename_schema": {"sql": _RENAME},
    "change_type": {"sql": _OTHER_COLUMN},
    "set_not_null": {
        "sql": _NO_NULL,
        "rails": "`add_check_constraint …, validate: false`, then `validate_check_constraint`, then `change_column_null`",
        "django": "`AddConstraintNotValid` with `isnull=False`, then `ValidateConstraint`, then `AlterField`",
        "alembic": "`create_check_constraint(…, postgresql_not_valid=True)`, validate it, then `alter_column`",
    },
    "drop_not_null": {"sql": "first deploy code that can do without the value"},
    "add_not_null_column": {
        "sql": "give it a `DEFAULT`, or add it without `NOT NULL`, fill it, and forbid NULL later",
        "rails": "give it a `default:`, or add it without `null: false`, fill it, and forbid NULL later",
        "django": "give it a `db_default=` (Django takes a `default=` away again), or `null=True` for now",
        "alembic": "give it a `server_default=`, or `nullable=True` for now",
        "javascript": "give it a default, or let it be NULL for now",
        "laravel": "give it `->default(…)`, or `->nullable()` for now",
        "ecto": "give it a `default:`, or add it without `null: false` for now",
    },
    "replace_table": {"sql": "leave out `force:`, and drop the table by itself where that is meant"},
    "truncate": {"sql": "name the tables, without `CASCADE`"},
    "json_column": {"sql": "use `jsonb`", "django": "use `JSONField`, which is `jsonb`", "alembic": "use `JSONB`"},
    "index": {
        "sql": _INDEX_NOW,
        "rails": "`algorithm: :concurrently`, with `disable_ddl_transaction!` at the top of the migration",
        "django": "`AddIndexConcurrently` from `django.contrib.postgres.operations`, with `atomic = False`",
        "alembic": "`postgresql_concurrently=True`, in `with op.get_context().autocommit_block():`",
        "ecto": "`concurrently: true`, with `@disable_ddl_transaction true` and `@disable_migration_lock true`",
    },
    "drop_index": {
        "sql": "`DROP INDEX CONCURRENTLY`, outside a transaction",
        "rails": "`algorithm: :concurrently`, with `disable_ddl_transaction!` at the top of the migration",
        "django": "`RemoveIndexConcurrently` from `django.contrib.postgres.operations`, with `atomic = False`",
        "alembic": "`postgresql_concurrently=True`, in `with op.get_context().autocommit_block():`",
        "ecto": "`concurrently: true`, with `@disable_ddl_transaction true` and `@disable_migration_lock true`",
    },
    "reindex": {"sql": "`REINDEX … CONCURRENTLY`"},
    "unique": {
        "sql": "make a unique index concurrently, then `ADD CONSTRAINT … UNIQUE USING INDEX …`",
        "rails": "add a unique index concurrently, then `add_unique_constraint …, using_index:`",
    },
    "foreign_key": {
        "sql": "`ADD CONSTRAINT … FOREIGN KEY … NOT VALID`, then `VALIDATE CONSTRAINT` in another migration",
        "rails": "`validate: false`, then `validate_foreign_key` in another migration",
        "alembic": "`postgresql_not_valid=True`, then `VALIDATE CONSTRAINT` in another migration",
        "ecto": "`references(…, validate: false)`, then validate it in another migration",
    },
    "check": {
        "sql": "`ADD CONSTRAINT … CHECK (…) NOT VALID`, then `VALIDATE CONSTRAINT` in another migration",
        "rails": "`validate: false`, then `validate_check_constraint` in another migration",
        "django": "`AddConstraintNotValid`, then `ValidateConstraint` in another migration",
        "alembic": "`postgresql_not_valid=True`, then `VALIDATE CONSTRAINT` in another migration",
        "ecto": "`validate: false`, then validate it in another migration",
    },
    "exclusion": {"sql": "there is no form without the wait: do it while nobody writes"},
    "primary_key": {"sql": "make a unique index concurrently, then `ADD CONSTRAINT … PRIMARY KEY USING INDEX …`"},
    "domain": {"sql": "`NOT VALID`, then `VALIDATE CONSTRAINT` in another migration"},
    "serial_column": {"sql": "make a new table, or add a plain column, fill it, and give it a sequence"},
    "generated_column": {"sql": _FILL + " by a trigger"},
    "volatile_default": {
        "sql": "add the column without a default, `SET DEFAULT` for new rows, and fill the old ones in batches"
    },
    "rewrite": {"sql": "use `pg_repack`"},
    "detach_partition": {"sql": "`DETACH PARTITION … CONCURRENTLY`"},
    "in_transaction": {
        "sql": "take it out of `BEGIN`",
        "rails": "write `disable_ddl_transaction!` at the top of the migration",
        "django": "write `atomic = False` in the migration",
        "alembic": "put it in `with op.get_context().autocommit_block():`",
        "ecto": "write `@disable_ddl_transaction true` in the migration",
    },
    "computed_default": {
        "sql": "add the column without a default, `SET DEFAULT` for new rows, and fill the old ones in batches"
    },
    "backfill": {
        "sql": "fill the rows in a migration of its own, in batches",
        "rails": "fill the rows in a migration of its own with `disable_ddl_transaction!`, by `in_batches`",
        "django": "fill the rows in a migration of its own with `atomic = False`, in batches",
    },
    "copy": {"sql": "leave it out, or ask for `ALGORITHM=INPLACE, LOCK=NONE`"},
    "raw": {"sql": "write the statement as one text"},
}
# A command that brings the database to the newest migration.
MIGRATES = (
    r"manage\.py migrate\b|django-admin migrate\b|\balembic\b[^\n#]{0,60}\bupgrade\b|\bflask db upgrade\b|\b(?:rails|rake)\b[^\n#]{0,30}\bdb:(?:migrate|prepare)\b"
    r"|\bartisan migrate\b|\bprisma migrate deploy\b|\bknex\b[^\n#]{0,40}migrate:(?:latest|up)|\bmigration:run\b|\bsequelize(?:-cli)? db:migrate\b"
    r"|\bflyway\b[^\n#]{0,60}\bmigrate\b|\bliquibase\b[^\n#]{0,60}\bupdate\b|\bgoose\b[^\n#]{0,80}\bup\b|\bmigrate\b[^\n#]{0,80}-(?:path|source|database)\b[^\n#]{0,120}\bup\b"
    r"|\bdbmate\b[^\n#]{0,60}\b(?:up|migrate)\b|\bsqlx migrate run\b|\bdiesel migration run\b|\becto\.migrate\b|\bRelease\.migrate\b|\bdrizzle-kit (?:migrate|push)\b"
    r"|\b(?:npm|yarn|pnpm|bun)\b[^\n#]{0,20}\b(?:db[:-])?migrat(?:e|ions?)(?:[:-](?:deploy|up|latest|run))?\b|\bmake [\w-]{0,30}migrat\w*"
)
# Files in which a platform is told what to run once before each release: path, and what stands before the command.
BEFORE_RELEASE: tuple[tuple[str, str, str], ...] = (
    (r"(?:^|/)Procfile[\w.-]*$", r"^release\s{0,8}:", "the platform runs it once before each release"),
    (r"(?:^|/)fly[\w.-]*\.toml$", r"^\s{0,8}release_command\s{0,8}=", "Fly runs it once before each release"),
    (r"(?:^|/)render\.ya?ml$", r"^\s{0,20}preDeployCommand\s{0,8}:", "Render runs it once before each release"),
    (r"(?:^|/)railway\.(?:json|toml)$", r"preDeployCommand", "Railway runs it once before each release"),
    (r"(?:^|/)heroku\.yml$", r"^release\s{0,8}:", "Heroku runs it once before each release"),
)
# Kubernetes runs what has one of these before the new pods.
BEFORE_PODS: tuple[tuple[str, str], ...] = (
    (r"helm\.sh/hook[\"']?\s{0,4}:[^\n]{0,60}pre-(?:upgrade|install)", "Helm runs this job before it upgrades"),
    (r"argocd\.argoproj\.io/hook[\"']?\s{0,4}:[^\n]{0,40}PreSync", "Argo CD runs this job before it synchronises"),
    (r"^\s{0,40}initContainers\s{0,4}:", "this runs before the container of the same pod"),
)
STARTS = r"(?:^|/)(?:[\w.-]*entrypoint[\w.-]*|docker-start[\w.-]*|start(?:[-_.][\w.-]*)?|run(?:[-_]?(?:server|prod|web))?\.sh)$"
