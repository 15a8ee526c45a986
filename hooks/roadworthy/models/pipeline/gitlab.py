"""GitLab CI: the pipeline of `.gitlab-ci.yml` with what it includes from the repository and the pipelines it starts there.

https://docs.gitlab.com/ci/yaml/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.excerpt import Place
from ...core.outcome import Unreadable
from ...core.records import NamedTuple
from ...parsing.yaml import Mapping, Scalar, Sequence
from ...tables.file_names import PIPELINE_ROOTS
from .conditions import inherited, narrowed
from .gitlab_conditions import all_triggers, rules_of, start_of
from .gitlab_files import Body, files_of, included_by, layers_of, lines_of
from .gitlab_parts import (
    artifacts_of,
    environment_of,
    image_of,
    keyword_steps,
    matrix_of,
    minutes_of,
    reads_of,
    retries_of,
    services_of,
    tolerance_of,
)
from .script import ShellText, StepScript
from .systems import FEATURES, System
from .types import Condition, Job, Need, Opaque, Pipeline, Step, Timeout, Tolerance

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Excerpt
    from ...core.repository import Repository
    from ...parsing.yaml import Tree
    from .gitlab_files import Files
    from .types import Trigger

DEEPEST = 3  # pipelines that start pipelines; GitLab allows two
MOST_JOBS = 20_000
_SHOWS_A_JOB = ("script", "trigger", "run", "release", "stage", "rules", "environment", "before_script", "extends")
STAGES = ("build", "test", "deploy")  # where a file names none
_DEFAULTED = frozenset(
    "after_script artifacts before_script cache hooks id_tokens image interruptible retry services tags timeout".split()
)


class _Making(NamedTuple):
    """A pipeline while it is read; `jobs`, `files`, `opaque` and `broken` are added to."""

    repo: Repository
    jobs: list[Job]
    files: dict[str, Place]
    opaque: list[Opaque]
    broken: list[Unreadable]


class _Call(NamedTuple):
    """Which job starts the pipeline that is read (empty for the root), what started that, and the way there."""

    caller: str = ""
    triggers: tuple[Trigger, ...] = ()
    via: tuple[Place, ...] = ()
    paths: frozenset[str] = frozenset()


class _Around(NamedTuple):
    """What a job takes from the pipeline that it stands in."""

    top: Body
    known: dict[str, tuple[Scalar, tuple[Mapping, ...]]]
    orders: dict[str, int]
    included: dict[str, Place]
    triggers: tuple[Trigger, ...]
    limited: bool  # the pipeline has rules of its own
    call: _Call


def read(repo: Repository, path: str) -> Iterator[Pipeline | Unreadable]:
    """The pipeline of the root file at `path`."""
    making = _Making(repo, [], {}, [], [])
    files = files_of(repo, ((path, None),))
    around = _pipeline(making, files, _Call(paths=frozenset({path})), path)
    yield from dict.fromkeys(making.broken)
    top = around.top
    timeout = top.get("default", "timeout")
    yield Pipeline(
        "gitlab",
        path,
        top.text("workflow", "name") or "",
        inherited(making.jobs),
        around.triggers if around.limited else _started(making.jobs),
        tuple(around.orders),
        making.files,
        tuple(making.opaque),
        timeout=Timeout(minutes_of(timeout.text), timeout.place) if isinstance(timeout, Scalar) else None,
    )


def _started(jobs: list[Job]) -> tuple[Trigger, ...]:
    """What starts a pipeline without rules of its own: whatever starts one of its jobs."""
    found: dict[str, Trigger] = {}
    for job in jobs:
        for trigger in job.triggers:
            found.setdefault(trigger.event, trigger._replace(branches=(), excluded=(), maybe=False))
    return tuple(found.values())


def _pipeline(making: _Making, files: Files, call: _Call, path: str) -> _Around:
    """Add the jobs of one pipeline, root or child."""
    for included, by in files.included.items():
        making.files.setdefault(included, by)
    making.opaque.extend(files.opaque)
    making.broken.extend(files.broken)
    top, known = files.top(), files.jobs()
    place = Place(path)
    triggers = call.triggers if call.caller else all_triggers(place)
    rules = top.get("workflow", "rules")
    if rules is not None:
        triggers = narrowed(triggers, rules_of(rules, known, bool(call.caller)).cases)
    around = _Around(top, known, _orders(top), files.included, triggers, rules is not None, call)
    for name, (key, own) in known.items():
        if name.startswith("."):
            continue
        if len(making.jobs) >= MOST_JOBS:
            making.broken.append(Unreadable(key.place, f"comes after {MOST_JOBS:,} jobs; the rest was not read"))
            break
        _job(making, around, key, Body(layers_of(own, known)))
    return around


def _orders(top: Body) -> dict[str, int]:
    stages = top.get("stages")
    names = [item.text for item in stages if isinstance(item, Scalar)] if isinstance(stages, Sequence) else list(STAGES)
    names = [".pre", *(name for name in names if name not in (".pre", ".post")), ".post"]
    return {name: order for order, name in reversed(list(enumerate(names)))}


def _job(making: _Making, around: _Around, key: Scalar, body: Body) -> None:
    known, call = around.known, around.call
    if not any(body.get(word) is not None for word in _SHOWS_A_JOB):
        return  # `job: {variables: …}` for one that is included from elsewhere
    start = start_of(body, known, around.limited, bool(call.caller))
    stage = body.text("stage") or "test"
    id = _id(call, key.text)
    opaque: list[Opaque] = []
    foreign = _unknown_base(body, known)
    if foreign is not None:
        opaque.append(Opaque("template", foreign.text, foreign.place, "what it extends is not in this repository"))
    timeout, concurrency = _inherited(around, body, "timeout"), body.text("resource_group") or ""
    interruptible = _inherited(around, body, "interruptible")
    at = start.place or key.place
    via = (*call.via, around.included[key.base.path]) if key.base.path in around.included else call.via
    job = Job(
        id,
        key.text,
        key.place,
        stage=stage,
        order=around.orders.get(stage, len(around.orders)),
        needs=_needs(body, known, call),
        condition=Condition(start.text, at, start.cases) if start.text else None,
        triggers=narrowed(around.triggers, start.cases),
        environment=environment_of(body),
        approvals=(start.manual,) if start.manual else (),
        timeout=Timeout(minutes_of(timeout.text), timeout.place) if isinstance(timeout, Scalar) else None,
        tolerance=tolerance_of(body, start),
        retries=retries_of(_inherited(around, body, "retry")),
        interruptible=interruptible.text == "true" if isinstance(interruptible, Scalar) else None,
        concurrency=concurrency,
        matrix=matrix_of(body.get("parallel")),
        image=image_of(_inherited(around, body, "image")),
        services=tuple(services_of(_inherited(around, body, "services"))),
        artifacts=tuple(artifacts_of(body)),
        reads=reads_of(body, around.top),
        steps=_steps(making.repo, around, body),
        opaque=tuple(opaque),
        caller=call.caller,
        via=via,
    )
    at_job = len(making.jobs)
    making.jobs.append(job)
    trigger = body.get("trigger")
    if trigger is not None:
        making.jobs[at_job] = _triggered(making, job, trigger, call)


def _id(call: _Call, name: str) -> str:
    return f"{call.caller}/{name}" if call.caller else name


def _unknown_base(body: Body, known: dict[str, tuple[Scalar, tuple[Mapping, ...]]]) -> Scalar | None:
    """What the job extends and nobody here defines."""
    for layer in body.layers:
        extends = layer.get("extends")
        for name in extends if isinstance(extends, Sequence) else (extends,):
            if isinstance(name, Scalar) and not name.is_null and name.text not in known:
                return name
    return None


def _inherited(around: _Around, body: Body, name: str) -> Tree | None:
    """A keyword of the job, or of `default` and its old forms at the top, unless the job will not have it."""
    found = next((value for layer in body.layers if (value := layer.get(name)) is not None), None)
    if found is not None:
        return None if isinstance(found, Scalar) and found.is_null else found
    wanted = body.get("inherit", "default")
    if isinstance(wanted, Scalar) and wanted.text == "false":
        return None
    if isinstance(wanted, Sequence) and name not in [item.text for item in wanted if isinstance(item, Scalar)]:
        return None
    if name not in _DEFAULTED:
        return None
    found = around.top.get("default", name)
    return found if found is not None else around.top.get(name)


def _needs(body: Body, known: dict[str, tuple[Scalar, tuple[Mapping, ...]]], call: _Call) -> tuple[Need, ...] | None:
    written = body.get("needs")
    if not isinstance(written, Sequence):
        return None
    found = []
    for item in written:
        if isinstance(item, Scalar):
            found.append(Need(_id(call, item.text), item.place, item.text in known))
        elif isinstance(item, Mapping):
            job = item.get("job")
            if isinstance(job, Scalar) and "project" not in item and "pipeline" not in item:
                optional = item.text("optional") == "true"
                found.append(Need(_id(call, job.text), job.place, job.text in known, optional))
    return tuple(found)


def _steps(repo: Repository, around: _Around, body: Body) -> tuple[Step, ...]:
    found: list[Step] = []
    known = around.known
    before = lines_of(_inherited(around, body, "before_script"), known)
    main = lines_of(body.get("script"), known)
    if before or main:
        script = StepScript(repo, _texts((*before, *main)))
        found.append(Step("script", (main or before)[0].place, script))
    elif (run := body.get("run")) is not None:
        found.append(Step("run", run.place, opaque=Opaque("syntax", "run", run.place, "CI steps are not read here")))
    found.extend(keyword_steps(body))
    after = _inherited(around, body, "after_script")
    last = lines_of(after, known)
    if after is not None and last:  # https://docs.gitlab.com/ci/yaml/#after_script: its failure changes nothing
        script = StepScript(repo, _texts(last))
        found.append(Step("after_script", last[0].place, script, tolerance=Tolerance(True, after.place)))
    return tuple(found)


def _texts(lines: tuple[Scalar, ...]) -> tuple[ShellText, ...]:
    """The lines as shell texts, those of one file together. The runner begins with `set -eo pipefail`."""
    found: list[ShellText] = []
    group: list[Excerpt] = []
    for line in lines:
        text = line.excerpt
        if group and group[0].source is not text.source:
            found.append(_joined(group))
            group = []
        group.append(text)
    if group:
        found.append(_joined(group))
    return tuple(found)


def _joined(group: list[Excerpt]) -> ShellText:
    first, *others = group
    parts: list[Excerpt | str] = []
    for other in others:
        parts += ["\n", other]
    return ShellText(first.followed_by(parts) if others else first, True, True)


def _triggered(making: _Making, job: Job, trigger: Tree, call: _Call) -> Job:
    """A job that starts another pipeline: one of this repository is read as jobs of this one."""
    body = Body((trigger,)) if isinstance(trigger, Mapping) else None
    include = body.get("include") if body else None
    if body is None or include is None:
        name = trigger.text if isinstance(trigger, Scalar) else (body.text("project") if body else None) or ""
        why = "the pipeline that it starts is another project's"
        return job._replace(opaque=(*job.opaque, Opaque("child-pipeline", name, trigger.place, why)))
    opaque: list[Opaque] = []
    paths: list[tuple[str, Place | None]] = []
    for entry in include if isinstance(include, Sequence) else (include,):
        paths.extend(included_by(making.repo, entry, opaque))
    opaque = [one._replace(kind="child-pipeline") for one in opaque]
    if any(path in call.paths for path, _ in paths) or len(call.via) >= DEEPEST:
        opaque.append(Opaque("child-pipeline", "", include.place, "starts itself, in a circle"))
        paths = []
    if paths:
        files = files_of(making.repo, tuple(reversed(paths)))
        inner = _Call(job.id, job.triggers, (*call.via, include.place), call.paths | {path for path, _ in paths})
        _pipeline(making, files, inner, paths[0][0])
    calls = paths[0][0] if paths else ""
    return job._replace(opaque=(*job.opaque, *opaque), calls=calls)


SYSTEM = System(
    "gitlab",
    "GitLab CI",
    PIPELINE_ROOTS["gitlab"],
    read,
    {
        **dict.fromkeys(FEATURES, "exact"),
        "approvals": "opaque",  # protected environments are settings; `when: manual` is exact
        "schedule": "opaque",  # kept in the project's settings, only told by CI_PIPELINE_SOURCE
        "secrets": "opaque",  # variables of the project's settings look like all others
        "secret-scope": "opaque",
        "step-timeout": "absent",
        "foreign": "opaque",
        "permissions": "absent",
    },
)
