"""The documents that every repository is asked for: whether they are there, and whether there is anything in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.excerpt import Place
from ..core.outcome import Unreadable
from ..core.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.repository import Repository
    from ..core.rule import Paths

FOLDER = "docs/devops"
REVIEW, GUIDE, RUNBOOK = (f"{FOLDER}/{name}.md" for name in ("PIPELINE_REVIEW", "DEPLOYMENT_GUIDE", "RUNBOOK"))
_LEAST = 5  # lines with words: less is a title and a wish


class Deliverable(NamedTuple):
    """One of the documents. `place` is its first line, or where it would stand; `lines` counts those with words, 0: missing."""

    path: str
    place: Place
    lines: int

    @property
    def written(self) -> bool:
        """Whether it says something."""
        return self.lines >= _LEAST


def deliverables(repo: Repository, paths: Paths) -> Iterator[Deliverable | Unreadable]:
    """The three documents, whether they are there or not."""
    for path in (REVIEW, GUIDE, RUNBOOK):
        if not repo.exists(path):
            yield Deliverable(path, Place(path), 0)
            continue
        source = repo.source(path)
        if isinstance(source, Unreadable):
            yield source
        else:
            yield Deliverable(
                path, Place(path, 1), sum(any(letter.isalnum() for letter in line) for line in source.text.splitlines())
            )
