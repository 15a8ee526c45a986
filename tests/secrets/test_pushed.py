"""What a push would send is judged commit by commit, as pre-commit and prek speak of it in the environment."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from roadworthy import check_pushed_secrets
from roadworthy.commit_secrets import run_pushed
from roadworthy.core.tree import NoGit
from roadworthy.secrets.added_lines import MESSAGE, TAG_MESSAGE
from roadworthy.secrets.git_objects import GitObjects
from roadworthy.secrets.pushed import push_of

from .commits import RULES, commit, git, options, repository, scan, token

if TYPE_CHECKING:
    from pathlib import Path

A, B = token("aaaa"), token("bbbb")


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A repository with one commit, pushed to `origin`."""
    repo = repository(tmp_path / "repo")
    git(tmp_path, "init", "-q", "--bare", "remote.git")
    git(repo, "remote", "add", "origin", str(tmp_path / "remote.git"))
    commit(repo, "start", a__py="1\n")
    git(repo, "push", "-q", "-u", "origin", "main")
    return repo


def said(repo: Path, to: str = "HEAD", since: str | None = None, **more: str) -> dict[str, str]:
    """The environment as pre-commit makes it."""
    told = {"PRE_COMMIT_REMOTE_NAME": "origin", "PRE_COMMIT_REMOTE_URL": git(repo, "remote", "get-url", "origin")}
    told |= {"PRE_COMMIT_LOCAL_BRANCH": "refs/heads/main", "PRE_COMMIT_REMOTE_BRANCH": "refs/heads/main"}
    if since is not None:
        told |= {"PRE_COMMIT_FROM_REF": since, "PRE_COMMIT_TO_REF": git(repo, "rev-parse", to)}
    return told | more


def pushed(
    repo: Path, capsys: pytest.CaptureFixture[str], environment: dict[str, str]
) -> tuple[int, list[tuple[str, str, int]], list[str]]:
    code = run_pushed(options(repo), environment, scan, RULES)
    out = capsys.readouterr().out
    report: dict[str, Any] = json.loads(out) if out else {"findings": [], "errors": []}
    found = [(f["commit"], f["path"], f["line"]) for f in report["findings"]]
    return code, found, [error["message"] for error in report["errors"]]


def test_a_value_added_in_one_commit_and_removed_in_the_next_is_found(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    added = commit(repo, "add", a__py=f"1\nx = '{A}'\n")
    commit(repo, "remove", a__py="1\n")
    assert pushed(repo, capsys, said(repo, since="origin/main")) == (1, [(added, "a.py", 2)], [])


def test_what_the_remote_has_is_not_judged(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(repo, "add", a__py=f"1\nx = '{A}'\n")
    git(repo, "push", "-q")
    commit(repo, "next", a__py=f"0\n1\nx = '{A}'\n2\n")
    assert pushed(repo, capsys, said(repo, since="origin/main")) == (0, [], [])


def test_a_clean_push_prints_nothing(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(repo, "next", a__py="2\n")
    assert run_pushed(options(repo, form=None), said(repo, since="origin/main"), scan, RULES) == 0
    assert capsys.readouterr() == ("", "")


def test_a_root_commit_is_judged_though_no_range_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repo = repository(tmp_path / "new")
    git(repo, "remote", "add", "origin", "nowhere")
    added = commit(repo, "start", a__py=f"{A}\n")
    assert pushed(repo, capsys, said(repo)) == (1, [(added, "a.py", 1)], [])


def test_a_new_branch_is_judged_from_where_the_remote_ends(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(repo, "checkout", "-qb", "topic")
    added = commit(repo, "add", b__py=f"{A}\n")
    commit(repo, "more", c__py="1\n")
    assert pushed(repo, capsys, said(repo, since="origin/main"))[1] == [(added, "b.py", 1)]


def test_a_rewritten_branch_is_judged_anew(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(repo, "old", b__py="old\n")
    git(repo, "push", "-q")
    git(repo, "reset", "-q", "--hard", "HEAD~1")
    added = commit(repo, "new", b__py=f"{A}\n")
    assert pushed(repo, capsys, said(repo, since="origin/main"))[1] == [(added, "b.py", 1)]


@pytest.mark.parametrize("zeros", ["0" * 40, "0" * 64])
def test_a_deletion_sends_nothing(zeros: str, repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(repo, "add", a__py=f"{A}\n")
    told = said(repo, since="HEAD", PRE_COMMIT_TO_REF=zeros, PRE_COMMIT_LOCAL_BRANCH="(delete)")
    assert pushed(repo, capsys, told) == (0, [], [])


def test_a_tag_is_judged_with_its_message_and_commits(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    added = commit(repo, "add", b__py=f"{A}\n")
    git(repo, "tag", "-a", "v1", "-m", f"release {B}")
    tag = git(repo, "rev-parse", "v1")
    told = said(repo, to="v1", since="origin/main", PRE_COMMIT_LOCAL_BRANCH="refs/tags/v1")
    assert pushed(repo, capsys, told)[1] == [(added, "b.py", 1), (tag, TAG_MESSAGE, 1)]


def test_messages_are_judged(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    added = commit(repo, f"use {A}", a__py="2\n")
    assert pushed(repo, capsys, said(repo, since="origin/main"))[1] == [(added, MESSAGE, 1)]


def test_a_moved_file_brings_nothing_new(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = "".join(f"line {number}\n" for number in range(20))
    commit(repo, "old", b__py=f"{A}\n{lines}")
    git(repo, "push", "-q")
    git(repo, "mv", "b.py", "c.py")
    added = commit(repo, "move and edit", c__py=f"{A}\n{lines}{B}\n")
    assert pushed(repo, capsys, said(repo, since="origin/main"))[1] == [(added, "c.py", 22)]


def test_a_merge_brings_only_what_neither_side_had(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    git(repo, "checkout", "-qb", "side")
    commit(repo, "side", b__py=f"{A}\n")
    git(repo, "push", "-q", "origin", "side")
    git(repo, "checkout", "-q", "main")
    commit(repo, "main", a__py="1\n2\n")
    git(repo, "merge", "-q", "--no-commit", "side")
    merge = commit(repo, "merge", c__py=f"{B}\n")
    assert pushed(repo, capsys, said(repo, since="origin/main"))[1] == [(merge, "c.py", 1)]


def test_the_finding_says_whether_it_is_still_there_and_how_to_take_it_out(
    repo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = commit(repo, "first", b__py=f"{A}\n")
    commit(repo, "second", b__py=None, c__py=f"{B}\n")
    assert run_pushed(options(repo), said(repo, since="origin/main"), scan, RULES) == 1
    old, new = json.loads(capsys.readouterr().out)["findings"]
    assert "no longer there in the last commit that is pushed" in old["message"]
    assert "still there in the last commit that is pushed" in new["message"]
    assert old["remedy"].startswith("rotate it first")
    assert f"git rebase -i --rebase-merges {first[:12]}^" in old["remedy"]
    assert "git commit --amend" in new["remedy"]
    assert "rebase" not in new["remedy"]


def test_the_remedy_for_a_first_commit_rebases_from_the_root(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repo = repository(tmp_path / "new")
    commit(repo, "start", a__py=f"{A}\n")
    commit(repo, "next", b__py="1\n")
    assert run_pushed(options(repo), {}, scan, RULES) == 1
    assert "git rebase -i --rebase-merges --root" in json.loads(capsys.readouterr().out)["findings"][0]["remedy"]


def test_an_ignore_in_the_commit_itself_counts(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(repo, "add", a__py=f"x = '{A}'  # roadworthy: ignore[SEC001] a made-up value of the tests\n")
    commit(repo, "remove", a__py="1\n")
    assert pushed(repo, capsys, said(repo, since="origin/main"))[0] == 0


def test_the_remote_may_be_given_as_a_url(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(repo, "old", b__py=f"{A}\n")
    git(repo, "push", "-q")
    added = commit(repo, "new", c__py=f"{B}\n")
    url = git(repo, "remote", "get-url", "origin")
    assert pushed(repo, capsys, said(repo, PRE_COMMIT_REMOTE_NAME=url))[1] == [(added, "c.py", 1)]
    unknown = said(repo, PRE_COMMIT_REMOTE_NAME="elsewhere", PRE_COMMIT_REMOTE_URL="elsewhere")
    assert len(pushed(repo, capsys, unknown)[1]) == 2


def test_by_hand_what_no_remote_has_is_judged(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert pushed(repo, capsys, {})[0] == 0
    added = commit(repo, "new", c__py=f"{B}\n")
    assert pushed(repo, capsys, {}) == (1, [(added, "c.py", 1)], [])


def test_what_cannot_be_read_is_not_clean(repo: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, found, errors = pushed(repo, capsys, {"PRE_COMMIT_TO_REF": "f" * 40, "PRE_COMMIT_FROM_REF": "e" * 40})
    assert (code, found) == (3, [])
    assert "names no commit" in errors[0]
    (tmp_path / "empty").mkdir()
    assert pushed(tmp_path / "empty", capsys, {})[0] == 3


def test_a_branch_without_commits_sends_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert pushed(repository(tmp_path / "new"), capsys, {}) == (0, [], [])


@pytest.mark.parametrize("revision", ["--all", "-x", "nowhere"])
def test_a_ref_cannot_be_an_option_of_git(revision: str, repo: Path) -> None:
    with pytest.raises(NoGit):
        push_of(GitObjects(str(repo)), {"PRE_COMMIT_TO_REF": revision})


def test_wrong_usage_is_told(capsys: pytest.CaptureFixture[str], repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo)
    for name in ("PRE_COMMIT_TO_REF", "PRE_COMMIT_FROM_REF", "PRE_COMMIT_REMOTE_NAME", "PRE_COMMIT_LOCAL_BRANCH"):
        monkeypatch.delenv(name, raising=False)
    assert check_pushed_secrets.main(["--select", "SEC999"]) == 2
    assert "SEC999" in capsys.readouterr().err


def test_another_repository_in_the_environment_does_not_mislead(
    repo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    added = commit(repo, "add", b__py=f"{A}\n")
    told = said(repo, since="origin/main")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "remote.git"))
    assert pushed(repo, capsys, told)[1] == [(added, "b.py", 1)]
