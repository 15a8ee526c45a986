"""Measuring, apart from the clock: what is run how often, and how it is shown."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from dockerfile_speed import is_dockerfile, write_small
from environment import Figures, Measurement, interleave, measure, table

if TYPE_CHECKING:
    from collections.abc import Sequence


def test_commands_take_turns_and_the_first_round_is_not_counted() -> None:
    ran: list[str] = []

    def run(command: Sequence[str], cwd: Path | None) -> Measurement:
        ran.append(command[0])
        return Measurement(len(ran), 10 * len(ran), 0)

    medians = interleave({"ours": ["a"], "peer": ["b"]}, 3, run=run)
    assert ran == ["a", "b"] * 4
    assert medians == {"ours": Figures(5, 50, 3), "peer": Figures(6, 60, 3)}


@pytest.mark.skipif(sys.platform == "win32", reason="no resource usage of a child there")
def test_a_command_s_own_children_are_measured_with_it_and_its_status_is_kept(tmp_path: Path) -> None:
    hold = "memory = bytearray(150_000_000)"
    nested = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hold!r}]); sys.exit(3)"
    measured = measure([sys.executable, "-c", nested], tmp_path)
    assert measured.status == 3
    assert measured.peak > 140_000_000


def test_a_table_keeps_a_pipe_within_its_cell() -> None:
    assert table(("a", "b"), [("x | y", 1)]) == "| a | b |\n|---|---:|\n| x \\| y | 1 |"


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("Dockerfile", True),
        ("dockerfile", True),
        ("Dockerfile.dev", True),
        ("api.Dockerfile", True),
        ("Dockerfile.dockerignore", False),
        ("dockerfile_parse.py", False),
        ("Dockerfile.j2", False),
        ("Dockerfile.go", False),
        ("dockerfiles", False),
    ],
)
def test_dockerfiles_are_told_by_their_names(name: str, is_one: bool) -> None:
    assert is_dockerfile(name) is is_one


def test_small_dockerfiles_differ_from_each_other(tmp_path: Path) -> None:
    paths = write_small(tmp_path / "small", 6)
    texts = {Path(path).read_text(encoding="utf-8") for path in paths}
    assert len(set(paths)) == len(texts) == 6
