"""The commands, through their front doors: options, exit codes, formats, and messages for wrong usage."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from roadworthy import check_dockerfile, devops_audit
from roadworthy.checklist import ITEMS
from roadworthy.cli import main as roadworthy
from roadworthy.parsing.todo import encode_identity

if TYPE_CHECKING:
    from pathlib import Path

BAD = 'FROM python:3.12.8-slim\nCMD ["python", "-m", "shop"]\n'
GOOD = 'FROM python:3.12.8-slim\nUSER 10001\nHEALTHCHECK CMD ["python", "-m", "shop.check"]\nCMD ["python", "-m", "shop"]\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "Dockerfile").write_text(BAD)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path


def test_a_finding_of_a_rule_that_only_warns_blocks_when_asked(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / ".roadworthy.yaml").write_text("severity: {root-user: warning}\n")
    assert check_dockerfile.main(["--select", "DF006", "Dockerfile"]) == 0
    assert check_dockerfile.main(["--select", "DF006", "--fail-on", "warning", "Dockerfile"]) == 1
    assert "Dockerfile:2:1" in capsys.readouterr().out


def test_a_clean_file_says_nothing(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "Dockerfile").write_text(GOOD)
    assert check_dockerfile.main(["Dockerfile"]) == 0
    assert capsys.readouterr() == ("", "")


def test_no_files_is_nothing_to_check(project: Path) -> None:
    assert check_dockerfile.main([]) == 0


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (["--select", "DF0O6", "Dockerfile"], "did you mean 'DF006'"),
        (["--select", "root-usr", "Dockerfile"], "did you mean 'root-user'"),
        (["--select", "CMP001", "Dockerfile"], "not among those that run here"),
    ],
)
def test_an_unknown_rule_in_select_is_wrong_usage(
    words: list[str], hint: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check_dockerfile.main(words) == 2
    assert hint in capsys.readouterr().err


def test_an_unknown_configuration_key_is_wrong_usage_with_its_place(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / ".roadworthy.yaml").write_text("exclude: []\ndisabel: [DF006]\n")
    assert check_dockerfile.main(["Dockerfile"]) == 2
    error = capsys.readouterr().err
    assert ".roadworthy.yaml:2:1" in error
    assert "did you mean `disable`" in error


def test_the_configuration_is_checked_when_it_is_what_is_committed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / ".roadworthy.yaml").write_text("severity: {root-user: fatal}\n")
    assert devops_audit.main([".roadworthy.yaml"]) == 2
    assert ".roadworthy.yaml:1:" in capsys.readouterr().err


@pytest.mark.parametrize(
    "settings",
    [
        "disable: [root-user]\n",
        "exclude: [Dockerfile]\n",
        "disable:\n  - rule: DF006\n    paths: ['*']\n",
        "severity: {DF006: info}\n",
    ],
)
def test_the_configuration_can_say_no(settings: str, project: Path) -> None:
    (project / ".roadworthy.yaml").write_text(settings)
    assert check_dockerfile.main(["--select", "DF006", "--fail-on", "warning", "Dockerfile"]) == 0


def test_a_gap_that_todo_md_records_is_shown_and_does_not_block(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "TODO.md").write_text(
        f"# TODO\n\n- [ ] devops: `{encode_identity('DF006', 'Dockerfile', 'stage 0')}` the container runs as root — a break-in is root"
        " _(ref: agents/devops-engineer.md)_\n"
    )
    assert check_dockerfile.main(["--select", "DF006", "--fail-on", "warning", "--format", "json", "Dockerfile"]) == 0
    assert [finding["known"] for finding in json.loads(capsys.readouterr().out)["findings"]] == [True]


@pytest.mark.parametrize(
    "comment", ["# roadworthy: ignore[DF006] sandboxed", "# hadolint ignore=DL3002", "# checkov:skip=CKV_DOCKER_3: sandboxed"]
)
def test_an_ignore_comment_waives(comment: str, project: Path) -> None:
    (project / "Dockerfile").write_text(BAD.replace("CMD", comment + "\nCMD"))
    assert check_dockerfile.main(["--select", "DF006", "--fail-on", "warning", "Dockerfile"]) == 0


def test_what_cannot_be_checked_is_named_and_is_3(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "Dockerfile").write_text(GOOD)
    assert check_dockerfile.main(["Dockerfile", "gone/Dockerfile"]) == 3
    assert "gone/Dockerfile" in capsys.readouterr().err
    (project / "Dockerfile").write_text(BAD)
    assert check_dockerfile.main(["--fail-on", "warning", "Dockerfile", "gone/Dockerfile"]) == 1
    said = capsys.readouterr()
    assert "DF006" in said.out
    assert "gone/Dockerfile" in said.err


def test_json_has_the_contract_s_keys(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check_dockerfile.main(["--select", "DF006", "--format", "json", "Dockerfile"])
    report = json.loads(capsys.readouterr().out)
    assert list(report) == ["schema_version", "files_checked", "findings", "errors"]
    (finding,) = report["findings"]
    assert finding["url"].endswith("/docs/rules/DF006.md")
    keys = "rule name items severity path line column end_line end_column symbol message risk remedy labels fingerprint known commit url"
    assert list(finding) == keys.split()
    assert (finding["rule"], finding["path"], finding["line"], finding["column"], finding["end_column"]) == (
        "DF006",
        "Dockerfile",
        2,
        1,
        28,
    )


def test_a_format_for_machines_is_complete_even_when_nothing_was_found(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "Dockerfile").write_text(GOOD)
    for form in ("json", "sarif", "gitlab"):
        assert check_dockerfile.main(["--format", form, "Dockerfile"]) == 0
        json.loads(capsys.readouterr().out)
    assert check_dockerfile.main(["--format", "junit", "Dockerfile"]) == 0
    ElementTree.fromstring(capsys.readouterr().out)


def test_github_s_format_is_chosen_in_its_actions(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    check_dockerfile.main(["--select", "DF006", "Dockerfile"])
    assert capsys.readouterr().out.startswith("::")


def test_a_file_is_named_from_the_root_when_the_hook_is_tried_from_a_folder(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "api").mkdir()
    (project / "api" / "Dockerfile").write_text(BAD)
    monkeypatch.chdir(project / "api")
    check_dockerfile.main(["--format", "concise", "--select", "DF006", "Dockerfile"])
    assert "api/Dockerfile:2:1: DF006" in capsys.readouterr().out


def test_the_checklist_has_a_row_for_every_item(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    roadworthy(["audit", "--checklist", "--format", "json"])
    rows = {row["item"]: row for row in json.loads(capsys.readouterr().out)["checklist"]}
    assert list(rows) == [item.id for item in ITEMS]
    assert rows["4.1.6"]["state"] == "GAP"
    assert rows["4.1.6"]["evidence"][0]["path"] == "Dockerfile"
    assert rows["7.2.2"]["state"] == "N/A"


def test_the_root_may_be_given_or_found(project: Path) -> None:
    assert roadworthy(["audit", "--area", "dockerfile", "--select", "DF006"]) == roadworthy(
        ["audit", "--area", "dockerfile", "--select", "DF006", "--root", str(project)]
    )


def test_a_root_that_is_not_there_is_wrong_usage(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert roadworthy(["audit", "--root", "nowhere"]) == 2
    assert "nowhere" in capsys.readouterr().err


def test_explain_and_rules(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert roadworthy(["explain", "root-user"]) == 0
    assert capsys.readouterr().out.startswith("# DF006 root-user")
    assert roadworthy(["explain", "DF9"]) == 2
    assert roadworthy(["rules", "--format", "json"]) == 0
    assert "DF006" in {rule["code"] for rule in json.loads(capsys.readouterr().out)}


@pytest.mark.parametrize("command", [["audit"], ["explain"], ["rules"], []])
def test_every_command_has_help_with_an_example(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        roadworthy([*command, "--help"])
    assert stopped.value.code == 0
    assert "example: " in capsys.readouterr().out


def test_every_hook_has_help_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        check_dockerfile.main(["--help"])
    assert "example: check-dockerfile" in capsys.readouterr().out


@pytest.mark.parametrize("form", ["{root}/api/Dockerfile", "api/../api/Dockerfile", "./api/Dockerfile"])
def test_a_file_may_be_named_in_any_way(form: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "api").mkdir()
    (project / "api" / "Dockerfile").write_text(BAD.replace("CMD", "COPY . .\nCMD"))
    check_dockerfile.main(["--format", "concise", "--select", "DF", form.format(root=project)])
    assert "api/Dockerfile:3:1: DF006" in capsys.readouterr().out


def test_a_file_outside_the_repository_is_not_read(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "inner" / ".git").mkdir(parents=True)
    assert check_dockerfile.main([str(project / "Dockerfile")]) == 0
    assert roadworthy(["audit", "--root", str(project / "inner"), str(project / "Dockerfile")]) == 3
    assert "leads out of the repository" in capsys.readouterr().err


def test_a_command_that_ends_its_process_at_once_has_said_everything(project: Path) -> None:
    """All of the output is there, through a pipe as well, and the exit code is that of the findings."""
    words = [sys.executable, "-c", "from roadworthy.check_dockerfile import main; raise SystemExit(main())"]
    words += ["--fail-on", "warning", "Dockerfile"]
    done = subprocess.run(words, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "DF006" in done.stdout
    assert done.stdout.endswith("\n")
    assert not done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device that is always full is Linux's")
def test_an_output_that_cannot_be_written_is_not_taken_for_success(project: Path) -> None:
    words = [sys.executable, "-c", "from roadworthy.check_dockerfile import main; raise SystemExit(main())", "Dockerfile"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(words, cwd=project, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode
    assert "OSError" in done.stderr
