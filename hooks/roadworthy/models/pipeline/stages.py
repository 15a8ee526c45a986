"""What each job of a pipeline is for: its stages and its environment, each with what tells it.

A stage is one of `settings.STAGES`; `rollback` and `notify` are told beside them. Commands and known actions decide; a
target's or script's name does where nobody can look into it. The names of jobs decide nothing by themselves.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.records import NamedTuple
from ...tables.pipeline_stages import END_TO_END, NOT_DEPLOYING, SAME, TEST_CLUSTERS
from ..settings import STAGES, settings
from .action_stages import action_stages, is_test_cluster
from .command_stages import named_stages, stages_of
from .environments import Target, target_of
from .graph import Graph
from .readers import pipeline
from .types import Pipeline

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Literal

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from .script import Command
    from .types import Job, Step

    How = Literal["command", "action", "name", "environment", "settings"]


class Evidence(NamedTuple):
    """One thing that says what a job is for. `text` is what stands at `place`; `how` says what kind of thing it is.

    `step` and `command` are where it was found; `via` are the places that led there.
    """

    stage: str
    text: str
    place: Place
    how: How
    step: Step | None = None
    command: Command | None = None
    via: tuple[Place, ...] = ()

    @property
    def silent(self) -> bool:
        """Whether its failure is swallowed, in the shell or by its step: then it is no signal."""
        tolerated = self.step is not None and self.step.tolerance is not None and self.step.tolerance.value is True
        return tolerated or (self.command is not None and self.command.swallowed is not None)


class Classified(NamedTuple):
    """One job, classified. `stages` in the order of `STAGES`; `target` is the environment that it deploys to or speaks of."""

    job: Job
    stages: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    target: Target | None = None

    @property
    def environment(self) -> str:
        """development, staging or production; empty where that is not known."""
        return self.target.kind or "" if self.target else ""

    def of(self, *stages: str) -> tuple[Evidence, ...]:
        """The evidence for these stages."""
        return tuple(one for one in self.evidence if one.stage in stages)


def classified(repo: Repository, path: str) -> dict[str, Classified]:
    """A fact: every job of the pipeline whose root file stands at `path`, by id."""
    found: dict[str, Classified] = {}
    for said in repo.ask(pipeline, path):
        if isinstance(said, Pipeline):
            found.update(_pipeline(repo, said))
    return found


def _pipeline(repo: Repository, whole: Pipeline) -> dict[str, Classified]:
    own = repo.ask(settings).stages
    jobs = {job.id: job for job in whole.jobs}
    evidence = {job.id: list(_evidence(job, own)) for job in whole.jobs}
    deploying = {id for id, found in evidence.items() if any(one.stage.startswith("deploy") for one in found)}
    later = Graph(whole).after(deploying) if deploying else set()
    made: dict[str, Classified] = {}
    for job in whole.jobs:
        found = evidence[job.id]
        deploys = job.id in deploying
        target = target_of(repo, whole, jobs, job, found) if deploys or job.environment or _late(found) else None
        if not deploys and target and _deploys_by_environment(job, target, found):
            assert job.environment is not None
            found.append(Evidence("deploy", job.environment.name, job.environment.place, "environment"))
        after = deploys or job.id in later
        kind = target.kind if target else None
        done = tuple(_settled(one, kind, after) for one in found if after or job.environment or not _stray(job, one))
        order = {stage: i for i, stage in enumerate(STAGES)}
        stages = tuple(sorted({one.stage for one in done if one.stage in order}, key=order.__getitem__))
        made[job.id] = Classified(job, stages, done, target)
    return made


def _late(found: list[Evidence]) -> bool:
    """Whether something in it is a request or an end-to-end test, which after a deployment is another stage."""
    return any(one.stage in ("health-check", "smoke-test") or _end_to_end(one) for one in found)


def _requests(one: Evidence) -> bool:
    return one.stage == "health-check" and one.command is not None and one.command.name in ("curl", "wget", "http", "https")


def _stray(job: Job, one: Evidence) -> bool:
    """A request to a health address with no deployment before it, in a job that is not named for it: it waits for a helper."""
    return _requests(one) and not any(word in f"{job.name} {job.title}".lower() for word in ("smoke", "health"))


def _end_to_end(one: Evidence) -> bool:
    if one.stage != "test":
        return False
    if one.command:
        words = {SAME.get(one.command.name, one.command.name), *one.command.values[:3]}
        return not END_TO_END.isdisjoint(words) or any("e2e" in word for word in words)
    return one.text.startswith(("cypress-io/", "matt-ball/newman", "grafana/"))


def _settled(one: Evidence, kind: str | None, after: bool) -> Evidence:
    """The stage once it is known which environment is meant, and whether something was deployed before."""
    if one.stage == "deploy" and kind:
        return one._replace(stage="deploy-production" if kind == "production" else "deploy-staging")
    if after and _end_to_end(one):
        return one._replace(stage="smoke-test")
    if _requests(one) and kind in ("staging", "development"):
        return one._replace(stage="smoke-test")
    return one


def _deploys_by_environment(job: Job, target: Target, found: list[Evidence]) -> bool:
    """A job that the CI system is told deploys to a known environment, and of which nothing says what else it does."""
    environment = job.environment
    if (
        environment is None
        or target.text != environment.name
        or not target.kind
        or environment.action != "start"
        or not (job.steps or job.opaque)
    ):
        return False
    if not NOT_DEPLOYING.isdisjoint(re.split(r"[^a-z]+", job.name.lower())[:1]):
        return False
    return all(one.stage in ("build", "notify", "rollback") for one in found)


def _evidence(job: Job, own: Mapping[str, str]) -> Iterator[Evidence]:
    found: list[Evidence] = []
    for step in job.steps:
        if step.uses:
            name, place = step.uses.name, step.uses.place
            stages = action_stages(step.uses, own)
            found += [Evidence(stage, name, place, "action", step, via=step.via) for stage in stages]
        found.extend(_of_commands(step, own))
    if any(_starts_cluster(step) for step in job.steps):  # what is deployed there ends with the job
        found = [one._replace(stage="test") if one.stage in ("deploy", "health-check", "rollback") else one for one in found]
    unique: set[tuple[str, Place]] = set()
    for one in found:
        key = (one.stage, one.place)
        if key not in unique:
            unique.add(key)
            yield one


def _starts_cluster(step: Step) -> bool:
    if step.uses:
        return is_test_cluster(step.uses.name)
    return any(
        command.name in TEST_CLUSTERS and command.values[:1] in (["create"], ["start"], ["cluster"])
        for command in step.commands
    )


def _of_commands(step: Step, own: Mapping[str, str]) -> list[Evidence]:
    """What the commands say. One that leads on is told by what it leads to; by its name where that says nothing."""
    found: list[Evidence] = []
    telling: set[Command] = set()
    for command in reversed(step.commands):
        if command.followed and command in telling:
            stages: tuple[str, ...] = ()
        else:
            stages = stages_of(command.invocation, own)
        how: How = "command"
        if not stages and command not in telling:
            stages, how = named_stages(command.invocation), "name"
        if command.outer and (stages or command in telling):
            telling.add(command.outer)
        via = (*step.via, *command.via)
        found += [Evidence(stage, command.text[:200], command.place(), how, step, command, via) for stage in reversed(stages)]
    found.reverse()
    return found
