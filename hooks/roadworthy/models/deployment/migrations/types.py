"""What a migration consists of, whichever framework it is written for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ....core.records import NamedTuple

if TYPE_CHECKING:
    from typing import Literal

    from ....core.excerpt import Place

    Kind = Literal[
        "drop_column",
        "drop_table",
        "drop_database",
        "rename_column",
        "rename_table",
        "rename_enum_value",
        "rename_schema",
        "change_type",
        "set_not_null",
        "drop_not_null",
        "add_not_null_column",
        "replace_table",
        "truncate",
        "index",
        "drop_index",
        "reindex",
        "unique",
        "foreign_key",
        "check",
        "exclusion",
        "primary_key",
        "domain",
        "serial_column",
        "generated_column",
        "volatile_default",
        "json_column",
        "rewrite",
        "detach_partition",
        "in_transaction",
        "copy",
        "computed_default",
        "backfill",
        "raw",
    ]


class Operation(NamedTuple):
    """One thing that a migration does to a table that was there before it. `name` is the column's, index's, constraint's or
    value's; `detail` the new name or type where there is one. `raw` is SQL that cannot be told."""

    kind: Kind
    table: str
    name: str
    place: Place
    detail: str = ""
    sql: bool = False  # written in SQL

    @property
    def symbol(self) -> str:
        """The operation's name within its file."""
        return "/".join(part for part in (self.kind.replace("_", "-"), self.table, self.name) if part)


class Migration(NamedTuple):
    """One migration. `framework` names how it is written (`rails`, `django`, `sql`, …), `dialect` which database.

    `reversible` is None where that is not known; `way_back` is where the way back is, or where it says that there is none.
    `title` is how it is called in a message. `order` sorts the migrations of one folder.
    """

    path: str
    framework: str
    operations: tuple[Operation, ...]
    place: Place
    dialect: str = ""
    reversible: bool | None = None
    way_back: Place | None = None
    order: str = ""

    @property
    def title(self) -> str:
        """What it is called."""
        parts = self.path.split("/")
        return parts[-2] if parts[-1] in ("up.sql", "migration.sql") and len(parts) > 1 else parts[-1]


def class_of(table: str) -> str:
    """The class that a table's rows are called by: `OrderLine` for `order_lines`."""
    singular = re.sub(r"ies$", "y", re.sub(r"(?<!s)s$", "", table))
    return "".join(part.capitalize() for part in singular.split("_"))
