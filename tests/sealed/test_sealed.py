"""Nothing from a repository is executed, nothing is fetched, and no path leads out of the tree, whatever the files say."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from .commands import READING, WRITING, committed, git, run

APPLICATIONS = Path(__file__).resolve().parents[2] / "examples"
OUT = "../outside"
# Everything in a repository that can name a file or a folder, naming one that is outside of it.
HOSTILE = {
    "Dockerfile": "# syntax=docker/dockerfile:1\nFROM python\nCOPY ../../outside/Dockerfile /a\nADD ../outside /b\n"
    "COPY --from=x /../../etc/passwd /c\nRUN --mount=type=bind,source=../../outside,target=/d bash ../outside/run.sh\nRUN . ../outside/run.sh\n",
    "docker-compose.yml": "include:\n  - ../outside/compose.yaml\n  - path: [../outside/compose.yaml, /etc/passwd]\n"
    "    project_directory: ../outside\n    env_file: ../outside/.env\nservices:\n"
    "  web:\n    build: {context: ../outside, dockerfile: ../outside/Dockerfile, additional_contexts: {a: ../outside}}\n"
    "    env_file: [../outside/.env, /etc/passwd, {path: ../outside/.env, required: true}]\n"
    "    extends: {file: ../outside/compose.yaml, service: web}\n    volumes: ['../outside:/outside']\n"
    "configs: {a: {file: ../outside/.env}}\nsecrets: {b: {file: ../outside/.env}}\n",
    ".env": "COMPOSE_FILE=docker-compose.yml:../outside/compose.yaml\nCOMPOSE_ENV_FILES=../outside/.env\n",
    ".env.example": "A=1\n",
    "k8s/kustomization.yaml": "resources: [../../outside, ../../outside/deployment.yaml, https://example.com/a.yaml]\n"
    "bases: [../../outside]\ncomponents: [../../outside]\npatches: [{path: ../../outside/deployment.yaml}]\n"
    "configMapGenerator: [{name: a, envs: [../../outside/.env], files: [../../outside/.env]}]\nhelmCharts: [{name: a, valuesFile: ../../outside/values.yaml}]\n",
    "chart/Chart.yaml": "apiVersion: v2\nname: a\nversion: 1.0.0\ndependencies: [{name: b, version: 1.0.0, repository: 'file://../../outside'}]\n",
    "chart/templates/a.yaml": 'a: {{ .Files.Get "../../outside/.env" }}\nb: {{ tpl (.Files.Get "/etc/passwd") . }}\n',
    "chart/values.yaml": "a: b\n",
    ".github/workflows/ci.yml": "on: push\njobs:\n  a:\n    uses: ./../outside/workflow.yml\n  b:\n    runs-on: ubuntu-24.04\n    steps:\n"
    "      - uses: ./../outside\n      - uses: ../outside/action\n      - run: bash ../outside/run.sh && make -C ../outside && make -f ../outside/Makefile\n"
    "      - run: docker compose -f ../outside/compose.yaml up && kubectl apply -k ../outside && helm upgrade a ../outside -f ../outside/values.yaml\n",
    ".gitlab-ci.yml": "include:\n  - local: /../outside/ci.yml\n  - local: ../outside/*.yml\n  - remote: https://example.com/ci.yml\n"
    "a:\n  script: [../outside/run.sh]\n  trigger: {include: ../outside/ci.yml}\n",
    ".circleci/config.yml": "version: 2.1\nsetup: true\njobs:\n  a:\n    docker: [{image: 'a:1'}]\n    steps:\n      - run: {command: ./run.sh, working_directory: ../outside}\n"
    "workflows: {w: {jobs: [a]}}\n",
    "azure-pipelines.yml": "extends: {template: ../outside/ci.yml}\nsteps:\n  - template: ../outside/steps.yml\n  - script: ./run.sh\n    workingDirectory: ../outside\n",
    "Jenkinsfile": "library('x')\nnode { load '../outside/run.groovy'; dir('../outside') { sh './run.sh' }; sh 'bash ../outside/run.sh' }\n",
    ".buildkite/pipeline.yml": "steps:\n  - command: ../outside/run.sh\n  - command: buildkite-agent pipeline upload ../outside/ci.yml\n",
    "Makefile": "include ../outside/Makefile\n-include /etc/passwd\n\ndeploy:\n\tbash ../outside/run.sh\n\t$(MAKE) -C ../outside all\n",
    "package.json": '{"scripts": {"deploy": "bash ../outside/run.sh && npm --prefix ../outside run x"}, "workspaces": ["../outside"]}\n',
    "composer.json": '{"scripts": {"x": ["@php ../outside/run.php"]}}\n',
    "Taskfile.yml": "version: '3'\nincludes: {o: ../outside/Taskfile.yml}\ndotenv: [../outside/.env]\ntasks: {x: {dir: ../outside, cmds: [./run.sh]}}\n",
    "justfile": "import '../outside/justfile'\nset dotenv-path := '../outside/.env'\nx:\n  bash ../outside/run.sh\n",
    "tox.ini": "[testenv]\ncommands = bash ../outside/run.sh\ndeps = -r../outside/requirements.txt\n",
    "main.tf": 'module "a" { source = "../outside" }\nlocals { a = file("../outside/.env")\n b = templatefile("/etc/passwd", {}) }\n',
    "requirements.txt": "-r ../outside/requirements.txt\n-e ../outside\n",
    "pyproject.toml": '[project]\nname = "a"\ndynamic = ["version"]\nreadme = "../outside/README.md"\n[tool.setuptools.dynamic]\nversion = {file = "../outside/.env"}\n',
    "alerts.yml": "groups: [{name: a, rules: [{alert: b, expr: up == 0}]}]\nrule_files: [../outside/*.yml]\n",
    "prometheus.yml": "rule_files: ['../outside/alerts.yml', /etc/passwd]\n",
    "deploy.sh": "#!/bin/sh\n. ../outside/.env\nsource /etc/passwd\nexec ../outside/run.sh\n",
    "app.py": 'from dotenv import load_dotenv\nload_dotenv("../outside/.env")\nopen("/etc/passwd")\n',
    ".dockerignore": "../outside\n/../..\n",
    ".gitignore": "../outside\n",
    ".roadworthy.yaml": "exclude: ['../outside/**']\nattest: {}\n",
    "TODO.md": "- [ ] devops: see ../outside <!-- -->\n",
    ".secrets.baseline": '{"version": "1.5.0", "plugins_used": [], "filters_used": [], "results": {"../outside/.env": []}}\n',
    ".gitmodules": '[submodule "a"]\n\tpath = ../outside\n\turl = ../outside\n',
}
LINKS = {
    "linked/.env": "../../outside/.env",
    "linked/Dockerfile": "/etc/passwd",
    "linked/compose.yaml": "../../outside/compose.yaml",
    "linked/deploy.sh": "../../outside/run.sh",
    ".github/workflows/linked.yml": "../../../outside/workflow.yml",
    ".env.production": "../outside/.env",
    "docs": "../outside",
    "api": "../outside",
    "k8s/base": "../../outside",
    "values.yaml": "/dev/zero",
}
OUTSIDE = {
    ".env": "OUTSIDE_VALUE=told-nowhere\n",
    "Dockerfile": "FROM outsider:latest\n",
    "compose.yaml": "services: {outsider: {image: 'outsider:latest'}}\n",
    "kustomization.yaml": "resources: [deployment.yaml]\n",
    "deployment.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: outsider}\nspec: {replicas: 1, template: {spec: {containers: [{name: outsider, image: 'outsider:latest'}]}}}\n",
    "workflow.yml": "on: {workflow_call: {}}\njobs: {outsider: {runs-on: x, steps: [{run: outsider deploy}]}}\n",
    "action.yml": "runs: {using: composite, steps: [{run: outsider, shell: bash}]}\n",
    "ci.yml": "outsider: {script: [outsider]}\n",
    "run.sh": "outsider deploy $OUTSIDE_VALUE\n",
    "Makefile": "all:\n\toutsider\n",
    "values.yaml": "outsider: true\n",
    "requirements.txt": "outsider==1.0\n",
    "devops/RUNBOOK.md": "# Outsider\n",
}


def put(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("name", ["paved-road", "dirt-trail"])
def test_on_an_application_nothing_but_git_is_run_and_no_socket_is_opened(name: str, tmp_path: Path) -> None:
    shutil.copytree(APPLICATIONS / name, tmp_path / "project")
    root = committed(tmp_path / "project")
    log = tmp_path / "tried"
    said = run(root, (*READING, *WRITING), log)
    assert not log.exists(), log.read_text()
    assert all(one.code in (0, 1, 3) for one in said), [(one.command, one.code, one.text[-300:]) for one in said]
    assert sum(len(one.text) for one in said) > 20_000, "they had something to say"


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    put(root, HOSTILE)
    put(tmp_path / "outside", OUTSIDE)
    for path, target in LINKS.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).symlink_to(target)
    return committed(root)


@pytest.mark.skipif(sys.platform == "win32", reason="links are of POSIX systems")
def test_nothing_outside_of_a_hostile_tree_is_read_told_or_written(hostile: Path, tmp_path: Path) -> None:
    log = tmp_path / "tried"
    outside = tmp_path / "outside"
    said = run(hostile, (*READING, *WRITING), log, (str(outside), "/etc/passwd", "/dev/zero"))
    assert not log.exists(), log.read_text()
    for one in said:
        assert one.code in (0, 1, 2, 3), (one.command, one.text[-500:])
        assert "Traceback" not in one.text
        assert "please report it" not in one.text, (one.command, one.text)
        for word in ("OUTSIDE_VALUE", "told-nowhere", "outsider", "root:x:"):
            assert word not in one.text, (one.command, one.text)
    there = {path.relative_to(outside).as_posix(): path.read_text() for path in outside.rglob("*") if path.is_file()}
    assert there == OUTSIDE
    assert {path.name for path in tmp_path.iterdir()} == {"project", "outside"}
    written = [path for path in hostile.rglob("*") if path.is_file() and ".git" not in path.relative_to(hostile).parts[:1]]
    assert not any("outsider" in path.read_text(errors="replace") for path in written if path.name in ("page.html", "TODO.md"))
    assert git(hostile, "status", "--porcelain", "--", *LINKS) == "", "no link was replaced"


@pytest.mark.parametrize(
    "trying",
    [
        "import socket; socket.create_connection(('localhost', 9))",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "open('/etc/passwd')",
        "import os; os.listdir('../outside')",
        "open('linked/.env').read()",
        "import os; os.remove('docs/run.sh')",
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="links are of POSIX systems")
def test_the_watch_itself_sees_what_must_not_be_tried(trying: str, hostile: Path, tmp_path: Path) -> None:
    log = tmp_path / "tried"
    said = run(hostile, (("try", trying),), log, (str(tmp_path / "outside"), "/etc/passwd"))
    assert log.exists()
    assert said[0].code == "refused"
