"""TODO.md: entries to the letter of the format, and the finding that an entry stands for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.parsing.todo import decode_identity, encode_identity, entries, known_gaps

LEDGER = """# TODO

## Open
- [ ] devops: stage `runtime` runs as root (`DF006 Dockerfile#runtime`) — a break-in is root _(ref: agents/devops-engineer.md)_
- [~] devops: no health check (`DF015 api/Dockerfile#runtime`)
  in the service's image — nobody notices a dead process _(ref: agents/devops-engineer.md)_
* [ ] frontend: prettier buttons

## Done
- [x] 2026-01-15 devops: pinned the base (`DF002 Dockerfile#build`) — it differs tomorrow _(ref: agents/devops-engineer.md)_
- [X] 2026-02-01 tidy up
- [?] who wrote this
- no task
"""


def test_an_entry_is_read_to_the_letter_of_its_format() -> None:
    first = entries(LEDGER)[0]
    assert first.mark == " "
    assert first.prefix == "devops"
    assert first.description == "stage `runtime` runs as root (`DF006 Dockerfile#runtime`)"
    assert first.risk == "a break-in is root"
    assert first.ref == "agents/devops-engineer.md"
    assert first.identity == ("DF006", "Dockerfile", "runtime")
    assert (first.section, first.line, first.date) == ("Open", 4, "")


def test_every_entry_is_there_with_its_mark_section_and_date() -> None:
    found = [(entry.mark, entry.section, entry.date, entry.prefix) for entry in entries(LEDGER)]
    assert found == [
        (" ", "Open", "", "devops"),
        ("~", "Open", "", "devops"),
        (" ", "Open", "", "frontend"),
        ("x", "Done", "2026-01-15", "devops"),
        ("x", "Done", "2026-02-01", ""),
        ("?", "Done", "", ""),
    ]


def test_an_entry_goes_on_over_indented_lines() -> None:
    entry = entries(LEDGER)[1]
    assert (entry.line, entry.end_line) == (5, 6)
    assert entry.description.endswith("in the service's image")
    assert entry.risk == "nobody notices a dead process"


def test_known_gaps_are_what_open_and_in_progress_entries_name() -> None:
    assert known_gaps(LEDGER) == {("DF006", "Dockerfile", "runtime"), ("DF015", "api/Dockerfile", "runtime")}


def test_a_secret_is_never_a_known_gap() -> None:
    assert known_gaps("- [ ] devops: rotate it (`SEC001 .env#TOKEN`) — leaked\n") == frozenset()


@pytest.mark.parametrize(
    "hidden",
    ["```\n{}\n```\n", "~~~~ text\n{}\n~~~\n~~~~\n", "<!--\n{}\n-->\n", "<!-- {} -->\n"],
)
def test_what_a_reader_does_not_see_as_a_task_is_no_entry(hidden: str) -> None:
    text = hidden.format("- [ ] devops: x (`DF006 Dockerfile#a`) — y") + "- [ ] devops: seen — z\n"
    assert [entry.description for entry in entries(text)] == ["seen"]


@pytest.mark.parametrize("line", ["- [] x", "- [ ]x", "-[ ] x", "[ ] x", "- [xx] y", "1. x", "- [link](url)"])
def test_what_is_no_task_is_no_entry(line: str) -> None:
    assert entries(line) == ()


def test_an_em_dash_inside_code_divides_nothing() -> None:
    entry = entries("- [ ] devops: use `a — b` here — risk — and more")[0]
    assert (entry.description, entry.risk) == ("use `a — b` here", "risk — and more")


def test_windows_line_ends_and_nesting_change_nothing() -> None:
    text = LEDGER.replace("\n", "\r\n")
    assert [entry[:9] for entry in entries(text)] == [entry[:9] for entry in entries(LEDGER)]
    nested = entries("- [ ] devops: outer — r\n  - [ ] devops: inner — r\n")
    assert [entry.description for entry in nested] == ["outer", "inner"]


def test_the_place_of_an_entry_is_all_of_it() -> None:
    source = Source("TODO.md", LEDGER)
    place = entries(source)[1].place
    assert (place.path, place.line, place.column, place.end_line) == ("TODO.md", 5, 1, 6)
    assert place.end_column == len(source.line(6))


def test_what_would_end_a_part_of_an_identity_is_encoded() -> None:
    assert encode_identity("DF006", "a b/Docker#file`", "x — y%") == "DF006 a%20b/Docker%23file%60#x%20%E2%80%94%20y%25"
    assert encode_identity("ENV001", "übung/.env", "A") == "ENV001 übung/.env#A"


@pytest.mark.parametrize(
    "span", ["", "DF006", "DF006 ", "pip install x", "df006 a#b", "DF006 a b", "DF006 a%#b", "DF006 a%ff#b", "DF006 #b"]
)
def test_other_code_is_no_identity(span: str) -> None:
    assert decode_identity(span) is None


def test_an_identity_may_go_without_a_symbol() -> None:
    assert decode_identity("CI001 .gitlab-ci.yml") == ("CI001", ".gitlab-ci.yml", "")


PARTS = st.text(max_size=20) | st.text("`#%— \n\t/a", max_size=12)


@given(st.from_regex(r"[A-Z]{2,8}[0-9]{2,4}", fullmatch=True), PARTS.filter(bool), PARTS)
@settings(max_examples=300)
def test_an_identity_survives_the_ledger(code: str, path: str, symbol: str) -> None:
    span = encode_identity(code, path, symbol)
    assert decode_identity(span) == (code, path, symbol)
    entry = entries(f"- [ ] devops: something (`{span}`) — a risk _(ref: agents/devops-engineer.md)_")[0]
    assert entry.identity == (code, path, symbol)
    assert entry.risk == "a risk"


@given(
    st.lists(
        st.sampled_from(
            ["- [ ] ", "- [x] ", "  ", "\n", "`", "``", "```", " — ", "#", "<!--", "-->", "a: ", "_(ref: x)_", "\r\n", "~~~"]
        )
    ).map("".join)
    | st.text()
)
@settings(max_examples=300)
def test_no_text_raises_and_entries_stand_where_they_say(text: str) -> None:
    source = Source("TODO.md", text)
    for entry in entries(source):
        assert source.line(entry.line)[entry.place.column - 1] in "-*+"
        assert entry.end_line >= entry.line
    known_gaps(text)


def test_a_huge_ledger_is_read() -> None:
    line = "- [ ] devops: " + "`" * 50 + " `DF006 a#b` — c\n"
    assert len(entries(line * 5_000)) == 5_000
    assert len(entries("- [ ] " + "` `` " * 20_000)) == 1
