"""The report where something is in its way: links, CRLF, files for folders, no git, a bare repository, and being killed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from roadworthy.devops_report import main

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [f"docs/devops/{name}.md" for name in ("PIPELINE_REVIEW", "DEPLOYMENT_GUIDE", "RUNBOOK")]
DOCKERFILE = 'FROM python:3.12.8-slim\nCOPY app.py /srv/\nCMD ["python", "/srv/app.py"]\n'


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "shop"
    folder.mkdir()
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    (folder / "Dockerfile").write_text(DOCKERFILE)
    subprocess.run(["git", "-C", str(folder), "add", "-A"], check=True)
    return folder


@pytest.mark.parametrize("path", DOCUMENTS)
def test_a_document_that_people_wrote_keeps_every_byte(repository: Path, path: str) -> None:
    ours = b"# Ours\r\n\r\nBy hand, with a\ttab and no end"
    (repository / path).parent.mkdir(parents=True)
    (repository / path).write_bytes(ours)
    main(["--root", str(repository)])
    content = (repository / path).read_bytes()
    assert content.startswith(ours)
    assert b"<!-- roadworthy:begin" in content
    assert content.count(b"\n") == content.count(b"\r\n")
    assert main(["--root", str(repository)]) == 0


def test_a_ledger_with_crlf_keeps_its_lines(repository: Path) -> None:
    ours = b"# Ours\r\n\r\n- [ ] web: blue buttons\r\n"
    (repository / "TODO.md").write_bytes(ours)
    main(["--root", str(repository)])
    content = (repository / "TODO.md").read_bytes()
    assert content.startswith(ours)
    assert b"devops:" in content
    assert content.count(b"\n") == content.count(b"\r\n")


def test_a_ledger_that_is_a_link_is_not_written_through(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shared = repository.parent / "shared.md"
    shared.write_text("# Everybody's\n")
    (repository / "TODO.md").symlink_to(shared)
    assert main(["--root", str(repository)]) in (1, 3)
    assert shared.read_text() == "# Everybody's\n"
    assert (repository / "TODO.md").is_symlink()
    assert "TODO.md" in capsys.readouterr().err
    assert (repository / DOCUMENTS[0]).exists()


def test_a_link_inside_the_repository_is_not_written_through(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "NOTES.md").write_text("# Notes\n")
    (repository / "TODO.md").symlink_to("NOTES.md")
    main(["--root", str(repository)])
    assert (repository / "NOTES.md").read_text() == "# Notes\n"
    assert "TODO.md is not changed: it is a link" in capsys.readouterr().err


def test_a_file_where_the_folder_would_be_is_told(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / "docs").write_text("see the wiki\n")
    assert main(["--root", str(repository)]) in (1, 3)
    told = capsys.readouterr().err
    assert all(path in told for path in DOCUMENTS)
    assert (repository / "docs").read_text() == "see the wiki\n"
    assert "devops:" in (repository / "TODO.md").read_text(encoding="utf-8")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_read_only_document_is_told_and_the_others_are_written(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = repository / DOCUMENTS[0]
    path.parent.mkdir(parents=True)
    path.write_text("# Ours\n")
    path.chmod(0o444)
    main(["--root", str(repository)])
    assert path.read_text() == "# Ours\n"
    assert f"{DOCUMENTS[0]} is not changed: it is read-only" in capsys.readouterr().err
    assert (repository / DOCUMENTS[1]).exists()


def test_what_is_read_only_is_told_whoever_runs_it(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = repository / DOCUMENTS[0]
    path.parent.mkdir(parents=True)
    path.write_text("# Ours\n")
    allowed = os.access
    monkeypatch.setattr(os, "access", lambda name, mode: allowed(name, mode) and os.path.abspath(name) != str(path))
    assert main(["--root", str(repository)]) == 1
    assert path.read_text() == "# Ours\n"
    assert f"{DOCUMENTS[0]} is not changed: it is read-only" in capsys.readouterr().err
    assert (repository / DOCUMENTS[1]).exists()


def test_a_folder_without_git_has_every_document(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text(DOCKERFILE)
    main(["--root", str(tmp_path)])
    assert all((tmp_path / path).exists() for path in DOCUMENTS)
    assert main(["--root", str(tmp_path)]) == 0


def test_a_bare_repository_has_no_files_to_report_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    subprocess.run(["git", "init", "-q", "--bare", str(tmp_path)], check=True)
    before = sorted(path.name for path in tmp_path.iterdir())
    assert main(["--root", str(tmp_path)]) == 2
    assert "bare repository" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_an_empty_repository_has_a_report(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    main(["--root", str(tmp_path)])
    assert all((tmp_path / path).exists() for path in DOCUMENTS)
    assert main(["--root", str(tmp_path)]) == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the script needs fork")
def test_killed_at_any_moment_each_file_is_the_old_one_or_the_new_one() -> None:
    run = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "report_kills.py"), "--kills", "30"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.endswith(" 0 lost\n")
