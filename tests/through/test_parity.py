"""A commit that makes the laptop differ from production is stopped, with both places in the frame; the same version passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

from .conftest import call, must

pytestmark = pytest.mark.slow

DOCKERFILE = """\
FROM node:18.19-bookworm-slim
WORKDIR /srv
COPY server.js .
USER 10001
CMD ["node", "server.js"]
"""
WORKFLOW = """\
on: push
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with:
          node-version: 22
      - run: npm test
"""
FRAME = """\
   --> .nvmrc:1:1                                                checklist 5.1.1
    |
  1 | 20.11.1
    | ^^^^^^^ development: Node.js 20.11.1
   ::: Dockerfile:1:6
    |
  1 | FROM node:18.19-bookworm-slim
    |      ------------------------ deployed: Node.js 18.19
   ::: .github/workflows/test.yml:9:25
    |
  9 |           node-version: 22
    |                         -- CI tests: Node.js 22
"""


def test_a_commit_is_stopped_by_another_version_than_the_deployed_one_and_shows_all_places(
    scratch: Path, published: Path, runner_home: dict[str, str]
) -> None:
    (scratch / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {published.as_uri()}\n    rev: v1\n    hooks:\n      - id: check-parity\n",
        encoding="utf-8",
    )
    (scratch / ".github" / "workflows").mkdir(parents=True)
    (scratch / ".github" / "workflows" / "test.yml").write_text(WORKFLOW.replace("22", "18"))
    (scratch / "Dockerfile").write_text(DOCKERFILE)
    (scratch / "package.json").write_text('{"name": "parcels"}\n')
    must(scratch, "git", "add", ".")
    must(scratch, "git", "commit", "-q", "-m", "before the hook")
    must(scratch, "pre-commit", "install", **runner_home)

    (scratch / ".github" / "workflows" / "test.yml").write_text(WORKFLOW)
    (scratch / ".nvmrc").write_text("20.11.1\n")
    must(scratch, "git", "add", ".")
    stopped = call(scratch, "git", "commit", "-m", "newer on the laptop", **runner_home)
    assert stopped.code == 1, stopped.output
    assert "PAR001" in stopped.output
    assert FRAME in stopped.output, stopped.output

    (scratch / ".nvmrc").write_text("18\n")
    (scratch / ".github" / "workflows" / "test.yml").write_text(WORKFLOW.replace("22", "[16, 18.x]"))
    must(scratch, "git", "add", ".")
    must(scratch, "git", "commit", "-m", "one version", **runner_home)
