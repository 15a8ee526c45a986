"""Jenkins: what the steps in a stage do, through the blocks around them: `dir`, `timeout`, `catchError`, `if`, `try`, …

https://www.jenkins.io/doc/pipeline/steps/
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from ...core.records import NamedTuple
from ...parsing.groovy_tree import Assigned, Block, Call, Function, If, Items, Loop, Other, Result, Text, Try
from ...parsing.yaml import Scalar
from ...tables.jenkins_steps import OBJECTS, PLAIN, STAGES
from .conditions import ALWAYS, all_of, negated
from .jenkins_conditions import if_of
from .jenkins_parts import as_written, class_of, credentials_in, is_image, lets_pass, shebang, shell_text, timeout_of
from .script import ShellText, StepScript
from .types import Approval, Artifact, Case, Condition, Opaque, Reading, Step, Timeout, Tolerance, Uses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ...parsing.groovy_tree import Statement, Value
    from .conditions import Cases

DEEPEST = 40  # blocks and functions in each other
MOST_STEPS = 2_000  # of one job
_SHELLS = {"sh": "sh", "bat": "cmd", "powershell": "powershell", "pwsh": "pwsh"}
_KNOWN = {name for names in STAGES.values() for name in names.split()}


class Here(NamedTuple):
    """What the blocks around a step say of it. `tolerance`: a failure in them is let pass."""

    cases: Cases = ALWAYS
    text: str = ""
    place: Place | None = None
    folder: str | None = "."
    tolerance: Tolerance | None = None
    timeout: Timeout | None = None
    depth: int = 0

    def under(self, cases: Cases, text: str, place: Place) -> Here:
        """The same under one more condition."""
        joined = f"{self.text} && {text}" if self.text else text
        return self._replace(cases=all_of((self.cases, cases)), text=joined, place=self.place or place)


class Building:
    """A job while it is read."""

    def __init__(self, name: str, place: Place, here: Here, loose: bool = False) -> None:
        self.name = name
        self.place = place
        self.here = here
        self.loose = loose  # steps outside any stage
        self.steps: list[Step] = []
        self.opaque: list[Opaque] = []
        self.approvals: list[Approval] = []
        self.artifacts: list[Artifact] = []
        self.reads: dict[str, Reading] = {}
        self.image = ""
        self.retries = 0
        self.concurrency = ""


class Named(NamedTuple):
    """What names stand for in a file: its functions, those of files it loads, and its variables. `libraries`: where shared
    libraries are named; `images` are variables with an image of Docker."""

    functions: dict[str, Block]
    variables: set[str]
    images: set[str]
    libraries: list[Call]


class Steps:
    """Reads statements into jobs. `stage` and `parallel` are told to whoever knows how they follow each other."""

    def __init__(
        self,
        repo: Repository,
        named: Named,
        job: Callable[[Here, Place], Building],
        stage: Callable[[Call, Here], None],
        parallel: Callable[[Call, Here], None],
        load: Callable[[Call], Block | None],
    ) -> None:
        self.repo = repo
        self.named = named
        self.job = job
        self.stage = stage
        self.parallel = parallel
        self.load = load
        self.left = 20_000  # statements, functions counted as often as they are called

    def read(self, statements: Iterable[Statement], here: Here) -> None:
        """Add what these statements do."""
        if here.depth > DEEPEST:
            return
        here = here._replace(depth=here.depth + 1)
        for one in statements:
            self.left -= 1
            if self.left < 0:
                return
            self.one(one, here)

    def one(self, one: Statement, here: Here) -> None:
        if isinstance(one, Call):
            self.call(one, here, used=False)
        elif isinstance(one, Assigned):
            self.named.variables.add(one.name.partition(".")[0])
            if is_image(one.value):
                self.named.images.add(one.name)
            self.value(one.value, here, one.name)
        elif isinstance(one, If):
            cases = if_of(one.condition)
            self.read(one.then.statements, here.under(cases, one.condition, one.place))
            if one.otherwise:
                self.read(one.otherwise.statements, here.under(negated(cases), f"!({one.condition})", one.place))
        elif isinstance(one, Try):
            kept = [block for block in one.caught if lets_pass(block)]
            tolerance = Tolerance(True, kept[0].place) if kept else here.tolerance
            self.read(one.body.statements, here._replace(tolerance=tolerance))
            for block in one.caught:
                self.read(block.statements, here.under((Case(after="failure"),), "catch", block.place))
            if one.last:
                self.read(one.last.statements, here.under((Case(after="always"),), "finally", one.last.place))
        elif isinstance(one, (Loop, Block)):
            self.read((one.body if isinstance(one, Loop) else one).statements, here)
        elif isinstance(one, Function):
            self.named.functions.setdefault(one.name, one.body)
        elif isinstance(one, Result) and one.value is not None:
            self.value(one.value, here)
        elif isinstance(one, (Other, Items)):
            self.value(one, here)

    def value(self, value: Value, here: Here, name: str = "") -> None:
        """Calls in a value: what they do is done, and their result is used."""
        if isinstance(value, Call):
            if value.name == "load" and name:
                block = self.load(value)
                for one in block.statements if block else ():
                    if isinstance(one, Function):
                        self.named.functions.setdefault(f"{name}.{one.name}", one.body)
            self.call(value, here, used=True)
        elif isinstance(value, Other):
            for part in value.parts:
                self.value(part, here)
        elif isinstance(value, Items):
            for argument in value.items:
                if not isinstance(argument.value, Block):
                    self.value(argument.value, here)

    def call(self, call: Call, here: Here, used: bool) -> None:
        name = call.name
        if call.of is not None:
            self.method(call, here, used)
        elif name == "stage":
            self.stage(call, here)
        elif name == "parallel":
            self.parallel(call, here)
        elif name in _SHELLS:
            self.shell(call, here, used)
        elif name == "load":
            block = self.load(call)
            if block:
                self.read(block.statements, here)
            else:
                self.hidden(call, here, "include", call.text(), "is not in this repository, or is only known when it runs")
        elif name in self.named.functions:
            body = self.named.functions[name]
            self.read(body.statements, here._replace(depth=here.depth + 2))
            if call.block:
                self.read(call.block.statements, here)
        elif call.block is not None:
            self.around(call, here)
        elif name == "input":
            self.building(call, here).approvals.append(Approval("input", call.place, call.text("message") or call.text()))
        elif name == "build":
            said = call.text("job") or call.text()
            self.hidden(call, here, "child-pipeline", said, "the job that it starts is another pipeline")
        elif name in ("library", "@Library"):
            self.named.libraries.append(call)
        elif name in ("error",) or name.startswith("@"):
            return
        else:
            self.plain(call, here)

    def method(self, call: Call, here: Here, used: bool) -> None:
        """`docker.build('x').push()`, `docker.image('x').inside { … }`, `sh(…).trim()`."""
        of = call.of
        if isinstance(of, Call):
            self.call(of, here, used=True)
            if call.name == "push" and is_image(of):
                self.uses(call, "docker.push", here)
            if of.name == "docker.image" and call.block:
                self.building(call, here).image = of.text()
        if call.block:
            self.read(call.block.statements, here)

    def around(self, call: Call, here: Here) -> None:
        """A block: what it says of the steps in it, and those."""
        assert call.block is not None
        name = call.name
        if name in ("catchError", "warnError"):
            result = call.text("buildResult") or ("UNSTABLE" if name == "warnError" else "FAILURE")
            if result.upper() in ("SUCCESS", "UNSTABLE"):
                here = here._replace(tolerance=Tolerance(True, call.place))
        elif name == "timeout":
            here = here._replace(timeout=timeout_of(call))
        elif name == "dir":
            written = call.text()
            known = here.folder is not None and written and "$" not in written and not written.startswith("/")
            here = here._replace(folder=posixpath.normpath(posixpath.join(here.folder or "", written)) if known else None)
        elif name == "retry":
            text = call.text() or call.text("count")
            self.building(call, here).retries = int(text) if text.isdigit() and len(text) < 4 else 1
        elif name == "lock":
            self.building(call, here).concurrency = call.text() or call.text("resource")
        elif name == "withSonarQubeEnv" or name.lower() in _KNOWN:
            self.uses(call, name, here)
        self.credentials(call, here)
        if name in ("echo", "properties", "parameters", "options", "environment", "triggers", "tools", "agent"):
            return
        self.read(call.block.statements, here)

    def plain(self, call: Call, here: Here) -> None:
        """A step of a plugin, or of a library."""
        name = call.name
        root, _, rest = name.partition(".")
        if name == "stash" or name == "unstash" or name == "archiveArtifacts":
            paths = call.text("includes") or call.text("artifacts") or (call.text() if name == "archiveArtifacts" else "")
            one = Artifact(
                "in" if name == "unstash" else "out",
                "" if name == "archiveArtifacts" else call.text("name") or call.text(),
                call.place,
                tuple(part.strip() for part in paths.split(",") if part.strip()),
            )
            self.building(call, here).artifacts.append(one)
        elif name == "docker.build" or (rest == "push" and root in self.named.images):
            self.uses(call, "docker.build" if name == "docker.build" else "docker.push", here)
        elif name.lower() in _KNOWN:
            self.uses(call, name, here)
        elif name == "step" and (used := class_of(call)):
            self.uses(call, f"step.{used}", here)
        elif not rest and name.lower() not in PLAIN and name[:1].islower() and name not in self.named.variables:
            why = "is a step of a shared library or a plugin, whose code is not in this repository"
            self.hidden(call, here, "library", name, why)
        elif rest and self.named.libraries and root not in OBJECTS | self.named.variables | self.named.images:
            self.hidden(call, here, "library", name, "may come from a shared library, whose code is not in this repository")
        self.credentials(call, here)
        for argument in call.arguments:
            if isinstance(argument.value, Call) and argument.value.name in (*_SHELLS, *self.named.functions):
                self.call(argument.value, here, used=True)

    def shell(self, call: Call, here: Here, used: bool) -> None:
        written = call.argument("script") or call.first
        text = shell_text(written)
        tolerance = here.tolerance
        if call.text("returnStatus") == "true" and tolerance is None:
            tolerance = Tolerance(None if used else True, call.place)
        step = self.step(call, here)._replace(tolerance=tolerance, name=call.text("label"))
        if text is None:
            why = "what it runs is only known when it runs"
            opaque = Opaque("expression", as_written(written) or call.name, call.place, why)
            self.add(call, here, step._replace(opaque=opaque))
            return
        begin = text.text.lstrip()[:60]
        program = _SHELLS[call.name]
        errexit = call.name == "sh"
        if call.name == "sh" and begin.startswith("#!"):  # without a first line of its own it is `sh -xe`
            program, errexit = shebang(begin.splitlines()[0][2:].split())
        script = StepScript(self.repo, (ShellText(text, errexit, False, here.folder),), program)
        self.add(call, here, step._replace(script=script))

    # What a step is put into

    def building(self, call: Call, here: Here) -> Building:
        return self.job(here, call.place)

    def add(self, call: Call, here: Here, step: Step) -> None:
        job = self.building(call, here)
        if len(job.steps) < MOST_STEPS:
            job.steps.append(step)

    def step(self, call: Call, here: Here) -> Step:
        job = self.building(call, here)
        own = here.cases if here.cases != job.here.cases else ALWAYS
        condition = Condition(here.text, here.place or call.place, own) if own != ALWAYS else None
        timeout = here.timeout if here.timeout != job.here.timeout else None
        return Step("", call.place, condition=condition, timeout=timeout, tolerance=here.tolerance)

    def uses(self, call: Call, name: str, here: Here) -> None:
        inputs = {
            one.name: Scalar(one.value.excerpt, 0, len(one.value.text), "", one.value.text, "double")
            for one in call.arguments
            if isinstance(one.value, Text)
        }
        used = Uses(f"jenkins/{name.lower()}", "", call.place, inputs)
        self.add(call, here, self.step(call, here)._replace(uses=used))

    def hidden(self, call: Call, here: Here, kind: str, name: str, why: str) -> None:
        job = self.building(call, here)
        opaque = Opaque(kind, name or call.name, call.place, why)  # type: ignore[arg-type]  # one of OpaqueKind
        if all(one.name != opaque.name for one in job.opaque):
            job.opaque.append(opaque)
        self.add(call, here, self.step(call, here)._replace(opaque=opaque))

    def credentials(self, call: Call, here: Here) -> None:
        """What the arguments name as kept by Jenkins."""
        for reading in credentials_in(call):
            self.building(call, here).reads.setdefault(reading.name, reading)
