"""The front door of check-todo: its manifest row and its command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .hook import Hook, run_hook
from .tables.file_names import LEDGER

if TYPE_CHECKING:
    from collections.abc import Sequence

HOOK = Hook(
    "check-todo",
    "TODO.md keeps its word",
    "Judges the checklist's tasks in TODO.md: their form, their marks, and that what is done stays written down.",
    "todo",
    files=LEDGER,
)


def main(argv: Sequence[str] | None = None) -> int:
    return run_hook(HOOK, argv)
