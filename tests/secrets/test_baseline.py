"""The baseline: what detect-secrets reads and writes, without what makes it churn."""

from __future__ import annotations

import json
import os
import stat
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.hook import UsageError
from roadworthy.secrets.baseline import PATH, Baseline, Entry, Recorded, digest, read, text_of, type_of, updated, write
from roadworthy.secrets.found import Secret
from roadworthy.write_baseline import run_baseline

from .commits import RULES, commit, options, repository, scan, token

if TYPE_CHECKING:
    from pathlib import Path

    from roadworthy.secrets.found import Certainty

A, B, C = token("aaaa"), token("bbbb"), token("cccc")
ENTRIES = (
    Entry("a.py", "Secret Keyword", digest(A), 3),
    Entry("a.py", "Secret Keyword", digest(B), 1, False),
    Entry("b.py", "GitHub Token", digest(C), 7, True, True),
)


def made(*entries: Entry) -> Baseline:
    by_path: dict[str, tuple[Entry, ...]] = {}
    for entry in entries:
        by_path[entry.path] = (*by_path.get(entry.path, ()), entry)
    return Baseline(by_path)


def again(baseline: Baseline) -> Baseline:
    return read(Source(PATH, text_of(baseline)))


def parsed(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / PATH).read_text())
    return content


def run(folder: Path) -> int:
    return run_baseline(options(folder), RULES, scan)


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return repository(tmp_path / "repo")


@pytest.mark.parametrize(
    ("path", "kind", "value", "verdict"),
    [
        ("a.py", "Secret Keyword", A, "unaudited"),
        ("a.py", "Secret Keyword", B, "not-a-secret"),
        ("b.py", "GitHub Token", C, "secret"),
        ("b.py", "whatever another detector calls it", C, "secret"),
        ("b.py", "Secret Keyword", A, None),
        ("c.py", "Secret Keyword", A, None),
        ("a.py", "Secret Keyword", A + "x", None),
    ],
)
def test_a_verdict_is_about_a_value_in_a_file(path: str, kind: str, value: str, verdict: str | None) -> None:
    assert made(*ENTRIES).verdict(path, kind, value) == verdict


def test_the_entry_of_the_same_kind_goes_first() -> None:
    both = made(Entry("a", "Secret Keyword", digest(A), 1, False), Entry("a", "GitHub Token", digest(A), 1))
    assert both.verdict("a", "GitHub Token", A) == "unaudited"
    assert both.verdict("a", "Secret Keyword", A) == "not-a-secret"
    assert both.verdict("a", "some other", A) == "not-a-secret"


def test_a_private_key_is_known_by_the_digest_that_detect_secrets_takes() -> None:
    words = "BEGIN RSA PRIVATE " + "KEY"
    known = made(Entry("id", "Private Key", digest(words), 1, False))
    assert known.verdict("id", "RSA private key", f"-----{words}-----\nbody") == "not-a-secret"
    assert known.verdict("id", "RSA private key", "-----" + words.replace("RSA", "EC") + "-----\nbody") is None
    assert known.verdict("id", "Secret Keyword", A) is None


def test_what_was_written_is_read_back() -> None:
    assert {e for there in again(made(*ENTRIES)).entries.values() for e in there} == set(ENTRIES)


def test_the_order_of_what_was_found_makes_no_difference_and_no_time_is_written() -> None:
    assert text_of(made(*ENTRIES)) == text_of(made(*reversed(ENTRIES)))
    assert "generated_at" not in text_of(made(*ENTRIES))
    assert "generated_at" not in text_of(read(Source(PATH, '{"results": {}, "generated_at": "2024-01-01T00:00:00Z"}')))


def test_the_head_is_what_detect_secrets_runs_with_by_default() -> None:
    from detect_secrets.settings import default_settings

    with default_settings() as defaults:
        expected = defaults.json()
    content = json.loads(text_of(Baseline()))
    assert {key: content[key] for key in expected} == expected


def test_detect_secrets_reads_what_is_written(tmp_path: Path) -> None:
    from detect_secrets.core import baseline
    from detect_secrets.settings import transient_settings

    file = tmp_path / PATH
    file.write_text(text_of(made(*ENTRIES)))
    with transient_settings({}):
        loaded = baseline.load(baseline.load_from_file(str(file)), str(file))
        assert baseline.format_for_output(loaded)["version"] == parsed(tmp_path)["version"]
    got = {(s.filename, s.type, s.secret_hash, s.line_number, s.is_secret, s.is_verified) for _, s in loaded}
    assert got == {(e.path, e.type, e.digest, e.line, e.is_secret, e.is_verified) for e in ENTRIES}


def test_what_detect_secrets_writes_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from detect_secrets import SecretsCollection
    from detect_secrets.core import baseline
    from detect_secrets.settings import default_settings

    monkeypatch.chdir(tmp_path)
    (tmp_path / "conf.py").write_text("password = '" + "correct-horse" + "-battery'\n")
    with default_settings():
        found = SecretsCollection()
        found.scan_file("conf.py")
        text = json.dumps(baseline.format_for_output(found))
    known = read(Source(PATH, text))
    assert known.verdict("conf.py", "Secret Keyword", "correct-horse-battery") == "unaudited"
    assert json.loads(text_of(known))["results"] == json.loads(text)["results"]


def test_settings_of_detect_secrets_and_keys_it_may_add_are_kept() -> None:
    head = {"version": "1.4.0", "plugins_used": [{"name": "AWSKeyDetector"}], "filters_used": [], "later": {"x": 1}}
    assert again(Baseline({}, head)).head == head


@pytest.mark.parametrize(
    ("certainty", "kind", "detector", "expected"),
    [
        ("keyword", "value of a secret's name", "Secret Keyword", "Secret Keyword"),
        ("provider", "GitHub fine-grained token", "github-token", "GitHub Token"),
        ("provider", "some token nobody else knows", "some-token", "Secret Keyword"),
        ("url", "password in a postgres address", "url-login", "Basic Auth Credentials"),
        ("place", "password of a machine", "netrc", "Secret Keyword"),
        ("entropy", "random-looking text", "random", "Base64 High Entropy String"),
        ("key", "RSA private key", "private-key", "Private Key"),
    ],
)
def test_the_type_is_one_that_detect_secrets_can_audit(certainty: Certainty, kind: str, detector: str, expected: str) -> None:
    assert type_of(Secret(certainty, kind, "", Source("a", A).whole(), detector)) == expected


def test_the_types_are_those_of_detect_secrets() -> None:
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
    from roadworthy.secrets.baseline import _TYPES

    assert set(_TYPES) == set(get_mapping_from_secret_type_to_class())


def test_paths_of_windows_are_read() -> None:
    text = json.dumps({"results": {"src\\a.py": [{"type": "x", "filename": "src\\a.py", "hashed_secret": digest(A)}]}})
    assert read(Source(PATH, text)).verdict("src/a.py", "x", A) == "unaudited"


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "<<<<<<< HEAD\n{}", '{"results": []}', '{"results": {"a": [1]}}', '{"results": {"a": [{}]}}',
     "[" * 100_000, '{"results": ' + "1" * 10_000 + "}"],
    ids=range(9),
)  # fmt: skip
def test_a_file_that_is_no_baseline_silences_nothing_and_says_why(text: str) -> None:
    known = read(Source(PATH, text))
    assert known.fault
    assert not known.entries


def test_an_edit_above_a_value_changes_nothing() -> None:
    before = made(*ENTRIES)
    moved = [Recorded(e.path, e.type, e.digest, e.line + 40) for e in reversed(ENTRIES)]
    assert text_of(updated(before, moved)) == text_of(before)


def test_what_was_decided_stays_and_what_is_gone_goes() -> None:
    after = updated(made(*ENTRIES), [Recorded("a.py", "another kind", digest(B), 9), Recorded("a.py", "new", digest(C), 2)])
    assert after.entries == {"a.py": (ENTRIES[1], Entry("a.py", "new", digest(C), 2))}


def test_what_could_not_be_read_keeps_its_entries() -> None:
    assert updated(made(*ENTRIES), [], ["b.py"]).entries == {"b.py": (ENTRIES[2],)}


def test_one_value_twice_in_a_file_is_one_entry() -> None:
    after = updated(Baseline(), [Recorded("a", "x", digest(A), 1), Recorded("a", "y", digest(A), 5)])
    assert after.entries == {"a": (Entry("a", "x", digest(A), 1),)}


def test_the_command_records_what_is_there_and_then_changes_nothing(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(repo, "one", a__py=f"x = '{A}'\n", b__py=f"x = '{B}'  # roadworthy: ignore[SEC001] a made-up value\n")
    assert run(repo) == 0
    assert "1 recorded" in capsys.readouterr().out
    item = {"type": "Secret Keyword", "filename": "a.py", "hashed_secret": digest(A), "is_verified": False, "line_number": 1}
    assert parsed(repo)["results"] == {"a.py": [item]}
    first = (repo / PATH).read_bytes()
    commit(repo, "two", a__py=f"\n\n\nx = '{A}'\n")
    assert run(repo) == 0
    assert "nothing has changed" in capsys.readouterr().out
    assert (repo / PATH).read_bytes() == first
    commit(repo, "three", a__py="x = 1\n")
    assert run(repo) == 0
    assert parsed(repo)["results"] == {}


def test_the_command_keeps_what_was_audited(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(repo, "one", a__py=f"x = '{A}'\n")
    run(repo)
    content = parsed(repo)
    content["results"]["a.py"][0]["is_secret"] = False
    (repo / PATH).write_text(json.dumps(content))
    commit(repo, "two", b__py=f"x = '{B}'\n")
    run(repo)
    assert "2 in all, 1 that nobody has audited" in capsys.readouterr().out
    assert [item.get("is_secret") for items in parsed(repo)["results"].values() for item in items] == [False, None]


def test_no_value_is_written_or_printed(repo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    commit(repo, "one", a__py=f"x = '{A}'\n")
    run(repo)
    assert A not in "".join(capsys.readouterr()) + (repo / PATH).read_text()


def test_a_broken_baseline_is_not_written_over(repo: Path) -> None:
    commit(repo, "one", a__py=f"x = '{A}'\n", __secrets__baseline="<<<<<<< ours\n")
    with pytest.raises(UsageError, match="not valid JSON"):
        run(repo)
    assert (repo / PATH).read_text() == "<<<<<<< ours\n"


def test_it_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert write(str(tmp_path), made(*ENTRIES))
    assert not write(str(tmp_path), made(*ENTRIES))
    before = (tmp_path / PATH).read_bytes()

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no space"):
        write(str(tmp_path), Baseline())
    assert (tmp_path / PATH).read_bytes() == before
    assert os.listdir(tmp_path) == [PATH]


def test_its_mode_is_kept(tmp_path: Path) -> None:
    (tmp_path / PATH).write_text("{}")
    (tmp_path / PATH).chmod(0o640)
    write(str(tmp_path), Baseline())
    assert stat.S_IMODE((tmp_path / PATH).stat().st_mode) == 0o640


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "repo").mkdir()
    (tmp_path / "outside").write_text("mine")
    (tmp_path / "repo" / PATH).symlink_to(tmp_path / "outside")
    with pytest.raises(OSError, match="link"):
        write(str(tmp_path / "repo"), Baseline())
    assert (tmp_path / "outside").read_text() == "mine"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["results", "a", "type"]), inner, max_size=3),
    max_leaves=10,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(["results", "version", "plugins_used"]), JSON) | JSON)
def test_reading_never_raises_and_what_was_read_can_be_written(content: object) -> None:
    known = read(Source(PATH, json.dumps(content)))
    if not known.fault:
        assert again(again(known)) == again(known)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_reading_any_text_never_raises(text: str) -> None:
    assert isinstance(read(Source(PATH, text)), Baseline)
