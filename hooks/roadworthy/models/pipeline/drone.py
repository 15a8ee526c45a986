"""Drone: the pipelines of `.drone.yml`, a document each; every step of them is a job with its own image and conditions.

https://docs.drone.io/pipeline/docker/overview/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...parsing.yaml import Mapping
from ...tables.file_names import PIPELINE_ROOTS
from ..documents import documents
from .conditions import narrowed
from .container_steps import Flow, cases_of, jobs_of
from .systems import FEATURES, System
from .types import Opaque, Pipeline, Trigger
from .yaml_parts import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.repository import Repository
    from .types import Job

MOST_JOBS = 20_000


def read(repo: Repository, path: str) -> Iterator[Pipeline | Unreadable]:
    """The pipelines of the file at `path` as one: `depends_on` joins them. A step that is left out holds nobody up."""
    tree = repo.ask(documents, path)
    if isinstance(tree, Unreadable):
        yield tree
        return
    yield from tree.problems
    found = [one for one in tree.roots if isinstance(one, Mapping) and (one.text("kind") or "pipeline") == "pipeline"]
    opaque = [
        Opaque("template", one.text("load") or "", one.place, "the template is kept by the server")
        for one in tree.roots
        if isinstance(one, Mapping) and one.text("kind") == "template"
    ]
    several = len(found) > 1
    jobs: list[Job] = []
    triggers: list[Trigger] = []
    last: dict[str, tuple[str, ...]] = {}
    for at, body in enumerate(found):
        name = body.text("name") or (f"pipeline {at + 1}" if several else "default")
        place = body.place
        every = tuple(Trigger(event, place) for event in ("push", "pull_request", "tag", "manual", "schedule", "call"))
        asked = body.get("trigger")
        starts = narrowed(every, cases_of(asked, drone=True)) if asked is not None else every
        triggers.extend(one for one in starts if one not in triggers)
        waits = tuple(id for one in texts(body.get("depends_on")) for id in last.get(one, ()))
        flow = Flow(
            repo, f"{name}/" if several else "", name, starts, waits, asked, cases_of(asked, drone=True), body, drone=True
        )
        made, ends = jobs_of(flow, body.get("steps") or body.get("pipeline"), MOST_JOBS - len(jobs))
        jobs.extend(made)
        last[name] = ends
        if len(jobs) >= MOST_JOBS:
            yield Unreadable(place, f"comes after {MOST_JOBS:,} steps; the rest was not read")
            break
    yield Pipeline("drone", path, "", tuple(jobs), tuple(triggers), opaque=tuple(opaque))


SYSTEM = System(
    "drone",
    "Drone",
    PIPELINE_ROOTS["drone"],
    read,
    {
        **dict.fromkeys(FEATURES, "exact"),
        "paths": "absent",  # only by an extension of the server
        "schedule": "opaque",  # kept by the server, told by the event `cron`
        "manual": "exact",  # `promote` and `rollback` are pressed by a person
        "stages": "absent",
        "environments": "exact",  # the target of a promotion
        "approvals": "absent",
        "job-timeout": "absent",  # of the repository's settings
        "step-timeout": "absent",
        "retries": "absent",
        "matrix": "absent",
        "artifacts": "absent",  # the steps share their workspace
        "secret-scope": "absent",
        "includes": "absent",
        "foreign": "opaque",
        "children": "absent",
        "permissions": "absent",
    },
)
