"""What the repository was before: found out by git, and only when a rule asks."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from roadworthy import check_dockerfile, check_todo
from roadworthy.cli import main as roadworthy
from roadworthy.core import tree

if TYPE_CHECKING:
    from pathlib import Path

DONE = "- [x] 2026-01-15 devops: pinned — it differs _(ref: agents/devops-engineer.md)_\n"
OPEN = "- [ ] devops: a health check — nobody notices _(ref: agents/devops-engineer.md)_\n"


def git(folder: Path, *words: str) -> str:
    names = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "init.defaultBranch=main"]
    return subprocess.run(["git", *names, *words], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_ACTIONS", "PRE_COMMIT_FROM_REF", "GIT_DIR", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    git(tmp_path, "init", "-q")
    return tmp_path


def commit(project: Path, text: str, message: str = "x") -> str:
    (project / "TODO.md").write_text(text)
    git(project, "add", "-A")
    git(project, "commit", "-q", "--allow-empty", "-m", message)
    return git(project, "rev-parse", "HEAD")


def judged(*words: str) -> int:
    return check_todo.main(["--format", "concise", *words, "TODO.md"])


def test_a_done_task_may_not_go_with_a_commit(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(project, OPEN + DONE)
    (project / "TODO.md").write_text(OPEN)
    assert judged() == 1
    assert "`pinned` was done on 2026-01-15, and is no longer there" in capsys.readouterr().out
    (project / "TODO.md").write_text(DONE + OPEN)
    assert judged() == 0


def test_the_first_commit_has_nothing_before_it(project: Path) -> None:
    (project / "TODO.md").write_text(DONE)
    assert judged() == 0


def test_a_push_is_compared_with_where_it_left_what_was_there(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = commit(project, OPEN + DONE)
    git(project, "checkout", "-q", "-b", "other")
    theirs = commit(project, OPEN + DONE + DONE.replace("pinned", "theirs"))
    git(project, "checkout", "-q", "-b", "mine", base)
    commit(project, OPEN)
    assert judged() == 0, "HEAD is what it is"
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", theirs)
    assert judged() == 1
    git(project, "reset", "-q", "--hard", base)
    assert judged() == 0, "what others did since is no loss of mine"
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "0" * 40)
    assert judged() == 0


def test_a_base_may_be_named_and_has_to_exist(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = commit(project, OPEN + DONE)
    commit(project, OPEN)
    assert judged("--base", base) == 1
    assert judged("--base", "nowhere") == 2
    assert "--base nowhere" in capsys.readouterr().err
    assert roadworthy(["audit", "--area", "todo", "--base", base]) == 1


def test_without_git_nothing_is_known_of_what_was_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "TODO.md").write_text(DONE)
    assert judged() == 0


def test_no_rule_that_does_not_ask_pays_for_it(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "Dockerfile").write_text("FROM python\n")

    def runs(*_: str) -> bytes:
        raise AssertionError("git was run")

    monkeypatch.setattr(tree, "git", runs)
    check_dockerfile.main(["--select", "DF002", "Dockerfile"])
