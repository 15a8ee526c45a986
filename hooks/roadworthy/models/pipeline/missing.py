"""Which stages of the way to production no pipeline has: for the drawing, which shows where they would stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.records import NamedTuple
from ..observability.applications import applications
from .action_stages import template_stage
from .delivery import builds_itself, delivery, deployments, hidden, images_built

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.repository import Repository


class Missing(NamedTuple):
    """A stage that is not found. `path` is the pipeline it would stand in; `sure`: nothing unseen may hold it."""

    stage: str
    path: str
    sure: bool


def missing_stages(repo: Repository) -> tuple[Missing, ...]:
    """A fact: the stages that a repository of this kind has use for, and that none of its pipelines has."""
    whole = repo.ask(delivery)
    if whole is None:
        return ()
    have = {stage for one in whole.jobs for stage in one.classified.stages}
    have |= {template_stage(one.name) or "" for one in whole.opaque}
    found = repo.ask(deployments)
    path = found[0].found.pipeline.path if found else whole.path
    sure = not hidden(whole)
    return tuple(Missing(stage, path, sure) for stage in _wanted(repo) if stage not in have)


def _wanted(repo: Repository) -> Iterator[str]:
    yield from ("validate", "test", "security-scan")
    found = repo.ask(deployments)
    itself = any(builds_itself(each) for one in found for each in one.evidence)
    if not itself and repo.ask(images_built) and repo.ask(applications):
        yield from ("build", "package")
    if found:
        if any(one.kind == "production" for one in found):
            yield "deploy-staging"
        yield "smoke-test"
        yield "health-check"
