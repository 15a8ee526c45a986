"""The front door of check-observability: its manifest row and its command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .hook import Hook, run_hook
from .tables.file_names import CODE

if TYPE_CHECKING:
    from collections.abc import Sequence

HOOK = Hook(
    "check-observability",
    "Somebody would notice",
    "Judges logs, metrics and alerts of server applications.",
    "observability",
    files=CODE,
)


def main(argv: Sequence[str] | None = None) -> int:
    return run_hook(HOOK, argv)
