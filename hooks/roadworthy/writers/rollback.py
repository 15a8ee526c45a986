"""The way back of one deployment, in five steps, with commands put together from the names that its deployment uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..models.delivery.releases import quoted
from .markdown import cited, code, prose
from .told import command, not_found, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..models.delivery.environments import Deployed, Environment
    from ..models.delivery.picture import System
    from ..models.delivery.said import Said

_LEAD = "   - "
_MOST = 6
_OWNERS = ("CODEOWNERS", "catalog-info.yaml")


def together(environment: Environment) -> Iterator[tuple[Deployed, ...]]:
    """What deploys to an environment and is rolled back together: the jobs of one pipeline."""
    groups: dict[str, list[Deployed]] = {}
    for one in environment.deployed:
        groups.setdefault(one.pipeline, []).append(one)
    yield from (tuple(group) for group in groups.values())


def steps(environment: Environment | None, jobs: Sequence[Deployed], system: System) -> Iterator[str]:
    """Identify, trigger, verify, notify, look back; a warning first, where the schema is changed on the way."""
    one = _as_one(jobs)
    for each in system.final[:_MOST]:
        yield f"> The newest migration has no way back, so the version before may not work with the database: {told(each)}"
        yield ""
    if one.migrations:
        changes = told(one.migrations[0], as_command=True)
        yield f"> The deployment changes the database's schema, which none of this takes back: {changes}"
        yield ""
    if one.bound:
        yield f"Time: at most {prose(one.bound.text)} for a run of the job {cited(one.bound.place)}"
        yield ""
    yield "1. Identify the last known-good version:"
    yield from _identified(one)
    yield "2. Trigger the rollback:"
    yield from _triggered(one, system)
    yield "3. Verify the health check:"
    yield from _verified(environment, one, system)
    if "channel" in system.told or _owned(system, one.pipeline):
        yield "4. Notify:"
        yield _LEAD + channel(system)
        yield "5. Post-mortem within 24 hours, by:"
        yield _LEAD + owner(system, one.pipeline)
    else:
        yield f"4. Notify, and 5. post-mortem within 24 hours: {not_found('runbook in .roadworthy.yaml', *_OWNERS)}"


def is_known(one: Deployed, system: System) -> bool:
    """Whether a way back is known for what deploys."""
    return bool(one.returns or any(release.command("rollback") for release in one.releases)) or one.kind == "job"


def _as_one(jobs: Sequence[Deployed]) -> Deployed:
    """Several jobs of a pipeline as one; the bound is only told of one that is alone."""
    if len(jobs) == 1:
        return jobs[0]
    return jobs[0]._replace(
        bound=None,
        migrations=tuple(dict.fromkeys(said for one in jobs for said in one.migrations)),
        releases=tuple({(r.tool, r.name, r.where): r for one in jobs for r in one.releases}.values()),
        verifies=tuple(dict.fromkeys(said for one in jobs for said in one.verifies)),
        returns=tuple(dict.fromkeys(said for one in jobs for said in one.returns)),
    )


def _file(one: Deployed) -> str:
    return one.pipeline.rpartition("/")[2]


def _identified(one: Deployed) -> Iterator[str]:
    made = [(release, release.command("previous")) for release in one.releases]
    for release, text in made[:_MOST]:
        if text:
            yield f"{_LEAD}{command(text)}, names from {cited(release.place)}{_open(release.is_open)}"
    if one.system == "github":
        words = ["gh", "run", "list", "--workflow", quoted(_file(one))]
        if len(one.branches) == 1 and "*" not in one.branches[0]:
            words += ["--branch", quoted(one.branches[0])]
        runs = " ".join((*words, "--status", "success"))
        yield f"{_LEAD}{command(runs)} lists the runs of {cited(one.place)}"
    elif one.system == "gitlab":
        yield f"{_LEAD}the job {code(one.name)} of the last pipeline that was well {cited(one.place)}"
    elif not any(text for _, text in made):
        yield f"{_LEAD}{not_found(one.pipeline)}"


def _open(is_open: bool) -> str:
    return ", with the variables as the job sets them" if is_open else ""


def _triggered(one: Deployed, system: System) -> Iterator[str]:
    told_any = False
    for each in one.returns[:_MOST]:
        told_any = True
        yield f"{_LEAD}{told(each, as_command=True)}"
    done = " ".join(each.text for each in one.returns)
    for release in one.releases[:_MOST]:
        text = release.command("rollback")
        if text and text not in done:
            told_any = True
            yield f"{_LEAD}{command(text)}, names from {cited(release.place)}{_open(release.is_open)}"
    for each in system.tasks.get("rollback", ())[:_MOST]:
        told_any = True
        yield f"{_LEAD}{told(each._replace(about=''), as_command=True)}"
    if one.system == "github":
        told_any = True
        again = f"{command('gh run rerun RUN')} with the run of step 1, which runs {code(one.name)} and the rest of it again"
        yield f"{_LEAD}{again} {cited(one.place)}"
        if one.dispatched:
            given = "".join(f" -f {name}={name.upper().replace('-', '_')}" for name in one.dispatched.about.split())
            start = f"gh workflow run {quoted(_file(one))} --ref TAG{given}"
            yield f"{_LEAD}{command(start)} {cited(one.dispatched.place)}"
    elif one.system == "gitlab":
        told_any = True
        yield f"{_LEAD}retry the job {code(one.name)} in the pipeline of step 1 {cited(one.place)}"
    if not told_any:
        yield f"{_LEAD}{not_found('rollout undo', 'helm rollback', 'rollback targets and scripts', one.pipeline)}"


def _verified(environment: Environment | None, one: Deployed, system: System) -> Iterator[str]:
    told_any = False
    if "health_url" in system.told:
        told_any = True
        yield f"{_LEAD}{told(system.told['health_url'])}"
    for each in one.verifies[:_MOST]:
        told_any = True
        yield f"{_LEAD}{told(each, as_command=True)}"
    for release in one.releases[:_MOST] if not one.verifies else ():
        text = release.command("status")
        if text:
            told_any = True
            yield f"{_LEAD}{command(text)}, names from {cited(release.place)}{_open(release.is_open)}"
    for url in environment.urls[:2] if environment and not one.verifies else ():
        told_any = True
        yield f"{_LEAD}{told(url)}"
    if not told_any:
        yield f"{_LEAD}{not_found(one.pipeline, 'runbook.health_url in .roadworthy.yaml')}"


def channel(system: System) -> str:
    """Whom to tell."""
    if "channel" in system.told:
        return told(system.told["channel"])
    return not_found("runbook.channel in .roadworthy.yaml")


def _owned(system: System, path: str) -> Said | None:
    if "owner" in system.told:
        return system.told["owner"]
    return next((one._replace(about="") for one in system.owners if one.about == path or not path), None)


def owner(system: System, path: str = "") -> str:
    """Whose it is: by the configuration, by CODEOWNERS for the file at `path`, by a catalog file."""
    found = _owned(system, path)
    return told(found) if found else not_found("runbook.owner in .roadworthy.yaml", *_OWNERS)
