"""`roadworthy init`, from nothing to the first blocked change."""

from __future__ import annotations

import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path
from secrets import choice
from string import ascii_letters, digits

import pytest
import yaml
from roadworthy.cli import main
from roadworthy.printing import HOME
from roadworthy.setting_up import HOOKS, run_init

CONFIGURATION = ".pre-commit-config.yaml"


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    (tmp_path / "Dockerfile").write_text('FROM python:latest\nCOPY app.py /srv/\nCMD ["python", "/srv/app.py"]\n')
    (tmp_path / "app.py").write_text("print('parcels')\n")
    git(tmp_path, "add", "-A")
    return tmp_path


def blocked(folder: Path) -> bool:
    return main(["audit", "--root", str(folder), str(folder / "Dockerfile")]) == 1


def test_the_hooks_are_set_up_and_what_is_there_blocks_no_more(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert blocked(repository)
    assert run_init(str(repository)) == 0
    configuration = yaml.safe_load((repository / CONFIGURATION).read_text())
    assert [hook["id"] for hook in configuration["repos"][0]["hooks"]] == list(HOOKS)
    assert configuration["default_install_hook_types"] == ["pre-commit", "pre-push"]
    assert not blocked(repository)
    told = capsys.readouterr().out
    assert "pre-commit install" in told
    assert "git add .pre-commit-config.yaml TODO.md" in told


def test_a_new_gap_still_blocks(repository: Path) -> None:
    run_init(str(repository))
    dockerfile = repository / "Dockerfile"
    dockerfile.write_text(dockerfile.read_text() + "FROM node:latest AS pages\n")
    assert blocked(repository)


def test_twice_is_once(repository: Path) -> None:
    run_init(str(repository))
    before = {path.name: path.read_bytes() for path in repository.iterdir() if path.is_file()}
    run_init(str(repository))
    assert {path.name: path.read_bytes() for path in repository.iterdir() if path.is_file()} == before


def test_a_configuration_keeps_its_comments_and_its_other_hooks(repository: Path) -> None:
    old = "# ours\nrepos:\n- repo: https://github.com/psf/black\n  rev: 24.1.0  # pinned\n  hooks:\n  - id: black\n"
    (repository / CONFIGURATION).write_text(old)
    run_init(str(repository))
    new = (repository / CONFIGURATION).read_text()
    assert all(line in new.splitlines() for line in old.splitlines())
    assert [repo["repo"].rpartition("/")[2] for repo in yaml.safe_load(new)["repos"]] == ["black", "roadworthy"]


def test_a_configuration_that_cannot_be_extended_is_left_and_told(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / CONFIGURATION).write_text("repos: [\n")
    assert run_init(str(repository)) == 3
    assert (repository / CONFIGURATION).read_text() == "repos: [\n"
    assert f"{CONFIGURATION} is not changed" in capsys.readouterr().out
    assert (repository / "TODO.md").exists()


LAYOUTS = {
    "brackets": "repos: [{repo: https://github.com/psf/black, rev: 24.1.0, hooks: [{id: black}]}]\n",
    "local only, other stages": "# ours\ndefault_stages: [pre-push]\nrepos:\n  # fast\n  - repo: local\n    hooks:\n"
    "      - {id: unit, name: unit, entry: 'true', language: system}\n\n# end\n",
    "no end of the last line": "repos:\n- repo: meta\n  hooks:\n  - id: identity\ndefault_install_hook_types: [commit-msg]",
    "nothing yet": "# nothing yet\nrepos: []\n",
    "keys in another order": "---\nfail_fast: true\nrepos:\n    - hooks:\n        - id: black\n      repo: https://github.com/psf/black\n"
    "      rev: 24.1.0\n...\n",
}


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_a_configuration_in_any_layout_is_valid_afterwards_and_keeps_its_hooks(repository: Path, layout: str, end: str) -> None:
    path = repository / CONFIGURATION
    path.write_bytes(layout.replace("\n", end).encode())
    before = yaml.safe_load(layout)
    assert run_init(str(repository)) == 0
    text = path.read_bytes().decode()
    after = yaml.safe_load(text)
    assert after["repos"][: len(before["repos"])] == before["repos"]
    assert [hook["id"] for hook in after["repos"][-1]["hooks"]] == list(HOOKS)
    assert {"pre-commit", "pre-push"} <= set(after["default_install_hook_types"])
    assert {key: after[key] for key in before if key not in ("repos", "default_install_hook_types")} == {
        key: before[key] for key in before if key not in ("repos", "default_install_hook_types")
    }
    assert text.count("\n") == text.count(end)
    validated = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-config", str(path)], capture_output=True, text=True
    )
    assert validated.returncode == 0, validated.stdout


def test_a_pattern_that_keeps_every_hook_from_files_is_told(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (repository / CONFIGURATION).write_text("files: ^src/\nrepos: []\n")
    run_init(str(repository))
    assert "`files: ^src/` at its top keeps every hook, these too, from all other files" in capsys.readouterr().out


def test_the_address_in_the_configuration_is_that_of_the_package() -> None:
    packaging = ConfigParser()
    packaging.read(Path(__file__).resolve().parents[1] / "setup.cfg")
    assert packaging["metadata"]["url"] == HOME


def test_without_git_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "Dockerfile").write_text("FROM x\n")
    assert main(["init", "--root", str(tmp_path)]) == 2
    assert "git init" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["Dockerfile"]


def test_no_value_of_a_secret_is_printed_or_written(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    token = "gh" + "p_" + "".join(choice(ascii_letters + digits) for _ in range(36))
    (repository / "deploy.py").write_text(f"TOKEN = '{token}'\n")
    git(repository, "add", "-A")
    run_init(str(repository))
    written = "".join(path.read_text() for path in repository.iterdir() if path.is_file() and path.name != "deploy.py")
    assert token not in capsys.readouterr().out + written
