"""The comparison of secret scanners reads each one's report, and counts a file's found lines up to its risks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from secrets_peers import PEERS, _first_value, _hits

REPORTS = {
    "gitleaks": [{"File": "/t/a.env", "StartLine": 2}],
    "betterleaks": {"findings": [{"location": {"path": "/t/a.env", "start_line": 2}}]},
    "kingfisher": {"findings": [{"finding": {"path": "/t/a.env", "line": 2}}]},
    "credsweeper": [{"line_data_list": [{"path": "/t/a.env", "line_num": 2}, {"path": "/t/a.env", "line_num": 3}]}],
    "detect-secrets": {"results": {"/t/a.env": [{"line_number": 2}]}},
}


@pytest.mark.parametrize("name", PEERS)
def test_a_report_gives_the_places(name: str) -> None:
    assert PEERS[name].places(REPORTS[name]) == [("/t/a.env", 2)]


def test_a_summary_behind_the_report_is_left_alone() -> None:
    assert _first_value(json.dumps({"findings": []}) + '\n{"findings": 0}\n') == {"findings": []}


def test_a_file_counts_up_to_its_risks_and_the_rest_is_beyond() -> None:
    places = [("/t/a.env", 1), ("/t/a.env", 2), ("/t/a.env", 2), ("b.txt", 1)]
    assert _hits(places, Path("/t"), {"a.env": (1, 0)}) == (1, 2)


def test_no_scanner_validates_over_the_network() -> None:
    assert "--no-validate" in PEERS["kingfisher"].arguments
    assert "--no-verify" in PEERS["detect-secrets"].arguments
    assert "--validate" not in PEERS["betterleaks"].arguments
