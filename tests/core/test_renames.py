"""A file that was renamed is found again, over several renames, committed or not."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from roadworthy.core import renames
from roadworthy.core.renames import renamed

if TYPE_CHECKING:
    from pathlib import Path


def git(folder: Path, *words: str) -> None:
    names = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *names, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("GIT_DIR", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    git(tmp_path, "init", "-q")
    for name in ("Dockerfile", "b b", "kept"):
        (tmp_path / name).write_text(f"FROM {name}\n" + "RUN x\n" * 20)
    commit(tmp_path)
    return tmp_path


def commit(project: Path) -> None:
    git(project, "add", "-A")
    git(project, "commit", "-q", "-m", "x")


def test_a_rename_is_followed_through_commits_and_the_index(project: Path) -> None:
    (project / "images").mkdir()
    git(project, "mv", "Dockerfile", "images/Dockerfile")
    git(project, "mv", "b b", "c\tc")
    commit(project)
    git(project, "mv", "images/Dockerfile", "images/web.Dockerfile")
    commit(project)
    git(project, "mv", "images/web.Dockerfile", "übung")
    assert renamed(str(project), ["Dockerfile", "images/Dockerfile", "b b", "kept", "never"]) == {
        "Dockerfile": "übung",
        "images/Dockerfile": "übung",
        "b b": "c\tc",
    }


def test_a_name_that_was_used_again_leads_where_it_went_last(project: Path) -> None:
    git(project, "mv", "Dockerfile", "first")
    commit(project)
    (project / "Dockerfile").write_text("FROM other\n" + "COPY y z\n" * 30)
    commit(project)
    git(project, "mv", "Dockerfile", "second")
    commit(project)
    assert renamed(str(project), ["Dockerfile"]) == {"Dockerfile": "second"}


def test_what_was_deleted_in_the_end_is_nowhere(project: Path) -> None:
    git(project, "mv", "Dockerfile", "first")
    commit(project)
    git(project, "rm", "-q", "first")
    commit(project)
    assert renamed(str(project), ["Dockerfile", "first"]) == {}


def test_without_git_or_without_need_nothing_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "there").write_text("")
    assert renamed(str(tmp_path), ["gone"]) == {}

    def runs(*_: str) -> bytes:
        raise AssertionError("git was run")

    monkeypatch.setattr(renames, "git", runs)
    assert renamed(str(tmp_path), ["there"]) == {}
