"""CODEOWNERS, and branch protection as code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.code_owners import owner_of, protections


def owners(text: str, path: str) -> tuple[str, ...]:
    found = owner_of(Repository(SampleTree({"CODEOWNERS": text})), path)
    return found.owners if found else ()


@pytest.mark.parametrize(
    ("text", "path", "found"),
    [
        ("* @all\n", "ci/deploy.yml", ("@all",)),
        ("/ci/ @ops me@example.org\n", "ci/deploy.yml", ("@ops", "me@example.org")),
        ("/ci/ @ops\n", "docs/ci/x.md", ()),
        ("*.yml @ops # all of them\n", "a/b.yml", ("@ops",)),
        ("* @all\n/ci/\n", "ci/deploy.yml", ()),
        ("/ci/ @first\n/ci/ @last\n", "ci/x", ("@last",)),
        ("[Ops] @ops\n/ci/\n/docs/ @writers\n", "ci/x", ("@ops",)),
        ("^[Ops][2] @ops\n/ci/\n", "ci/x", ("@ops",)),
        ("/with\\ space/ @ops\n", "with space/x", ("@ops",)),
    ],
)
def test_the_last_line_that_fits_says_who_owns_a_file(text: str, path: str, found: tuple[str, ...]) -> None:
    assert owners(text, path) == found


def test_the_file_in_github_counts_before_the_one_in_the_root() -> None:
    files = {"CODEOWNERS": "* @root\n", ".github/CODEOWNERS": "* @github\n"}
    found = owner_of(Repository(SampleTree(files)), "x")
    assert found is not None
    assert found.owners == ("@github",)


def test_a_ruleset_that_only_watches_protects_nothing() -> None:
    text = (
        '{"enforcement": "evaluate", "rules": [{"type": "pull_request", "parameters": {"required_approving_review_count": 1}}]}'
    )
    assert Repository(SampleTree({"rulesets/main.json": text})).ask(protections) == ()


@given(st.text(st.sampled_from('[]^*/@ #\\ \nab{}":,rulestype'), max_size=200))
def test_any_text_is_read(text: str) -> None:
    files = {
        "CODEOWNERS": text,
        "rulesets/a.json": '{"rules":' + text,
        ".github/settings.yml": text,
        "a.tf": "branch_protection" + text,
    }
    repo = Repository(SampleTree(files))
    owner_of(repo, "a/b")
    repo.ask(protections)
