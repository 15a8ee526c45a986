"""Travis CI: the jobs of `.travis.yml`, and a job for each of its deployments, which have conditions of their own.

https://docs.travis-ci.com/user/job-lifecycle/ and https://docs.travis-ci.com/user/deployment-v2/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.records import NamedTuple
from ...parsing.yaml import Mapping, Scalar, Sequence
from ...tables.file_names import PIPELINE_ROOTS
from ..documents import documents
from .conditions import (
    all_of,
    inherited,
    narrowed,
)
from .matrix import MOST_COMBINATIONS
from .script import ShellText, StepScript
from .systems import FEATURES, System
from .travis_conditions import cases, deployed, triggers_of
from .types import Case, Condition, Job, Matrix, Need, Opaque, Pipeline, Reading, Service, Step, Tolerance, Trigger, Uses
from .yaml_parts import inputs_of, items, mappings, scalars, script_of, script_of_inputs, texts, variables_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ...parsing.yaml import Tree
    from .conditions import Cases

MOST_JOBS = 20_000
MOST_NEEDS = 300
# What a language installs and tests with where the file does not say: https://docs.travis-ci.com/user/languages/
_DEFAULTS: dict[str, tuple[str, str]] = {
    "node_js": ("npm ci", "npm test"),
    "python": ("pip install -r requirements.txt", ""),
    "ruby": ("bundle install", "rake"),
    "go": ("go get ./...", "go test ./..."),
    "rust": ("", "cargo test --verbose"),
    "java": ("", "mvn test"),
    "php": ("", "phpunit"),
    "elixir": ("mix deps.get", "mix test"),
    "scala": ("", "sbt test"),
    "clojure": ("", "lein test"),
}
_AXES = (
    "os",
    "arch",
    "dist",
    "compiler",
    "jdk",
    "rvm",
    "gemfile",
    "php",
    "python",
    "node_js",
    "go",
    "rust",
    "scala",
    "elixir",
    "perl",
)
_PHASES = ("before_install", "install", "before_script", "script")


class _Making(NamedTuple):
    """A file while it is read; `jobs` are added to."""

    repo: Repository
    root: Mapping
    triggers: tuple[Trigger, ...]
    jobs: list[Job]
    orders: dict[str, int]
    asked: dict[str, Scalar]
    allowed: tuple[Mapping, ...]


def read(repo: Repository, path: str) -> Iterator[Pipeline | Unreadable]:
    """The pipeline of the file at `path`."""
    tree = repo.ask(documents, path)
    if isinstance(tree, Unreadable):
        yield tree
        return
    yield from tree.problems
    root = tree.root
    if not isinstance(root, Mapping):
        return
    triggers = triggers_of(root)
    listed = root.get("jobs") if isinstance(root.get("jobs"), Mapping) else root.get("matrix")
    named = listed if isinstance(listed, Mapping) else None
    allowed = tuple(mappings(named.get("allow_failures"))) if named else ()
    making = _Making(repo, root, triggers, [], {}, {}, allowed)
    for one in items(root.get("stages")):
        name = one.text if isinstance(one, Scalar) else (one.text("name") or "") if isinstance(one, Mapping) else ""
        making.orders.setdefault(name.lower(), len(making.orders) + 1)
        condition = one.get("if") if isinstance(one, Mapping) else None
        if isinstance(condition, Scalar):
            making.asked[name.lower()] = condition
    included = list(mappings(named.get("include"))) if named else []
    matrix = _matrix(root)
    if not included or matrix is not None:  # what is included comes beside the variants of a matrix
        _job(making, None, "test", "test", root.place, matrix)
    stage = "test"
    for at, body in enumerate(included):
        if len(making.jobs) >= MOST_JOBS:
            yield Unreadable(body.place, f"comes after {MOST_JOBS:,} jobs; the rest was not read")
            break
        stage = body.text("stage") or stage
        _job(making, body, body.text("name") or f"{stage} {at + 1}", stage, body.place, None)
    opaque = [
        Opaque("include", one.text if isinstance(one, Scalar) else "", one.place, "what it imports is not read here")
        for one in items(root.get("import"))
    ]
    yield Pipeline(
        "travis",
        path,
        "",
        inherited(making.jobs),
        triggers,
        tuple(making.orders),
        opaque=tuple(opaque),
        reads=tuple(_secrets(root)),
    )


def _job(making: _Making, body: Mapping | None, name: str, stage: str, place: Place, matrix: Matrix | None) -> None:
    root = making.root
    making.orders.setdefault(stage.lower(), len(making.orders) + 1)
    taken = any(job.name == name for job in making.jobs[-MOST_NEEDS:])
    id = f"{name} {len(making.jobs) + 1}" if taken else name
    asked = body.get("if") if body else None
    for_stage = making.asked.get(stage.lower())
    said = [cases(one.text) for one in (asked, for_stage) if isinstance(one, Scalar)]
    own = all_of(said)
    at = asked if isinstance(asked, Scalar) else for_stage
    condition = Condition(at.text, at.place, own) if at is not None else None
    order = making.orders[stage.lower()]
    tolerated = next((one for one in making.allowed if body is not None and _fits(one, body)), None)
    steps = _steps(making, body)
    triggers = narrowed(making.triggers, own)
    image = _part(making, body, "services")
    making.jobs.append(
        Job(
            id,
            name,
            place,
            (body.text("name") if body else None) or "",
            stage,
            order,
            None,
            condition,
            triggers,
            tolerance=Tolerance(True, tolerated.place) if tolerated else None,
            matrix=matrix,
            services=tuple(Service(one.text, "", one.place) for one in scalars(image)),
            reads=variables_of([body or root], (), ("TRAVIS_",)),
            steps=tuple(steps),
        )
    )
    deploy = body.get("deploy") if body and "deploy" in body else root.get("deploy")
    if isinstance(deploy, Scalar):
        return
    for number, provider in enumerate(mappings(deploy)):
        kind = provider.text("provider")
        written = provider.get("provider")
        if kind is None or written is None:
            continue
        inputs = {key.lower(): value for key, value in inputs_of(provider).items()}
        uses = Uses(f"travis:{kind.lower()}", "", written.place, inputs)
        on = provider.get("on") or provider.get("true")
        starts, given = deployed(triggers, on)
        before = script_of(making.repo, scalars(_part(making, body, "before_deploy")))
        after = script_of(making.repo, scalars(_part(making, body, "after_deploy")))
        work = [
            *([Step("before_deploy", before.place(), before)] if before else []),
            Step(kind, written.place, script_of_inputs(making.repo, uses), uses),
            *([Step("after_deploy", after.place(), after)] if after else []),
        ]
        making.jobs.append(
            Job(
                f"{id}/deploy {kind}" + (f" {number + 1}" if number else ""),
                f"deploy {kind}",
                written.place,
                stage=stage,
                order=order,
                needs=(Need(id, written.place),),
                condition=Condition("on", on.place if on is not None else written.place, given),
                triggers=starts,
                steps=tuple(work),
                inputs=inputs,
            )
        )


def _part(making: _Making, body: Mapping | None, name: str) -> Tree | None:
    return body.get(name) if body is not None and name in body else making.root.get(name)


def _steps(making: _Making, body: Mapping | None) -> list[Step]:
    found: list[Step] = []
    language = (body.text("language") if body else None) or making.root.text("language") or ""
    installs, tests = _DEFAULTS.get(language, ("", ""))
    for phase in _PHASES:
        node = _part(making, body, phase)
        if isinstance(node, Scalar) and node.text in ("skip", "true", "false", "ignore"):
            continue
        lines = scalars(node)
        block = len(lines) == 1 and "\n" in lines[0].text.strip()  # each entry of a list decides: they are told together
        script = script_of(making.repo, lines, errexit=phase != "script" or not block)
        if script:
            found.append(Step(phase, script.place(), script))
        elif node is None and phase in ("install", "script"):
            default = installs if phase == "install" else tests
            written = (body.key("language") if body else None) or making.root.get("language")
            if default and isinstance(written, Scalar):
                excerpt = written.excerpt.splice([(0, len(written.text), default)])
                found.append(Step(phase, written.place, StepScript(making.repo, (ShellText(excerpt, True),))))
    for phase in ("after_success", "after_failure", "after_script"):
        script = script_of(making.repo, scalars(_part(making, body, phase)), errexit=False)
        if script:  # what fails there changes nothing: https://docs.travis-ci.com/user/job-lifecycle/
            cases: Cases = (
                Case(after="failure" if phase == "after_failure" else "" if phase == "after_success" else "always"),
            )
            at = script.place()
            found.append(Step(phase, at, script, condition=Condition(phase, at, cases), tolerance=Tolerance(True, at)))
    return found


def _fits(wanted: Mapping, body: Mapping) -> bool:
    pairs = [(key.text, value.text) for key, value in wanted.pairs() if isinstance(value, Scalar)]
    return bool(pairs) and all(body.text(name) == value for name, value in pairs)


def _matrix(root: Mapping) -> Matrix | None:
    axes: list[tuple[str, tuple[str, ...]]] = []
    size: int | None = 1
    for name in _AXES:
        node = root.get(name)
        if isinstance(node, Sequence) and len(node) > 1:
            axes.append((name, texts(node)))
            size = size * len(node) if size is not None and size * len(node) <= MOST_COMBINATIONS else None
    env = root.get("env")
    jobs = env.get("jobs") or env.get("matrix") if isinstance(env, Mapping) else env
    if isinstance(jobs, Sequence) and len(jobs) > 1:
        axes.append(("env", texts(jobs)))
        size = size * len(jobs) if size is not None and size * len(jobs) <= MOST_COMBINATIONS else None
    return Matrix(size, tuple(axes), root.place) if axes else None


def _secrets(root: Mapping) -> Iterator[Reading]:
    """Values that only the CI system can decrypt. Their names are inside."""
    stack: list[Tree] = [root]
    seen = 0
    while stack and seen < 5_000:
        here = stack.pop()
        seen += 1
        if isinstance(here, Mapping):
            for key, value in here.pairs():
                if key.text == "secure" and isinstance(value, Scalar):
                    yield Reading("secret", "secure", value.place)
                elif not isinstance(value, Scalar):
                    stack.append(value)
        elif isinstance(here, Sequence):
            stack.extend(here.items[:1_000])


SYSTEM = System(
    "travis",
    "Travis CI",
    PIPELINE_ROOTS["travis"],
    read,
    {
        **dict.fromkeys(FEATURES, "exact"),
        "paths": "absent",
        "schedule": "opaque",  # kept in the repository's settings
        "manual": "absent",
        "needs": "absent",  # stages alone give the order
        "environments": "absent",
        "approvals": "absent",
        "job-timeout": "absent",
        "step-timeout": "absent",
        "retries": "absent",
        "artifacts": "absent",
        "secret-scope": "absent",
        "includes": "opaque",
        "foreign": "opaque",
        "children": "absent",
        "concurrency": "absent",
        "permissions": "absent",
    },
)
