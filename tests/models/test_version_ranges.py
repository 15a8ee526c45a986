"""What ranges and partial versions admit, in every notation; and that nothing makes the parsers fail."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from roadworthy.models.versions.ranges import ANY, Versions, at_least, partial, range_of


def admits(versions: Versions | None, version: str) -> bool:
    one = partial(version)
    assert versions is not None
    assert one is not None
    return versions.both(one) == one


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("24", "24.14.0", "25.0.0"),
        ("20.x", "20.19.5", "21.0.0"),
        ("20.11", "20.11.1", "20.12.0"),
        ("v20.11.1", "20.11.1", "20.11.2"),
        ("3.13.0rc1", "3.13.0", "3.13.1"),
        ("3.12-slim-bookworm", "3.12.8", "3.11.8"),
        ("1.22.3-alpine3.20", "1.22.3", "1.22.4"),
    ],
)
def test_a_partial_version_admits_what_begins_with_it(text: str, inside: str, outside: str) -> None:
    assert admits(partial(text), inside)
    assert not admits(partial(text), outside)


@pytest.mark.parametrize(
    "text", ["lts/*", "lts/iron", "latest", "stable", "bookworm", "", "system", "pypy3.10", "$NODE", "1" * 300]
)
def test_a_name_is_no_version(text: str) -> None:
    assert partial(text) is None


@pytest.mark.parametrize(
    ("notation", "text", "inside", "outside"),
    [
        ("python", ">=3.10,<4", "3.12.8", "4.0.0"),
        ("python", ">= 3.9", "3.13.1", "3.8.19"),
        ("python", "~=3.10", "3.13.0", "4.0.0"),
        ("python", "~=3.10.2", "3.10.9", "3.11.0"),
        ("python", "==3.12.*", "3.12.4", "3.13.0"),
        ("python", ">=3.8,!=3.9.*", "3.10.1", "3.9.5"),
        ("python", "<=3.12", "3.12.7", "3.13.0"),
        ("npm", "^20", "20.18.0", "21.0.0"),
        ("npm", "^20.9 || >=22", "22.1.0", "21.0.0"),
        ("npm", "^0.2.3", "0.2.9", "0.3.0"),
        ("npm", "~18.17", "18.17.9", "18.18.0"),
        ("npm", "18 - 20", "20.19.0", "21.0.0"),
        ("npm", ">=18 <23", "22.0.0", "23.0.0"),
        ("npm", "20.x", "20.1.0", "22.0.0"),
        ("npm", ">=18.18.0 <19 || >=20.10", "20.10.0", "19.1.0"),
        ("npm", "^3.10", "3.13.1", "4.0.0"),
        ("ruby", "~> 3.2", "3.4.1", "4.0.0"),
        ("ruby", "~> 3.2.1", "3.2.9", "3.3.0"),
        ("ruby", ">= 3.1, < 3.4", "3.3.6", "3.4.0"),
        ("ruby", "3.3.6", "3.3.6", "3.3.7"),
        ("composer", "^8.1", "8.4.1", "9.0.0"),
        ("composer", "~8.1", "8.4.1", "9.0.0"),
        ("composer", "~8.1.0", "8.1.9", "8.2.0"),
        ("composer", "^7.4|^8.0", "8.3.0", "9.0.0"),
        ("composer", ">= 8.5", "8.5.9", "8.4.1"),
    ],
)
def test_a_range_admits_what_its_notation_says(notation: str, text: str, inside: str, outside: str) -> None:
    found = range_of(text, notation)  # type: ignore[arg-type]
    assert admits(found, inside)
    assert not admits(found, outside)


@pytest.mark.parametrize("text", ["lts/*", "latest", "^abc", ">=3.10 and <4", "${{ x }}", "workspace:*", ">= #{v}"])
def test_a_range_that_is_not_understood_says_nothing(text: str) -> None:
    assert range_of(text, "npm") is None


@pytest.mark.parametrize("text", ["*", "x", "", " "])
def test_anything_goes(text: str) -> None:
    assert range_of(text, "npm") == ANY


def test_at_least_is_open_upwards() -> None:
    assert admits(at_least("1.22"), "1.26.1")
    assert not admits(at_least("1.22"), "1.21.9")


def test_release_lines_take_fixes_together() -> None:
    one, other = partial("3.12.5"), partial("3.12.10")
    assert one and other
    assert not one.meets(other)
    assert one.lines(2).meets(other.lines(2))
    line = partial("3.12")
    assert line is not None
    assert line.lines(2) == line


NUMBERS = st.integers(min_value=0, max_value=40)
RANGES = st.lists(
    st.tuples(
        st.sampled_from(["", ">=", "<=", ">", "<", "=", "!=", "^", "~", "~>", "~="]), st.lists(NUMBERS, min_size=1, max_size=3)
    ),
    min_size=1,
    max_size=4,
).map(lambda parts: ", ".join(op + ".".join(map(str, numbers)) for op, numbers in parts))
NOTATIONS = st.sampled_from(["npm", "python", "ruby", "composer"])


@given(st.text(max_size=300), NOTATIONS)
def test_no_text_makes_a_parser_fail(text: str, notation: str) -> None:
    for found in (partial(text), at_least(text), range_of(text, notation)):  # type: ignore[arg-type]
        assert found is None or all(low < high for low, high in found.spans)


@given(RANGES, RANGES, NOTATIONS)
def test_sets_of_versions_are_sorted_and_apart_and_meet_alike(one: str, other: str, notation: str) -> None:
    a, b = range_of(one, notation), range_of(other, notation)  # type: ignore[arg-type]
    assert a is not None
    assert b is not None
    assert a.meets(b) == b.meets(a) == bool(a.both(b).spans)
    for found in (a, a.both(b), a.either(b), a.lines(2)):
        edges = [edge for span in found.spans for edge in span]
        assert edges == sorted(set(edges))
    assert a.both(a.either(b)) == a
    assert a.lines(2).both(a) == a
