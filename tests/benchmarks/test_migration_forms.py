"""The benchmark of migrations tells unsafe forms from safe ones, and fails where one comes out otherwise."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import migration_forms
import pytest
from migration_cases import OPERATIONS, SET_ASIDE, Documented
from migration_forms import main, squawk_rules, strong_migrations_checks, written

if TYPE_CHECKING:
    from pathlib import Path


def test_every_documented_form_is_found_and_every_safe_one_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--verbose"]) == 0, capsys.readouterr().out


@pytest.mark.parametrize(
    ("bad", "good"),
    [("ALTER TABLE orders ADD COLUMN remark text;", "SELECT 1;"), ("DROP TABLE coupons;", "DROP TABLE coupons;")],
)
def test_a_form_that_comes_out_otherwise_fails_the_benchmark(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], bad: str, good: str
) -> None:
    monkeypatch.setattr(migration_forms, "OPERATIONS", (Documented("made up", (), {"sql": [bad]}, {"sql": [good]}),))
    assert main(["--verbose"]) == 1
    assert "made up in sql" in capsys.readouterr().out


@pytest.mark.parametrize("language", ["django", "alembic"])
def test_every_form_in_python_can_be_parsed(language: str) -> None:
    for operation in OPERATIONS:
        for form in [*operation.bad.get(language, ()), *operation.good.get(language, ())]:
            for body in [form] if isinstance(form, str) else form:
                ast.parse(written(language, body))


def test_what_the_documents_name_is_read_from_them(tmp_path: Path) -> None:
    (tmp_path / "ban-it.md").write_text("---\nid: ban-it\n---\n\n## problem\n\nIt hurts.\n")
    (tmp_path / "quick_start.md").write_text("# Quick start\n")
    readme = tmp_path / "README.md"
    readme.write_text(
        "### Adding it\n\ntext\n\n#### Bad\n\n#### Good\n\n### Credits\n\nthanks\n\n### Dropping it\n\n#### Bad\n"
    )
    assert squawk_rules(tmp_path) == ["ban-it"]
    assert strong_migrations_checks(readme) == ["Adding it", "Dropping it"]
    assert main(["--squawk", str(tmp_path)]) == 1


def test_no_name_is_both_a_case_and_set_aside() -> None:
    assert not {name for operation in OPERATIONS for name in operation.documented} & SET_ASIDE.keys()
