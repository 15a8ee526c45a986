"""A CI system as the readers know it: which files are its pipelines, how they are read, and what it can express."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Literal

    from ...core.outcome import Unreadable
    from ...core.repository import Repository
    from .types import Pipeline

    Expressed = Literal["exact", "opaque", "absent"]

# What a pipeline may say. A system expresses each `exact`ly, or in a way that cannot be told from its files (`opaque`), or not
# at all (`absent`): then no rule may ask for it.
FEATURES: dict[str, str] = {
    "events": "which events start it",
    "branches": "on which branches",
    "paths": "only when certain files changed",
    "schedule": "at certain times",
    "manual": "a person starts a job or pipeline",
    "conditions": "jobs and steps that run under conditions",
    "needs": "jobs that wait for certain others",
    "stages": "an order of stages",
    "environments": "which environment is deployed to",
    "approvals": "somebody has to say yes",
    "job-timeout": "a bound on a job's duration",
    "step-timeout": "a bound on a step's duration",
    "tolerance": "a job or step that may fail",
    "on-failure": "something runs because something failed",
    "retries": "a job is tried again",
    "matrix": "a job in variants",
    "services": "containers beside a job",
    "artifacts": "files handed from job to job",
    "secrets": "secrets told from other variables",
    "secret-scope": "secrets for one environment only",
    "includes": "parts in other files of the repository",
    "foreign": "parts from elsewhere",
    "children": "pipelines started by pipelines",
    "concurrency": "no two runs at the same time",
    "permissions": "what the job's token may do",
}


class System(NamedTuple):
    """One CI system. `name` is what `Pipeline.system` says, `title` what people call it.

    `roots` is a regular expression for the paths of its pipelines' root files. `read` gives the pipeline of a root file; what
    of it cannot be read comes as `Unreadable` beside it. `expresses` has an entry for each of `FEATURES`.
    """

    name: str
    title: str
    roots: str
    read: Callable[[Repository, str], Iterable[Pipeline | Unreadable]]
    expresses: dict[str, Expressed]
