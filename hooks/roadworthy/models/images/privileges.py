"""Whether what an image starts gives up root by itself: by a command for it, in its start script, or as its server does."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.patterns import pattern
from ...tables.servers import DROPPING_SERVERS, STEP_DOWN
from .copies import context_copies
from .purposes import command_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from .stages import Stage

_MOST_FOLDERS = 16  # above a Dockerfile that may be its context
_LONGEST = 400_000  # characters of a script that are looked at
# `su` and `runuser` are used for single steps too: they count where the script ends with them.
_STEP_DOWN = pattern(
    r"(?m)^[^#\n]*?(?:(?<![\w-])(?:gosu|su-exec|setpriv|chpst|s6-setuidgid|setuidgid) |\bexec\w*[ =][\"']?(?:runuser|su|sudo) )"
)


def steps_down(repo: Repository, stage: Stage) -> Place | None:
    """The place that gives up root before the service starts: in ENTRYPOINT or CMD, or in the script they run; else None."""
    for keyword in ("ENTRYPOINT", "CMD"):
        instruction = stage.last(keyword)
        if instruction is not None and not STEP_DOWN.isdisjoint(
            word.strip("\"'[],").rpartition("/")[2] for word in _words(instruction.arguments.text)
        ):
            return instruction.arguments.place()
    for path in _scripts(repo, stage):
        source = repo.source(path)
        if isinstance(source, Unreadable):
            continue
        found = _STEP_DOWN.search(source.text, 0, _LONGEST)
        if found:
            return source.whole().cut(found.start(), found.end()).strip().place()
    return None


def drops_by_itself(stage: Stage) -> str | None:
    """The server that the image starts, where it is one that keeps root only for its first process; else None."""
    return next((word for word in command_line(stage)[:4] if word in DROPPING_SERVERS), None)


def _words(text: str) -> list[str]:
    return text[:4000].replace(",", " ").split()[:64]


def _scripts(repo: Repository, stage: Stage) -> Iterator[str]:
    """The repository's files that ENTRYPOINT and CMD run, by the COPY that takes them into the image."""
    wanted: dict[str, str] = {}
    for keyword in ("ENTRYPOINT", "CMD"):
        instruction = stage.last(keyword)
        for word in _words(instruction.arguments.text)[:8] if instruction else ():
            path = word.strip("\"'[]")
            name = path.rpartition("/")[2]
            if name and not path.startswith("-") and (name.endswith(".sh") or "entry" in name or "/" in path):
                wanted[name] = posixpath.normpath(path).lstrip("/")
    if not wanted:
        return
    folders = [posixpath.dirname(stage.path)]
    while folders[-1] and len(folders) < _MOST_FOLDERS:
        folders.append(posixpath.dirname(folders[-1]))
    for name in wanted:  # it may be copied by way of another folder, or with a wildcard
        beside = posixpath.join(folders[0], name)
        if repo.exists(beside):
            yield beside
    for one in stage.lineage():
        for copied in context_copies(one):
            for source in copied.paths[:64]:
                base = source.rpartition("/")[2]
                for name, path in wanted.items():
                    tails = (source,) if base == name else (posixpath.join(source, name), posixpath.join(source, path))
                    for folder in folders:
                        for tail in tails:
                            whole = posixpath.normpath(posixpath.join(folder, tail))
                            if repo.exists(whole):
                                yield whole
