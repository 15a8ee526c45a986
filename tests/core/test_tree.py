"""Where files come from, and what happens where a file is not what it seems."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest
from roadworthy.core.outcome import Unreadable
from roadworthy.core.repository import CircularFact, Repository
from roadworthy.core.tree import LARGEST, CommitTree, SampleTree, WorkTree

if TYPE_CHECKING:
    from pathlib import Path


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(("git", "-C", str(folder), *identity, *arguments), check=True, capture_output=True)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "Dockerfile").write_text("FROM scratch\n")
    (tmp_path / "größe.txt").write_text("x")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "one")
    return tmp_path


def test_a_work_tree_lists_what_git_tracks(checkout: Path) -> None:
    (checkout / "untracked").write_text("x")
    assert list(WorkTree(str(checkout)).paths()) == ["a/Dockerfile", "größe.txt"]


def test_a_deleted_file_is_not_listed(checkout: Path) -> None:
    (checkout / "größe.txt").unlink()
    assert list(WorkTree(str(checkout)).paths()) == ["a/Dockerfile"]


def test_outside_git_a_walk_lists_the_files(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "f").write_text("")
    (tmp_path / "node_modules").mkdir()
    (tmp_path / "node_modules" / "g").write_text("")
    tree = WorkTree(str(tmp_path))
    assert (list(tree.paths()), tree.is_git) == (["x/f"], False)


def test_a_commit_shows_the_files_as_they_were(checkout: Path) -> None:
    (checkout / "a" / "Dockerfile").write_text("FROM alpine\n")
    tree = CommitTree(str(checkout), "HEAD")
    assert tree.read("a/Dockerfile") == b"FROM scratch\n"
    assert (tree.exists("a"), tree.exists("b")) == (True, False)


def test_git_of_another_repository_in_the_environment_does_not_mislead(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", os.devnull)
    assert "a/Dockerfile" in WorkTree(str(checkout)).paths()


@pytest.mark.parametrize("kind", ["folder", "dangling", "outside", "pipe", "missing", "huge", "loop"])
def test_what_is_no_readable_file_is_named_and_says_why(tmp_path: Path, kind: str) -> None:
    root = tmp_path / "repo"
    root.mkdir()
    (tmp_path / "outside").write_text("secret")
    file = root / "Dockerfile"
    says = {
        "folder": "is a folder",
        "dangling": "link to a file that does not exist",
        "outside": "leads out of the repository",
        "pipe": "no regular file",
        "missing": "does not exist",
        "huge": "larger than",
        "loop": "links",
    }
    if kind == "folder":
        file.mkdir()
    elif kind == "dangling":
        file.symlink_to("nowhere")
    elif kind == "outside":
        file.symlink_to("../outside")
    elif kind == "pipe":
        os.mkfifo(file)
    elif kind == "huge":
        with file.open("wb") as out:
            out.truncate(LARGEST + 1)
    elif kind == "loop":
        file.symlink_to("Dockerfile")
    got = Repository(WorkTree(str(root))).source("Dockerfile")
    assert isinstance(got, Unreadable)
    assert says[kind] in got.why
    assert got.place.path == "Dockerfile"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("é".encode(), "é"),
        (b"\xef\xbb\xbfx", "x"),
        ("é".encode("utf-16"), "é"),
        (b"caf\xe9", "café"),
        (b"", ""),
    ],
)
def test_text_is_read_whatever_its_encoding(content: bytes, text: str) -> None:
    got = Repository(SampleTree({"f": content})).source("f")
    assert not isinstance(got, Unreadable)
    assert got.text == text


@pytest.mark.parametrize("content", [b"a\0b", b"version https://git-lfs.github.com/spec/v1\noid x\n", b"\xff\xfex"])
def test_what_nobody_can_read_is_opaque_and_no_error(content: bytes) -> None:
    got = Repository(SampleTree({"f": content})).source("f")
    assert isinstance(got, Unreadable)
    assert got.opaque


def test_a_path_that_climbs_out_does_not_exist(tmp_path: Path) -> None:
    (tmp_path / "repo").mkdir()
    (tmp_path / "f").write_text("")
    repo = Repository(WorkTree(str(tmp_path / "repo")))
    assert not repo.exists("../f")
    assert not repo.exists("/etc")


def test_a_fact_is_computed_once() -> None:
    asked = []

    def fact(repo: Repository, key: str) -> int:
        asked.append(key)
        return len(asked)

    repo = Repository(SampleTree({}))
    assert [repo.ask(fact, "a"), repo.ask(fact, "a"), repo.ask(fact, "b")] == [1, 1, 2]


def test_a_fact_that_asks_for_itself_is_caught() -> None:
    def fact(repo: Repository) -> int:
        return repo.ask(fact) + 1

    with pytest.raises(CircularFact):
        Repository(SampleTree({})).ask(fact)


def test_a_file_that_a_partial_clone_lacks_is_not_fetched(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    git(checkout, "config", "uploadpack.allowFilter", "true")
    clone = tmp_path_factory.mktemp("partial") / "clone"
    git(checkout, "clone", "-q", "--no-checkout", "--filter=blob:none", checkout.as_uri(), str(clone))
    said = Repository(CommitTree(str(clone), "HEAD")).source("a/Dockerfile")
    assert isinstance(said, Unreadable)


def test_a_large_file_of_a_commit_is_named_and_not_read(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roadworthy.core.tree.LARGEST", 5)
    said = Repository(CommitTree(str(checkout), "HEAD")).source("a/Dockerfile")
    assert isinstance(said, Unreadable)
    assert said.why.startswith("is larger than")
