"""Azure Pipelines: the stages and jobs of `azure-pipelines.yml`, with the templates of the repository that they are made from.

https://learn.microsoft.com/azure/devops/pipelines/yaml-schema/
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.paths import matching
from ...core.records import NamedTuple
from ...parsing.yaml import Mapping, Scalar
from ...tables.file_names import PIPELINE_ROOTS
from ..documents import documents
from .azure_conditions import condition_of, triggers_of
from .azure_steps import artifacts_of, steps_of
from .azure_templates import Making, Scope, declared, entries, looked, template, variables_of
from .conditions import ALWAYS, all_of, inherited, narrowed
from .systems import FEATURES, System
from .types import Approval, Case, Condition, Environment, Job, Matrix, Need, Pipeline, Reading, Service, Step, Tolerance
from .yaml_parts import flag, minutes, scalars, texts
from .yaml_parts import variables_of as variables_read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ...parsing.yaml import Tree
    from .types import Opaque, Trigger

MOST_JOBS = 20_000
MOST_NEEDS = 1_000  # jobs of stages that another one waits for
_HOOKS = ("preDeploy", "deploy", "routeTraffic", "postRouteTraffic")
_OWN = ("BUILD_", "SYSTEM_", "AGENT_", "PIPELINE_", "TF_BUILD", "SYSTEM")


class _Stage(NamedTuple):
    """A stage while its jobs are read; `last` are the ids of its jobs that no other of it waits for."""

    name: str
    order: int
    needs: tuple[str, ...] | None
    condition: Condition | None
    triggers: tuple[Trigger, ...]
    body: Mapping | None
    groups: tuple[Scalar, ...]
    place: Place


class _Pipe(NamedTuple):
    """The pipeline while it is read."""

    making: Making
    jobs: list[Job]
    last: dict[str, list[str]]
    stages: list[str]
    starts: dict[str, tuple[Trigger, ...]]
    windows: bool


def read(repo: Repository, path: str) -> Iterator[Pipeline | Unreadable]:
    """The pipeline of the file at `path`. One that has neither stages, jobs nor steps is a template, or something else."""
    tree = repo.ask(documents, path)
    if isinstance(tree, Unreadable):
        yield tree
        return
    making = Making(repo, {}, [], list(tree.problems), [0])
    root = tree.root
    if path in repo.ask(_templates):
        return
    if isinstance(root, Mapping) and any(word in root for word in ("stages", "jobs", "steps", "extends")):
        triggers = tuple(triggers_of(root))
        pipe = _Pipe(making, [], {}, [], {}, _windows(root.get("pool")))
        scope = Scope(path, dict(declared(root)), paths=(path,))
        scope, groups = variables_of(making, root.get("variables"), scope)
        _content(pipe, root, scope, triggers, groups)
        yield from dict.fromkeys(making.broken)
        yield Pipeline(
            "azure",
            path,
            root.text("name") or "",
            inherited(pipe.jobs),
            triggers,
            tuple(dict.fromkeys(pipe.stages)),
            making.files,
            tuple(making.opaque),
            tuple(Reading("secret", one.text, one.place) for one in groups),
        )
    else:
        yield from dict.fromkeys(making.broken)


def _templates(repo: Repository) -> frozenset[str]:
    """A fact: the files named like pipelines that are templates of another one: they are read as a part of it."""
    found: set[str] = set()
    roots = [path for path in matching(PIPELINE_ROOTS["azure"], repo.paths()) if repo.exists(path)]
    for path in roots if len(roots) > 1 else ():
        source = repo.source(path)
        if isinstance(source, Unreadable) or "template" not in source.text:
            continue
        for name in re.findall(r"template:[ \t]{0,9}['\"]?([^\s'\"@#,}\]]{1,300})", source.text):
            folder = "" if name.startswith("/") else posixpath.dirname(path)
            inner = posixpath.normpath(posixpath.join(folder, name.lstrip("/")))
            if inner != path:
                found.add(inner)
    return frozenset(found)


def _content(
    pipe: _Pipe, root: Mapping, scope: Scope, triggers: tuple[Trigger, ...], groups: tuple[Scalar, ...], depth: int = 0
) -> None:
    """Stages, jobs, steps, or the template that a file is an extension of."""
    extended = root.get("extends")
    if isinstance(extended, Mapping) and depth < 10:
        reference = extended.get("template")
        made = template(pipe.making, reference, extended.get("parameters"), scope) if isinstance(reference, Scalar) else None
        if made:
            inner, more = variables_of(pipe.making, made[0].get("variables"), made[1])
            _content(pipe, made[0], inner, triggers, groups + more, depth + 1)
    if "stages" in root:
        _stages(pipe, root.get("stages"), scope, triggers, groups)
        return
    stage = _Stage("", 0, (), None, triggers, None, groups, root.place)
    if "jobs" in root:
        _jobs(pipe, root.get("jobs"), scope, stage)
    elif "steps" in root:
        key = root.key("steps")
        _job(pipe, root, scope, stage, "job", key.place if key else root.place, set())


def _stages(pipe: _Pipe, node: Tree | None, scope: Scope, triggers: tuple[Trigger, ...], groups: tuple[Scalar, ...]) -> None:
    for item, inside in entries(pipe.making, node, scope):
        if not isinstance(item, Mapping):
            continue
        reference = item.get("template")
        if isinstance(reference, Scalar):
            made = template(pipe.making, reference, item.get("parameters"), inside)
            if made:
                _stages(pipe, made[0].get("stages"), made[1], triggers, groups)
            continue
        written = item.get("stage")
        name = inside.filled(written.text) if isinstance(written, Scalar) else f"stage{len(pipe.stages) + 1}"
        before = pipe.stages[-1] if pipe.stages else None
        waits = looked(item, "dependsOn")
        named = [inside.filled(one) for one in texts(waits)]
        needs: tuple[str, ...] | None = None
        if waits is not None and named != [before]:
            needs = tuple(id for one in named for id in pipe.last.get(one, ()))[:MOST_NEEDS]
        asked = looked(item, "condition")
        condition = condition_of(asked, inside.settled(asked.text) if isinstance(asked, Scalar) else "")
        cases = all_of((inside.cases, condition.cases if condition else ALWAYS))
        own, more = variables_of(pipe.making, item.get("variables"), inside)
        starts = narrowed(triggers, cases)
        if not (condition and condition.after_failure):  # a stage that was left out leaves out those that wait for it
            for one in named if waits is not None else [before]:
                known = pipe.starts.get(one or "")
                starts = narrowed(starts, tuple(map(_case, known))) if known is not None else starts
        pipe.starts[name] = starts
        stage = _Stage(
            name,
            len(pipe.stages) + 1,
            needs,
            condition,
            starts,
            item,
            groups + more,
            written.place if written is not None else item.place,
        )
        pipe.stages.append(name)
        pipe.last.setdefault(name, [])
        _jobs(pipe, item.get("jobs"), own._replace(cases=cases), stage)


def _case(trigger: Trigger) -> Case:
    return Case(frozenset({trigger.event}), None, trigger.branches, trigger.excluded, trigger.maybe)


def _jobs(pipe: _Pipe, node: Tree | None, scope: Scope, stage: _Stage) -> None:
    found: list[tuple[Mapping, Scope, str, Place]] = []
    _list_jobs(pipe, node, scope, found)
    names = {name for _, _, name, _ in found}
    waited = {one for body, inside, _, _ in found for one in map(inside.filled, texts(looked(body, "dependsOn")))}
    for body, inside, name, place in found:
        if len(pipe.jobs) >= MOST_JOBS:
            pipe.making.broken.append(Unreadable(place, f"comes after {MOST_JOBS:,} jobs; the rest was not read"))
            return
        id = _job(pipe, body, inside, stage, name, place, names)
        if stage.name and name not in waited:
            pipe.last[stage.name].append(id)


def _list_jobs(pipe: _Pipe, node: Tree | None, scope: Scope, found: list[tuple[Mapping, Scope, str, Place]]) -> None:
    for item, inside in entries(pipe.making, node, scope):
        if not isinstance(item, Mapping) or len(found) > MOST_JOBS:
            continue
        reference = item.get("template")
        if isinstance(reference, Scalar):
            made = template(pipe.making, reference, item.get("parameters"), inside)
            if made:
                _list_jobs(pipe, made[0].get("jobs"), made[1], found)
            continue
        written = item.get("job") or item.get("deployment")
        named = isinstance(written, Scalar) and not written.is_null
        name = inside.filled(written.text) if named and isinstance(written, Scalar) else f"job{len(found) + 1}"
        found.append((item, inside, name, written.place if written is not None else item.place))


def _job(pipe: _Pipe, body: Mapping, scope: Scope, stage: _Stage, name: str, place: Place, names: set[str]) -> str:
    id = f"{stage.name}.{name}" if stage.name else name
    taken = {job.id for job in pipe.jobs[-50:]}
    while id in taken:
        id += "'"
    own, groups = variables_of(pipe.making, body.get("variables"), scope) if stage.body is not None or names else (scope, ())
    asked = looked(body, "condition")
    condition = condition_of(asked, own.settled(asked.text) if isinstance(asked, Scalar) else "")
    cases = all_of((scope.cases, condition.cases if condition else ALWAYS))
    if condition is None and scope.cases != ALWAYS:
        at = stage.condition
        condition = Condition(at.text if at else "${{ if }}", at.place if at else place, scope.cases)
    elif condition is not None:
        condition = condition._replace(cases=cases)
    waits = looked(body, "dependsOn")
    needs: tuple[Need, ...] | None = None
    if waits is not None and names and (named := scalars(waits)):
        needs = tuple(_need(stage, own.filled(one.text), one.place, names) for one in named)
    elif stage.needs is not None:
        needs = tuple(Need(one, stage.place) for one in stage.needs)
    before = len(pipe.making.opaque)
    steps = _steps(pipe, body, own, _windows(body.get("pool")) or pipe.windows)
    environment = _environment(body, own)
    allowed = body.get("continueOnError")
    pool = body.get("container") or (stage.body.get("container") if stage.body else None)
    opaque: tuple[Opaque, ...] = tuple(pipe.making.opaque[before:])
    del pipe.making.opaque[before:]
    opaque += tuple(step.opaque for step in steps if step.opaque and step.opaque.kind == "template")
    given = set(own.variables)
    pipe.jobs.append(
        Job(
            id,
            name,
            place,
            own.filled(body.text("displayName") or ""),
            stage.name,
            stage.order,
            needs,
            condition,
            narrowed(stage.triggers, cases),
            environment,
            (*((Approval("environment", environment.place, environment.name),) if environment else ()), *_validations(steps)),
            minutes(body.get("timeoutInMinutes")) if names else None,
            Tolerance(flag(allowed), allowed.place) if allowed is not None and flag(allowed) is not False else None,
            concurrency=_lock(body, stage),
            matrix=_matrix(body),
            image=_image(pool),
            services=tuple(_services(body.get("services"))),
            artifacts=tuple(artifacts_of(list(steps))),
            reads=(
                *(Reading("secret", one.text, one.place) for one in (*stage.groups, *groups)),
                *(one for one in variables_read([body], (), _OWN) if one.name.lower() not in given),
            ),
            steps=steps,
            opaque=opaque,
            via=scope.via,
        )
    )
    return id


def _need(stage: _Stage, name: str, place: Place, names: set[str]) -> Need:
    return Need(f"{stage.name}.{name}" if stage.name else name, place, name in names)


def _steps(pipe: _Pipe, body: Mapping, scope: Scope, windows: bool) -> tuple[Step, ...]:
    """The steps of a job; of one that deploys, those of its strategy's hooks in the order in which they run."""
    making = pipe.making
    found = steps_of(making, looked(body, "steps"), scope, windows)
    strategy = body.get("strategy")
    for key, one in strategy.pairs() if isinstance(strategy, Mapping) else ():
        if key.text not in ("runOnce", "rolling", "canary") or not isinstance(one, Mapping):
            continue
        for hook in _HOOKS:
            found += steps_of(making, one.get(hook, "steps"), scope, windows)
        found += steps_of(making, one.get("on", "success", "steps"), scope, windows)
        found += steps_of(making, one.get("on", "failure", "steps"), scope, windows, "failure")
    return tuple(found)


def _validations(steps: tuple[Step, ...]) -> Iterator[Approval]:
    for step in steps:
        if step.uses and step.uses.name == "task:manualvalidation":
            yield Approval("input", step.uses.place, step.uses.name)


def _environment(body: Mapping, scope: Scope) -> Environment | None:
    node = looked(body, "environment")
    if isinstance(node, Mapping):
        node = node.get("name")
    return Environment(scope.filled(node.text), node.place) if isinstance(node, Scalar) and not node.is_null else None


def _lock(body: Mapping, stage: _Stage) -> str:
    return body.text("lockBehavior") or (stage.body.text("lockBehavior") if stage.body else None) or ""


def _matrix(body: Mapping) -> Matrix | None:
    strategy = body.get("strategy")
    node = strategy.get("matrix") if isinstance(strategy, Mapping) else None
    if isinstance(node, Mapping):
        known = not any(key.text.startswith("${{") for key, _ in node.pairs())
        return Matrix(len(node) if known else None, (("name", tuple(node)),), node.place)
    if node is not None:
        return Matrix(None, (), node.place)
    parallel = strategy.get("parallel") if isinstance(strategy, Mapping) else None
    if isinstance(parallel, Scalar):
        return Matrix(int(parallel.text) if parallel.text.isdecimal() and len(parallel.text) < 4 else None, (), parallel.place)
    return None


def _image(node: Tree | None) -> str:
    if isinstance(node, Mapping):
        return node.text("image") or ""
    return node.text if isinstance(node, Scalar) and not node.is_null else ""


def _services(node: Tree | None) -> Iterator[Service]:
    for key, value in node.pairs() if isinstance(node, Mapping) else ():
        yield Service(key.text, _image(value), key.place)


def _windows(node: Tree | None) -> bool:
    image = node.text("vmImage") if isinstance(node, Mapping) else node.text if isinstance(node, Scalar) else None
    return bool(image and ("windows" in image.lower() or "vs20" in image.lower()))


SYSTEM = System(
    "azure",
    "Azure Pipelines",
    PIPELINE_ROOTS["azure"],
    read,
    {
        **dict.fromkeys(FEATURES, "exact"),
        "manual": "opaque",  # a pipeline can always be started by hand; a job only by ManualValidation
        "approvals": "opaque",  # checks on the environment are kept in its settings
        "retries": "absent",
        "secrets": "opaque",  # a variable group's variables are secret or not in its settings
        "secret-scope": "exact",  # a group for a stage
        "foreign": "opaque",
        "children": "absent",
        "concurrency": "opaque",  # exclusive locks are checks on the environment
        "permissions": "absent",
    },
)
