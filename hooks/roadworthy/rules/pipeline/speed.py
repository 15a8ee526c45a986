"""How long a pull request waits, and for what it need not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.pipeline.components import kind_of_check
from ...models.pipeline.delivery import graph_of
from ...models.pipeline.duration import way_to_green
from ...models.pipeline.readers import pipelines, system
from ...models.pipeline.signals import is_verdict
from ...models.pipeline.stages import classified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.pipeline.stages import Classified
    from ...models.pipeline.types import Job, Pipeline

LONGEST = 10  # minutes from a pull request to green


@rule(
    "CI026",
    "slow-path-to-green",
    reads=pipelines,
    items=("3.2.4",),
    severity="info",
    at="audit",
    title="A pull request may wait longer than ten minutes",
    risk="people stop waiting for the pipeline, and merge without it",
    remedy="bound the job with what it takes on a normal day; where that is over ten minutes, split it or cache what it builds",
)
def slow_path_to_green(pipeline: Pipeline, repo: Repository) -> Iterator[Outcome]:
    way = repo.ask(way_to_green, pipeline.path)
    if way is None:
        return
    slow = [bound for bound in way.bounds if bound.minutes is not None and bound.minutes > LONGEST]
    for bound in slow:
        yield gap(
            bound.job.name, f"`{bound.job.name}` may take {bound.minutes:g} minutes before a pull request is green", bound.place
        )
    unbounded = [bound for bound in way.bounds if bound.minutes is None]
    if system(pipeline.system).expresses.get("job-timeout") == "absent":
        yield unknown("path", f"{system(pipeline.system).title} has no bound on a job's duration", way.bounds[0].place)
    elif unbounded:
        yield unknown("path", f"{_names(unbounded[0].job, len(unbounded))} no bound on the duration", unbounded[0].place)
    elif not slow and way.minutes is not None:
        path = " → ".join(f"`{bound.job.name}`" for bound in way.path[:6])
        if way.minutes <= LONGEST:
            yield passes("path", f"{way.minutes:g} minutes at most: {path}", way.path[-1].place)
        else:
            yield unknown("path", f"the bounds of {path} add up to {way.minutes:g} minutes", way.path[-1].place)


@rule(
    "CI027",
    "no-time-limit",
    reads=pipelines,
    severity="info",
    at="audit",
    title="A job has no bound on its duration",
    risk="a test that hangs holds the pull request, and a runner, until the system's own limit of hours",
    remedy="give the job a bound: `timeout-minutes: 10`, `timeout: 10 minutes`",
)
def no_time_limit(pipeline: Pipeline, repo: Repository) -> Iterator[Outcome]:
    way = repo.ask(way_to_green, pipeline.path)
    if way is None or system(pipeline.system).expresses.get("job-timeout") == "absent":
        return
    unbounded = [bound for bound in way.bounds if bound.minutes is None and bound.job.timeout is None]
    if unbounded:
        first = unbounded[0]
        others = [bound.job.place.labelled("nor this one") for bound in unbounded[1:4]]
        yield gap("duration", f"{_names(first.job, len(unbounded))} no bound on the duration", first.job.place, *others)


def _names(job: Job, count: int) -> str:
    return f"`{job.name}` has" if count == 1 else f"`{job.name}` and {count - 1} other job{'s' * (count > 2)} have"


@rule(
    "CI028",
    "serialised-checks",
    reads=pipelines,
    items=("3.2.5",),
    severity="info",
    at="audit",
    title="Lint and tests wait for each other without a reason",
    risk="a pull request waits for the sum of both, and learns of one failure at a time",
    remedy="take the dependency away, as in `needs: []`, and let the deployment wait for both",
)
def serialised_checks(pipeline: Pipeline, repo: Repository) -> Iterator[Outcome]:
    known = repo.ask(classified, pipeline.path)
    lints = [one for one in known.values() if _only(one) == "validate"]
    tests = [one for one in known.values() if _only(one) == "test"]
    if not lints or not tests or system(pipeline.system).expresses.get("artifacts") == "absent":
        return  # where nothing is handed on by name, whoever waits works on what was left in the folder
    graph = graph_of(repo, pipeline.path)
    told: set[str] = set()
    for first, then in [(a, b) for a in lints for b in tests] + [(b, a) for a in lints for b in tests]:
        if first.job.id in graph.before(then.job) and not _given(first.job, then.job) and then.job.name not in told:
            told.add(then.job.name)
            need = next((need.place for need in then.job.needs or () if need.job == first.job.id), then.job.place)
            why = "by the order of the stages" if then.job.needs is None else "and takes nothing from it"
            message = f"`{then.job.name}` waits for `{first.job.name}`, {why}"
            yield gap(then.job.name, message, need, first.job.place.labelled("waited for"))
    if not told:
        yield passes("parallel", f"`{lints[0].job.name}` and `{tests[0].job.name}` run side by side", tests[0].job.place)


def _only(one: Classified) -> str:
    """`validate` or `test`, where the job checks that and does nothing else."""
    stages = {each.stage for each in one.evidence if is_verdict(each)}
    others = set(one.stages) - {"validate", "test"}
    if len(stages) != 1 or others or one.job.opaque:
        return ""
    slow = [each for each in one.of("test") if is_verdict(each) and kind_of_check("test", each) != "unit tests"]
    return "" if slow else stages.pop()  # that a run of an hour waits for the linter is meant


def _given(first: Job, then: Job) -> bool:
    """Whether a job takes something from the other: files, or what it puts out."""
    takes = [part for part in then.artifacts if part.direction == "in"]
    gives = [part for part in first.artifacts if part.direction == "out"]
    if takes and gives:
        return True
    texts = [then.condition.text if then.condition else ""]
    texts += [value.text for value in then.inputs.values()]
    for step in then.steps:
        texts += [step.script.text] if step.script else []
        texts += [value.text for value in step.uses.inputs.values()] if step.uses else []
        texts += [step.condition.text] if step.condition else []
    return any(re.search(rf"needs\.{re.escape(first.name)}\b", text) for text in texts)
