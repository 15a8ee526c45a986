"""What goes from environment to environment, and what must not: one artefact, secrets of each its own, the database first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.names import is_secret_name
from ...models.pipeline.artefacts import built, migrates
from ...models.pipeline.delivery import deliveries, deployments, graph_of
from ...models.pipeline.readers import pipelines, system
from ...models.pipeline.stages import classified
from ...tables.check_signals import PIPELINE_SECRETS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Place
    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.pipeline.artefacts import Built
    from ...models.pipeline.delivery import Delivery, Deployment
    from ...models.pipeline.stages import Classified, Evidence
    from ...models.pipeline.types import Job, Pipeline

MOST_MIGRATIONS = 100  # of one pipeline that are judged


@rule(
    "CI029",
    "rebuilt-per-environment",
    reads=deliveries,
    items=("3.2.3",),
    severity="info",
    at="audit",
    title="The same artefact is built again for each environment",
    risk="what runs in production is not what was tested in staging",
    remedy="build once, before the first deployment; deploy that digest everywhere, and configure it by its environment",
)
def rebuilt_per_environment(whole: Delivery, repo: Repository) -> Iterator[Outcome]:
    by_artefact: dict[str, dict[str, Built]] = {}
    for made in repo.ask(built):
        by_artefact.setdefault(made.what, {}).setdefault(made.kind, made)
    twice = {what: kinds for what, kinds in by_artefact.items() if len(kinds) > 1}
    for kinds in twice.values():
        later, earlier = kinds["production"], kinds["staging"]
        if later.found.job.name == earlier.found.job.name and later.place == earlier.place:
            continue
        message = f"`{later.found.job.name}` builds for production what `{earlier.found.job.name}` has built for staging"
        yield gap(later.found.job.name, message, later.place, earlier.place.labelled("built for staging"))
    if twice:
        return
    for deployment in repo.ask(deployments):
        before = graph_of(repo, deployment.found.pipeline.path).all_before(deployment.found.job)
        for one, each, _ in (*whole.of("package"), *whole.of("build")):
            here = one.pipeline.path == deployment.found.pipeline.path
            if here and one.job.id in before and not one.classified.environment:
                message = f"`{one.job.name}` builds it once, before `{deployment.found.job.name}`"
                yield passes("artefact", message, each.place, deployment.evidence[0].place)
                return


@rule(
    "CI030",
    "secret-shared-with-production",
    reads=deliveries,
    items=("5.2.6",),
    severity="info",
    at="audit",
    title="Staging and production are given the same secret",
    risk="whoever gets into staging holds the key to production",
    remedy="give the jobs an `environment`, and each environment its own secret of that name; or two names",
)
def secret_shared_with_production(whole: Delivery, repo: Repository) -> Iterator[Outcome]:
    by_kind: dict[str, dict[str, tuple[Deployment, Place]]] = {"staging": {}, "production": {}}
    for one in repo.ask(deployments):
        for read in one.found.job.reads:
            if one.kind and read.name != "*" and _is_secret(read.kind, read.name):
                by_kind[one.kind].setdefault(read.name, (one, read.place))
    for name, (later, place) in by_kind["production"].items():
        if name not in by_kind["staging"]:
            yield passes(name, f"`{name}` is read for production only", place)
            continue
        earlier, other = by_kind["staging"][name]
        scoped = [one for one in (later, earlier) if one.found.job.environment]
        symbol = f"{later.found.job.name}/{name}"
        if len(scoped) == 2:
            yield passes(symbol, f"`{name}` may be another one in each environment: both jobs name theirs", place, other)
        elif system(later.found.pipeline.system).expresses.get("secret-scope") == "absent":
            yield unknown(
                symbol, f"`{name}` is read for both, and this CI system knows no secret of an environment", place, other
            )
        else:
            job = earlier.found.job.name if later.found.job.environment else later.found.job.name
            message = f"`{name}` is read for staging and for production, and `{job}` names no environment"
            yield gap(symbol, message, place, other.labelled("for staging"))


def _is_secret(kind: str, name: str) -> bool:
    if re.search(PIPELINE_SECRETS, name):
        return False
    return kind == "secret" or is_secret_name(name)


@rule(
    "CI031",
    "migrated-after-deployment",
    reads=pipelines,
    items=("6.1.3",),
    severity="warning",
    title="The new version is deployed before the database is migrated",
    risk="until the migration has run, and whenever it fails, the new code meets the old schema",
    remedy="run the migration in a step or job before the deployment, and keep it compatible with the version that still runs",
)
def migrated_after_deployment(pipeline: Pipeline, repo: Repository) -> Iterator[Outcome]:
    known = repo.ask(classified, pipeline.path)
    deploying = {id: _deploys(one) for id, one in known.items()}
    if not any(deploying.values()):
        return
    graph = graph_of(repo, pipeline.path)
    told: set[Place] = set()
    for id, one in known.items():
        for at, command in enumerate(one.job.commands):
            place = command.place()
            if len(told) >= MOST_MIGRATIONS or place in told or not migrates(command):
                continue
            told.add(place)
            others = [known[other] for other, found in deploying.items() if found and other != id]
            before = graph.all_before(one.job)
            earlier = [other for other in others if other.job.id in before and _same(other, one)]
            waiting = [other for other in others if id in graph.all_before(other.job)]
            own = [(_position(one.job, each), each) for each in deploying[id]]
            if own and all(position < at for position, _ in own):
                where = own[0][1].place
            elif earlier and not own and not waiting:
                where = deploying[earlier[0].job.id][0].place
            else:
                if own or waiting:
                    yield passes(one.job.name, f"`{_short(command.text)}` runs before the deployment", place)
                continue
            message = f"`{_short(command.text)}` runs after the deployment"
            yield gap(one.job.name, message, place, where.labelled("deployed here"))


def _deploys(one: Classified) -> list[Evidence]:
    """What deploys code in a job; a migration itself does not."""
    found = one.of("deploy", "deploy-staging", "deploy-production")
    return [each for each in found if each.how != "environment" and not (each.command and migrates(each.command))]


def _position(job: Job, each: Evidence) -> int:
    """How many of the job's commands come before it."""
    count = 0
    for step in job.steps:
        if step is each.step:
            return count + (step.commands.index(each.command) if each.command else 0)
        count += len(step.commands)
    return count


def _same(one: Classified, other: Classified) -> bool:
    """Whether both may be about one environment."""
    return not one.environment or not other.environment or one.environment == other.environment


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 50 else text[:49] + "…"
