"""What a Dockerfile builds: its stages, what each starts from, and the settings that the image ends up with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.excerpt import Place
from ...core.outcome import Unreadable
from ...core.records import NamedTuple
from ...parsing.dockerfile import parse
from .references import ImageReference, image_reference
from .variables import END, PLATFORM_ARGUMENTS, PREDEFINED_ARGUMENTS, UNSET, Scope, Value, expand

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Literal

    from ...core.excerpt import Excerpt
    from ...core.repository import Repository
    from ...parsing.dockerfile import Dockerfile, Instruction

__all__ = ["Base", "Image", "ImageReference", "Setting", "Stage", "Value", "image_file", "image_of", "image_reference"]

MOST_LINES = 50_000  # a file of more is no Dockerfile that anybody builds, and its model would fill the memory


class Base(NamedTuple):
    """What a stage starts from.

    `kind`: an external image, an earlier stage (`stage` is its index), the empty `scratch`, or `unknown` where that depends on
    what the file does not say (`value.unknown` names the variables) or is no image's name. `at` is the name as written.
    `image` is set for images. `platform` is None without `--platform`.
    """

    kind: Literal["image", "stage", "scratch", "unknown"]
    at: Excerpt
    value: Value
    image: ImageReference | None = None
    stage: int | None = None
    platform: Value | None = None


class Setting(NamedTuple):
    """The value that an instruction gives, and where it was said."""

    instruction: Instruction
    stage: Stage
    value: Value


class Stage:
    """One FROM and what follows it. `index` counts from 0; `name` is in lower case and None without `AS`.

    `root_base` is what the first stage of its lineage starts from: never a stage.
    """

    __slots__ = ("_sources", "base", "image", "index", "instruction", "instructions", "name", "root_base", "scope")

    def __init__(self, image: Image, index: int, name: str | None, instruction: Instruction, base: Base, scope: Scope) -> None:
        self.image = image
        self.index = index
        self.name = name
        self.instruction = instruction
        self.base = base
        self.root_base: Base = base if base.stage is None else image.stages[base.stage].root_base
        self.scope = scope
        self.instructions: list[Instruction] = []
        self._sources: tuple[tuple[Instruction, Excerpt], ...] | None = None

    def __repr__(self) -> str:
        return f"<Stage {self.label} of {self.image.path}>"

    @property
    def path(self) -> str:
        """The Dockerfile's path."""
        return self.image.path

    @property
    def label(self) -> str:
        """What findings call it: its name, or `stage 0` and so on, as `COPY --from` counts."""
        return self.name or f"stage {self.index}"

    @property
    def called(self) -> str:
        """What messages call it: "stage `build`", "the image" where there is but one, or "stage 0"."""
        if self.name:
            return f"stage `{self.name}`"
        return "the image" if len(self.image.stages) == 1 else self.label

    @property
    def is_final(self) -> bool:
        """Whether it is the stage that is built when none is named."""
        return self.index == len(self.image.stages) - 1

    @property
    def parent(self) -> Stage | None:
        """The earlier stage it starts from, if it does."""
        return None if self.base.stage is None else self.image.stages[self.base.stage]

    def lineage(self) -> Iterator[Stage]:
        """This stage, the one it starts from, and so on."""
        stage: Stage | None = self
        while stage is not None:
            yield stage
            stage = stage.parent

    def all(self, *keywords: str) -> Iterator[Instruction]:
        """Its own instructions with one of the keywords, in order."""
        return (i for i in self.instructions if i.keyword in keywords)

    def found(self, keyword: str) -> tuple[Instruction, Stage] | None:
        """The last instruction with this keyword, in this stage or else in those it starts from, and its stage."""
        for stage in self.lineage():
            for instruction in reversed(stage.instructions):
                if instruction.keyword == keyword:
                    return instruction, stage
        return None

    def last(self, keyword: str) -> Instruction | None:
        """The last instruction with this keyword, in this stage or else in those it starts from."""
        found = self.found(keyword)
        return found[0] if found else None

    def user(self) -> Setting | None:
        """The user, without the group, that the image runs as; None where no USER is given and the base image decides."""
        found = self.found("USER")
        if found is None:
            return None
        instruction, stage = found
        value = stage.expand(instruction.arguments.text, instruction)
        if value.text is not None:
            value = Value(value.text.partition(":")[0])
        return Setting(instruction, stage, value)

    def expand(self, text: str | Excerpt, at: Instruction) -> Value:
        """The text with the variables that `at`, an instruction of this stage, sees."""
        whole = text if isinstance(text, str) else text.text
        return expand(whole, self.scope.at(at.at.origin(0)), self.image.dockerfile.escape)

    def sources(self) -> tuple[tuple[Instruction, Excerpt], ...]:
        """Where it takes files from: the value of `--from` of each COPY, and of `from=` of each mount of a RUN."""
        if self._sources is None:  # asked by many rules, once all instructions are there
            self._sources = tuple(self._taken())
        return self._sources

    def _taken(self) -> Iterator[tuple[Instruction, Excerpt]]:
        for instruction in self.instructions:
            if instruction.keyword == "COPY":
                flag = instruction.flag("from")
                if flag and flag.value and flag.value.text:
                    yield instruction, flag.value
            elif instruction.keyword == "RUN":
                for flag in instruction.flags:
                    if flag.name == "mount" and flag.value:
                        yield from ((instruction, value) for value in _mount_sources(flag.value))


class Image:
    """What one Dockerfile describes. `arguments` are the ARGs before the first FROM."""

    __slots__ = ("_reachable", "arguments", "dockerfile", "scope", "stages")

    def __init__(self, dockerfile: Dockerfile) -> None:
        self.dockerfile = dockerfile
        self.arguments: list[Instruction] = []
        self.scope = Scope()
        self.stages: list[Stage] = []
        self._reachable: dict[int, frozenset[int]] = {}

    @property
    def path(self) -> str:
        """The Dockerfile's path."""
        return self.dockerfile.path

    @property
    def final(self) -> Stage | None:
        """The last stage: what is built when none is named. None in a file without FROM."""
        return self.stages[-1] if self.stages else None

    def stage(self, name_or_index: str | int, before: int | None = None) -> Stage | None:
        """The stage with this name (the last of several) or index, as `COPY --from` finds it; `before` an index if given."""
        stages: Sequence[Stage] = self.stages[:before]
        if isinstance(name_or_index, str) and not _is_index(name_or_index):
            wanted = name_or_index.lower()
            for stage in reversed(stages):
                if stage.name == wanted:
                    return stage
            return None
        index = int(name_or_index) if len(str(name_or_index)) < 10 else -1
        return stages[index] if 0 <= index < len(stages) else None

    def reachable(self, target: Stage | None = None) -> frozenset[int]:
        """Indexes of the stages that `target`, or the final stage, is built from; itself among them."""
        start = target or self.final
        if start is None:
            return frozenset()
        if start.index not in self._reachable:
            self._reachable[start.index] = frozenset(self._reach(start))
        return self._reachable[start.index]

    def _reach(self, start: Stage) -> set[int]:
        names = {stage.name: stage for stage in self.stages if stage.name}
        reached: set[int] = set()
        waiting = [start]
        while waiting:
            stage = waiting.pop()
            if stage.index in reached:
                continue
            reached.add(stage.index)
            if stage.parent:
                waiting.append(stage.parent)
            for _, source in stage.sources():
                found = self.stage(source.text) if _is_index(source.text) else names.get(source.text.lower())
                if found:
                    waiting.append(found)
        return reached


def image_file(repo: Repository, path: str) -> Image | Unreadable:
    """The image of the Dockerfile at `path`: a fact, for `repo.ask(image_file, path)`. A template is opaque."""
    source = repo.source(path)
    if isinstance(source, Unreadable):
        return source
    if source.text.count("\n") > MOST_LINES:
        return Unreadable(Place(path), f"has more than {MOST_LINES:,} lines")
    dockerfile = parse(source)
    if dockerfile.template:
        return Unreadable(dockerfile.template.place(), "is a template of a Dockerfile", opaque=True)
    return image_of(dockerfile)


def image_of(dockerfile: Dockerfile) -> Image:
    """Read the stages of a Dockerfile and the variables of each. Time is linear in the number of instructions."""
    made = Image(dockerfile)
    named: dict[str, Stage] = {}
    global_values: dict[str, Value] = {}
    stage: Stage | None = None
    for instruction in dockerfile.instructions:
        keyword = instruction.keyword
        if keyword == "FROM":
            stage = _stage(made, instruction, named, global_values)
            made.stages.append(stage)
            if stage.name:
                named[stage.name] = stage
            continue
        if stage is not None:
            stage.instructions.append(instruction)
        if keyword == "ARG":
            if stage is None:
                made.arguments.append(instruction)
                _global_arguments(instruction, global_values, dockerfile.escape)
            else:
                _stage_arguments(instruction, stage, global_values)
        elif keyword == "ENV" and stage is not None:
            values = [(pair.key.text, stage.expand(pair.value, instruction)) for pair in instruction.pairs if pair.value]
            for name, value in values:
                stage.scope.environment.setdefault(name, []).append((instruction.at.origin(0), _given(name, value)))
    return made


def _global_arguments(instruction: Instruction, known: dict[str, Value], escape: str) -> None:
    for pair in instruction.pairs:
        name = pair.key.text
        if pair.value is not None:
            known[name] = _given(name, expand(pair.value.text, lambda other: _global(other, known), escape))
        else:
            known.setdefault(name, Value(None, (name,)))


def _stage_arguments(instruction: Instruction, stage: Stage, global_values: dict[str, Value]) -> None:
    scope, escape = stage.scope, stage.image.dockerfile.escape
    for pair in instruction.pairs:
        name, point = pair.key.text, pair.key.origin(0)  # each default sees those before it in the same line
        history = scope.arguments.setdefault(name, [])
        if pair.value is not None:
            history.append((point, _given(name, expand(pair.value.text, scope.at(point), escape))))
        elif name in global_values:
            history.append((point, global_values[name]))
        elif not history:
            inherited = scope.parent.look_up(name, END) if scope.parent else UNSET
            history.append((point, Value(None, (name,)) if inherited is UNSET else inherited))


def _given(name: str, value: Value) -> Value:
    """A default that Docker cannot work out leaves the variable unknown."""
    return value if value.text is not None or value.unknown else Value(None, (name,))


def _global(name: str, known: dict[str, Value]) -> Value:
    """A variable's value in FROM and in the ARGs before it: nothing but those ARGs and what BuildKit sets."""
    value = known.get(name)
    if value is not None and (value.text is not None or name not in PLATFORM_ARGUMENTS):
        return value
    return Value(None, (name,)) if name in PLATFORM_ARGUMENTS or name in PREDEFINED_ARGUMENTS else UNSET


def _stage(made: Image, instruction: Instruction, named: dict[str, Stage], global_values: dict[str, Value]) -> Stage:
    words = instruction.words
    name = words[2].text.lower() if len(words) == 3 and words[1].text.lower() == "as" else None
    at = words[0] if words else instruction.arguments
    escape = made.dockerfile.escape
    value = expand(at.text, lambda other: _global(other, global_values), escape)
    flag = instruction.flag("platform")
    platform = expand(flag.value.text, lambda other: _global(other, global_values), escape) if flag and flag.value else None
    base = Base("unknown", at, value, platform=platform)
    parent = None
    if value.text is not None:
        parent = named.get(value.text.lower())
        reference = image_reference(value.text)
        if parent is not None:
            base = base._replace(kind="stage", stage=parent.index)
        elif value.text == "scratch":
            base = base._replace(kind="scratch")
        elif reference is not None:
            base = base._replace(kind="image", image=reference)
    scope = Scope(parent.scope if parent else None, is_open=base.kind in ("image", "unknown"))
    return Stage(made, len(made.stages), name, instruction, base, scope)


def _is_index(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _mount_sources(mount: Excerpt) -> Iterator[Excerpt]:
    at = 0
    for part in mount.text.split(","):
        key, equals, value = part.partition("=")
        if equals and key.strip().lower() == "from" and value:
            yield mount.cut(at + len(key) + 1, at + len(part)).strip()
        at += len(part) + 1
