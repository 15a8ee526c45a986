"""Compose's variables: each form with its operator, default and place, and every text read without an error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.parsing.interpolation import DEEPEST, Interpolated, parse


def read(text: str) -> Interpolated:
    return parse(Source("compose.yaml", text).whole())


@pytest.mark.parametrize(
    ("text", "uses"),
    [
        ("plain", []),
        ("$NAME", [("NAME", "", None)]),
        ("${NAME}", [("NAME", "", None)]),
        ("a-$A.b", [("A", "", None)]),
        ("${A:-x}", [("A", ":-", "x")]),
        ("${A-x}", [("A", "-", "x")]),
        ("${A:-}", [("A", ":-", "")]),
        ("${A:?say it}", [("A", ":?", None)]),
        ("${A?}", [("A", "?", None)]),
        ("${A:+x}", [("A", ":+", None)]),
        ("${A+x}", [("A", "+", None)]),
        ("${A:-${B:-$C}}", [("A", ":-", "${B:-$C}"), ("B", ":-", "$C"), ("C", "", None)]),
        ("${A}:${B-1}", [("A", "", None), ("B", "-", "1")]),
        ('${A:-{"a": 1}}', [("A", ":-", '{"a": 1}')]),
        ("${A:-{b}", [("A", ":-", "{b")]),
        ("$$A $${B} $1 $ $", []),
        ("$$$A", [("A", "", None)]),
        ("${a_1:-redis://cache:6379/0?x=-1}", [("a_1", ":-", "redis://cache:6379/0?x=-1")]),
    ],
)
def test_every_form_is_told_with_its_operator_and_default(text: str, uses: list[tuple[str, str, str | None]]) -> None:
    found = read(text)
    assert [(use.name, use.operator, use.default) for use in found.uses()] == uses
    assert found.problems == ()


@pytest.mark.parametrize(
    "text", ["${", "${}", "${ A}", "${A", "${A.B}", "${1}", "${A:x}", "${A:-x\ny}", "x ${-y} z", "${A:-${}}"]
)
def test_a_form_that_compose_refuses_is_told(text: str) -> None:
    found = read(text)
    assert len(found.problems) == 1
    assert found.resolved({"A": "1"}) is None


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("$$HOME/$1", "$HOME/$1"),
        ("${SET}-$EMPTY-", "yes--"),
        ("${EMPTY:-default}", "default"),
        ("${EMPTY-default}", ""),
        ("${NONE:-${SET}/x}", "yes/x"),
        ("${SET:+with}${NONE:+without}${EMPTY+there}${EMPTY:+gone}", "withthere"),
        ("${SET:?}", "yes"),
        ("${EMPTY?}", ""),
        ("${EMPTY:?}", None),
        ("${NONE?}", None),
        ("a$NONE", None),
    ],
)
def test_values_and_defaults_come_in_place(text: str, resolved: str | None) -> None:
    assert read(text).resolved({"SET": "yes", "EMPTY": ""}) == resolved


def test_every_variable_has_its_place() -> None:
    outer, inner = read("image: shop\nports: ${A:-${B}}").uses()
    assert (outer.at.place()[1:5], outer.key.place()[1:5]) == ((2, 8, 2, 17), (2, 10, 2, 10))
    assert (inner.at.text, inner.at.place()[1:5]) == ("${B}", (2, 13, 2, 16))


def test_defaults_are_followed_to_a_bounded_depth() -> None:
    found = read("${A:-" * 5000 + "}" * 5000)
    assert len(list(found.uses())) == DEEPEST
    assert len(found.problems) == 1
    assert len(read("${A:-" * 50_000).problems) == 50_000


@given(st.text(alphabet="$${}AB_:-+? \n1", max_size=60))
def test_any_text_is_read_and_its_parts_come_from_it(text: str) -> None:
    found = read(text)
    for use in found.uses():
        assert use.at.text.startswith("$")
        assert use.name in use.at.text
        line, column, end_line, end_column = use.at.place()[1:5]
        assert line == end_line
        assert text.split("\n")[line - 1][column - 1 : end_column] == use.at.text
    if not found.problems and found.is_literal:
        assert found.resolved({}) == text.replace("$$", "$")
