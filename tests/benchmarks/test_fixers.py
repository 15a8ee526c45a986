"""The benchmark of the fixers: it mends copies, and names what was not kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fixers import main, problems
from roadworthy.writers.fixes import Mended

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

STACK = 'services:\n  web:\n    image: a:1\n    ports: ["80:80"]\n'


def test_a_copy_is_mended_and_the_tree_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "compose.yaml").write_text(STACK)
    assert main(["--rules", "CMP011", "--diff", "1", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert '+    ports: ["${WEB_PORT:-80}:80"]' in said
    assert "1 files changed, 0 left as they were" in said
    assert said.endswith("every promise was kept\n")
    assert (tmp_path / "compose.yaml").read_text() == STACK


def test_what_was_not_kept_is_named(tmp_path: Path) -> None:
    for name, content in {"a": b"x\n", "b": b"y", "c": b"1\n2\r\n", "new": b""}.items():
        (tmp_path / name).write_bytes(content)
    before = {"a": b"w\n", "b": b"z\n", "c": b"1\r\n2\r\n"}
    told = [Mended("b", ("x",)), Mended("c", ("x",)), Mended("new", (), "is read-only")]
    assert list(problems(str(tmp_path), before, told)) == [
        "new was made",
        "a was changed and not told",
        "b ends otherwise",
        "c has other line ends",
    ]
