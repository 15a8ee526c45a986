"""The inventory of the checklist's second section."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from roadworthy.cli import main
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.orientation import orientation


def found(*paths: str, **texts: str) -> dict[str, list[str]]:
    repo = Repository(SampleTree({**dict.fromkeys(paths, ""), **texts}))
    return {item.item: [place.path for place in item.found] for item in repo.ask(orientation)}


@pytest.mark.parametrize(
    ("item", "path"),
    [
        *(("2.1", path) for path in (
            ".github/workflows/ci.yml", ".gitlab-ci.yml", "ops/deploy.gitlab-ci.yml", "Jenkinsfile", "ci/Jenkinsfile.release",
            "Makefile", "shop.pipeline.yaml", "bitbucket-pipelines.yml", "circle.yml", ".circleci/config.yml",
            "azure-pipelines.yml", ".travis.yml", ".drone.yml", ".buildkite/pipeline.yml", ".woodpecker/test.yaml",
        )),
        *(("2.2", path) for path in (
            "Dockerfile", "Dockerfile.dev", "api.Dockerfile", "docker-compose.yml", "docker-compose.prod.yaml", "compose.yaml",
            ".dockerignore", "Containerfile",
        )),
        *(("2.3", path) for path in (
            "infra/main.tf", "prod.tfvars", "terragrunt.hcl", "app.helm", "charts/shop/Chart.yaml", "charts/shop/values-prod.yaml",
            "web.k8s.yaml", "kubernetes/web.yml", "overlays/prod/kustomization.yaml", "fly.toml", "Procfile", "Pulumi.prod.yaml",
        )),
        *(("2.4", path) for path in (".env.example", "api/.env", "prod.env", "shop.env.example", "config/app.yaml", "config/app.json")),
        *(("2.5", path) for path in ("deploy.sh", "bin/deploy", "scripts/release.py", "publish", "ops/deploy-prod.yml", "deploy.rb")),
    ],
)  # fmt: skip
def test_a_file_is_found_by_its_name(item: str, path: str) -> None:
    assert found(path)[item] == [path]


@pytest.mark.parametrize(
    ("item", "path"),
    [
        ("2.1", "src/makefile_parser.py"),
        ("2.2", "src/dockerfiles.go"),
        ("2.3", "src/charts/bar.tsx"),
        ("2.3", "kubernetes/README.md"),
        ("2.4", "src/environment.ts"),
        ("2.5", "src/store/publish.ts"),
        ("2.5", "docs/release-notes.md"),
        ("2.3", "node_modules/x/main.tf"),
    ],
)
def test_what_only_sounds_like_one_is_not(item: str, path: str) -> None:
    assert found(path)[item] == []


def test_lines_of_gitignore_that_keep_credentials_out_are_cited() -> None:
    repo = Repository(SampleTree({".gitignore": "*.pyc\n# .env is not here\n.env\n!.env.example\n*.pem\n"}))
    assert [place.line for place in repo.ask(orientation)[-1].found] == [3, 5]


def test_the_rows_say_what_was_found_and_what_was_looked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "Makefile").write_text("test:\n\tpytest\n")
    main(["audit", "--root", str(tmp_path), "--checklist", "--format", "json"])
    rows: dict[str, dict[str, Any]] = {row["item"]: row for row in json.loads(capsys.readouterr().out)["checklist"]}
    assert rows["2.1"]["state"] == "PASS"
    assert [place["path"] for place in rows["2.1"]["evidence"]] == ["Makefile"]
    assert rows["2.3"]["state"] == "N/A"
    assert "*.tf" in rows["2.3"]["searched"]
