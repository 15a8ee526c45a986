"""The environments, and for each what deploys to it: what starts that, what it waits for, what it runs, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.records import NamedTuple
from ..deployment.units import deployments as everything_that_deploys
from ..pipeline.delivery import delivery, deployments, graph_of
from ..pipeline.recovery import rolls_back_itself
from .migrating import is_migrating
from .releases import released_by_action, releases
from .said import Said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ..pipeline.delivery import Delivery, Deployment, Found
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
_MOST = 40  # deployments of one environment


class Deployed(NamedTuple):
    """One thing that deploys. `kind` is `job`, `script` or `target`; `place` is where it begins.

    `starts` say what starts a job, `waits` name the jobs before it, `gates` who has to agree. `commands` deploy, `migrations`
    change the schema before or in it, `verifies` look at it afterwards, `returns` roll back by themselves or on request.
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
    reached: set[tuple[str, int]] = set()
    for one in repo.ask(deployments):
        assert whole is not None
        name = _name(one)
        kinds[name] = kinds.get(name) or one.found.classified.environment
        found.setdefault(name, []).append(_job(repo, whole, one))
        environment = one.found.job.environment
        if environment and environment.url:
            urls.setdefault(name, []).append(Said(environment.url, environment.place))
        reached |= {(e.place.path, e.place.line) for e in one.evidence}
    by_hand = tuple(_by_hand(repo, reached))
    if by_hand:
        found.setdefault("", []).extend(by_hand)
    order = {"development": 0, "staging": 1, "production": 2}
    listed = sorted(found, key=lambda name: (order.get(kinds.get(name, ""), 3), name))
    return tuple(
        Environment(name, kinds.get(name, ""), tuple(dict.fromkeys(urls.get(name, ()))), tuple(found[name][:_MOST]))
        for name in listed
    )


def _name(one: Deployment) -> str:
    """The environment as the CI system is told it, otherwise its kind; empty where nothing tells."""
    environment = one.found.job.environment
    if environment and environment.name and "$" not in environment.name:
        return environment.name
    return one.found.classified.environment


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
        job.name,
        found.pipeline.system,
        job.place,
        tuple(_starts(job.triggers)),
        tuple(Said(graph.jobs[id].name, graph.jobs[id].place) for id in graph.before(job)),
        tuple(_gates(job)),
        _texts([*earlier, found], "package"),
        tuple(_migrations([*earlier, found])),
        tuple(_said(each) for each in one.evidence),
        tuple(brought.values()),
        _texts([found, *looking], "health-check", "smoke-test"),
        (
            *(
                Said(_written(e.text), e.place, "goes back by itself when it fails")
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
        next(
            (Said(_EVENTS["manual"], trigger.place) for trigger in found.pipeline.triggers if trigger.event == "manual"), None
        ),
    )


def _starts(triggers: Sequence[Trigger]) -> Iterator[Said]:
    """What starts a job: events that are written at one place, for the same branches, are told together."""
    together: dict[tuple[Place, str], list[str]] = {}
    for trigger in triggers:
        rest = ""
        if trigger.branches:
            rest += " on " + ", ".join(f"`{branch}`" for branch in trigger.branches)
        if trigger.excluded:
            rest += " not on " + ", ".join(f"`{branch}`" for branch in trigger.excluded)
        if trigger.paths:
            rest += ", when certain files changed"
        if trigger.maybe:
            rest += ", if a condition holds that no file decides"
        events = together.setdefault((trigger.place, rest), [])
        if _EVENTS[trigger.event] not in events:
            events.append(_EVENTS[trigger.event])
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
        text = " ".join(job.condition.text.split())[:160].replace("`", "'")
        yield Said("only where its `rules` say so" if text == "rules" else f"only if `{text}`", job.condition.place)


def _texts(jobs: list[Found], *stages: str) -> tuple[Said, ...]:
    return tuple(dict.fromkeys(_said(each, found.job.name) for found in jobs for each in found.classified.of(*stages)))


def _said(one: Evidence, about: str = "") -> Said:
    """A command as written, or the action."""
    text = _written(one.text)
    if one.command is None and one.step is not None and one.step.uses is not None:
        inputs = one.step.uses.inputs
        given = next((inputs[key].text for key in ("command", "script", "run", "args") if key in inputs), "")
        if given.strip():
            text, about = (
                "; ".join(_written(line) for line in given.splitlines() if line.strip())[:200],
                f"{about}, by {one.text}".lstrip(", "),
            )
    if one.command and one.command.invocation.remote:
        about = f"{about}, on the remote machine".lstrip(", ")
    return Said(text, one.place, about)


def _migrations(jobs: list[Found]) -> Iterator[Said]:
    for found in jobs:
        for command in found.job.commands:
            if is_migrating(command.invocation) and not found.classified.of("test"):
                yield Said(" ".join(command.text.split()), command.place(), found.job.name)


def _by_hand(repo: Repository, reached: set[tuple[str, int]]) -> Iterator[Deployed]:
    """Scripts and targets that deploy, and that no deployment of a pipeline leads to."""
    for one in everything_that_deploys(repo, None):
        if isinstance(one, Unreadable) or one.in_pipeline or one.deploys is None:
            continue
        places = [run.place() for run in one.runs]
        if any((place.path, place.line) in reached for place in places):
            continue
        kind = "script" if one.script else "target"
        released = {(each.tool, each.name, each.where): each for run in one.runs for each in releases(repo, run)}
        yield Deployed(
            kind,
            one.path if kind == "script" else one.name,
            "",
            one.deploys.place(),
            commands=(Said(_written(one.deploys.command.text), one.deploys.place()),),
            migrations=tuple(Said(_written(run.command.text), run.place()) for run in one.runs if is_migrating(run)),
            releases=tuple(released.values()),
            pipeline=one.path,
        )


def _written(text: str) -> str:
    return " ".join(text.split())
