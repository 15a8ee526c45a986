"""Whether a check can fail its pipeline, or what stands in the way: the shell, an option, its step, its job."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...tables.check_signals import (
    FILTERS,
    MENDING,
    NEEDS_INPUT,
    NEEDS_OPTION,
    NO_VERDICT,
    NO_VERDICT_WITH,
    REPORTING_ACTIONS,
    SUBCOMMANDED,
    TOLERANT_INPUTS,
    TOLERANT_OPTIONS,
)
from ...tables.pipeline_stages import SAME

if TYPE_CHECKING:
    from typing import Literal

    from ...core.excerpt import Place
    from .script import Command
    from .stages import Classified, Evidence
    from .types import Job, Step

    By = Literal["", "job", "step", "shell", "option", "scanner"]

CHECKS = ("validate", "test", "security-scan")
_REPORTING = pattern(REPORTING_ACTIONS, re.I)
_AGAIN = pattern(r"(?i)\bre-?(?:try|run)\b|only-failures|last-failed|--lf\b|sarif")
_SARIF = pattern(r"(?i)sarif|cyclonedx|spdx|gl-[a-z-]{1,40}-report")


class Signal(NamedTuple):
    """What becomes of a check's failure. `state`: `fails` the pipeline, `silent`, or `unknown`.

    `by` is what keeps it from failing: the job's or step's permission to fail, the shell, an option, or a scanner that only
    reports unless it is told otherwise. `place` is where that stands, `why` says it, `name` the check for a person.
    """

    state: Literal["fails", "silent", "unknown"]
    name: str
    place: Place
    why: str = ""
    by: By = ""


def is_verdict(one: Evidence) -> bool:
    """Whether it judges the change, and does not merely report on it or prepare it."""
    if one.stage not in CHECKS or one.how not in ("command", "name", "action"):
        return False
    if one.command:
        name, values = _named(one.command), one.command.values
        return name not in NO_VERDICT and (name, values[0] if values else "") not in NO_VERDICT_WITH and not _mends(values)
    return not _REPORTING.search(one.text)


def signal_of(found: Classified, one: Evidence) -> Signal:
    """What becomes of the failure of one check of a job."""
    job, step, command = found.job, one.step, one.command
    name = _spoken(one)
    allowed = job.tolerance
    if allowed and not allowed.exit_codes and not job.manual:
        if allowed.value:
            return Signal("silent", name, allowed.place, f"job `{job.name}` may fail", "job")
        if allowed.value is None:
            return Signal("unknown", name, allowed.place, f"an expression decides whether job `{job.name}` may fail", "job")
    allowed = step.tolerance if step else None
    if step and allowed and allowed.value is not False:
        if allowed.value is None or _looked_at(job, step):
            return Signal("unknown", name, allowed.place, "what comes after it decides", "step")
        return Signal("silent", name, allowed.place, "its step may fail", "step")
    if command:
        return _of_command(found, command, name)
    return _of_action(found, one, name)


def _of_command(found: Classified, command: Command, name: str) -> Signal:
    place = command.place()
    lost = command.swallowed
    if lost:
        here = command
        while here.outer and (above := here.outer.swallowed) and above.by is lost.by:
            here = here.outer  # swallowed where it is called
        place = here.place()
        by = _said(lost.by)
        if lost.reason in ("condition", "negated", "substitution"):
            return Signal("unknown", name, place, "a condition looks at how it ends", "shell")
        if _decided_later(found.job, command) or _decided_later(found.job, here):
            return Signal("unknown", name, place, "what comes after it decides", "shell")
        if lost.reason == "pipe":
            word = by.split()[0] if by.split() else ""
            if word not in FILTERS or _asked_for_output(command):
                return Signal("unknown", name, place, f"`{word}` gets what it prints", "shell")
            return Signal("silent", name, place, f"the status is that of `{word}`, and `pipefail` is not set", "shell")
        why = {
            "alternative": f"`|| {by}` comes after it",
            "background": "it runs in the background, and nobody waits for it",
            "later": f"`{by}` comes after it, and `set -e` is not on",
            "ignored": "it is told to go on after a failure",
        }[lost.reason]
        return Signal("silent", name, place, why, "shell")
    program, values = _named(command), command.values
    for known, option in TOLERANT_OPTIONS:
        if known == program and _given(values, option):
            if _decided_later(found.job, command):
                return Signal("unknown", name, place, "who reads its report decides", "option")
            return Signal("silent", name, place, f"`{option}` makes it end well whatever it finds", "option")
    wanted = NEEDS_OPTION.get(program)
    if wanted and not any(value.partition("=")[0] in wanted for value in values):
        if _SARIF.search(" ".join(values)[:2000]) or _config_given(values):
            return Signal("unknown", name, place, "who reads its report decides", "scanner")
        return Signal("silent", name, place, f"without `{wanted[0]}` it ends well whatever it finds", "scanner")
    return Signal("fails", name, place)


def _of_action(found: Classified, one: Evidence, name: str) -> Signal:
    inputs = one.step.uses.inputs if one.step and one.step.uses else {}
    given = {key.lower(): value for key, value in inputs.items()}
    needed = NEEDS_INPUT.get(one.text)
    if needed:
        key, tolerant = needed
        node = given.get(key)
        if node is None or node.text in tolerant:
            if any(_SARIF.search(value.text[:200]) for value in given.values()) or "trivy-config" in given:
                return Signal("unknown", name, one.place, "who reads its report decides", "scanner")
            place = node.place if node else one.place
            return Signal("silent", name, place, f"without `{key}: 1` it ends well whatever it finds", "scanner")
    for action, key, values in TOLERANT_INPUTS:
        if one.text.startswith(action) and key.lower() in given and given[key.lower()].text.lower() in values:
            node = given[key.lower()]
            if any(_SARIF.search(value.text[:200]) for value in given.values()):
                return Signal("unknown", name, node.place, "who reads its report decides", "option")
            return Signal("silent", name, node.place, f"`{key}: {node.text}` makes it end well whatever it finds", "option")
    return Signal("fails", name, one.place)


def _decided_later(job: Job, command: Command) -> bool:
    """Whether something after a command in its text may fail for it: `wait`, `exit 1`, a look at what it wrote."""
    text = command.invocation.script
    written = _written(command)
    after = False
    for other in job.commands:
        same = other.invocation.script is text
        if other is command:
            after = True
        elif same and other.name == "trap" and "ERR" in other.values:
            return True
        elif not after or other.name == "cat" or other.invocation.command.pipeline is command.invocation.command.pipeline:
            continue
        elif (same and _fails(other)) or any(name in other.text for name in written):
            return True
    return False


def _written(command: Command) -> list[str]:
    """The files that what it prints goes to, by itself or through `tee`."""
    own = command.invocation.command
    found = [
        one.target.text for one in own.redirects if one.target and one.operator in (">", ">>", "&>") and one.fd in ("", "1")
    ]
    for stage in own.pipeline.stages[own.position + 1 :]:
        words = [word.spoken for word in getattr(stage, "words", ())]
        if words[:1] == ["tee"]:
            found += [word for word in words[1:] if word[:1] != "-"]
    return [name for name in found if "/dev/" not in name and len(name) > 2]


def _fails(command: Command) -> bool:
    return command.name in ("wait", "false") or (command.name == "exit" and command.values[:1] != ["0"])


def _looked_at(job: Job, step: Step) -> bool:
    """Whether something after a step asks how it ended, or fails the job by what it finds."""
    after = False
    if step.script and "GITHUB_OUTPUT" in step.script.text:
        return True
    for other in job.steps:
        if other is step:
            after = True
        elif after:
            texts = [other.condition.text if other.condition else "", other.script.text if other.script else ""]
            texts += [value.text for value in other.uses.inputs.values()] if other.uses else []
            if any(".outcome" in text or ".conclusion" in text for text in texts):
                return True
            if (other.uses and "sarif" in other.uses.name) or _AGAIN.search(" ".join((other.name, *texts))[:4000]):
                return True
            if any(c.name in ("exit", "false") and c.values[:1] != ["0"] and not c.outer for c in other.commands):
                return True
    return False


def _mends(values: list[str]) -> bool:
    """Whether it changes the files it looks at: what it finds is mended and no failure."""
    return any(value.partition("=")[0] in MENDING or value.endswith(":apply") for value in values)


def _named(command: Command) -> str:
    return SAME.get(command.name, command.name)


def _spoken(one: Evidence) -> str:
    if one.command:
        words = [one.command.name or one.command.text.split()[0]]
        if words[0] in SUBCOMMANDED:
            words += [value for value in one.command.values[:2] if re.fullmatch(r"[a-z][\w:-]{0,30}", value)]
        return " ".join(words)
    return one.text


def _said(by: object) -> str:
    text = getattr(by, "text", "")
    return " ".join(str(text).split())[:60]


def _asked_for_output(command: Command) -> bool:
    """Whether what it prints is wanted by a program: then what reads it may decide."""
    return any(re.search(r"json|sarif|xml", value) for value in command.values[:30])


def _config_given(values: list[str]) -> bool:
    return any(value.partition("=")[0] in ("--config", "-c") for value in values)


def _given(values: list[str], option: str) -> bool:
    """`--exit-code=0` also as two words."""
    name, equals, value = option.partition("=")
    if option in values:
        return True
    return bool(equals) and any(word == name and values[i + 1 : i + 2] == [value] for i, word in enumerate(values))
