"""`check-dockerfile --fix`: ADD, MAINTAINER and a missing `-y`, where the change cannot mean anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from roadworthy import check_dockerfile

from .fixing import put, text

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "FROM debian:12.8\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    (tmp_path / ".git").mkdir()
    return tmp_path


def fixed(project: Path, body: str, code: str) -> str:
    """The body after `--fix`; a second run changes nothing."""
    put(project, {"Dockerfile": HEAD + body})
    check_dockerfile.main(["--fix", "--select", code, "Dockerfile"])
    result = text(project, "Dockerfile")
    check_dockerfile.main(["--fix", "--select", code, "Dockerfile"])
    assert text(project, "Dockerfile") == result
    return result.removeprefix(HEAD)


def test_add_of_what_is_no_archive_is_copy(project: Path) -> None:
    put(project, {"src/app.py": "", "requirements.txt": ""})
    before = "ADD . /srv\nadd --chown=1:1 src /srv/src\r\nADD requirements.txt \\\n    /srv/\n"
    assert fixed(project, before, "DF021") == before.replace("ADD", "COPY").replace("add", "copy")


@pytest.mark.parametrize("content", [b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\0", b"\0" * 257 + b"ustar"])
def test_add_of_an_archive_by_any_name_stays(content: bytes, project: Path) -> None:
    put(project, {"rootfs": content, "data.bin": content})
    before = "ADD rootfs /\nADD data.bin /srv/\nADD elsewhere /\nADD $WHAT/ /srv/\n"
    assert fixed(project, before, "DF021") == before


def test_maintainer_becomes_a_label(project: Path) -> None:
    assert fixed(project, 'MAINTAINER "Ann" \n', "DF035") == 'LABEL org.opencontainers.image.authors="Ann" \n'
    assert fixed(project, "MAINTAINER  Ann Other <ann@example.com>", "DF035") == (
        'LABEL  org.opencontainers.image.authors="Ann Other <ann@example.com>"'
    )


@pytest.mark.parametrize(
    "body",
    [
        'MAINTAINER a "b" c\n',
        "MAINTAINER $X\n",
        "MAINTAINER a\nLABEL org.opencontainers.image.authors=b\n",
        "MAINTAINER a\\\n b\n",
    ],
)
def test_maintainer_that_would_read_differently_stays(body: str, project: Path) -> None:
    assert fixed(project, body, "DF035") == body


@pytest.mark.parametrize(
    ("command", "answered"),
    [
        ("apt-get install curl", "apt-get install -y curl"),
        ("apt-get \\\n  install \\\n  curl", "apt-get \\\n  install -y \\\n  curl"),
        ("apt-get -q install curl && yum remove x", "apt-get -q install -y curl && yum remove -y x"),
        ('sh -c "apt-get install curl"', 'sh -c "apt-get install -y curl"'),
        ("conda install numpy", "conda install --yes numpy"),
        ("pacman -S curl", "pacman -S curl"),
    ],
)
def test_a_package_manager_is_answered_behind_its_verb(command: str, answered: str, project: Path) -> None:
    assert fixed(project, f"RUN {command}\n", "DF030") == f"RUN {answered}\n"


@pytest.mark.parametrize(
    ("base", "command", "after"),
    [
        ("alpine:3.22", "apk add curl", "apk add --no-cache curl"),
        (
            "alpine:3.22",
            "apk add -U \\\n  curl && pip install x",
            "apk add --no-cache -U \\\n  curl && pip install --no-cache-dir x",
        ),
        ("alpine:3.22", "apk update && apk add curl", "apk update && apk add curl"),
        (
            "alpine:3.22",
            "apk add a && apk add --no-cache b && apk add c",
            "apk add --no-cache a && apk add --no-cache b && apk add --no-cache c",
        ),
        ("alpine", "apk add curl", "apk add --no-cache curl"),
        ("alpine:3.2", "apk add curl", "apk add curl"),
        ("python:3.12.8", "python -m pip install -r x.txt", "python -m pip install --no-cache-dir -r x.txt"),
        ("python:3.12.8", "npm ci", "npm ci"),
    ],
)
def test_a_package_manager_keeps_no_cache(base: str, command: str, after: str, project: Path) -> None:
    put(project, {"Dockerfile": f"FROM {base}\nRUN {command}\n"})
    check_dockerfile.main(["--fix", "--select", "DF020", "Dockerfile"])
    assert text(project, "Dockerfile") == f"FROM {base}\nRUN {after}\n"


def test_what_only_informs_is_changed_when_it_is_asked_for(project: Path) -> None:
    put(project, {"Dockerfile": HEAD + "ADD . /srv\n"})
    check_dockerfile.main(["--fix", "Dockerfile"])
    assert text(project, "Dockerfile") == HEAD + "ADD . /srv\n"


def test_a_file_that_may_not_be_written_is_told_and_left(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(project, {"real/Dockerfile": HEAD + "ADD . /srv\n"})
    (project / "Dockerfile").symlink_to("real/Dockerfile")
    assert check_dockerfile.main(["--fix", "--select", "DF021", "Dockerfile"]) == 0
    assert "Dockerfile is not changed: it is a link" in capsys.readouterr().err
    assert text(project, "real/Dockerfile") == HEAD + "ADD . /srv\n"


def test_a_report_for_machines_stays_one(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import json

    put(project, {"Dockerfile": HEAD + "ADD . /srv\n"})
    assert check_dockerfile.main(["--fix", "--select", "DF021", "--format", "json", "Dockerfile"]) == 1
    said = capsys.readouterr()
    assert json.loads(said.out)["findings"] == []
    assert said.err == "fixed Dockerfile: COPY in the place of ADD\n"
