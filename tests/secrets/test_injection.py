"""Where files say that secrets come from elsewhere, and what builds are given: each system's way, and any other text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.core.outcome import Unreadable
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.secrets.build_arguments import build_arguments
from roadworthy.secrets.injection import injected, kind_of
from roadworthy.secrets.kept_out import private_files

REFERENCES = {
    (".github/workflows/a.yml", "env:\n  T: ${{ secrets.API_TOKEN }}\n"): "the CI secret `API_TOKEN`",
    (".github/workflows/b.yml", "- uses: hashicorp/vault-action@v3\n"): "HashiCorp Vault",
    ("Jenkinsfile", "environment { T = credentials('api-token') }\n"): "the Jenkins credential `api-token`",
    (".woodpecker/build.yaml", "T:\n  from_secret: api_token\n"): "the CI secret `api_token`",
    (".gitlab-ci.yml", 'script:\n  - login -p "$DEPLOY_TOKEN"\n'): "the variable `DEPLOY_TOKEN`",
    ("azure-pipelines.yml", "variables:\n  - group: shop-secrets\n"): "the variable group `shop-secrets`",
    ("compose.yaml", "environment:\n  P: ${DB_PASSWORD:?set it}\n"): "the variable `DB_PASSWORD`",
    ("docker-compose.yml", "environment:\n  PASSWORD_FILE: /run/secrets/db\n"): "the mounted secret `db`",
    ("k8s/a.yaml", "valueFrom:\n  secretKeyRef:\n    name: shop-db\n    key: password\n"): "the Kubernetes Secret `shop-db`",
    ("k8s/b.yaml", "valueFrom:\n  secretKeyRef:\n    key: password\n    name: shop-db\n"): "the Kubernetes Secret `shop-db`",
    ("k8s/c.yaml", "apiVersion: v1\nkind: SealedSecret\n"): "`SealedSecret`",
    ("secrets.yaml", "password: ENC[AES256_GCM,data:x]\nsops:\n  version: 3\n"): "values that SOPS encrypts",
    ("chart/values.yaml", "auth:\n  existingSecret: shop-db\n"): "a Kubernetes Secret",
    ("db.tf", 'data "vault_kv_secret_v2" "db" {}\n'): "the secret manager's `db`",
    ("variables.tf", 'variable "p" {\n  sensitive = true\n}\n'): "a sensitive variable",
}


@pytest.mark.parametrize(("path", "text"), REFERENCES)
def test_a_reference_is_named_in_each_systems_words(path: str, text: str) -> None:
    said = list(injected(Source(path, text), kind_of(path)))
    assert REFERENCES[path, text] in [one.what for one in said]
    assert all(1 <= one.place.line <= text.count("\n") for one in said)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".github/workflows/a.yml", "env:\n  T: ${{ secrets.GITHUB_TOKEN }}\n"),
        (".github/workflows/a.yml", "env:\n  V: ${{ vars.VERSION }}\n"),
        ("compose.yaml", "environment:\n  V: ${VERSION}\n  # ${DB_PASSWORD}\n"),
        ("variables.tf", 'variable "p" {}\n'),
    ],
)
def test_what_is_no_secret_is_no_evidence(path: str, text: str) -> None:
    assert list(injected(Source(path, text), kind_of(path))) == []


PIECES = st.sampled_from(
    ["build:", "args:", " ", "\n", "  ", "- ", "NAME=", "value", "--build-arg", "=", "'", '"', "$X", "${{ secrets.A }}", "\\\n"]
    + ["docker build ", "build-args: |\n", "env_file: .env\n", "secrets:\n", "file: a\n", "services:\n", "a:", "&a", "*a", "{{"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=80))
def test_any_text_is_looked_at_and_places_are_in_it(text: str) -> None:
    names = ("compose.yaml", ".github/workflows/a.yml", "build.sh", "Makefile", "a/main.tf", "ansible.cfg", ".env.example")
    repo = Repository(SampleTree({name: text.encode("utf-8", "replace") for name in names}))
    for said in build_arguments(repo, None):
        if not isinstance(said, Unreadable):
            for argument in said.arguments:
                assert argument.name.text in text
                assert argument.value.place().line <= text.count("\n") + 1
    for private in private_files(repo):
        assert not private.path.startswith(("/", "../"))
    for name in names:
        for one in injected(Source(name, text), kind_of(name)):
            assert one.place.line <= text.count("\n") + 1
