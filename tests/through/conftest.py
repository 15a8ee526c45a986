"""Whole hooks, as `git commit` runs them: a published copy of this repository, and a scratch repository that uses it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = """\
FROM python:3.12.8-slim-bookworm
WORKDIR /srv
COPY parcels.py .
USER 10001
HEALTHCHECK CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/')"]
CMD ["python", "parcels.py"]
"""
BAD = """\
FROM python
WORKDIR /srv
ARG DATABASE_PASSWORD
COPY parcels.py .
CMD ["python", "parcels.py"]
"""


class Done(NamedTuple):
    code: int
    output: str


def call(folder: Path, *words: str, **environment: str) -> Done:
    """Run a command in `folder`, with this environment's commands first on the path and nothing of the outer git."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PRE_COMMIT"))}
    inherited["PATH"] = os.path.dirname(sys.executable) + os.pathsep + inherited.get("PATH", "")
    inherited |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "NO_COLOR": "1"}
    for role in ("AUTHOR", "COMMITTER"):
        inherited |= {f"GIT_{role}_NAME": "Test", f"GIT_{role}_EMAIL": "test@example.com"}
    inherited.pop("GITHUB_ACTIONS", None)
    done = subprocess.run(
        words,
        cwd=folder,
        env=inherited | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    )
    return Done(done.returncode, done.stdout)


def must(folder: Path, *words: str, **environment: str) -> str:
    done = call(folder, *words, **environment)
    assert done.code == 0, done.output
    return done.output


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This checkout as a repository of hooks with the tag v1: what it tracks and what it would track."""
    target = tmp_path_factory.mktemp("published") / "roadworthy"
    if (ROOT / ".git").exists():
        listed = must(ROOT, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
        for name in filter(None, listed):
            if (ROOT / name).is_file():
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, target / name)
    else:  # an unpacked sdist
        shutil.copytree(ROOT, target, ignore=shutil.ignore_patterns(".venv", "build", "*.egg-info", "__pycache__"))
    must(target, "git", "init", "-q", "-b", "main")
    must(target, "git", "add", "-A", "-f")
    must(target, "git", "commit", "-q", "-m", "v1")
    must(target, "git", "tag", "v1")
    return target


@pytest.fixture(scope="session")
def runner_home(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Where pre-commit and prek keep their environments: one for all tests, so that each is installed once."""
    home = tmp_path_factory.mktemp("runner")
    return {"PRE_COMMIT_HOME": str(home / "pre-commit"), "PREK_HOME": str(home / "prek")}


@pytest.fixture
def scratch(tmp_path: Path) -> Path:
    """An empty repository of somebody who uses the hooks."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    must(folder, "git", "init", "-q", "-b", "main")
    (folder / "parcels.py").write_text("print('here')\n")
    return folder
