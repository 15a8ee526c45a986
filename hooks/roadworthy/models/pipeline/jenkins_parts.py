"""Jenkins: what single calls and blocks say: a timeout, credentials, a shell text, a caught failure."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from ...parsing.groovy_tree import Assigned, Block, Call, If, Items, Loop, Other, Result, Text, Word, within
from .types import Reading, Timeout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Excerpt
    from ...parsing.groovy_tree import Statement, Value

_UNITS = {"NANOSECONDS": 0.0, "MICROSECONDS": 0.0, "MILLISECONDS": 1 / 60_000, "SECONDS": 1 / 60, "HOURS": 60.0, "DAYS": 1440.0}


def credentials_in(call: Call) -> Iterator[Reading]:
    """The credentials that a call's arguments name."""
    for one in within((call._replace(block=None),)):
        names = [argument.value for argument in one.arguments if argument.name in ("credentialsId", "credentials")]
        if one.name in ("credentials", "sshagent", "docker.withRegistry", "withDockerRegistry"):
            given = [argument.value for argument in one.arguments if not argument.name]
            names += given[1:2] if one.name == "docker.withRegistry" else given
        for value in names:
            for text in value.items if isinstance(value, Items) else ():
                if isinstance(text.value, Text):
                    yield Reading("secret", text.value.text, text.value.place)
            if isinstance(value, Text) and value.text:
                yield Reading("secret", value.text, value.place)


def timeout_of(call: Call) -> Timeout:
    """`timeout(time: 30, unit: 'MINUTES')`, `timeout(30)`."""
    text = call.text("time") or call.text()
    try:
        minutes = float(text) * _UNITS.get(call.text("unit").rpartition(".")[2].upper(), 1.0)
    except ValueError:
        return Timeout(None, call.place)
    return Timeout(minutes, call.place)


def shebang(words: list[str]) -> tuple[str, bool]:
    """The program of `#!/bin/bash -e`, and whether it stops at a failure."""
    names = [posixpath.basename(word) for word in words if not word.startswith("-")]
    name = next((name for name in names if name != "env"), "sh")
    return name, any(word.startswith("-") and "e" in word for word in words[1:])


def is_image(value: Value) -> bool:
    here: Value | None = value
    for _ in range(8):
        if not isinstance(here, Call):
            return False
        if here.name in ("docker.build", "docker.image"):
            return True
        here = here.of
    return False


def lets_pass(block: Block) -> bool:
    """Whether what is caught there is forgotten: nothing throws again, and the build is not told to have failed."""
    for one in _statements(block):
        if isinstance(one, Result) and one.word == "throw":
            return False
        if isinstance(one, Assigned) and one.name.endswith(("currentBuild.result", "currentBuild.currentResult")):
            return isinstance(one.value, (Text, Word)) and one.value.text.upper().endswith(("SUCCESS", "UNSTABLE"))
        if isinstance(one, Call) and (one.name == "error" or one.name.endswith(".rethrow")):
            return False
        if isinstance(one, Assigned) and isinstance(one.value, Word) and one.value.text in ("true", "e", "err", "error"):
            return False  # a mark or the error is kept, and looked at later
    return True


def _statements(block: Block) -> Iterator[Statement]:
    waiting: list[Statement] = list(block.statements)
    while waiting:
        one = waiting.pop(0)
        yield one
        if isinstance(one, If):
            waiting += one.then.statements
            waiting += one.otherwise.statements if one.otherwise else ()
        elif isinstance(one, Call) and one.block:
            waiting += one.block.statements
        elif isinstance(one, (Block, Loop)):
            waiting += (one if isinstance(one, Block) else one.body).statements


def shell_text(value: Value | None) -> Excerpt | None:
    """The text that a shell is given; None where it is only known when it runs."""
    here = value
    for _ in range(4):  # `'''…'''.stripIndent().trim()`
        if isinstance(here, Call) and here.of is not None and here.name in ("stripIndent", "trim", "stripMargin", "toString"):
            here = here.of
    if isinstance(here, Text):
        bare = here.text.strip()
        return (
            None if not here.plain and bare.startswith("${") and bare.endswith("}") and bare.count("${") == 1 else here.excerpt
        )
    if isinstance(here, Other) and here.parts and isinstance(here.parts[0], Text):
        rest: list[Excerpt | str] = [part.excerpt if isinstance(part, Text) else "${expression}" for part in here.parts[1:]]
        return here.parts[0].excerpt.followed_by(rest)
    return None


def as_written(value: Value | None) -> str:
    return value.text[:100] if isinstance(value, (Text, Word, Other)) else ""


def class_of(call: Call) -> str:
    """`step([$class: 'Mailer', …])`."""
    items = call.first
    for one in items.items if isinstance(items, Items) else call.arguments:
        if one.name == "$class" and isinstance(one.value, Text):
            return one.value.text.lower()
    return ""
