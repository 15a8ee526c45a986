"""What people attested, and the row over the three pillars."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from roadworthy.answers import attested, three_pillars
from roadworthy.cli import main
from roadworthy.core.excerpt import Place
from roadworthy.core.finding import Row
from roadworthy.models.settings import Attestation

ANSWER = Attestation(
    "5.2.5", "the broker hands out credentials for an hour", "https://wiki.example/broker", "platform", "2026-01-02", "2026-07-02",
    Place(".roadworthy.yaml", 2),
)  # fmt: skip
PLACE = Place("app.py", 3, 1, 3, 4, "here")


def row(state: Any, item: str = "5.2.5") -> Row:
    return Row(item, state, (PLACE,) if state in ("GAP", "PASS") else (), ())


def test_an_answer_settles_what_is_unknown() -> None:
    settled = attested(row("UNKNOWN"), ANSWER, "2026-03-01")
    assert settled.state == "ATTESTED"
    assert settled.evidence[0].path == ".roadworthy.yaml"
    assert settled.attestation is not None
    for part in (ANSWER.statement, ANSWER.evidence, ANSWER.owner, ANSWER.date, ANSWER.expires):
        assert part in settled.attestation


def test_an_answer_never_hides_a_gap_and_is_shown_beside_it() -> None:
    both = attested(row("GAP"), ANSWER, "2026-03-01")
    assert both.state == "GAP"
    assert both.evidence == (PLACE,)
    assert both.attestation is not None


@pytest.mark.parametrize("today", ["2026-07-03", "2030-01-01"])
def test_an_expired_answer_is_unknown_again(today: str) -> None:
    expired = attested(row("UNKNOWN"), ANSWER, today)
    assert expired.state == "UNKNOWN"
    assert "2026-07-02" in expired.searched[0]
    assert expired.attestation is None


def test_an_answer_holds_on_its_last_day() -> None:
    assert attested(row("UNKNOWN"), ANSWER, "2026-07-02").state == "ATTESTED"


@pytest.mark.parametrize(
    ("states", "sum_"),
    [
        (["PASS", "PASS", "PASS"], "PASS"),
        (["PASS", "ATTESTED", "PASS"], "PASS"),
        (["PASS", "PASS", "N/A"], "PASS"),
        (["PASS", "UNKNOWN", "PASS"], "UNKNOWN"),
        (["PASS", "UNKNOWN", "GAP"], "GAP"),
        (["N/A", "N/A", "N/A"], "N/A"),
    ],
)
def test_the_pillars_stand_when_each_of_them_does(states: list[Any], sum_: str) -> None:
    pillars = [row(state, item) for state, item in zip(states, ("7.1.1", "7.2.1", "7.3.1"))]
    assert three_pillars(row("UNKNOWN", "7"), pillars).state == sum_


def test_an_audit_reads_the_answers_from_the_configuration(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / ".roadworthy.yaml").write_text(
        "attest:\n  1.2:\n    statement: the history was searched by hand\n    evidence: https://wiki.example/broker\n"
        "    owner: platform\n    date: 2026-01-02\n    expires: 9999-01-01\n"
    )
    main(["audit", "--root", str(tmp_path), "--checklist", "--format", "json"])
    rows = {row["item"]: row for row in json.loads(capsys.readouterr().out)["checklist"]}
    assert rows["1.2"]["state"] == "ATTESTED"
    assert rows["1.2"]["evidence"][0] == {
        "path": ".roadworthy.yaml", "line": 2, "text": "the history was searched by hand"
    }  # fmt: skip
