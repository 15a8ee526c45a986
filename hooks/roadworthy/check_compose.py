"""The front door of check-compose: its manifest row and its command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .hook import Hook, run_hook
from .tables.file_names import COMPOSE

if TYPE_CHECKING:
    from collections.abc import Sequence

HOOK = Hook(
    "check-compose",
    "Compose starts the whole stack",
    "Judges compose files: dependencies, health checks, ports, image tags.",
    "compose",
    files=COMPOSE,
    fixes=True,
)


def main(argv: Sequence[str] | None = None) -> int:
    return run_hook(HOOK, argv)
