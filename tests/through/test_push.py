"""`git push` is stopped by a secret that one commit added and the next removed: through pre-commit and through prek."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

from .conftest import call, must

pytestmark = pytest.mark.slow


@pytest.fixture
def pushing(scratch: Path, published: Path, runner_home: dict[str, str]) -> Path:
    """A repository with a bare remote that has its first commit, and this repository's hook configured for pushes."""
    must(scratch.parent, "git", "init", "-q", "--bare", "-b", "main", "remote.git")
    must(scratch, "git", "remote", "add", "origin", "../remote.git")
    (scratch / ".pre-commit-config.yaml").write_text(
        "default_install_hook_types: [pre-push]\n"
        f"repos:\n  - repo: {published.as_uri()}\n    rev: v1\n    hooks:\n      - id: check-pushed-secrets\n"
        "        args: [--fail-on, warning]\n",
        encoding="utf-8",
    )
    commit(scratch, "start", "")
    must(scratch, "git", "push", "-q", "-u", "origin", "main")
    return scratch


def commit(folder: Path, message: str, line: str) -> str:
    (folder / "settings.py").write_text(f"DEBUG = False\n{line}")
    must(folder, "git", "add", ".")
    must(folder, "git", "commit", "-q", "-m", message)
    return must(folder, "git", "rev-parse", "HEAD").strip()


def password() -> str:
    """No credential of anything: random characters, the same in each run."""
    return "".join(random.Random(7).choices("abcdefghkmnpqrstuvwxyzABCDEFGHKMNPQRSTUVWXYZ23456789", k=24))


@pytest.mark.parametrize("runner", ["pre-commit", "prek"])
def test_git_push_is_stopped_by_a_secret_that_the_next_commit_removed(
    runner: str, pushing: Path, runner_home: dict[str, str]
) -> None:
    must(pushing, runner, "install", **runner_home)
    value = password()
    bad = commit(pushing, "add", f'DATABASE_URL = "postgres://shop:{value}@db.shop.internal/shop"\n')
    commit(pushing, "remove", "")
    before = must(pushing, "git", "ls-remote", "origin")
    stopped = call(pushing, "git", "push", **runner_home)
    assert stopped.code != 0, stopped.output
    assert "settings.py:2:" in stopped.output
    assert f"in commit {bad[:12]}" in stopped.output
    assert "no longer there in the last commit that is pushed" in " ".join(stopped.output.split()), "wrapped to the width"
    assert f"{bad[:12]}^" in stopped.output
    assert value not in stopped.output
    assert must(pushing, "git", "ls-remote", "origin") == before, "nothing was pushed"

    must(pushing, "git", "reset", "-q", "--hard", "HEAD~2")
    commit(pushing, "clean", "TIMEOUT = 30\n")
    must(pushing, "git", "push", **runner_home)
    assert must(pushing, "git", "ls-remote", "origin") != before


@pytest.mark.parametrize("runner", ["pre-commit", "prek"])
def test_a_new_repository_is_judged_from_its_first_commit_and_deleting_a_branch_is_not(
    runner: str, pushing: Path, runner_home: dict[str, str]
) -> None:
    must(pushing, "git", "push", "-q", "origin", "main:other")
    must(pushing, runner, "install", **runner_home)
    must(pushing, "git", "push", "-q", "origin", ":other", **runner_home)
    must(pushing.parent, "git", "init", "-q", "--bare", "-b", "main", "second.git")
    must(pushing, "git", "remote", "add", "second", "../second.git")
    bad = commit(pushing, "add", f'DATABASE_URL = "postgres://shop:{password()}@db.shop.internal/shop"\n')
    stopped = call(pushing, "git", "push", "second", "main", **runner_home)
    assert stopped.code != 0, stopped.output
    assert bad[:12] in stopped.output
