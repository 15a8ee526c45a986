"""What a step's shell text runs: its commands, and those of the Makefiles, package scripts and scripts that they lead to."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.records import NamedTuple
from ..shell.failures import Failures, Swallowed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...core.excerpt import Excerpt, Place
    from ...core.repository import Repository
    from ...parsing.shell_tree import Block, Script
    from ..shell.commands import Invocation

    Mark = tuple[str, str]

DEEPEST = 8  # files in files: make calls npm calls a script
MOST_COMMANDS = 4_000  # of one step, with all that it leads to
COMMAND_SHELLS = frozenset({"pwsh", "powershell", "cmd"})
PLAIN = r"(?:\$\{\{[^{}]{0,300}\}\}|[\w./\\:=,@+% \n\r\"'-]){0,20000}"
POSIX_SHELLS = frozenset({"sh", "bash", "dash", "ash", "ksh", "zsh"})


class ShellText(NamedTuple):
    """A text that a shell runs: the options it begins with, and the folder it runs in (None where that is not known).

    `ignored`: whoever runs it goes on when it fails. `mark` names what it is, so that a circle is seen: file and target.
    """

    text: Excerpt
    errexit: bool = False
    pipefail: bool = False
    folder: str | None = "."
    ignored: bool = False
    mark: Mark = ("", "")


class Command:
    """One command that a step runs, or that runs in a file the step leads to.

    `invocation` has its name, words and position. `outer` is the command that led here where it stands in another file:
    `make deploy`, `npm run lint`. `followed`: the command itself leads on, and what it leads to comes next. `folder` is where
    it runs, from the repository's root; None where that is not known.
    """

    __slots__ = ("_failures", "_ignored", "folder", "followed", "invocation", "outer")

    def __init__(
        self, invocation: Invocation, failures: _Failing, ignored: bool, outer: Command | None, folder: str | None
    ) -> None:
        self.invocation = invocation
        self.outer = outer
        self.folder = folder
        self.followed = False
        self._failures = failures
        self._ignored = ignored

    def __repr__(self) -> str:
        return f"<Command {self.text[:80]!r} {self.place().path}:{self.place().line}>"

    @property
    def name(self) -> str:
        """The program's name, without its folder and without what wraps it; empty where it is only known when it runs."""
        return self.invocation.name

    @property
    def values(self) -> list[str]:
        """The arguments without their quotes; expansions stay as they are written."""
        return self.invocation.values

    @property
    def text(self) -> str:
        """The command as it is written, without its wrappers."""
        words = self.invocation.words
        return words[0].excerpt.text[words[0].start : words[-1].end] if words else self.invocation.command.text

    @property
    def via(self) -> tuple[Place, ...]:
        """The places of the commands that led here, outermost first."""
        found: list[Place] = []
        outer = self.outer
        while outer:
            found.append(outer.place())
            outer = outer.outer
        return tuple(reversed(found))

    @property
    def swallowed(self) -> Swallowed | None:
        """Why its failure cannot fail the step, here or at a command that led here; None where it can."""
        here: Command | None = self
        while here:
            if here._ignored:
                return Swallowed("ignored", here.invocation.command)
            reason = here._failures.of(here.invocation)
            if reason:
                return reason
            here = here.outer
        return None

    def place(self, label: str = "") -> Place:
        """Where it stands, its wrappers included."""
        return self.invocation.place(label)


class StepScript:
    """The shell text of a step; parsed when first asked.

    `texts` run one after another in one shell (a list of lines may come from several files). `shell` is its program's name;
    texts of one that is no POSIX shell are read where they are plain commands.
    """

    __slots__ = ("_commands", "repo", "shell", "texts")

    def __init__(self, repo: Repository, texts: Sequence[ShellText], shell: str = "bash") -> None:
        self.repo = repo
        self.texts = tuple(texts)
        self.shell = shell
        self._commands: tuple[Command, ...] | None = None

    def __repr__(self) -> str:
        return f"<StepScript {self.text[:60]!r}>"

    @property
    def text(self) -> str:
        """The whole text."""
        return "\n".join(part.text.text for part in self.texts)

    @property
    def plain(self) -> bool:
        """Whether its lines are nothing but a program and its arguments: they mean the same to every shell."""
        return all(re.fullmatch(PLAIN, text.text.text) is not None for text in self.texts)

    def place(self, label: str = "") -> Place:
        """Where it begins."""
        return self.texts[0].text.place(label=label)

    @property
    def commands(self) -> tuple[Command, ...]:
        """Every command in the order in which they stand; what a command leads to comes right after it."""
        if self._commands is None:
            found: list[Command] = []
            if self.shell in POSIX_SHELLS or (self.shell in COMMAND_SHELLS and self.plain):
                for text in self.texts:
                    _run(self.repo, text, None, frozenset(), found)
            self._commands = tuple(found)
        return self._commands


class _Failing:
    """What becomes of failures in one text, looked into when first asked."""

    __slots__ = ("_known", "script", "text")

    def __init__(self, script: Script, text: ShellText) -> None:
        self.script = script
        self.text = text
        self._known: Failures | None = None

    def of(self, invocation: Invocation) -> Swallowed | None:
        here: Invocation | None = invocation
        while here and here.via:  # in `sh -c "…"`
            via = here.via
            reason = Failures(here.script, via.errexit, via.pipefail).swallowed(here.command)
            if reason:
                return reason
            here = via
        if self._known is None:
            self._known = Failures(self.script, self.text.errexit, self.text.pipefail)
        return self._known.swallowed(here.command) if here else None


def _run(repo: Repository, text: ShellText, outer: Command | None, above: frozenset[Mark], found: list[Command]) -> None:
    """Add the commands of one text, and of what they lead to. `above` are the marks of the texts that led here."""
    from ..shell.commands import commands_of
    from ..shell.scripts import leads_to

    # What a step leads to is parsed anew each time: a target run twice is two texts, of which one may look at the other.
    script, invocations = commands_of(repo, text.text) if outer else repo.ask(commands_of, text.text)
    failing = _Failing(script, text)
    folders = _Folders(text.folder)
    for invocation in invocations:
        if len(found) >= MOST_COMMANDS:
            return
        folder = None if invocation.remote else folders.of(invocation)
        command = Command(invocation, failing, text.ignored, outer, folder)
        found.append(command)
        if invocation.name in ("cd", "pushd", "popd"):
            folders.changed(invocation)
        elif folder is not None and len(above) < DEEPEST:
            for inner in leads_to(repo, invocation, folder):
                command.followed = True
                if inner.mark not in above:
                    _run(repo, inner, command, above | {inner.mark}, found)


class _Folders:
    """In which folder commands run: `cd` holds for the rest of its shell."""

    def __init__(self, folder: str | None) -> None:
        self.begin = folder
        self.known: dict[Block, str | None] = {}

    def of(self, invocation: Invocation) -> str | None:
        here = invocation
        while here.via:
            here = here.via
        if not self.known:
            return self.begin
        return self.in_shell(here.command.block.shell)

    def in_shell(self, shell: Block) -> str | None:
        for _ in range(64):
            if shell in self.known:
                return self.known[shell]
            outer = shell.outer
            if outer is None:
                break
            shell = outer.shell
        return self.begin

    def changed(self, invocation: Invocation) -> None:
        if invocation.via:
            return
        shell = invocation.command.block.shell
        now = self.in_shell(shell)
        target = invocation.words[1].value if len(invocation.words) > 1 else None
        if invocation.name == "popd" or target == "-":
            self.known[shell] = self.begin
        elif now is None or not target or target.startswith(("/", "~")):
            self.known[shell] = None
        else:
            self.known[shell] = posixpath.normpath(posixpath.join(now, target))


def scripts_of(commands: Sequence[Command]) -> Iterator[str]:
    """The files, other than the pipeline's own, in which these commands stand."""
    seen: set[str] = set()
    for command in commands:
        if command.outer:
            path = command.invocation.script.excerpt.path
            if path not in seen:
                seen.add(path)
                yield path
