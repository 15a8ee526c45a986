"""How long a pipeline may take from a pull request to green: bounds of jobs, and the path of jobs that takes longest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.records import NamedTuple
from .delivery import graph_of, is_live
from .readers import pipeline
from .stages import classified

if TYPE_CHECKING:
    from ...core.excerpt import Place
    from ...core.repository import Repository
    from .types import Job, Pipeline


class Bound(NamedTuple):
    """At most so many minutes; None where nothing says, or an expression. `place` is where it is said, or the job."""

    job: Job
    minutes: float | None
    place: Place


class Way(NamedTuple):
    """What a pull request waits for. `bounds` by job, `path` the jobs one after another that may take longest."""

    bounds: tuple[Bound, ...]
    path: tuple[Bound, ...]

    @property
    def minutes(self) -> float | None:
        """How long it takes at most; None where a job has no bound."""
        known = [bound.minutes for bound in self.bounds if bound.minutes is not None]
        return sum(bound.minutes or 0 for bound in self.path) if len(known) == len(self.bounds) else None


def way_to_green(repo: Repository, path: str) -> Way | None:
    """A fact: what a pull request waits for in the pipeline whose root file stands at `path`; None where it waits for nothing.

    Where no job runs on pull requests, those count that every push to a branch starts, or a push to certain ones.
    Jobs that may fail are not waited for. A pipeline that only greets or labels is not on the way.
    """
    known = repo.ask(classified, path)
    for said in repo.ask(pipeline, path):
        if isinstance(said, Unreadable):
            continue
        jobs = _waited_for(said, "pull_request") or _waited_for(said, "push") or _waited_for(said, "push", any_branch=False)
        if any(known[job.id].stages for job in jobs):
            return _way(repo, said, jobs)
    return None


def _waited_for(whole: Pipeline, event: str, any_branch: bool = True) -> list[Job]:
    found = []
    for job in whole.jobs:
        starts = any(
            trigger.event == event and not (event == "push" and any_branch and trigger.branches) for trigger in job.triggers
        )
        tolerated = job.tolerance is not None and job.tolerance.value is True
        if starts and is_live(job) and not job.calls and not tolerated and not job.manual:
            found.append(job)
    return found


def _way(repo: Repository, whole: Pipeline, jobs: list[Job]) -> Way:
    bounds = {job.id: _bound(whole, job) for job in jobs}
    graph = graph_of(repo, whole.path)
    longest: dict[str, tuple[float, tuple[str, ...]]] = {}
    for job in graph.in_order():
        before = [longest[id] for id in graph.before(job) if id in longest]
        minutes, path = max(before, default=(0.0, ()))
        if job.id in bounds:
            minutes, path = minutes + (bounds[job.id].minutes or 0), (*path, job.id)
        longest[job.id] = (minutes, path[-64:])
    path = max(longest.values(), default=(0.0, ()))[1]
    return Way(tuple(bounds.values()), tuple(bounds[id] for id in path))


def _bound(whole: Pipeline, job: Job) -> Bound:
    """The job's own bound; that of the pipeline; or the sum of its steps', where all have one."""
    own = job.timeout or whole.timeout
    if own:
        return Bound(job, own.minutes, own.place)
    if job.steps and all(step.timeout and step.timeout.minutes is not None for step in job.steps):
        minutes = sum(step.timeout.minutes or 0 for step in job.steps if step.timeout)
        first = job.steps[0].timeout
        return Bound(job, minutes, first.place if first else job.place)
    return Bound(job, None, job.place)
