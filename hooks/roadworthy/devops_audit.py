"""The front door of devops-audit: its manifest row and its command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .hook import Hook, run_hook

if TYPE_CHECKING:
    from collections.abc import Sequence

HOOK = Hook(
    "devops-audit",
    "Fit for the road to production",
    "Judges the changed files by the rules of every area, in one process.",
    None,
)


def main(argv: Sequence[str] | None = None) -> int:
    return run_hook(HOOK, argv)
