"""What a pipeline consists of, whichever CI system runs it: pipeline, job, step, command; when they run and what they need.

Readers (a module a CI system) make these from files; rules read them and know no CI system. Lists keep the order of the
file. Every part has the `Place` it was written at; `via` are the places that led there, outermost first, where it stands in
a file that another one includes or calls. Nothing here is a bare yes or no where the file does not decide it: `maybe`, None
and `Opaque` say so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Literal

    from ...core.excerpt import Place
    from ...parsing.yaml import Scalar
    from .script import Command, StepScript

    Event = Literal["pull_request", "push", "tag", "schedule", "manual", "call", "other"]
    After = Literal["", "failure", "always", "cancelled"]
    OpaqueKind = Literal[
        "workflow", "action", "include", "template", "child-pipeline", "library", "orb", "expression", "syntax"
    ]

EVENTS: tuple[Event, ...] = ("pull_request", "push", "tag", "schedule", "manual", "call", "other")


class Trigger(NamedTuple):
    """One way in which a pipeline, or a job of it, is started: an event, on which branches, and whether that is certain.

    `push` is a commit on a branch, `tag` a pushed tag or a release, `manual` a person's press, `call` another pipeline or an
    API, `other` the rest. `branches` are patterns: of the branch pushed to, of the target of a pull request, of the tag; empty
    for any. `excluded` are patterns taken out again. `maybe`: something decides besides that is not known here. `paths`: only
    when certain files changed. `written` is the event's name in the CI system; `after` names the pipelines whose end it is.
    """

    event: Event
    place: Place
    branches: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    maybe: bool = False
    paths: bool = False
    written: str = ""
    after: tuple[str, ...] = ()


class Case(NamedTuple):
    """One of the alternatives in which a condition holds; all that it says holds together.

    `events`: None for any. `names`: the events' names in the CI system, where the condition asks for those; None for any.
    `branches` and `excluded` as in `Trigger`. `maybe`: the rest of the condition cannot be decided here. `after`: what has to
    have happened before, where that is not success: `failure`, `always` (either way), `cancelled`. `without`: names that it is
    not.
    """

    events: frozenset[Event] | None = None
    names: frozenset[str] | None = None
    branches: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    maybe: bool = False
    after: After = ""
    without: frozenset[str] = frozenset()


class Condition(NamedTuple):
    """When a job or step runs: in any of `cases`, and never where there is none. `text` is the condition as written."""

    text: str
    place: Place
    cases: tuple[Case, ...]

    @property
    def never(self) -> bool:
        """Whether it holds in no case: what has it is switched off."""
        return not self.cases

    @property
    def after_failure(self) -> bool:
        """Whether what has it also runs once something before it failed."""
        return any(case.after in ("failure", "always") for case in self.cases)

    @property
    def only_after_failure(self) -> bool:
        """Whether it runs for nothing but a failure before it."""
        return bool(self.cases) and all(case.after == "failure" for case in self.cases)


class Opaque(NamedTuple):
    """Something that is not in the repository, or cannot be told from it. `name` is what is called, as written."""

    kind: OpaqueKind
    name: str
    place: Place
    why: str


class Need(NamedTuple):
    """A job that has to be finished before. `known` is False where no job has that id; `optional` where it may be absent."""

    job: str
    place: Place
    known: bool = True
    optional: bool = False


class Environment(NamedTuple):
    """The environment that a job deploys to, as the CI system is told. `name` may hold expressions.

    `action` is `start` or, as GitLab has it, `stop`, `prepare`, `verify`, `access`; `tier` what GitLab is told that it is.
    """

    name: str
    place: Place
    url: str = ""
    action: str = "start"
    tier: str = ""


class Approval(NamedTuple):
    """Somebody has to say yes. `manual`: a person starts the job; `input`: it waits in the middle; `environment`: the CI
    system's settings for the environment may ask for it, which no file tells."""

    kind: Literal["manual", "input", "environment"]
    place: Place
    text: str = ""


class Timeout(NamedTuple):
    """The bound on a job's or step's duration. None: an expression decides."""

    minutes: float | None
    place: Place


class Tolerance(NamedTuple):
    """The pipeline goes on when this fails: `continue-on-error`, `allow_failure`. None: an expression decides.

    `exit_codes`: only for these.
    """

    value: bool | None
    place: Place
    exit_codes: tuple[str, ...] = ()


class Matrix(NamedTuple):
    """A job that runs in variants. `size` is None where an expression makes them; `axes` are name and values as written."""

    size: int | None
    axes: tuple[tuple[str, tuple[str, ...]], ...]
    place: Place


class Service(NamedTuple):
    """A container that runs beside the job: a database for the tests."""

    name: str
    image: str
    place: Place


class Artifact(NamedTuple):
    """Files that a job hands on (`out`) or takes (`in`). `name` may be empty; `job` is whose files are taken, if it says."""

    direction: Literal["in", "out"]
    name: str
    place: Place
    paths: tuple[str, ...] = ()
    job: str = ""


class Reading(NamedTuple):
    """A secret or variable of the CI system that is read. `*`: all of them are handed on."""

    kind: Literal["secret", "variable"]
    name: str
    place: Place


class Uses(NamedTuple):
    """A step that somebody else wrote: an action, an orb's command, a task. `name` without its version, in lower case.

    `inputs` are what it is given. `path` is the file in the repository that was followed; its steps come next in the job.
    """

    name: str
    version: str
    place: Place
    inputs: dict[str, Scalar]
    path: str = ""


class Step(NamedTuple):
    """One step of a job: a shell text (`script`), or something that others wrote (`uses`).

    `via` are the `uses` that led here, for the steps of a local action.
    """

    name: str
    place: Place
    script: StepScript | None = None
    uses: Uses | None = None
    condition: Condition | None = None
    timeout: Timeout | None = None
    tolerance: Tolerance | None = None
    opaque: Opaque | None = None
    via: tuple[Place, ...] = ()

    @property
    def commands(self) -> tuple[Command, ...]:
        """The commands of its shell text in order, with those of the files that they lead to; parsed when first asked."""
        return self.script.commands if self.script else ()


class Job(NamedTuple):
    """One job.

    `id` is unique in the pipeline: its name, after `CALLER/` where another job's call brought it in. `name` is its key in
    the file at `place.path`; `title` is what people see. `needs` is None where the order of stages decides: then the job
    waits for all jobs of a lower `order`. `triggers` are the pipeline's that its condition leaves. `tolerance`: it may fail.
    `calls`: the file whose jobs it runs in its place; those have its id as `caller`, and who waits for it waits for them
    (`graph.Graph` knows). Orders are compared among jobs with the same caller. `inputs` are what it gives them. `reads`: the
    secrets and variables that it names itself; the pipeline's own count for all its jobs.
    """

    id: str
    name: str
    place: Place
    title: str = ""
    stage: str = ""
    order: int = 0
    needs: tuple[Need, ...] | None = ()
    condition: Condition | None = None
    triggers: tuple[Trigger, ...] = ()
    environment: Environment | None = None
    approvals: tuple[Approval, ...] = ()
    timeout: Timeout | None = None
    tolerance: Tolerance | None = None
    retries: int = 0
    interruptible: bool | None = None
    concurrency: str = ""
    matrix: Matrix | None = None
    image: str = ""
    services: tuple[Service, ...] = ()
    permissions: tuple[tuple[str, str], ...] | None = None
    artifacts: tuple[Artifact, ...] = ()
    reads: tuple[Reading, ...] = ()
    steps: tuple[Step, ...] = ()
    opaque: tuple[Opaque, ...] = ()
    calls: str = ""
    inputs: Mapping[str, Scalar] = {}
    caller: str = ""
    via: tuple[Place, ...] = ()

    @property
    def path(self) -> str:
        """The file it stands in."""
        return self.place.path

    @property
    def manual(self) -> Approval | None:
        """What makes it wait for a person to start it."""
        return next((one for one in self.approvals if one.kind == "manual"), None)

    @property
    def commands(self) -> tuple[Command, ...]:
        """The commands of all its steps, in order."""
        return tuple(command for step in self.steps for command in step.commands)


class Pipeline(NamedTuple):
    """What one root file of a CI system describes, with what it includes and calls from the repository.

    `path` is the root file. `files` maps every other file that it was made of (includes, called workflows, local actions) to
    the place that first leads there; scripts that commands lead to are in `readers.scripts_of`. `opaque` is what belongs to
    the pipeline as a whole; a job's own stands with the job. `by_stage`: jobs without `needs` wait for all of a lower order.
    """

    system: str
    path: str
    title: str
    jobs: tuple[Job, ...]
    triggers: tuple[Trigger, ...] = ()
    stages: tuple[str, ...] = ()
    files: Mapping[str, Place] = {}
    opaque: tuple[Opaque, ...] = ()
    reads: tuple[Reading, ...] = ()
    concurrency: str = ""
    timeout: Timeout | None = None

    def job(self, id: str) -> Job | None:
        """The job with this id. Looks through all: for many questions make a dictionary."""
        return next((job for job in self.jobs if job.id == id), None)
