"""A commit that reads a new variable is stopped, `--fix` documents it, and the next commit passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

from .conftest import call, must

pytestmark = pytest.mark.slow

SETTINGS = 'import os\n\nPAYMENTS_URL = os.environ["PAYMENTS_URL"]\n'


@pytest.mark.parametrize("runner", ["pre-commit", "prek"])
def test_git_commit_of_an_undocumented_variable_is_stopped_until_fix_has_added_it(
    runner: str, scratch: Path, published: Path, runner_home: dict[str, str]
) -> None:
    config = scratch / ".pre-commit-config.yaml"
    plain = f"repos:\n  - repo: {published.as_uri()}\n    rev: v1\n    hooks:\n      - id: check-env-example\n"
    config.write_text(plain, encoding="utf-8")
    (scratch / ".env.example").write_text("# Host port of the web service.\nWEB_PORT=8000\n")
    must(scratch, runner, "install", **runner_home)
    must(scratch, "git", "add", ".")
    must(scratch, "git", "commit", "-m", "documented", **runner_home)

    (scratch / "settings.py").write_text(SETTINGS)
    must(scratch, "git", "add", ".")
    stopped = call(scratch, "git", "commit", "-m", "new", **runner_home)
    assert stopped.code == 1, stopped.output
    assert "ENV001" in stopped.output
    assert "settings.py:3:" in stopped.output

    config.write_text(plain + "        args: [--fix]\n", encoding="utf-8")
    must(scratch, "git", "add", ".")
    fixed = call(scratch, "git", "commit", "-m", "new", **runner_home)
    assert fixed.code == 1, fixed.output
    assert "fixed .env.example: `PAYMENTS_URL` added" in fixed.output
    written = "# Host port of the web service.\nWEB_PORT=8000\n\n# read in settings.py\nPAYMENTS_URL=\n"
    assert (scratch / ".env.example").read_text() == written

    must(scratch, "git", "add", ".")
    must(scratch, "git", "commit", "-m", "new, and documented", **runner_home)
