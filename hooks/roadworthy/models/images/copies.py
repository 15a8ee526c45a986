"""What a stage copies out of the build context: whole trees, or files by name."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from ...core.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...parsing.dockerfile import Instruction
    from .stages import Image, Stage

_EVERYTHING = frozenset({".", "*", "**", "**/*", "*/**"})


class ContextCopy(NamedTuple):
    """A COPY or ADD from the build context. `paths` count from the context; `.` is all of it, wildcards stay as written.

    `excluded` are the patterns of its `--exclude` flags.
    """

    instruction: Instruction
    stage: Stage
    paths: tuple[str, ...]
    excluded: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether it takes the whole context."""
        return "." in self.paths

    def takes(self, path: str) -> bool:
        """Whether it takes the file or folder at `path` along, by naming it or a folder above it."""
        return any(root == "." or path == root or path.startswith(root + "/") for root in self.paths)

    def brings(self, path: str) -> bool:
        """Whether it takes `path` along without naming it: by a folder above it."""
        return any(root == "." or path.startswith(root + "/") for root in self.paths)


def context_copies(stage: Stage) -> Iterator[ContextCopy]:
    """Every COPY and ADD of the stage that takes something from its context, in order."""
    for instruction in stage.all("COPY", "ADD"):
        copied = context_copy(instruction, stage)
        if copied is not None:
            yield copied


def context_copy(instruction: Instruction, stage: Stage) -> ContextCopy | None:
    """What one COPY or ADD takes from the context; None for another stage's files, URLs and here-documents alone."""
    if instruction.flag("from") is not None or len(instruction.words) < 2:
        return None
    found: list[str] = []
    for word in instruction.words[:-1]:
        text = word.text
        if text.startswith(("<<", "git@")) or "://" in text:
            continue
        value = stage.expand(word, instruction).text
        if value:
            path = posixpath.normpath("/" + value.replace("\\", "/")).lstrip("/") or "."
            found.append("." if path in _EVERYTHING else path)
    if not found:
        return None
    excluded = tuple(flag.value.text for flag in instruction.flags if flag.name == "exclude" and flag.value)
    return ContextCopy(instruction, stage, tuple(found), excluded)


def shipped_copies(image: Image) -> tuple[ContextCopy, ...]:
    """The copies from the context in the stages that the final stage is built from."""
    reached = image.reachable()
    return tuple(copied for stage in image.stages if stage.index in reached for copied in context_copies(stage))
