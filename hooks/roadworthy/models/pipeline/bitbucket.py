"""Bitbucket Pipelines: the pipelines of `bitbucket-pipelines.yml`, a job for each of their steps.

https://support.atlassian.com/bitbucket-cloud/docs/bitbucket-pipelines-configuration-reference/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.records import NamedTuple
from ...parsing.yaml import Mapping, Scalar, Sequence
from ...tables.file_names import PIPELINE_ROOTS
from ..documents import documents
from .conditions import NEVER
from .systems import FEATURES, System
from .types import (
    Approval,
    Artifact,
    Case,
    Condition,
    Environment,
    Job,
    Need,
    Opaque,
    Pipeline,
    Service,
    Step,
    Tolerance,
    Trigger,
    Uses,
)
from .yaml_parts import inputs_of, items, minutes, scalars, script_of, script_of_inputs, texts, variables_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ...parsing.yaml import Tree
    from .types import Event

MOST_JOBS = 20_000
MOST_NEEDS = 100  # steps that may run side by side: more are refused
_EVENTS: dict[str, Event] = {"branches": "push", "tags": "tag", "bookmarks": "push", "pull-requests": "pull_request"}


class _Making(NamedTuple):
    """A file while it is read; `jobs` and `opaque` are added to."""

    repo: Repository
    root: Mapping
    services: dict[str, Mapping]
    jobs: list[Job]
    opaque: list[Opaque]


class _Row(NamedTuple):
    """One pipeline of the file: its name, what starts it."""

    name: str
    place: Place
    triggers: tuple[Trigger, ...]


class _Around(NamedTuple):
    """What a step takes from the stage it stands in."""

    deployment: Tree | None = None
    pressed: Scalar | None = None
    condition: Tree | None = None
    title: str = ""


def read(repo: Repository, path: str) -> Iterator[Pipeline | Unreadable]:
    """The pipeline of the file at `path`: all that it lists, of which one runs at a time."""
    tree = repo.ask(documents, path)
    if isinstance(tree, Unreadable):
        yield tree
        return
    yield from tree.problems
    root = tree.root
    if not isinstance(root, Mapping):
        return
    defined = root.get("definitions", "services")
    services = (
        {key.text: value for key, value in defined.pairs() if isinstance(value, Mapping)}
        if isinstance(defined, Mapping)
        else {}
    )
    making = _Making(repo, root, services, [], [])
    triggers: list[Trigger] = []
    for row, content in _rows(root.get("pipelines")):
        triggers.extend(row.triggers)
        if isinstance(content, Mapping) and "import" in content:
            name = content.get("import")
            at = name if isinstance(name, Scalar) else content
            text = name.text if isinstance(name, Scalar) else ""
            making.opaque.append(
                Opaque("include", text, at.place, "what it imports is another repository's, or its last state")
            )
            continue
        _pipeline(making, row, content)
    unique = {(one.event, one.branches): one for one in triggers}
    yield Pipeline("bitbucket", path, "", tuple(making.jobs), tuple(unique.values()), opaque=tuple(making.opaque))


def _rows(node: Tree | None) -> Iterator[tuple[_Row, Tree]]:
    """Each pipeline. `default` runs for every push to a branch that has none of its own, so a pull request's are built too."""
    if not isinstance(node, Mapping):
        return
    named = node.get("branches")
    own = tuple(named) if isinstance(named, Mapping) else ()
    requests = node.get("pull-requests")
    for key, value in node.pairs():
        if key.text == "default":
            found = [Trigger("push", key.place, excluded=own)]
            if not isinstance(requests, Mapping):
                found.append(Trigger("pull_request", key.place))
            yield _Row("default", key.place, tuple(found)), value
        elif key.text in _EVENTS and isinstance(value, Mapping):
            for name, content in value.pairs():
                branches = () if name.text in ("*", "**") else tuple(_alternatives(name.text))
                event = _EVENTS[key.text]
                if event == "pull_request":  # the pattern is that of the branch it comes from
                    trigger = Trigger(event, name.place, maybe=bool(branches))
                else:
                    trigger = Trigger(event, name.place, branches)
                yield _Row(f"{key.text}/{name.text}", name.place, (trigger,)), content
        elif key.text == "custom" and isinstance(value, Mapping):
            for name, content in value.pairs():
                started = (Trigger("manual", name.place), Trigger("schedule", name.place, maybe=True))
                yield _Row(f"custom/{name.text}", name.place, started), content


def _alternatives(text: str) -> Iterator[str]:
    """`{main,release/*}` names two patterns."""
    before, brace, rest = text[:300].partition("{")
    inside, closed, after = rest.partition("}")
    if brace and closed:
        yield from (f"{before}{one.strip()}{after}" for one in inside.split(","))
    else:
        yield text


def _pipeline(making: _Making, row: _Row, content: Tree) -> None:
    waits: tuple[str, ...] = ()
    listed = content.get("steps") if isinstance(content, Mapping) and "steps" in content else content
    pressed: Approval | None = None
    for item in items(listed):
        if not isinstance(item, Mapping):
            continue
        made: list[str] = []
        for key, value in item.pairs():
            if key.text == "step" and isinstance(value, Mapping):
                made.append(_job(making, row, value, key.place, waits, _Around(), pressed))
            elif key.text == "parallel":
                steps = value.get("steps") if isinstance(value, Mapping) else value
                for body, place in _steps_in(steps):
                    made.append(_job(making, row, body, place, waits, _Around(), pressed))
            elif key.text == "stage" and isinstance(value, Mapping):
                made.extend(_stage(making, row, value, waits, pressed))
            elif key.text == "variables":
                continue
        if made:
            waits = tuple(made[:MOST_NEEDS])


def _stage(making: _Making, row: _Row, stage: Mapping, waits: tuple[str, ...], pressed: Approval | None) -> list[str]:
    trigger = stage.get("trigger")
    by_hand = trigger if isinstance(trigger, Scalar) and trigger.text == "manual" else None
    around = _Around(stage.get("deployment"), by_hand, stage.get("condition"), stage.text("name") or "")
    last: list[str] = []
    for body, place in _steps_in(stage.get("steps")):
        last = [_job(making, row, body, place, waits, around, pressed)]
        waits = tuple(last)
        around = around._replace(pressed=None)
    return last


def _steps_in(node: Tree | None) -> Iterator[tuple[Mapping, Place]]:
    for item in items(node):
        for key, value in item.pairs() if isinstance(item, Mapping) else ():
            if key.text == "step" and isinstance(value, Mapping):
                yield value, key.place
            elif key.text == "parallel":
                inner = value.get("steps") if isinstance(value, Mapping) else value
                for one in items(inner):
                    body = one.get("step") if isinstance(one, Mapping) else None
                    if isinstance(body, Mapping):
                        yield body, one.place


def _job(
    making: _Making, row: _Row, body: Mapping, place: Place, waits: tuple[str, ...], around: _Around, outer: Approval | None
) -> str:
    name = body.text("name") or (body.text("deployment") or "step")
    id = f"{row.name}/{name}"
    if any(job.id == id for job in making.jobs[-MOST_NEEDS:]):
        id = f"{id} {len(making.jobs)}"
    if len(making.jobs) >= MOST_JOBS:
        return id
    deployment = body.get("deployment") or around.deployment
    environment = Environment(deployment.text, deployment.place) if isinstance(deployment, Scalar) else None
    trigger = body.get("trigger")
    pressed = trigger if isinstance(trigger, Scalar) and trigger.text == "manual" else around.pressed
    approvals = []
    if pressed is not None:
        approvals.append(Approval("manual", pressed.place, "trigger: manual"))
    if environment:
        approvals.append(Approval("environment", environment.place, environment.name))
    asked = body.get("condition") or around.condition
    triggers = row.triggers
    condition: Condition | None = None
    if isinstance(asked, Mapping):  # `changesets: {includePaths: …}`
        triggers = tuple(one._replace(maybe=True, paths=True) for one in triggers)
        condition = Condition("condition", asked.place, (Case(maybe=True),))
    if not triggers:
        condition = Condition("never", place, NEVER)
    failing = body.text("on-fail", "strategy") or (body.text("on-fail") if isinstance(body.get("on-fail"), Scalar) else "")
    at = body.get("on-fail")
    limit = body.get("max-time") or making.root.get("options", "max-time")
    making.jobs.append(
        Job(
            id,
            id,
            place,
            body.text("name") or "",
            row.name,
            needs=tuple(Need(one, place) for one in waits),
            condition=condition,
            triggers=triggers,
            environment=environment,
            approvals=tuple(approvals),
            timeout=minutes(limit),
            tolerance=Tolerance(True, at.place) if failing == "ignore" and at is not None else None,
            image=_image(body.get("image") or making.root.get("image")),
            services=tuple(_services(making, body.get("services"))),
            artifacts=tuple(_artifacts(body)),
            reads=variables_of([body], (), ("BITBUCKET_",)),
            steps=tuple(_work(making.repo, body)),
        )
    )
    return id


def _work(repo: Repository, body: Mapping) -> Iterator[Step]:
    """The script's commands, one step for those between two pipes, and what comes afterwards whatever became of them."""
    for keyword, late in (("script", False), ("after-script", True)):
        lines: list[Scalar] = []
        for item in [*items(body.get(keyword)), None]:
            if isinstance(item, Scalar):
                lines.append(item)
                continue
            if lines:
                tolerance = Tolerance(True, lines[0].place) if late else None
                condition = Condition(keyword, lines[0].place, (Case(after="always"),)) if late else None
                script = script_of(repo, lines, errexit=not late)
                yield Step(keyword, lines[0].place, script, None, condition, tolerance=tolerance)
                lines = []
            pipe = item.get("pipe") if isinstance(item, Mapping) else None
            if isinstance(item, Mapping) and isinstance(pipe, Scalar):
                yield _pipe(repo, item, pipe, late)
            elif isinstance(item, Sequence):
                lines.extend(scalars(item))


def _pipe(repo: Repository, item: Mapping, pipe: Scalar, late: bool) -> Step:
    name, _, version = pipe.text.removeprefix("docker://").rpartition(":") if ":" in pipe.text[9:] else (pipe.text, "", "")
    inputs = {key.lower(): value for key, value in inputs_of(item.get("variables")).items()}
    uses = Uses(f"pipe:{name}".lower(), version, pipe.place, inputs)
    condition = Condition("after-script", pipe.place, (Case(after="always"),)) if late else None
    return Step(item.text("name") or "", pipe.place, script_of_inputs(repo, uses), uses, condition)


def _image(node: Tree | None) -> str:
    if isinstance(node, Mapping):
        return node.text("name") or ""
    return node.text if isinstance(node, Scalar) and not node.is_null else ""


def _services(making: _Making, node: Tree | None) -> Iterator[Service]:
    for one in scalars(node):
        known = making.services.get(one.text)
        if one.text != "docker":
            yield Service(one.text, _image(known.get("image")) if known else "", one.place)


def _artifacts(body: Mapping) -> Iterator[Artifact]:
    node = body.get("artifacts")
    if isinstance(node, Mapping):
        paths = texts(node.get("paths"))
        for one in items(node.get("upload")):
            if isinstance(one, Mapping):
                yield Artifact("out", one.text("name") or "", one.place, texts(one.get("paths")))
        if paths:
            yield Artifact("out", "", node.place, paths)
    elif node is not None and texts(node):
        yield Artifact("out", "", node.place, texts(node))


SYSTEM = System(
    "bitbucket",
    "Bitbucket Pipelines",
    PIPELINE_ROOTS["bitbucket"],
    read,
    {
        **dict.fromkeys(FEATURES, "exact"),
        "schedule": "opaque",  # kept in the repository's settings, for a branch or a custom pipeline
        "conditions": "absent",  # only by changed files
        "stages": "absent",
        "step-timeout": "absent",
        "on-failure": "absent",  # `after-script` runs either way
        "retries": "absent",
        "matrix": "absent",
        "secrets": "opaque",  # secured or not in the settings
        "secret-scope": "opaque",  # deployment variables are kept there
        "approvals": "opaque",
        "includes": "absent",
        "foreign": "opaque",
        "children": "absent",
        "concurrency": "absent",  # a deployment environment is one at a time
        "permissions": "absent",
    },
)
