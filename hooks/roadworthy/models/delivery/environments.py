"""The environments, and for each what deploys to it: what starts that, what it waits for, what it runs, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...parsing.yaml import Mapping
from ..deployment.units import deployments as everything_that_deploys
from ..documents import documents
from ..environment_names import kind_of
from ..pipeline.delivery import Deployment, delivery, deployments, graph_of
from ..pipeline.recovery import rolls_back_itself
from .migrating import is_migrating
from .naming import named, settled
from .outputs import only_applies_outputs, only_outputs
from .releases import released_by_action, releases
from .said import Said
from .statements import LONGEST, deploying, of_evidence, written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ..pipeline.delivery import Delivery, Found
    from ..pipeline.graph import Graph
    from ..pipeline.stages import Evidence
    from ..pipeline.types import Job, Trigger
    from .releases import Release

_EVENTS = {
    "pull_request": "a pull request",
    "push": "a push",
    "tag": "a tag or release",
    "schedule": "a schedule",
    "manual": "a person, by hand",
    "call": "another pipeline or the API",
    "other": "another event",
}
_SHIPS = pattern(r"(?i)deploy|releas|ship|rollout|promot")
_MOST = 100  # deployments of one environment


class Deployed(NamedTuple):
    """One thing that deploys. `kind` is `job`, `script` or `target`; `name` a job's id; `place` is where it begins.

    `starts` say what starts a job, `waits` have the ids of the jobs before it, `gates` who has to agree. `commands` deploy,
    `migrations` change the schema before or in it, `verifies` look at it afterwards, `returns` roll back by themselves or on
    request. `chosen` is the expression that names its environment, where that is only known when it runs.
    """

    kind: str
    name: str
    system: str
    place: Place
    starts: tuple[Said, ...] = ()
    waits: tuple[Said, ...] = ()
    gates: tuple[Said, ...] = ()
    builds: tuple[Said, ...] = ()
    migrations: tuple[Said, ...] = ()
    commands: tuple[Said, ...] = ()
    releases: tuple[Release, ...] = ()
    verifies: tuple[Said, ...] = ()
    returns: tuple[Said, ...] = ()
    secrets: tuple[Said, ...] = ()
    bound: Said | None = None
    pipeline: str = ""
    concurrency: str = ""
    branches: tuple[str, ...] = ()
    dispatched: Said | None = None
    chosen: Said | None = None


class Environment(NamedTuple):
    """An environment by its name as written; `kind` is development, staging or production, or empty where nothing tells."""

    name: str
    kind: str
    urls: tuple[Said, ...]
    deployed: tuple[Deployed, ...]


def environments(repo: Repository) -> tuple[Environment, ...]:
    """A fact: the environments that something in the repository deploys to, staging before production."""
    found: dict[str, list[Deployed]] = {}
    kinds: dict[str, str] = {}
    urls: dict[str, list[Said]] = {}
    whole = repo.ask(delivery)
    for one in repo.ask(deployments):
        assert whole is not None
        if all(only_outputs(repo, each) for each in one.evidence):
            continue
        names, chosen = named(one)
        for name in names:
            kinds[name] = kinds.get(name) or (kind_of(repo, name) if name else None) or _kind(one, chosen)
            made = _job(repo, whole, one)._replace(chosen=chosen)
            found.setdefault(name, []).append(made)
            environment = one.found.job.environment
            if environment and environment.url:
                urls.setdefault(name, []).append(Said(environment.url, environment.place))
    order = {"development": 0, "staging": 1, "production": 2}
    listed = sorted(found, key=lambda name: (not name, order.get(kinds.get(name, ""), 3), name))
    return tuple(
        Environment(name, kinds.get(name, ""), tuple(dict.fromkeys(urls.get(name, ()))), tuple(found[name][:_MOST]))
        for name in listed
    )


def _kind(one: Deployment, chosen: Said | None) -> str:
    return "" if chosen else one.found.classified.environment


def published(repo: Repository) -> tuple[Deployed, ...]:
    """A fact: the jobs that push an image or a package, for a repository from which nothing is deployed."""
    whole = repo.ask(delivery)
    made = []
    for found in whole.jobs if whole else ():
        pushed = tuple(
            each for each in found.classified.of("package") if each.how in ("command", "action") and _is_pushed(found, each)
        )
        if pushed and whole:
            made.append(_job(repo, whole, Deployment(found, "", pushed)))
    return tuple(made[:_MOST])


def _is_pushed(found: Found, one: Evidence) -> bool:
    """Whether an action is not told to keep what it makes: `push: false`, by itself or by who calls it."""
    uses = one.step.uses if one.step else None
    push = uses.inputs.get("push") if uses else None
    said = settled(found, found.job, Said(push.text, push.place))[1] if push is not None else None
    return said is None or said.text != "false"


def by_name_only(repo: Repository) -> tuple[Said, ...]:
    """A fact: jobs that the CI system is told deploy somewhere, and of which nothing that they run is known to."""
    whole = repo.ask(delivery)
    told: list[Said] = []
    for found in whole.jobs if whole else ():
        environment = found.job.environment
        deploys = found.classified.of("deploy", "deploy-staging", "deploy-production")
        if not environment or environment.action != "start" or any(each.how != "environment" for each in deploys):
            continue
        if _SHIPS.search(f"{found.job.id} {environment.name}"):
            told.append(Said(found.job.id, environment.place, f"has the environment `{environment.name}`"))
    return tuple(told)


def _job(repo: Repository, whole: Delivery, one: Deployment) -> Deployed:
    found, job = one.found, one.found.job
    graph = graph_of(repo, found.pipeline.path)
    before, after = graph.all_before(job) - {job.id}, graph.after({job.id})
    here = {other.job.id: other for other in whole.jobs if other.pipeline.path == found.pipeline.path}
    kind = found.classified.environment
    later = [other for id, other in here.items() if id in after and other.classified.environment in ("", kind)]
    earlier = [other for id, other in here.items() if id in before]
    brought: dict[tuple[object, ...], Release] = {}
    for step in job.steps:
        made = [released_by_action(step.uses)] if step.uses else []
        for release in (*made, *(each for command in step.commands for each in releases(repo, command.invocation))):
            if release is not None:
                brought.setdefault((release.tool, release.name, release.where), release)
    deploys = [other for other in later if other.classified.of("deploy", "deploy-staging", "deploy-production")]
    later = [other for other in later if other not in deploys or not other.classified.environment]
    looking = [other for other in later if not _only_after_failure(other.job)]
    return Deployed(
        "job",
        job.id,
        found.pipeline.system,
        job.place,
        tuple(_starts(job.triggers, bool(job.condition and job.condition.text))),
        tuple(_waits(graph, job)),
        tuple(_gates(job)),
        _texts([*earlier, found], "package"),
        tuple(_migrations([*earlier, found])),
        tuple(dict.fromkeys(deploying(repo, each) for each in one.evidence if not only_outputs(repo, each))),
        tuple(brought.values()),
        _texts([found, *looking], "health-check", "smoke-test"),
        (
            *(
                Said(written(e.text), e.place, "goes back by itself when it fails")
                for e in one.evidence
                if rolls_back_itself(e)
            ),
            *_texts([found, *later], "rollback"),
        ),
        tuple(Said(reading.name, reading.place) for reading in job.reads if reading.kind == "secret"),
        Said(f"{job.timeout.minutes:g} minutes", job.timeout.place) if job.timeout and job.timeout.minutes else None,
        found.pipeline.path,
        job.concurrency,
        tuple(dict.fromkeys(branch for t in job.triggers if t.event == "push" for branch in t.branches)),
        _dispatched(repo, found.pipeline.path, found.pipeline.triggers),
    )


def _dispatched(repo: Repository, path: str, triggers: Iterable[Trigger]) -> Said | None:
    """That a person can start the pipeline, and the names of the inputs that have to be given."""
    for trigger in triggers:
        if trigger.event == "manual":
            return Said(_EVENTS["manual"], trigger.place, " ".join(_asked(repo, path)))
    return None


def _asked(repo: Repository, path: str) -> Iterator[str]:
    tree = repo.ask(documents, path) if path.endswith((".yml", ".yaml")) else None
    root = None if tree is None or isinstance(tree, Unreadable) else tree.root
    inputs = root.get("on", "workflow_dispatch", "inputs") if isinstance(root, Mapping) else None
    for key, value in inputs.pairs() if isinstance(inputs, Mapping) else ():
        if isinstance(value, Mapping) and value.text("required") == "true" and not value.text("default"):
            yield key.text


def _waits(graph: Graph, job: Job) -> Iterator[Said]:
    """The jobs before it as they are needed: of one that calls others itself alone."""
    before = graph.before(job)
    callers = {id + "/" for id in before}
    for id in before:
        if not any(id.startswith(caller) for caller in callers):
            yield Said(id, graph.jobs[id].place)


def _starts(triggers: Iterable[Trigger], conditional: bool) -> Iterator[Said]:
    """What starts a job: events that are written at one place, for the same branches, are told together.

    `conditional`: its condition is told beside, and need not be told of here.
    """
    branches: dict[tuple[Place, str], dict[str, None]] = {}
    for trigger in triggers:
        branches.setdefault((trigger.place, trigger.event), {}).update(dict.fromkeys(trigger.branches))
    together: dict[tuple[Place, str], list[str]] = {}
    for trigger in triggers:
        rest = ""
        if trigger.branches:
            rest += " on " + ", ".join(f"`{branch}`" for branch in branches[trigger.place, trigger.event])
        if trigger.excluded:
            rest += " not on " + ", ".join(f"`{branch}`" for branch in trigger.excluded)
        if trigger.paths:
            rest += ", when certain files changed"
        if trigger.maybe and not conditional:
            rest += ", if a condition holds that no file decides"
        events = together.setdefault((trigger.place, rest), [])
        event = f"the event `{trigger.written}`" if trigger.event == "other" and trigger.written else _EVENTS[trigger.event]
        if event not in events:
            events.append(event)
    for (place, rest), events in together.items():
        yield Said(", ".join(events) + rest, place)


def _only_after_failure(job: Job) -> bool:
    return job.condition is not None and job.condition.only_after_failure


def _gates(job: Job) -> Iterator[Said]:
    for one in job.approvals:
        what = {
            "manual": "a person has to start it",
            "input": "it waits for a person to agree",
            "environment": "the settings of the environment in the CI system may ask for an approval, which no file tells",
        }[one.kind]
        yield Said(what, one.place)
    if job.environment and not job.approvals:
        yield Said(
            f"environment `{job.environment.name}`: its protection is in the CI system's settings, which no file tells",
            job.environment.place,
        )
    if job.condition and job.condition.text:
        text = " ".join(job.condition.text.split()).replace("`", "'")
        text = text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"
        yield Said("only where its `rules` say so" if text == "rules" else f"only if `{text}`", job.condition.place)


def _texts(jobs: list[Found], *stages: str) -> tuple[Said, ...]:
    return tuple(dict.fromkeys(of_evidence(each, found.job.name) for found in jobs for each in found.classified.of(*stages)))


def _migrations(jobs: list[Found]) -> Iterator[Said]:
    for found in jobs:
        for command in found.job.commands:
            if is_migrating(command.invocation) and not found.classified.of("test"):
                yield Said(" ".join(command.text.split()), command.place(), found.job.name)


def by_hand(repo: Repository) -> tuple[Deployed, ...]:
    """A fact: scripts and targets that deploy, and that no deployment of a pipeline leads to."""
    reached = {(e.place.path, e.place.line) for one in repo.ask(deployments) for e in one.evidence}
    return tuple(_by_hand(repo, reached))[:_MOST]


def _by_hand(repo: Repository, reached: set[tuple[str, int]]) -> Iterator[Deployed]:
    """Scripts and targets that deploy, and that no deployment of a pipeline leads to."""
    for one in everything_that_deploys(repo, None):
        if isinstance(one, Unreadable) or one.in_pipeline or one.deploys is None:
            continue
        places = [run.place() for run in one.runs]
        if any((place.path, place.line) in reached for place in places):
            continue
        if only_applies_outputs(repo, one.deploys.name, one.deploys.values):
            continue
        kind = "script" if one.script else "target"
        released = {(each.tool, each.name, each.where): each for run in one.runs for each in releases(repo, run)}
        yield Deployed(
            kind,
            one.path if kind == "script" else one.name,
            "",
            one.deploys.place(),
            commands=(Said(written(one.deploys.command.text), one.deploys.place()),),
            migrations=tuple(Said(written(run.command.text), run.place()) for run in one.runs if is_migrating(run)),
            releases=tuple(released.values()),
            pipeline=one.path,
        )
