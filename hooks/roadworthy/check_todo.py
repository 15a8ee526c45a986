"""The front door of check-todo: its manifest row and its command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .hook import Hook, run_hook

if TYPE_CHECKING:
    from collections.abc import Sequence

HOOK = Hook(
    "check-todo",
    "TODO.md keeps its word",
    "Judges the statuses and the Done section of TODO.md.",
    "todo",
    files=r"(?:^|/)TODO\.md$",
)


def main(argv: Sequence[str] | None = None) -> int:
    return run_hook(HOOK, argv)
