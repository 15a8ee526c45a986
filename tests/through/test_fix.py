"""A commit with a fault that can be mended: it is stopped, the file is mended, and the next commit passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

from .conftest import call, must

pytestmark = pytest.mark.slow

STACK = """\
services:
  web:
    image: registry.example.com/parcels:1.4.2
    ports:
      - "3000:3000"  # the shop
    healthcheck:
      test: ["CMD", "/parcels", "check"]
"""


@pytest.mark.parametrize("runner", ["pre-commit", "prek"])
def test_a_fixed_host_port_is_stopped_and_mended_and_then_passes(
    runner: str, scratch: Path, published: Path, runner_home: dict[str, str]
) -> None:
    (scratch / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {published.as_uri()}\n    rev: v1\n    hooks:\n      - id: check-compose\n"
        "        args: [--fix, --fail-on, warning]\n"
    )
    must(scratch, runner, "install", **runner_home)
    (scratch / ".env.example").write_text("DB_HOST=db\n")
    must(scratch, "git", "add", ".")
    must(scratch, "git", "commit", "-m", "before", **runner_home)
    (scratch / "compose.yaml").write_text(STACK)
    must(scratch, "git", "add", ".")
    stopped = call(scratch, "git", "commit", "-m", "a stack", **runner_home)
    assert stopped.code == 1, stopped.output
    assert "fixed compose.yaml: host port of `web` is `${WEB_PORT:-3000}`" in stopped.output
    assert "fixed .env.example: `WEB_PORT` added" in stopped.output
    assert (scratch / "compose.yaml").read_text() == STACK.replace('"3000:3000"', '"${WEB_PORT:-3000}:3000"')
    assert (scratch / ".env.example").read_text().endswith("\nWEB_PORT=3000\n")
    must(scratch, "git", "add", ".")
    must(scratch, "git", "commit", "-m", "a stack", **runner_home)
    assert must(scratch, "git", "status", "--porcelain") == ""


def test_a_done_task_does_not_leave_with_a_commit(scratch: Path, published: Path, runner_home: dict[str, str]) -> None:
    (scratch / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {published.as_uri()}\n    rev: v1\n    hooks:\n      - id: check-todo\n"
    )
    must(scratch, "pre-commit", "install", **runner_home)
    done = "- [x] 2026-01-15 devops: pinned the base — it differs _(ref: agents/devops-engineer.md)_\n"
    (scratch / "TODO.md").write_text(f"# TODO\n\n## Done\n\n{done}")
    must(scratch, "git", "add", ".")
    must(scratch, "git", "commit", "-m", "before", **runner_home)
    (scratch / "TODO.md").write_text("# TODO\n\n## Done\n\n")
    must(scratch, "git", "add", ".")
    stopped = call(scratch, "git", "commit", "-m", "tidy", **runner_home)
    assert stopped.code == 1, stopped.output
    assert "TODO004" in stopped.output
    assert "put the line back" in stopped.output
    (scratch / "TODO.md").write_text(
        f"# TODO\n\n## Done\n\n{done}{done.replace('01-15', '02-01').replace('pinned', 'checked')}"
    )
    must(scratch, "git", "add", ".")
    must(scratch, "git", "commit", "-m", "one more", **runner_home)
