"""What Docker refuses in a Dockerfile before it builds anything, from the text of each instruction and from their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.patterns import pattern
from .dockerfile_tree import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..core.excerpt import Source
    from .dockerfile_text import Unit
    from .dockerfile_tree import Instruction


LONGEST_LINE = 65535  # bytes; BuildKit's reader takes no longer line
LONGEST_READ = 1 << 20  # characters of one instruction whose parts are looked at

_STAGE_NAME = pattern(r"[a-z][a-z0-9_.-]*\Z")
_ARRAY_START = pattern(r"\[\s*[\"'\u2018\u2019\u201c\u201d]")
_NEED_ARGUMENT = frozenset(
    "FROM ENV LABEL ARG ADD COPY EXPOSE USER WORKDIR VOLUME STOPSIGNAL MAINTAINER ONBUILD HEALTHCHECK SHELL".split()
)
_NO_FLAGS = frozenset("CMD ENTRYPOINT ENV LABEL ARG EXPOSE USER WORKDIR VOLUME STOPSIGNAL MAINTAINER ONBUILD SHELL".split())
_FORBIDDEN_TRIGGERS = frozenset(("ONBUILD", "FROM", "MAINTAINER"))


def refusals(source: Source, units: Sequence[Unit], instructions: Sequence[Instruction]) -> list[Problem]:
    """The problems of a whole file, in the order of the text."""
    if not instructions:
        return [Problem("empty", "there is no instruction in this file", source.whole().cut(0, 0), True)]
    found: list[Problem] = []
    has_stage = early = False
    for unit, instruction in zip(units, instructions):
        if unit.longest > LONGEST_LINE:
            found.append(Problem("long-line", f"a line is longer than the {LONGEST_LINE} bytes Docker reads", unit.at, True))
        elif len(unit.line) > LONGEST_READ:
            found.append(Problem("long-instruction", "this instruction is too long to be looked at", unit.at, False))
        else:
            found += _of(instruction)
        if instruction.keyword == "FROM":
            has_stage = True
        elif not has_stage and not early and instruction.keyword != "ARG":
            early = True
            found.append(
                Problem(
                    "before-from", f"{instruction.keyword} stands before the first FROM; only ARG may", instruction.at, True
                )
            )
    if not has_stage:
        found.append(Problem("no-from", "there is no FROM, so there is nothing to build", instructions[0].at, True))
    return found


def _of(instruction: Instruction) -> Iterator[Problem]:
    keyword, at = instruction.keyword, instruction.at
    check = _CHECKS.get(keyword)
    if check is None:
        yield Problem("unknown-instruction", f"`{keyword[:40]}` is no Dockerfile instruction", at, True)
        return
    for heredoc in instruction.heredocs:
        if not heredoc.terminated:
            message = f"the heredoc `{heredoc.name[:40]}` is never closed by a line with that word alone"
            yield Problem("unterminated-heredoc", message, heredoc.at, True)
    if keyword in _NO_FLAGS and instruction.flags:
        flag = instruction.flags[0]
        yield Problem("unknown-flag", f"{keyword} takes no flags, and Docker reads `--{flag.name[:40]}` as one", flag.at, True)
    if not instruction.arguments.text:
        if keyword in _NEED_ARGUMENT:
            yield Problem("missing-argument", f"{keyword} has no argument", at, True)
        else:
            yield Problem("missing-argument", f"{keyword} has no command", at, False)
        return
    yield from check(instruction)


def _nothing(instruction: Instruction) -> Iterator[Problem]:
    return iter(())


def _command(instruction: Instruction) -> Iterator[Problem]:
    yield from _array(instruction)
    if instruction.keyword == "SHELL" and not instruction.words:
        yield Problem("missing-argument", "SHELL has no argument", instruction.at, True)
    elif instruction.keyword == "SHELL" and not instruction.exec_form:
        yield Problem("shell-not-json", "SHELL takes a JSON array only", instruction.arguments, True)


def _array(instruction: Instruction) -> Iterator[Problem]:
    arguments = instruction.words[-1] if instruction.keyword == "HEALTHCHECK" else instruction.arguments
    if instruction.exec_form or not arguments.text.startswith("["):
        return
    if not instruction.malformed_json:
        yield Problem("nested-json", "a JSON array here may hold strings only", arguments, True)
    elif instruction.keyword != "SHELL" and _meant_as_array(arguments.text):
        message = "this is no valid JSON array, so Docker takes it for a shell command"
        if instruction.keyword in ("ADD", "COPY", "VOLUME"):
            message = "this is no valid JSON array, so Docker takes each word for a path"
        yield Problem("malformed-json", message, arguments, False)


def _meant_as_array(text: str) -> bool:
    """Whether a text in brackets is a list that went wrong, and not the shell's `[ "$a" = b ]`."""
    return bool(_ARRAY_START.match(text)) and ("," in text or not any(sign in text for sign in ("=", "&&", "||", ";")))


def _paths(instruction: Instruction) -> Iterator[Problem]:
    yield from _array(instruction)
    words = instruction.words
    if instruction.keyword == "VOLUME":
        if not words or any(not word.text.strip() for word in words):
            yield Problem("missing-argument", "VOLUME has an empty path", instruction.at, True)
    elif len(words) < 2:
        message = f"{instruction.keyword} needs a source and a destination"
        yield Problem("missing-argument", message, instruction.at, True)
    elif any(heredoc.at.origin(0) == words[-1].origin(0) for heredoc in instruction.heredocs):
        yield Problem("heredoc-destination", f"{instruction.keyword} cannot write to a heredoc", words[-1], True)


def _pairs(instruction: Instruction) -> Iterator[Problem]:
    keyword = instruction.keyword
    for pair in instruction.pairs:
        if not pair.key.text:
            yield Problem("empty-name", f"{keyword} has a value without a name", instruction.at, True)
        elif pair.value is None and keyword != "ARG":
            name = pair.key.text[:60]
            yield Problem("missing-value", f"{keyword} gives `{name}` no value", pair.key, True)


def _from(instruction: Instruction) -> Iterator[Problem]:
    words = instruction.words
    if len(words) == 3 and words[1].text.lower() == "as":
        if not _STAGE_NAME.match(words[2].text.lower()):
            yield Problem("stage-name", f"`{words[2].text[:60]}` cannot name a stage", words[2], True)
    elif len(words) != 1:
        yield Problem("from-arguments", "FROM takes an image, or an image and `AS name`", instruction.arguments, True)


def _health_check(instruction: Instruction) -> Iterator[Problem]:
    kind = instruction.words[0].text.upper()
    if kind not in ("CMD", "NONE"):
        yield Problem("health-check", "HEALTHCHECK is followed by CMD or NONE", instruction.words[0], True)
    elif kind == "NONE" and len(instruction.words) > 1:
        yield Problem("health-check", "HEALTHCHECK NONE takes no argument", instruction.arguments, True)
    elif kind == "CMD" and len(instruction.words) == 1:
        yield Problem("health-check", "HEALTHCHECK CMD has no command", instruction.arguments, True)
    elif kind == "CMD":
        yield from _array(instruction)


def _trigger(instruction: Instruction) -> Iterator[Problem]:
    trigger = instruction.trigger
    if trigger is None:
        return
    if trigger.keyword in _FORBIDDEN_TRIGGERS:
        yield Problem("trigger", f"ONBUILD {trigger.keyword} is not allowed", trigger.at, True)
    else:
        yield from (p for p in _of(trigger) if p.kind != "unterminated-heredoc")


_CHECKS = {
    "FROM": _from,
    "ENV": _pairs,
    "LABEL": _pairs,
    "ARG": _pairs,
    "RUN": _command,
    "CMD": _command,
    "ENTRYPOINT": _command,
    "SHELL": _command,
    "ADD": _paths,
    "COPY": _paths,
    "VOLUME": _paths,
    "HEALTHCHECK": _health_check,
    "ONBUILD": _trigger,
    "EXPOSE": _nothing,
    "USER": _nothing,
    "WORKDIR": _nothing,
    "STOPSIGNAL": _nothing,
    "MAINTAINER": _nothing,
}
