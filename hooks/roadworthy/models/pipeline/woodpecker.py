"""Woodpecker: the workflows of `.woodpecker.yaml` or of the folder `.woodpecker/`, which are one pipeline together.

https://woodpecker-ci.org/docs/usage/workflow-syntax
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.paths import matching
from ...parsing.yaml import Mapping
from ...tables.file_names import PIPELINE_ROOTS
from ..documents import documents
from .conditions import narrowed
from .container_steps import Flow, cases_of, jobs_of
from .matrix import matrix_of
from .systems import FEATURES, System
from .types import Pipeline, Trigger
from .yaml_parts import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from .types import Job

MOST_JOBS = 20_000


def read(repo: Repository, path: str) -> Iterator[Pipeline | Unreadable]:
    """The pipeline that the file at `path` belongs to, given for the first of its files; the others are a part of that."""
    together = [path]
    if path.startswith(".woodpecker/"):
        every = matching(PIPELINE_ROOTS["woodpecker"], repo.paths())
        together = sorted({path, *(one for one in every if one.startswith(".woodpecker/") and repo.exists(one))})
        if together[0] != path:
            return
    bodies: dict[str, tuple[str, Mapping]] = {}
    files: dict[str, Place] = {}
    for one in together:
        tree = repo.ask(documents, one)
        if isinstance(tree, Unreadable):
            yield tree
            continue
        yield from tree.problems
        if isinstance(tree.root, Mapping):
            bodies[re.sub(r"\.ya?ml$", "", posixpath.basename(one)).lstrip(".")] = (one, tree.root)
            if one != path:
                files[one] = tree.root.place
    jobs: list[Job] = []
    triggers: list[Trigger] = []
    last: dict[str, tuple[str, ...]] = {}
    for name in _in_order(bodies):
        where, body = bodies[name]
        place = body.place
        every_event = tuple(Trigger(event, place) for event in ("push", "pull_request", "tag", "manual", "schedule", "call"))
        asked = body.get("when")
        cases = cases_of(asked, drone=False)
        starts = narrowed(every_event, tuple(case._replace(after="") for case in cases))
        triggers.extend(one for one in starts if one not in triggers)
        waits = tuple(id for one in texts(body.get("depends_on")) for id in last.get(one, ()))
        via = (files[where],) if where in files else ()
        before = f"{name}/" if len(bodies) > 1 else ""
        flow = Flow(repo, before, name, starts, waits, asked, cases, body, drone=False, via=via)
        steps = body.get("steps") or body.get("pipeline")
        made, ends = jobs_of(flow, steps, MOST_JOBS - len(jobs))
        matrix = matrix_of(body.get("matrix"))
        jobs.extend(one._replace(matrix=matrix) if matrix else one for one in made)
        last[name] = ends
        if len(jobs) >= MOST_JOBS:
            yield Unreadable(place, f"comes after {MOST_JOBS:,} steps; the rest was not read")
            break
    if bodies:
        yield Pipeline("woodpecker", path, "", tuple(jobs), tuple(triggers), files=files)


def _in_order(bodies: dict[str, tuple[str, Mapping]]) -> list[str]:
    """The workflows so that each comes after those it waits for, as far as circles allow."""
    done: dict[str, None] = {}
    met: set[str] = set()
    for begin in bodies:
        stack = [begin]
        while stack:
            name = stack[-1]
            left = [one for one in texts(bodies[name][1].get("depends_on")) if one in bodies and one not in met]
            met.add(name)
            if left:
                stack.append(left[0])
                met.add(left[0])
            else:
                done.setdefault(stack.pop())
    return list(done)


SYSTEM = System(
    "woodpecker",
    "Woodpecker",
    PIPELINE_ROOTS["woodpecker"],
    read,
    {
        **dict.fromkeys(FEATURES, "exact"),
        "schedule": "opaque",  # kept in the repository's settings, told by the event `cron`
        "stages": "absent",
        "approvals": "absent",
        "job-timeout": "absent",  # of the repository's settings
        "step-timeout": "absent",
        "retries": "absent",
        "artifacts": "absent",  # the steps of a workflow share its workspace
        "secret-scope": "absent",
        "includes": "absent",
        "foreign": "opaque",
        "children": "absent",
        "permissions": "absent",
    },
)
