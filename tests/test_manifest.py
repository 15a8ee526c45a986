"""The manifest says what the doors say, and each hook is given the files it is for."""

from __future__ import annotations

import configparser
import re
import runpy
from pathlib import Path

import pytest
import yaml
from identify import identify

ROOT = Path(__file__).resolve().parents[1]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}


def taken(hook_id: str, path: str) -> bool:
    """Whether pre-commit would hand this path to the hook: its `files`, `exclude` and `types`, with pre-commit's rules."""
    hook = HOOKS[hook_id]
    tags = {"file", "non-executable", "text"} | identify.tags_from_filename(path)
    return (
        re.search(hook.get("files", ""), path) is not None
        and re.search(hook.get("exclude", "^$"), path) is None
        and set(hook["types"]) <= tags
    )


def test_generated_files_are_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    generate = runpy.run_path(str(ROOT / "tools" / "generate.py"))
    assert generate["main"](["--check"]) == 0, capsys.readouterr().out


def test_every_hook_has_a_command_and_every_command_a_hook() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    scripts = dict(line.split(" = ") for line in setup["options.entry_points"]["console_scripts"].strip().splitlines())
    assert set(scripts) == {*HOOKS, "roadworthy"}
    assert all(hook["entry"] == hook_id for hook_id, hook in HOOKS.items())
    for name, target in scripts.items():
        if name != "roadworthy":
            assert target == f"roadworthy.{name.replace('-', '_')}:main"


def test_the_hooks_of_the_contract_are_all_there() -> None:
    assert list(HOOKS) == [
        "check-secrets",
        "check-pushed-secrets",
        "check-dockerfile",
        "check-compose",
        "check-env-example",
        "check-parity",
        "check-pipeline",
        "check-infrastructure",
        "check-deployment",
        "check-observability",
        "check-todo",
        "devops-audit",
        "devops-report",
    ]


@pytest.mark.parametrize(
    ("hook", "path"),
    [
        ("check-dockerfile", "Dockerfile"),
        ("check-dockerfile", "dockerfile"),
        ("check-dockerfile", "services/api/Dockerfile.prod"),
        ("check-dockerfile", "api.Dockerfile"),
        ("check-dockerfile", "docker/Dockerfile-alpine"),
        ("check-dockerfile", "Containerfile"),
        ("check-dockerfile", "build/app.containerfile"),
        ("check-dockerfile", ".dockerignore"),
        ("check-dockerfile", "api/Dockerfile.dockerignore"),
        ("check-compose", "compose.yaml"),
        ("check-compose", "deploy/docker-compose.prod.yml"),
        ("check-compose", "docker-compose-dev.yaml"),
        ("check-pipeline", ".gitlab-ci.yml"),
        ("check-pipeline", "ci/fragments/tests.yml"),
        ("check-pipeline", ".github/workflows/ci.yaml"),
        ("check-pipeline", ".github/actions/deploy/action.yml"),
        ("check-pipeline", ".circleci/config.yml"),
        ("check-pipeline", "azure-pipelines.yml"),
        ("check-pipeline", "bitbucket-pipelines.yml"),
        ("check-pipeline", ".travis.yml"),
        ("check-pipeline", ".drone.yml"),
        ("check-pipeline", ".buildkite/pipeline.yml"),
        ("check-pipeline", "package.json"),
        ("check-pipeline", "Makefile"),
        ("check-pipeline", "tox.ini"),
        ("check-pipeline", "justfile"),
        ("check-pipeline", "Taskfile.yml"),
        ("check-pipeline", "deploy/roll-out.sh"),
        ("check-pipeline", "scripts/deploy"),
        ("check-parity", ".nvmrc"),
        ("check-parity", "services/api/Dockerfile"),
        ("check-parity", ".github/workflows/test.yml"),
        ("check-parity", "ci/python.gitlab-ci.yml"),
        ("check-parity", "ci/tests.yml"),
        ("check-parity", "infra/functions.tf"),
        ("check-parity", "web/package.json"),
        ("check-parity", "src/orders.tsx"),
        ("check-parity", "config/database.yml"),
        ("check-parity", "src/main/resources/application-prod.yml"),
        ("check-parity", "phpunit.xml.dist"),
        ("check-parity", ".env.example"),
        ("check-parity", "parcels/carriers.py"),
        ("check-todo", "TODO.md"),
        ("devops-audit", "src/anything.py"),
        ("check-secrets", "config/settings.ini"),
    ],
)
def test_a_hook_is_given_its_files(hook: str, path: str) -> None:
    assert taken(hook, path)


@pytest.mark.parametrize(
    ("hook", "path"),
    [
        ("check-dockerfile", "dockerfile_lexer.py"),
        ("check-dockerfile", "parser/dockerfile.go"),
        ("check-dockerfile", "Dockerfile.md"),
        ("check-dockerfile", "Dockerfile.j2"),
        ("check-dockerfile", "docs/dockerfiles/readme"),
        ("check-dockerfile", "mydockerfile"),
        ("check-dockerfile", ".gitignore"),
        ("check-compose", "decompose.yaml"),
        ("check-compose", "compose.py"),
        ("check-parity", "README.md"),
        ("check-parity", "package-lock.json"),
        ("check-parity", "web/index.html"),
        ("check-parity", "docs/.nvmrc.md"),
        ("check-parity", "poetry.lock"),
        ("check-pipeline", "src/main.py"),
        ("check-todo", "docs/TODO.txt"),
    ],
)
def test_a_hook_is_not_given_other_files(hook: str, path: str) -> None:
    assert not taken(hook, path)


def test_what_the_manifest_gives_is_what_the_reader_takes() -> None:
    from roadworthy.models.images.dockerfiles import dockerfile_paths

    paths = ["Dockerfile", "x.Dockerfile", "Dockerfile.j2", "dockerfile.py", "Dockerfile.dockerignore", "a/Containerfile"]
    assert dockerfile_paths(paths) == ["Dockerfile", "x.Dockerfile", "a/Containerfile"]
    assert {path for path in paths if taken("check-dockerfile", path)} - set(dockerfile_paths(paths)) == {
        "Dockerfile.dockerignore"
    }
