"""The wheel and the sdist hold all that the commands need, and work in an empty environment."""

from __future__ import annotations

import sys
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

from .conftest import BAD, call, must

pytestmark = pytest.mark.slow


@pytest.fixture(scope="session")
def wheel(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    must(published, sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(folder), ".")
    return next(folder.glob("roadworthy-*.whl"))


def empty_environment(folder: Path) -> Path:
    must(folder, sys.executable, "-m", "venv", "venv")
    return folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin")


def test_the_wheel_holds_examples_schema_and_types(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"roadworthy/rules/images/examples/DF006.yaml", "roadworthy/py.typed"} <= names
    assert "roadworthy/schema/roadworthy.schema.json" in names
    assert not [name for name in names if name.startswith(("tests/", "hooks/"))]


def test_the_wheel_works_in_an_empty_environment(wheel: Path, tmp_path: Path, scratch: Path) -> None:
    commands = empty_environment(tmp_path)
    must(tmp_path, str(commands / "python"), "-m", "pip", "install", "-q", str(wheel))
    (scratch / "Dockerfile").write_text(BAD)
    found = call(scratch, str(commands / "check-dockerfile"), "--format", "concise", "Dockerfile")
    assert found.code == 1
    assert "Dockerfile:1:6: DF002 " in found.output
    assert "# DF006 root-user" in must(scratch, str(commands / "roadworthy"), "explain", "root-user")
    assert must(scratch, str(commands / "roadworthy"), "--version").startswith("roadworthy ")


def test_an_editable_install_works(published: Path, tmp_path: Path) -> None:
    commands = empty_environment(tmp_path)
    must(tmp_path, str(commands / "python"), "-m", "pip", "install", "-q", "-e", str(published))
    assert "DF006" in must(tmp_path, str(commands / "roadworthy"), "rules")


def test_the_sdist_builds_the_same_wheel(published: Path, wheel: Path, tmp_path: Path) -> None:
    must(published, sys.executable, "-c", "import setuptools")
    must(published, sys.executable, "-m", "build", "-q", "--sdist", "-o", str(tmp_path))
    archive = next(tmp_path.glob("roadworthy-*.tar.gz"))
    with tarfile.open(archive) as packed:
        packed.extractall(tmp_path, filter="data")
    unpacked = next(path for path in tmp_path.iterdir() if path.is_dir())
    must(unpacked, sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(tmp_path), ".")
    again = next(tmp_path.glob("roadworthy-*.whl"))
    assert set(zipfile.ZipFile(again).namelist()) == set(zipfile.ZipFile(wheel).namelist())
    assert (unpacked / ".pre-commit-hooks.yaml").exists()


@pytest.mark.parametrize(("text", "code"), [(BAD, 1)])
def test_the_wheel_runs_through_pre_commit(
    text: str, code: int, wheel: Path, scratch: Path, runner_home: dict[str, str]
) -> None:
    (scratch / ".pre-commit-config.yaml").write_text(
        "repos:\n  - repo: local\n    hooks:\n      - id: audit\n        name: audit\n        entry: devops-audit\n"
        f"        language: python\n        additional_dependencies: ['roadworthy @ {wheel.as_uri()}']\n"
    )
    (scratch / "Dockerfile").write_text(text)
    must(scratch, "git", "add", ".")
    done = call(scratch, "pre-commit", "run", "--all-files", **runner_home)
    assert done.code == code, done.output
    assert "DF002" in done.output
