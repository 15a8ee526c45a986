"""The two example applications, from end to end: one breaks what is judged so far, the other satisfies it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

import pytest
from roadworthy.cli import main

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
JUDGED = [
    "1.2",
    "1.3",
    "1.5",
    "3.1.1",
    "3.1.2",
    "3.1.3",
    "3.1.4",
    "3.1.5",
    "3.1.6",
    "3.1.7",
    "3.1.8",
    "3.1.9",
    "3.2.1",
    "3.2.2",
    "3.2.3",
    "3.2.4",
    "3.2.5",
    "3.2.6",
    "3.2.7",
    "4.1.1",
    "4.1.2",
    "4.1.3",
    "4.1.4",
    "4.1.5",
    "4.1.6",
    "4.1.7",
    "4.1.8",
    "4.2.1",
    "4.2.2",
    "4.2.3",
    "4.2.4",
    "4.2.5",
    "5.1.1",
    "5.1.2",
    "5.1.3",
    "5.1.5",
    "5.1.6",
    "5.2.1",
    "5.2.2",
    "5.2.3",
    "5.2.4",
    "5.2.6",
    "6.1.1",
    "6.1.2",
    "6.1.3",
    "6.1.4",
    "6.1.5",
    "6.2.1",
    "7.1.1",
    "7.1.2",
    "7.1.3",
    "7.1.4",
    "7.2.1",
    "8.1",
    "8.2",
    "8.3",
    "8.4",
    "8.5",
]


def set_up(name: str, folder: Path) -> Path:
    """A fresh git repository with the application; the credential that dirt-trail needs is made here, and is worth nothing."""
    target = folder / name
    shutil.copytree(EXAMPLES / name, target)
    if name == "dirt-trail":
        (target / ".env").write_text(f"DB_PASSWORD={token_urlsafe(18)}\n")
    subprocess.run(["git", "-C", str(target), "init", "-q"], check=True)
    if name == "paved-road":  # whose documents are always those of today's rules
        main(["report", "--root", str(target)])
    subprocess.run(["git", "-C", str(target), "add", "-A", "-f"], check=True)
    return target


def audit(target: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    capsys.readouterr()
    main(["audit", "--root", str(target), "--checklist", "--format", "json"])
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report


@pytest.fixture
def rows(request: pytest.FixtureRequest, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, Any]]:
    report = audit(set_up(request.param, tmp_path), capsys)
    assert report["errors"] == []
    return {row["item"]: row for row in report["checklist"]}


@pytest.mark.parametrize("rows", ["dirt-trail"], indirect=True)
@pytest.mark.parametrize("item", JUDGED)
def test_the_dirt_trail_breaks_every_item_that_is_judged(rows: dict[str, dict[str, Any]], item: str) -> None:
    assert rows[item]["state"] == "GAP"


@pytest.mark.parametrize("rows", ["paved-road"], indirect=True)
@pytest.mark.parametrize("item", JUDGED)
def test_the_paved_road_satisfies_every_item_that_is_judged(rows: dict[str, dict[str, Any]], item: str) -> None:
    row = rows[item]
    if row["state"] == "UNKNOWN":  # what is only partly judged cannot pass yet, but has its evidence
        assert row["searched"][0].startswith("not judged yet: ")
        assert row["evidence"]
    else:
        assert row["state"] in ("PASS", "ATTESTED"), row


def test_the_paved_road_has_no_finding_at_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [found for found in audit(set_up("paved-road", tmp_path), capsys)["findings"] if not found["known"]] == []


def test_mending_one_thing_changes_just_its_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = set_up("dirt-trail", tmp_path)
    before = {row["item"]: row["state"] for row in audit(target, capsys)["checklist"]}
    dockerfile = target / "Dockerfile"
    dockerfile.write_text(dockerfile.read_text().replace("CMD gunicorn", "USER 10001\nCMD gunicorn"))
    after = {row["item"]: row["state"] for row in audit(target, capsys)["checklist"]}
    assert {item for item in before if before[item] != after[item]} == {"4.1.6"}
    assert after["4.1.6"] == "PASS"
