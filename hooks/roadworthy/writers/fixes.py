"""From findings to changed files: which rule has a fixer, and how what the fixers ask for is put together and written.

A fixer is a function `(repo, findings) -> Iterator[Fix]`, given all findings of its rule that are to be mended. It is named in
`FIXERS` by its rule's code, as `module:function` below this room, and loaded with `--fix` alone.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from importlib import import_module
from typing import TYPE_CHECKING

from ..core.excerpt import Source
from ..core.outcome import Unreadable
from ..core.records import NamedTuple
from . import dotenv
from .edits import RefusedError, overlap, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ..core.finding import Finding
    from ..core.repository import Repository
    from .dotenv import Documented
    from .edits import Edit, Sound

    Fixer = Callable[[Repository, Sequence[Finding]], Iterator["Fix"]]

FIXERS: dict[str, str] = {
    "CMP001": "compose_dependencies:long_depends_on",
    "CMP011": "compose_ports:variable_ports",
    "DF020": "dockerfile:without_cache",
    "DF021": "dockerfile:copy_for_add",
    "DF030": "dockerfile:answered_beforehand",
    "DF035": "dockerfile:label_for_maintainer",
    "ENV001": "environment:missing_variables",
    "ENV005": "environment:comments_above",
    "ENV010": "environment:missing_variables",
}


class Fix(NamedTuple):
    """One thing put right, or left alone as a whole.

    `note` is what is told of it, as in "host port of `web` is `${WEB_PORT:-3000}`". All `edits` are of the file `path`; `sound`
    looks at the result. `documents` are variables for example files, by the file's path.
    """

    path: str
    note: str
    edits: tuple[Edit, ...] = ()
    sound: Sound | None = None
    documents: tuple[tuple[str, Documented], ...] = ()


class Mended(NamedTuple):
    """What became of one file: `notes` of what was changed in it, or why nothing was (`refused`)."""

    path: str
    notes: tuple[str, ...]
    refused: str = ""


def fixable(code: str) -> bool:
    """Whether the rule with this code has a fixer."""
    return code in FIXERS


def mend(repo: Repository, root: str, findings: Iterable[Finding]) -> list[Mended]:
    """Fix what can be fixed of `findings` in the work tree at `root`; a row for each file that was changed or should have been.

    `repo` is what the findings were made of. After it, its texts are those before the change.
    """
    by_code: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.rule.code in FIXERS:
            by_code.setdefault(finding.rule.code, []).append(finding)
    by_path: dict[str, _Accepted] = {}
    documents: dict[str, dict[Documented, None]] = {}
    failed: list[Mended] = []
    for code in sorted(by_code):
        try:
            fixes = list(_fixer(code)(repo, by_code[code]))
        except Exception as error:  # a fault of our own: told, and the other fixers go on
            why = f"is not changed: the fixer of {code} failed with {type(error).__name__}; please report it"
            failed += (Mended(path, (), why) for path in dict.fromkeys(finding.place.path for finding in by_code[code]))
            continue
        for fix in fixes:
            if fix.edits and not by_path.setdefault(fix.path, _Accepted()).take(fix):
                continue  # another one first: this one is found again with the next run
            for path, variable in fix.documents:
                documents.setdefault(path, {})[variable] = None
    mended = [_written(repo, root, path, accepted.fixes) for path, accepted in by_path.items()]
    mended += [_documented(repo, root, path, tuple(variables)) for path, variables in documents.items()]
    return [one for one in (*mended, *failed) if one.notes or one.refused]


class _Accepted:
    """The fixes of one file that can all be made, and where their edits are."""

    def __init__(self) -> None:
        self.fixes: list[Fix] = []
        self._edits: list[tuple[int, int, Edit]] = []

    def take(self, fix: Fix) -> bool:
        """Whether the fix is in nobody's way; then it is one of them."""
        for edit in fix.edits:
            at = bisect_left(self._edits, (edit.start, edit.end))
            if any(overlap(edit, other) for _, _, other in self._edits[max(0, at - 1) : at + 2]):
                return False
        for edit in fix.edits:
            insort(self._edits, (edit.start, edit.end, edit))
        self.fixes.append(fix)
        return True


def _fixer(code: str) -> Fixer:
    module, _, function = FIXERS[code].partition(":")
    fixer: Fixer = getattr(import_module(f".{module}", __package__), function)
    return fixer


def _written(repo: Repository, root: str, path: str, fixes: Sequence[Fix]) -> Mended:
    source = repo.source(path)
    if isinstance(source, Unreadable):
        return Mended(path, (), f"is not changed: it {source.why}")
    sound = dict.fromkeys(fix.sound for fix in fixes if fix.sound)
    try:
        changed = write(root, source, [edit for fix in fixes for edit in fix.edits], sound)
    except RefusedError as error:
        return Mended(path, (), str(error))
    return Mended(path, tuple(dict.fromkeys(fix.note for fix in fixes)) if changed else ())


def _documented(repo: Repository, root: str, path: str, variables: Sequence[Documented]) -> Mended:
    source = repo.source(path) if repo.exists(path) else Source(path, "")
    if isinstance(source, Unreadable):
        return Mended(path, (), f"is not changed: it {source.why}")
    new = [variable.name for variable in variables if variable.name not in dotenv.names(source)]
    try:
        changed = write(root, source, dotenv.add(source, variables), [dotenv.sound])
    except RefusedError as error:
        return Mended(path, (), str(error))
    return Mended(path, tuple(f"`{name}` added" for name in dict.fromkeys(new)) if changed else ())
