"""Which files belong to one environment, what code chooses by an environment's name, and that no file makes the readers fail."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.parity.environment_choices import choices_in, configured
from roadworthy.models.parity.exercised import production_files
from roadworthy.models.parity.overlays import environment_files, overlays


@pytest.mark.parametrize(
    ("path", "environment", "kind"),
    [
        ("deploy/overlays/production/kustomization.yaml", "production", "kustomize"),
        ("chart/values-stg.yaml", "staging", "values"),
        ("compose.prod.yaml", "production", "compose"),
        ("env/staging_config.tfvars", "staging", "tfvars"),
        ("shop/settings/production.py", "production", "settings"),
        ("config/environments/staging.rb", "staging", "settings"),
        ("src/main/resources/application-prod.yml", "production", "settings"),
    ],
)
def test_a_file_of_one_environment(path: str, environment: str, kind: str) -> None:
    (found,) = Repository(SampleTree({path: ""})).ask(environment_files)
    assert (found.environment, found.kind) == (environment, kind)


@pytest.mark.parametrize(
    "path", ["products/values.yaml", "reproduce/compose.yaml", "values-dev.yaml", "chart/ci/prod-values.yaml", "prod.md"]
)
def test_a_file_of_all_of_them(path: str) -> None:
    assert Repository(SampleTree({path: ""})).ask(environment_files) == ()


def test_the_names_of_environments_are_the_owners() -> None:
    files = {".roadworthy.yaml": "environments:\n  production: [blue]\n", "values-blue.yaml": ""}
    (found,) = Repository(SampleTree(files)).ask(environment_files)
    assert found.environment == "production"


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (
            "a.js",
            "const u = env === 'production' ? 'https://a.example.com' : 'https://b.example.com'",
            ["https://a.example.com"],
        ),
        (
            "a.rb",
            "URL = 'https://a.example.com' if env == 'production'\nif env == 'staging'\n x = 'https://b.example.com'\nend",
            ["https://a.example.com", "https://b.example.com"],
        ),
        ("a.go", 'package a\nfunc f() { if env == "production" { u = "https://a.example.com" } }', ["https://a.example.com"]),
        ("a.js", "const u = process.env.NODE_ENV === 'production' ? 'https://a.example.com' : ''", []),
        ("a.js", "// env === 'production' ? 'https://a.example.com' : 1\nconst x = 'https://a.example.com'", []),
        ("a.js", "if (env === 'production') { start() }\nconst x = 'https://a.example.com'", []),
        ("a.py", "x = 'https://a.example.com' if env == 'production' else ''", ["https://a.example.com"]),
        ("a.py", "if env == 'production':\n    pass\nx = 'https://a.example.com'", []),
    ],
)
def test_what_the_name_of_the_environment_chooses(path: str, text: str, expected: list[str]) -> None:
    assert [one.text for one in choices_in(Source(path, text))] == expected


PATHS = st.sampled_from(
    [
        *(
            "deploy/staging/kustomization.yaml",
            "deploy/production/kustomization.yaml",
            "values-prod.yaml",
            "values-staging.yaml",
        ),
        *("compose.prod.yaml", "compose.staging.yaml", "prod.tfvars", "staging.tfvars", "x/settings/production.py", "src/a.js"),
        *("src/a.py", ".gitlab-ci.yml", ".github/workflows/t.yml", "Makefile"),
    ]
)
TEXTS = st.one_of(
    st.text(max_size=120),
    st.sampled_from(
        [
            *(
                "{" * 3000,
                "a: &a [*a]",
                "env == 'production'" * 300,
                "if env == 'production':\n    x = 'https://a.example.com'\n",
            ),
            *(
                "env === 'production' ? " * 400 + "'https://a.example.com'",
                "resources: [../base]",
                "(" * 9000 + "env == 'production'",
            ),
            *("x: {enabled: true}", "services: {a: {}}", "enable_x = true", "kustomize build deploy/production"),
        ]
    ),
)


@given(st.dictionaries(PATHS, TEXTS, max_size=6))
def test_no_files_make_the_readers_fail(files: dict[str, str]) -> None:
    repo = Repository(SampleTree(files))
    for one in overlays(repo, None):
        assert one.pairs or one.alone
    for file in production_files(repo, None):
        assert (file.by is None) == (file.state == "never")
    list(configured(repo, None))
