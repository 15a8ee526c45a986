"""The front door of check-env-example: its manifest row and its command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .hook import Hook, run_hook

if TYPE_CHECKING:
    from collections.abc import Sequence

HOOK = Hook(
    "check-env-example",
    "Variables are documented",
    "Judges whether every variable that is read stands in the example environment file.",
    "env-example",
    fixes=True,
)


def main(argv: Sequence[str] | None = None) -> int:
    return run_hook(HOOK, argv)
