"""The stages of a build: their names, what they are built from, and for which platform."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.outcome import gap
from ...core.rule import rule
from ...models.images.bases import role
from ...models.images.dockerfiles import dockerfiles
from ...models.images.stages import image_reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Excerpt
    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.images.stages import Image, Stage
    from ...parsing.dockerfile import Instruction

_MOST_STAGES = 32  # that a mistyped name is compared with
_MOVE = "move that stage above this one"
_RESERVED = ("scratch", "context")
# Names that people give to stages, and that no image on Docker Hub has without an owner before it.
_STAGE_WORDS = frozenset(
    "build builder build-stage build-env builder-base base-builder compile compiler deps dependencies dev development prod"
    " production runtime release final publish frontend backend assets installer prepare prepared prod-deps dev-deps test tests"
    " stage stage0 stage1 stage2 pruner planner cacher".split()
)
_PLATFORM_WORDS = ("amd64", "x86_64", "x64", "arm", "aarch64", "386", "ppc64le", "s390x", "riscv64", "windows", "linux")


@rule(
    "DF024",
    "unknown-stage",
    reads=dockerfiles,
    severity="warning",
    title="A stage is named that is not there",
    risk="the build stops, or pulls an image of that name from a registry, made by somebody else",
    remedy="name a stage that stands above, or an image with its registry or tag",
    aliases=("DL3022", "DL3023", "DS-0006", "kics:cdddb86f-95f6-4fc4-b5a1-483d9afceb2b"),
)
def unknown_stage(image: Image, repo: Repository) -> Iterator[Outcome]:
    first: dict[str, int] = {}
    for stage in image.stages:
        if stage.name:
            first.setdefault(stage.name, stage.index)
    names = {pair.key.text for i in image.dockerfile.instructions if i.keyword in ("ARG", "ENV") for pair in i.pairs}
    for stage in image.stages:
        if stage.base.kind == "image":
            yield from _base(image, stage, first)
        for instruction, source in stage.sources():
            yield from _source(image, stage, instruction, source, first, names, repo)


def _base(image: Image, stage: Stage, first: dict[str, int]) -> Iterator[Outcome]:
    """FROM with a name that looks like a stage's and is none."""
    at, name = stage.base.at, stage.base.value.text or ""
    if not _is_bare(name) or role(name) != "unknown":
        return
    later = first.get(name.lower())
    if later is not None and later > stage.index:
        other = image.stages[later].instruction
        message = f"FROM names `{name}`, a stage that comes only further down, so an image is pulled"
        yield gap(name, message, at.place(), other.at.place(label="this stage comes later"), remedy=_MOVE)
    elif later is None and (meant := _meant(name, image, stage.index)):
        yield gap(name, f"there is no stage `{name}`; did you mean `{meant}`?", at.place(), remedy=f"write `FROM {meant}`")


def _source(
    image: Image,
    stage: Stage,
    instruction: Instruction,
    source: Excerpt,
    first: dict[str, int],
    names: set[str],
    repo: Repository,
) -> Iterator[Outcome]:
    """What COPY --from or a mount's from= names, judged as BuildKit and the reference do: an earlier stage, or an image."""
    name, place = source.text, source.place()
    where = "--from" if instruction.keyword == "COPY" else "from"
    if "$" in name:
        if names.isdisjoint(re.findall(r"\$\{?(\w+)", name)):
            return  # the file goes through some other program first
        remedy = "give the image a stage of its own, `FROM … AS name` with an ARG before the first FROM, and copy from that"
        message = f"Docker puts no variables into `{where}`, so `{_shown(name)}` is taken as it stands"
        yield gap(name, message, place, remedy=remedy)
        return
    if name.isascii() and name.isdigit():
        index = int(name) if len(name) < 10 else len(image.stages)
        if index == stage.index:
            yield gap(name, f"`{where}` names stage {name}, which is this very stage", place)
        elif index > stage.index:
            count = f"above this one there {'is' if stage.index == 1 else 'are'} {stage.index}, counted from 0"
            yield gap(name, f"there is no stage {_shown(name)}: {count}", place)
        return
    index = first.get(name.lower(), -1)
    if 0 <= index < stage.index:
        return
    if index == stage.index:
        yield gap(name, f"stage `{name}` copies from itself", place, stage.instruction.at.place(label="it begins here"))
    elif index > stage.index:
        other = image.stages[index].instruction
        message = f"stage `{name}` comes only further down"
        yield gap(name, message, place, other.at.place(label="it begins here"), remedy=_MOVE)
    elif image_reference(name) is None:
        yield gap(name, f"`{_shown(name)}` is neither a stage nor the name of an image", place)
    elif _is_bare(name) and role(name) == "unknown":
        meant = _meant(name, image, stage.index)
        if meant:
            yield gap(name, f"there is no stage `{name}`; did you mean `{meant}`?", place, remedy=f"write `{where}={meant}`")
        elif name.lower() in _STAGE_WORDS and not _contexts_elsewhere(repo, stage.path):
            remedy = f"write `AS {name}` behind the FROM that is meant"
            yield gap(name, f"there is no stage `{name}` in this file", place, remedy=remedy)


def _is_bare(name: str) -> bool:
    return bool(name) and not any(mark in name for mark in "/:@.$")


def _meant(name: str, image: Image, before: int) -> str | None:
    """The stage above whose name is nearest; a short name has too many neighbours."""
    if len(name) < 4:
        return None
    from ...core.suggest import nearest

    above = image.stages[max(0, before - _MOST_STAGES) : before]
    return nearest(name, [stage.name for stage in above if stage.name and len(stage.name) > 3])


def _contexts_elsewhere(repo: Repository, path: str) -> bool:
    """Whether a bake file may give the build further contexts, each with a name of its own."""
    folder = path.rpartition("/")[0]
    names = ("docker-bake.hcl", "docker-bake.json", "docker-bake.override.hcl")
    return any(repo.exists(f"{at}/{name}" if at else name) for at in ("", folder) for name in names)


@rule(
    "DF025",
    "duplicate-stage-name",
    reads=dockerfiles,
    severity="warning",
    title="Two stages have the same name",
    risk="what names the stage gets the other one, and nothing says so",
    remedy="give each stage a name of its own",
    aliases=("DL3024", "CKV_DOCKER_11", "DS-0012", "kics:f2daed12-c802-49cd-afed-fe41d0b82fed"),
)
def duplicate_stage_name(image: Image, repo: Repository) -> Iterator[Outcome]:
    seen: dict[str, Stage] = {}
    for stage in image.stages:
        if not stage.name:
            continue
        earlier = seen.setdefault(stage.name, stage)
        if earlier is not stage:
            at = stage.instruction.words[2].place()
            message = f"the name `{stage.name}` is taken by an earlier stage"
            yield gap(stage.name, message, at, earlier.instruction.words[2].place(label="the first stage of this name"))


@rule(
    "DF036",
    "fixed-platform",
    reads=dockerfiles,
    severity="info",
    title="The image is fixed to one platform",
    risk="on another architecture it runs emulated, and a build for several platforms gives all of them the same program",
    remedy="leave `--platform` to the command that builds the image, or take it from a variable such as `$TARGETPLATFORM`",
    aliases=("DL3029", "kics:b16e8501-ef3c-44e1-a543-a093238099c9"),
)
def fixed_platform(image: Image, repo: Repository) -> Iterator[Outcome]:
    final = image.final
    if final is None:
        return
    for stage in final.lineage():  # what other stages make may well be made for one platform only
        flag = stage.instruction.flag("platform")
        if flag is None or flag.value is None or not flag.value.text or "$" in flag.value.text:
            continue
        platform = flag.value.text
        if platform.lower().startswith("windows") or _says_platform(stage):
            continue
        yield gap(stage.label, f"{stage.called} is for `{_shown(platform)}` only, wherever it is built", flag.at.place())


def _says_platform(stage: Stage) -> bool:
    """A stage or an image whose name says its platform is one of several, or comes for no other."""
    image = stage.base.image
    names = [stage.name or "", *(image.repository.split("/") if image else ())]
    return any(word in name.lower() for name in names for word in _PLATFORM_WORDS)


@rule(
    "DF052",
    "reserved-stage-name",
    reads=dockerfiles,
    severity="warning",
    title="A stage has a name that Docker keeps for itself",
    risk="`FROM scratch` and `--from=context` mean something else than this stage, in this builder or the next",
    remedy="give the stage another name",
)
def reserved_stage_name(image: Image, repo: Repository) -> Iterator[Outcome]:
    for stage in image.stages:
        if stage.name in _RESERVED:
            message = f"`{stage.name}` is a name that Docker keeps for itself"
            yield gap(stage.label, message, stage.instruction.words[2].place())


def _shown(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
