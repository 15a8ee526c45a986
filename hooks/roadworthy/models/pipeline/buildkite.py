"""Buildkite: the steps of `.buildkite/pipeline.yml`, a job each, with the pipelines of the repository that they upload.

https://buildkite.com/docs/pipelines/configure/step-types
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.paths import matching
from ...core.records import NamedTuple
from ...parsing.yaml import Mapping, Scalar, Sequence
from ...tables.file_names import PIPELINE_ROOTS
from ..documents import documents
from .buildkite_conditions import branched, cases, every_trigger
from .buildkite_steps import steps_in
from .conditions import ALWAYS, NEVER, all_of, narrowed
from .matrix import MOST_COMBINATIONS
from .systems import FEATURES, System
from .types import Approval, Artifact, Case, Condition, Job, Matrix, Need, Opaque, Pipeline, Step, Tolerance, Uses
from .yaml_parts import flag, inputs_of, items, minutes, scalars, texts, variables_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ...parsing.yaml import Tree
    from .conditions import Cases
    from .types import Trigger

DEEPEST = 5  # pipelines that upload pipelines, groups in groups
MOST_JOBS = 20_000
_DEFAULT = ".buildkite/pipeline.yml"
_MAIN = (_DEFAULT, ".buildkite/pipeline.yaml", "buildkite.yml", "buildkite.yaml")
_UPLOADS = re.compile(r"pipeline[ \t]{1,9}upload[ \t]{1,9}([\w./-]{1,300}\.(?:ya?ml|json))")
_BY_HAND = {"block": "block", "input": "input", "manual": "block"}


class _Making(NamedTuple):
    """A pipeline while it is read; the lists and dictionaries are added to."""

    repo: Repository
    jobs: list[Job]
    files: dict[str, Place]
    broken: list[Unreadable]
    taken: set[str]


class _Call(NamedTuple):
    """Which job uploads the pipeline that is read, what started that, and the way there."""

    caller: str
    triggers: tuple[Trigger, ...]
    via: tuple[Place, ...] = ()
    paths: tuple[str, ...] = ()


class _State:
    """Where in a list of steps the reader is: the order that `wait` and `block` raise, who has to press, what `wait` allows."""

    def __init__(self) -> None:
        self.order = 0
        self.pressed: Approval | None = None
        self.pressed_at = 0
        self.after: Cases = ALWAYS
        self.keys: dict[str, list[str]] = {}


def read(repo: Repository, path: str) -> Iterator[Pipeline | Unreadable]:
    """The pipeline of the file at `path`. One that only another pipeline of the repository uploads is a part of that."""
    tree = repo.ask(documents, path)
    if isinstance(tree, Unreadable):
        yield tree
        return
    if path in repo.ask(_uploaded):
        return
    root = tree.root
    making = _Making(repo, [], {}, list(tree.problems), set())
    triggers = every_trigger(root.place, path in _MAIN) if root is not None else ()
    if root is not None:
        _steps(making, root, _Call("", triggers, paths=(path,)))
    yield from dict.fromkeys(making.broken)
    if making.jobs or isinstance(root, Mapping):
        yield Pipeline("buildkite", path, "", tuple(making.jobs), triggers, files=making.files)


def _uploaded(repo: Repository) -> frozenset[str]:
    """A fact: the pipelines that another one names in an upload."""
    found: set[str] = set()
    roots = [one for one in matching(PIPELINE_ROOTS["buildkite"], repo.paths()) if repo.exists(one)]
    for path in roots if len(roots) > 1 else ():
        source = repo.source(path)
        if not isinstance(source, Unreadable):
            named = {posixpath.normpath(match[1]) for match in _UPLOADS.finditer(source.text)}
            found |= named - {path, _DEFAULT}
    return frozenset(found)


def _steps(making: _Making, root: Tree, call: _Call) -> None:
    body = root if isinstance(root, Mapping) else None
    listed = body.get("steps") if body else root
    environment = body.get("env") if body else None
    state = _State()
    _list(making, listed, call, state, environment, "", 0)
    ids = {job.id for job in making.jobs}
    for at, job in enumerate(making.jobs):  # keys may be named before their steps
        if job.caller == call.caller and job.needs:
            needs = tuple(
                Need(id, need.place, id in ids, need.optional)
                for need in job.needs
                for id in (state.keys.get(need.job, [need.job]) if not need.known else [need.job])
            )
            making.jobs[at] = job._replace(needs=needs)


def _list(
    making: _Making, node: Tree | None, call: _Call, state: _State, environment: Tree | None, group: str, depth: int
) -> list[str]:
    made: list[str] = []
    for item in items(node):
        if len(making.jobs) >= MOST_JOBS:
            making.broken.append(Unreadable(item.place, f"comes after {MOST_JOBS:,} steps; the rest was not read"))
            break
        if isinstance(item, Scalar):
            _pause(making, item.text, item.place, None, call, state)
        elif isinstance(item, Mapping):
            kind = next((word for word in ("wait", "waiter", *_BY_HAND) if word in item), item.text("type") or "")
            if kind in ("wait", "waiter", *_BY_HAND):
                id = _pause(making, kind, item.place, item, call, state)
                made.extend([id] if id else [])
            elif "group" in item and depth < DEEPEST:
                label = item.text("group") or item.text("label") or item.text("name") or "group"
                inner = _list(making, item.get("steps"), call, state, environment, _plain(label), depth + 1)
                made.extend(inner)
                waits = item.get("depends_on")
                for at, job in enumerate(making.jobs[-len(inner) :] if inner and waits is not None else ()):
                    if job.needs is None:
                        making.jobs[len(making.jobs) - len(inner) + at] = job._replace(needs=_needs(waits))
                for name in (item.text("key"), label):
                    if name:
                        state.keys.setdefault(name, []).extend(inner)
            else:
                made.append(_job(making, item, call, state, environment, group))
    return made


def _pause(making: _Making, kind: str, place: Place, body: Mapping | None, call: _Call, state: _State) -> str:
    """`wait`, and `block` and `input`, which wait for a person as well: a job without work."""
    state.order += 1
    if kind in ("wait", "waiter"):
        goes_on = body is not None and (body.text("continue_on_failure") or body.text("wait", "continue_on_failure")) == "true"
        state.after = (Case(after="always"),) if goes_on else ALWAYS
        return ""
    if kind not in _BY_HAND:
        state.order -= 1
        return ""
    text = (body.text(kind) or body.text("prompt") or kind) if body else kind
    approval = Approval("manual", place, _plain(text))
    id = _id(making, call, (body.text("key") if body else None) or _plain(text) or kind)
    if body and (key := body.text("key")):
        state.keys.setdefault(key, []).append(id)
    triggers = _starts(call, body)
    waits = body.get("depends_on") if body else None
    making.jobs.append(
        Job(
            id,
            _plain(text) or kind,
            place,
            order=state.order,
            needs=_needs(waits) if waits is not None else None,
            condition=_condition(body, ALWAYS, place),
            triggers=triggers,
            approvals=(approval,),
            caller=call.caller,
            via=call.via,
        )
    )
    state.order += 1
    state.pressed, state.pressed_at, state.after = approval, state.order, ALWAYS
    return id


def _id(making: _Making, call: _Call, name: str) -> str:
    id = f"{call.caller}/{name}" if call.caller else name
    if id in making.taken:
        id = f"{id} {len(making.jobs) + 1}"
    making.taken.add(id)
    return id


def _plain(label: str) -> str:
    """A label without its emoji."""
    return " ".join(re.sub(r":[a-z0-9_+-]{1,60}:", " ", label[:300]).split())


def _starts(call: _Call, body: Mapping | None) -> tuple[Trigger, ...]:
    branches, asked = (body.get("branches"), body.get("if")) if body else (None, None)
    found = narrowed(call.triggers, branched(branches)) if branches is not None else call.triggers
    if isinstance(asked, Scalar):
        found = narrowed(found, cases(asked.text))
    if body is not None and "if_changed" in body:
        found = tuple(one._replace(paths=True) for one in found)
    return found


def _condition(body: Mapping | None, after: Cases, place: Place) -> Condition | None:
    skip = body.get("skip") if body else None
    if isinstance(skip, Scalar) and skip.text.lower() not in ("false", ""):
        return Condition(f"skip: {skip.text}", skip.place, NEVER)
    parts, text = after, ""
    at = place
    for word in ("if", "branches"):
        node = body.get(word) if body else None
        if isinstance(node, Scalar):
            parts = all_of((parts, cases(node.text) if word == "if" else branched(node)))
            text, at = text or f"{word}: {node.text}", node.place
    if body is not None and body.text("allow_dependency_failure") == "true":
        parts, text = all_of((parts, (Case(after="always"),))), text or "allow_dependency_failure"
    return Condition(text or "continue_on_failure", at, parts) if parts != ALWAYS or text else None


def _needs(node: Tree | None) -> tuple[Need, ...]:
    """`depends_on`, by keys that are looked up once all steps are read."""
    found: list[Need] = []
    for one in items(node):
        name = one if isinstance(one, Scalar) else one.get("step") if isinstance(one, Mapping) else None
        if isinstance(name, Scalar) and not name.is_null:
            allowed = isinstance(one, Mapping) and one.text("allow_failure") == "true"
            found.append(Need(name.text, name.place, False, allowed))
    return tuple(found)


def _job(making: _Making, body: Mapping, call: _Call, state: _State, environment: Tree | None, group: str) -> str:
    label = body.text("label") or body.text("name") or ""
    key = body.text("key") or body.text("id") or body.text("identifier")
    id = _id(making, call, key or _plain(label) or f"step {len(making.jobs) + 1}")
    for name in (key, label):
        if name:
            state.keys.setdefault(name, []).append(id)
    waits = body.get("depends_on")
    gate = (state.pressed,) if state.pressed and state.order == state.pressed_at and waits is None else ()
    steps = steps_in(making.repo, body)
    opaque: list[Opaque] = []
    trigger = body.get("trigger")
    if isinstance(trigger, Scalar):
        why = "the pipeline that it starts is another one"
        opaque.append(Opaque("child-pipeline", trigger.text, trigger.place, why))
        steps = (Step(trigger.text, trigger.place, uses=Uses(f"trigger:{trigger.text}".lower(), "", trigger.place, {})),)
    soft = body.get("soft_fail")
    retry = body.get("retry", "automatic")
    given = {**inputs_of(environment), **inputs_of(body.get("env"))}
    job = Job(
        id,
        key or _plain(label) or "step",
        body.place,
        _plain(label),
        group,
        state.order,
        _needs(waits) if waits is not None else None,
        _condition(body, state.after, body.place),
        _starts(call, body),
        approvals=gate,
        timeout=minutes(body.get("timeout_in_minutes")),
        tolerance=_tolerance(soft),
        retries=_retries(retry),
        concurrency=body.text("concurrency_group") or "",
        matrix=_matrix(body),
        image=body.text("image") or "",
        artifacts=tuple(Artifact("out", "", one.place, (one.text,)) for one in scalars(body.get("artifact_paths"))),
        reads=variables_of([body], given, ("BUILDKITE",)),
        steps=steps,
        opaque=tuple(opaque),
        inputs=inputs_of(body.get("env")),
        caller=call.caller,
        via=call.via,
    )
    at = len(making.jobs)
    making.jobs.append(job)
    making.jobs[at] = _uploading(making, job, call)
    return id


def _tolerance(node: Tree | None) -> Tolerance | None:
    if isinstance(node, Scalar):
        return Tolerance(flag(node), node.place) if flag(node) is not False and not node.is_null else None
    codes = tuple(code for one in items(node) if isinstance(one, Mapping) and (code := one.text("exit_status")))
    return Tolerance(True, node.place, () if "*" in codes else codes) if node is not None and codes else None


def _retries(node: Tree | None) -> int:
    limits = [one.text("limit") for one in items(node) if isinstance(one, Mapping)]
    counts = [int(one) for one in limits if one and re.fullmatch(r"\d{1,2}", one)]
    return max(counts) if counts else 2 if isinstance(node, Scalar) and node.text == "true" else 0


def _matrix(body: Mapping) -> Matrix | None:
    node = body.get("matrix")
    if isinstance(node, Sequence):
        return Matrix(len(node), (("matrix", texts(node)),), node.place)
    if isinstance(node, Mapping):
        setup = node.get("setup")
        axes = (
            [("matrix", texts(setup))]
            if isinstance(setup, Sequence)
            else [(key.text, texts(value)) for key, value in setup.pairs()]
            if isinstance(setup, Mapping)
            else []
        )
        size: int | None = 1
        for _, values in axes:
            size = size * max(1, len(values)) if size is not None and size <= MOST_COMBINATIONS else None
        for one in items(node.get("adjustments")):
            skipped = isinstance(one, Mapping) and (one.text("skip") or "false") != "false"
            size = size + (-1 if skipped else 1) if size is not None else None
        return Matrix(size, tuple(axes), node.place)
    parallel = body.get("parallelism")
    if isinstance(parallel, Scalar) and parallel.text != "1":
        return Matrix(int(parallel.text) if re.fullmatch(r"\d{1,4}", parallel.text) else None, (), parallel.place)
    return None


def _uploading(making: _Making, job: Job, call: _Call) -> Job:
    """A step that uploads another pipeline: one of the repository is read as jobs of this one, else nobody knows."""
    for command in job.commands:
        if command.name != "buildkite-agent" or command.values[:2] != ["pipeline", "upload"]:
            continue
        named = next((value for value in command.values[2:] if not value.startswith("-")), "")
        path = posixpath.normpath(named) if named else _DEFAULT
        place = command.place()
        piped = not named and "|" in _text(job)
        why = ""
        if piped or "$" in path or not making.repo.exists(path):
            why = "the pipeline that it uploads is made when it runs"
        elif path in call.paths or len(call.paths) >= DEEPEST:
            why = "uploads itself, in a circle"
        tree = None if why else making.repo.ask(documents, path)
        if isinstance(tree, Unreadable):
            making.broken.append(Unreadable(place, f"`{path}` {tree.why}"))
            tree, why = None, "cannot be read"
        if tree is None or tree.root is None:
            return job._replace(opaque=(*job.opaque, Opaque("child-pipeline", named or "upload", place, why or "is empty")))
        making.broken.extend(tree.problems)
        making.files.setdefault(path, place)
        _steps(making, tree.root, _Call(job.id, job.triggers, (*call.via, place), (*call.paths, path)))
        return job._replace(calls=path)
    return job


def _text(job: Job) -> str:
    """The scripts of a job as they are written."""
    return "\n".join(step.script.text for step in job.steps if step.script)


SYSTEM = System(
    "buildkite",
    "Buildkite",
    PIPELINE_ROOTS["buildkite"],
    read,
    {
        **dict.fromkeys(FEATURES, "exact"),
        "events": "opaque",  # the pipeline's settings
        "schedule": "opaque",
        "stages": "exact",  # `wait`
        "environments": "absent",
        "step-timeout": "absent",
        "services": "absent",  # plugins start them
        "secrets": "opaque",  # hooks and plugins fetch them
        "secret-scope": "absent",
        "foreign": "opaque",
        "children": "opaque",
        "permissions": "absent",
    },
)
