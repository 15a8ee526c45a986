"""Which names are of files that hold an environment's values, and which of files to copy from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from roadworthy.secrets.environment_files import holds_values, is_example, is_for_set_up


@pytest.mark.parametrize(
    "path", [".env", "api/.env", ".env.production", ".env.local", "prod.env", "deploy/shop.prod.env", ".ENV", ".env-live"]
)
def test_files_that_an_application_is_started_with(path: str) -> None:
    assert holds_values(path)
    assert not is_example(path)


@pytest.mark.parametrize(
    "path",
    [".env.example", "env.sample", ".env.dist", ".env.local.example", "example.env", ".env.example.complete", ".env_template"],
)
def test_files_to_copy_from(path: str) -> None:
    assert is_example(path)
    assert not holds_values(path)


@pytest.mark.parametrize(
    "path",
    ["env.py", "src/env.ts", ".env.d.ts", ".env.enc", ".env.vault", ".env.j2", "environment", ".envrc", "cenv", "venv/x"],
)
def test_files_that_are_neither(path: str) -> None:
    assert not holds_values(path)
    assert not is_example(path)


@pytest.mark.parametrize("path", [".env.test", ".env.development", "ci.env", ".devcontainer/app.env", "tests/.env", ".env.ci"])
def test_environments_of_tests_and_developers(path: str) -> None:
    assert is_for_set_up(path)


@given(st.text())
def test_any_name_is_one_or_the_other_or_neither(path: str) -> None:
    assert not (holds_values(path) and is_example(path))
