"""Files of environment variables: what each dialect takes for a value, and where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.parsing.dotenv import Variable, parse


def variables(text: str) -> list[Variable]:
    return list(parse(Source(".env", text).whole()))


def pairs(text: str) -> list[tuple[str, str]]:
    return [(variable.key.text, variable.value.text) for variable in variables(text)]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("KEY=plain", "plain"),
        ("KEY = spaced ", "spaced"),
        ("  KEY=indented", "indented"),
        ("export KEY=exported", "exported"),
        ("set KEY=batch", "batch"),
        ("declare -x KEY=declared", "declared"),
        ("KEY: colon", "colon"),
        ('KEY="two words"', "two words"),
        ("KEY='single $X'", "single $X"),
        ("KEY=`ticks`", "ticks"),
        ('KEY="with \\"quotes\\""', 'with "quotes"'),
        ("KEY='back\\slash'", "back\\slash"),
        ("KEY=value # comment", "value"),
        ("KEY=value#part", "value#part"),
        ('KEY="value" # comment', "value"),
        ("KEY=# nothing", ""),
        ("KEY=", ""),
        ("KEY=a=b=c", "a=b=c"),
        ('KEY="unclosed', '"unclosed'),
        ('KEY=half"quoted"', 'half"quoted"'),
        ('"KEY"=quoted key', "quoted key"),
        ("KEY=value\r", "value"),
    ],
)
def test_a_value_in_each_dialect(line: str, value: str) -> None:
    assert pairs(line + "\n") == [("KEY", value)]


def test_unquoted_values_are_read_beside_quoted_ones_and_after_lines_that_are_none() -> None:
    assert pairs('A="x"\njust words\nB=y\n# C=no\nB=z\n') == [("A", "x"), ("B", "y"), ("B", "z")]


def test_a_value_in_quotes_goes_on_over_lines() -> None:
    first, second = variables('KEY="one\ntwo"\nNEXT=3\n')
    assert first.value.text == "one\ntwo"
    assert (first.value.place().line, first.value.place().end_line) == (1, 2)
    assert second.value.place().line == 3


def test_a_quote_that_nothing_follows_properly_ends_with_its_line() -> None:
    assert pairs('A="open\nB="x" y\nC=z\n') == [("A", '"open'), ("B", '"x" y'), ("C", "z")]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="AB=\"'\\ \n#export:$`", max_size=200) | st.text(max_size=200))
def test_any_text_is_read_and_every_plain_value_stands_where_its_place_says(text: str) -> None:
    for variable in variables(text):
        start = variable.value.origin(0)
        if variable.quote != '"' and variable.value.text:
            assert text[start : start + len(variable.value)] == variable.value.text
        assert text[variable.key.origin(0) :].startswith(variable.key.text)


def test_many_lines_with_an_open_quote_are_no_more_work_than_their_size() -> None:
    assert len(variables("KEY=\"'\n" * 20_000)) >= 10_000
