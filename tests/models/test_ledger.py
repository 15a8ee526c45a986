"""TODO.md as a ledger: which lines mean to be a task, and the right form that is nearest."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.ledger import Claim, Ledger, claims, day_in, is_day, ledger, lost
from roadworthy.parsing.todo import entries

REF = "_(ref: agents/devops-engineer.md)_"
RIGHT = f"- [ ] devops: pin the base — it differs tomorrow {REF}\n"


def ledger_of(text: str) -> Ledger:
    found = ledger(Repository(SampleTree({"TODO.md": text})), "TODO.md")
    assert isinstance(found, Ledger)
    return found


def claim(line: str) -> Claim:
    (found,) = claims(ledger_of(RIGHT + line + "\n"))
    return found


@pytest.mark.parametrize(
    ("line", "nearest"),
    [
        (f"- [] devops: a — b {REF}", f"- [ ] devops: a — b {REF}"),
        (f"- [ ]devops: a — b {REF}", f"- [ ] devops: a — b {REF}"),
        (f"- devops: a — b {REF}", f"- [ ] devops: a — b {REF}"),
        (f"1. [ ] devops: a — b {REF}", f"- [ ] devops: a — b {REF}"),
        ("[ ] devops: a", f"- [ ] devops: a — <risk if it is not addressed> {REF}"),
        ("- [ ] DevOps: a - b", f"- [ ] devops: a — b {REF}"),
        ("- [ ] **devops**: a – b", f"- [ ] devops: a — b {REF}"),
        ("- [ ] devops: use `a - b` -- c", f"- [ ] devops: use `a - b` — c {REF}"),
        ("- [~] devops: a — b (ref: agents/devops-engineer.md)", f"- [~] devops: a — b {REF}"),
        ("- [~] devops: a — b _(ref: agents/other.md)_", f"- [~] devops: a — b {REF}"),
        ("- [ ] devops:", f"- [ ] devops: <what to do> — <risk if it is not addressed> {REF}"),
        ("- [✓] devops: a 2026-1-5", f"- [x] 2026-01-05 devops: a 2026-1-5 {REF}"),
        ("- [x] 2026/01/15: devops: a", f"- [x] 2026-01-15 devops: a {REF}"),
        (f"- [ ] 2026-01-15 devops: a — b {REF}", f"- [ ] devops: a — b {REF}"),
        (f"- [?] devops: a — b {REF}", f"- [ ] devops: a — b {REF}"),
    ],
)
def test_the_nearest_right_form_is_told(line: str, nearest: str) -> None:
    found = claim(line)
    assert found.nearest == nearest
    assert found.place.line == 2
    assert found.why


def test_what_is_told_is_right_once_its_gaps_are_filled() -> None:
    for line in ("- [] devops: a", "- [ ] DevOps: a - b", "[ ] devops: x — y"):
        filled = claim(line).nearest.replace("<risk if it is not addressed>", "it breaks")
        assert list(claims(ledger_of(RIGHT + filled))) == []


@pytest.mark.parametrize(
    "line",
    [
        "DevOps: who to ask",
        "- DevOps: who to ask",
        "- [ ] devops-tools: x",
        "- [ ] frontend: ask devops: now",
        "- [x] 2026-01-15 devops: whatever",
        "* [ ] devops: a — b " + REF,
    ],
)
def test_what_means_nothing_of_the_kind_is_left_alone(line: str) -> None:
    assert list(claims(ledger_of(RIGHT + line + "\n"))) == []


@pytest.mark.parametrize("text", ["- [ ] DevOps: x\n", "- [ ] devops: x\n", "- [x] devops: y\n", "", "devops"])
def test_other_people_s_lists_are_no_ledger(text: str) -> None:
    assert not ledger_of(text).kept


def test_days_are_those_of_the_calendar() -> None:
    assert is_day("2026-02-28")
    assert not any(map(is_day, ("2026-02-30", "2026-2-3", "20260203", "", "x")))
    assert day_in("on 2026.1.5, or 2027-01-01") == "2026-01-05"
    assert day_in("12026-01-01 2026-13-01") == ""


def test_a_done_task_that_stands_twice_is_missed_when_one_is_taken() -> None:
    line = f"- [x] 2026-01-15 devops: a — b {REF}\n"
    assert [found.now for found in lost(ledger_of(line * 2), ledger_of(line))] == [None]
    assert list(lost(ledger_of(line), ledger_of(line * 2))) == []


@given(
    st.text(alphabet="-*[] x~>devops:—–`_(ref)2026/01\n\t", max_size=120)
    | st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=80)
)
@settings(max_examples=300)
def test_any_text_is_read(text: str) -> None:
    for whole in (text, RIGHT + text):
        read = ledger_of(whole)
        for found in claims(read):
            assert 1 <= found.place.line <= whole.count("\n") + 1
            entry = entries(Source("TODO.md", found.nearest))[0]
            assert entry.prefix == "devops"
        list(lost(read, ledger_of("")))
