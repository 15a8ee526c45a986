"""The report: documents that are renewed, and what is told when they cannot be."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from roadworthy.checklist import ITEMS
from roadworthy.devops_report import main
from roadworthy.writers.review import states

REVIEW = "docs/devops/PIPELINE_REVIEW.md"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "Dockerfile").write_text('FROM python:3.12.8-slim\nCOPY app.py /srv/\nCMD ["python", "/srv/app.py"]\n')
    (tmp_path / "app.py").write_text("print('parcels')\n")
    subprocess.run(["git", "-C", str(tmp_path), "add", "-A"], check=True)
    return tmp_path


def report(folder: Path, *words: str) -> int:
    return main(["--root", str(folder), *words])


def test_the_review_has_a_row_for_every_item(repository: Path) -> None:
    assert report(repository) == 1
    assert list(states((repository / REVIEW).read_text(encoding="utf-8"))) == [item.id for item in ITEMS]


def test_a_second_run_changes_nothing(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report(repository)
    before = (repository / REVIEW).read_bytes()
    assert report(repository) == 0
    assert (repository / REVIEW).read_bytes() == before
    assert capsys.readouterr().out.endswith("the report is up to date\n")


def test_what_it_wrote_changes_no_answer_once_it_is_committed(repository: Path) -> None:
    report(repository)
    subprocess.run(["git", "-C", str(repository), "add", "-A"], check=True)
    assert report(repository, "--check") == 0
    rows = states((repository / REVIEW).read_text(encoding="utf-8"))
    assert {rows[item] for item in ("8.1", "8.5", "8.6")} == {"PASS"}


def test_gaps_are_entered_in_the_ledger_and_closed_when_they_are(repository: Path) -> None:
    report(repository)
    ledger = repository / "TODO.md"
    assert "(`DF006 Dockerfile#stage%200`)" in ledger.read_text(encoding="utf-8")
    ledger.write_text("# Ours\n\n- [ ] web: blue buttons\n\n" + ledger.read_text(encoding="utf-8"), encoding="utf-8")
    dockerfile = repository / "Dockerfile"
    dockerfile.write_text(dockerfile.read_text().replace("CMD", "USER 10001\nCMD"))
    report(repository)
    lines = ledger.read_text(encoding="utf-8").splitlines()
    assert lines[:3] == ["# Ours", "", "- [ ] web: blue buttons"]
    (closed,) = [line for line in lines if "DF006" in line]
    assert re.match(r"- \[x\] \d{4}-\d{2}-\d{2} devops: ", closed)


def test_an_entry_follows_a_file_that_git_moved(repository: Path) -> None:
    run = ["git", "-C", str(repository), "-c", "user.name=T", "-c", "user.email=t@example.org"]
    report(repository)
    subprocess.run([*run, "add", "-A"], check=True)
    subprocess.run([*run, "commit", "-qm", "one"], check=True)
    (repository / "build").mkdir()
    subprocess.run([*run, "mv", "Dockerfile", "build/Dockerfile"], check=True)
    report(repository)
    (line,) = [line for line in (repository / "TODO.md").read_text(encoding="utf-8").splitlines() if "DF006" in line]
    assert line.startswith("- [ ] ")
    assert "`DF006 build/Dockerfile#" in line


def test_a_waived_gap_is_no_task(repository: Path) -> None:
    dockerfile = repository / "Dockerfile"
    dockerfile.write_text(dockerfile.read_text().replace("CMD", "# roadworthy: ignore[DF006] drops them itself\nCMD"))
    report(repository)
    ledger = repository / "TODO.md"
    assert not ledger.exists() or "DF006" not in ledger.read_text(encoding="utf-8")


def test_a_check_writes_nothing_and_says_what_would_change(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert report(repository, "--check") == 1
    assert not (repository / REVIEW).exists()
    assert f"would change {REVIEW}" in capsys.readouterr().out
    report(repository)
    assert report(repository, "--check") == 0


def test_what_changed_is_told_until_something_else_does(repository: Path) -> None:
    report(repository)
    assert "This is the first review." in (repository / REVIEW).read_text(encoding="utf-8")
    dockerfile = repository / "Dockerfile"
    dockerfile.write_text(dockerfile.read_text().replace("CMD", "USER 10001\nCMD"))
    report(repository)
    text = (repository / REVIEW).read_text(encoding="utf-8")
    assert "| 4.1.6 | Containers do not run as root | GAP | PASS |" in text
    report(repository)
    assert (repository / REVIEW).read_text(encoding="utf-8") == text


def test_a_persons_edit_is_kept_and_shown(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report(repository)
    path = repository / REVIEW
    path.write_text(
        path.read_text(encoding="utf-8").replace("## Summary\n", "## Summary\n\nAsk the harbour.\n"), encoding="utf-8"
    )
    kept = path.read_text(encoding="utf-8")
    report(repository)
    assert path.read_text(encoding="utf-8") == kept
    told = capsys.readouterr().err
    assert f"{REVIEW}:5: block `summary` is a person's" in told
    assert "-Ask the harbour." in told


def test_a_document_without_blocks_keeps_its_text(repository: Path) -> None:
    path = repository / REVIEW
    path.parent.mkdir(parents=True)
    path.write_bytes(b"# Ours\r\n\r\nBy hand.\r\n")
    report(repository)
    content = path.read_bytes()
    assert content.startswith(b"# Ours\r\n\r\nBy hand.\r\n\r\n<!-- roadworthy:begin summary")
    assert content.count(b"\n") == content.count(b"\r\n")


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda path: path.symlink_to("elsewhere.md"), "it is a link"),
        (lambda path: path.mkdir(), "it is a folder"),
        (lambda path: path.write_text("<!-- roadworthy:begin summary 000000000000 -->\n"), "line 1: `summary` has no end"),
        (lambda path: path.write_bytes(b"\0\1"), "is a binary file"),
    ],
    ids=["link", "folder", "markers", "binary"],
)
def test_a_document_that_cannot_be_written_is_told(repository, spoil, told, capsys) -> None:
    path = repository / REVIEW
    path.parent.mkdir(parents=True)
    spoil(path)
    assert report(repository) != 0
    assert told in capsys.readouterr().err


def test_a_folder_without_git_has_a_report_too(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM python:3.12.8-slim\n")
    report(tmp_path)
    assert (tmp_path / REVIEW).exists()
