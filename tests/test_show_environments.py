"""`roadworthy show environments`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from roadworthy.cli import main
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.deployment.environment_code import environments_of

WORKFLOW = """\
on: push
jobs:
  ship:
    runs-on: ubuntu-24.04
    environment: production
    steps:
      - run: helm upgrade parcels chart -f chart/values-production.yaml
"""


def test_an_environment_is_shown_with_what_deploys_and_what_creates_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path, text in {
        ".github/workflows/ship.yml": WORKFLOW,
        "chart/values-production.yaml": "replicas: 3\n",
        "chart/values-staging.yaml": "replicas: 2\n",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    assert main(["show", "environments", "--root", str(tmp_path), "--format", "json"]) == 0
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)["environments"]}
    assert rows["production"]["kind"] == "production"
    assert rows["production"]["deployed"] == [".github/workflows/ship.yml:5"]
    assert rows["production"]["sources"] == ["chart/values-production.yaml"]
    assert rows["staging"]["deployed"] == []
    assert main(["show", "environments", "--root", str(tmp_path)]) == 0
    assert "created at chart/values-staging.yaml" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("command", "host"),
    [
        ("scp -r build deploy@web1.example:/srv", "web1.example"),
        ("rsync -az --delete build/ deploy@web1.example:/srv", "web1.example"),
        ("ssh -o BatchMode=yes deploy@web1.example 'systemctl restart parcels'", "web1.example"),
        ("ssh deploy@$HOST restart", ""),
        ("rsync -a a/ b/", ""),
        ("kubectl apply -f k8s/", ""),
    ],
)
def test_a_machine_is_known_by_the_name_that_it_is_called_by(command: str, host: str) -> None:
    text = WORKFLOW.replace("helm upgrade parcels chart -f chart/values-production.yaml", f"{command} && kubectl apply -f k8s/")
    found = Repository(SampleTree({".github/workflows/ship.yml": text})).ask(environments_of)
    assert [one.host for one in found.deployed] == [host]


@given(st.lists(st.text(st.sampled_from("abpro/.-_values tfyml"), min_size=1, max_size=30), max_size=6))
def test_any_paths_are_looked_at(paths: list[str]) -> None:
    Repository(SampleTree(dict.fromkeys(paths, ""))).ask(environments_of)
