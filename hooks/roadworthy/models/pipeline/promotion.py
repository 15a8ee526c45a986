"""What a deployment waits for: staging before production, the tests before anything."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from ...core.records import NamedTuple
from .delivery import graph_of
from .signals import is_verdict

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from .delivery import Delivery, Deployment, Found
    from .types import Trigger


class Waits(NamedTuple):
    """Whether something comes `before`, `not`, or that is `unknown`; `why`, to be said after the job's name."""

    state: Literal["before", "not", "unknown"]
    why: str
    place: Place | None = None


_BY_HAND = ("manual", "tag", "call")


def promoted(repo: Repository, one: Deployment, staging: Sequence[Deployment]) -> Waits:
    """Whether a deployment to production comes after one to staging."""
    if not staging:
        return Waits("not", "nothing is deployed to staging before")
    here = [other for other in staging if other.found.pipeline.path == one.found.pipeline.path]
    if any(other.found.job.id == one.found.job.id for other in here):
        return Waits("before", "deploys to staging as well")
    before = graph_of(repo, one.found.pipeline.path).all_before(one.found.job)
    for other in here:
        if other.found.job.id in before:
            return Waits("before", f"waits for `{other.found.job.name}`")
    starts = one.found.job.triggers
    if one.found.job.manual or (starts and all(start.event in _BY_HAND for start in starts)):
        return Waits("before", "is started by hand or by a release, and staging is deployed before that")
    together = [other for other in here if _together(one.found, other.found)]
    if together:
        maybe = any(trigger.maybe for found in (one.found, together[0].found) for trigger in found.job.triggers)
        why = f"does not wait for `{together[0].found.job.name}`"
        return Waits("unknown" if maybe else "not", why if maybe else f"it {why}", together[0].evidence[0].place)
    if here:
        return Waits("before", "is deployed from another branch than staging")
    if any(start.after for start in one.found.job.triggers):
        return Waits("before", "comes after another pipeline")
    if any(_together(one.found, other.found) for other in staging):
        return Waits("unknown", "and the deployment to staging are in different pipelines, and nothing tells which is first")
    return Waits("before", "is started by something else than staging")


def tested(repo: Repository, whole: Delivery, one: Deployment) -> Waits:
    """Whether a deployment waits for the tests of its pipeline; unknown where there are none."""
    tests = [
        (found, each)
        for found in whole.jobs
        if found.pipeline.path == one.found.pipeline.path
        for each in found.classified.of("test")
        if is_verdict(each)
    ]
    if not tests:
        return Waits("unknown", "has no tests in its pipeline")
    before = graph_of(repo, one.found.pipeline.path).all_before(one.found.job)
    order = list(one.found.classified.evidence)
    for found, each in tests:
        own = found.job.id == one.found.job.id
        if found.job.id in before or (own and order.index(each) < order.index(one.evidence[0])):
            return Waits("before", f"waits for the tests in `{found.job.name}`")
    for found, each in tests:
        if found.job.id == one.found.job.id:
            continue  # what is tested in the job that deploys, after it, may be the deployment
        certain = not any(trigger.maybe for job in (found.job, one.found.job) for trigger in job.triggers)
        after = one.found.job.id in graph_of(repo, one.found.pipeline.path).all_before(found.job)
        if certain and not after and _together(found, one.found) and not one.found.job.manual:
            return Waits("not", f"`{found.job.name}` runs beside it", each.place)
    return Waits("unknown", "is started by something else than the tests")


def _together(one: Found, other: Found) -> bool:
    """Whether one and the same event may start both jobs."""
    return any(_overlap(a, b) for a in one.job.triggers for b in other.job.triggers)


def _overlap(a: Trigger, b: Trigger) -> bool:
    if a.event != b.event or (a.written and b.written and a.written != b.written):
        return False
    if not a.branches and not b.branches:
        return True
    if a.branches and b.branches:
        return any(_fits(x, y) for x in a.branches for y in b.branches)
    named, open_ = (a, b) if a.branches else (b, a)
    return not all(any(_fits(branch, out) for out in open_.excluded) for branch in named.branches)


def _fits(a: str, b: str) -> bool:
    return a == b or fnmatchcase(a, b) or fnmatchcase(b, a)
