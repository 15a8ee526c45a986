"""The programming language of what an image runs, told from its command line, what it installs and what is copied in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...tables.purposes import COMPILING_BASES, LANGUAGE_ENDINGS, LANGUAGE_MANAGERS, LANGUAGE_PACKAGES, LANGUAGE_PROGRAMS
from .purposes import command_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from ..shell.packages import PackageOperation
    from .dockerfiles import Run
    from .stages import Stage


def language_of(stage: Stage, runs: Iterable[Run]) -> str | None:
    """The language of the program, in the words of `bases.smaller`; None where nothing tells. `runs` are the Dockerfile's."""
    words = command_line(stage)
    for word in words:
        found = LANGUAGE_PROGRAMS.get(word) or LANGUAGE_ENDINGS.get(word[word.rfind(".") :] if "." in word else "")
        if found:
            return found
    operations = installs_of(stage, runs)
    for one in operations:
        manifest = not one.packages or any(package.kind in ("requirements", "path") for package in one.packages)
        if manifest and one.manager in LANGUAGE_MANAGERS and not one.has("-g", "--global"):
            return LANGUAGE_MANAGERS[one.manager]
    return _compiled(stage) or _installed({package.name for one in operations for package in one.packages})


def installs_of(stage: Stage, runs: Iterable[Run]) -> list[PackageOperation]:
    """What is installed in the stage and in those that it goes on from."""
    indexes = {one.index for one in stage.lineage()}
    return [one for run in runs if run.stage.index in indexes for one in run.operations if one.action == "install"]


def _installed(names: Set[str]) -> str | None:
    """The one language that the system packages bring; Python comes along with too much to be told from its name alone."""
    found = {language for name in names for beginning, language in LANGUAGE_PACKAGES if name.startswith(beginning)}
    if len(found) != 1 or (found == {"python"} and not names & {"python3-pip", "python-pip", "py3-pip"}):
        return None
    return found.pop()


def _compiled(stage: Stage) -> str | None:
    """The language of a build stage that the final stage copies from."""
    for one in stage.lineage():
        for _, source in one.sources():
            origin = stage.image.stage(source.text)
            base = origin.root_base.image if origin else None
            if base and base.familiar in COMPILING_BASES:
                return COMPILING_BASES[base.familiar]
    return None
