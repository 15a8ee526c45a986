"""The front door of check-pipeline: its manifest row and its command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .hook import Hook, run_hook
from .tables.file_names import SCRIPT, YAML

if TYPE_CHECKING:
    from collections.abc import Sequence

HOOK = Hook(
    "check-pipeline",
    "The pipeline tells the truth",
    "Judges CI/CD pipelines: stages, failure signals, order, triggers.",
    "pipeline",
    files=f"{YAML}|{SCRIPT}",
)


def main(argv: Sequence[str] | None = None) -> int:
    return run_hook(HOOK, argv)
