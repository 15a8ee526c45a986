"""The made inputs are the same each time and well formed; a budget's row says whether it was kept."""

from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import budgets
import growth
import made_trees
import pytest


def test_a_tree_is_the_same_each_time_and_has_as_many_files_as_asked() -> None:
    made = dict(made_trees.tree(300))
    assert len(made) == 300
    assert made == dict(made_trees.tree(300))
    for path, text in made.items():
        if path.endswith(".py"):
            compile(text, path, "exec")
        elif path.endswith(".json"):
            json.loads(text)
        elif path.endswith("compose.yaml"):
            assert path.replace("compose.yaml", "Dockerfile") in made


@pytest.mark.parametrize("files", [made_trees.five_files(), made_trees.delivery_files()], ids=["five", "delivery"])
def test_what_a_measured_commit_changes_is_clean_and_is_checked(files: dict[str, str], tmp_path: Path) -> None:
    paths = made_trees.write(tmp_path, files)
    made_trees.commit(tmp_path)
    command = [sys.executable, "-m", "roadworthy", "audit", "--format", "json", *paths]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert json.loads(done.stdout)["files_checked"] == len(paths)


def test_a_history_has_as_many_blobs_as_asked(tmp_path: Path) -> None:
    made_trees.history(tmp_path / "past", 50)
    listed = subprocess.run(
        ["git", "cat-file", "--batch-all-objects", "--batch-check=%(objecttype)"],
        cwd=tmp_path / "past",
        capture_output=True,
        text=True,
        check=True,
    )
    assert listed.stdout.split().count("blob") == 50


def test_a_row_says_whether_the_budget_was_kept(tmp_path: Path) -> None:
    quick, slow = [sys.executable, "-S", "-c", "pass"], [sys.executable, "-c", "sum(range(5_000_000))"]
    kept = budgets.Budget("quick", [quick], {"peer": [slow]}, tmp_path, 60.0, 1.0)
    assert budgets.row(kept, 1)[-1] == "yes"
    assert budgets.row(kept._replace(seconds=0.0), 1)[-1] == "NO"
    assert budgets.row(kept._replace(ours=[slow], peers={"peer": [quick]}), 1)[-1] == "NO"
    assert (
        budgets.row(kept._replace(ours=[slow], peers={"one": [quick], "two": [slow], "three": [slow]}, summed=True), 1)[-1]
        == "yes"
    )


def test_the_curve_is_an_image_with_a_mark_for_each_size() -> None:
    points = [growth.Point(files, files * 1000, files / 500, 50_000_000 + files * 1000) for files in (100, 500, 2000)]
    root = ET.fromstring(growth.drawn(points))
    assert len(root.findall("{http://www.w3.org/2000/svg}circle")) == 6
