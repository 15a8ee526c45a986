"""What keeps a workload steady: room on its node, and how many instances may be taken away at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.kubernetes.objects import UNKNOWN, Unknown, containers, look, number, shown
from ...models.kubernetes.renditions import budgets_of, deployed, scaler_of
from ...models.kubernetes.singletons import why_single
from ...parsing.yaml import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.kubernetes.objects import Object
    from ...models.kubernetes.renditions import Deployed, Variant


@rule(
    "INF005",
    "no-disruption-budget",
    reads=deployed,
    severity="info",
    title="Nothing limits how many instances a drain takes away at once",
    risk="an upgrade of the nodes may evict every instance at the same time",
    remedy="add a `PodDisruptionBudget` with `maxUnavailable: 1` whose selector takes the pods",
    aliases=("kube-score:deployment-has-poddisruptionbudget", "kube-score:statefulset-has-poddisruptionbudget"),
)
def no_disruption_budget(workload: Deployed, repo: Repository) -> Iterator[Outcome]:
    if workload.kind not in ("Deployment", "StatefulSet", "Rollout"):
        return
    for variant in workload.judged():
        spec = variant.workload.body.get("spec")
        replicas = number(look(spec, "replicas"))
        scaler, _ = scaler_of(variant)
        if scaler is None and isinstance(replicas, int) and replicas < 2:
            continue
        budgets, unsure = budgets_of(variant)
        where = variant.rendition.told
        at = variant.workload.kind.place
        if budgets:
            yield passes(
                workload.name, f"`{shown(budgets[0].name)}` limits what a drain takes away{where}", budgets[0].kind.place
            )
        elif unsure or isinstance(replicas, Unknown):
            continue
        elif workload.kind == "StatefulSet" or not why_single(variant):
            yield gap(workload.name, f"no PodDisruptionBudget takes the pods of `{workload.name}`{where}", at)
        return


@rule(
    "INF006",
    "blocking-disruption-budget",
    reads=deployed,
    severity="warning",
    title="A PodDisruptionBudget allows no disruption, or says nothing",
    risk="nodes cannot be drained: upgrades of the cluster wait for ever, or evict by force",
    remedy="write `maxUnavailable: 1`",
    aliases=("kube-score:poddisruptionbudget-has-policy",),
)
def blocking_disruption_budget(workload: Deployed, repo: Repository) -> Iterator[Outcome]:
    met: set[str] = set()
    for variant in workload.judged():
        for budget in budgets_of(variant)[0]:
            name = shown(budget.name)
            if name not in met:
                for said in _blocking(name, budget, variant):
                    met.add(name)
                    yield said


def _blocking(name: str, budget: Object, variant: Variant) -> Iterator[Outcome]:
    where = variant.rendition.told
    least, most = look(budget.body, "spec", "minAvailable"), look(budget.body, "spec", "maxUnavailable")
    if least is None and most is None:
        yield gap(name, f"`{name}` has neither `minAvailable` nor `maxUnavailable`{where}", budget.kind.place)
    elif isinstance(most, Scalar) and most.text.strip() in ("0", "0%"):
        yield gap(name, f"`maxUnavailable: {most.text}` of `{name}` lets no instance be evicted{where}", most.place)
    elif isinstance(least, Scalar):
        if least.text.strip() == "100%":
            yield gap(name, f"`minAvailable: 100%` of `{name}` lets no instance be evicted{where}", least.place)
            return
        scaler, unseen = scaler_of(variant)
        spec = variant.workload.body.get("spec")
        replicas = number(look(spec, "replicas"))
        if scaler is not None or unseen or replicas is UNKNOWN:
            return
        count = replicas if isinstance(replicas, int) else 1
        wanted = number(least)
        if isinstance(wanted, int) and wanted >= count > 0:
            message = f"`{name}` wants {wanted} of {count} to be there, so none may be evicted{where}"
            yield gap(name, message, least.place, variant.workload.kind.place.labelled(f"has {count}"))


@rule(
    "INF007",
    "no-resource-requests",
    reads=deployed,
    severity="info",
    title="A container does not say how much memory and processor it needs",
    risk="its node is filled up with others, and whoever asked for nothing is the first to be evicted",
    remedy="give it `resources.requests` for `cpu` and `memory`, and a limit for `memory`",
    aliases=("CKV_K8S_10", "CKV_K8S_12", "CKV_K8S_13", "kube-score:container-resources"),
)
def no_resource_requests(workload: Deployed, repo: Repository) -> Iterator[Outcome]:
    met: set[str] = set()
    for variant in workload.judged():
        pod = variant.workload.pod
        for container in containers(pod)[0] if pod is not None else ():
            name = shown(container.text("name") or "")
            if name in met:
                continue
            symbol, where = f"{workload.name}/{name}", variant.rendition.told
            at = container.key("resources") or container.key("name") or variant.workload.kind
            found = {
                f"{part}.{what}": look(container, "resources", part, what)
                for part, what in (("requests", "cpu"), ("requests", "memory"), ("limits", "memory"), ("limits", "cpu"))
            }
            met.add(name)
            limited = [what for what in ("cpu", "memory") if isinstance(found[f"limits.{what}"], Scalar)]
            del found["limits.cpu"]  # which throttles, and is not asked for
            missing = [key for key, value in found.items() if value is None]
            taken = [key for key in missing if key.rpartition(".")[2] in limited]
            if any(value is UNKNOWN for value in found.values()):
                yield unknown(symbol, f"what `{name}` asks for is not known{where}", at.place)
            elif missing:
                said = ", ".join(f"`{key}`" for key in missing)
                kept = ": its node keeps the whole limit free for it" if taken == missing else ""
                yield gap(symbol, f"`{name}` does not set {said} of its resources{where}{kept}", at.place)
            else:
                yield passes(symbol, f"`{name}` says what it needs{where}", at.place)
