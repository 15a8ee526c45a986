"""GitHub Actions: a workflow with the local actions and workflows that it calls.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.paths import matching
from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...parsing.yaml import Mapping, Scalar, Sequence
from ...tables.file_names import GITHUB_WORKFLOW
from ..documents import documents
from .conditions import inherited, narrowed
from .github_conditions import condition, triggers_of
from .github_steps import Defaults, defaults_of, steps_of, timeout_of, tolerance_of
from .matrix import matrix_of
from .systems import FEATURES, System
from .types import Approval, Artifact, Environment, Job, Need, Opaque, Pipeline, Reading, Service

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ...parsing.yaml import Tree
    from .types import Step, Trigger

DEEPEST = 10  # workflows that call workflows; GitHub allows as many
MOST_JOBS = 20_000
_TOO_MANY = f"comes after {MOST_JOBS:,} jobs; the rest was not read"
_READS = pattern(r"(secrets|vars)(?:\.([A-Za-z_]\w*)|\[\s{0,9}['\"]([A-Za-z_]\w*)['\"]\s{0,9}\])")
_LOCAL = r"uses:\s*['\"]?\./(\.github/workflows/[^\s'\"@,}]+)"


class _Making(NamedTuple):
    """A pipeline while it is read. `files`, `jobs` and `broken` are added to."""

    repo: Repository
    files: dict[str, Place]
    jobs: list[Job]
    broken: list[Unreadable]


class _Call(NamedTuple):
    """How a workflow came to be read: the job that calls it, what started it, and the calls that led there."""

    caller: str = ""
    triggers: tuple[Trigger, ...] = ()
    via: tuple[Place, ...] = ()
    paths: tuple[str, ...] = ()


def read(repo: Repository, path: str) -> Iterator[Pipeline | Unreadable]:
    """The pipeline of the workflow at `path`. One that only other workflows of the repository call is a part of theirs."""
    tree = repo.ask(documents, path)
    if isinstance(tree, Unreadable):
        yield tree
        return
    yield from tree.problems
    root = tree.root
    if not isinstance(root, Mapping):
        if not tree.problems:
            yield Unreadable(root.place if root else _whole(repo, path), "is no workflow: it has no `on` and no `jobs`")
        return
    triggers = triggers_of(root)
    if all(one.written == "workflow_call" for one in triggers) and path in repo.ask(_called):
        return
    making = _Making(repo, {}, [], [])
    _workflow(making, root, _Call(triggers=triggers, paths=(path,)))
    yield from dict.fromkeys(making.broken)
    yield Pipeline(
        "github",
        path,
        root.text("name") or "",
        inherited(making.jobs),
        triggers,
        files=making.files,
        reads=_reads(root, [value for _, value in _jobs(root)]),
        concurrency=_group(root),
    )


def _whole(repo: Repository, path: str) -> Place:
    from ...core.excerpt import Place

    return Place(path)


def _called(repo: Repository) -> frozenset[str]:
    """A fact: the workflows that another workflow of the repository calls."""
    found: set[str] = set()
    for path in matching(GITHUB_WORKFLOW, repo.paths()):
        source = repo.source(path)
        if not isinstance(source, Unreadable):
            found.update(posixpath.normpath(match[1]) for match in re.finditer(_LOCAL, source.text) if match[1] != path)
    return frozenset(found)


def _jobs(root: Mapping) -> list[tuple[Scalar, Mapping]]:
    jobs = root.get("jobs")
    if not isinstance(jobs, Mapping):
        return []
    return [(key, value) for key, value in jobs.pairs() if isinstance(value, Mapping)]


def _workflow(making: _Making, root: Mapping, call: _Call) -> None:
    """Add the jobs of one workflow file."""
    defaults = defaults_of(root, Defaults())
    permissions = _permissions(root)
    own = _jobs(root)
    names = {key.text for key, _ in own}
    for key, body in own:
        if len(making.jobs) >= MOST_JOBS:
            if not (making.broken and making.broken[-1].why == _TOO_MANY):  # calls in calls meet it again and again
                making.broken.append(Unreadable(key.place, _TOO_MANY))
            return
        _job(making, key, body, names, defaults, permissions, call)


def _job(
    making: _Making,
    key: Scalar,
    body: Mapping,
    names: set[str],
    defaults: Defaults,
    permissions: tuple[tuple[str, str], ...] | None,
    call: _Call,
) -> None:
    asked = condition(body.get("if"))
    triggers = narrowed(call.triggers, asked.cases) if asked else call.triggers
    environment = _environment(body)
    opaque: list[Opaque] = []
    matrix = matrix_of(body.get("strategy", "matrix"))
    uses = body.get("uses")
    called = ""
    steps: tuple[Step, ...] = ()
    if isinstance(uses, Scalar):
        called = _local(uses.text)
        if not called:
            opaque.append(Opaque("workflow", uses.text, uses.place, "what a workflow elsewhere does is not in this repository"))
    else:
        steps = steps_of(making.repo, body, defaults_of(body, defaults), making.files)
        opaque.extend(step.opaque for step in steps if step.opaque and step.opaque.kind == "action")
    job = Job(
        _id(call, key.text),
        key.text,
        key.place,
        body.text("name") or "",
        needs=tuple(_needs(body, names, call)),
        condition=asked,
        triggers=triggers,
        environment=environment,
        approvals=(Approval("environment", environment.place, environment.name),) if environment else (),
        timeout=timeout_of(body),
        tolerance=tolerance_of(body),
        concurrency=_group(body),
        matrix=matrix,
        image=_image(body.get("container")),
        services=tuple(_services(body)),
        permissions=_permissions(body) or permissions,
        artifacts=tuple(_artifacts(steps)),
        reads=_reads(body, ()),
        steps=steps,
        opaque=tuple(opaque),
        calls=called,
        inputs=_inputs(body) if isinstance(uses, Scalar) else {},
        caller=call.caller,
        via=call.via,
    )
    at = len(making.jobs)
    making.jobs.append(job)
    if isinstance(uses, Scalar) and called:
        making.jobs[at] = _calling(making, job, uses, called, call)


def _calling(making: _Making, job: Job, uses: Scalar, called: str, call: _Call) -> Job:
    """The job that calls a workflow of the repository: its jobs are added."""
    why = ""
    if called in call.paths:
        why = "calls itself, in a circle"
    elif len(call.paths) > DEEPEST:
        why = f"is called through more than {DEEPEST} workflows"
    tree = None if why else making.repo.ask(documents, called)
    if isinstance(tree, Unreadable):
        why = tree.why
        making.broken.append(Unreadable(uses.place, f"`{uses.text}` {tree.why}"))
    root = tree.root if tree and not isinstance(tree, Unreadable) else None
    if not isinstance(root, Mapping):
        return job._replace(opaque=(*job.opaque, Opaque("workflow", uses.text, uses.place, why or "is no workflow")))
    if tree and not isinstance(tree, Unreadable):
        making.broken.extend(tree.problems)
    making.files.setdefault(called, uses.place)
    _workflow(making, root, _Call(job.id, job.triggers, (*call.via, uses.place), (*call.paths, called)))
    return job


def _inputs(body: Mapping) -> dict[str, Scalar]:
    given = body.get("with")
    pairs = given.pairs() if isinstance(given, Mapping) else ()
    return {key.text: value for key, value in pairs if isinstance(value, Scalar)}


def _id(call: _Call, name: str) -> str:
    return f"{call.caller}/{name}" if call.caller else name


def _local(uses: str) -> str:
    """The path in the repository of a workflow that is called; empty for one that is elsewhere."""
    path = posixpath.normpath(uses.partition("@")[0]) if uses.startswith("./") else ""
    return "" if path.startswith("..") else path


def _needs(body: Mapping, names: set[str], call: _Call) -> Iterator[Need]:
    written = body.get("needs")
    for node in written if isinstance(written, Sequence) else (written,):
        if isinstance(node, Scalar) and not node.is_null:
            yield Need(_id(call, node.text), node.place, node.text in names)


def _environment(body: Mapping) -> Environment | None:
    node = body.get("environment")
    if isinstance(node, Scalar) and not node.is_null:
        return Environment(node.text, node.place)
    if isinstance(node, Mapping):
        name = node.get("name")
        if isinstance(name, Scalar):
            return Environment(name.text, name.place, node.text("url") or "")
    return None


def _group(body: Mapping) -> str:
    node = body.get("concurrency")
    if isinstance(node, Mapping):
        return node.text("group") or ""
    return node.text if isinstance(node, Scalar) else ""


def _image(node: Tree | None) -> str:
    if isinstance(node, Mapping):
        return node.text("image") or ""
    return node.text if isinstance(node, Scalar) else ""


def _services(body: Mapping) -> Iterator[Service]:
    services = body.get("services")
    for key, value in services.pairs() if isinstance(services, Mapping) else ():
        yield Service(key.text, _image(value), key.place)


def _permissions(body: Mapping) -> tuple[tuple[str, str], ...] | None:
    node = body.get("permissions")
    if isinstance(node, Mapping):
        return tuple((key.text, value.text) for key, value in node.pairs() if isinstance(value, Scalar))
    return (("*", node.text),) if isinstance(node, Scalar) and not node.is_null else None


def _artifacts(steps: tuple[Step, ...]) -> Iterator[Artifact]:
    for step in steps:
        uses = step.uses
        if uses and uses.name in ("actions/upload-artifact", "actions/download-artifact"):
            name, path = uses.inputs.get("name"), uses.inputs.get("path")
            paths = tuple(path.text.split()) if path else ()
            direction = "out" if uses.name == "actions/upload-artifact" else "in"
            yield Artifact(direction, name.text if name else "", uses.place, paths)  # type: ignore[arg-type]


def _reads(body: Mapping, but_not: list[Mapping] | tuple[()]) -> tuple[Reading, ...]:
    """The secrets and variables that a part of a workflow reads, each once; `but_not` are the parts inside to pass over."""
    found: dict[tuple[str, str], Reading] = {}
    for match in _mentions(body.base.text, body.start, body.end):
        if any(part.start <= match.start() < part.end for part in but_not):
            continue
        kind, name = match[1], match[2] or match[3]
        if (kind, name) not in found:
            place = body.base.place(match.start(), match.end())
            found[kind, name] = Reading("secret" if kind == "secrets" else "variable", name, place)
    inherits = body.get("secrets")
    if isinstance(inherits, Scalar) and inherits.text == "inherit":
        found["secrets", "*"] = Reading("secret", "*", inherits.place)
    return tuple(found.values())


def _mentions(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Where secrets and variables are read. Their words are looked for first: that is much quicker than the pattern."""
    for word in ("secrets", "vars"):
        at = text.find(word, start, end)
        while at >= 0:
            if (text[at - 1 : at] or " ") not in "_." and (match := _READS.match(text, at, end)):
                yield match
            at = text.find(word, at + 1, end)


SYSTEM = System(
    "github",
    "GitHub Actions",
    GITHUB_WORKFLOW,
    read,
    {
        **dict.fromkeys(FEATURES, "exact"),
        "stages": "absent",  # `needs` alone give the order
        "approvals": "opaque",  # the environment's settings
        "retries": "absent",
        "secret-scope": "opaque",  # an environment's secrets are kept in its settings
        "foreign": "opaque",
        "children": "opaque",  # workflow_run and dispatch name other workflows
    },
)
