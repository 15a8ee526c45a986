"""What an image is for, and which of its stages' layers are shipped: told from names and from what the image runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..tables.base_images import ALWAYS_FULL
from ..tables.purposes import (
    DEVELOPMENT_COMMANDS,
    DEVELOPMENT_FOLDERS,
    DEVELOPMENT_WORDS,
    FILLERS,
    INTERPRETERS,
    PACKAGING_FOLDERS,
    SHELLS,
    STARTERS,
    TOOLS,
)
from .bases import role

if TYPE_CHECKING:
    from typing import Literal

    from ..core.repository import Repository
    from .images import Image, Stage

    Purpose = Literal["program", "development", "tool", "unknown"]

_MOST_WORDS = 32  # of a command line that are looked at
_PARTS = re.compile(r"[^a-z0-9]+")


def purpose(stage: Stage) -> Purpose:
    """What the image that ends with this stage is for.

    `program`: it runs something. `development`: its name or what it runs says that it is no production image. `tool`: a
    person works in it, or it builds something else. `unknown`: nothing here says what it runs.
    """
    if is_for_development(stage):
        return "development"
    words = command_line(stage)
    if words and any(word in DEVELOPMENT_COMMANDS for word in words):
        return "development"
    programs = [word for word in words if word not in STARTERS and not word.startswith("-") and not word.endswith("entrypoint.sh")]
    programs = [word for word in programs if not word.endswith("-entrypoint")]
    if programs and (programs[0] in TOOLS or (len(programs) == 1 and programs[0] in SHELLS | INTERPRETERS)):
        return "tool"
    base = stage.root_base.image
    known = role(base.familiar) if base else "unknown"
    if base and known == "tool" and base.familiar not in ALWAYS_FULL:
        return "tool"
    return "program" if words or known == "service" else "unknown"


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
    return named_for_development(stage) or _path_for_development(stage.path)


def named_for_development(stage: Stage) -> bool:
    """Whether the stage has such a name."""
    return stage.name is not None and not DEVELOPMENT_WORDS.isdisjoint(_PARTS.split(stage.name))


def _path_for_development(path: str) -> bool:
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


def shipped_stages(repo: Repository, path: str) -> frozenset[int]:
    """A fact: indexes of the stages whose layers end up in an image that somebody runs; those of build stages do not.

    That is the final stage with what it starts from, and so every other stage that nothing in the file is built from: it
    can only be meant as a target of its own. Such a stage with a name like `test` is left out.
    """
    from ..core.outcome import Unreadable
    from .images import image_file

    image = repo.ask(image_file, path)
    return frozenset() if isinstance(image, Unreadable) else frozenset(_shipped(image))


def _shipped(image: Image) -> set[int]:
    used: set[int] = set()
    names = {stage.name: stage.index for stage in image.stages if stage.name}
    for stage in image.stages:
        if stage.base.stage is not None:
            used.add(stage.base.stage)
        for _, source in stage.sources():
            text = source.text.lower()
            index = int(text) if text.isdigit() and len(text) < 9 else names.get(text, -1)
            used.add(index)
    shipped: set[int] = set()
    for stage in image.stages:
        if stage.index in used and not stage.is_final:
            continue
        if not stage.is_final and named_for_development(stage):
            continue
        for one in stage.lineage():
            if one.index in shipped:
                break
            shipped.add(one.index)
    return shipped
