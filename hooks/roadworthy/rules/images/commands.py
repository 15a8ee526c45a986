"""Commands of the build that fail unnoticed, or have no effect on the image."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, unknown
from ...core.rule import rule
from ...models.images.bases import distribution, downloaders
from ...models.images.dockerfiles import dockerfiles, runs
from ...models.images.effects import ends, lost
from ...models.shell.failures import Failures
from ...parsing.shell_tree import Command, Compound
from ...tables.build_commands import ASKING, CHECKING, FETCHING, PRINTING, SIMULATING, SUMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...core.excerpt import Place
    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.images.dockerfiles import Run
    from ...models.images.stages import Image
    from ...models.shell.commands import Invocation

_MOST_LABELS = 3
_COMPARE = ("-c", "--check")
_MOST_SUMS = 32  # of one RUN that are looked at
_MOST_STAGES = 4  # of a pipe that compares a sum


@rule(
    "DF023",
    "pipe-hides-failure",
    reads=dockerfiles,
    severity="error",
    title="A command can fail in a pipe without the build noticing",
    risk="the layer is built, and kept in the cache, from what a failed download or build left behind",
    remedy="begin the step with `set -o pipefail`, in a shell that knows it",
    aliases=("DL4006", "kics:efbf148a-67e9-42d2-ac47-02fa1c0d0b22"),
)
def pipe_hides_failure(image: Image, repo: Repository) -> Iterator[Outcome]:
    for run in runs(repo, image):
        if "|" not in run.instruction.at.text:
            continue
        known: dict[object, Failures] = {}
        told: set[object] = set()
        sums = [one for one in run.invocations if one.name in SUMS and any(v in _COMPARE for v in one.values)][:_MOST_SUMS]
        for invocation in run.invocations:
            command = invocation.command
            if invocation.remote or not _is_left(invocation) or _only_prints(invocation):
                continue
            script = invocation.script
            if script not in known:
                via = invocation.via
                options = (via.errexit, via.pipefail) if via else (run.errexit, run.pipefail)
                known[script] = Failures(script, *options)
            answers = known[script]
            hidden = answers.swallowed(command)
            if hidden is None or hidden.reason != "pipe":
                continue
            last = hidden.by
            if last in told or _notices(last) or _compared(last, sums):
                continue  # what is missing is noticed there
            if isinstance(last, Command) and answers.swallowed(last):
                continue  # whatever fails there is let go on purpose
            told.add(last)
            end = _name(last)
            yield gap(
                f"{invocation.name or 'command'} | {end}",
                f"where `{_shown(invocation)}` fails the step goes on: only `{end}` counts",
                invocation.place(),
                last.place("the status of this one is that of the whole pipe"),
                remedy=_pipefail(run),
            )


def _only_prints(invocation: Invocation) -> bool:
    """Whether it says what is there already: a filter, a query, a version."""
    name, values = invocation.name, invocation.values
    if name in PRINTING or any(value in ASKING for value in values):
        return True
    if name in SIMULATING and "-s" in values:
        return True
    wanted = FETCHING.get(name)
    return wanted is not None and not any(value in wanted for value in values)


def _is_left(invocation: Invocation) -> bool:
    """Whether it stands left of a pipe, or something around it does; cheap, before the shell's rules are asked."""
    command = invocation.command
    if not invocation.words:
        return False
    stage: Command | Compound = command
    while True:
        if stage.position < len(stage.pipeline.stages) - 1:
            return True
        owner = stage.pipeline.chain.block.owner
        if owner is None:
            return False
        stage = owner


def _notices(last: object) -> bool:
    """Whether the end of a pipe fails by itself where nothing, or half of it, arrives: `tar -x`, `gpg --dearmor`, `grep`."""
    while isinstance(last, Compound) and last.kind in ("group", "subshell") and last.blocks and last.blocks[0].chains:
        final = last.blocks[0].chains[-1].pipelines[-1]  # `( cd /srv && tar -x )`: its status is that of the whole
        last = final.stages[0] if len(final.stages) == 1 and not final.negated else None
    if not isinstance(last, Command) or not last.words:
        return False
    words = [word.spoken for word in last.words]
    while len(words) > 1 and words[0].rpartition("/")[2] in ("sudo", "gosu", "env", "busybox"):
        words = words[1:]
    wanted = CHECKING.get(words[0].rpartition("/")[2])
    return wanted is not None and (not wanted or any(word.startswith(wanted) for word in words[1:]))


def _compared(last: object, sums: Sequence[Invocation]) -> bool:
    """Whether the pipe writes a file whose sum the same step compares afterwards: then a part of it is noticed there."""
    if not isinstance(last, Command):
        return False
    written = [one.target.spoken for one in last.redirects if one.operator in (">", ">|") and one.target]
    if not written:
        return False
    after = [one for one in sums if one.command.excerpt is last.excerpt and one.command.start > last.start]
    return any(written[-1] in stage.text for one in after for stage in one.command.pipeline.stages[-_MOST_STAGES:])


def _name(stage: object) -> str:
    if isinstance(stage, Command) and stage.words:
        return stage.words[0].spoken.rpartition("/")[2][:30] or "the last command"
    return "the last part"


def _shown(invocation: Invocation) -> str:
    words = invocation.words
    second = words[1].spoken if len(words) > 1 and words[1].spoken.isalpha() else ""
    return f"{invocation.name or words[0].spoken[:30]} {second}".strip()


def _pipefail(run: Run) -> str:
    base = run.stage.root_base.image
    built_on = distribution(base.familiar, base.tag) if base else ""
    if built_on == "alpine":
        return 'write `set -o pipefail && …` in this step, or `SHELL ["/bin/ash", "-eo", "pipefail", "-c"]` above it'
    if built_on:
        return 'write `SHELL ["/bin/bash", "-o", "pipefail", "-c"]` above this step'
    return 'write `SHELL ["/bin/bash", "-o", "pipefail", "-c"]` above this step where the image has bash'


@rule(
    "DF028",
    "cd-instead-of-workdir",
    reads=dockerfiles,
    severity="error",
    title="A step ends in `cd`, which the next one does not see",
    risk="each step begins in the working directory again, so what follows runs in another folder than was meant",
    remedy="use WORKDIR, which holds for all steps below it",
    aliases=("DL3003", "DS-0013", "kics:f4a6bcd3-e231-4acf-993c-aa027be50d2e"),
)
def cd_instead_of_workdir(image: Image, repo: Repository) -> Iterator[Outcome]:
    for run in runs(repo, image):
        last = next((one for one in run.invocations if one.name == "cd" and ends(one, run)), None)
        if last is None:
            continue
        moves = [one for one in run.invocations if one.name in ("cd", "pushd") and one.via is None]
        target = " ".join(word.text for word in last.arguments)
        if len(moves) > 1 and (target in ("", "-", "~", "/") or target.startswith(("..", "$OLDPWD"))):
            continue  # the way back after something else: useless, and harmless
        remedy = f"write `WORKDIR {target}`" if target and "/" in target and "\n" not in target else ""
        yield gap(f"cd {target}".strip()[:60], f"`cd {target[:50]}` ends with this step", last.place(), remedy=remedy)


@rule(
    "DF029",
    "sudo-in-build",
    reads=dockerfiles,
    severity="warning",
    title="The build uses sudo",
    risk="an image in which sudo works gives whoever breaks into the process the way to root",
    remedy="run the steps that need root before USER, or between `USER root` and the USER of the service",
    aliases=("DL3004", "DS-0010", "CKV2_DOCKER_1", "kics:8ada6e80-0ade-439e-b176-0b28f6bce35a"),
)
def sudo_in_build(image: Image, repo: Repository) -> Iterator[Outcome]:
    found: dict[str, list[Invocation]] = {}
    undecided: set[str] = set()
    for run in runs(repo, image):
        for invocation in run.invocations:
            if "sudo" in invocation.wrappers and not invocation.remote and not _as_other_user(invocation):
                if run.stage.label not in found and not _user_is_known(run):
                    undecided.add(run.stage.label)
                found.setdefault(run.stage.label, []).append(invocation)
    for label, uses in found.items():
        first = uses[0]
        if label in undecided:
            yield unknown(label, "sudo is used, and as whom the base image runs its commands is not known", first.place())
            continue
        more = f", and {len(uses) - 1} more" if len(uses) > 1 else ""
        labels = [use.place("and this") for use in uses[1 : 1 + _MOST_LABELS]]
        yield gap(label, f"`{first.name or 'a command'}` is run with sudo{more}", first.place(), *labels)


def _user_is_known(run: Run) -> bool:
    """Whether a USER, or a base that Docker maintains and runs as root, says who calls sudo; others may have a user for it."""
    base = run.stage.root_base
    official = base.kind == "scratch" or (base.image is not None and "/" not in base.image.familiar)
    if official or (run.stage.parent and run.stage.parent.last("USER")):
        return True
    at = run.instruction.at.origin(0)
    return any(user.at.origin(0) < at for user in run.stage.all("USER"))


def _as_other_user(invocation: Invocation) -> bool:
    """`sudo -u postgres …`: from root to another user, for which USER would be long-winded."""
    words = [word.spoken for word in invocation.command.words]
    options = words[1 : len(words) - len(invocation.words)]
    return any(word.startswith("--user") or (word[:1] == "-" and word[1:2] != "-" and "u" in word) for word in options)


@rule(
    "DF039",
    "wget-and-curl",
    reads=dockerfiles,
    severity="info",
    title="Both wget and curl are used",
    risk="the image carries two tools for one task, each with its own options and certificates to keep right",
    remedy="use one of them for all downloads, and install only that",
    aliases=("DL4001", "DS-0014", "kics:fc775e75-fcfb-4c98-b2f2-910c5858b359"),
)
def wget_and_curl(image: Image, repo: Repository) -> Iterator[Outcome]:
    used: dict[int, dict[str, Place]] = {}
    for run in runs(repo, image):
        for one in run.invocations:
            if one.name in ("wget", "curl") and not one.remote:
                used.setdefault(run.stage.index, {}).setdefault(one.name, one.place())
    for index, places in used.items():
        if len(places) < 2:
            continue
        stage = image.stages[index]
        base = stage.root_base.image
        ready = downloaders(base.familiar, base.tag) if base else None
        if ready and len(ready) > 1:
            continue
        (first, there), (second, here) = places.items()
        message = f"{stage.called} downloads with `{second}`, and with `{first}` as well"
        yield gap(stage.label, message, here, there.labelled(f"`{first}` is used here"))


@rule(
    "DF042",
    "shell-changed-in-run",
    reads=dockerfiles,
    severity="warning",
    title="The image's /bin/sh is replaced",
    risk="every script in the image that asks for sh gets another shell, packages' own scripts among them",
    remedy="use SHELL for the steps of the build, and name the shell that a script needs in its first line",
    aliases=("DL4005", "kics:8a301064-c291-4b20-adcb-403fe7fd95fd"),
)
def shell_changed_in_run(image: Image, repo: Repository) -> Iterator[Outcome]:
    for run in runs(repo, image):
        for one in run.invocations:
            if one.name not in ("ln", "cp", "mv") or len(one.words) < 3:
                continue
            paths = [value for value in one.values if not value.startswith("-")]
            if len(paths) != 2 or paths[1] not in ("/bin/sh", "/usr/bin/sh"):
                continue
            shell = paths[0].rpartition("/")[2]
            if shell in _OTHER_SHELLS:
                remedy = f'write `SHELL ["/bin/{shell}", "-c"]` in its place'
                message = f"`/bin/sh` becomes `{shell}` for all that runs in {run.stage.called}"
                yield gap(run.stage.label, message, one.place(), remedy=remedy)


_OTHER_SHELLS = frozenset({"bash", "zsh", "ksh", "mksh", "fish", "dash", "ash"})


@rule(
    "DF041",
    "command-without-effect-in-image",
    reads=dockerfiles,
    severity="error",
    title="A command does nothing for the image",
    risk="what it starts or sets is gone when the step ends, and whoever reads the file believes otherwise",
    remedy="set it with ENV or in the image's files, or do it where the container starts",
    aliases=("DL3001", "kics:9b6b0f38-92a2-41f9-b881-3a1083d99f1b"),
)
def command_without_effect(image: Image, repo: Repository) -> Iterator[Outcome]:
    for run in runs(repo, image):
        for one in run.invocations:
            gone = lost(one, run)
            if gone:
                yield gap(gone.name, f"`{gone.name}` has no effect: {gone.why}", one.place(), remedy=gone.remedy)
