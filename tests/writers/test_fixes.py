"""Fixers together: what is in another's way waits, what fails is told, and what a person decided is respected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from roadworthy import check_dockerfile
from roadworthy.catalogue import rules_of
from roadworthy.core.report import build
from roadworthy.core.repository import Repository
from roadworthy.core.run import run
from roadworthy.core.tree import WorkTree
from roadworthy.writers import fixes
from roadworthy.writers.edits import Edit
from roadworthy.writers.fixes import FIXERS, Fix, Mended, mend

from .fixing import put, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from roadworthy.core.finding import Finding
    from roadworthy.writers.edits import Sound

ADD = "FROM debian:12.8\nADD . /srv\n"


def findings(root: Path) -> tuple[Repository, tuple[Finding, ...]]:
    repo = Repository(WorkTree(str(root)))
    rules = [rule for rule in rules_of() if rule.code == "DF021"]
    return repo, build(repo, run(repo, rules, ("Dockerfile",)), 1).findings


@pytest.fixture
def mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Mended]]:
    def with_fixes(*made: tuple[str, tuple[Edit, ...]], sound: Sound | None = None) -> list[Mended]:
        def fixer(repo: Repository, found: Sequence[Finding]) -> Iterator[Fix]:
            return (Fix("Dockerfile", note, edits, sound) for note, edits in made)

        put(tmp_path, {"Dockerfile": ADD})
        monkeypatch.setattr(fixes, "_fixer", lambda code: fixer)
        repo, found = findings(tmp_path)
        return mend(repo, str(tmp_path), found)

    return with_fixes


def edit(start: int, end: int, replacement: str) -> Edit:
    return Edit("Dockerfile", start, end, replacement)


def test_every_fixer_is_there_and_belongs_to_a_rule() -> None:
    assert set(FIXERS) <= {rule.code for rule in rules_of()}
    for code in FIXERS:
        assert callable(fixes._fixer(code))


def test_a_fix_in_the_way_of_another_waits_as_a_whole(mended: Callable[..., list[Mended]], tmp_path: Path) -> None:
    first, second = edit(17, 20, "COPY"), edit(0, 4, "from")
    assert mended(("one", (first,)), ("two", (second, edit(18, 19, "x")))) == [Mended("Dockerfile", ("one",))]
    assert text(tmp_path, "Dockerfile") == ADD.replace("ADD", "COPY")


def test_an_objection_leaves_the_file_and_is_told(mended: Callable[..., list[Mended]], tmp_path: Path) -> None:
    told = mended(("one", (edit(17, 20, "COPY"),)), sound=lambda before, after: "it is worse")
    assert told == [Mended("Dockerfile", (), "is not changed: it is worse")]
    assert text(tmp_path, "Dockerfile") == ADD


def test_a_fixer_that_fails_is_told_and_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fixer(repo: Repository, found: Sequence[Finding]) -> Iterator[Fix]:
        yield Fix("Dockerfile", "half", (edit(0, 4, "x"),))
        raise ValueError("a secret of the file")

    put(tmp_path, {"Dockerfile": ADD})
    monkeypatch.setattr(fixes, "_fixer", lambda code: fixer)
    repo, found = findings(tmp_path)
    (told,) = mend(repo, str(tmp_path), found)
    assert told.refused == "is not changed: the fixer of DF021 failed with ValueError; please report it"
    assert text(tmp_path, "Dockerfile") == ADD


@pytest.mark.parametrize("form", ["json", "concise"])
def test_what_only_informs_is_mended_in_no_format_unless_it_is_selected(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    put(tmp_path, {"Dockerfile": ADD, "app.py": ""})
    check_dockerfile.main(["--fix", "--format", form, "Dockerfile"])
    assert text(tmp_path, "Dockerfile") == ADD
    assert check_dockerfile.main(["--fix", "--format", form, "--select", "DF021", "Dockerfile"]) == 1
    assert text(tmp_path, "Dockerfile") == ADD.replace("ADD", "COPY")
