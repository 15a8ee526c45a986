"""Variables put into an example file: where, how written, and that nothing else changes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.parsing.dotenv import parse
from roadworthy.writers.dotenv import Documented, add, names, quoted, sound
from roadworthy.writers.edits import edited

PORT = Documented("WEB_PORT", "3000", "the host's port of `web`, in compose.yaml")


def added(text: str, *variables: Documented) -> str:
    return edited(text, add(Source(".env.example", text), variables))


def test_a_variable_goes_behind_the_last_of_its_group() -> None:
    text = "# Web\nWEB_HOST=localhost\n# WEB_DEBUG=1\n\n# Database\nDB_HOST=db\n"
    assert added(text, PORT) == (
        "# Web\nWEB_HOST=localhost\n# WEB_DEBUG=1\n# the host's port of `web`, in compose.yaml\nWEB_PORT=3000\n\n# Database\nDB_HOST=db\n"
    )


def test_the_group_is_the_one_that_shares_the_most_words() -> None:
    text = "AWS_REGION=\nAWS_S3_BUCKET=\nAWS_SES_FROM=\n"
    assert added(text, Documented("AWS_S3_KEY")) == "AWS_REGION=\nAWS_S3_BUCKET=\nAWS_S3_KEY=\nAWS_SES_FROM=\n"


def test_without_a_group_it_goes_to_the_end_as_a_block_of_its_own() -> None:
    assert added("DB_HOST=db\n", PORT) == "DB_HOST=db\n\n# the host's port of `web`, in compose.yaml\nWEB_PORT=3000\n"
    assert added("DB_HOST=db\n\n", Documented("A")) == "DB_HOST=db\n\nA=\n"
    assert added("", Documented("A"), Documented("B")) == "A=\nB=\n"
    assert added("X_A=1\n", Documented("Y"), Documented("X_B"), Documented("Z")) == "X_A=1\nX_B=\n\nY=\nZ=\n"


def test_line_ends_and_a_missing_last_one_stay_as_they_are() -> None:
    assert added("A=1\r\nB=2\r\n", Documented("C", "3", "c")) == "A=1\r\nB=2\r\n\r\n# c\r\nC=3\r\n"
    assert added("A=1\nB=2", Documented("C")) == "A=1\nB=2\n\nC="
    assert added("C_A=1", Documented("C_B")) == "C_A=1\nC_B="


def test_what_exports_goes_on_exporting() -> None:
    assert added("export A_B=1\n", Documented("A_C")) == "export A_B=1\nexport A_C=\n"
    assert added("export A_B=1\nA_C=\n", Documented("A_D")) == "export A_B=1\nA_C=\nA_D=\n"


@pytest.mark.parametrize("text", ["WEB_PORT=80\n", "# WEB_PORT=\n", "#export WEB_PORT=1\n", "WEB_PORT\n", "export WEB_PORT=\n"])
def test_what_is_there_is_not_added_again(text: str) -> None:
    assert added(text, PORT) == text


def test_a_name_that_no_such_file_holds_is_passed_over() -> None:
    assert added("A=1\n", Documented("A B"), Documented("x=y"), Documented("1"), Documented("Ä"), Documented("a\nb")) == "A=1\n"


def test_a_value_over_several_lines_is_not_cut() -> None:
    text = 'A_KEY="one\n# A_X=\ntwo"\nB=1\n'
    assert added(text, Documented("A_Z")) == 'A_KEY="one\n# A_X=\ntwo"\nA_Z=\nB=1\n'


def test_a_comment_is_one_line() -> None:
    assert added("", Documented("A", "", "read in\n a\tb\x1b.py")) == "# read in a b .py\nA=\n"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("3000", "3000"),
        ("http://localhost:80/a?b", "'http://localhost:80/a?b'"),
        ("two words", "'two words'"),
        ("a#b", "'a#b'"),
        ("$HOME", "'$HOME'"),
        ("it's", '"it\'s"'),
        ("it's $5", ""),
        ("a\nb", ""),
        ("C:\\dir", "'C:\\dir'"),
        ("C:\\dir\\", ""),
        ("", ""),
    ],
)
def test_a_value_is_written_as_every_dialect_reads_it(value: str, written: str) -> None:
    assert quoted(value) == written


LINES = st.lists(
    st.sampled_from(
        [
            "A_B=1",
            "# A_C=2",
            "",
            "export D=1",
            'E="x',
            'y"',
            "F='",
            "words here",
            "# A",
            "A_D",
            "G: h",
            "\r",
            " A_E = 1 # c",
            "#",
        ]
    ),
    max_size=8,
)
VARIABLES = st.lists(
    st.builds(
        Documented,
        st.sampled_from(["A_B", "A_X", "D", "Z_A", "Z_B", "E", "F_A"]) | st.text(max_size=5),
        st.text(max_size=8) | st.text("ab '\"\\$#`!", max_size=6),
        st.text(max_size=8),
    ),
    max_size=4,
)


@given(LINES, st.sampled_from(["\n", "\r\n"]), st.booleans(), VARIABLES)
@settings(max_examples=300, deadline=None)
def test_any_file_keeps_its_lines_and_takes_each_variable_once(
    lines: list[str], end: str, closed: bool, variables: list[Documented]
) -> None:
    text = end.join(lines) + (end if closed and lines else "")
    before = Source(".env.example", text)
    result = added(text, *variables)
    after = Source(".env.example", result)
    rest = iter(result)
    assert all(character in rest for character in text), "the old text is what is left without the new"
    if not sound(before, after):  # a quote that nothing closed may find its other half
        assert added(result, *variables) == result
        values = {v.key.text: v.value.text for v in parse(after.whole())}
        for variable in variables:
            if variable.name in names(after) - names(before) and quoted(variable.value):
                first = next(v for v in variables if v.name == variable.name)
                assert values[variable.name] == first.value or not quoted(first.value)
