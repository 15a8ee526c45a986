"""Who sets a variable: every form in which compose files, manifests, pipelines, platforms and scripts do it."""

from __future__ import annotations

import pytest
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.variables.provisions import variable_provisions


def provided(path: str, text: str) -> list[tuple[str, str, str, str]]:
    found = Repository(SampleTree({path: text})).ask(variable_provisions)
    return sorted((one.name, one.how, one.where, one.by) for ones in found.values() for one in ones)


def brief(path: str, text: str) -> list[tuple[str, str]]:
    return [(name, how) for name, how, _, _ in provided(path, text)]


@pytest.mark.parametrize(
    ("entry", "how"),
    [
        ("{A1: text}", "value"),
        ("{A1: 5}", "value"),
        ("{A1: }", "passed"),
        ("{A1: '${A1}'}", "passed"),
        ("{A1: '${B1:-text}'}", "value"),
        ("{A1: 'x ${B1:?set it}'}", "value"),
        ("{A1: 'x ${A1:?set it}'}", "passed"),
        ("{A1: $$B1}", "value"),
        ("[A1]", "passed"),
        ("[A1=]", "value"),
        ("[A1=text]", "value"),
        ("['A1=${A1}']", "passed"),
        ("['A1=${A1:-text}']", "value"),
    ],
)
def test_compose_sets_a_variable_or_passes_one_on(entry: str, how: str) -> None:
    text = f"services:\n  web:\n    image: a:1\n    environment: {entry}\n"
    assert provided("compose.yaml", text) == [("A1", how, "local", "docker compose")]


def test_compose_anchors_are_followed() -> None:
    text = "x-common-env: &common\n  SHARED: 1\nservices:\n  web:\n    environment:\n      <<: *common\n      OWN: 2\n"
    assert {name for name, _ in brief("docker-compose.prod.yml", text)} == {"SHARED", "OWN"}


def test_kubernetes_manifests_and_maps() -> None:
    text = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      containers:
        - name: web
          env:
            - {name: PLAIN, value: text}
            - {name: POD_NAME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
            - {name: TOKEN, valueFrom: {secretKeyRef: {name: web, key: token}}}
            - {name: REGION, valueFrom: {configMapKeyRef: {name: web, key: region}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: web}
data: {MODE: fast, nginx.conf: "x"}
---
apiVersion: v1
kind: Secret
metadata: {name: web}
stringData: {KEY: x}
"""
    assert brief("deploy/web.yaml", text) == [
        ("KEY", "secret"),
        ("MODE", "value"),
        ("PLAIN", "value"),
        ("POD_NAME", "value"),
        ("REGION", "value"),
        ("TOKEN", "secret"),
    ]
    assert {by for *_, by in provided("deploy/web.yaml", text)} == {"Kubernetes"}


def test_a_helm_template_is_read_line_by_line() -> None:
    text = """\
spec:
  containers:
    - name: {{ .Chart.Name }}
      env:
        - name: PLAIN
          value: {{ .Values.plain | quote }}
        - name: TOKEN
          valueFrom:
            secretKeyRef: {name: x, key: y}
        {{- if .Values.extra }}
        - name: "EXTRA"
          {{- toYaml .Values.extra | nindent 10 }}
        {{- end }}
"""
    assert brief("chart/templates/web.yaml", text) == [("EXTRA", "value"), ("PLAIN", "value"), ("TOKEN", "secret")]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (".github/workflows/ci.yml", "env: {A1: x}\njobs: {t: {env: {B1: '${{ secrets.B1 }}'}}}", [("A1", "value"), ("B1", "secret")]),
        (".gitlab-ci.yml", "variables: {A1: x}\ntest: {variables: {B1: {value: y}}}", [("A1", "value"), ("B1", "value")]),
        ("app.json", '{"env": {"A1": {"value": "x"}, "B1": {"description": "y"}}}', [("A1", "value"), ("B1", "passed")]),
        ("render.yaml", "services: [{envVars: [{key: A1, value: x}, {key: B1, sync: false}]}]", [("A1", "value"), ("B1", "passed")]),
        (".devcontainer/devcontainer.json", '{"containerEnv": {"A1": "x"}}', [("A1", "value")]),
        ("serverless.yml", "provider: {environment: {A1: x}}", [("A1", "value")]),
        ("values.yaml", "web: {extraEnvVars: [{name: A1, value: x}]}", [("A1", "value")]),
        ("task-definition.json", '{"containerDefinitions": [{"environment": [{"name": "A1", "value": "x"}]}]}', [("A1", "value")]),
        ("fly.toml", '[env]\nA1 = "x"\n[build]\nB1 = "y"\n', [("A1", "value")]),
        ("main.tf", 'environment {\n  variables = {\n    A_1 = var.x\n  }\n}\n', [("A_1", "value")]),
        ("main.tf", 'jsonencode([{ name = "A_1", value = "x" }])', [("A_1", "value")]),
        ("Dockerfile", "FROM a:1\nARG C1=z\nENV A1=x B1=$C1\n", [("A1", "value"), ("B1", "value")]),
        ("start.sh", "if x; then export A1=1; fi\nB1=2\n", [("A1", "value")]),
        ("web.service", "[Service]\nEnvironment=A1=x\n", [("A1", "value")]),
    ],
)  # fmt: skip
def test_other_files_that_set_variables(path: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert brief(path, text) == expected


@pytest.mark.parametrize(
    "text", ["environment: [a, b]\n", "environment: production\n", "env: [{x: y}]\n", "env: {a-b: 1}\n", "env: ["]
)
def test_what_only_looks_like_a_list_of_variables_sets_nothing(text: str) -> None:
    assert brief("config.yaml", text) == []


def test_files_that_cannot_be_read_set_nothing_and_stop_nothing() -> None:
    files = {
        "a.yaml": b"env: \0",
        "b.yaml": "env: {A1: x}",
        "c.tf": b"\0",
        "d.yaml": "env: " + "[" * 5000,
        "vendor/e.yaml": "env: {B1: x}",
    }
    assert set(Repository(SampleTree(files)).ask(variable_provisions)) == {"A1"}
