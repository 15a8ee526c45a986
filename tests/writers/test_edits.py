"""Edits of files: nothing else changes, and a file is the old one or the new one."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.core.repository import decode
from roadworthy.writers.edits import Edit, RefusedError, edited, replace, rewritten, write

if TYPE_CHECKING:
    from pathlib import Path


def read(root: Path, path: str) -> Source:
    source = decode(path, (root / path).read_bytes())
    assert isinstance(source, Source)
    return source


@given(st.text(max_size=60), st.data())
def test_what_no_edit_covers_stays(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=6)))
    ranges = list(zip(cuts[::2], cuts[1::2]))
    edits = [Edit("a", start, end, f"<{i}>") for i, (start, end) in enumerate(ranges)]
    kept = [text[a:b] for (_, a), (b, _) in zip([(0, 0), *ranges], [*ranges, (len(text), 0)])]
    try:
        result = edited(text, edits)
    except RefusedError:
        assert len({start for start, _ in ranges}) < len(ranges), "only edits at one place are in each other's way"
        return
    for piece in kept:
        assert piece in result
    assert len(result) == sum(map(len, kept)) + 3 * len(ranges)


def test_edits_that_overlap_are_refused_and_the_same_edit_twice_is_one() -> None:
    assert edited("abc", [Edit("a", 1, 2, "X"), Edit("a", 1, 2, "X")]) == "aXc"
    assert edited("abc", [Edit("a", 1, 1, "1"), Edit("a", 1, 1, "2")]) == "a12bc"
    assert edited("abc", [Edit("a", 1, 2, "X"), Edit("a", 1, 1, "1"), Edit("a", 2, 2, "2")]) == "a1X2c"
    for other in (Edit("a", 1, 2, "Y"), Edit("a", 0, 2, ""), Edit("a", 2, 9, "")):
        with pytest.raises(RefusedError):
            edited("abc", [Edit("a", 1, 3, "X"), other])


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfone\r\ntwo\nthr\xc3\xa9e",
        "one\r\ntwo".encode("utf-16"),
        b"\xfe\xff" + "one\ntwo\n".encode("utf-16-be"),
        b"one \xe9\r\n\xff\xfa",
        b"\xef\xbb\xbf\xef\xbb\xbfone",
    ],
)
def test_encoding_byte_order_mark_and_line_ends_stay(content: bytes) -> None:
    source = decode("a", content)
    assert isinstance(source, Source)
    at = source.text.index("one")
    assert rewritten(content, source, [Edit("a", at, at + 3, "one")]) == content
    there = rewritten(content, source, [Edit("a", at, at + 3, "uno")])
    back = decode("a", there)
    assert isinstance(back, Source)
    assert back.text == source.text.replace("one", "uno")
    assert rewritten(there, back, [Edit("a", at, at + 3, "one")]) == content


@given(st.binary(max_size=40))
def test_any_bytes_come_back_as_they_were(content: bytes) -> None:
    source = decode("a", content)
    if isinstance(source, Source):
        end = len(source.text)
        assert rewritten(content, source, []) == content
        assert rewritten(content, source, [Edit("a", end, end, "x")]).startswith(content)


def test_what_an_unknown_encoding_may_not_hold_is_refused() -> None:
    content = b"caf\xe9"
    source = decode("a", content)
    assert isinstance(source, Source)
    assert rewritten(content, source, [Edit("a", 0, 0, "x")]) == b"xcaf\xe9"
    with pytest.raises(RefusedError, match="encoding"):
        rewritten(content, source, [Edit("a", 0, 0, "é")])


@pytest.mark.skipif(os.name == "nt", reason="modes")
def test_the_mode_is_kept_and_nothing_is_left_beside(tmp_path: Path) -> None:
    file = tmp_path / "run.yaml"
    file.write_bytes(b"a: 1\n")
    file.chmod(0o750)
    assert write(str(tmp_path), read(tmp_path, "run.yaml"), [Edit("run.yaml", 3, 4, "2")])
    assert file.read_bytes() == b"a: 2\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o750
    assert os.listdir(tmp_path) == ["run.yaml"]
    assert not write(str(tmp_path), read(tmp_path, "run.yaml"), [Edit("run.yaml", 3, 4, "2")]), "nothing to change"


def test_a_new_file_is_made_only_where_nothing_stands(tmp_path: Path) -> None:
    assert write(str(tmp_path), Source("new", ""), [Edit("new", 0, 0, "x\n")])
    assert (tmp_path / "new").read_text() == "x\n"
    with pytest.raises(RefusedError, match="no longer"):
        write(str(tmp_path), Source("new", ""), [Edit("new", 0, 0, "y\n")])
    with pytest.raises(RefusedError, match="any more"):
        write(str(tmp_path), Source("gone", "x"), [Edit("gone", 0, 1, "y")])


def test_an_objection_leaves_the_file_untouched(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    with pytest.raises(RefusedError, match="would not parse"):
        write(str(tmp_path), read(tmp_path, "a"), [Edit("a", 0, 1, "y")], [lambda before, after: "it would not parse"])
    assert (tmp_path / "a").read_bytes() == b"x"


def test_a_file_that_changed_meanwhile_is_left(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    source = read(tmp_path, "a")
    (tmp_path / "a").write_bytes(b"xy")
    with pytest.raises(RefusedError, match="no longer"):
        write(str(tmp_path), source, [Edit("a", 0, 1, "y")])


@pytest.mark.skipif(os.name == "nt", reason="links")
def test_links_and_what_lies_outside_or_is_git_s_are_left(tmp_path: Path) -> None:
    root = tmp_path / "tree"
    (root / ".git").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    for file in (tmp_path / "outside" / "a", root / "a", root / ".git" / "a"):
        file.write_bytes(b"x")
    (root / "link").symlink_to("a")
    (root / "away").symlink_to(tmp_path / "outside")
    (root / "dangling").symlink_to("nothing")
    for path in ("link", "away/a", "../outside/a", ".git/a", "dangling"):
        with pytest.raises(RefusedError):
            write(str(root), Source(path, "" if path == "dangling" else "x"), [Edit(path, 0, 0, "y")])
    assert (root / "a").read_bytes() == (tmp_path / "outside" / "a").read_bytes() == (root / ".git" / "a").read_bytes() == b"x"
    assert not (root / "nothing").exists()


def test_a_failure_on_the_way_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"x")

    def fails(*_: object) -> None:
        raise KeyboardInterrupt

    for step in ("fsync", "replace"):
        with monkeypatch.context() as patched:
            patched.setattr(os, step, fails)
            with pytest.raises(KeyboardInterrupt):
                replace(str(tmp_path / "a"), b"y", 0o600)
        assert os.listdir(tmp_path) == ["a"]
        assert (tmp_path / "a").read_bytes() == b"x"


def test_what_a_killed_run_left_beside_is_removed_and_nothing_else(tmp_path: Path) -> None:
    stale, fresh, other = (
        tmp_path / name for name in (f".roadworthy-{'a' * 12}", f".roadworthy-{'b' * 12}", ".roadworthy.yaml")
    )
    for path in (stale, fresh, other):
        path.write_bytes(b"x")
    for path in (stale, other):
        os.utime(path, (1, 1))
    replace(str(tmp_path / "a"), b"y", None)
    assert sorted(os.listdir(tmp_path)) == sorted([fresh.name, other.name, "a"])
