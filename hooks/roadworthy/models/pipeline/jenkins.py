"""Jenkins: the stages of a Jenkinsfile as jobs, declarative and scripted, with the Groovy files that it loads.

A stage that has steps is a job; in which order they run is told by `needs`. A stage that is skipped skips no other.
https://www.jenkins.io/doc/book/pipeline/syntax/
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from ...core.excerpt import Place
from ...core.outcome import Unreadable
from ...parsing.groovy import parse
from ...parsing.groovy_tree import Assigned, Block, Call, Function, Items, Text, Word, within
from ...tables.file_names import PIPELINE_ROOTS
from .conditions import ALWAYS, narrowed
from .jenkins_conditions import after, triggers_of, when_of
from .jenkins_parts import credentials_in, timeout_of
from .jenkins_steps import Building, Here, Named, Steps
from .systems import FEATURES, System
from .types import Approval, Condition, Job, Matrix, Need, Pipeline, Tolerance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...core.repository import Repository
    from ...parsing.groovy_tree import Statement
    from .types import Reading, Timeout

MOST_JOBS = 5_000
MOST_FILES = 50
_SECTIONS = ("always", "changed", "fixed", "regression", "aborted", "failure", "success", "unstable", "unsuccessful", "cleanup")
_JOINED = frozenset({"parallel", "matrix", "stages"})


def read(repo: Repository, path: str) -> Iterator[Pipeline | Unreadable]:
    """The pipeline of the Jenkinsfile at `path`."""
    block = repo.ask(_parsed, path)
    if isinstance(block, Unreadable):
        yield block
        return
    reading = _Reading(repo, path, block)
    yield reading.pipeline()
    yield from reading.broken


def _parsed(repo: Repository, path: str) -> Block | Unreadable:
    """A fact: a file of Groovy."""
    source = repo.source(path)
    return source if isinstance(source, Unreadable) else parse(source)


class _Reading:
    def __init__(self, repo: Repository, path: str, block: Block) -> None:
        self.repo = repo
        self.path = path
        self.block = block
        self.jobs: list[Job] = []
        self.ids: set[str] = set()
        self.last: tuple[str, ...] = ()  # what the next job waits for
        self.files: dict[str, Place] = {}
        self.broken: list[Unreadable] = []
        self.stages: list[str] = []
        self.now: Building | None = None
        self.image = ""
        self.matrix: Matrix | None = None
        self.concurrency = ""
        self.timeout: Timeout | None = None
        self.reads: dict[str, Reading] = {}
        self.named = Named({}, set(), set(), [])
        self.triggers = triggers_of(self._starting(), Place(path))
        self.steps = Steps(repo, self.named, self.job, self.stage, self.parallel, self.load)

    def _starting(self) -> list[Statement]:
        """Where triggers are declared: `triggers { … }`, `pipelineTriggers([…])`."""
        return [call for call in within(self.block.statements) if call.name in ("triggers", "pipelineTriggers")]

    def pipeline(self) -> Pipeline:
        for one in self.block.statements:  # functions are known in all of the file
            if isinstance(one, Function):
                self.named.functions.setdefault(one.name, one.body)
        for call in within(self.block.statements):
            if call.name == "disableConcurrentBuilds":
                self.concurrency = "disableConcurrentBuilds"
        for one in self.block.statements:
            if isinstance(one, Call) and one.name == "pipeline" and one.block:
                self.finish()
                self.declarative(one.block)
            elif not isinstance(one, Function):
                self.steps.one(one, Here())
        self.finish()
        return Pipeline(
            "jenkins",
            self.path,
            "",
            tuple(self.jobs),
            self.triggers,
            tuple(self.stages),
            self.files,
            reads=tuple(self.reads.values()),
            concurrency=self.concurrency,
            timeout=self.timeout,
        )

    # Jobs

    def job(self, here: Here, place: Place) -> Building:
        """The job that steps are added to; one without a stage where they stand outside of all."""
        if self.now is None:
            self.now = Building("steps", place, here, loose=True)
        elif self.now.loose and self.now.here.cases != here.cases and self.now.here.depth >= here.depth:
            self.finish()
            self.now = Building("steps", place, here, loose=True)
        return self.now

    def finish(self, always: bool = False) -> None:
        """The job is read; one without anything in it is none, unless it has a stage to itself."""
        made, self.now = self.now, None
        if made is None or not (made.steps or made.approvals or made.opaque or always) or len(self.jobs) >= MOST_JOBS:
            return
        id = made.name
        number = 2
        while id in self.ids:
            id, number = f"{made.name} ({number})", number + 1
        self.ids.add(id)
        here = made.here
        cases = here.cases
        timeouts = {step.timeout for step in made.steps}
        timeout = here.timeout or (timeouts.pop() if len(timeouts) == 1 else None)
        tolerated = here.tolerance if isinstance(here.tolerance, Tolerance) else None
        self.jobs.append(
            Job(
                id,
                made.name,
                made.place,
                needs=tuple(Need(job, made.place) for job in self.last),
                condition=Condition(here.text, here.place or made.place, cases) if cases != ALWAYS else None,
                triggers=narrowed(self.triggers, cases),
                approvals=tuple(made.approvals),
                timeout=timeout,
                tolerance=tolerated,
                retries=made.retries,
                concurrency=made.concurrency,
                matrix=self.matrix,
                image=made.image or self.image,
                artifacts=tuple(made.artifacts),
                reads=tuple(made.reads.values()),
                steps=tuple(made.steps),
                opaque=tuple(made.opaque),
            )
        )
        self.last = (id,)

    def stage(self, call: Call, here: Here) -> None:
        """A stage of a scripted pipeline."""
        name = call.text() or call.text("name") or "stage"
        self.finish()
        self.stages.append(name)
        if call.block is None:  # `stage 'Build'`: up to the next one
            self.now = Building(name, call.place, here)
            return
        body = call.block
        if _has_stages(body):
            self.steps.read(body.statements, here)
            self.finish()
            return
        self.now = Building(name, call.place, here)
        self.steps.read(body.statements, here)
        self.finish(always=self.now is not None and self.now.name == name)

    def parallel(self, call: Call, here: Here) -> None:
        """`parallel a: { … }, b: { … }`: the branches begin together."""
        outer = self.now
        branches = [one for one in call.arguments if one.name and isinstance(one.value, Block)]
        first = call.first
        if isinstance(first, Items):
            branches += [one for one in first.items if one.name and isinstance(one.value, Block)]
        if not branches:
            self.steps.hidden(call, here, "expression", "parallel", "its branches are only known when it runs")
            return
        self.finish()
        begin, ends = self.last, []
        for one in branches:
            self.last = begin
            body = one.value
            assert isinstance(body, Block)
            if not _has_stages(body):
                self.now = Building(one.name, body.place, here)
            self.steps.read(body.statements, here)
            self.finish()
            ends += [id for id in self.last if id not in ends and id not in begin]
        self.last = tuple(ends) or begin
        if outer is not None:
            self.now = Building(outer.name, outer.place, outer.here, outer.loose)

    def load(self, call: Call) -> Block | None:
        """The Groovy file of the repository that `load` names."""
        written = call.text()
        path = posixpath.normpath(written.removeprefix("${WORKSPACE}/").removeprefix("./"))
        if not written or "$" in path or path.startswith(("..", "/")) or path in self.files or len(self.files) >= MOST_FILES:
            return None
        if not self.repo.exists(path):
            return None
        block = self.repo.ask(_parsed, path)
        if isinstance(block, Unreadable):
            self.broken.append(Unreadable(call.place, f"`{written}` {block.why}"))
            return None
        self.files[path] = call.place
        for one in block.statements:
            if isinstance(one, Function):
                self.named.functions.setdefault(one.name, one.body)
        return block

    # Declarative

    def declarative(self, body: Block) -> None:
        parts = {one.name: one for one in body.statements if isinstance(one, Call)}
        self.image = _agent(parts.get("agent"))
        self.reads.update(_environment(parts.get("environment")))
        here = Here()
        for option in _block(parts, "options"):
            if isinstance(option, Call) and option.name == "timeout":
                self.timeout = timeout_of(option)
        for name, one in parts.items():
            if name in ("libraries",) and one.block:
                self.named.libraries.extend(call for call in within(one.block.statements) if call.name == "lib")
        self.in_order(_block(parts, "stages"), here)
        for section in _block(parts, "post"):
            if isinstance(section, Call) and section.block and section.name in _SECTIONS:
                kept = self.last
                own = here.under(after(section.name), section.name, section.place)
                self.now = Building(f"post {section.name}", section.place, own)
                self.steps.read(section.block.statements, own)
                self.finish()
                self.last = kept

    def in_order(self, statements: Iterable[Statement], here: Here) -> None:
        for one in statements:
            if isinstance(one, Call) and one.name == "stage" and one.block:
                self.declared(one, one.block, here)

    def declared(self, call: Call, body: Block, here: Here) -> None:
        """One `stage` of a declarative pipeline, with those in it."""
        if here.depth > 40:
            return
        name = call.text() or "stage"
        self.stages.append(name)
        parts = {one.name: one for one in body.statements if isinstance(one, Call)}
        here = here._replace(depth=here.depth + 1)
        when = parts.get("when")
        if when and when.block:
            here = here.under(when_of(when.block), " ".join(_text_of(self.repo, when).split()), when.place)
        now = Building(name, call.place, here)
        for option in _block(parts, "options"):
            if isinstance(option, Call):
                if option.name == "timeout":
                    here = here._replace(timeout=timeout_of(option))
                elif option.name == "retry" and option.text().isdigit():
                    now.retries = int(option.text()[:3])
                elif option.name == "lock":
                    now.concurrency = option.text() or option.text("resource")
        now.here = here
        now.image = _agent(parts.get("agent"))
        now.reads.update(_environment(parts.get("environment")))
        asked = parts.get("input")
        if asked:
            message = next(
                (one.text() for one in _block(parts, "input") if isinstance(one, Call) and one.name == "message"), ""
            )
            now.approvals.append(Approval("input", asked.place, message or asked.text() or asked.text("message")))
        if _JOINED.isdisjoint(parts):
            self.now = now
            self.steps.read(_block(parts, "steps"), here)
            self._post(parts, here)
            self.finish(always=True)
            return
        if now.approvals:  # asked before all that is in it
            self.now = now
            self.finish()
        outer, self.image = self.image, now.image or self.image
        self._inner(parts, here)
        self.image = outer
        if "post" in parts:
            self.now = Building(f"{name} post", parts["post"].place, here)
            self._post(parts, here)
            self.finish()

    def _inner(self, parts: dict[str, Call], here: Here) -> None:
        begin, ends = self.last, []
        for one in _block(parts, "parallel"):
            if isinstance(one, Call) and one.name == "stage" and one.block:
                self.last = begin
                self.declared(one, one.block, here)
                ends += [id for id in self.last if id not in ends and id not in begin]
        self.last = tuple(ends) or begin
        self.in_order(_block(parts, "stages"), here)
        matrix = parts.get("matrix")
        if matrix and matrix.block:
            kept, self.matrix = self.matrix, _matrix(matrix, matrix.block)
            self.in_order(_block({one.name: one for one in matrix.block.statements if isinstance(one, Call)}, "stages"), here)
            self.matrix = kept

    def _post(self, parts: dict[str, Call], here: Here) -> None:
        for section in _block(parts, "post"):
            if isinstance(section, Call) and section.block and section.name in _SECTIONS:
                self.steps.read(section.block.statements, here.under(after(section.name), section.name, section.place))


def _has_stages(body: Block) -> bool:
    return any(call.name == "stage" for call in within(body.statements))


def _block(parts: dict[str, Call], name: str) -> tuple[Statement, ...]:
    found = parts.get(name)
    return found.block.statements if found and found.block else ()


def _agent(call: Call | None) -> str:
    """The container that it runs in."""
    for one in within(call.block.statements if call and call.block else ()):
        if one.name == "image" or (one.name == "docker" and one.text()):
            return one.text()
    return ""


def _environment(call: Call | None) -> dict[str, Reading]:
    found: dict[str, Reading] = {}
    for one in call.block.statements if call and call.block else ():
        if isinstance(one, Assigned) and isinstance(one.value, Call) and one.value.name == "credentials":
            found.update((reading.name, reading) for reading in credentials_in(one.value))
    return found


def _matrix(call: Call, body: Block) -> Matrix:
    axes: list[tuple[str, tuple[str, ...]]] = []
    size = 1
    known = True
    for one in within(body.statements):
        if one.name == "axis" and one.block:
            parts = {inner.name: inner for inner in one.block.statements if isinstance(inner, Call)}
            values = parts.get("values")
            texts = [each.value.text for each in (values.arguments if values else ()) if isinstance(each.value, (Text, Word))]
            name = parts["name"].text() if "name" in parts else ""
            axes.append((name, tuple(texts)))
            size *= max(1, len(texts))
        elif one.name == "excludes":
            known = False
    return Matrix(size if known and axes else None, tuple(axes), call.place)


def _text_of(repo: Repository, call: Call) -> str:
    """The first line of what stands at a call."""
    source = repo.source(call.place.path)
    if isinstance(source, Unreadable):
        return call.name
    return " ".join(
        source.line(number).strip() for number in range(call.place.line, min(call.place.end_line, call.place.line + 5) + 1)
    )


SYSTEM = System(
    "jenkins",
    "Jenkins",
    PIPELINE_ROOTS["jenkins"],
    read,
    {
        **dict.fromkeys(FEATURES, "exact"),
        "events": "opaque",  # which branches, tags and pull requests are built is kept in Jenkins
        "paths": "opaque",  # `changeset` is one condition of many
        "needs": "absent",  # stages follow each other
        "environments": "absent",
        "services": "absent",
        "secret-scope": "opaque",  # folders and domains of credentials are kept in Jenkins
        "foreign": "opaque",
        "children": "opaque",
        "permissions": "absent",
    },
)
