"""Where a repository's code reads variables of its environment, and whether it goes on without them.

Each language's forms stand in a module under `reads/`. A file is parsed only where it holds one of the texts that every read
needs: most have none. What the operating system, the runtime or the platform sets is left out (`tables/known_variables.py`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.records import NamedTuple
from ...tables.known_variables import KNOWN, KNOWN_PREFIXES
from .reads.files import LOOKED_AT, handled, is_left_out
from .reads.scope import scope_of

if TYPE_CHECKING:
    from ...core.excerpt import Place
    from ...core.repository import Repository
    from .reads.found import Need
    from .reads.scope import Scope as Scope


class Read(NamedTuple):
    """One place where a variable of the environment is read.

    `required`: the program fails or is wrong without it. `default` is the literal default, where there is one and it is
    written out; `how` is the form as a person names it: `os.environ[…]`, `z.string()`, `${X:?}`.
    """

    name: str
    place: Place
    need: Need
    default: str | None
    scope: Scope
    how: str


def reads_in(repo: Repository, path: str) -> tuple[Read, ...] | Unreadable:
    """A fact: the reads of one file, in its order. Empty at once where the file's kind has none, where no marker stands in it,
    and where it is vendored, generated or minified."""
    kind = handled(path)
    if kind is None:
        return ()
    source = repo.source(path)
    if isinstance(source, Unreadable):
        return source
    if not kind.is_marked(source.text) or is_left_out(path, source.text[:LOOKED_AT].encode("utf-8", "replace")):
        return ()
    found = kind.reads(source.whole())
    if isinstance(found, Unreadable):
        return found
    scope = scope_of(path, kind.is_shell or kind.name == "make")
    shared = _shared(repo, source.text) if kind.is_shell else frozenset()
    kept = [
        Read(one.name, one.place, one.need, one.default, scope, one.how)
        for one in found
        if one.name.upper() not in KNOWN
        and not one.name.startswith(KNOWN_PREFIXES)
        and not (one.how == "$X" and one.name in shared)
    ]
    return tuple(sorted(set(kept), key=lambda read: (read.place[1:3], read.name)))


def _shared(repo: Repository, script: str) -> frozenset[str]:
    """What a script may have from others of the repository that it is a part of."""
    from .reads.shell import is_part

    return repo.ask(shared_names) if is_part(script) else frozenset()


def shared_names(repo: Repository) -> frozenset[str]:
    """A fact: what the repository's shell scripts assign. A script that is a part of others has it from them."""
    from .reads.shell import assigned

    found: set[str] = set()
    for path in repo.paths():
        kind = handled(path)
        if kind is not None and kind.is_shell and not is_left_out(path):
            source = repo.passing(path)
            if not isinstance(source, Unreadable):
                found |= assigned(source.text)
    return frozenset(found)


def variable_reads(repo: Repository) -> tuple[Read, ...]:
    """A fact: the reads of the whole repository; vendored, generated and minified files are left out."""
    return tuple(read for found in repo.ask(_looked_through) if not isinstance(found, Unreadable) for read in found)


def unread_files(repo: Repository) -> tuple[Unreadable, ...]:
    """A fact: the files of the repository that would have reads but could not be looked into."""
    return tuple(found for found in repo.ask(_looked_through) if isinstance(found, Unreadable))


def _looked_through(repo: Repository) -> tuple[tuple[Read, ...] | Unreadable, ...]:
    found: list[tuple[Read, ...] | Unreadable] = []
    for path in repo.paths():
        kind = handled(path)
        if kind is None or is_left_out(path):
            continue
        try:
            content = repo.tree.read(path)
        except OSError:  # a link to nothing, say: whoever reads the file itself tells of it
            continue
        if kind.is_marked_bytes(content) and not is_left_out(path, content):
            found.append(repo.ask(reads_in, path))
    return tuple(found)
