"""A commit with a bad Dockerfile is stopped, one with a good Dockerfile passes: through pre-commit and through prek."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

from .conftest import BAD, GOOD, call, must

pytestmark = pytest.mark.slow


def configure(scratch: Path, published: Path, *hooks: str) -> None:
    ids = "".join(f"      - id: {hook}\n" for hook in hooks)
    (scratch / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {published.as_uri()}\n    rev: v1\n    hooks:\n{ids}", encoding="utf-8"
    )


@pytest.mark.parametrize("runner", ["pre-commit", "prek"])
@pytest.mark.parametrize("hook", ["check-dockerfile", "devops-audit"])
def test_git_commit_is_stopped_by_a_bad_dockerfile_and_passes_with_a_good_one(
    runner: str, hook: str, scratch: Path, published: Path, runner_home: dict[str, str]
) -> None:
    configure(scratch, published, hook)
    must(scratch, runner, "install", **runner_home)
    (scratch / "Dockerfile").write_text(BAD)
    must(scratch, "git", "add", ".")
    stopped = call(scratch, "git", "commit", "-m", "bad", **runner_home)
    assert stopped.code == 1, stopped.output
    assert "DF002" in stopped.output
    assert "Dockerfile:1:6" in stopped.output
    assert call(scratch, "git", "rev-parse", "-q", "--verify", "HEAD").code != 0, "nothing was committed"
    (scratch / "Dockerfile").write_text(GOOD)
    must(scratch, "git", "add", ".")
    must(scratch, "git", "commit", "-m", "good", **runner_home)


def test_try_repo_runs_the_hooks_of_the_checkout(scratch: Path, published: Path, runner_home: dict[str, str]) -> None:
    (scratch / "Dockerfile").write_text(BAD)
    must(scratch, "git", "add", ".")
    tried = call(scratch, "pre-commit", "try-repo", str(published), "check-dockerfile", "--all-files", **runner_home)
    assert tried.code == 1, tried.output
    assert "DF002" in tried.output


def test_every_hook_of_the_manifest_runs(scratch: Path, published: Path, runner_home: dict[str, str]) -> None:
    (scratch / "Dockerfile").write_text(GOOD)
    (scratch / ".dockerignore").write_text("**\n!parcels.py\n")
    must(scratch, "git", "add", ".")
    must(scratch, "pre-commit", "try-repo", str(published), "--all-files", "--hook-stage", "pre-commit", **runner_home)
    report = ("pre-commit", "try-repo", str(published), "--all-files", "--hook-stage", "manual")
    assert "wrote TODO.md" in call(scratch, *report, **runner_home).output  # what writes is shown as failed
    must(scratch, "git", "add", ".")
    must(scratch, *report, **runner_home)


def test_only_the_staged_content_is_judged(scratch: Path, published: Path, runner_home: dict[str, str]) -> None:
    configure(scratch, published, "check-dockerfile")
    must(scratch, "pre-commit", "install", **runner_home)
    (scratch / "Dockerfile").write_text(GOOD)
    must(scratch, "git", "add", ".")
    (scratch / "Dockerfile").write_text(BAD)
    must(scratch, "git", "commit", "-m", "good is staged", **runner_home)
    assert (scratch / "Dockerfile").read_text() == BAD
