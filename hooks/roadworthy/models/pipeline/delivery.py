"""All pipelines of a repository as one way from a change to production: the jobs that run, and what deploys where."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.excerpt import Place
from ...core.outcome import Unreadable
from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...tables.check_signals import HEALTHY, INFRASTRUCTURE, PAGES, PLATFORM_ACTIONS, PLATFORMS
from ...tables.file_names import DOCKERFILE, OTHER_CI, PIPELINE_ROOTS, VENDORED
from ...tables.pipeline_stages import SAME, TASK_WORDS
from .action_stages import action_stages, template_stage
from .graph import Graph
from .readers import pipeline, roots
from .signals import Signal, signal_of
from .stages import classified
from .types import Opaque

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from ...core.repository import Repository
    from ...core.rule import Paths
    from .stages import Classified, Evidence
    from .types import Job, Pipeline, Step, Uses

    Kind = Literal["production", "staging", ""]

_TELLING = pattern(r"(?i)\bci\b|deploy|build|test|release|pipeline|check|publish")  # named before other parts
_PAGES = pattern(PAGES, re.I)
_PLATFORM_ACTIONS = pattern(PLATFORM_ACTIONS)
_INFRASTRUCTURE = (
    r"(?:^|/)(?:Chart\.yaml|kustomization\.ya?ml|Pulumi\.yaml|cdk\.json|serverless\.ya?ml|fly\.toml|render\.yaml|Procfile|app\.yaml"
    r"|docker-stack\.ya?ml|skaffold\.ya?ml|[^/]+\.(?:tf|bicep|nomad))$"
)
_SAMPLES = (
    r"(?i)(?:^|/)(?:examples?|samples?|docs?|tests?|fixtures?|testdata|demos?|e2e|\.devcontainer|dev|hack|contrib|tools?)/"
)
_OPEN: frozenset[str] = frozenset(
    ("expression", "workflow", "action", "include", "template", "child-pipeline", "library", "orb", "syntax")
)


class Found(NamedTuple):
    """One job with the pipeline it is in."""

    pipeline: Pipeline
    classified: Classified

    @property
    def job(self) -> Job:
        """The job itself."""
        return self.classified.job


class Deployment(NamedTuple):
    """A job that deploys: to what kind of environment (empty: nothing tells), and the commands or actions that do it."""

    found: Found
    kind: Kind
    evidence: tuple[Evidence, ...]


class Delivery(NamedTuple):
    """What all pipelines of a repository do together. `path` is the root file of the one that does most.

    `jobs` are those that something starts. `opaque` are the parts that cannot be seen; a stage that is not found may be there.
    """

    path: str
    pipelines: tuple[Pipeline, ...]
    jobs: tuple[Found, ...]
    opaque: tuple[Opaque, ...]

    def of(self, *stages: str) -> list[tuple[Found, Evidence, Signal]]:
        """The evidence for these stages, with what becomes of its failure; each place once."""
        seen: set[object] = set()
        found: list[tuple[Found, Evidence, Signal]] = []
        for one in self.jobs:
            for evidence in one.classified.of(*stages):
                if evidence.place not in seen:
                    seen.add(evidence.place)
                    found.append((one, evidence, signal_of(one.classified, evidence)))
        return found


def deliveries(repo: Repository, paths: Paths) -> Iterator[Delivery]:
    """The reader: the repository's delivery where it has a pipeline, and the whole repository is looked at."""
    if paths is None:
        found = repo.ask(delivery)
        if found:
            yield found


def delivery(repo: Repository) -> Delivery | None:
    """A fact: everything that the pipelines do; None without one."""
    wholes: list[Pipeline] = []
    jobs: list[Found] = []
    opaque: list[Opaque] = []
    weight: dict[str, int] = {}
    for path in repo.ask(roots):
        for said in repo.ask(pipeline, path):
            if isinstance(said, Unreadable):
                opaque.append(Opaque("syntax", path, said.place, said.why))
                continue
            wholes.append(said)
            opaque += said.opaque
            live = [Found(said, one) for one in repo.ask(classified, path).values() if is_live(one.job)]
            jobs += live
            for one in live:
                opaque += one.job.opaque
                for step in one.job.steps:
                    opaque += [step.opaque] if step.opaque else _expressed(step)
            starts = {trigger.event for trigger in said.triggers}
            weight[path] = sum(len(one.classified.stages) for one in live) + (5 if "pull_request" in starts else 0)
    opaque += [
        Opaque("syntax", path, Place(path), "is of a CI system that is not read")
        for path in repo.paths()
        if re.search(OTHER_CI, path) and not any(re.search(known, path) for known in PIPELINE_ROOTS.values())
    ]
    if not weight:
        return None
    path = max(weight, key=lambda path: weight[path])
    hidden = tuple({(one.kind, one.name): one for one in opaque if one.kind in _OPEN}.values())
    return Delivery(path, tuple(wholes), tuple(jobs), hidden)


def _expressed(step: Step) -> list[Opaque]:
    """A step that runs what an expression says: `run: ${{ matrix.command }}`."""
    text = step.script.text.strip() if step.script else ""
    if step.script and text.startswith("${{") and text.endswith("}}") and text.count("${{") == 1:
        return [Opaque("expression", text[:60], step.place, "is only known when it runs")]
    return []


def suggested(whole: Delivery, stage: str) -> Uses | None:
    """An action that nobody knows, whose name has a word of this stage in it."""
    for one in whole.jobs:
        for step in one.job.steps:
            uses = step.uses
            if uses is None or uses.path or action_stages(uses, {}):
                continue
            if any(TASK_WORDS.get(word) == stage for word in re.split(r"[/_.-]", uses.name[:200])):
                return uses
    return None


def is_live(job: Job) -> bool:
    """Whether something starts the job: it is not switched off, and not only there to be called by others."""
    if job.condition and job.condition.never:
        return False
    return bool(job.caller) or not job.triggers or any(trigger.written != "workflow_call" for trigger in job.triggers)


def deployments(repo: Repository) -> tuple[Deployment, ...]:
    """A fact: the jobs that deploy something, in the order of the files. Documentation on a host for pages is not counted.

    A job of which only the name of its environment is known is not among them.
    """
    whole = repo.ask(delivery)
    return tuple(made for one in (whole.jobs if whole else ()) if (made := _deployment(one)))


def deployments_of(repo: Repository, path: str) -> tuple[Deployment, ...]:
    """A fact: the same for the pipeline whose root file stands at `path`, without a look at any other."""
    found = (
        Found(said, one)
        for said in repo.ask(pipeline, path)
        if not isinstance(said, Unreadable)
        for one in repo.ask(classified, path).values()
    )
    return tuple(made for one in found if is_live(one.job) and (made := _deployment(one)))


def _deployment(one: Found) -> Deployment | None:
    evidence = tuple(
        each
        for each in one.classified.of("deploy", "deploy-staging", "deploy-production")
        if each.how != "environment" and not _PAGES.search(each.text) and not _removes(each)
    )
    if not evidence:
        return None
    environment = one.classified.environment
    kind: Kind = "production" if environment == "production" else "staging" if environment else ""
    return Deployment(one, kind, evidence)


def _removes(one: Evidence) -> bool:
    """`terraform destroy`: an environment goes, nothing comes."""
    return one.command is not None and any(
        value in ("destroy", "delete", "uninstall", "down") for value in one.command.values[:3]
    )


def builds_itself(one: Evidence) -> bool:
    """Whether the platform that is deployed to makes the artefact: `fly deploy`, `vercel`, `git push heroku`."""
    if one.command:
        name = SAME.get(one.command.name, one.command.name)
        return (
            name in PLATFORMS
            or (name == "git" and "push" in one.command.values[:1])
            or (name == "gcloud" and "deploy" in one.command.values and "--image" not in " ".join(one.command.values))
        )
    return bool(_PLATFORM_ACTIONS.search(one.text))


def is_infrastructure(one: Evidence) -> bool:
    """Whether what is deployed is infrastructure, of which nobody can say what should answer."""
    return one.command is not None and SAME.get(one.command.name, one.command.name) in INFRASTRUCTURE


def waits_until_healthy(one: Evidence) -> bool:
    """Whether what deploys ends well only once the new version is healthy."""
    if one.command:
        words = [SAME.get(one.command.name, one.command.name), *one.command.values]
        return any(words[: len(row)] == row for row in HEALTHY) or any(
            option.partition("=")[0] in ("--wait", "--atomic", "--rollback-on-failure") for option in one.command.values
        )
    inputs = one.step.uses.inputs if one.step and one.step.uses else {}
    return any(key.lower() in ("wait-for-service-stability", "wait") and node.text == "true" for key, node in inputs.items())


def templates(whole: Delivery, stage: str) -> list[Opaque]:
    """The parts from elsewhere that are known to bring in this stage."""
    return [one for one in whole.opaque if template_stage(one.name) == stage]


def hidden(whole: Delivery) -> list[Opaque]:
    """The parts from elsewhere of which nobody knows what they do."""
    found = [one for one in whole.opaque if not template_stage(one.name)]
    return sorted(found, key=lambda one: not _TELLING.search(one.name))


def images_built(repo: Repository) -> tuple[str, ...]:
    """A fact: the Dockerfiles that are no samples, and not there for tests or development only. Very many are a collection."""
    found = _files(repo, DOCKERFILE)
    return found if len(found) < 10 else ()


def infrastructure(repo: Repository) -> tuple[str, ...]:
    """A fact: the files that say how and where something runs, samples left out."""
    return _files(repo, _INFRASTRUCTURE)


def _files(repo: Repository, wanted: str) -> tuple[str, ...]:
    return tuple(
        path
        for path in repo.paths()
        if re.search(wanted, path) and not re.search(VENDORED, path) and not re.search(_SAMPLES, path)
    )


def graph_of(repo: Repository, path: str) -> Graph:
    """A fact: the order of the jobs of the pipeline whose root file stands at `path`."""
    for said in repo.ask(pipeline, path):
        if not isinstance(said, Unreadable):
            return Graph(said)
    raise LookupError(path)
