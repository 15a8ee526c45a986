"""The front door of check-secrets: its manifest row and its command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .hook import Hook, run_hook

if TYPE_CHECKING:
    from collections.abc import Sequence

HOOK = Hook(
    "check-secrets",
    "No secrets in the source",
    "Judges every changed text file for secret values.",
    "secrets",
)


def main(argv: Sequence[str] | None = None) -> int:
    return run_hook(HOOK, argv)
