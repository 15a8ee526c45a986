"""The front door of check-deployment: its manifest row and its command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .hook import Hook, run_hook

if TYPE_CHECKING:
    from collections.abc import Sequence

HOOK = Hook(
    "check-deployment",
    "Deployments can be undone",
    "Judges deployment scripts, migrations and the rollback procedure.",
    "deployment",
)


def main(argv: Sequence[str] | None = None) -> int:
    return run_hook(HOOK, argv)
