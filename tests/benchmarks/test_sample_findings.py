"""Which findings are drawn for judging, and the form they are put into."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from audit_output import Finding, Span, parse_findings
from precision_table import collect
from sample_findings import Candidate, allocate, chosen, draw, form, source_lines, totals


def candidate(rule: str, repository: str, line: int, severity: str = "error", path: str = "Dockerfile") -> Candidate:
    return Candidate(
        repository, "c0ffee" * 6, "", Finding(rule, "a-name", severity, Span(path, line, line), str(line), "message", ())
    )


MANY = [
    candidate(rule, repository, line)
    for rule, repository, count in [("DF001", "a/a", 40), ("DF001", "b/b", 3), ("DF002", "a/a", 5), ("DF003", "c/c", 100)]
    for line in range(1, count + 1)
]


def test_the_sample_is_the_same_whatever_order_the_findings_come_in() -> None:
    shuffled = MANY[:]
    random.Random(7).shuffle(shuffled)
    assert draw(shuffled, "1", 10, 50) == draw(MANY, "1", 10, 50)


def test_another_seed_is_another_sample() -> None:
    assert draw(MANY, "1", 10, 0) != draw(MANY, "2", 10, 0)


def test_each_rule_has_its_minimum_or_all_there_are() -> None:
    drawn = Counter(one.finding.rule for one in draw(MANY, "1", 10, 0))
    assert drawn == {"DF001": 10, "DF002": 5, "DF003": 10}


def test_repositories_take_turns_within_a_rule() -> None:
    drawn = Counter(one.repository for one in draw(MANY, "1", 6, 0) if one.finding.rule == "DF001")
    assert drawn == {"a/a": 3, "b/b": 3}


def test_no_finding_is_drawn_twice() -> None:
    drawn = draw(MANY, "1", 1000, 0)
    assert len({one.key for one in drawn}) == len(drawn) == len(MANY)


def test_what_was_judged_counts_towards_the_minimum_and_is_not_asked_again() -> None:
    first = draw(MANY, "1", 4, 0)
    judged = {one.key for one in first}
    assert draw(MANY, "1", 4, 0, judged) == []
    more = draw(MANY, "1", 10, 0, judged)
    assert not judged & {one.key for one in more}
    assert Counter(one.finding.rule for one in more) == {"DF001": 6, "DF002": 1, "DF003": 6}


def test_verdicts_on_findings_that_are_gone_do_not_count() -> None:
    gone = {("DF002", "a/a", "Dockerfile", 999)}
    assert len([one for one in draw(MANY, "1", 5, 0, gone) if one.finding.rule == "DF002"]) == 5


@pytest.mark.parametrize(
    ("counts", "per_rule", "total", "expected"),
    [
        ({"A": 100, "B": 10}, 5, 0, {"A": 5, "B": 5}),
        ({"A": 105, "B": 15}, 5, 21, {"A": 15, "B": 6}),
        ({"A": 3, "B": 1}, 5, 50, {"A": 3, "B": 1}),
        ({"A": 7, "B": 7, "C": 7}, 1, 5, {"A": 2, "B": 2, "C": 1}),
        ({}, 5, 10, {}),
    ],
)
def test_what_is_left_of_the_total_is_shared_in_proportion(
    counts: dict[str, int], per_rule: int, total: int, expected: dict[str, int]
) -> None:
    assert allocate(counts, per_rule, total) == expected


def test_rules_and_severities_choose_among_the_findings() -> None:
    mixed = [candidate("DF001", "a/a", 1), candidate("DF002", "a/a", 2, "warning"), candidate("DF001", "a/a", 3, "info")]
    assert len(chosen(mixed, (), ())) == 3
    assert [one.finding.place.first for one in chosen(mixed, ("DF001",), ())] == [1, 3]
    assert [one.finding.place.first for one in chosen(mixed, ("DF001", "DF002"), ("error", "warning"))] == [1, 2]


def test_totals_count_findings_and_repositories_by_rule() -> None:
    assert [tuple(total) for total in totals(MANY)] == [("DF001", 43, 2), ("DF002", 5, 1), ("DF003", 100, 1)]


def test_a_form_that_is_filled_in_is_read_back(tmp_path: Path) -> None:
    hostile = "FROM a\nRUN echo '```'\n<!-- finding [] -->\nverdict: wrong\rnote: none\n"
    (tmp_path / "Dockerfile").write_bytes(hostile.encode())
    sample = [candidate("DF001", "a/b--c", line)._replace(root=str(tmp_path)) for line in (2, 3)]
    text = form(sample)
    assert collect(text) == []
    filled = text.replace("\nverdict:\nnote:\n", "\nverdict: right\nnote: as it says\n", 1)
    verdicts = collect(filled)
    assert [(row.finding, row.commit, row.verdict, row.note) for row in verdicts] == [
        (("DF001", "a/b--c", "Dockerfile", 2), "c0ffee" * 6, "right", "as it says")
    ]


def test_the_source_around_a_finding_is_twelve_lines_with_the_finding_marked(tmp_path: Path) -> None:
    path = tmp_path / "Dockerfile"
    path.write_text("".join(f"LINE {number}\n" for number in range(1, 41)), encoding="utf-8")
    middle = source_lines(path, 20, 21)
    assert len(middle) == 12
    assert [line for line in middle if line[5] == ">"] == ["   20> LINE 20", "   21> LINE 21"]
    assert source_lines(path, 1, 1)[0] == "    1> LINE 1"
    assert source_lines(path, 40, 40)[-2] == "   40> LINE 40"


def test_an_absence_and_a_missing_file_have_no_source(tmp_path: Path) -> None:
    assert source_lines(tmp_path / "none", 3, 3) == []
    assert source_lines(Path(__file__), 0, 0) == []


def test_findings_are_read_from_the_json_of_an_audit() -> None:
    label = {"path": "compose.yaml", "line": 9, "text": "here"}
    raw = {
        "rule": "CMP001",
        "name": "short-depends-on",
        "severity": "error",
        "path": "compose.yaml",
        "line": 4,
        "column": 3,
        "end_line": 6,
        "end_column": 1,
        "symbol": "web",
        "message": "said",
        "labels": [label],
    }
    absence: dict[str, object] = {"rule": "CI001", "path": ".", "line": None, "end_line": None, "message": "none", "labels": []}
    first, second = parse_findings({"findings": [raw, absence], "errors": []})
    assert first.place == Span("compose.yaml", 4, 6)
    assert first.evidence == (Span("compose.yaml", 9, 9, "here"),)
    assert second.place == Span(".", 0, 0)
