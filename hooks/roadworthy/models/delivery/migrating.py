"""Which commands change the schema of a database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...tables.operations import MIGRATING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..shell.commands import Invocation

_STARTS = 4  # words before the program: `bundle exec rails`, `poetry run python manage.py`


def is_migrating(run: Invocation) -> bool:
    """Whether a command changes the schema of a database."""
    words = [run.name, *(value.rpartition("/")[2] for value in run.values if not value.startswith("-"))]
    return not {"--check", "--plan", "--dry-run"} & set(run.values) and any(
        words[start] == row[0] and _in_order(row[1:], words[start + 1 :])
        for start in range(min(_STARTS, len(words)))
        for row in MIGRATING
    )


def _in_order(wanted: Sequence[str], words: Sequence[str]) -> bool:
    rest = iter(words)
    return all(word in rest for word in wanted)
