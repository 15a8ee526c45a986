"""Build arguments with another value for every commit, and the installs that run again for their sake."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.records import NamedTuple
from ...tables import changing_names as names
from .copies import context_copy
from .dockerfiles import runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...core.excerpt import Excerpt, Place
    from ...core.repository import Repository
    from ...parsing.dockerfile import Instruction
    from .dockerfiles import Run
    from .stages import Image, Stage

_FETCHING = frozenset({"git", "curl", "wget", "aria2c", "svn", "hg"})
_MOST_ARGUMENTS = 100  # per commit, in one file


class Changing(NamedTuple):
    """A build argument with another value for `each` commit or release; `step` is an install below that does not need it."""

    stage: Stage
    name: str
    at: Excerpt
    step: Place | None
    each: str


def changing_arguments(repo: Repository, image: Image) -> Iterator[Changing]:
    """The build arguments of the stages that ship whose value is another with every commit or release."""
    reached = image.reachable()
    found = [
        (stage, at, name, each)
        for stage in image.stages
        if stage.index in reached
        for at, instruction in enumerate(stage.instructions)
        if instruction.keyword == "ARG"
        for name, each in _changing(instruction, image)
    ]
    if not found:
        return
    operations = {id(run.instruction): run for run in runs(repo, image)}
    told: set[tuple[int, str]] = set()
    for stage, at, name, each in found:
        if (stage.index, name) in told or len(told) == _MOST_ARGUMENTS:
            continue
        told.add((stage.index, name))
        if (_is_used if each == "release" else _is_fetched)(image, stage, name, operations):
            continue
        if each == "release" and not _is_told(image, name):
            continue  # for nothing that is seen here: perhaps to run again what is below it
        place = stage.instructions[at].at
        yield Changing(stage, name, place, _needless(stage, at, name, operations), each)


def _changing(instruction: Instruction, image: Image) -> Iterator[tuple[str, str]]:
    for pair in instruction.pairs:
        name = pair.key.text
        upper = name.upper()
        each = ""
        if upper in names.PER_COMMIT or upper in names.PER_COMMIT_ALONE or _ends_like_one(upper):
            each = "commit"
        elif upper in names.PER_RELEASE:
            each = "release"
        if not each:
            continue
        value = pair.value.text if pair.value else _global_default(image, name)
        if value is None or "$" in value or value.strip("\"'").lower() in names.PLACEHOLDERS:
            yield name, each


def _ends_like_one(upper: str) -> bool:
    parts = upper.split("_")
    return any("_".join(parts[i:]) in names.PER_COMMIT for i in range(1, min(len(parts), 8)))


def _global_default(image: Image, name: str) -> str | None:
    for instruction in image.arguments:
        for pair in instruction.pairs:
            if pair.key.text == name and pair.value:
                return pair.value.text
    return None


def _mentions(name: str) -> re.Pattern[str]:
    return re.compile(r"\$\{?" + re.escape(name) + r"(?![A-Za-z0-9_])")


def _is_told(image: Image, name: str) -> bool:
    """Whether a label or a variable is set to the argument."""
    mention = _mentions(name)
    return any(mention.search(i.at.text) for stage in image.stages for i in stage.all("LABEL", "ENV"))


def _is_fetched(image: Image, stage: Stage, name: str, operations: dict[int, Run]) -> bool:
    """Whether the argument chooses what is downloaded: then it is the commit of something else, and fixed here."""
    mention = _mentions(name)
    return any(
        invocation.name in _FETCHING and any(mention.search(value) for value in invocation.values)
        for run in operations.values()
        for invocation in run.invocations
    )


def _is_used(image: Image, stage: Stage, name: str, operations: dict[int, Run]) -> bool:
    """Whether a command, a copy or a FROM needs the argument: then it may be the version of what is fetched."""
    mention = _mentions(name)
    if any(mention.search(other.instruction.arguments.text) for other in image.stages):
        return True
    return any(mention.search(i.at.text) for other in image.stages for i in other.all("RUN", "COPY", "ADD"))


def _needless(stage: Stage, at: int, name: str, operations: dict[int, Run]) -> Place | None:
    """The first install below the argument that runs again for its sake alone, in its stage or in one that goes on from it."""
    mentions = [_mentions(name)]
    found, carried = _scan(stage.instructions[at + 1 :], stage, mentions, operations)
    if found is None and carried:  # an ENV or a LABEL is part of what the other stages start from
        for other in stage.image.stages[stage.index + 1 :]:
            if other.parent is stage and other.index in stage.image.reachable():
                found = _scan(other.instructions, other, list(mentions), operations)[0]
                if found is not None:
                    return found
    return found


def _scan(
    instructions: Sequence[Instruction], stage: Stage, mentions: list[re.Pattern[str]], operations: dict[int, Run]
) -> tuple[Place | None, bool]:
    """The first needless install; and whether the search may go on behind the last instruction."""
    carried = False
    for instruction in instructions:
        used = any(mention.search(instruction.at.text) for mention in mentions)
        if instruction.keyword in ("ENV", "LABEL"):
            carried = carried or used
            for pair in instruction.pairs if used and instruction.keyword == "ENV" else ():
                if pair.value and any(mention.search(pair.value.text) for mention in mentions) and len(mentions) < 20:
                    mentions.append(_mentions(pair.key.text))
        elif instruction.keyword in ("COPY", "ADD"):
            copied = context_copy(instruction, stage)
            if used or (copied and copied.whole):
                return None, False  # from here on every commit runs the steps again anyway
        elif instruction.keyword == "RUN":
            run = operations.get(id(instruction))
            if used or run is None or _may_read(run):
                return None, False
            for op in run.operations:
                installs = op.action in ("install", "upgrade") or (op.manager == "go" and op.verb == "mod download")
                if installs and not op.invocation.command.inside("then", "else", "case"):
                    return op.place(), False
    return None, carried


def _may_read(run: Run) -> bool:
    """Whether a command of the RUN may look at its environment: a build, a program of the repository's own."""
    if any(op.action == "build" for op in run.operations):
        return True
    return any(i.name in ("", "make") or i.words[0].text.startswith(("./", "/")) for i in run.invocations if i.words)
