"""What jobs are for: stages by commands and actions, environments by names."""

from __future__ import annotations

import json

import pytest
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.environment_names import kind_of
from roadworthy.models.pipeline.action_stages import template_stage
from roadworthy.models.pipeline.command_stages import name_stage
from roadworthy.models.pipeline.stages import classified
from roadworthy.show.pipeline import as_json
from roadworthy.tables.pipeline_stages import COMMANDS

PATH = ".github/workflows/ci.yml"


def stages(run: str, **files: str) -> list[str]:
    text = json.dumps({"on": "push", "jobs": {"a": {"steps": [{"run": run}]}}})
    (row,) = as_json(Repository(SampleTree({PATH: text, **{name.replace("__", "."): body for name, body in files.items()}})))[
        "jobs"
    ]
    return list(row["stages"])


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ("pytest -q", ["test"]),
        ("python -m pytest", ["test"]),
        ("poetry run ruff check .", ["validate"]),
        ("npx eslint .", ["validate"]),
        ("npm run lint:fix", ["validate"]),
        ("npm audit --audit-level=high", ["security-scan"]),
        ("trivy image shop", ["security-scan"]),
        ("docker run --rm -v $PWD:/src aquasec/trivy fs /src", ["security-scan"]),
        ("docker compose run --rm web pytest", ["test"]),
        ("docker build -t shop .", ["build"]),
        ("docker buildx build --push -t shop .", ["package"]),
        ("docker push shop", ["package"]),
        ("mvn -B clean verify", ["test", "build"]),
        ("mvn -B package -DskipTests", ["build"]),
        ("./gradlew build -x test", ["build"]),
        ("kubectl apply -f k8s", ["deploy"]),
        ("kubectl -n shop apply -f k8s", ["deploy"]),
        ("kubectl apply --dry-run=server -f k8s", ["validate"]),
        ("kubectl rollout status deploy/shop -n production", ["health-check"]),
        ("helm upgrade shop . --namespace staging", ["deploy-staging"]),
        ("helm upgrade shop . --wait -f values-prod.yaml", ["deploy-production", "health-check"]),
        ("terraform plan", []),
        ("terraform workspace select production\nterraform apply -auto-approve", ["deploy-production"]),
        ("fly deploy -c fly.production.toml", ["deploy-production"]),
        ("vercel deploy", ["deploy-staging"]),
        ("vercel deploy --prod", ["deploy-production"]),
        ("ssh deploy@prod.example.org 'cd app && git pull && systemctl restart shop'", ["deploy-production"]),
        ("rsync -a dist/ deploy@host:/srv", ["deploy"]),
        ("rsync -a deploy@host:/srv/ dist/", []),
        ("sonar-scanner", ["validate"]),
        ("twine upload dist/*", ["package"]),
        ("./scripts/deploy.sh production", ["deploy-production"]),
        ("make check_publish", []),
        ("make prepare_deploy", []),
        ("pip install pytest", []),
        ("echo pytest", []),
        ("curl -sf http://localhost:8000/health", []),
        ("kind create cluster\nkubectl apply -f k8s", ["test"]),
        ("sh -c 'npm ci && npm test'", ["test"]),
    ],
)
def test_what_a_command_is_for(run: str, expected: list[str]) -> None:
    assert stages(run) == expected


def test_what_a_script_leads_to_decides_before_its_name() -> None:
    assert stages("make deploy", Makefile="deploy:\n\tpytest\n") == ["test"]
    assert stages("make deploy", Makefile="deploy:\n\t./unknown\n") == ["deploy"]


def test_an_end_to_end_test_after_a_deployment_is_a_smoke_test() -> None:
    text = (
        "on: push\njobs:\n  e2e: {steps: [{run: npx playwright test}]}\n"
        "  ship: {environment: qa, steps: [{run: helm upgrade shop .}]}\n"
        "  after: {needs: ship, steps: [{run: npx playwright test}]}\n"
        "  ask: {needs: ship, environment: production, steps: [{run: 'curl -f https://shop.example.org/healthz'}]}\n"
    )
    found = Repository(SampleTree({PATH: text})).ask(classified, PATH)
    assert {name: one.stages for name, one in found.items()} == {
        "e2e": ("test",),
        "ship": ("deploy-staging",),
        "after": ("smoke-test",),
        "ask": ("health-check",),
    }
    assert found["ship"].environment == "staging"


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ({"uses": "docker/build-push-action@v6", "with": {"push": True}}, ["package"]),
        ({"uses": "docker/build-push-action@v6"}, ["build"]),
        ({"uses": "docker/build-push-action@v6", "with": {"push": "${{ x }}"}}, ["build", "package"]),
        ({"uses": "github/codeql-action/analyze@v3"}, ["security-scan"]),
        ({"uses": "SonarSource/sonarqube-scan-action@v5"}, ["validate"]),
        ({"uses": "cloudflare/wrangler-action@v3", "with": {"command": "deploy --env production"}}, ["deploy-production"]),
        ({"uses": "appleboy/ssh-action@v1", "with": {"script": "docker compose pull && docker compose up -d"}}, ["deploy"]),
        ({"uses": "some/unknown@v1"}, []),
        ({"run": "dotnet build Shop.sln", "shell": "pwsh"}, ["build"]),
        ({"run": "import pytest", "shell": "python"}, []),
    ],
)
def test_what_an_action_is_for(step: dict[str, object], expected: list[str]) -> None:
    text = json.dumps({"on": "push", "jobs": {"a": {"steps": [step]}}})
    assert as_json(Repository(SampleTree({PATH: text})))["jobs"][0]["stages"] == expected


def test_the_configuration_adds_commands_actions_and_environments() -> None:
    files = {
        PATH: "on: push\njobs: {a: {environment: blue, steps: [{run: shipit now}, {uses: my/scan@v1}]}}\n",
        ".roadworthy.yaml": "stages: {shipit: deploy, my/scan: security-scan}\nenvironments: {production: [blue]}\n",
    }
    (row,) = as_json(Repository(SampleTree(files)))["jobs"]
    assert (row["stages"], row["environment"]) == (["security-scan", "deploy-production"], "production")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("production", "production"),
        ("prod-eu", "production"),
        ("PRD", "production"),
        ("pre-prod", "staging"),
        ("preproduction", "staging"),
        ("non_prod", "staging"),
        ("uat2", "staging"),
        ("review/$CI_COMMIT_REF_NAME", "staging"),
        ("dev", "development"),
        ("shop-qa", "staging"),
        ("${{ github.ref == 'refs/heads/main' && 'production' || 'staging' }}", None),
        ("${{ inputs.environment }}", None),
        ("product", None),
        ("github-pages", None),
        ("reproduce", None),
        ("", None),
    ],
)
def test_what_an_environments_name_means(name: str, kind: str | None) -> None:
    assert kind_of(Repository(SampleTree({})), name) == kind


@pytest.mark.parametrize(
    ("name", "stage"),
    [
        ("deploy-prod", "deploy"),
        ("check_publish", ""),
        ("prepare_deploy", ""),
        ("checkFormat", "validate"),
        ("ci:test", "test"),
        ("", ""),
    ],
)
def test_what_a_scripts_name_means(name: str, stage: str) -> None:
    assert name_stage(name) == stage


def test_gitlabs_own_templates_are_known() -> None:
    assert template_stage("Jobs/SAST.gitlab-ci.yml") == "security-scan"
    assert template_stage("group/project/templates/x.yml") == ""


def test_no_row_stands_twice_under_one_stage() -> None:
    for stage, text in COMMANDS.items():
        rows = [" ".join(row.split()) for line in text.splitlines() for row in line.split("|") if row.strip()]
        assert len(rows) == len(set(rows)), (stage, sorted(row for row in rows if rows.count(row) > 1))
