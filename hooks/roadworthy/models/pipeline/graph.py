"""In which order the jobs of a pipeline run: what a job waits for, directly and through others."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from .types import Job, Pipeline


DEEPEST = 16  # callers of callers
MOST_KEPT = 500  # answers about all jobs before one


class Graph:
    """The jobs of one pipeline by what they wait for. Circles and missing names end every walk, and harm nothing."""

    def __init__(self, pipeline: Pipeline) -> None:
        self.jobs: dict[str, Job] = {job.id: job for job in pipeline.jobs}
        self._lower: dict[tuple[str, int], tuple[str, ...]] = {}
        self._by_order: dict[str, dict[int, list[str]]] = {}
        self._inner: dict[str, list[str]] = {}
        self._before: dict[object, set[str]] = {}
        for job in pipeline.jobs:
            self._by_order.setdefault(job.caller, {}).setdefault(job.order, []).append(job.id)
            if job.caller:
                self._inner.setdefault(job.caller, []).append(job.id)

    def before(self, job: Job) -> tuple[str, ...]:
        """The ids of the jobs it waits for directly: its needs, or all jobs of the next lower order that has any.

        With a job that calls others come those that it calls; the first of those wait for what their caller waits for.
        """
        here: Job | None = job
        for _ in range(DEEPEST):
            if here is None:
                break
            found = self._direct(here)
            if found:
                return found
            here = self.jobs.get(here.caller) if here.caller else None
        return ()

    def _direct(self, job: Job) -> tuple[str, ...]:
        if job.needs is not None:
            return self._whole([need.job for need in job.needs if need.job in self.jobs])
        key = (job.caller, job.order)
        if key not in self._lower:
            orders = self._by_order[job.caller]
            lower = max((order for order in orders if order < job.order), default=None)
            self._lower[key] = self._whole(() if lower is None else orders[lower])
        return self._lower[key]

    def _whole(self, ids: Sequence[str]) -> tuple[str, ...]:
        """The jobs, and those that they call."""
        if self._inner.keys().isdisjoint(ids):
            return tuple(ids)
        found: dict[str, None] = {}
        waiting = list(reversed(ids))
        while waiting:
            id = waiting.pop()
            if id not in found:
                found[id] = None
                waiting.extend(reversed(self._inner.get(id, ())))
        return tuple(found)

    def all_before(self, job: Job) -> set[str]:
        """The ids of all jobs that are finished before it starts. Its own id is among them only in a circle."""
        known = (job.caller, job.order) if job.needs is None else job.id
        if known in self._before:
            return self._before[known]
        found: set[str] = set()
        done: set[tuple[str, int]] = set()
        waiting = [job]
        while waiting:
            here = waiting.pop()
            if here.needs is None:
                if (here.caller, here.order) in done:
                    continue
                done.add((here.caller, here.order))
            for id in self.before(here):
                if id not in found:
                    found.add(id)
                    waiting.append(self.jobs[id])
        if len(self._before) < MOST_KEPT:
            self._before[known] = found
        return found

    def after(self, ids: Collection[str]) -> set[str]:
        """The ids of all jobs that start once one of these is finished; one look at each dependency, however many there are."""
        found: set[str] = set()
        barriers: dict[int, bool] = {}  # what jobs without needs wait for is the same for all of one order
        for job in self.in_order():
            before = self.before(job)
            if job.needs is None:
                key = id(before)
                if key not in barriers:
                    barriers[key] = any(one in ids or one in found for one in before)
                later = barriers[key]
            else:
                later = any(one in ids or one in found for one in before)
            if later:
                found.add(job.id)
        return found

    def in_order(self) -> list[Job]:
        """The jobs so that each comes after those it waits for, as far as circles allow; otherwise as in the file."""
        done: dict[str, None] = {}
        met: set[str] = set()
        entered: set[tuple[str, int]] = set()  # orders whose lower ones are under way: each is walked down from once
        for begin in self.jobs.values():
            if begin.id in met:
                continue
            met.add(begin.id)
            stack = [(begin, self._entering(begin, entered))]
            while stack:
                here, left = stack[-1]
                following = next((id for id in left if id not in met), None)
                if following is None:
                    stack.pop()
                    done.setdefault(here.id)
                else:
                    met.add(following)
                    stack.append((self.jobs[following], self._entering(self.jobs[following], entered)))
        return [self.jobs[id] for id in done]

    def _entering(self, job: Job, entered: set[tuple[str, int]]) -> Iterator[str]:
        if job.needs is None:
            if (job.caller, job.order) in entered:
                return iter(())
            entered.add((job.caller, job.order))
        return iter(self.before(job))
