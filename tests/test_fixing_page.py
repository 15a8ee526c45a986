"""The page about `--fix` names every rule that has a fixer, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from roadworthy.writers.fixes import FIXERS


def test_the_page_names_the_rules_that_have_a_fixer() -> None:
    page = (Path(__file__).resolve().parents[1] / "docs" / "fixing.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"\[([A-Z]+\d+)\]", page)) == sorted(FIXERS)
