"""What happens when a deployment fails: something goes back, or somebody is told; and how a person goes back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...tables.check_signals import ALERTING, FORMATION, RELEASE_INPUT, REVERSIBLE
from ...tables.pipeline_stages import SAME
from .delivery import delivery, graph_of
from .stages import classified

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from .delivery import Delivery, Deployment, Found
    from .stages import Evidence
    from .types import Step

_ALERTING = pattern(ALERTING, re.I)
_RELEASE_INPUT = pattern(RELEASE_INPUT, re.I)


class Recovery(NamedTuple):
    """One thing that is done. `why` is said after the name of the job that deploys."""

    kind: Literal["rollback", "alert"]
    why: str
    place: Place


def recovery(repo: Repository, one: Deployment) -> Recovery | None:
    """What is done when the deployment fails, as far as its pipeline and those that watch it tell."""
    return next(_in_job(one), None) or next(_in_pipeline(repo, one), None)


def watched(repo: Repository, one: Deployment) -> Recovery | None:
    """The pipeline that starts when this one has failed. Looks at all pipelines: to be asked last."""
    whole = repo.ask(delivery)
    title = one.found.pipeline.title
    for other in whole.jobs if whole else ():
        if any(title in trigger.after for trigger in other.job.triggers):
            told = _told(other)
            if told or (other.job.condition and "conclusion" in other.job.condition.text):
                name, place = other.job.name, other.job.place
                return Recovery("alert", f"is watched by `{name}`", told.place if told else place)
    return None


def _in_job(one: Deployment) -> Iterator[Recovery]:
    for each in one.evidence:
        if rolls_back_itself(each):
            yield Recovery("rollback", "goes back by itself when it fails", each.place)
    for each in one.found.classified.of("rollback"):
        yield Recovery("rollback", "goes back when it fails", each.place)
    for step in one.found.job.steps:
        if step.condition and step.condition.only_after_failure:
            yield Recovery("alert", f"has `{_name(step)}`, which runs when it fails", step.place)
        elif _regardless(step) and (_alerts(step) or any(each.step == step for each in one.found.classified.of("notify"))):
            yield Recovery("alert", f"has `{_name(step)}`, which runs however it ends", step.place)


def _in_pipeline(repo: Repository, one: Deployment) -> Iterator[Recovery]:
    """Jobs that wait for it and run though it failed."""
    path = one.found.pipeline.path
    graph = graph_of(repo, path)
    known = repo.ask(classified, path)
    for job in one.found.pipeline.jobs:
        if job.id == one.found.job.id or not job.condition or not job.condition.after_failure:
            continue
        if one.found.job.id not in graph.all_before(job):
            continue
        if job.condition.only_after_failure:
            yield Recovery("alert", f"is followed by `{job.name}` when it fails", job.place)
        elif known[job.id].of("notify", "rollback") or any(_alerts(step) for step in job.steps):
            yield Recovery("alert", f"is followed by `{job.name}`, however it ends", job.place)


def _regardless(step: Step) -> bool:
    return step.name == "after_script" or (step.condition is not None and step.condition.after_failure)


def _told(found: Found) -> Evidence | None:
    return next(iter(found.classified.of("rollback", "notify")), None)


def _alerts(step: Step) -> bool:
    return bool(_ALERTING.search(step.uses.name if step.uses else step.name))


def _name(step: Step) -> str:
    text = step.name or (step.uses.name if step.uses else step.script.text if step.script else "a step")
    return " ".join(text.split())[:40]


def rolls_back_itself(one: Evidence) -> bool:
    """Whether what deploys takes the old version up again when the new one fails."""
    if not one.command:
        return "cloudformation" in one.text or one.text.startswith("aws-actions/aws-codedeploy")
    words = [SAME.get(one.command.name, one.command.name), *one.command.values]
    if any(words[: len(row)] == row for row in FORMATION):
        return True
    return any(
        word.partition("=")[0] in ("--atomic", "--rollback-on-failure", "--auto-rollback", "--enable-rollback")
        for word in words
    )


def ways_back(repo: Repository, whole: Delivery) -> Iterator[Recovery]:
    """The commands, jobs and scripts with which a person takes an earlier version up again."""
    for _, each, _ in whole.of("rollback"):
        yield Recovery("rollback", f"`{' '.join(each.text.split())[:50]}` goes back", each.place)
    for one in whole.jobs:
        if re.search(r"(?i)roll-?_? ?back|revert", f"{one.job.name} {one.job.title}"):
            yield Recovery("rollback", f"`{one.job.name}` goes back", one.job.place)
    for one in whole.jobs:
        if one.classified.of("deploy", "deploy-staging", "deploy-production"):
            for each in one.classified.evidence:
                if rolls_back_itself(each):
                    yield Recovery("rollback", f"`{one.job.name}` goes back by itself when it fails", each.place)
            if any(trigger.event in ("manual", "call") for trigger in one.job.triggers):
                for step in one.job.steps:
                    text = (
                        step.script.text
                        if step.script
                        else " ".join(v.text for v in step.uses.inputs.values())
                        if step.uses
                        else ""
                    )
                    if _RELEASE_INPUT.search(text[:20_000]):
                        why = f"`{one.job.name}` deploys the release that it is given"
                        yield Recovery("rollback", why, step.place)


def may_go_back(one: Evidence) -> bool:
    """Whether the platform keeps releases that a person can take up again there."""
    if one.command:
        return SAME.get(one.command.name, one.command.name) in REVERSIBLE
    return any(name in one.text for name in ("heroku", "vercel", "netlify", "superfly", "cloudflare"))
