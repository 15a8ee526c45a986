"""Variables that nothing defines where they are used."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from ...core.outcome import gap
from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...core.rule import rule
from ...models.images.dockerfiles import dockerfiles, runs
from ...models.images.variables import PLATFORM_ARGUMENTS, PREDEFINED_ARGUMENTS, UNSET, Value, expand

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...core.excerpt import Excerpt, Place
    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.images.dockerfiles import Run
    from ...models.images.stages import Image, Stage
    from ...parsing.dockerfile import Instruction

_EXPANDED = frozenset("ADD ARG COPY ENV EXPOSE LABEL STOPSIGNAL USER VOLUME WORKDIR".split())
_DEFAULTS = (":-", "-", ":+", "+", ":=", "=", ":?", "?")
_MOST = 256  # names that are looked at in a stage, or before the first
_FARTHEST = 64  # stages that a look goes back, names that are judged in one
_SHORTEST = 5  # characters of a name that may be mistyped


class _Use(NamedTuple):
    """A variable as it is used: its name, what stands behind it in the braces, and where."""

    name: str
    operator: str
    place: Place


@rule(
    "DF050",
    "undefined-variable",
    reads=dockerfiles,
    severity="warning",
    title="A variable is used that nothing defines there",
    risk="it is empty, and paths, versions and names silently become others than were meant",
    remedy="declare it by ARG in the stage that uses it; for FROM, above the first FROM",
)
def undefined_variable(image: Image, repo: Repository) -> Iterator[Outcome]:
    path = image.path.lower()
    if "template" in path or "tmpl" in path or not any("$" in i.arguments.text for i in image.dockerfile.instructions):
        return
    arguments = (pair for argument in image.arguments for pair in argument.pairs)
    given = {pair.key.text: pair.key for pair in islice(arguments, _MOST)}
    inner = {pair.key.text: pair.key for stage in image.stages for a in stage.all("ARG") for pair in a.pairs}
    for stage in image.stages:
        yield from _in_from(stage, given, inner)
        judged: set[str] = set()
        for instruction in stage.instructions:
            if instruction.keyword in _EXPANDED and "$" in instruction.arguments.text:
                for use in _uses(stage, instruction):
                    if use.name in judged or len(judged) > _FARTHEST or _is_declared(stage, use.name, instruction):
                        continue
                    judged.add(use.name)
                    if outcome := _in_stage(stage, use, instruction, given):
                        yield outcome
    stated = [*given, *PLATFORM_ARGUMENTS]
    for run in runs(repo, image):
        text = run.instruction.at.text
        if "$" in text and any(name in text for name in stated):
            yield from _in_run(run, given)


def _in_from(stage: Stage, given: Mapping[str, Excerpt], inner: Mapping[str, Excerpt]) -> Iterator[Outcome]:
    flag = stage.instruction.flag("platform")
    for text in (stage.base.at, flag.value if flag else None):
        for use in _named(text, stage.image.dockerfile.escape) if text is not None and "$" in text.text else ():
            name = use.name
            if name in given or name in PLATFORM_ARGUMENTS or name in PREDEFINED_ARGUMENTS:
                continue
            evidence: tuple[Place, ...] = ()
            remedy = f"write `ARG {name}` above the first FROM"
            meant = _mistyped(name, given)
            if meant:
                remedy = f"write `{meant}`"
            elif name in inner:
                evidence = (inner[name].place(label="this one holds inside its stage only"),)
            message = f"no ARG above the first FROM declares `{name}`"
            if use.operator in _DEFAULTS:
                message += ", so what stands in its place always holds"
            yield gap(f"FROM {name}", message, use.place, *evidence, remedy=remedy)


def _in_stage(stage: Stage, use: _Use, instruction: Instruction, given: Mapping[str, Excerpt]) -> Outcome | None:
    name = use.name
    symbol = f"{stage.label} {name}"
    if name in given or name in PLATFORM_ARGUMENTS:
        return None if use.operator in _DEFAULTS or _is_of_base(stage, name) else _outside(stage, use, given)
    later = next((p for a in stage.all("ARG") for p in a.pairs if p.key.text == name), None)
    if later is not None and later.key.origin(0) > instruction.at.origin(0):
        message = f"`{name}` is declared only further down"
        remedy = f"move `ARG {name}` above this line"
        return gap(symbol, message, use.place, later.key.place(label="from here on"), remedy=remedy)
    if use.operator in _DEFAULTS:
        return None
    known = {one: None for scope in _scopes(stage) for one in islice(scope, _MOST) if _is_declared(stage, one, instruction)}
    meant = _mistyped(name, known)
    if meant:
        return gap(symbol, f"nothing defines `{name}`; did you mean `{meant}`?", use.place, remedy=f"write `{meant}`")
    if stage.scope.look_up(name, instruction.at.origin(0)) is UNSET and name != "PATH" and stage.root_base.kind == "scratch":
        return gap(symbol, f"nothing defines `{name}`, and there is no base image that could", use.place)
    return None


def _outside(stage: Stage, use: _Use, given: Mapping[str, Excerpt]) -> Outcome:
    """An ARG above the first FROM, or one that BuildKit sets, is not seen in a stage until the stage asks for it."""
    name = use.name
    evidence = (given[name].place(label="this one holds for FROM only"),) if name in given else ()
    message = f"`{name}` is empty in {stage.called}, which has no `ARG {name}`"
    remedy = f"write `ARG {name}` below the FROM of this stage"
    return gap(f"{stage.label} {name}", message, use.place, *evidence, remedy=remedy)


def _in_run(run: Run, given: Mapping[str, Excerpt]) -> Iterator[Outcome]:
    stage, told = run.stage, set[str]()
    text = run.instruction.at.text
    for command in run.script.commands():
        words = [*command.words, *(assignment.value for assignment in command.assignments)]
        for word in words:
            for found in word.expansions:
                name = found.name
                if name in told or (name not in given and name not in PLATFORM_ARGUMENTS) or found.operator in _DEFAULTS:
                    continue
                if _is_declared(stage, name, run.instruction) or _is_of_base(stage, name) or _is_set(name, text):
                    continue
                told.add(name)
                yield _outside(stage, _Use(name, found.operator, word.excerpt.place(found.start, found.end)), given)


def _is_set(name: str, text: str) -> bool:
    """Whether the step names the variable without `$`, as an assignment, `read` or `for` do."""
    return re.search(rf"(?<![$\w{{#!]){name}\b", text) is not None


def _is_of_base(stage: Stage, name: str) -> bool:
    """Whether the base image is likely to set the variable: `PYTHON_VERSION` in `FROM python:${PYTHON_VERSION}`."""
    if any(name in one.base.at.text for one in islice(stage.lineage(), _FARTHEST)):
        return True
    base = stage.root_base
    image = base.image
    return base.kind == "unknown" or (image is not None and name.lower().startswith(image.name.partition("-")[0]))


def _is_declared(stage: Stage, name: str, instruction: Instruction) -> bool:
    """Whether an ENV or ARG above gives the variable; a name in an ARG's own line may be given to its left."""
    point = instruction.at.origin(0) + (len(instruction.at.text) if instruction.keyword == "ARG" else 0)
    for one in islice(stage.lineage(), _FARTHEST):
        for histories in (one.scope.environment, one.scope.arguments):
            history = histories.get(name)
            if history and (one is not stage or history[0][0] < point):
                return True
    return name in PREDEFINED_ARGUMENTS


def _scopes(stage: Stage) -> Iterator[Mapping[str, object]]:
    for one in islice(stage.lineage(), _FARTHEST):
        yield one.scope.environment
        yield one.scope.arguments


def _uses(stage: Stage, instruction: Instruction) -> Iterator[_Use]:
    """The variables in what Docker expands of an instruction."""
    texts = [pair.value for pair in instruction.pairs if pair.value] if instruction.pairs else list(instruction.words)
    for text in texts:
        if "$" in text.text:
            yield from _named(text, stage.image.dockerfile.escape)


def _named(text: Excerpt, escape: str) -> Iterator[_Use]:
    """The variables that Docker looks up in a text; quotes and escapes are its own."""
    asked: list[str] = []

    def look_up(name: str) -> Value:
        asked.append(name)
        return Value(None, (name,))

    expand(text.text, look_up, escape)
    written: dict[str, re.Match[str]] = {}
    for match in _AS_WRITTEN.finditer(text.text):
        written.setdefault(match[1] or match[2], match)
    for name in dict.fromkeys(asked):
        if use := written.get(name):
            yield _Use(name, use[3] or "", text.place(use.start(), use.end(1 if use[1] else 2)))


# Docker's own forms; `${a.b}` is Maven's
_AS_WRITTEN = pattern(r"\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(:?[-+?=]|[#%/}:]))")


def _mistyped(name: str, known: Mapping[str, object]) -> str | None:
    """The one known name from which this differs in case, or by one letter; other digits are another name."""
    if len(name) < _SHORTEST:
        return None
    near = [one for one in known if one != name and _one_letter(name.upper(), one.upper())]
    return near[0] if len(near) == 1 else None


def _one_letter(a: str, b: str) -> bool:
    """Whether one letter is left out, put in, or changed, or two neighbours are swapped."""
    if abs(len(a) - len(b)) > 1:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    rest, other = a[start:], b[start:]
    if (rest[:1] + other[:1]).strip("0123456789") != rest[:1] + other[:1]:
        return False
    swapped = rest[:2] == other[:2][::-1] and rest[2:] == other[2:]
    return swapped or rest[1:] == other[1:] or rest[1:] == other or rest == other[1:]
