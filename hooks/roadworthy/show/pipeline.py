"""`roadworthy show pipeline`: every job with its stages, its environment, what starts it, and why that is said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.outcome import Unreadable
from ..models.pipeline.readers import pipelines
from ..models.pipeline.stages import classified
from ..models.settings import STAGES
from ..writers.graph import pipeline_graph

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from ..core.repository import Repository
    from ..models.pipeline.stages import Classified
    from ..models.pipeline.types import Trigger


def as_json(repo: Repository) -> dict[str, Any]:
    """`{"jobs": […]}`, a job for each that stands in a file (one that several pipelines call is told once), and `errors`."""
    jobs: dict[tuple[str, str], dict[str, Any]] = {}
    errors: list[dict[str, str]] = []
    for said in pipelines(repo, None):
        if isinstance(said, Unreadable):
            errors.append({"path": said.place.path, "message": said.why})
            continue
        inner: dict[str, list[str]] = {}
        for found in repo.ask(classified, said.path).values():  # a job that calls others is for what they are for
            if found.job.caller:
                inner.setdefault(found.job.caller, []).extend(found.stages)
        errors += [{"path": one.place.path, "message": f"{one.name or one.kind}: {one.why}"} for one in said.opaque]
        for found in repo.ask(classified, said.path).values():
            row = _row(found)
            called = {*row["stages"], *inner.get(found.job.id, ())}
            row["stages"] = [stage for stage in STAGES if stage in called]
            known = jobs.setdefault((row["path"], row["job"]), row)
            if known is not row:  # called again, by another job or pipeline
                for key in ("stages", "triggers", "why"):
                    known[key] += [value for value in row[key] if value not in known[key]]
                known["environment"] = known["environment"] or row["environment"]
    return {"jobs": list(jobs.values()), "errors": errors}


def _row(found: Classified) -> dict[str, Any]:
    job, target = found.job, found.target
    opaque = [f"{one.name or one.kind}: {one.why}" for one in job.opaque]
    why = [f"{one.stage}: {one.place.path}:{one.place.line} {' '.join(one.text.split())[:120]}" for one in found.evidence]
    if target and target.kind:
        why.append(f"{target.kind}: {target.place.path}:{target.place.line} {' '.join(target.text.split())[:120]}")
    if job.condition and job.condition.never:
        why.append(f"never runs: {job.condition.place.path}:{job.condition.place.line} {job.condition.text[:120]}")
    return {
        "path": job.path,
        "job": job.name,
        "line": job.place.line,
        "stages": list(found.stages),
        "environment": found.environment or (target.name if target and job.environment else None),
        "triggers": list(dict.fromkeys(trigger.event for trigger in job.triggers)),
        "starts": [_start(trigger) for trigger in job.triggers],
        "opaque": "; ".join(opaque) or None,
        "why": list(dict.fromkeys(why)),
    }


def _start(trigger: Trigger) -> str:
    text: str = trigger.event
    if trigger.branches:
        text += " on " + ", ".join(trigger.branches)
    if trigger.excluded:
        text += " not on " + ", ".join(trigger.excluded)
    return text + (" maybe" if trigger.maybe else "")


def as_text(repo: Repository) -> str:
    """The same for a person."""
    return "\n".join(_lines(as_json(repo)))


def as_mermaid(repo: Repository) -> str:
    """The pipelines as one flowchart."""
    return pipeline_graph(repo)


def _lines(said: dict[str, Any]) -> Iterator[str]:
    path = ""
    for row in sorted(said["jobs"], key=lambda row: (row["path"], row["line"])):
        if row["path"] != path:
            yield from (("", row["path"]) if path else (row["path"],))
            path = row["path"]
        stages = ", ".join(row["stages"]) or ("unknown" if row["opaque"] else "no stage")
        yield f"  {row['line']:>4} {row['job']}: {stages}" + (f" [{row['environment']}]" if row["environment"] else "")
        if row["starts"]:
            yield "       starts on " + "; ".join(row["starts"][:6]) + ("; …" if len(row["starts"]) > 6 else "")
        if row["opaque"]:
            yield f"       not seen: {row['opaque']}"
        for reason in row["why"][:8]:
            yield f"       {reason}"
    if not said["jobs"]:
        yield "No pipeline was found: .github/workflows/*.yml and .gitlab-ci.yml were looked for."
    for error in said["errors"]:
        yield f"{error['path']}: {error['message']}"
