"""Whether an example file still says what the code does: defaults, and keys that nothing uses any more."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.outcome import gap
from ...core.rule import rule
from ...models.names import is_secret_name
from ...models.variables.documents import all_examples
from ...models.variables.known import variables
from ...models.variables.uses import unused_names
from ...tables.example_files import READ_BY_TOOLS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome, Unreadable
    from ...core.repository import Repository
    from ...core.rule import Paths
    from ...models.variables.documents import Example
    from ...models.variables.reading import Read

_LONGEST_DEFAULT = 80
_TOKEN = r"[A-Za-z0-9_]{20,}"  # somebody's key, whatever it opens: not to be handed around in a message


def _examples(repo: Repository, paths: Paths) -> Iterator[Example | Unreadable]:
    """The example files that can be read; those that cannot are told where their lines are judged."""
    yield from repo.ask(all_examples)


@rule(
    "ENV003",
    "undocumented-default",
    reads=_examples,
    items=("4.2.2",),
    severity="info",
    at="audit",
    title="An example file leaves a variable empty that has a default",
    risk="a copy of the file sets the variable to nothing, which is not what the code does without it",
    remedy="write the default behind the key, or put the line into a comment",
)
def undocumented_default(example: Example, repo: Repository) -> Iterator[Outcome]:
    for entry in example.content.entries:
        if entry.commented or entry.value.text or is_secret_name(entry.name):
            continue
        variable = repo.ask(variables).get(entry.name)
        read = _with_default(variable.foremost) if variable and variable.scope == "application" else None
        if read is not None:
            yield gap(
                entry.name,
                f"`{entry.name}` is left empty, and the code's default is `{read.default}`",
                entry.line.strip().place(),
                read.place.labelled("the default"),
                remedy=f"write `{entry.name}={read.default}`, or put the line into a comment",
            )


def _with_default(reads: tuple[Read, ...]) -> Read | None:
    """A read whose literal default all the others share."""
    defaults = {read.default for read in reads}
    told = reads[0].default if len(defaults) == 1 else None
    if not told or len(told) > _LONGEST_DEFAULT or not told.isprintable() or re.search(_TOKEN, told):
        return None
    return reads[0]


@rule(
    "ENV007",
    "unused-variable",
    reads=_examples,
    severity="info",
    at="audit",
    title="An example file lists a variable that nothing uses",
    risk="people look up, ask for and hand around a value that changes nothing",
    remedy="remove the line, or mention the variable where it is used",
)
def unused_variable(example: Example, repo: Repository) -> Iterator[Outcome]:
    unused = repo.ask(unused_names)
    for name, entries in example.entries.items():
        if name in unused and not name.upper().startswith(READ_BY_TOOLS):
            yield gap(name, f"nothing in the repository uses `{name}`", entries[0].line.strip().place())
