"""The front door of check-pushed-secrets: its manifest row and its command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .hook import Hook, run_hook

if TYPE_CHECKING:
    from collections.abc import Sequence

HOOK = Hook(
    "check-pushed-secrets",
    "No secrets in what is pushed",
    "Judges every commit that is being pushed for secret values.",
    "secrets",
    stages=("pre-push",),
    pass_filenames=False,
    always_run=True,
)


def main(argv: Sequence[str] | None = None) -> int:
    return run_hook(HOOK, argv)
