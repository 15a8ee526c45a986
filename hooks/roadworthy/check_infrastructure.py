"""The front door of check-infrastructure: its manifest row and its command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .hook import Hook, run_hook
from .tables.file_names import INFRASTRUCTURE

if TYPE_CHECKING:
    from collections.abc import Sequence

HOOK = Hook(
    "check-infrastructure",
    "Infrastructure is safe to roll out",
    "Judges manifests, charts and infrastructure code.",
    "infrastructure",
    files=INFRASTRUCTURE,
)


def main(argv: Sequence[str] | None = None) -> int:
    return run_hook(HOOK, argv)
