"""When a pipeline runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.excerpt import Place
from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.pipeline.delivery import deliveries, hidden
from ...models.pipeline.signals import is_verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.pipeline.delivery import Delivery, Found


@rule(
    "CI025",
    "pull-requests-unchecked",
    reads=deliveries,
    items=("3.2.1",),
    severity="info",
    at="audit",
    title="Pull requests are merged before anything has checked them",
    risk="the main branch is where a mistake is found",
    remedy="start the checks on pull requests: `on: pull_request`, or a rule for `merge_request_event`",
)
def pull_requests_unchecked(whole: Delivery, repo: Repository) -> Iterator[Outcome]:
    checks: dict[str, Found] = {}
    for stages in (("test", "validate"), ("security-scan",)):
        for one in whole.jobs:
            if any(is_verdict(each) for each in one.classified.of(*stages)):
                checks.setdefault(f"{one.pipeline.path} {one.job.id}", one)
    pushed: Found | None = None
    maybe: Found | None = None
    for one in checks.values():
        for trigger in one.job.triggers:
            if trigger.event == "pull_request" and not trigger.maybe:
                where = f" to {', '.join(trigger.branches[:3])}" if trigger.branches else ""
                when = " that change certain files" if trigger.paths else ""
                yield passes(
                    "pull-requests", f"`{one.job.name}` runs on pull requests{where}{when}", trigger.place, one.job.place
                )
                return
            if trigger.event == "push" and not trigger.branches and not trigger.maybe:
                pushed = pushed or one
            maybe = maybe or (one if trigger.event == "pull_request" else None)
    if pushed:
        message = f"`{pushed.job.name}` runs on every pushed branch; a pull request from a fork is not one"
        yield passes("pull-requests", message, pushed.job.place)
    elif maybe:
        yield unknown(
            "pull-requests", f"whether `{maybe.job.name}` runs on pull requests, a condition decides", maybe.job.place
        )
    elif open_parts := hidden(whole):
        name = (open_parts[0].name or open_parts[0].kind).partition("@")[0]
        yield unknown("pull-requests", f"`{name}` may check them, and cannot be looked into", open_parts[0].place)
    elif unclear := next((one for one in whole.jobs if _may_check(one)), None):
        yield unknown("pull-requests", f"`{unclear.job.name}` runs on them; what it checks is not known", unclear.job.place)
    elif checks:
        one = next(iter(checks.values()))
        started = ", ".join(dict.fromkeys(trigger.event for trigger in one.job.triggers)) or "nothing that is seen here"
        message = f"no check runs on pull requests: `{one.job.name}` is started by {started}"
        yield gap("pull-requests", message, one.job.place)
    elif any(one.classified.stages for one in whole.jobs):
        yield gap("pull-requests", "no pipeline checks a pull request", Place(whole.path))


def _may_check(one: Found) -> bool:
    """Whether a job runs on pull requests of which nobody knows what it is for."""
    called = any(step.uses or step.opaque for step in one.job.steps)
    return called and not one.classified.stages and any(trigger.event == "pull_request" for trigger in one.job.triggers)
