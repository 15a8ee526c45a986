"""Deployments: staging before production, each looked at afterwards, and none before the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.excerpt import Place
from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.observability.applications import applications
from ...models.pipeline.delivery import (
    deliveries,
    deployments,
    graph_of,
    hidden,
    images_built,
    infrastructure,
    is_infrastructure,
    waits_until_healthy,
)
from ...models.pipeline.promotion import promoted, tested
from ...models.pipeline.signals import signal_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.pipeline.delivery import Delivery, Deployment, Found
    from ...models.pipeline.stages import Evidence


@rule(
    "CI018",
    "no-staging",
    reads=deliveries,
    items=("3.1.6",),
    severity="info",
    at="audit",
    title="No pipeline deploys to staging",
    risk="a change meets real users before it has run anywhere else",
    remedy="deploy to staging first, with the same artefact and the same steps, in a job that production waits for",
)
def no_staging(whole: Delivery, repo: Repository) -> Iterator[Outcome]:
    found = _to(repo, "staging")
    if found:
        yield from _signals("staging", found, whole)
    elif outcome := _missing(whole, repo, "staging"):
        yield outcome


@rule(
    "CI019",
    "no-smoke-test",
    reads=deliveries,
    items=("3.1.7",),
    severity="info",
    at="audit",
    title="Nothing looks at staging after the deployment",
    risk="a deployment that starts and does not answer is promoted to production",
    remedy="request an endpoint after the deployment to staging, as in `curl --fail --retry 5 https://staging.example.com/health`",
)
def no_smoke_test(whole: Delivery, repo: Repository) -> Iterator[Outcome]:
    found = _to(repo, "staging")
    if not found:
        if outcome := _missing(whole, repo, "staging"):
            yield outcome._replace(symbol="smoke-test", message=f"{outcome.message}, so nothing is tested there")
        return
    looks = [each for one in found for each in _looks_after(repo, whole, one)]
    requests = [
        each for each in looks if each.stage == "smoke-test" or (each.command and each.command.name in ("curl", "wget"))
    ]
    if requests:
        yield passes("smoke-test", f"`{_short(requests[0])}` looks at it", requests[0].place, found[0].evidence[0].place)
    elif looks:
        yield unknown("smoke-test", f"`{_short(looks[0])}` waits, and makes no request of its own", looks[0].place)
    elif all(is_infrastructure(each) for one in found for each in one.evidence):
        yield unknown("smoke-test", "what is deployed is infrastructure: what answers is not known", found[0].evidence[0].place)
    else:
        yield _nothing_after("smoke-test", whole, found[0], "nothing asks whether it works there")


@rule(
    "CI020",
    "production-without-staging",
    reads=deliveries,
    items=("3.1.8",),
    severity="info",
    at="audit",
    title="Production is deployed without having been deployed to staging",
    risk="what fails in an environment fails in production first",
    remedy="let the job wait for the one that deploys to staging: `needs: [deploy-staging]`",
)
def production_without_staging(whole: Delivery, repo: Repository) -> Iterator[Outcome]:
    found = _to(repo, "production")
    if not found:
        if outcome := _missing(whole, repo, "production"):
            yield outcome
        return
    yield from _signals("production", found, whole)
    staging = _to(repo, "staging")
    told: set[object] = set()
    for one in found:
        place = one.evidence[0].place
        verdict = promoted(repo, one, staging)
        key = place if verdict.state == "not" else (one.found.pipeline.path, verdict)  # of many alike one is told
        if key in told:
            continue
        told.add(key)
        symbol = f"{one.found.job.name}/order"
        if verdict.state == "before":
            yield passes(symbol, f"`{one.found.job.name}` {verdict.why}", place)
        elif verdict.state == "unknown" or (not staging and (hidden(whole) or _unnamed(repo))):
            yield unknown(symbol, f"`{one.found.job.name}` {verdict.why}", place)
        else:
            beside = [verdict.place.labelled("deployed to staging here")] if verdict.place else []
            yield gap(symbol, f"`{one.found.job.name}` deploys production, and {verdict.why}", place, *beside)


@rule(
    "CI021",
    "no-health-check-after-production",
    reads=deliveries,
    items=("3.1.9",),
    severity="info",
    at="audit",
    title="Nothing looks at production after the deployment",
    risk="the pipeline is green while users see errors, and nobody rolls back",
    remedy="wait for the rollout and request its health: `kubectl rollout status`, `curl --fail …/health`; undo on failure",
)
def no_health_check_after_production(whole: Delivery, repo: Repository) -> Iterator[Outcome]:
    found = _to(repo, "production")
    if not found:
        outcome = _missing(whole, repo, "production")
        if outcome:
            yield outcome._replace(symbol="health-check", message=f"{outcome.message}, so nothing is checked there")
        return
    for one in found:
        looks = _looks_after(repo, whole, one)
        patient = next((each for each in one.evidence if waits_until_healthy(each)), None)
        if looks:
            yield passes("health-check", f"`{_short(looks[0])}` looks at it", looks[0].place, one.evidence[0].place)
            return
        if patient:
            yield passes("health-check", f"`{_short(patient)}` waits until it is healthy", patient.place)
            return
    if all(is_infrastructure(each) for one in found for each in one.evidence):
        yield unknown(
            "health-check", "what is deployed is infrastructure: what answers is not known", found[0].evidence[0].place
        )
    else:
        yield _nothing_after("health-check", whole, found[0], "nothing asks whether it is healthy")


@rule(
    "CI022",
    "deployed-before-tests",
    reads=deliveries,
    items=("3.1.8",),
    severity="info",
    at="audit",
    title="A deployment does not wait for the tests of its own pipeline",
    risk="what the tests would have stopped is live before they end",
    remedy="let the deployment wait for the tests: `needs: [test]`, or a later stage",
)
def deployed_before_tests(whole: Delivery, repo: Repository) -> Iterator[Outcome]:
    told: set[Place] = set()
    for one in repo.ask(deployments):
        place = one.evidence[0].place
        if place in told or one.kind != "production":
            continue
        told.add(place)
        verdict = tested(repo, whole, one)
        symbol = f"{one.found.job.name}/tests"
        if verdict.state == "before":
            yield passes(symbol, f"`{one.found.job.name}` {verdict.why}", place)
        elif verdict.state == "not" and verdict.place:
            message = f"`{one.found.job.name}` deploys, and does not wait for the tests"
            yield gap(symbol, message, place, verdict.place.labelled(verdict.why))


def _to(repo: Repository, kind: str) -> list[Deployment]:
    return [one for one in repo.ask(deployments) if one.kind == kind]


def _unnamed(repo: Repository) -> list[Deployment]:
    return _to(repo, "")


def _signals(kind: str, found: Sequence[Deployment], whole: Delivery) -> Iterator[Outcome]:
    rows = [(one, each, signal_of(one.found.classified, each)) for one in found for each in one.evidence]
    works = {each.place: (one, each) for one, each, signal in rows if signal.state != "silent"}
    for place, (one, each) in list(works.items())[:5]:
        yield passes(f"{kind}/{one.found.job.name}", f"`{_short(each)}` in job `{one.found.job.name}`", place)
    if not works:
        one, each, signal = rows[0]
        message = f"the deployment in job `{one.found.job.name}` cannot fail the pipeline: {signal.why}"
        yield (unknown if hidden(whole) else gap)(kind, message, signal.place)


def _looks_after(repo: Repository, whole: Delivery, one: Deployment) -> list[Evidence]:
    """What asks after a deployment whether it worked: later in its job, or in jobs that wait for it."""
    at = _index(one.found, one.evidence[0])
    found = [
        each for i, each in enumerate(one.found.classified.evidence) if each.stage in ("smoke-test", "health-check") and i >= at
    ]
    graph = graph_of(repo, one.found.pipeline.path)
    for other in whole.jobs:
        if _kind(other) not in ("", one.kind):
            continue  # what is asked there is of another environment
        if other.pipeline.path == one.found.pipeline.path and other.job.id != one.found.job.id:
            looks = other.classified.of("smoke-test", "health-check")
            if looks and one.found.job.id in graph.all_before(other.job):
                found += looks
        elif other.pipeline.path != one.found.pipeline.path and any(
            one.found.pipeline.title in trigger.after for trigger in other.job.triggers
        ):
            found += other.classified.of("smoke-test", "health-check", "test")
    return found


def _index(found: Found, evidence: Evidence) -> int:
    return next((i for i, each in enumerate(found.classified.evidence) if each == evidence), 0)


def _nothing_after(symbol: str, whole: Delivery, one: Deployment, why: str) -> Outcome:
    place = one.evidence[0].place
    open_parts = [each for each in hidden(whole) if each.place.path == one.found.job.path]
    if open_parts:
        name = open_parts[0].name.partition("@")[0]
        return unknown(symbol, f"`{name}` may look at it, and cannot be looked into", open_parts[0].place, place)
    return gap(symbol, f"`{one.found.job.name}` deploys, and {why}", place)


def _missing(whole: Delivery, repo: Repository, kind: str) -> Outcome | None:
    """Why there is no deployment of this kind: a gap where something is deployed, or should be; None where nothing is."""
    other = _to(repo, "production" if kind == "staging" else "staging")
    unnamed = _unnamed(repo)
    named = [one for one in whole.jobs if one.classified.of("deploy", "deploy-staging", "deploy-production")]
    known = [one for one in named if one.classified.environment]
    if unnamed:
        one = unnamed[0]
        return unknown(kind, f"`{one.found.job.name}` deploys, and does not say to which environment", one.evidence[0].place)
    if seen := next((one for one in known if _kind(one) == kind), None):
        return unknown(kind, f"`{seen.job.name}` names the environment; how it deploys is not seen", seen.job.place)
    applies = bool(other) or (bool(repo.ask(applications)) and bool(repo.ask(images_built) or repo.ask(infrastructure)))
    if not applies:
        return None
    if open_parts := hidden(whole):
        name = (open_parts[0].name or open_parts[0].kind).partition("@")[0]
        return unknown(kind, f"nothing deploys to {kind}, but `{name}` cannot be looked into", open_parts[0].place)
    if other:
        return gap(
            kind, f"nothing deploys to {kind}", Place(whole.path), other[0].evidence[0].place.labelled("the only deployment")
        )
    if published := whole.of("package"):
        return unknown(kind, "images are published, and who deploys them stands elsewhere", published[0][1].place)
    surface = (*repo.ask(images_built), *repo.ask(infrastructure))[0]
    return gap(kind, f"nothing deploys to {kind}", Place(whole.path), Place(surface).labelled("to be deployed"))


def _kind(one: Found) -> str:
    environment = one.classified.environment
    return "production" if environment == "production" else "staging" if environment else ""


def _short(one: Evidence) -> str:
    text = " ".join(one.text.split())
    return text if len(text) <= 50 else text[:49] + "…"
