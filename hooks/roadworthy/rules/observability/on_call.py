"""Whether somebody is called when a deployment fails, and who."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.observability.on_call import rotas
from ...models.observability.watching import watches
from ...models.pipeline.delivery import deployments
from ...models.pipeline.recovery import recovery, watched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.observability.watching import Watch


@rule(
    "OBS011",
    "failed-deployment-not-alerted",
    reads=watches,
    items=("7.3.3",),
    severity="info",
    at="audit",
    title="Nobody is told when a deployment fails",
    risk="half of the new version runs, and everybody believes that all of it does",
    remedy='alert on the rollout, as in `kube_deployment_status_condition{condition="Progressing",status="false"} == 1`,'
    " or let the pipeline tell when a deployment fails",
)
def failed_deployment_not_alerted(watch: Watch, repo: Repository) -> Iterator[Outcome]:
    for alert in watch.on("deployment"):
        yield passes(alert.name, f"`{alert.name}` watches deployments", alert.place)
    if watch.on("deployment"):
        return
    found = repo.ask(deployments)
    told = [(one, done) for one in found if (done := recovery(repo, one) or watched(repo, one)) and done.kind == "alert"]
    for one, done in told[:5]:
        yield passes(one.found.job.name, f"`{one.found.job.name}` {done.why}", done.place)
    if told:
        return
    first = next((one for one in found if one.kind == "production"), None)
    if first and watch.alerts:
        name = first.found.job.name
        yield gap("deployment", f"no alert rule and no job tells when `{name}` fails", first.evidence[0].place, *watch.places)
    elif found or watch.applications:
        place = found[0].evidence[0].place if found else watch.applications[0].place
        yield unknown("deployment", "who is told when a deployment fails is not in this repository", place)


@rule(
    "OBS012",
    "no-on-call-rota",
    reads=watches,
    items=("7.3.4",),
    severity="info",
    at="audit",
    title="Who is called is written nowhere",
    risk="at night the alert goes to whoever happens to look",
    remedy="link the rota where people look first, or keep schedule and receivers as code",
)
def no_on_call_rota(watch: Watch, repo: Repository) -> Iterator[Outcome]:
    if not watch.watched:
        return
    found = repo.ask(rotas)
    for place in found[:5]:
        yield passes("on-call", place.label, place.labelled(""))
    if found:
        return
    if watch.alerts:
        places = watch.places
        yield gap("on-call", "there are alerts, and nothing says who is called", places[0], *places[1:4])
    else:
        yield unknown("on-call", "nothing here says who is called", watch.applications[0].place)
