"""Which variables code reads, and whether it goes on without them: the snippets of `variable_reads/`, a file a language."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from roadworthy.core.outcome import Unreadable
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.variable_reads import Read, reads_in

FOLDER = Path(__file__).with_name("variable_reads")


class Snippet(NamedTuple):
    """A file of the test set: its reads as `NAME need` or `NAME default=LITERAL`, and names that are none."""

    language: str
    path: str
    text: str
    scope: str
    reads: tuple[str, ...]
    decoys: tuple[str, ...]


def snippets() -> list[Snippet]:
    return [
        Snippet(
            file.stem,
            one["path"],
            one["text"],
            one.get("scope", "application"),
            tuple(one["reads"]),
            tuple(one.get("decoys", ())),
        )
        for file in sorted(FOLDER.glob("*.yaml"))
        for one in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


def found_in(snippet: Snippet) -> tuple[Read, ...]:
    reads = Repository(SampleTree({snippet.path: snippet.text})).ask(reads_in, snippet.path)
    assert not isinstance(reads, Unreadable), reads
    return reads


def said(reads: tuple[Read, ...]) -> dict[str, str]:
    """Each name with its need, the strictest where it is read more than once."""
    order = ("optional", "default", "required")
    strictest: dict[str, Read] = {}
    for read in reads:
        known = strictest.get(read.name)
        if known is None or order.index(read.need) > order.index(known.need):
            strictest[read.name] = read
    return {
        name: f"{name} {read.need}" + ("" if read.default is None else f"={read.default}") for name, read in strictest.items()
    }


@pytest.mark.parametrize("snippet", snippets(), ids=lambda snippet: f"{snippet.language}:{snippet.path}")
def test_reads_are_found_with_their_need_and_nothing_else_is(snippet: Snippet) -> None:
    reads = found_in(snippet)
    assert sorted(said(reads).values()) == sorted(snippet.reads)
    assert {read.scope for read in reads} <= {snippet.scope}
    for read in reads:
        assert read.place.path == snippet.path
        assert 1 <= read.place.line <= read.place.end_line <= snippet.text.count("\n") + 1


def test_the_set_is_as_large_as_it_has_to_be() -> None:
    assert sum(len(snippet.reads) for snippet in snippets()) >= 150
    assert sum(len(snippet.decoys) for snippet in snippets()) >= 60
