"""Hooks put into a configuration of pre-commit."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.writers.edits import RefusedError, edited
from roadworthy.writers.pre_commit_config import PATH, hooks_of, with_hooks

URL = "https://github.com/OWNER/roadworthy"
HOOKS = ["devops-audit", "check-pushed-secrets"]


def changed(text: str, hooks: list[str] = HOOKS) -> str:
    source = Source(PATH, text)
    return edited(text, with_hooks(source, URL, "v1.2.3", hooks))


def test_a_new_configuration() -> None:
    assert changed("") == (
        "default_install_hook_types: [pre-commit, pre-push]\n"
        "repos:\n"
        "  - repo: https://github.com/OWNER/roadworthy\n"
        "    rev: v1.2.3\n"
        "    hooks:\n"
        "      - id: devops-audit\n"
        "      - id: check-pushed-secrets\n"
    )


def test_comments_order_and_indentation_stay() -> None:
    old = (
        "# Ours\n"
        "default_language_version:\n"
        "  python: python3.12\n"
        "\n"
        "repos:  # in order\n"
        "- repo: https://github.com/psf/black  # first\n"
        "  rev: 24.1.0\n"
        "  hooks:\n"
        "  - id: black  # the last of it\n"
        "\n"
        "# what the service does\n"
        "ci:\n"
        "  autofix_prs: false\n"
    )
    new = changed(old)
    rest = iter(new.splitlines())
    assert all(line in rest for line in old.splitlines())
    assert "  - id: black  # the last of it\n- repo: https://github.com/OWNER/roadworthy\n  rev: v1.2.3\n" in new
    assert "\ndefault_install_hook_types: [pre-commit, pre-push]\nrepos:  # in order\n" in new
    assert yaml.safe_load(new)["repos"][1]["hooks"] == [{"id": "devops-audit"}, {"id": "check-pushed-secrets"}]


def test_what_is_there_is_not_added_again() -> None:
    once = changed("repos: []\n")
    assert yaml.safe_load(once)["repos"][0]["rev"] == "v1.2.3"
    assert with_hooks(Source(PATH, once), URL, "v9", HOOKS) == ()


@pytest.mark.parametrize(
    "address",
    ["https://github.com/OWNER/roadworthy.git", "git@github.com:OWNER/roadworthy", "https://GitHub.com/owner/Roadworthy/"],
)
def test_the_collection_is_known_by_its_address_and_keeps_its_revision(address: str) -> None:
    old = f"{'default_install_hook_types: [commit, push]'}\nrepos:\n  - repo: {address}\n    rev: v0.1\n    hooks:\n      - id: devops-audit\n"
    new = changed(old)
    assert "rev: v0.1\n" in new
    assert hooks_of(Source(PATH, new), URL) == ("devops-audit", "check-pushed-secrets")
    assert new == old + "      - id: check-pushed-secrets\n"


def test_hooks_in_brackets_get_another_one() -> None:
    old = f"repos:\n- repo: {URL}\n  rev: v0.1\n  hooks: [{{id: devops-audit}}]\n"
    assert yaml.safe_load(changed(old))["repos"][0]["hooks"] == [{"id": "devops-audit"}, {"id": "check-pushed-secrets"}]


def test_a_stage_that_is_not_installed_is_added_to_the_list() -> None:
    assert "default_install_hook_types: [pre-commit, commit-msg, pre-push]\n" in changed(
        "default_install_hook_types: [pre-commit, commit-msg]\nrepos: []\n"
    )
    new = changed("default_install_hook_types:\n  - commit-msg\nrepos: []\n")
    assert yaml.safe_load(new)["default_install_hook_types"] == ["commit-msg", "pre-commit", "pre-push"]


def test_a_last_line_without_an_end_and_foreign_line_ends() -> None:
    assert yaml.safe_load(changed("repos:\n- repo: local\n  hooks: []"))["repos"][1]["repo"] == URL
    new = changed("repos:\r\n- repo: local\r\n  hooks: []\r\n")
    assert new.count("\n") == new.count("\r\n")


@pytest.mark.parametrize("text", ["repos: {a: 1}\n", "- repo: x\n", "repos: [\n", "hooks: 1\n"])
def test_what_is_no_configuration_is_refused(text: str) -> None:
    with pytest.raises(RefusedError):
        changed(text)


ENTRY = st.fixed_dictionaries(
    {"repo": st.sampled_from(["local", "meta", "https://github.com/x/y"]), "hooks": st.just([{"id": "z"}])}
)
CONFIGURATION = st.fixed_dictionaries(
    {"repos": st.lists(ENTRY, max_size=3)},
    optional={
        "default_install_hook_types": st.lists(
            st.sampled_from(["pre-commit", "pre-push", "commit-msg"]), min_size=1, unique=True
        ),
        "fail_fast": st.booleans(),
        "ci": st.just({"skip": ["a"]}),
    },
)


@settings(max_examples=200, deadline=None)
@given(CONFIGURATION, st.booleans(), st.integers(2, 6))
def test_any_configuration_keeps_what_it_has_and_gets_the_hooks_once(
    content: dict[str, object], sort: bool, indent: int
) -> None:
    old = yaml.safe_dump(content, sort_keys=sort, indent=indent)
    new = changed(old)
    after = yaml.safe_load(new)
    assert after["repos"][:-1] == content["repos"]
    assert hooks_of(Source(PATH, new), URL) == tuple(HOOKS)
    assert {"pre-commit", "pre-push"} <= set(after["default_install_hook_types"])
    assert {key: value for key, value in after.items() if key not in ("repos", "default_install_hook_types")} == {
        key: value for key, value in content.items() if key not in ("repos", "default_install_hook_types")
    }
    assert with_hooks(Source(PATH, new), URL, "v9", HOOKS) == ()


def test_repositories_in_brackets_get_another_one_in_them() -> None:
    old = "repos: [{repo: https://github.com/psf/black, rev: 24.1.0, hooks: [{id: black}]}]  # all\n"
    new = changed(old)
    assert [repo["repo"] for repo in yaml.safe_load(new)["repos"]] == ["https://github.com/psf/black", URL]
    assert new.endswith("]  # all\n")
    assert changed(new) == new


def test_an_empty_list_of_stages_is_filled() -> None:
    new = changed("default_install_hook_types: []\nrepos: []\n")
    assert yaml.safe_load(new)["default_install_hook_types"] == ["pre-commit", "pre-push"]
