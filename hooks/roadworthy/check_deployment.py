"""The front door of check-deployment: its manifest row and its command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .hook import Hook, run_hook
from .tables.file_names import DEPLOY_SCRIPT, PIPELINE_ROOTS, RECIPES
from .tables.migrations import MIGRATION

if TYPE_CHECKING:
    from collections.abc import Sequence

HOOK = Hook(
    "check-deployment",
    "Deployments can be undone",
    "Judges deployment scripts, migrations and the rollback procedure.",
    "deployment",
    files="|".join((DEPLOY_SCRIPT, RECIPES, *PIPELINE_ROOTS.values(), MIGRATION)),
)


def main(argv: Sequence[str] | None = None) -> int:
    return run_hook(HOOK, argv)
