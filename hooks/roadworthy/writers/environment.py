"""Example files put right: missing variables added, and comments taken off the lines where they would be values."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from ..core.outcome import Unreadable
from ..models.names import is_secret_name
from ..models.variables.documents import Example, example, examples_above
from .dotenv import Documented
from .edits import Edit
from .fixes import Fix

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..core.finding import Finding
    from ..core.repository import Repository
    from ..models.variables.known import Variable

_LONGEST_DEFAULT = 200


def documented(variable: Variable) -> Documented:
    """The line that an example file should have: blank where required or secret, with the literal default otherwise."""
    value = ""
    defaults = {read.default for read in variable.foremost}
    if variable.need == "default" and len(defaults) == 1 and not is_secret_name(variable.name):
        value = defaults.pop() or ""
    told = next((read for read in variable.foremost if read.need == variable.need), variable.foremost[0])
    return Documented(variable.name, value if len(value) <= _LONGEST_DEFAULT else "", f"read in {told.place.path}")


def missing_variables(repo: Repository, findings: Sequence[Finding]) -> Iterator[Fix]:
    """Each required variable, blank, in the example file nearest to where it is read."""
    for finding in findings:
        path = finding.place.path
        above = repo.ask(examples_above, posixpath.dirname(path))
        if above:
            line = Documented(finding.symbol.partition("~")[0], "", f"read in {path}")
            yield Fix(above[0].path, f"`{line.name}` added", documents=((above[0].path, line),))


def comments_above(repo: Repository, findings: Sequence[Finding]) -> Iterator[Fix]:
    """Each comment that would be a value, on a line of its own above the key."""
    for path in dict.fromkeys(finding.place.path for finding in findings):
        source, found = repo.source(path), repo.ask(example, path)
        if isinstance(source, Unreadable) or not isinstance(found, Example):
            continue
        at = {(one.place.line, one.place.column) for one in findings if one.place.path == path}
        end = "\r\n" if "\r\n" in source.text else "\n"
        for entry in found.content.entries:
            if entry.comment is None or entry.comment.place()[1:3] not in at:
                continue
            start, mark = entry.line.origin(0), entry.comment.origin(0)
            indent = entry.line.text[: len(entry.line.text) - len(entry.line.text.lstrip())]
            key_end = start + len(source.text[start:mark].rstrip())
            edits = (
                Edit(path, start, start, f"{indent}{entry.comment.text}{end}"),
                Edit(path, key_end, start + len(entry.line), ""),
            )
            yield Fix(path, f"the comment of `{entry.name}` stands above it", edits)
