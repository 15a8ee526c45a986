"""The front door of check-pipeline: its manifest row and its command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .hook import Hook, run_hook
from .tables.file_names import FOLLOWED_SCRIPT, GROOVY, PIPELINE_ROOTS, SCRIPT, YAML

if TYPE_CHECKING:
    from collections.abc import Sequence

HOOK = Hook(
    "check-pipeline",
    "The pipeline tells the truth",
    "Judges CI/CD pipelines: stages, failure signals, order, triggers.",
    "pipeline",
    files="|".join(dict.fromkeys((YAML, SCRIPT, FOLLOWED_SCRIPT, GROOVY, *PIPELINE_ROOTS.values()))),
)


def main(argv: Sequence[str] | None = None) -> int:
    return run_hook(HOOK, argv)
