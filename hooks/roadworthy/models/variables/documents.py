"""Where a repository tells which environment variables there are: example files, committed values, prose, deployment forms."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.excerpt import Place
from ...core.outcome import Unreadable
from ...core.paths import matching
from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...parsing.env_example import EnvExample, parse
from ...tables.example_files import (
    ENVIRONMENT_FILE,
    EXAMPLE_FILE,
    EXAMPLE_NAMES,
    NO_EXAMPLE_FILE,
    NO_PROSE,
    PROSE,
)
from ...tables.file_names import VENDORED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from ...core.repository import Repository
    from ...core.rule import Paths
    from ...parsing.env_example import Entry

    Form = Literal["example", "commented", "mentioned", "values", "prose", "deployment"]

DEEPEST = 64  # folders upwards
_WORD = pattern(r"(?<![A-Za-z0-9_])[A-Z][A-Z0-9_]{2,199}(?![A-Za-z0-9_])")


class Document(NamedTuple):
    """One place that tells of a variable.

    `form` is `example` for an entry of an example file, `commented` for one in a comment there, `mentioned` where its
    comments only speak of it; `values` for a committed file of values; `prose` for a README and the like; `deployment` for
    what a platform asks for (`app.json`, `render.yaml`).
    """

    name: str
    place: Place
    form: Form


class Example(NamedTuple):
    """An example file of the repository, with its entries by name."""

    path: str
    content: EnvExample
    entries: dict[str, tuple[Entry, ...]]

    def tells_of(self, name: str) -> bool:
        """Whether somebody who reads the file learns of the variable."""
        return name in self.entries or name in self.content.mentioned

    def document(self, name: str) -> Document | None:
        """Where it tells of the variable: an entry before one in a comment; None where it does not."""
        found = sorted(self.entries.get(name, ()), key=lambda entry: entry.commented)
        if found:
            return Document(name, found[0].key.place(), "commented" if found[0].commented else "example")
        return Document(name, Place(self.path), "mentioned") if name in self.content.mentioned else None


def is_example(path: str) -> bool:
    """Whether the file is an example of an environment file, by its name."""
    return bool(re.search(EXAMPLE_FILE, path)) and not re.search(NO_EXAMPLE_FILE, path) and not re.search(VENDORED, path)


def examples(repo: Repository, paths: Paths) -> Iterator[Example | Unreadable]:
    """A reader: the example files among `paths`, or all of the repository's."""
    for path in repo.paths() if paths is None else paths:
        if "env" in path and is_example(path):
            found = repo.ask(example, path)
            yield found
            if isinstance(found, Example) and found.content.cut is not None:
                yield Unreadable(
                    found.content.cut.place(), "has more lines than an example file can have: the rest is not read"
                )


def example(repo: Repository, path: str) -> Example | Unreadable:
    """The example file at `path`. A fact, for `repo.ask(example, path)`."""
    source = repo.source(path)
    if isinstance(source, Unreadable):
        return source
    content = parse(source.whole())
    entries: dict[str, list[Entry]] = {}
    for entry in content.entries:
        entries.setdefault(entry.name, []).append(entry)
    return Example(path, content, {name: tuple(found) for name, found in entries.items()})


def all_examples(repo: Repository) -> tuple[Example, ...]:
    """A fact: every example file of the repository that can be read."""
    return tuple(found for found in examples(repo, None) if isinstance(found, Example))


def examples_above(repo: Repository, folder: str) -> tuple[Example, ...]:
    """A fact: the example files in a folder and in those above it, the nearest first. Lists nothing: tries the usual names."""
    here = posixpath.normpath(folder or ".")
    found: list[Example] = []
    for name in EXAMPLE_NAMES:
        path = name if here == "." else f"{here}/{name}"
        if repo.exists(path):
            read = repo.ask(example, path)
            if isinstance(read, Example):
                found.append(read)
    if here == "." or here.count("/") > DEEPEST:
        return tuple(found)
    return (*found, *repo.ask(examples_above, posixpath.dirname(here) or "."))


def values_committed(repo: Repository) -> dict[str, tuple[Document, ...]]:
    """A fact: the variables that committed files of values set (`.env`, `env/web.env`), by name."""
    found: dict[str, list[Document]] = {}
    for path in matching(ENVIRONMENT_FILE, repo.paths(), VENDORED):
        read = Unreadable(Place(path), "") if is_example(path) else repo.ask(example, path)
        if isinstance(read, Example):
            for name in read.entries:
                document = read.document(name)
                if document is not None:
                    found.setdefault(name, []).append(document._replace(form="values"))
    return {name: tuple(documents) for name, documents in found.items()}


def in_examples(repo: Repository) -> dict[str, tuple[Document, ...]]:
    """A fact: what all example files together tell of, by name."""
    found: dict[str, list[Document]] = {}
    for read in repo.ask(all_examples):
        for name in (*read.entries, *sorted(read.content.mentioned.difference(read.entries))):
            document = read.document(name)
            if document is not None:
                found.setdefault(name, []).append(document)
    return {name: tuple(documents) for name, documents in found.items()}


def in_prose(repo: Repository) -> dict[str, Document]:
    """A fact: the names in capitals that the repository's prose speaks of, each with its first place."""
    found: dict[str, Document] = {}
    for path in matching(PROSE, repo.paths(), NO_PROSE):
        if re.search(VENDORED, path):
            continue
        source = repo.passing(path)
        if isinstance(source, Unreadable):
            continue
        for match in _WORD.finditer(source.text):
            name = match[0]
            if name not in found:
                line, column = source.position(match.start())
                found[name] = Document(name, Place(path, line, column, line, column + len(name) - 1), "prose")
    return found
