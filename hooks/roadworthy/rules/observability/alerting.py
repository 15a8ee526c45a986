"""Whether somebody is told: alerts on errors, on slow requests, on what runs full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.excerpt import Place
from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.observability.instrumentation import measured
from ...models.observability.watching import watches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.observability.watching import Watch

_ELSEWHERE = "alert rules may be kept elsewhere; none is in this repository"


def _alerted(watch: Watch, kind: str, what: str) -> Iterator[Outcome]:
    """PASS with the alerts of this kind; a gap where there are alert rules and none of it; otherwise nobody can tell."""
    if not watch.watched:
        return
    found = watch.on(kind)
    steady = [alert for alert in found if alert.waits is None or alert.waits > 0]
    if steady:
        for alert in steady:
            yield passes(alert.name, f"`{alert.name}` watches {what}", alert.place)
        return
    if found:
        alert = found[0]
        yield gap(kind, f"`{alert.name}` watches {what} and speaks at the first measurement: `for` is 0", alert.place)
    elif watch.unread:
        for file in watch.unread:
            yield unknown(kind, f"this file of alert rules could not be read: it {file.why}", file.place)
    elif watch.alerts:
        searched = [place.labelled("alert rules were looked for here") for place in watch.places]
        yield gap(kind, f"there are alert rules, and none watches {what}", Place(searched[0].path), *searched)
    else:
        yield unknown(kind, _ELSEWHERE, watch.applications[0].place.labelled("this is what nobody is told of"))


@rule(
    "OBS001",
    "no-error-rate-alert",
    reads=watches,
    items=("7.3.1",),
    severity="info",
    at="audit",
    title="No alert watches the share of requests that fail",
    risk="users find out first, and tell nobody",
    remedy='alert on failed requests over all requests, as in `sum(rate(http_requests_total{status=~"5.."}[5m])) /'
    " sum(rate(http_requests_total[5m])) > 0.02` with `for: 10m`",
)
def no_error_rate_alert(watch: Watch, repo: Repository) -> Iterator[Outcome]:
    counted = watch.on("errors")
    if counted and not watch.on("error-rate"):
        first = counted[0]
        yield gap("error-rate", f"`{first.name}` counts failed requests, and nothing watches their share of all", first.place)
        return
    yield from _alerted(watch, "error-rate", "the share of failed requests")


@rule(
    "OBS002",
    "no-latency-alert",
    reads=watches,
    items=("7.3.2",),
    severity="info",
    at="audit",
    title="No alert watches the slowest requests",
    risk="the average looks well while one user in a hundred waits until the browser gives up",
    remedy="alert on the 99th percentile, as in `histogram_quantile(0.99, sum by (le)"
    " (rate(http_request_duration_seconds_bucket[5m]))) > 1`",
)
def no_latency_alert(watch: Watch, repo: Repository) -> Iterator[Outcome]:
    yield from _alerted(watch, "latency", "the 99th percentile of request durations")


@rule(
    "OBS003",
    "no-saturation-alert",
    reads=watches,
    items=("7.2.4",),
    severity="info",
    at="audit",
    title="No alert watches memory and CPU",
    risk="a leak ends in a restart at night, and nobody sees it coming",
    remedy="alert on memory and CPU against their limits, as in `container_memory_working_set_bytes /"
    " container_spec_memory_limit_bytes > 0.9`",
)
def no_saturation_alert(watch: Watch, repo: Repository) -> Iterator[Outcome]:
    if not watch.watched:
        return
    missing = [kind for kind in ("memory", "cpu") if not watch.on(kind)]
    if not missing:
        for alert in watch.on("memory", "cpu"):
            yield passes(alert.name, f"`{alert.name}` has a threshold for what it uses", alert.place)
    elif watch.unread or not watch.alerts:
        yield from _alerted(watch, missing[0], "what it uses")
    else:
        words = {"memory": "memory", "cpu": "CPU"}
        searched = [place.labelled("alert rules were looked for here") for place in watch.places]
        what = " and ".join(words[kind] for kind in missing)
        yield gap("+".join(missing), f"there are alert rules, and none watches {what}", Place(searched[0].path), *searched)


@rule(
    "OBS004",
    "queue-not-watched",
    reads=watches,
    items=("7.2.2",),
    severity="info",
    at="audit",
    title="Nothing measures how much work is waiting",
    risk="a stuck worker is noticed when what it should have done is missing",
    remedy="measure the depth or the lag of each queue, and alert when it grows",
)
def queue_not_watched(watch: Watch, repo: Repository) -> Iterator[Outcome]:
    for alert in watch.on("queue"):
        yield passes(alert.name, f"`{alert.name}` watches what is waiting", alert.place)
    if watch.on("queue"):
        return
    for application in watch.applications:
        if queue := application.queue:
            if place := measured(repo, application, "queue"):
                yield passes(application.folder or ".", "how much work is waiting is measured", place)
                continue
            yield from _measured(watch, application.folder, f"`{queue[0]}`", queue[1], "how much work waits in it")


@rule(
    "OBS005",
    "connection-pool-not-watched",
    reads=watches,
    items=("7.2.3",),
    severity="info",
    at="audit",
    title="Nothing measures the connections to the database",
    risk="when the pool runs out every request waits, and the application looks idle",
    remedy="export the pool's connections in use and waiting, and alert before it is full",
)
def connection_pool_not_watched(watch: Watch, repo: Repository) -> Iterator[Outcome]:
    for alert in watch.on("pool"):
        yield passes(alert.name, f"`{alert.name}` watches the connections to the database", alert.place)
    if watch.on("pool"):
        return
    for application in watch.applications:
        if database := application.database:
            if place := measured(repo, application, "pool"):
                yield passes(application.folder or ".", "the connections to the database are measured", place)
                continue
            yield from _measured(
                watch, application.folder, f"`{database[0]}`", database[1], "how many of its connections are in use"
            )


def _measured(watch: Watch, folder: str, client: str, place: Place, what: str) -> Iterator[Outcome]:
    """A gap where the repository has alert rules, as then this is where it would be; otherwise nobody can tell."""
    symbol = folder or "."
    if watch.unread:
        for file in watch.unread:
            yield unknown(symbol, f"this file of alert rules could not be read: it {file.why}", file.place)
    elif watch.alerts:
        yield gap(symbol, f"{client} is used, and no alert rule watches {what}", place, *watch.places)
    else:
        yield unknown(symbol, f"{client} is used; {_ELSEWHERE}", place)
