"""Deployments that fail, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.excerpt import Place
from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.pipeline.delivery import deliveries, deployments, deployments_of, hidden
from ...models.pipeline.readers import pipelines
from ...models.pipeline.recovery import may_go_back, recovery, watched, ways_back

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.pipeline.delivery import Delivery
    from ...models.pipeline.types import Pipeline


@rule(
    "CI023",
    "failed-deployment-unnoticed",
    reads=pipelines,
    items=("3.2.6",),
    severity="warning",
    title="A deployment that fails neither rolls back nor alerts",
    risk="production stays half deployed until a user complains",
    remedy="add a step with `if: failure()`, or a job with `when: on_failure`, to undo the rollout or alert who is on call",
)
def failed_deployment_unnoticed(pipeline: Pipeline, repo: Repository) -> Iterator[Outcome]:
    told: set[Place] = set()
    for one in repo.ask(deployments_of, pipeline.path):
        place = one.evidence[0].place
        if one.kind == "staging" or place in told:
            continue
        told.add(place)
        job = one.found.job
        done = recovery(repo, one) or watched(repo, one)
        if done:
            yield passes(job.name, f"`{job.name}` {done.why}", done.place, place)
        elif job.opaque or any(step.opaque for step in job.steps):
            yield unknown(job.name, f"what `{job.name}` does when it fails is not seen", place)
        elif one.kind == "production":
            yield gap(job.name, f"when `{job.name}` fails, nothing goes back and nobody is told", place)
        else:
            yield unknown(
                job.name, f"`{job.name}` deploys to an environment without a name, and nothing follows a failure", place
            )


@rule(
    "CI024",
    "no-way-back",
    reads=deliveries,
    items=("1.3",),
    severity="info",
    at="audit",
    title="No command or job takes an earlier version up again",
    risk="the way back is found out during the outage",
    remedy="add a job that a person can start: `kubectl rollout undo`, `helm rollback`, or a deployment of a given tag",
)
def no_way_back(whole: Delivery, repo: Repository) -> Iterator[Outcome]:
    found = sorted(repo.ask(deployments), key=lambda one: one.kind != "production")
    if not found:
        return
    place = found[0].evidence[0].place
    ways = {way.place: way for way in ways_back(repo, whole)}
    if ways:
        yield from (passes("rollback", way.why, way.place) for way in list(ways.values())[:5])
    elif platform := next((each for one in found for each in one.evidence if may_go_back(each)), None):
        yield unknown("rollback", "the platform keeps releases; how to go back to one stands nowhere", platform.place)
    elif open_parts := hidden(whole):
        name = (open_parts[0].name or open_parts[0].kind).partition("@")[0]
        yield unknown("rollback", f"`{name}` may know the way back, and cannot be looked into", open_parts[0].place)
    elif found[0].kind != "production":
        yield unknown("rollback", f"where `{found[0].found.job.name}` deploys to is not told, and no pipeline goes back", place)
    else:
        message = f"`{found[0].found.job.name}` deploys, and no pipeline can go back"
        yield gap("rollback", message, Place(whole.path), place.labelled("deployed here"))
