"""CircleCI: the workflows of `.circleci/config.yml`, their jobs, and the configuration that a setup workflow goes on with.

https://circleci.com/docs/configuration-reference/
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from ...core.excerpt import Place
from ...core.outcome import Unreadable
from ...core.records import NamedTuple
from ...parsing.yaml import Mapping, Scalar, Sequence
from ...tables.file_names import PIPELINE_ROOTS
from ..documents import documents
from .circleci_conditions import filtered, started
from .circleci_steps import Scope, outer_scope, steps_of
from .conditions import inherited
from .matrix import MOST_COMBINATIONS
from .systems import FEATURES, System
from .types import Approval, Artifact, Case, Condition, Job, Matrix, Need, Opaque, Pipeline, Reading, Service, Step, Uses
from .yaml_parts import inputs_of, items, mappings, scalars, script_of_inputs, texts, variables_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.repository import Repository
    from ...parsing.yaml import Tree
    from .types import Trigger

MOST_JOBS = 20_000
_NO_STEPS = frozenset({"approval", "no-op", "lock", "unlock"})
_CONTINUES = ("configuration_path", "configuration-path", "config-path", "config_path")


class _Making(NamedTuple):
    """A pipeline while it is read; the lists are added to."""

    repo: Repository
    jobs: list[Job]
    triggers: dict[tuple[object, ...], Trigger]
    files: dict[str, Place]
    opaque: list[Opaque]
    broken: list[Unreadable]


class _Around(NamedTuple):
    """The workflow that a job stands in: `ids` are the ids of its jobs by the names that `requires` may use."""

    name: str
    order: int
    triggers: tuple[Trigger, ...]
    ids: dict[str, str]
    approvals: dict[str, Approval]
    scope: Scope
    caller: str
    via: tuple[Place, ...]


def read(repo: Repository, path: str) -> Iterator[Pipeline | Unreadable]:
    """The pipeline of the configuration at `path`: all its workflows."""
    making = _Making(repo, [], {}, {}, [], [])
    tree = repo.ask(documents, path)
    if isinstance(tree, Unreadable):
        yield tree
        return
    making.broken.extend(tree.problems)
    root = tree.root
    if isinstance(root, Mapping):
        _config(making, root, "", ())
        if root.text("setup") == "true":
            _continued(making, root, path)
    yield from dict.fromkeys(making.broken)
    yield Pipeline(
        "circleci",
        path,
        "",
        inherited(making.jobs),
        tuple(making.triggers.values()),
        files=making.files,
        opaque=tuple(making.opaque),
    )


def _config(making: _Making, root: Mapping, caller: str, via: tuple[Place, ...]) -> None:
    """Add the jobs of all workflows of one configuration."""
    scope = outer_scope(making.repo, root)
    workflows = root.get("workflows")
    named = [(key, one) for key, one in workflows.pairs() if isinstance(one, Mapping)] if isinstance(workflows, Mapping) else []
    if not named:  # https://circleci.com/docs/configuration-reference/#jobs: without workflows the job `build` runs
        build = scope.defined["jobs"].get("build")
        key = scope.defined_keys.get("build")
        if isinstance(build, Mapping) and key is not None:
            triggers = filtered(started(root, key.place, scope.values), None)
            _add(making, _Around("", 0, triggers, {"build": "build"}, {}, scope, caller, via), key, "build", None, build)
        return
    taken: set[str] = {job.id for job in making.jobs}
    for order, (key, workflow) in enumerate(named):
        triggers = started(workflow, key.place, scope.values)
        for trigger in triggers:
            making.triggers.setdefault((trigger.event, trigger.branches, trigger.maybe), trigger)
        entries = list(_entries(workflow.get("jobs")))
        ids: dict[str, str] = {}
        approvals: dict[str, Approval] = {}
        known: list[tuple[Scalar, str, Mapping | None]] = []
        for name, given in entries:
            called = (given.text("name") if given else None) or name.text
            id = f"{caller}/{called}" if caller else called
            if id in taken:
                id = f"{key.text}/{id}"
            while id in taken:
                id += "'"
            taken.add(id)
            known.append((name, id, given))
            for alias in (called, name.text, (given.text("matrix", "alias") if given else None) or called):
                ids.setdefault(alias, id)
            if given and given.text("type") == "approval":
                approvals[id] = Approval("manual", name.place, called)
        around = _Around(key.text, order, triggers, ids, approvals, scope, caller, via)
        for name, id, given in known:
            if len(making.jobs) >= MOST_JOBS:
                making.broken.append(Unreadable(name.place, f"comes after {MOST_JOBS:,} jobs; the rest was not read"))
                return
            _add(making, around, name, id, given, scope.defined["jobs"].get(name.text))


def _entries(node: Tree | None) -> Iterator[tuple[Scalar, Mapping | None]]:
    for item in items(node):
        if isinstance(item, Scalar) and not item.is_null:
            yield item, None
        elif isinstance(item, Mapping):
            for key, given in item.pairs():
                yield key, given if isinstance(given, Mapping) else None


def _add(making: _Making, around: _Around, key: Scalar, id: str, given: Mapping | None, body: Tree | None) -> None:
    scope = around.scope.called(given, body)
    triggers = filtered(around.triggers, given)
    needs = tuple(_needs(around, given))
    steps, opaque = _work(making, scope, key, given, body)
    main = body if isinstance(body, Mapping) else None
    image, services = _containers(main, scope)
    approval = around.approvals.get(id)
    gates = (approval,) if approval else tuple(around.approvals[n.job] for n in needs if n.job in around.approvals)
    where = (given.get("filters") if given else None) or key
    after_failure = _after_failure(given)
    cases = tuple(
        Case(frozenset({one.event}), None, one.branches, one.excluded, one.maybe, "failure" if after_failure else "")
        for one in triggers
    )
    limited = given is not None and ("filters" in given or after_failure)
    title = (given.text("name") if given else None) or ""
    making.jobs.append(
        Job(
            id,
            title or key.text,
            key.place,
            title,
            stage=around.name,
            needs=needs,
            condition=Condition("filters" if limited else around.name, where.place, cases) if limited or not triggers else None,
            triggers=triggers,
            approvals=gates,
            matrix=_matrix(given, main),
            image=image,
            services=services,
            artifacts=tuple(_artifacts(steps)),
            reads=_reads(given, main),
            steps=steps,
            opaque=tuple(opaque),
            inputs=inputs_of(given),
            caller=around.caller,
            via=around.via,
        )
    )


def _work(
    making: _Making, scope: Scope, key: Scalar, given: Mapping | None, body: Tree | None
) -> tuple[tuple[Step, ...], list[Opaque]]:
    """The steps of a job, and what of it cannot be seen. The job of an orb is a step that uses it."""
    steps: list[Step] = []
    opaque: list[Opaque] = []
    if given is not None:
        steps += steps_of(given.get("pre-steps"), scope.outer or scope)
    if isinstance(body, Mapping):
        steps += steps_of(body.get("steps"), scope)
    elif given is None or given.text("type") not in _NO_STEPS:
        orb, at, command = key.text.partition("/")
        if at and (source := scope.orbs.get(orb)):
            name, _, version = source.partition("@")
            uses = Uses(f"orb:{name}/{command}".lower(), version, key.place, inputs_of(given))
            script = script_of_inputs(making.repo, uses)
            if script is None:
                why = "what an orb's job does is not in this repository"
                opaque.append(Opaque("orb", f"{name}/{command}", key.place, why))
            steps.append(Step(key.text, key.place, script, uses))
        else:
            opaque.append(Opaque("template", key.text, key.place, "no job of this name is defined here"))
    if given is not None:
        steps += steps_of(given.get("post-steps"), scope.outer or scope)
    opaque += [step.opaque for step in steps if step.opaque and step.opaque.kind == "orb"]
    return tuple(steps), opaque


def _needs(around: _Around, given: Mapping | None) -> Iterator[Need]:
    for item in items(given.get("requires") if given else None):
        if isinstance(item, Scalar) and not item.is_null:
            name: Scalar = item
        elif isinstance(item, Mapping) and (pair := next(item.pairs(), None)):  # `- tests: failed`
            name = pair[0]
        else:
            continue
        id = around.ids.get(name.text)
        if id is None:  # a variant of a matrix is called by its values: `test-3.12`
            id = next((around.ids[one] for one in _prefixes(name.text) if one in around.ids), None)
        yield Need(id or name.text, name.place, id is not None)


def _prefixes(name: str) -> Iterator[str]:
    parts = name[:300].split("-")
    return ("-".join(parts[:end]) for end in range(len(parts) - 1, 0, -1))


def _after_failure(given: Mapping | None) -> bool:
    for item in mappings(given.get("requires") if given else None):
        for _, value in item.pairs():
            asked = texts(value)
            if asked and "success" not in asked:
                return True
    return False


def _containers(body: Mapping | None, scope: Scope) -> tuple[str, tuple[Service, ...]]:
    """The image that a job runs in, and those beside it."""
    if body is None:
        return "", ()
    holder: Mapping = body
    executor = body.get("executor")
    name = executor.text("name") if isinstance(executor, Mapping) else executor.text if isinstance(executor, Scalar) else None
    known = scope.defined["executors"].get(scope.filled(name)) if name else None
    if isinstance(known, Mapping) and "docker" not in body:
        holder = known
    images = [one for one in mappings(holder.get("docker")) if one.text("image")]
    if not images:
        return holder.text("machine", "image") or "", ()
    services = []
    for one in images[1:]:
        image = scope.filled(one.text("image") or "")
        services.append(Service(one.text("name") or image.rpartition("/")[2].partition(":")[0], image, one.place))
    return scope.filled(images[0].text("image") or ""), tuple(services)


def _matrix(given: Mapping | None, body: Mapping | None) -> Matrix | None:
    node = given.get("matrix") if given else None
    if isinstance(node, Mapping):
        axes: list[tuple[str, tuple[str, ...]]] = []
        parameters = node.get("parameters")
        size: int | None = 1
        for key, value in parameters.pairs() if isinstance(parameters, Mapping) else ():
            axes.append((key.text, texts(value)))
            if not isinstance(value, Sequence):
                size = None
            if size is not None:
                size *= max(1, len(value) if isinstance(value, Sequence) else 1)
                size = size if size <= MOST_COMBINATIONS else None
        excluded = node.get("exclude")
        if size is not None and isinstance(excluded, Sequence):
            size = max(0, size - len(excluded))
        return Matrix(size, tuple(axes), node.place)
    parallel = body.get("parallelism") if body else None
    if isinstance(parallel, Scalar) and parallel.text != "1":
        return Matrix(int(parallel.text) if parallel.text.isdecimal() and len(parallel.text) < 5 else None, (), parallel.place)
    return None


def _artifacts(steps: tuple[Step, ...]) -> Iterator[Artifact]:
    for step in steps:
        if step.uses and step.uses.name == "circleci:persist_to_workspace":
            yield Artifact("out", "workspace", step.place)
        elif step.uses and step.uses.name == "circleci:attach_workspace":
            yield Artifact("in", "workspace", step.place)


def _reads(given: Mapping | None, body: Mapping | None) -> tuple[Reading, ...]:
    """The contexts that a job is given, each a set of secrets, and the variables that it reads."""
    contexts = tuple(Reading("secret", one.text, one.place) for one in scalars(given.get("context") if given else None))
    own = body.get("environment") if body else None
    return contexts + variables_of([body], set(own) if isinstance(own, Mapping) else (), ("CIRCLE_", "BASH_ENV"))


def _continued(making: _Making, root: Mapping, path: str) -> None:
    """A setup workflow goes on with another configuration: one of the repository is read, else nobody knows."""
    for job in tuple(making.jobs):
        given = [*job.inputs.items(), *(pair for step in job.steps if step.uses for pair in step.uses.inputs.items())]
        for name, value in given:
            inner = posixpath.normpath(value.text)
            if name not in _CONTINUES or inner == path or not making.repo.exists(inner):
                continue
            tree = making.repo.ask(documents, inner)
            if isinstance(tree, Unreadable):
                making.broken.append(Unreadable(value.place, f"`{value.text}` {tree.why}"))
            elif isinstance(tree.root, Mapping):
                making.broken.extend(tree.problems)
                making.files[inner] = value.place
                _config(making, tree.root, job.id, (*job.via, value.place))
                return
    at = root.key("setup")
    place = at.place if at else Place(path)
    making.opaque.append(Opaque("child-pipeline", "setup", place, "goes on with a configuration that is made when it runs"))


SYSTEM = System(
    "circleci",
    "CircleCI",
    PIPELINE_ROOTS["circleci"],
    read,
    {
        **dict.fromkeys(FEATURES, "exact"),
        "paths": "opaque",  # the path-filtering orb's settings
        "stages": "absent",
        "environments": "absent",  # names, contexts and targets tell
        "job-timeout": "absent",
        "step-timeout": "opaque",  # only how long it may say nothing: `no_output_timeout`
        "tolerance": "absent",
        "retries": "absent",
        "foreign": "opaque",
        "children": "opaque",
        "concurrency": "absent",
        "permissions": "absent",
        "secret-scope": "opaque",  # which branches may use a context is kept in its settings
        "manual": "exact",
    },
)
