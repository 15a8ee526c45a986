"""What options, configuration and what stands before the pipe make of an install: does it ask, what does it bring unasked."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from ...parsing.shell_tree import Command
from ...tables.install_options import ASKING, BASES_WITHOUT_RECOMMENDS, NO_RECOMMENDS, SILENT_CONDA_VERBS
from .installs import is_set
from .variables import MOST_PARENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..shell.packages import PackageOperation
    from .dockerfiles import Run
    from .stages import Stage

_WRITERS = frozenset(("echo", "printf", "cat", "tee", "sed", "config", "conda", "mamba", "micromamba", "crudini"))


class Configuration:
    """Which of a Dockerfile's RUNs write a setting into a configuration file, found when first asked."""

    __slots__ = ("_copied", "_first", "_position", "_runs")

    def __init__(self, runs: Sequence[Run]) -> None:
        self._runs = runs
        self._position = {id(run.instruction): i for i, run in enumerate(runs)}
        self._first: dict[tuple[str, ...], dict[int, int]] = {}
        self._copied: dict[int, bool] = {}

    def has(self, run: Run, settings: tuple[str, ...]) -> bool:
        """Whether this RUN, or one before it in the stages it builds on, writes one of the settings."""
        first = self._first.get(settings)
        if first is None:
            first = self._first[settings] = {}
            for i, one in enumerate(self._runs):
                if one.stage.index not in first and _writes(one, settings):
                    first[one.stage.index] = i
        if not first:
            return False
        until = self._position[id(run.instruction)]
        return any(first.get(stage.index, until + 1) <= until for stage in islice(run.stage.lineage(), MOST_PARENTS))

    def is_copied(self, stage: Stage) -> bool:
        """Whether a file is copied to where apt reads its configuration: it may say anything."""
        if stage.index not in self._copied:
            self._copied[stage.index] = any(
                instruction.words and instruction.words[-1].text.startswith("/etc/apt/apt.conf")
                for one in islice(stage.lineage(), MOST_PARENTS)
                for instruction in one.all("COPY", "ADD")
            )
        return self._copied[stage.index]


def asks(run: Run, operation: PackageOperation, configuration: Configuration) -> str | None:
    """The option that would answer the question the operation asks; None where it asks none."""
    consent = ASKING.get(operation.manager)
    if consent is None or operation.action not in consent.actions or operation.has(*consent.options):
        return None
    if operation.manager in ("apt-get", "apt") and _quiet_twice(operation):
        return None
    if operation.verb in SILENT_CONDA_VERBS or operation.invocation.remote or operation.has("--help", "-h", "--version"):
        return None
    if operation.manager in ("apt-get", "apt") and _installs_nothing(operation):
        return None
    if operation.action == "remove" and not operation.packages:
        return None  # what to remove is found by itself, and where there is nothing it does not ask
    if _answered(operation) or _by_variable(run, operation, consent.options) or is_set(run, operation, consent.variables):
        return None
    if consent.settings and (_given(operation, consent.settings) or configuration.has(run, consent.settings)):
        return None
    return consent.write


def _installs_nothing(operation: PackageOperation) -> bool:
    """`apt-get install --fix-missing`, with nothing named."""
    if operation.verb != "install" or operation.arguments.operands[1:] or "xargs" in operation.invocation.wrappers:
        return False
    return not operation.has("-f", "--fix-broken")


def _by_variable(run: Run, operation: PackageOperation, options: Iterable[str]) -> bool:
    """Whether the answer is in a variable: `ENV APT_OPTIONS="-y --no-install-recommends"`."""
    for word in operation.invocation.arguments:
        if word.expansions and word.text.startswith("$"):
            value = run.stage.expand(word.text, run.instruction).text
            if value and not {*options, "-qq"}.isdisjoint(value.split()):
                return True
    return False


def _quiet_twice(operation: PackageOperation) -> bool:
    """`-qq`, `-q -q`, `-q=2`: apt-get's manual has each imply `-y`."""
    given = [option.name for option in operation.arguments.options]
    return given.count("-q") + given.count("--quiet") > 1 or any(
        word.spoken.startswith(("-q=2", "--quiet=2")) for word in operation.invocation.words
    )


def _answered(operation: PackageOperation) -> bool:
    """`yes | apt-get install …`, `echo y | …`, `… <<< y`: standard input has an answer."""
    command = operation.invocation.command
    if command.redirects and any(one.operator.startswith("<") for one in command.redirects):
        return True
    if not command.position:
        return False
    before = command.pipeline.stages[command.position - 1]
    name = before.words[0].value if isinstance(before, Command) and before.words else None
    return name in ("yes", "echo", "printf", None)


def brings_recommended(run: Run, operation: PackageOperation, configuration: Configuration) -> bool:
    """Whether an `apt-get install` brings the recommended packages too."""
    if (
        operation.manager not in ("apt-get", "apt", "aptitude")
        or operation.action != "install"
        or operation.verb == "build-dep"
    ):
        return False
    if operation.has("--no-install-recommends", "-R", "--without-recommends", "--download-only", "-d", "-s", "--simulate"):
        return False
    if _given(operation, NO_RECOMMENDS) or configuration.has(run, NO_RECOMMENDS):
        return False
    base = run.stage.root_base.image
    return not (base and base.familiar in BASES_WITHOUT_RECOMMENDS) and not configuration.is_copied(run.stage)


def _given(operation: PackageOperation, settings: Iterable[str]) -> bool:
    """Whether one of the settings is among the words, as in `-o APT::Install-Recommends=0`."""
    return any(_sets(word.spoken.lower(), settings) for word in operation.invocation.arguments)


def _sets(text: str, settings: Iterable[str]) -> bool:
    return any(setting in text for setting in settings)


def _writes(run: Run, settings: Iterable[str]) -> bool:
    if not _sets(run.script.excerpt.text.lower(), settings):
        return False
    for invocation in run.invocations:
        if invocation.name in _WRITERS and _sets(invocation.command.text.lower(), settings):
            return True
        if any(one.body and _sets(one.body.text.lower(), settings) for one in invocation.command.redirects):
            return True
    return False
