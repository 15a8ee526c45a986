"""Steps whose failure goes unnoticed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.commands import invocations
from ...models.gitlab import gitlab_pipelines
from ...models.stages import is_test
from ...parsing.shell import parse
from ...parsing.yaml import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Place
    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.gitlab import Job, Pipeline


@rule(
    "CI001",
    "failing-tests-allowed",
    reads=gitlab_pipelines,
    items=("3.2.2", "1.5"),
    severity="warning",
    title="Tests may fail without failing the pipeline",
    risk="a change that breaks the tests is merged and deployed with a green pipeline",
    remedy="remove `allow_failure` from the job; move tests that are known to be flaky into a job of their own",
)
def failing_tests_allowed(pipeline: Pipeline, repo: Repository) -> Iterator[Outcome]:
    for place in pipeline.opaque:
        yield unknown(place.path, "this include is not in the repository", place)
    for job in pipeline.jobs:
        test = _test(job)
        if test is None:
            continue
        allowed = job.get("allow_failure")
        if isinstance(allowed, Scalar) and allowed.text == "true" and not _manual(job):
            evidence = [test.labelled("these tests")]
            if included := pipeline.included.get(job.path):
                evidence.append(included.labelled("included here"))
            yield gap(job.name, f"job `{job.name}` may fail, and the pipeline still passes", allowed.place, *evidence)
        else:
            yield passes(job.name, f"when `{job.name}` fails, the pipeline fails", test)


def _test(job: Job) -> Place | None:
    """Where the job runs tests."""
    for line in job.lines():
        for invocation in invocations(parse(line.excerpt)):
            if is_test(invocation):
                return invocation.place()
    return None


def _manual(job: Job) -> bool:
    when = job.get("when")
    return isinstance(when, Scalar) and when.text == "manual"
