"""`check-env-example --fix`: what is missing is added to the nearest example file, and comments leave the lines of empty keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from roadworthy import check_env_example
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.variables.known import variables
from roadworthy.parsing.dotenv import parse
from roadworthy.writers.dotenv import Documented
from roadworthy.writers.environment import documented

from .fixing import put, text

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = 'import os\n\nURL = os.environ["PAYMENTS_URL"]\nTOKEN = os.environ["PAYMENTS_TOKEN"]\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    (tmp_path / ".git").mkdir()
    return tmp_path


def test_a_missing_variable_goes_into_its_group_blank_and_with_where_it_is_read(project: Path) -> None:
    put(project, {"app/settings.py": SETTINGS, ".env.example": "# payments\nPAYMENTS_MODE=fast\n\nPORT=8000\n"})
    assert check_env_example.main(["--fix", "app/settings.py"]) == 1
    expected = (
        "# payments\nPAYMENTS_MODE=fast\n# read in app/settings.py\nPAYMENTS_URL=\n"
        "# read in app/settings.py\nPAYMENTS_TOKEN=\n\nPORT=8000\n"
    )
    assert text(project, ".env.example") == expected
    assert check_env_example.main(["--fix", "app/settings.py"]) == 0
    assert text(project, ".env.example") == expected


def test_the_nearest_example_is_the_one_that_is_changed(project: Path) -> None:
    put(project, {"shop/settings.py": SETTINGS, "shop/env.sample": "", ".env.example": "PORT=8000\n"})
    check_env_example.main(["--fix", "shop/settings.py"])
    assert "PAYMENTS_URL=\n" in text(project, "shop/env.sample")
    assert text(project, ".env.example") == "PORT=8000\n"


def test_an_example_that_is_a_link_stays_and_is_named(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(project, {"app/settings.py": SETTINGS, "shared.env": "PORT=8000\n"})
    (project / ".env.example").symlink_to("shared.env")
    check_env_example.main(["--fix", "app/settings.py"])
    assert text(project, "shared.env") == "PORT=8000\n"
    assert ".env.example is not changed: it is a link" in capsys.readouterr().err


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_comment_behind_an_empty_key_moves_above_it(end: str, project: Path) -> None:
    before = end.join(("A=1", "  PROXY_URL=  # only in the office ", "B=2 # stays", ""))
    put(project, {".env.example": before.encode(), "compose.yaml": "services: {}\n"})
    check_env_example.main(["--fix", ".env.example"])
    after = end.join(("A=1", "  # only in the office", "  PROXY_URL=", "B=2 # stays", ""))
    assert (project / ".env.example").read_bytes() == after.encode()


LINES = st.lists(
    st.sampled_from(["A=1", "B= # x", "export C=#  y", "D='z' # w", "# E= # v", "", "F =", 'G="', "H", "I= # x # y"])
)


@given(LINES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_change_leaves_every_value_as_a_shell_reads_it(project: Path, lines: list[str]) -> None:
    before = "\n".join(lines)
    put(project, {".env.example": before, "compose.yaml": "services: {}\n"})
    check_env_example.main(["--fix", "--select", "ENV005", ".env.example"])
    after = text(project, ".env.example")
    repository = Repository(SampleTree({"a": before, "b": after}))
    first, second = (
        [(v.key.text, v.value.text) for v in parse(repository.source(p).whole())]  # type: ignore[union-attr]
        for p in ("a", "b")
    )
    assert first == second
    check_env_example.main(["--fix", "--select", "ENV005", ".env.example"])
    assert text(project, ".env.example") == after


def test_a_line_has_the_default_unless_it_is_required_secret_or_not_told() -> None:
    code = """\
import os
os.environ.get("POLL_SECONDS", "60")
os.environ.get("API_TOKEN", "development")
os.environ["PAYMENTS_URL"]
os.environ.get("MAIL_FROM")
"""
    found = Repository(SampleTree({"app.py": code})).ask(variables)
    assert {name: documented(variable) for name, variable in found.items()} == {
        "POLL_SECONDS": Documented("POLL_SECONDS", "60", "read in app.py"),
        "API_TOKEN": Documented("API_TOKEN", "", "read in app.py"),
        "PAYMENTS_URL": Documented("PAYMENTS_URL", "", "read in app.py"),
        "MAIL_FROM": Documented("MAIL_FROM", "", "read in app.py"),
    }
