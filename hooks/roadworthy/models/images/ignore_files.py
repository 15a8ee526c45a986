"""The ignore files of build contexts, and which of their lines do nothing."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from ...core.excerpt import Place
from ...core.outcome import Unreadable
from ...core.paths import matching
from ...core.records import NamedTuple
from ...parsing.dockerignore import parse
from ...tables.file_names import DOCKERIGNORE
from .build_context import build_contexts, files_in
from .stages import image_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...core.repository import Repository
    from ...core.rule import Paths
    from ...parsing.dockerignore import Dockerignore, Pattern

_LONGEST_SHOWN = 60
_MOST_SUSPECTS = 40  # patterns that are compared with every file of the context
_BYTECODE = ("__pycache__", "*.pyc", "*.py[cod]", "*.py[co]")
_REMEDIES = {
    "fails": "mend or delete the line: Docker builds nothing with this file",
    "comment": "put the comment on a line of its own, with `#` in the first column",
    "quoted": "write the pattern without quotes: a space in it needs none",
    "backslash": "separate folders with `/`",
    "bracket": "write a pattern for each of the two characters",
    "outside": "delete the line: what is outside the context is never sent",
    "nothing": "write `**` to leave out everything, or delete the line",
    "needless": "delete the line, or put it below the pattern that it is an exception to",
    "overridden": "move the exception below that pattern: the last line that matches decides",
}


class IgnoreFile(NamedTuple):
    """One ignore file. The context it is for is its own folder, or that of the Dockerfile whose name it bears."""

    path: str
    ignore: Dockerignore


class IdleLine(NamedTuple):
    """A line that does nothing, or something else. `places[0]` is the pattern."""

    symbol: str
    message: str
    places: tuple[Place, ...]
    remedy: str


def ignore_files(repo: Repository, paths: Paths) -> Iterator[IgnoreFile | Unreadable]:
    """The ignore files among `paths`, or all of the repository's."""
    for path in matching(DOCKERIGNORE, repo.paths() if paths is None else paths):
        source = repo.source(path)
        yield source if isinstance(source, Unreadable) else IgnoreFile(path, parse(source))


def without_effect(repo: Repository, subject: IgnoreFile) -> Iterator[IdleLine]:
    """The lines that do not do what they look like, and those that match in the root only and were meant for any depth."""
    told = set()
    for trouble in subject.ignore.trouble():
        told.add(trouble.excerpt.line)
        if trouble.kind != "limit":
            text = trouble.excerpt.text[:_LONGEST_SHOWN]
            yield IdleLine(text, trouble.message, (trouble.excerpt.place(),), _REMEDIES[trouble.kind])
    suspects = [p for p in subject.ignore.patterns if p.excerpt.line not in told and _by_kind(p)][:_MOST_SUSPECTS]
    if not suspects:
        return
    for context in _contexts(repo, subject.path):
        files = files_in(repo, context)
        for pattern in suspects:  # bounded, so that time stays linear in the files
            path = _deeper(subject.ignore, pattern, files)
            if path is not None:
                text = pattern.cleaned[:_LONGEST_SHOWN]
                yield IdleLine(
                    text,
                    f"`{text}` is looked for in the root of the context only, and nothing there is called so",
                    (pattern.excerpt.place(), Place(posixpath.join("" if context == "." else context, path))),
                    f"write `**/{text}`",
                )
        return


def _by_kind(pattern: Pattern) -> bool:
    """Whether the pattern names a kind of file that may lie anywhere, and not something in the root."""
    text = pattern.cleaned
    if not pattern.root_only or pattern.negated or pattern.wrong:
        return False
    return text in _BYTECODE or (text[:1] != "." and "*" in text and text.strip("*.") != "")


def _contexts(repo: Repository, path: str) -> Sequence[str]:
    own = path.removesuffix(".dockerignore")
    if own.endswith("/") or not own:
        return (own.rstrip("/") or ".",)
    if not repo.exists(own) or isinstance(repo.ask(image_file, own), Unreadable):
        return ()
    return [context.context for context in repo.ask(build_contexts, own)]


def _deeper(ignore: Dockerignore, pattern: Pattern, files: Sequence[str]) -> str | None:
    """A file below the root that the pattern would fit and that is not left out; None where the root has one that fits."""
    found = None
    bytecode = pattern.cleaned in _BYTECODE
    for path in files:
        folder, _, name = path.rpartition("/")
        if bytecode:
            if not name.endswith(".py"):
                continue
            compiled = f"{folder}/__pycache__/{name}c"
            if not folder:
                return None
            if found is None and not ignore.ignores(compiled):
                found = path
        elif pattern.matches(path.partition("/")[0]):
            return None
        elif found is None and folder and pattern.matches(name) and not ignore.ignores(path):
            found = path
    return found
