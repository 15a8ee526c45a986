"""Patterns in the manner of .gitignore."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.globs import glob_fault, matcher


@pytest.mark.parametrize(
    ("patterns", "path", "matched"),
    [
        (["vendor/"], "vendor/a/b.yml", True),
        (["vendor/"], "src/vendor/a.yml", True),
        (["vendor/"], "vendor", False),
        (["/vendor"], "src/vendor/a.yml", False),
        (["/vendor"], "vendor/a.yml", True),
        (["docs/api"], "docs/api/x.yml", True),
        (["docs/api"], "x/docs/api/x.yml", False),
        (["*.yml"], "a/b/c.yml", True),
        (["a/*.yml"], "a/b/c.yml", False),
        (["a/**/c.yml"], "a/c.yml", True),
        (["a/**/c.yml"], "a/x/y/c.yml", True),
        (["**/c.yml"], "c.yml", True),
        (["a/**"], "a/x/y", True),
        (["a/**"], "a", False),
        (["file?.yml"], "file1.yml", True),
        (["file?.yml"], "file/.yml", False),
        (["[ab].yml"], "a.yml", True),
        (["[!ab].yml"], "a.yml", False),
        (["[a-c].yml"], "b.yml", True),
        (["[c-a].yml"], "b.yml", False),
        ([r"\*.yml"], "*.yml", True),
        ([r"\*.yml"], "a.yml", False),
        (["*.yml", "!keep.yml"], "a/keep.yml", False),
        (["!keep.yml", "*.yml"], "a/keep.yml", True),
        (["a.b"], "axb", False),
        (["[", "a"], "a", True),
        ([], "a", False),
    ],
)
def test_patterns_match_as_gitignore_would(patterns: list[str], path: str, matched: bool) -> None:
    assert matcher(patterns)(path) is matched


@pytest.mark.parametrize("pattern", ["", "/", "!", "*" * 10 + "a*b*c*d*e*f*g*", "x" * 201])
def test_a_useless_or_costly_pattern_has_a_fault(pattern: str) -> None:
    assert glob_fault(pattern)


@given(st.text("ab*?[]!^-\\/.{}()+|$", max_size=20), st.text("ab/.-]", max_size=20))
@settings(max_examples=300)
def test_no_pattern_raises(pattern: str, path: str) -> None:
    if not glob_fault(pattern):
        matcher([pattern])(path)
