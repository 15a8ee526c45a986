"""Example environment files: entries in and out of comments, what stands between key and value, and lines that are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.parsing.env_example import MOST_LINES, EnvExample, parse


def read(text: str) -> EnvExample:
    return parse(Source(".env.example", text).whole())


@pytest.mark.parametrize(
    ("line", "name", "value", "commented"),
    [
        ("PORT=8000", "PORT", "8000", False),
        ("export PORT='8000'", "PORT", "8000", False),
        ("# PORT=8000", "PORT", "8000", True),
        ("#PORT=", "PORT", "", True),
        ("## export PORT=8000", "PORT", "8000", True),
        ("# PORT = 8000", "PORT", "8000", True),
        ("#db_host=localhost", "db_host", "localhost", True),
        ("# TOKEN= # from the office", "TOKEN", "", True),
    ],
)
def test_an_entry_counts_in_a_comment_too(line: str, name: str, value: str, commented: bool) -> None:
    (entry,) = read(f"# before\n\n{line}\n").entries
    assert (entry.name, entry.value.text, entry.commented) == (name, value, commented)
    assert entry.key.place().line == 3
    assert entry.line.text == line


@pytest.mark.parametrize("line", ["# set PORT=8000 to move it", "# note: a == b", "# If so, PORT = 8000", "#! PORT", "# a = b"])
def test_prose_is_no_entry(line: str) -> None:
    assert read(line).entries == ()


def test_comments_tell_of_names_in_capitals() -> None:
    assert read("# With SMTP_HOST set, mail goes there. See MY_Docs and S3.\nSMTP_PORT=25\n").mentioned == {"SMTP_HOST"}


@pytest.mark.parametrize(
    ("line", "between", "comment"),
    [
        ("A=b", "=", None),
        ("A = b", " = ", None),
        ("A= # c", "= ", "# c"),
        ("A=# c", "=", "# c"),
        ("A='b' # c", "=", "# c"),
        ("A=b # c", "=", "# c"),
        ("A=b#c", "=", None),
        ("A: b", ": ", None),
    ],
)
def test_what_stands_around_the_value(line: str, between: str, comment: str | None) -> None:
    (entry,) = read(line).entries
    assert entry.between == between
    assert (entry.comment.text if entry.comment else None) == comment


@pytest.mark.parametrize(
    ("line", "kind"),
    [("just words", "no equals sign"), ("NAME", "no equals sign"), ("A: b", "colon"), ("1A=b", "name"), ("A-B=c", "name")],
)
def test_a_line_that_sets_nothing_is_a_fault(line: str, kind: str) -> None:
    assert [(fault.line.text, fault.kind) for fault in read(f"X=1\n{line}\n").faults] == [(line, kind)]


def test_a_value_over_several_lines_is_one_entry() -> None:
    made = read('KEY="first\nNO=entry\n# NONE=either\n"\nNEXT=1\r\n')
    assert [entry.name for entry in made.entries] == ["KEY", "NEXT"]
    assert made.faults == ()
    assert made.entries[1].line.text == "NEXT=1"


def test_templates_are_no_faults() -> None:
    assert read("{{ range . }}\n<% if x %>\n{% for a in b %}\n").faults == ()


def test_too_many_lines_are_cut_and_said() -> None:
    made = read("#\n" * MOST_LINES + "LATE=1\n")
    assert made.cut is not None
    assert made.entries == ()


LINES = st.lists(st.text(st.sampled_from("AB_1=#: \t'\"-\\\r{%$x"), max_size=12), max_size=12)


@given(LINES)
def test_every_line_is_an_entry_a_comment_or_a_fault_and_has_its_place(lines: list[str]) -> None:
    text = "\n".join(lines)
    made = read(text)
    for entry in made.entries:
        place = entry.key.place()
        assert text.split("\n")[place.line - 1][place.column - 1 :].startswith(entry.name)
    for fault in made.faults:
        assert fault.line.text.strip() in text


@given(st.text(max_size=200))
def test_nothing_raises(text: str) -> None:
    read(text)
