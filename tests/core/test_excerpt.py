"""Excerpts keep the way back to the file through any cutting and splicing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from roadworthy.core.excerpt import Excerpt, Place, Source

TEXT = 'RUN apt-get update \\\n && apt-get install -y \\\n    curl\nCMD ["x"]\n'


def whole(text: str = TEXT) -> Excerpt:
    return Source("Dockerfile", text).whole()


def test_lines_and_columns_count_from_one_and_ends_are_inclusive() -> None:
    place = whole().cut(TEXT.index("CMD")).strip().place()
    assert place == Place("Dockerfile", 4, 1, 4, 9)


def test_a_text_without_its_continuations_still_knows_where_its_words_stand() -> None:
    run = whole().cut(0, TEXT.index("\nCMD"))
    joined = run.splice([(i, i + 2, "") for i in range(len(run)) if run.text.startswith("\\\n", i)])
    assert "\\" not in joined.text
    at = joined.text.index("curl")
    assert joined.place(at, at + 4) == Place("Dockerfile", 3, 5, 3, 8)


def test_a_replacement_stands_where_what_it_replaced_began() -> None:
    decoded = whole(r'x: "a\tb"').cut(4, 8).splice([(1, 3, "\t")])
    assert decoded.text == "a\tb"
    assert decoded.place(1, 2)[1:5] == (1, 6, 1, 6)
    assert decoded.place(2, 3)[1:5] == (1, 8, 1, 8)


def test_an_empty_stretch_is_the_caret_where_it_would_stand() -> None:
    assert whole("abc").cut(1, 1).place() == Place("Dockerfile", 1, 2, 1, 2)
    assert whole("").place() == Place("Dockerfile", 1, 1, 1, 1)


@pytest.mark.parametrize(("number", "line"), [(1, "a"), (2, ""), (3, "b"), (4, ""), (0, ""), (9, "")])
def test_a_line_comes_without_its_end_and_a_missing_one_is_empty(number: int, line: str) -> None:
    assert Source("f", "a\r\n\nb\n").line(number) == line


def test_columns_count_characters_not_bytes() -> None:
    text = "é ü curl"
    assert whole(text).cut(4).place().column == 5


edits = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 6), st.text("xy", max_size=3)), max_size=8)


@given(st.text("ab\n\r é", max_size=40), edits, st.integers(0, 50), st.integers(0, 50))
def test_what_was_kept_is_found_again_at_its_place(text: str, raw: list[tuple[int, int, str]], start: int, size: int) -> None:
    source = Source("f", text)
    done, ordered = 0, []
    for at, length, replacement in sorted(raw):
        if done <= at and at + length <= len(text):
            ordered.append((at, at + length, replacement.upper()))
            done = at + length
    spliced = source.whole().splice(ordered)
    part = spliced.cut(min(start, len(spliced)), min(start + size, len(spliced)))
    kept = [(i, c) for i, c in enumerate(part.text) if c not in "XY"]
    for i, character in kept:
        line, column = source.position(part.origin(i))
        assert source.text[source.starts[line - 1] + column - 1] == character


@given(st.text("ab\n", max_size=60), st.lists(st.integers(0, 60), min_size=4, max_size=4))
def test_cutting_a_cut_is_cutting_once(text: str, bounds: list[int]) -> None:
    excerpt = whole(text)
    first, second = sorted(bounds[:2]), sorted(bounds[2:])
    twice = excerpt.cut(*first).cut(*second)
    stop = min(first[0] + second[1], first[1], len(text))
    once = excerpt.cut(min(first[0] + second[0], stop), stop)
    assert twice.text == once.text
    if once.text:
        assert twice.place() == once.place()
