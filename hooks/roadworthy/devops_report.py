"""The front door of devops-report: its manifest row and its command."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from .hook import Hook

if TYPE_CHECKING:
    from collections.abc import Sequence

HOOK = Hook(
    "devops-report",
    "DevOps report",
    "Regenerates the documents, the example environment file and the TODO entries.",
    None,
    stages=("manual",),
    pass_filenames=False,
    always_run=True,
)


def main(argv: Sequence[str] | None = None) -> int:
    print("devops-report: has no documents to write in this version; nothing was changed", file=sys.stderr)
    return 0
