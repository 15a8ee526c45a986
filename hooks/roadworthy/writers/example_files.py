"""What the report adds to example files: each variable that is required and told of nowhere, blank; where none is, the file."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from ..core.excerpt import Source
from ..core.outcome import Unreadable
from ..models.projects import project_of
from ..models.variables.known import variables
from .dotenv import Documented, add, sound
from .edits import edited
from .environment import missing_variables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from ..core.finding import Finding
    from ..core.repository import Repository

_UNDOCUMENTED, _NO_FILE = ("ENV001", "ENV010"), "ENV002"


def completed(
    repo: Repository, findings: Sequence[Finding], on_disk: Callable[[str], Source | Unreadable]
) -> Iterator[tuple[Source, str]]:
    """Each example file that is to change or to be made, as it is, and its new text.

    A finding that somebody said no to adds nothing. `on_disk` reads a file, tracked by git or not; empty where there is none.
    """
    wanted: dict[str, dict[str, Documented]] = {}
    said = [finding for finding in findings if finding.waived is None]
    for fix in missing_variables(repo, [finding for finding in said if finding.rule.code in _UNDOCUMENTED]):
        for path, variable in fix.documents:
            wanted.setdefault(path, {}).setdefault(variable.name, variable)
    for finding in said:
        if finding.rule.code == _NO_FILE:
            path = finding.place.path
            for variable in _required(repo, posixpath.dirname(path)):
                wanted.setdefault(path, {}).setdefault(variable.name, variable)
    for path, listed in wanted.items():
        source = on_disk(path)
        if isinstance(source, Unreadable):
            continue
        text = edited(source.text, add(source, [listed[name] for name in sorted(listed)]))
        if not sound(source, Source(path, text)):
            yield source, text


def _required(repo: Repository, project: str) -> Iterator[Documented]:
    """The variables without which the application in a folder fails, and of which nothing tells."""
    for variable in repo.ask(variables).values():
        if variable.scope != "application" or variable.need != "required" or variable.is_set_here or variable.documented:
            continue
        for read in variable.foremost:
            if read.need == "required" and (not project or repo.ask(project_of, read.place.path) == project):
                yield Documented(variable.name, "", f"read in {read.place.path}")
                break
