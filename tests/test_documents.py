"""The deployment guide and the runbook: what they say of a repository, and that it is there."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from roadworthy.devops_report import main

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
GUIDE, RUNBOOK = "docs/devops/DEPLOYMENT_GUIDE.md", "docs/devops/RUNBOOK.md"
WORKFLOW = """\
name: Ship
on:
  push:
    branches: [main]
jobs:
  production:
    runs-on: ubuntu-24.04
    environment: production
    steps:
      - run: python manage.py migrate
      - run: helm upgrade --install shop charts/shop --namespace shop-live --set tag=$GITHUB_SHA
"""
ALERTS = """\
groups:
  - name: shop
    rules:
      - alert: ManyErrors
        expr: sum(rate(http_requests_total{status=~"5.."}[5m])) / sum(rate(http_requests_total[5m])) > 0.05
        for: 5m
        labels: {severity: page}
        annotations:
          summary: One request in twenty fails
"""


def repository(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    subprocess.run(["git", "-C", str(folder), "add", "-A"], check=True)
    return folder


def written(folder: Path, path: str) -> str:
    main(["--root", str(folder)])
    return (folder / path).read_text(encoding="utf-8")


def test_commands_have_the_names_of_the_deployment(tmp_path: Path) -> None:
    text = written(repository(tmp_path, **{".github/workflows/ship.yml": WORKFLOW}), GUIDE)
    assert "`helm rollback shop --namespace shop-live --wait`" in text
    assert "`helm history shop --namespace shop-live`" in text
    assert "`gh run list --workflow ship.yml --branch main --status success`" in text


MANY = """\
name: Ship
on:
  push: {branches: [main]}
  workflow_dispatch:
    inputs:
      version: {required: true}
      notes: {required: false}
jobs:
  network:
    environment: production
    runs-on: ubuntu-24.04
    steps:
      - run: cd env/${{ env.WHERE }}/network && terraform apply -auto-approve
  database:
    environment: production
    needs: network
    if: always() && needs.network.result == 'success'
    runs-on: ubuntu-24.04
    steps:
      - run: cd env/${{ env.WHERE }}/database && terraform apply -auto-approve
  cluster:
    environment: production
    needs: [network, database]
    if: always() && needs.network.result == 'success'
    runs-on: ubuntu-24.04
    steps:
      - run: cd env/${{ env.WHERE }}/cluster && terraform apply -auto-approve
"""


def test_alike_jobs_are_one_passage_that_names_them_all(tmp_path: Path) -> None:
    text = written(repository(tmp_path, **{".github/workflows/ship.yml": MANY}), GUIDE)
    assert text.count("1. Started by:") == text.count("**Roll back:**") == 1
    assert "### 3 jobs of [`.github/workflows/ship.yml`]" in text
    assert "   - `database`, `cluster`: only if `always() && needs.network.result == 'success'`" in text
    assert "| `cluster` after `database` [" in text, "what `database` waits for is told there"
    assert "(in `env/${{ env.WHERE }}/cluster`)" in text


def test_a_start_by_hand_has_the_inputs_that_have_to_be_given(tmp_path: Path) -> None:
    text = written(repository(tmp_path, **{".github/workflows/ship.yml": MANY}), RUNBOOK)
    assert "`gh workflow run ship.yml --ref TAG -f version=VERSION`" in text


CALLED = """\
on:
  workflow_call:
    inputs: {environment: {required: true, type: string}}
jobs:
  bring:
    runs-on: ubuntu-24.04
    steps:
      - run: helm upgrade --install shop charts/shop
"""
CALLING = """\
on:
  push: {branches: [main]}
  workflow_dispatch: {inputs: {where: {required: true}}}
jobs:
  first:
    uses: ./.github/workflows/bring.yml
    with: {environment: training}
  then:
    uses: ./.github/workflows/bring.yml
    with: {environment: "${{ inputs.where == 'x' && 'staging' || 'prod' }}"}
"""


def test_an_environment_is_called_as_the_caller_says_and_never_guessed_from_an_expression(tmp_path: Path) -> None:
    files = {".github/workflows/bring.yml": CALLED, ".github/workflows/ship.yml": CALLING}
    text = written(repository(tmp_path, **files), GUIDE)
    assert "## Deploy to `training`\n\n### Job `first/bring` of" in text
    assert "## Deploy to what is chosen when it is started, or not named\n\n### Job `then/bring` of" in text
    assert "`${{ inputs.where == 'x' && 'staging' \\|\\| 'prod' }}`" in text
    assert "Deploy to `staging`" not in text


def test_a_module_that_is_applied_for_its_outputs_is_no_deployment(tmp_path: Path) -> None:
    run = WORKFLOW.replace("python manage.py migrate", "terraform -chdir=infra/${APP}/config apply -auto-approve").replace(
        "helm upgrade --install shop charts/shop --namespace shop-live --set tag=$GITHUB_SHA", "make test"
    )
    files = {".github/workflows/ship.yml": run, "infra/shop/config/main.tf": 'output "name" {\n  value = "shop"\n}\n'}
    assert "terraform" not in written(repository(tmp_path / "a", **files), GUIDE)
    files["infra/shop/config/main.tf"] += 'resource "aws_s3_bucket" "all" {}\n'
    assert "terraform -chdir" in written(repository(tmp_path / "b", **files), GUIDE)


def test_where_nothing_deploys_what_is_published_is_told(tmp_path: Path) -> None:
    run = "docker push registry.example/shop:$GITHUB_SHA"
    workflow = WORKFLOW.replace("    environment: production\n", "").replace("python manage.py migrate", run)
    workflow = workflow.replace("helm upgrade --install shop charts/shop --namespace shop-live --set tag=$GITHUB_SHA", "true")
    text = written(repository(tmp_path, **{".github/workflows/ship.yml": workflow.replace("production", "push")}), GUIDE)
    assert "## What is published" in text
    assert f"`{run}`" in text


COMPOSE = "services:\n  web: {image: 'shop:1'}\n  mail: {image: 'mail:1'}\n"


def test_services_that_are_reached_alike_share_their_commands(tmp_path: Path) -> None:
    text = written(repository(tmp_path, **{"compose.yaml": COMPOSE}), RUNBOOK)
    assert text.count("docker compose logs") == 1
    assert "- NAME is one of `web` [`compose.yaml:2`](../../compose.yaml#L2), `mail` [" in text


def test_a_check_of_migrations_is_none(tmp_path: Path) -> None:
    make = "migrate:\n\t./manage.py migrate\ncheck-migrations:\n\t./manage.py makemigrations --check\n"
    text = written(repository(tmp_path, Makefile=make), RUNBOOK)
    assert "`make migrate`" in text
    assert "make check-migrations" not in text


def test_a_rollback_warns_of_a_changed_schema(tmp_path: Path) -> None:
    text = written(repository(tmp_path, **{".github/workflows/ship.yml": WORKFLOW}), RUNBOOK)
    assert "> The deployment changes the database's schema" in text
    assert "`python manage.py migrate`" in text


def test_each_alert_has_an_entry_of_its_own(tmp_path: Path) -> None:
    text = written(repository(tmp_path, **{"alerts.yml": ALERTS}), RUNBOOK)
    assert "### `ManyErrors` [`alerts.yml:4`](../../alerts.yml#L4)" in text
    assert "Meaning: One request in twenty fails" in text
    assert "severity `page`" in text
    assert "```promql\nsum(rate(" in text


def test_what_is_configured_fills_the_incident(tmp_path: Path) -> None:
    settings = 'runbook:\n  channel: "#shop-live"\n  owner: shop team\n'
    text = written(repository(tmp_path, **{".github/workflows/ship.yml": WORKFLOW, ".roadworthy.yaml": settings}), RUNBOOK)
    assert "Tell: \\#shop-live [`.roadworthy.yaml:2`](../../.roadworthy.yaml#L2)" in text
    assert "Owner: shop team" in text


def test_what_is_not_known_says_what_was_searched(tmp_path: Path) -> None:
    text = written(repository(tmp_path, **{"README.md": "# Nothing\n"}), RUNBOOK)
    assert "Nothing that deploys: NOT FOUND, searched `.github/workflows/*.yml`" in text
    assert "NOT FOUND, searched `runbook.channel in .roadworthy.yaml`" in text


def test_a_script_that_deploys_by_hand_is_told(tmp_path: Path) -> None:
    text = written(repository(tmp_path, **{"deploy.sh": "#!/bin/sh\nssh web@shop.example 'systemctl restart shop'\n"}), GUIDE)
    assert "`./deploy.sh`" in text


@pytest.mark.parametrize("name", ["paved-road", "dirt-trail"])
def test_the_documents_change_nothing_once_they_are_committed(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    shutil.copytree(EXAMPLES / name, folder)
    repository(folder)
    main(["--root", str(folder)])
    assert main(["--root", str(folder)]) in (0, 3)
    subprocess.run(["git", "-C", str(folder), "add", "-A", "-f"], check=True)
    assert main(["--root", str(folder), "--check"]) in (0, 3)


@pytest.mark.parametrize("name", ["paved-road", "dirt-trail"])
@pytest.mark.parametrize("document", [GUIDE, RUNBOOK])
def test_every_place_that_is_cited_is_there(name: str, document: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    shutil.copytree(EXAMPLES / name, folder)
    text = written(repository(folder), document)
    cited = re.findall(r"\[`([^`]+)`\]\(\.\./\.\./[^)]*\)", text)
    assert cited
    for place in cited:
        path, _, line = place.partition(":")
        assert (folder / path).exists(), place
        assert int(line or 1) <= len((folder / path).read_text(encoding="utf-8").splitlines()), place


MAIL = "import os\n\nHOST = os.environ['SMTP_HOST']\nTOKEN = os.environ['MAIL_TOKEN']\nPORT = os.environ.get('PORT', '8000')\n"


def test_required_variables_are_added_blank_to_the_example_that_is_there(tmp_path: Path) -> None:
    repository(tmp_path, **{"app/mail.py": MAIL, ".env.example": "PORT=8000\r\nSMTP_FROM=\r\n"})
    content = (tmp_path / written_first(tmp_path, ".env.example")).read_bytes()
    assert content.startswith(b"PORT=8000\r\nSMTP_FROM=\r\n# read in app/mail.py\r\nSMTP_HOST=\r\n")
    assert b"\r\nMAIL_TOKEN=\r\n" in content


def test_an_example_file_is_made_where_variables_are_required_and_none_is(tmp_path: Path) -> None:
    repository(tmp_path, **{"app/mail.py": MAIL, "requirements.txt": "flask\n"})
    lines = (tmp_path / written_first(tmp_path, ".env.example")).read_text(encoding="utf-8").splitlines()
    assert lines == ["# read in app/mail.py", "MAIL_TOKEN=", "# read in app/mail.py", "SMTP_HOST="]
    assert main(["--root", str(tmp_path)]) == 0  # git does not track it yet
    subprocess.run(["git", "-C", str(tmp_path), "add", "-A"], check=True)
    assert main(["--root", str(tmp_path), "--check"]) == 0


def test_no_example_file_is_made_for_what_has_defaults(tmp_path: Path) -> None:
    repository(tmp_path, **{"app.py": "import os\n\nPORT = os.environ.get('PORT', '8000')\n"})
    main(["--root", str(tmp_path)])
    assert not (tmp_path / ".env.example").exists()


def test_a_check_adds_no_variable_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    repository(tmp_path, **{"app/mail.py": MAIL, ".env.example": "PORT=8000\n"})
    assert main(["--root", str(tmp_path), "--check"]) == 1
    assert "would change .env.example" in capsys.readouterr().out
    assert (tmp_path / ".env.example").read_text(encoding="utf-8") == "PORT=8000\n"


def test_a_variable_that_a_person_said_no_to_is_not_added(tmp_path: Path) -> None:
    ignored = MAIL.replace("HOST']", "HOST']  # roadworthy: ignore[ENV001] set by the platform")
    repository(tmp_path, **{"app/mail.py": ignored, ".env.example": "PORT=8000\n"})
    text = (tmp_path / written_first(tmp_path, ".env.example")).read_text(encoding="utf-8")
    assert "SMTP_HOST" not in text
    assert "MAIL_TOKEN=" in text


def written_first(folder: Path, path: str) -> str:
    main(["--root", str(folder)])
    return path


@pytest.mark.parametrize("name", ["paved-road", "dirt-trail"])
@pytest.mark.parametrize("document", [GUIDE, RUNBOOK])
def test_every_command_names_what_is_there(name: str, document: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    shutil.copytree(EXAMPLES / name, folder)
    text = written(repository(folder), document)
    everything = "\n".join(path.read_text(encoding="utf-8") for path in folder.rglob("*") if _is_source(folder, path))
    commands = set(re.findall(r"`((?:kubectl|helm|docker|gh|make|ssh|\./)[^`]*)`", text))
    for command in commands:
        for object_ in re.findall(r"(?:\bdeployment/([\w-]+))|--namespace ([\w-]+)|--workflow ([\w.-]+)|^\./(\S+)", command):
            wanted = next((part for part in object_ if part), "") if isinstance(object_, tuple) else object_
            there = wanted in everything or list(folder.rglob(wanted.rpartition("/")[2] or "?"))
            assert there, command
    assert commands or name == "dirt-trail"


def _is_source(folder: Path, path: Path) -> bool:
    inside = path.relative_to(folder).parts
    return path.is_file() and inside[0] not in (".git", "docs")
