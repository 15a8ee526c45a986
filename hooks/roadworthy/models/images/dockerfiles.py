"""The Dockerfiles of a repository, and the shell that their RUN instructions hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.paths import matching
from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...parsing.shell import parse
from ...tables.file_names import DOCKERFILE, NOT_A_DOCKERFILE, VENDORED
from ..shell.commands import invocations
from ..shell.packages import cleanings, package_operations
from .stages import image_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...core.excerpt import Excerpt
    from ...core.repository import Repository
    from ...core.rule import Paths
    from ...parsing.dockerfile import Instruction
    from ...parsing.shell_tree import Script
    from ..shell.commands import Invocation
    from ..shell.packages import Cleaning, PackageOperation
    from .stages import Image, Stage


class Run(NamedTuple):
    """One RUN in a POSIX shell. `invocations` are the commands it runs, `operations` what it does with packages.

    `errexit` and `pipefail` are the options its shell begins with: heredocs and SHELL may set them.
    """

    instruction: Instruction
    stage: Stage
    script: Script
    invocations: tuple[Invocation, ...]
    operations: tuple[PackageOperation, ...]
    cleanings: tuple[Cleaning, ...]
    errexit: bool
    pipefail: bool


def dockerfiles(repo: Repository, paths: Paths) -> Iterator[Image | Unreadable]:
    """The Dockerfiles among `paths`, or all of the repository's."""
    for path in dockerfile_paths(repo.paths() if paths is None else paths):
        yield repo.ask(image_file, path)


def dockerfile_paths(paths: Paths) -> list[str]:
    """Those of the paths that name a Dockerfile."""
    return matching(DOCKERFILE, paths or (), f"{NOT_A_DOCKERFILE}|{VENDORED}")


def runs(repo: Repository, image: Image) -> tuple[Run, ...]:
    """Every RUN of the Dockerfile whose command is a POSIX shell's, parsed once whoever asks."""
    return repo.ask(_runs, image.path)


def _runs(repo: Repository, path: str) -> tuple[Run, ...]:
    image = repo.ask(image_file, path)
    if isinstance(image, Unreadable):
        return ()
    found: list[Run] = []
    shells: list[Sequence[str]] = []  # that each stage ends with
    for stage in image.stages:
        shell = _first_shell(stage) if stage.parent is None else shells[stage.parent.index]
        found.extend(_of(stage, shell))
        last = next((one for one in reversed(stage.instructions) if one.keyword == "SHELL"), None)
        shells.append([word.text for word in last.words] if last else shell)
    return tuple(found)


def _of(stage: Stage, shell: Sequence[str]) -> Iterator[Run]:
    for instruction in stage.instructions:
        if instruction.keyword == "SHELL":
            shell = [word.text for word in instruction.words]
        elif instruction.keyword == "RUN" and (text := _text(instruction)) is not None:
            program = shell[0].rpartition("/")[2] if shell else "sh"
            if program not in _POSIX_SHELLS:
                continue
            outside = [one for one in instruction.heredocs if one.body is not text]  # a body that is the script is read once
            script = parse(text, [(heredoc.name, heredoc.body) for heredoc in outside])
            found = tuple(invocations(script))
            options = " ".join(shell[1:])
            yield Run(
                instruction,
                stage,
                script,
                found,
                package_operations(found),
                cleanings(found),
                errexit="e"
                in "".join(word[1:] for word in shell[1:] if word[:1] == "-" and word[:2] != "--" and len(word) < 8),
                pipefail="pipefail" in options,
            )


_POSIX_SHELLS = frozenset({"sh", "bash", "ash", "dash", "ksh", "zsh", "busybox"})


def _first_shell(stage: Stage) -> list[str]:
    """The shell that a base image sets: Windows has another one."""
    base = stage.base
    name = base.image.familiar if base.image else ""
    windows = name.startswith("mcr.microsoft.com/") and any(part in name for part in ("windows", "nanoserver", "servercore"))
    return ["powershell"] if windows or "windowsservercore" in base.at.text or "nanoserver" in base.at.text else []


def _text(instruction: Instruction) -> Excerpt | None:
    """The shell text of a RUN: its command, the heredoc that stands for it, or the argument of an explicit `sh -c`.

    Another command in exec form is read as what a shell would run the same for, where none of its strings needs quotes.
    """
    words = instruction.words
    if instruction.exec_form:
        names = [word.text for word in words]
        shell = bool(names) and names[0].rpartition("/")[2] in _POSIX_SHELLS
        given = next((i for i, name in enumerate(names) if name.startswith("-") and name.endswith("c")), 0)
        return words[given + 1] if shell and given and given + 1 < len(words) else _plain_command(instruction.arguments)
    if instruction.heredocs and instruction.arguments.text.strip().startswith("<<"):
        body = instruction.heredocs[0].body
        first = body.text.lstrip().split("\n", 1)[0]
        return body if not first.startswith("#!") or any(s in first for s in ("sh", "ash", "bash")) else None
    return instruction.arguments


_PLAIN_STRINGS = pattern(r'\[\s*"[\w@%+=:,./-]+"\s*(?:,\s*"[\w@%+=:,./-]+"\s*)*\]')
_STRING = pattern(r'"([^"]+)"')


def _plain_command(array: Excerpt) -> Excerpt | None:
    """`["apt-get", "install", "git"]` as `apt-get install git`."""
    if not _PLAIN_STRINGS.fullmatch(array.text.strip()):
        return None
    edits: list[tuple[int, int, str]] = []
    done = 0
    for match in _STRING.finditer(array.text):
        edits.append((done, match.start(1), " " if edits else ""))
        done = match.end(1)
    return array.splice([*edits, (done, len(array.text), "")])
