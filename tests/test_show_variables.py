"""`roadworthy show variables`: the model with its reasons, for a person and for a program."""

from __future__ import annotations

import json
from pathlib import Path
from secrets import token_hex

import pytest
from roadworthy.cli import main

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"


def test_the_contract_of_the_json_form(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "app.py").write_text('import os\nos.environ["PAYMENTS_URL"]\nos.environ.get("POLL_SECONDS", "60")\n')
    (tmp_path / ".env.example").write_text("# PAYMENTS_URL=\nLEFT_OVER=1\n")
    (tmp_path / "compose.yaml").write_text("services: {web: {environment: [PAYMENTS_URL]}}\n")
    assert main(["show", "variables", "--root", str(tmp_path), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["variables"] == [
        {
            "name": "PAYMENTS_URL",
            "required": True,
            "scope": "application",
            "reads": [{"place": "app.py:2", "scope": "application", "why": "required: os.environ[…]"}],
            "documented": [{"place": ".env.example:1", "why": "an entry in a comment"}],
            "provided": [{"place": "compose.yaml:1", "why": "docker compose passes it on from outside"}],
        },
        {
            "name": "POLL_SECONDS",
            "required": False,
            "scope": "application",
            "reads": [{"place": "app.py:3", "scope": "application", "why": "default `60`: os.environ.get(…)"}],
            "documented": [],
            "provided": [],
        },
        {
            "name": "LEFT_OVER",
            "required": False,
            "scope": None,
            "reads": [],
            "documented": [{"place": ".env.example:2", "why": "an entry"}],
            "provided": [],
        },
    ]


def test_the_text_form_begins_with_what_is_required(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "variables", "--root", str(EXAMPLES / "paved-road")]) == 0
    said = capsys.readouterr().out
    first, _, _ = said.partition("\n")
    assert first == "ALERTS_URL  required for the application"
    assert "    documented .env.example:8  an entry\n" in said


def test_nothing_is_said_in_words_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "variables", "--root", str(tmp_path)]) == 0
    assert capsys.readouterr().out == "no variable is read or documented\n"


def test_the_default_of_a_secret_is_not_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    value = token_hex(16)
    (tmp_path / "app.py").write_text(f'import os\nos.environ.get("API_TOKEN", "{value}")\n')
    for form in ("text", "json"):
        main(["show", "variables", "--root", str(tmp_path), "--format", form])
        said = capsys.readouterr().out
        assert "API_TOKEN" in said
        assert value not in said
