"""One fact, one finding: the value is told where it was found, and the checklist still knows everything."""

from __future__ import annotations

import json
import random
import string
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from roadworthy.absorption import YIELDS_IN_FILE, YIELDS_TO
from roadworthy.catalogue import rules_of
from roadworthy.cli import main

if TYPE_CHECKING:
    from pathlib import Path

VALUE = "".join(random.Random(11).choices(string.ascii_letters + string.digits, k=26))


def audit(folder: Path, capsys: pytest.CaptureFixture[str], **files: str) -> tuple[set[tuple[str, int]], dict[str, str]]:
    """The findings as `(code, line)`, and the state of each item."""
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text)
    subprocess.run(["git", "-C", str(folder), "init", "-q"], check=True)
    subprocess.run(["git", "-C", str(folder), "add", "-A", "-f"], check=True)
    main(["audit", "--root", str(folder), "--format", "json", "--checklist", "--select", "SEC,DF010"])
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    states = {row["item"]: row["state"] for row in report["checklist"]}
    return {(finding["rule"], finding["line"]) for finding in report["findings"]}, states


def test_a_value_in_a_dockerfile_is_told_once_and_its_items_stay_gaps(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found, states = audit(tmp_path, capsys, Dockerfile=f"FROM python:3.12\nENV API_TOKEN={VALUE}\n")
    assert found == {("SEC004", 2)}
    assert states["4.1.4"] == states["5.2.1"] == "GAP"


def test_the_structure_is_told_where_there_is_no_value(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found, _ = audit(tmp_path, capsys, Dockerfile="FROM python:3.12\nARG API_TOKEN\n")
    assert found == {("DF010", 2)}


def test_a_waived_value_speaks_for_no_other_rule(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = f"FROM python:3.12\n# roadworthy: ignore[SEC004] made up for the manual\nENV API_TOKEN={VALUE}\n"
    assert ("DF010", 3) in audit(tmp_path, capsys, Dockerfile=text)[0]


def test_a_tracked_environment_is_told_by_its_value_or_else_as_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found, states = audit(tmp_path, capsys, _env=f"A=1\nDB_PASSWORD={VALUE}\n")
    assert found == {("SEC004", 2)}
    assert states["5.2.1"] == states["5.2.3"] == "GAP"
    assert {code for code, _ in audit(tmp_path, capsys, _env="DB_PASSWORD=postgres\n")[0]} == {"SEC007", "SEC013"}


def test_compose_with_a_build_argument_is_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = f"services:\n  web:\n    build:\n      context: .\n      args:\n        NPM_TOKEN: {VALUE}\n"
    found, states = audit(tmp_path, capsys, compose_yaml=text)
    assert found == {("SEC004", 6)}
    assert states["5.2.3"] == states["5.2.4"] == "GAP"


def test_the_codes_that_yield_and_those_they_yield_to_are_rules() -> None:
    codes = {rule.code for rule in rules_of()}
    for table in (YIELDS_TO, YIELDS_IN_FILE):
        assert set(table) | {code for others in table.values() for code in others} <= codes
