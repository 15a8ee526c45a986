"""The variables of a repository: where each is read, where it is documented, and who sets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.records import NamedTuple
from .documents import in_examples, in_prose, values_committed
from .provisions import variable_provisions
from .reading import reads_in, unread_files, variable_reads
from .reads.files import is_left_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.repository import Repository
    from ...core.rule import Paths
    from .documents import Document
    from .provisions import Provision
    from .reading import Read, Scope
    from .reads.found import Need

_SCOPES: tuple[Scope, ...] = ("application", "build", "ci", "tool", "test")  # the first that reads it is what it is for


class Variable(NamedTuple):
    """One variable with all that the repository says of it.

    `scope` is the foremost of its reads' scopes, and `need` what those reads come to: `default` where one of them has one,
    `required` where one fails without it, else `optional`.
    """

    name: str
    need: Need
    scope: Scope
    reads: tuple[Read, ...]
    documented: tuple[Document, ...]
    provided: tuple[Provision, ...]

    @property
    def foremost(self) -> tuple[Read, ...]:
        """The reads of its scope."""
        return tuple(read for read in self.reads if read.scope == self.scope)

    @property
    def is_set_here(self) -> bool:
        """Whether something in the repository gives it a value where the program runs. A pipeline does so for itself only."""
        return any(one.how == "value" and one.where != "ci" for one in self.provided) or any(
            document.form == "values" for document in self.documented
        )


def variables(repo: Repository) -> dict[str, Variable]:
    """A fact: every variable that is read somewhere in the repository, by name."""
    reads: dict[str, list[Read]] = {}
    for read in repo.ask(variable_reads):
        reads.setdefault(read.name, []).append(read)
    return {name: _variable(repo, name, tuple(reads[name])) for name in sorted(reads)}


def _variable(repo: Repository, name: str, reads: tuple[Read, ...]) -> Variable:
    scope = next(scope for scope in _SCOPES if any(read.scope == scope for read in reads))
    needs = {read.need for read in reads if read.scope == scope}
    need: Need = "default" if "default" in needs else "required" if "required" in needs else "optional"
    prose = repo.ask(in_prose).get(name)
    documented = (*repo.ask(in_examples).get(name, ()), *repo.ask(values_committed).get(name, ()), *((prose,) if prose else ()))
    return Variable(name, need, scope, reads, documented, repo.ask(variable_provisions).get(name, ()))


class FileReads(NamedTuple):
    """What one file reads."""

    path: str
    reads: tuple[Read, ...]

    @property
    def required(self) -> dict[str, Read]:
        """By name the first place where the application fails without a variable; none that the file has a default for."""
        tolerated = {read.name for read in self.reads if read.need == "default"}
        found: dict[str, Read] = {}
        for read in sorted(self.reads, key=is_taken_for_granted):
            if read.scope == "application" and read.need == "required" and read.name not in tolerated:
                found.setdefault(read.name, read)
        return found


def is_taken_for_granted(read: Read) -> bool:
    """Whether the code only tells its compiler that the value is there (`process.env.X!`), and goes on with nothing."""
    return read.how.endswith(("!", " as string")) and read.need == "required"


def files_that_read(repo: Repository, paths: Paths) -> Iterator[FileReads | Unreadable]:
    """A reader: the files among `paths` that read variables, or all of the repository's."""
    if paths is None:
        by_path: dict[str, list[Read]] = {}
        for read in repo.ask(variable_reads):
            by_path.setdefault(read.place.path, []).append(read)
        yield from (FileReads(path, tuple(reads)) for path, reads in by_path.items())
        yield from (unread for unread in repo.ask(unread_files) if not unread.opaque)
        return
    for path in paths:
        if is_left_out(path):
            continue
        found = repo.ask(reads_in, path)
        if isinstance(found, Unreadable):
            yield found
        elif found:
            yield FileReads(path, found)


class Variables(NamedTuple):
    """All variables of a repository. `path` is the repository itself."""

    path: str
    by_name: dict[str, Variable]


def all_variables(repo: Repository, paths: Paths) -> Iterator[Variables]:
    """A reader for what only the whole repository tells: one subject, where something reads a variable."""
    found = repo.ask(variables)
    if found:
        yield Variables(".", found)
