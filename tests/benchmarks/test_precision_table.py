"""When a rule is entitled to block, and the files its verdicts stand in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import precision_table
import pytest
from precision_data import Sampled, Total, Verdict, read_sampled, read_totals, read_verdicts, write_totals, write_verdicts
from precision_table import Score, collect, embed, main, merge, render, render_samples, score, shortfalls

if TYPE_CHECKING:
    from pathlib import Path


def verdict(line: int, word: str = "right", rule: str = "DF006", note: str = "") -> Verdict:
    return Verdict(rule, "owner/name", "c0ffee", "Dockerfile", line, word, note)


@pytest.mark.parametrize(
    ("right", "wrong", "debatable", "total", "entitled"),
    [
        (30, 0, 0, None, True),
        (29, 0, 0, None, False),
        (29, 1, 0, 500, True),
        (28, 2, 0, 500, False),
        (28, 0, 2, 500, False),
        (38, 2, 0, 500, True),
        (7, 0, 0, 7, True),
        (6, 0, 0, 7, False),
        (6, 1, 0, 7, False),
        (0, 0, 0, 0, True),
        (0, 0, 0, None, False),
    ],
)
def test_a_rule_blocks_with_thirty_judged_or_all_there_are_and_ninety_five_in_a_hundred_right(
    right: int, wrong: int, debatable: int, total: int | None, entitled: bool
) -> None:
    scores = {"DF006": Score(right + wrong + debatable, right, wrong, debatable)}
    totals = {} if total is None else {"DF006": Total("DF006", total, 1)}
    assert (shortfalls({"DF006": "error"}, scores, totals) == []) is entitled


def test_a_rule_that_does_not_block_needs_no_verdicts() -> None:
    assert shortfalls({"DF006": "warning", "DF007": "info"}, {}, {}) == []


def test_scores_count_each_verdict_of_each_rule() -> None:
    rows = [verdict(1), verdict(2, "wrong"), verdict(3, "debatable"), verdict(4), verdict(1, rule="DF001")]
    assert score(rows) == {"DF001": Score(1, 1, 0, 0), "DF006": Score(4, 2, 1, 1)}


def test_the_table_has_a_row_for_each_rule_and_one_for_all() -> None:
    table = render(score([verdict(1), verdict(2, "wrong"), verdict(1, rule="DF001")]), {"DF006": Total("DF006", 12, 3)})
    assert "| DF001 | - | 1 | 1 | 0 | 0 | 100% |" in table
    assert "| DF006 | 12 | 2 | 1 | 1 | 0 | 50% |" in table
    assert "| all | 12 | 3 | 2 | 1 | 0 | 67% |" in table


def test_the_samples_at_large_are_counted_by_rule_by_severity_and_together() -> None:
    table = render_samples(
        [
            Sampled("first", "error", verdict(1, "wrong")),
            Sampled("second", "warning", verdict(2)),
            Sampled("second", "warning", verdict(3, rule="DF001")),
        ]
    )
    assert "| DF006 | 1 | 0 | 1 | 0 | 0% | 1 | 1 | 0 | 0 | 100% |" in table
    assert "| all of severity `error` | 1 | 0 | 1 | 0 | 0% | 0 | 0 | 0 | 0 | - |" in table
    assert "| all | 1 | 0 | 1 | 0 | 0% | 2 | 2 | 0 | 0 | 100% |" in table


def test_a_row_of_another_sample_is_named_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "at-large.tsv"
    path.write_text(f"sample\tseverity\t{HEADING}third\terror\tDF006\ta/b\tc\tDockerfile\t3\tright\t\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=":2: 'third'"):
        read_sampled(path)


def test_two_tables_of_a_page_are_replaced_each_in_its_place() -> None:
    page = embed(embed("# Precision\n", "| one |"), "| two |", "other")
    assert embed(page, "| new |", "other") == page.replace("| two |", "| new |")


def test_the_table_is_replaced_in_its_place_and_nothing_else() -> None:
    page = embed("# Precision\n\nBefore.\n", "| one |")
    again = embed(page + "After.\n", "| two |")
    assert again == page.replace("| one |", "| two |") + "After.\n"


def test_verdicts_survive_writing_and_reading_and_stand_sorted(tmp_path: Path) -> None:
    path = tmp_path / "precision.tsv"
    rows = [verdict(3, "wrong", note="a\ttab and\na line"), verdict(2, rule="DF001")]
    write_verdicts(path, rows)
    assert read_verdicts(path) == [rows[1], rows[0]._replace(note="a tab and a line")]
    write_totals(tmp_path / "totals.tsv", [Total("DF006", 3, 2)])
    assert read_totals(tmp_path / "totals.tsv") == {"DF006": Total("DF006", 3, 2)}


HEADING = "rule\trepository\tcommit\tpath\tline\tverdict\tnote\n"


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("rule\tverdict\n", ":1:"),
        (HEADING + "DF006\ta/b\tc\tDockerfile\t3\tfine\t\n", ":2:"),
        (HEADING + "DF006\ta/b\tc\tDockerfile\tthree\tright\t\n", ":2:"),
        (HEADING + "DF006\ta/b\tc\tDockerfile\t3\tright\n", ":2:"),
        (HEADING + "DF006\ta/b\tc\tDockerfile\t3\tright\t\n" * 2, ":3:"),
    ],
)
def test_a_row_that_is_no_verdict_is_named_by_its_line(tmp_path: Path, text: str, where: str) -> None:
    path = tmp_path / "precision.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SystemExit, match=where):
        read_verdicts(path)


def test_a_slip_of_the_pen_in_a_form_is_not_lost() -> None:
    form = '\n<!-- finding ["DF006", "a/b", "c", "Dockerfile", 3] -->\nverdict: rigth\nnote:\n'
    with pytest.raises(SystemExit, match="rigth"):
        collect(form)


def test_a_finding_judged_again_has_the_fresh_verdict() -> None:
    assert merge([verdict(1), verdict(2)], [verdict(2, "wrong")]) == [verdict(1), verdict(2, "wrong")]


def test_check_fails_on_a_stale_page_and_passes_once_it_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(precision_table, "read_json", lambda command: [{"code": "DF006", "severity": "error"}])
    write_verdicts(tmp_path / "v.tsv", [verdict(line) for line in range(1, 31)])
    (tmp_path / "page.md").write_text("# Precision\n", encoding="utf-8")
    options = ["--verdicts", str(tmp_path / "v.tsv"), "--totals", str(tmp_path / "t.tsv"), "--page", str(tmp_path / "page.md")]
    options += ["--at-large", str(tmp_path / "none.tsv")]
    assert main([*options, "--check"]) == 1
    assert "page.md is stale" in capsys.readouterr().out
    assert main([*options, "--write"]) == 0
    assert main([*options, "--check"]) == 0
