"""The front door of check-dockerfile: its manifest row and its command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .hook import Hook, run_hook
from .tables.file_names import DOCKERFILE, DOCKERIGNORE, NOT_A_DOCKERFILE, VENDORED

if TYPE_CHECKING:
    from collections.abc import Sequence

HOOK = Hook(
    "check-dockerfile",
    "Dockerfiles are fit for production",
    "Judges Dockerfiles and .dockerignore: base image, build tools, layer order, secrets, user, health check, correctness.",
    "dockerfile",
    files=f"{DOCKERFILE}|{DOCKERIGNORE}",
    exclude=NOT_A_DOCKERFILE.replace("dockerignore|", "") + "|" + VENDORED,
    fixes=True,
)


def main(argv: Sequence[str] | None = None) -> int:
    return run_hook(HOOK, argv)
