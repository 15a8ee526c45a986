"""How many instances a workload has, and how they are replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.infrastructure.services import PlatformService
from ...models.infrastructure.workloads import workloads
from ...models.kubernetes.objects import UNKNOWN, look, number, shown
from ...models.kubernetes.renditions import given_at, scaler_of, services_of
from ...models.kubernetes.singletons import why_single
from ...parsing.yaml import Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Place
    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.kubernetes.objects import Object
    from ...models.kubernetes.renditions import Deployed, Variant

_ROLLED = ("Deployment", "Rollout", "ReplicationController", "ReplicaSet")


@rule(  # type: ignore[arg-type]  # two records, which mypy takes for one tuple
    "INF001",
    "single-replica",
    reads=workloads,
    items=("6.1.1",),
    severity="warning",
    title="A service runs as a single instance",
    risk="when its node is drained or its process dies, nobody answers until another one has started",
    remedy="write `replicas: 2` at least, or let an autoscaler keep `minReplicas: 2`",
    aliases=("kube-score:deployment-replicas",),
)
def single_replica(workload: Deployed | PlatformService, repo: Repository) -> Iterator[Outcome]:
    if isinstance(workload, PlatformService):
        yield from _worst(list(_of_platform(workload)))
        return
    if workload.kind not in _ROLLED:
        return
    told: list[Outcome] = [said for variant in workload.judged() for said in _instances(workload, variant, repo)]
    yield from _worst(told)


def _instances(workload: Deployed, variant: Variant, repo: Repository) -> Iterator[Outcome]:
    services, unsure = services_of(variant)
    if not services and not unsure:
        return
    one = variant.workload
    spec = one.body.get("spec")
    replicas = number(look(spec, "replicas")) if isinstance(spec, Mapping) else None
    stands = spec.get("replicas") if isinstance(spec, Mapping) else None
    place = stands.place if stands is not None else one.kind.place
    where = variant.rendition.told
    scaler, unseen = scaler_of(variant)
    if scaler is not None:
        key = "minReplicaCount" if scaler.kind.text == "ScaledObject" else "minReplicas"
        least = number(look(scaler.body, "spec", key))
        at = scaler.body.get("spec", key) or scaler.kind
        if least is UNKNOWN:
            yield unknown(workload.name, f"how many the autoscaler keeps of `{workload.name}` is not known{where}", at.place)
        elif isinstance(least, int) and least >= 2:
            yield passes(workload.name, f"the autoscaler keeps {least} of `{workload.name}` at least{where}", at.place)
        elif not why_single(variant):
            fewest = least if isinstance(least, int) else 0 if key == "minReplicaCount" else 1
            yield gap(
                workload.name,
                f"the autoscaler may leave {fewest} of `{workload.name}`{where}: give it `{key}: 2`",
                at.place,
                *given_at(repo, variant.rendition, at.place),
                *_labels(services),
            )
        return
    if isinstance(replicas, int) and replicas >= 2:
        yield passes(workload.name, f"`{workload.name}` has {replicas} instances{where}", place)
    elif replicas is UNKNOWN:
        yield unknown(workload.name, f"how many instances `{workload.name}` has is not known{where}", place)
    elif replicas == 0 or why_single(variant):
        return
    elif not services or unseen:
        yield unknown(
            workload.name, f"whether something scales `{workload.name}` or sends it traffic is not known{where}", place
        )
    elif replicas is None:
        message = f"`{workload.name}` is behind a Service and has no `replicas`, so one instance{where}: write `replicas: 2`"
        yield gap(workload.name, message, place, *_labels(services))
    else:
        message = f"`{workload.name}` is behind a Service and has one instance{where}: write `replicas: 2` at least"
        yield gap(workload.name, message, place, *given_at(repo, variant.rendition, place), *_labels(services))


def _of_platform(one: PlatformService) -> Iterator[Outcome]:
    if one.traffic is None or one.single:
        return
    traffic = one.traffic.labelled("is sent requests")
    for said in one.judged:
        count = said.number if said.text is not None else one.fewest
        if not said.known or count is None:
            why = f"how many instances `{one.name}` has is not told here{said.told}: {one.platform} goes by `{one.setting}`"
            yield unknown(one.name, why, said.place)
        elif count >= 2:
            yield passes(one.name, f"`{one.name}` has {count} instances{said.told}", said.place)
        elif count and said.text is None:
            message = f"`{one.name}` has no `{one.setting}`{said.told}, so one instance: set it to 2 at least"
            yield gap(one.name, message, said.place, traffic, remedy=f"set `{one.setting}` to 2 at least")
        elif count:
            message = f"`{one.name}` has one instance{said.told}: set `{one.setting}` to 2 at least"
            yield gap(one.name, message, said.place, traffic, remedy=f"set `{one.setting}` to 2 at least")


@rule(  # type: ignore[arg-type]  # two records, which mypy takes for one tuple
    "INF002",
    "all-instances-at-once",
    reads=workloads,
    items=("6.1.1",),
    severity="warning",
    title="A new version takes all instances down at once",
    risk="every deployment is an outage, as long as the new version takes to start, and for good where it does not",
    remedy="use `type: RollingUpdate` with `maxUnavailable: 25%` or less",
    aliases=("kube-score:deployment-strategy",),
)
def all_instances_at_once(workload: Deployed | PlatformService, repo: Repository) -> Iterator[Outcome]:
    if isinstance(workload, PlatformService):
        yield from _replaced_by_platform(workload)
        return
    if workload.kind != "Deployment":
        return
    yield from _worst([said for variant in workload.judged() for said in _replacing(workload, variant)])


def _replacing(workload: Deployed, variant: Variant) -> Iterator[Outcome]:
    services, _ = services_of(variant)
    if not services:
        return
    where = variant.rendition.told
    spec = variant.workload.body.get("spec")
    kind = look(spec, "strategy", "type")
    most = look(spec, "strategy", "rollingUpdate", "maxUnavailable")
    if kind is UNKNOWN or most is UNKNOWN:
        at = look(spec, "strategy")
        place = at.place if isinstance(at, (Mapping, Scalar)) else variant.workload.kind.place
        yield unknown(workload.name, f"how instances of `{workload.name}` are replaced is not known{where}", place)
    elif isinstance(kind, Scalar) and kind.text == "Recreate":
        if not why_single(variant):
            message = f"`Recreate` stops every instance of `{workload.name}` before the first new one starts{where}"
            yield gap(workload.name, f"{message}: use `RollingUpdate`", kind.place, *_labels(services))
    elif isinstance(most, Scalar) and most.text.strip() == "100%":
        message = f"`maxUnavailable: 100%` lets every instance of `{workload.name}` go at once{where}: write `25%`"
        yield gap(workload.name, message, most.place, *_labels(services))
    elif isinstance(kind, Scalar):
        yield passes(workload.name, f"`{workload.name}` is replaced instance by instance{where}", kind.place)


_GRADUALLY = {
    "ECS": "let ECS keep tasks running: `deployment_minimum_healthy_percent = 100`",
    "Swarm": "write `parallelism: 1` and `order: start-first`",
    "Nomad": "write `max_parallel = 1`, or start new instances first with `canary`",
    "Fly": 'write `strategy = "rolling"`',
    "Ansible": "write `serial: 1`, or a part of the hosts",
}


def _replaced_by_platform(one: PlatformService) -> Iterator[Outcome]:
    how = one.replacing
    if how is None or one.traffic is None or one.single:
        return
    if how.state == "at once":
        remedy = _GRADUALLY.get(one.platform, "")
        message = f"a new version takes all of `{one.name}` down at once: {how.why}"
        yield gap(one.name, message, how.place, remedy=remedy)
    elif how.state == "gradual":
        yield passes(one.name, f"`{one.name}` is replaced a part at a time: {how.why}", how.place)
    else:
        yield unknown(one.name, f"how `{one.name}` is replaced is not told here: {how.why}", how.place)


def _labels(services: list[Object]) -> list[Place]:
    return [one.kind.place.labelled(f"Service `{shown(one.name)}` sends it traffic") for one in services[:1]]


def _worst(told: list[Outcome]) -> Iterator[Outcome]:
    """What is said of a workload with several variants: its gap, else what is not known, else that it is in order."""
    for state in ("gap", "unknown", "pass"):
        for said in told:
            if said.state == state:
                yield said
                return
