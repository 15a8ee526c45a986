"""What the container runs, and how it is known to be well."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.images.bases import has_healthcheck, role, shell_gives_way
from ...models.images.dockerfiles import dockerfiles
from ...models.images.purposes import purpose, shipped_stages
from ...models.images.serving import is_one_of_versions, listens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.images.stages import Image, Stage
    from ...parsing.dockerfile import Instruction


@rule(
    "DF015",
    "missing-health-check",
    reads=dockerfiles,
    items=("4.1.7",),
    severity="warning",
    title="Nothing asks a service for its health",
    risk="a service that hangs counts as running, gets requests, and is never restarted",
    remedy="add `HEALTHCHECK CMD …` with a request to the service, a `healthcheck` in compose, or a probe in the manifest",
    aliases=("DL3057", "CKV_DOCKER_2", "DS-0026", "kics:b03a748a-542d-44f4-bb86-9199ab4fd2d5"),
)
def missing_health_check(image: Image, repo: Repository) -> Iterator[Outcome]:
    stage = image.final
    if stage is None or (evidence := listens(stage)) is None:
        return
    found = stage.last("HEALTHCHECK")
    off = found is not None and found.arguments.text.strip().upper() == "NONE"
    if found is not None and not off:
        yield passes(stage.label, "the image has a HEALTHCHECK", found.at.place())
        return
    base = stage.root_base
    if not off and base.image and has_healthcheck(base.image.familiar):
        yield passes(stage.label, "the base image brings a HEALTHCHECK", base.at.place())
        return
    from ...models.health import probe_of  # only now: most runs have nothing to say, and read no YAML
    from ...models.kubernetes.manifests import templated_probes

    health = probe_of(repo, stage)
    if health.state == "checked":
        yield passes(stage.label, "what runs the image asks for its health", health.place)
    elif health.state == "unknown" and is_one_of_versions(repo, image.path):
        yield unknown(stage.label, "one of several versions of an image: who runs it says how it is asked", evidence.at.place())
    elif repo.ask(templated_probes):
        yield unknown(stage.label, "no HEALTHCHECK; a template that cannot be read here has probes", evidence.at.place())
    elif not off and (base.image is None or role(base.image.familiar) == "unknown") and base.kind != "scratch":
        yield unknown(stage.label, "no HEALTHCHECK here; whether the base brings one is not known", base.at.place())
    else:
        labels = [health.place.labelled("runs it, and does not ask for its health")] if health.state == "unchecked" else []
        if found is not None:
            yield gap(
                stage.label, f"`HEALTHCHECK NONE`: nothing tells whether {stage.called} is healthy", found.at.place(), *labels
            )
        else:
            message = f"{stage.called} is a service, and nothing tells whether it is healthy"
            yield gap(stage.label, message, evidence.at.place(), *labels)


@rule(
    "DF022",
    "shell-form-command",
    reads=dockerfiles,
    severity="warning",
    title="The service runs under a shell that keeps signals from it",
    risk="`docker stop` and every deploy wait for the timeout, and then kill the process in the middle of its work",
    remedy='write it as a JSON array, `["program", "argument"]`, or begin the command with `exec`',
    aliases=("DL3025", "kics:b86987e1-6397-4619-81d5-8807f2387c79"),
)
def shell_form_command(image: Image, repo: Repository) -> Iterator[Outcome]:
    for stage in image.stages:
        found = [i for i in (_own_last(stage, "ENTRYPOINT"), _own_last(stage, "CMD")) if i and not i.exec_form]
        if not found or stage.index not in repo.ask(shipped_stages, image.path) or _has_other_shell(stage):
            continue
        worked_in = purpose(stage) == "tool"
        for instruction in found[:1] if found[0].keyword == "ENTRYPOINT" else found:
            text = instruction.arguments.text.strip()
            symbol = f"{stage.label}/{instruction.keyword}"
            if instruction.malformed_json:
                message = f"this {instruction.keyword} is no valid JSON array, so a shell runs it as it stands"
                yield gap(symbol, message, instruction.at.place(), remedy="mend the array: double quotes, no comma at its end")
            elif text and not worked_in and not _passes_signals(text):
                base = stage.root_base.image
                gives_way = shell_gives_way(base.familiar, base.tag) if base else "unknown"
                if not _gives_way(gives_way, text):
                    yield gap(symbol, _told(instruction, gives_way), instruction.at.place(), remedy=_array(text))


def _own_last(stage: Stage, keyword: str) -> Instruction | None:
    return next((i for i in reversed(stage.instructions) if i.keyword == keyword), None)


def _has_other_shell(stage: Stage) -> bool:
    """Whether somebody chose the shell, or it is that of Windows: then the shell form is meant."""
    base = stage.root_base.at.text
    return stage.last("SHELL") is not None or any(
        word in base for word in ("windows", "nanoserver", "servercore", "/dotnet/framework/")
    )


def _passes_signals(text: str) -> bool:
    """Whether the program takes the shell's place, or there is none to take it: `exec` at the end, a shell, a builtin."""
    last = re.split(r"&&|\|\||[;\n|]", text)[-1].strip()
    if text.startswith("exec ") or re.match(r"(?:[A-Za-z_]\w*=\S*\s+)*exec\s", last):
        return True
    words = text.split(None, 2)
    program = words[0].rpartition("/")[2]
    if program in ("sh", "bash", "ash", "zsh", "fish", "echo", "true", "false", "exit", ":", "pwd", "env", "printf"):
        return (
            len(words) == 1 or program not in ("sh", "bash", "ash", "zsh", "fish", "env") or words[1] in ("-l", "-i", "--login")
        )
    return False


def _gives_way(shell: str, text: str) -> bool:
    """Whether the shell of the base image makes room for the last command by itself."""
    if shell == "always":
        return re.search(r"(?<!\|)\|(?!\|)|&\s*\Z", text) is None
    return shell == "simple" and re.search(r"[&|;<>\n(){}`]", text) is None


def _told(instruction: Instruction, gives_way: str) -> str:
    if gives_way == "unknown":
        return f"{instruction.keyword} runs under `sh -c`, which may keep the signal to stop from the service"
    if instruction.keyword == "ENTRYPOINT":
        return "ENTRYPOINT runs under `sh -c`, which passes on no signals, and no arguments of CMD"
    return "CMD runs under `sh -c`, which does not pass on the signal to stop"


def _array(text: str) -> str:
    if len(text) > 80 or re.search(r"[$&|;<>*?`\\\n\"'(){}~=]", text):
        return "begin the last command with `exec`, or write a script that ends in `exec` and name it in a JSON array"
    return "write it as `[" + ", ".join(f'"{word}"' for word in text.split()) + "]`"


@rule(
    "DF026",
    "overridden-instruction",
    reads=dockerfiles,
    severity="error",
    title="An instruction is replaced by a later one of its kind",
    risk="what this line says never happens, and whoever reads it believes that it does",
    remedy="keep the one that is meant, and remove the others",
    aliases=(
        *("DL4003", "DL4004", "DL3012", "DS-0016", "DS-0007", "DS-0023"),
        *("kics:41c195f4-fc31-4a5c-8a1b-90605538d49f", "kics:6938958b-3f1a-451c-909b-baeee14bdc97"),
    ),
)
def overridden_instruction(image: Image, repo: Repository) -> Iterator[Outcome]:
    for stage in image.stages:
        for keyword in ("CMD", "ENTRYPOINT", "HEALTHCHECK"):
            found = list(stage.all(keyword))
            if len(found) > 1:
                others = [i.at.place(label="and so is this one") for i in found[1:-1][:8]]
                message = f"this {keyword} has no effect: a later one in the same stage replaces it"
                last = found[-1].at.place(label="this one counts")
                yield gap(f"{stage.label}/{keyword}", message, found[0].at.place(), last, *others)
