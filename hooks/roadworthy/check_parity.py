"""The front door of check-parity: its manifest row and its command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .hook import Hook, run_hook
from .tables.file_names import CODE, DATABASE_SETTINGS, DOCKERFILE, STATES, YAML

if TYPE_CHECKING:
    from collections.abc import Sequence

HOOK = Hook(
    "check-parity",
    "Environments are alike",
    "Judges runtime versions, database engines and addresses across environments.",
    "parity",
    files=f"{STATES}|{YAML}|{DOCKERFILE}|{DATABASE_SETTINGS}|{CODE}",
)


def main(argv: Sequence[str] | None = None) -> int:
    return run_hook(HOOK, argv)
