"""The whole history: each value once, in the commit that brought it, and nothing called clean that was not looked at."""

from __future__ import annotations

import json
import random
import sys
from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.commit_secrets import run_history
from roadworthy.core.outcome import Unreadable, gap
from roadworthy.core.tree import LARGEST, NoGit
from roadworthy.hook import UsageError
from roadworthy.secrets import added_lines
from roadworthy.secrets.added_lines import MESSAGE, TAG_MESSAGE, _different, _Seen
from roadworthy.secrets.git_objects import GitObjects
from roadworthy.secrets.history import Look

from .commits import RULES, commit, git, options, repository, scan, token

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from roadworthy.core.excerpt import Source
    from roadworthy.core.outcome import Outcome
    from roadworthy.core.repository import Repository
    from roadworthy.secrets.found import Secret

A, B, C = token("aaaa"), token("bbbb"), token("cccc")


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return repository(tmp_path / "repo")


def history(root: Path, capsys: pytest.CaptureFixture[str], *revisions: str) -> tuple[int, dict[str, Any]]:
    code = run_history(options(root, *revisions), scan, RULES)
    return code, json.loads(capsys.readouterr().out)


def found(report: dict[str, Any]) -> list[tuple[str, str, int]]:
    return [(f["commit"], f["path"], f["line"]) for f in report["findings"]]


def test_a_value_that_was_removed_is_found_in_the_commit_that_added_it(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(repo, "start", app__py="x = 1\n")
    added = commit(repo, "add", date="2023-02-01T00:00:00", app__py=f"x = 1\ny = '{A}'\n")
    commit(repo, "remove", app__py="x = 1\n")
    code, report = history(repo, capsys)
    assert (code, found(report)) == (1, [(added, "app.py", 2)])
    message = report["findings"][0]["message"]
    assert "added on 2023-02-01" in message
    assert "no longer there at HEAD" in message
    assert "rotate" in report["findings"][0]["remedy"]


def test_a_value_that_is_still_there_is_said_to_be(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(repo, "add", app__py=f"y = '{A}'\n")
    commit(repo, "edit", app__py=f"# more\n\ny = '{A}'\n")
    _, report = history(repo, capsys)
    assert [f["line"] for f in report["findings"]] == [1]
    assert "still there at HEAD" in report["findings"][0]["message"]


def test_no_output_holds_a_value(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(repo, f"use {B}", app__py=f"y = '{A}'\n")
    for form in ("full", "concise", "json", "sarif", "github", "gitlab", "junit"):
        assert run_history(options(repo, form=form), scan, RULES) == 1
        printed = "".join(capsys.readouterr())
        assert printed
        assert A not in printed
        assert B not in printed


def test_the_same_value_in_several_files_is_one_finding(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = commit(repo, "one", a__yml=f"t: {A}\n")
    commit(repo, "two", b__yml=f"t: {A}\n")
    commit(repo, "gone", a__yml=None)
    _, report = history(repo, capsys)
    assert found(report) == [(first, "a.yml", 1)]
    assert [label["path"] for label in report["findings"][0]["labels"]] == ["b.yml"]
    assert "still there at HEAD" in report["findings"][0]["message"]


def test_a_value_changed_in_place_is_two_findings_with_identities_of_their_own(
    repo: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commits = [commit(repo, f"now {value}", a__yml=f"t: {value}\n") for value in (A, B)]
    _, report = history(repo, capsys)
    assert found(report) == [(commits[0], "a.yml", 1), (commits[1], "a.yml", 1)]
    assert [[label["path"] for label in f["labels"]] for f in report["findings"]] == [[MESSAGE], [MESSAGE]]
    assert len({f["fingerprint"] for f in report["findings"]}) == 2


def test_messages_of_commits_and_tags_are_judged(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = commit(repo, f"start\n\nthe token is {A}", a="1")
    git(repo, "tag", "-a", "v1", "-m", f"released with {B}")
    git(repo, "tag", "-a", "again", "v1", "-m", "a tag of a tag")
    _, report = history(repo, capsys)
    assert found(report) == [(one, MESSAGE, 3), (git(repo, "rev-parse", "v1"), TAG_MESSAGE, 1)]


def test_what_a_merge_itself_adds_is_judged(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(repo, "start", a__py="1\n", b__py="1\n")
    git(repo, "checkout", "-qb", "side")
    commit(repo, "side", a__py="1\n2\n")
    git(repo, "checkout", "-q", "main")
    commit(repo, "main", b__py="1\n2\n")
    git(repo, "merge", "-q", "--no-commit", "side")
    merge = commit(repo, "merge", a__py=f"1\n2\n{A}\n")
    _, report = history(repo, capsys)
    assert found(report) == [(merge, "a.py", 3)]


@pytest.mark.parametrize("fill", [1, 30_000])
def test_context_of_lines_that_were_there_before_is_not_lost(fill: int, repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    filling = "".join(f"line {i}\n" for i in range(fill))
    commit(repo, "start", keys__txt="tok_begin\ntok_end\n" + filling)
    commit(repo, "PRIVATE KEY", keys__yaml=filling + "# PRIVATE KEY\ntok_begin\ntok_end\n")
    added = commit(repo, "body", keys__yaml=filling + "# PRIVATE KEY\ntok_begin\nbody\ntok_end\n")
    _, report = history(repo, capsys)
    assert added in [f["commit"] for f in report["findings"]]


def test_a_range_judges_only_its_commits(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(repo, "one", a__py=f"{A}\n")
    two = commit(repo, "two", a__py=f"{A}\n{B}\n")
    commit(repo, "three", a__py=f"{A}\n{B}\n{C}\n")
    assert found(history(repo, capsys, "HEAD~2..HEAD~1")[1]) == [(two, "a.py", 2)]
    assert history(repo, capsys, "HEAD~2..HEAD~2")[0] == 0


@pytest.mark.parametrize("revision", ["nowhere..HEAD", "--all", "-x"])
def test_a_range_that_is_none_is_wrong_usage(revision: str, repo: Path) -> None:
    commit(repo, "one", a="1")
    with pytest.raises(UsageError):
        run_history(options(repo, revision), scan, RULES)


def test_an_ignore_in_the_file_of_that_commit_counts(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(repo, "one", a__py=f"# roadworthy: ignore[SEC001] a made-up value of the tests\nx = '{A}'\n")
    commit(repo, "two", a__py="x = 1\n")
    assert run_history(options(repo, form="concise"), scan, RULES) == 0
    assert capsys.readouterr().out == ""


def test_every_branch_tag_and_stash_is_part_of_the_history(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(repo, "start", a__py="1\n")
    git(repo, "checkout", "-qb", "other")
    commit(repo, "other", a__py=f"{A}\n")
    git(repo, "checkout", "-q", "main")
    (repo / "a.py").write_text(f"{B}\n")
    git(repo, "stash", "-q")
    git(repo, "checkout", "-q", "--detach")
    commit(repo, "detached", a__py=f"{C}\n")
    assert len(history(repo, capsys)[1]["findings"]) == 3


def test_binary_and_submodule_and_link_do_no_harm(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = commit(repo, "start", a__bin=b"\0\1" + A.encode())
    git(repo, "update-index", "--add", "--cacheinfo", f"160000,{head},sub")
    (repo / "link").symlink_to("nowhere")
    git(repo, "add", "link")
    git(repo, "commit", "-qm", "submodule and link")
    code, report = history(repo, capsys)
    assert (code, report["findings"], report["errors"]) == (0, [], [])


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_text_in_other_encodings_is_read(encoding: str, repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(repo, "one", a__txt="é ਊ\n".replace("ਊ", "" if encoding == "latin-1" else "ਊ").encode(encoding))
    two = commit(repo, "two", a__txt=f"é\nx {A}\n".encode(encoding))
    assert found(history(repo, capsys)[1]) == [(two, "a.txt", 2)]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-8"])
def test_text_with_nuls_in_it_is_read(encoding: str, repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "a line of a text\n" * 40 + ("one\0 stray\n" if encoding == "utf-8" else "")
    commit(repo, "one", a__txt=text.encode(encoding))
    two = commit(repo, "two", a__txt=f"{text}x {A}\n".encode(encoding))
    _, report = history(repo, capsys)
    assert found(report) == [(two, "a.txt", text.count("\n") + 1)]
    assert "still there at HEAD" in report["findings"][0]["message"]


def test_what_the_engine_leaves_out_of_a_version_is_named(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = "\n".join(f"  a{i}: {b64encode(b'plain words ' * 20_000).decode()}" for i in range(20))
    commit(repo, "one", a__yaml=f"apiVersion: v1\nkind: Secret\ndata:\n{data}\n")
    commit(repo, "two", a__yaml=None)
    assert run_history(options(repo)) == 3
    report = json.loads(capsys.readouterr().out)
    assert [(e["path"], "of Secret data" in e["message"]) for e in report["errors"]] == [("a.yaml", True)]


def test_odd_names_of_files_are_kept(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repo / "a\nb").write_text(A)
    (repo / "größe\t.py").write_text(B)
    added = commit(repo, "odd")
    assert sorted(found(history(repo, capsys)[1])) == [(added, "a\nb", 1), (added, "größe\t.py", 1)]


def test_replacement_refs_do_not_hide_what_is_there(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = commit(repo, "bad", a__py=f"{A}\n")
    git(repo, "checkout", "-q", "--orphan", "other")
    good = commit(repo, "good", a__py="1\n")
    git(repo, "replace", "-f", bad, good)
    git(repo, "checkout", "-q", "main")
    assert (bad, "a.py", 1) in found(history(repo, capsys)[1])


def test_a_repository_without_commits_says_so(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_history(options(repo), scan, RULES) == 0
    assert "no commits" in capsys.readouterr().err


def test_a_folder_that_is_no_repository_is_not_clean(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, report = history(tmp_path, capsys)
    assert code == 3
    assert "not a git repository" in report["errors"][0]["message"]


def test_without_git_nothing_is_clean(repo: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    commit(repo, "one", a="1")
    monkeypatch.setenv("PATH", str(repo))
    code, report = history(repo, capsys)
    assert code == 3
    assert "git could not be run" in report["errors"][0]["message"]


def test_a_bare_repository_is_judged(repo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    added = commit(repo, "one", a__py=f"{A}\n")
    git(tmp_path, "clone", "-q", "--bare", str(repo), "bare.git")
    assert found(history(tmp_path / "bare.git", capsys)[1]) == [(added, "a.py", 1)]


def test_a_repository_of_sha256_is_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repo = repository(tmp_path / "long", "--object-format=sha256")
    commit(repo, "one", a__py="1\n")
    added = commit(repo, "two", a__py=f"1\n{A}\n")
    assert len(added) == 64
    assert found(history(repo, capsys)[1]) == [(added, "a.py", 2)]


def test_a_shallow_clone_is_never_clean(repo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(repo, "one", a="1")
    commit(repo, "two", a="2")
    git(tmp_path, "clone", "-q", "--depth=1", repo.as_uri(), "shallow")
    code, report = history(tmp_path / "shallow", capsys)
    assert code == 3
    assert "shallow" in report["errors"][0]["message"]


@pytest.mark.parametrize(("left_out", "says"), [("blob:none", "is not in this clone"), ("tree:0", "missing")])
def test_a_partial_clone_is_never_clean_and_fetches_nothing(
    left_out: str, says: str, repo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(repo, "config", "uploadpack.allowFilter", "true")
    for number in range(3):
        commit(repo, str(number), a__py=f"{number}\n", folder_S_b__py=f"{number}\n")
    git(tmp_path, "clone", "-q", "--no-checkout", f"--filter={left_out}", repo.as_uri(), "partial")
    clone = tmp_path / "partial"
    before = git(clone, "cat-file", "--batch-all-objects", "--batch-check")
    code, report = history(clone, capsys)
    assert code == 3
    assert any(says in error["message"] for error in report["errors"])
    assert git(clone, "cat-file", "--batch-all-objects", "--batch-check") == before


def test_a_missing_object_is_said_and_the_rest_is_judged(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(repo, "one", a__py="gone\n", b__py=f"{A}\n")
    blob = git(repo, "rev-parse", "HEAD:a.py")
    (repo / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    code, report = history(repo, capsys)
    assert code == 1
    assert [f["path"] for f in report["findings"]] == ["b.py"]
    assert blob[:12] in report["errors"][0]["message"]


def test_a_blob_that_is_too_large_is_named(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(repo, "one", big__txt=b"x" * (LARGEST + 1), z__py=f"{A}\n")
    _, report = history(repo, capsys)
    assert [f["path"] for f in report["findings"]] == ["z.py"]
    assert "larger than 32 MiB" in report["errors"][0]["message"]


def test_a_large_binary_is_no_error(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(repo, "one", big__bin=b"\0" + b"x" * LARGEST, z__py=f"{A}\n")
    _, report = history(repo, capsys)
    assert ([f["path"] for f in report["findings"]], report["errors"]) == (["z.py"], [])


def test_added_lines_are_not_taken_for_neighbours(repo: Path) -> None:
    seen: list[str] = []
    commit(repo, "one", a__py="1\n2\n3\n")
    commit(repo, "two", a__py="1\nfirst\n2\nsecond\nthird\n3\n")
    list(Look(GitObjects(str(repo)), ["--all"], lambda source: seen.append(source.text) or ()).suspects())  # type: ignore[func-returns-value]
    assert "first\n\nsecond\nthird" in seen


def test_a_tag_of_a_blob_is_named(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(repo, "one", a="1")
    git(repo, "tag", "-a", "key", "HEAD:a", "-m", "a blob")
    code, report = history(repo, capsys)
    assert code == 3
    assert "points at a blob" in report["errors"][0]["message"]


@pytest.mark.parametrize(("terminal", "hook", "told"), [(True, "", True), (True, "1", False), (False, "", False)])
def test_progress_is_told_to_a_terminal_only(
    terminal: bool, hook: str, told: bool, repo: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(repo, "one", a="1")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    monkeypatch.setenv("PRE_COMMIT", hook)
    run_history(options(repo), scan, RULES)
    assert bool(capsys.readouterr().err) == told


def test_a_broken_configuration_is_wrong_usage(repo: Path) -> None:
    commit(repo, "one", a__py=f"{A}\n", __roadworthy__yaml="nonsense: 1\n")
    with pytest.raises(UsageError, match="nonsense"):
        run_history(options(repo), scan, RULES)


def test_excluded_paths_are_not_reported(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(repo, "one", a__py=f"{A}\n", __roadworthy__yaml="exclude: ['a.py']\n")
    assert history(repo, capsys)[0] == 0


def test_a_file_that_moves_with_its_name_is_not_read_again(repo: Path) -> None:
    seen: list[str] = []
    commit(repo, "one", lib_S_a__py="1\n", lib_S_c__py="1\n2\n")
    git(repo, "mv", "lib", "src")
    commit(repo, "move")
    commit(repo, "edit", src_S_a__py="1\n3\n")
    look = Look(GitObjects(str(repo)), ["--all"], lambda source: seen.append(source.path) or ())  # type: ignore[func-returns-value]
    assert list(look.suspects()) == []
    assert list(dict.fromkeys(seen)) == [MESSAGE, "lib/a.py", "lib/c.py", "src/a.py"]
    assert (look.commits, look.files) == (3, 3)


def test_every_question_to_no_repository_is_answered_with_no_git(tmp_path: Path) -> None:
    objects = GitObjects(str(tmp_path))
    for ask in (objects.is_bare, objects.tag_ids, lambda: list(objects.commits(["--all"]))):
        with pytest.raises(NoGit):
            ask()
    assert objects.commit_id("HEAD") is None


def test_the_index_of_what_was_seen_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(added_lines, "_MOST_LINES", 10)
    seen = _Seen()
    for number in range(50):
        seen.added(b"\n".join(b"%d %d" % (number, line) for line in range(8)), keep=True)
        assert len(seen.lines) <= 20


@pytest.mark.parametrize("step", [1, 2])
def test_no_added_line_is_lost_however_many_there_are(step: int) -> None:
    seen = _Seen()
    old = [b"old %d" % number for number in range(60_000)]
    new = list(old)
    new[1000:50_000:step] = [b"new %d" % number for number in range(1000, 50_000, step)]
    seen.added(b"\n".join(old), keep=True)
    ranges, text = seen.added(b"\n".join(new), keep=True)
    assert text is not None
    assert {line for line in text.split(b"\n") if line} == set(new) - set(old)
    assert (ranges[0][0], ranges[-1][1]) == (1001, 50_000 if step == 1 else 49_999)


LINES = st.lists(st.sampled_from(["", "a", "b", "c", "long line", "a\r"]), max_size=8).map("\n".join)


@settings(max_examples=200, deadline=None)
@given(LINES, LINES)
def test_what_is_left_out_of_a_version_is_in_the_one_before(old: str, new: str) -> None:
    start, end = _different(old.encode(), new.encode())
    kept = new.split("\n")
    inside = range(new.count("\n", 0, start), new.count("\n", 0, end) + 1)
    for number, line in enumerate(kept):
        assert number in inside or line in old.split("\n"), (start, end)


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_a_line_no_version_had_before_is_always_added(versions: list[str], chance: random.Random) -> None:
    seen = _Seen()
    had: set[str] = set()
    for number, text in enumerate(versions):
        if chance.random() < 0.5:
            text = text + f"\nnew {number}" if text else f"new {number}"
        ranges, _ = seen.added(text.encode(), keep=True)
        lines = [line.removesuffix("\r") for line in text.split("\n")]
        for at, line in enumerate(lines, 1):
            if line and line not in had:
                assert any(first <= at <= last for first, last in ranges), (text, ranges)
        had.update(lines)


def test_a_fault_of_the_scan_is_named_and_the_rest_is_judged(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    added = commit(repo, "one", a__py=f"boom {A}\n", b__py=f"{B}\n")

    def faulty(source: Source) -> tuple[Secret, ...]:
        if "boom" in source.text:
            raise RuntimeError(source.text)
        return scan(source)

    def judge(source: Source, repo: Repository) -> Iterator[Outcome]:
        for secret in faulty(source):
            yield gap("token", "a token", secret.value.place())

    rules = (RULES[0]._replace(judge=judge),)
    assert run_history(options(repo), faulty, rules) == 1
    printed = capsys.readouterr().out
    report = json.loads(printed)
    assert found(report) == [(added, "b.py", 1)]
    assert [(e["path"], "SEC001 failed: RuntimeError" in e["message"]) for e in report["errors"]] == [("a.py", True)]
    assert A not in printed


def test_with_the_real_scan_clean_versions_are_no_suspects_and_a_value_out_of_context_is_one(repo: Path) -> None:
    from roadworthy.secrets.history import placed_in_format
    from roadworthy.secrets.scan import scan as real

    value = "".join(random.Random(3).choices("abcdefghkmnpqrstuvwxyz23456789", k=24))
    manifest = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: shop\nstringData:\n  first: changeme\n"
    commit(repo, "one", a__py="x = 1\n", b__json='{"a": 1}\n', secret__yaml=manifest)
    commit(repo, "two", a__py="x = 1\ny = 2\n", b__json='{"a": 1,\n"b": 2}\n')
    look = Look(GitObjects(str(repo)), ["--all"], real, placed_in_format)
    before = [found.path for found in look.suspects() if not isinstance(found, Unreadable)]
    assert set(before) <= {"secret.yaml"}
    added = commit(repo, "three", secret__yaml=manifest + f"  second: {value}\n")
    look = Look(GitObjects(str(repo)), ["HEAD~1..HEAD"], real, placed_in_format)
    assert [(found.commit.id, found.path) for found in look.suspects() if not isinstance(found, Unreadable)] == [
        (added, "secret.yaml")
    ]


def test_what_cannot_be_looked_at_is_an_error_and_no_finding(repo: Path) -> None:
    commit(repo, "one", a="x\0\1\2", a__png="x\0\1\2")
    found = list(Look(GitObjects(str(repo)), ["--all"], scan).suspects())
    assert [(f.place.path, f.opaque) for f in found if isinstance(f, Unreadable)] == [("a", True)]
