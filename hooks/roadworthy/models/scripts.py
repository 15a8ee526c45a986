"""Where a command leads that runs something written in the repository: a script, a target of make, a script of a package."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.repository import Repository
    from .commands import Invocation
    from .pipeline.script import ShellText


def leads_to(repo: Repository, invocation: Invocation, folder: str) -> Iterator[ShellText]:
    """The texts that the command runs, in order; nothing where it runs none that is in the repository."""
    return iter(())
