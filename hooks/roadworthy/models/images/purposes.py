"""What an image is for, and which of its stages' layers are shipped: told from names and from what the image runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.patterns import pattern
from ...tables.base_images import ALWAYS_FULL
from ...tables.purposes import (
    DEVELOPMENT_COMMANDS,
    DEVELOPMENT_FOLDERS,
    DEVELOPMENT_WORDS,
    FILLERS,
    INTERPRETERS,
    PACKAGING_FOLDERS,
    SHELLS,
    STARTERS,
    TOOLS,
    WORKPLACES,
)
from .bases import role

if TYPE_CHECKING:
    from typing import Literal

    from ...core.repository import Repository
    from .stages import Image, Stage

    Purpose = Literal["program", "development", "tool", "unknown"]

_MOST_WORDS = 32  # of a command line that are looked at
_MOST_STAGES = 500  # of a Dockerfile that is looked into
_PARTS = pattern(r"[^a-z0-9]+")
_ENTRYPOINT = pattern(r"entry-?_?point(?:\.\w+)?\Z")  # runs what it is given
_WINDOWS = pattern(r"\.(?:cmd|bat|exe)\Z")
_SCRIPT = pattern(r"\.(?:ba|a)?sh\Z")


def purpose(stage: Stage) -> Purpose:
    """What the image that ends with this stage is for.

    `program`: it runs something. `development`: its name or what it runs says that it is no production image. `tool`: a
    person works in it, or it builds something else. `unknown`: nothing here says what it runs.
    """
    if is_for_development(stage):
        return "development"
    words = [_WINDOWS.sub("", word) for word in command_line(stage)]
    if words and any(word in DEVELOPMENT_COMMANDS for word in words):
        return "development"
    programs = [word for word in words if word not in STARTERS and not word.startswith("-") and not _ENTRYPOINT.search(word)]
    if programs and (_SCRIPT.sub("", programs[0]) in TOOLS or (len(programs) == 1 and programs[0] in SHELLS | INTERPRETERS)):
        return "tool"
    base = stage.root_base.image
    known = role(base.familiar) if base else "unknown"
    if base and (base.familiar.startswith(WORKPLACES) or (known == "tool" and base.familiar not in ALWAYS_FULL)):
        return "tool"
    return "program" if programs or known == "service" else "unknown"


def command_line(stage: Stage) -> list[str]:
    """The words of ENTRYPOINT and then CMD without their folders, as far as they can be told; empty where there is neither."""
    words: list[str] = []
    for keyword in ("ENTRYPOINT", "CMD"):
        instruction = stage.last(keyword)
        if instruction is None:
            continue
        if instruction.exec_form:
            given = [word.text for word in instruction.words[:_MOST_WORDS]]
            if len(given) > 2 and given[0].rpartition("/")[2] in SHELLS and given[1].startswith("-") and given[1].endswith("c"):
                given = given[2][:2000].split()
        else:
            given = instruction.arguments.text[:2000].split()
        words.extend(word.strip("\"'").rpartition("/")[2] for word in given[:_MOST_WORDS])
    return words


def is_for_development(stage: Stage) -> bool:
    """Whether the stage, or its Dockerfile, has a name that says so: `test`, `Dockerfile.dev`, `.devcontainer/Dockerfile`."""
    return named_for_development(stage) or path_for_development(stage.path)


def named_for_development(stage: Stage) -> bool:
    """Whether the stage has such a name."""
    return stage.name is not None and not DEVELOPMENT_WORDS.isdisjoint(_PARTS.split(stage.name))


def path_for_development(path: str) -> bool:
    """Whether the Dockerfile's name or folder says so."""
    folder, _, name = path.lower().rpartition("/")
    if not DEVELOPMENT_WORDS.isdisjoint(_PARTS.split(name)):
        return True
    for part in folder.split("/"):
        if part in DEVELOPMENT_FOLDERS:
            return True
        words = set(_PARTS.split(part)) - FILLERS
        if words and words <= DEVELOPMENT_WORDS and not words <= PACKAGING_FOLDERS:
            return True
    return False


def product(image: Image) -> Stage | None:
    """The stage whose image is meant to be run in production: the last one, unless its name says that it is for development.

    Then it is the stage that one starts from, or an earlier stage that nothing is built from. None: all are for development.
    """
    found = _targets(image)
    return found[0] if found else None


def only_for_developers(image: Image) -> bool:
    """Whether all that the last stage is made of has names for development; `builder` is none where it is also what runs."""
    if image.final is None or product(image) is not None:
        return False
    said = (DEVELOPMENT_WORDS.intersection(_PARTS.split(stage.name or "")) for stage in image.final.lineage())
    return not any(words <= PACKAGING_FOLDERS for words in said)


def shipped_stages(repo: Repository, path: str) -> frozenset[int]:
    """A fact: indexes of the stages whose layers end up in an image that somebody runs; those of build stages do not.

    That is the final stage with what it starts from, and so every other stage that nothing in the file is built from: it
    can only be meant as a target of its own. Stages with a name like `test` are left out, unless there are no others.
    """
    from ...core.outcome import Unreadable
    from .stages import image_file

    image = repo.ask(image_file, path)
    if isinstance(image, Unreadable) or image.final is None or len(image.stages) > _MOST_STAGES:
        return frozenset()
    shipped: set[int] = set()
    for target in _targets(image) or [image.final]:
        for stage in target.lineage():
            if stage.index in shipped:
                break
            shipped.add(stage.index)
    return frozenset(shipped)


def _targets(image: Image) -> list[Stage]:
    """The stages that are built for themselves, the last one first; in place of one for development what it starts from."""
    if len(image.stages) > _MOST_STAGES:
        return []
    used: set[int] = set()
    names = {stage.name: stage.index for stage in image.stages if stage.name}
    for stage in image.stages:
        if stage.base.stage is not None:
            used.add(stage.base.stage)
        for _, source in stage.sources():
            text = source.text.lower()
            used.add(int(text) if text.isdigit() and len(text) < 9 else names.get(text, -1))
    targets: list[Stage] = []
    tried: set[int] = set()
    for stage in reversed(image.stages):
        if stage.index in used and not stage.is_final:
            continue
        for one in stage.lineage():
            if one.index in tried:
                break
            tried.add(one.index)
            if not named_for_development(one):
                targets.append(one)
                break
    return targets
