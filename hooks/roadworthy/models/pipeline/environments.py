"""Which environment a job deploys to, told by the CI system's own word for it, targets, names, branches: in that order."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.records import NamedTuple
from ...tables.environment_names import TARGET_OPTIONS, TIERS
from ..environment_names import kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ..environment_names import Kind
    from .stages import Evidence
    from .types import Job, Pipeline

_PREVIEWS = frozenset({"vercel", "netlify", "ntl"})  # without `--prod` they deploy a preview
_TARGET_INPUTS = (
    "env",
    "stage",
    "namespace",
    "app",
    "service",
    "cluster",
    "channel",
    "slot",
    "function",
    "target",
    "script",
    "args",
    "command",
)


class Target(NamedTuple):
    """An environment: the name it has there, what kind it is (None where the name does not tell), and what tells it."""

    name: str
    kind: Kind | None
    place: Place
    text: str


def target_of(
    repo: Repository, whole: Pipeline, jobs: Mapping[str, Job], job: Job, evidence: Sequence[Evidence]
) -> Target | None:
    """The environment of a job that deploys, or has one; None where nothing names it."""
    environment = job.environment
    named: Target | None = None
    if environment:
        tier = TIERS.get(environment.tier, "")
        kind: Kind | None = tier or kind_of(repo, environment.name)  # type: ignore[assignment]  # the table has no other
        named = Target(environment.name, kind or _of_matrix(repo, job, environment.name), environment.place, environment.name)
        if named.kind:
            return named
    found = next((target for target in _candidates(repo, whole, jobs, job, evidence) if target.kind), None)
    if found is None or named is None:
        return found or named
    return named._replace(kind=found.kind, place=found.place, text=found.text)


def _of_matrix(repo: Repository, job: Job, name: str) -> Kind | None:
    """`${{ matrix.environment }}`: where all its values are of one kind."""
    asked = re.match(r"\$\{\{\s*matrix\.([\w-]+)\s*\}\}$", name)
    for axis, values in (job.matrix.axes if job.matrix else ()) if asked else ():
        if asked and axis == asked[1]:
            kinds = {kind_of(repo, value) for value in values}
            return kinds.pop() if len(kinds) == 1 else None
    return None


def _candidates(
    repo: Repository, whole: Pipeline, jobs: Mapping[str, Job], job: Job, evidence: Sequence[Evidence]
) -> Iterator[Target]:
    deploys = [one for one in evidence if one.stage.startswith("deploy")]
    for one in deploys or evidence:
        yield from _of_evidence(repo, one)
    for step in job.steps:  # `terraform workspace select production` before the deployment
        for command in step.commands:
            if "workspace" in command.values[:2] or command.values[:2] == ["config", "use-context"]:
                text = " ".join(command.values)
                yield Target(text, kind_of(repo, text), command.place(), command.text)
    here: Job | None = job
    for _ in range(8):
        if here is None:
            break
        for key, value in here.inputs.items():
            if re.search(r"(?i)env|stage|target|namespace|workspace", key):
                yield Target(value.text, kind_of(repo, value.text), value.place, value.text)
        for name in (here.name, here.title, here.stage):
            yield Target(name, kind_of(repo, name, as_environment=False), here.place, name)
        if here.environment and here is not job:
            yield Target(
                here.environment.name, kind_of(repo, here.environment.name), here.environment.place, here.environment.name
            )
        here = jobs.get(here.caller)
    title = whole.path.rpartition("/")[2]
    for name in (whole.title, re.sub(r"\.ya?ml$", "", title)):
        if whole.triggers:
            yield Target(name, kind_of(repo, name, as_environment=False), whole.triggers[0].place._replace(line=1), name)
    yield from _of_branches(repo, job)


def _of_evidence(repo: Repository, one: Evidence) -> Iterator[Target]:
    command = one.command
    if command is None:
        for key, node in one.step.uses.inputs.items() if one.step and one.step.uses else ():
            if any(word in key.lower() for word in _TARGET_INPUTS):
                yield Target(node.text[:80], kind_of(repo, node.text, as_environment=False), node.place, node.text[:80])
        return
    while command:
        values = command.values
        if values and not {"--prod", "--production", "--prod=true"}.isdisjoint(values):
            yield Target("production", "production", command.place(), command.text)
        if command.name in _PREVIEWS and command is one.command:
            yield Target("preview", "staging", command.place(), command.text)
        for i, value in enumerate(values):
            option, equals, given = value.partition("=")
            if option in TARGET_OPTIONS:
                given = given if equals else values[i + 1] if i + 1 < len(values) else ""
                yield Target(given, kind_of(repo, given), command.place(), command.text)
        for value in values:
            if not value.startswith("-") and len(value) <= 200:
                yield Target(value, kind_of(repo, value, as_environment=False), command.place(), command.text)
        via = command.invocation.via  # `ssh deploy@prod.example.org "…"`
        while via:
            for value in via.values[:-1]:
                yield Target(value, kind_of(repo, value, as_environment=False), via.place(), value)
            via = via.via
        name = command.invocation.words[0].spoken if command.invocation.words else ""
        if "/" in name:
            yield Target(name, kind_of(repo, name, as_environment=False), command.place(), command.text)
        if command.folder and command.folder != ".":
            yield Target(command.folder, kind_of(repo, command.folder, as_environment=False), command.place(), command.text)
        command = command.outer


def _of_branches(repo: Repository, job: Job) -> Iterator[Target]:
    """The branches it runs on, where they all mean one kind."""
    pushes = [trigger for trigger in job.triggers if trigger.event in ("push", "tag")]
    kinds = {kind_of(repo, name, as_environment=False) for trigger in pushes for name in trigger.branches}
    if len(kinds) == 1 and all(trigger.branches for trigger in pushes):
        name = pushes[0].branches[0]
        yield Target(name, kinds.pop(), pushes[0].place, f"branch {name}")
