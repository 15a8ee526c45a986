"""Whether traffic waits until a container is ready for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes, unknown
from ...core.patterns import pattern
from ...core.rule import rule
from ...models.infrastructure.services import PlatformService
from ...models.infrastructure.workloads import workloads
from ...models.kubernetes.objects import PROBES, UNKNOWN, containers, is_unknown, listed, look, ports, probe_port, shown
from ...models.kubernetes.renditions import deployed, served_container, services_of
from ...parsing.yaml import Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.kubernetes.objects import Object
    from ...models.kubernetes.renditions import Deployed, Variant

_ONCE = ("Job", "CronJob")
_NO_REQUESTS = pattern(r"(?i)(?:^|-)(?:metrics|telemetry|transport|peer|gossip|raft|cluster|election|discovery)(?:$|-)")
_ON_THE_SIDE = pattern(r"(?i)(?:^|[-_])(?:exporter|metrics|pushgateway|statsd)(?:$|[-_])")  # asked by what collects


@rule(  # type: ignore[arg-type]  # two records, which mypy takes for one tuple
    "INF003",
    "no-readiness-probe",
    reads=workloads,
    items=("6.1.2",),
    severity="warning",
    title="A container gets traffic before it is ready",
    risk="with every deployment requests go to instances that are still starting, and fail",
    remedy="give the container a `readinessProbe` that asks its health endpoint",
    aliases=("CKV_K8S_9",),
)
def no_readiness_probe(workload: Deployed | PlatformService, repo: Repository) -> Iterator[Outcome]:
    if isinstance(workload, PlatformService):
        yield from _asked_by_platform(workload)
        return
    if workload.kind in _ONCE:
        return
    found: dict[str, list[Outcome]] = {}
    for variant in workload.judged():
        for said in _readiness(workload, variant):
            found.setdefault(said.symbol, []).append(said)
    for told in found.values():
        yield min(told, key=lambda said: ("gap", "unknown", "pass").index(said.state))


def _asked_by_platform(one: PlatformService) -> Iterator[Outcome]:
    health = one.health
    if health is None or one.traffic is None:
        return
    if health.state == "asked":
        yield passes(one.name, f"`{one.name}` gets traffic when it is healthy: {health.why}", health.place)
    elif health.state == "not known":
        yield unknown(one.name, f"whether `{one.name}` is asked for its health is not known: {health.why}", health.place)
    else:
        message = f"`{one.name}` gets traffic as soon as it is started: {health.why}"
        remedy = f"give it a check of its health endpoint, that {one.platform} asks before it sends traffic"
        yield gap(one.name, message, health.place, remedy=remedy)


def _readiness(workload: Deployed, variant: Variant) -> Iterator[Outcome]:
    services = [one for one in services_of(variant)[0] if not _is_headless(one) and not _is_for_peers(one)]
    where = variant.rendition.told
    if (
        not services
        or _is_hook(variant.workload)
        or all(look(one.body, "spec", "publishNotReadyAddresses") is not None for one in services)
    ):
        return
    for container in served_container(variant, services):
        name = shown(container.text("name") or "")
        symbol = f"{workload.name}/{name}"
        if _ON_THE_SIDE.search(name[:100]):
            continue
        at = container.key("name") or container.key("image") or variant.workload.kind
        probes = {probe: look(container, probe) for probe in PROBES}
        there = next((key for key in ("readinessProbe", "startupProbe") if isinstance(probes[key], Mapping)), None)
        if there is not None:
            key = container.key(there) or at
            yield passes(symbol, f"`{name}` gets traffic when its {there} passes{where}", key.place)
        elif any(probes[key] is UNKNOWN for key in ("readinessProbe", "startupProbe")) or is_unknown(container):
            yield unknown(symbol, f"whether `{name}` has a probe is not known{where}", at.place)
        else:
            service = services[0].kind.place.labelled(f"Service `{shown(services[0].name)}` sends it traffic")
            but = "; its livenessProbe only restarts it" if isinstance(probes["livenessProbe"], Mapping) else ""
            message = f"`{name}` gets traffic as soon as it is started{but}{where}: give it a `readinessProbe`"
            yield gap(symbol, message, at.place, service)


def _is_for_peers(service: Object) -> bool:
    """Whether all its ports are for what collects metrics, or for peers that have to find each other."""
    names = [one.text("name") or "" for one in listed(look(service.body, "spec", "ports"))[0]]
    return bool(names) and all(_NO_REQUESTS.search(name[:100]) for name in names)


def _is_headless(service: Object) -> bool:
    """Whether the Service only tells addresses, for peers that have to find each other before they are ready."""
    at = look(service.body, "spec", "clusterIP")
    return isinstance(at, Scalar) and at.text == "None"


def _is_hook(workload: Object) -> bool:
    """Whether it runs once: a hook or a test of a chart, or a pod that is not started again."""
    annotations = look(workload.body, "metadata", "annotations")
    pod = workload.pod
    again = look(pod, "restartPolicy") if pod is not None else None
    return (isinstance(annotations, Mapping) and "helm.sh/hook" in annotations) or (
        isinstance(again, Scalar) and again.text != "Always"
    )


@rule(
    "INF004",
    "probe-of-no-port",
    reads=deployed,
    items=("6.1.2",),
    severity="warning",
    title="A probe asks a port that the container does not have",
    risk="the probe fails for ever: the instance never gets traffic, or is restarted again and again",
    remedy="name one of the container's ports in the probe, or the port in the container",
)
def probe_of_no_port(workload: Deployed, repo: Repository) -> Iterator[Outcome]:
    met: set[str] = set()
    for variant in workload.variants:
        pod = variant.workload.pod
        for container in containers(pod)[0] if pod is not None else ():
            for kind in PROBES:
                probe = look(container, kind)
                port = probe_port(probe) if isinstance(probe, Mapping) else None
                symbol = f"{workload.name}/{shown(container.text('name') or '')}/{kind}"
                if port is None or symbol in met:
                    continue
                said, complete = ports(container)
                named = not port.text.isdigit()
                if port.text in said or not complete or is_unknown(container) or not (named or said):
                    continue
                if not named:  # a container port need not be listed to be open, so a number alone proves nothing
                    continue
                met.add(symbol)
                where = variant.rendition.told
                known = ", ".join(f"`{one}`" for one in sorted(said)) or "none"
                yield gap(symbol, f"{kind} asks port `{port.text}`, and the container has {known}{where}", port.place)
