"""What Docker refuses, or takes for something else than was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap
from ...core.rule import rule
from ...models.dockerfiles import dockerfiles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.images import Image


@rule(
    "DF001",
    "invalid-dockerfile",
    reads=dockerfiles,
    severity="warning",
    title="Docker cannot build this file",
    risk="the build stops here, or stops the pipeline of whoever pulls this change",
    remedy="correct the instruction; the Dockerfile reference has its form",
)
def invalid_dockerfile(image: Image, repo: Repository) -> Iterator[Outcome]:
    for problem in image.dockerfile.problems:
        if problem.refuses:
            yield gap(problem.kind, problem.message, problem.at.strip().place())
