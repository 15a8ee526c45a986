"""What git ignores for everybody: the tree's own `.gitignore` files, with git's own matching."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from roadworthy.core.ignored import ignored
from roadworthy.core.tree import CommitTree, NoGit, SampleTree, WorkTree

if TYPE_CHECKING:
    from pathlib import Path

FILES = {
    ".gitignore": "*.log\n/secrets/\n.env*\n!.env.example\nback\\slash\n",
    "api/.gitignore": "!keep.log\n[ab].key\n",
}
ASKED = {
    "a.log": True,
    "api/b.log": True,
    "api/keep.log": False,
    "secrets/db.txt": True,
    "api/secrets/db.txt": False,
    ".env": True,
    "api/.env.local": True,
    ".env.example": False,
    "api/a.key": True,
    "api/c.key": False,
    "größe.log": True,
    "with space.log": True,
}


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(("git", "-C", str(folder), *identity, *arguments), check=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "one")
    return tmp_path


@pytest.mark.parametrize("kind", ["work tree", "commit", "sample"])
def test_each_kind_of_tree_gets_gits_own_answer(kind: str, checkout: Path) -> None:
    root = str(checkout)
    tree = {"work tree": WorkTree(root), "commit": CommitTree(root, "HEAD"), "sample": SampleTree(FILES)}[kind]
    assert ignored(tree, list(ASKED)) == {path for path, covered in ASKED.items() if covered}


def test_a_persons_own_excludes_do_not_count(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (checkout / ".git" / "info" / "exclude").write_text("*.pem\n")
    (checkout.parent / "mine").write_text("*.pem\n.gitignore\n")
    git(checkout, "config", "core.excludesFile", str(checkout.parent / "mine"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(checkout.parent))
    assert ignored(WorkTree(str(checkout)), ["a.pem", "a.log"]) == {"a.log"}


def test_a_tracked_file_is_judged_by_the_patterns_too(checkout: Path) -> None:
    (checkout / ".env").write_text("A=1\n")
    git(checkout, "add", "-f", ".env")
    assert ignored(WorkTree(str(checkout)), [".env"]) == {".env"}


def test_where_git_has_no_answer_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoGit):
        ignored(WorkTree(str(tmp_path)), [".env"])
    assert ignored(WorkTree(str(tmp_path)), []) == frozenset()
