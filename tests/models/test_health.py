"""Who asks for a service's health: compose, manifests, the Dockerfile or the image."""

from __future__ import annotations

import pytest
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.health import Health, health_of, probe_of
from roadworthy.models.images.stages import Image, image_file

NODE = (
    'FROM node:22.12.0-slim AS base\nFROM base AS web\nCMD ["node", "server.js"]\nFROM base AS worker\nCMD ["node", "w.js"]\n'
)
POD = """\
apiVersion: v1
kind: Pod
metadata: {name: a}
spec:
  containers:
    - name: a
      image: IMAGE
"""
PROBE = "      livenessProbe: {exec: {command: [/check]}}\n"


def asked(files: dict[str, str], dockerfile: str = "api/Dockerfile", stage: str | None = None) -> Health:
    repo = Repository(SampleTree(files))
    image = repo.ask(image_file, dockerfile)
    assert isinstance(image, Image)
    found = image.stage(stage) if stage else image.final
    assert found is not None
    return probe_of(repo, found)


def told(health: Health) -> str:
    return f"{health.state} {health.place.path}:{health.place.line}"


def test_a_compose_service_built_from_the_target_is_asked() -> None:
    files = {
        "api/Dockerfile": NODE,
        "compose.yaml": "services:\n  web:\n    build: {context: api, target: web}\n    healthcheck: {test: /check}\n"
        "  worker:\n    build: api\n",
    }
    assert told(asked(files, stage="web")) == "checked compose.yaml:4"
    assert told(asked(files)) == "unchecked compose.yaml:5"


def test_a_service_that_runs_the_image_another_one_builds_counts() -> None:
    files = {
        "api/Dockerfile": NODE,
        "compose.yaml": "services:\n  build:\n    build: api\n    image: shop:dev\n"
        "  web:\n    image: shop:dev\n    healthcheck: {test: /check}\n",
    }
    assert told(asked(files)) == "checked compose.yaml:7"


def test_a_disabled_health_check_is_none() -> None:
    files = {"api/Dockerfile": NODE, "compose.yaml": "services:\n  web:\n    build: api\n    healthcheck: {test: [NONE]}\n"}
    assert told(asked(files)) == "unchecked compose.yaml:2"


@pytest.mark.parametrize(
    ("dockerfile", "image", "expected"),
    [
        ("api/Dockerfile", "registry.example.org/shop/api:1.4.0", "checked k8s/a.yaml:8"),
        ("api/Dockerfile", "registry.example.org/shop-api@sha256:" + "0" * 64, "checked k8s/a.yaml:8"),
        ("services/api/src/Dockerfile", "api", "checked k8s/a.yaml:8"),
        ("docker/Dockerfile.api", "shop/api", "checked k8s/a.yaml:8"),
        ("docker/api.Dockerfile", "localhost:5000/api", "checked k8s/a.yaml:8"),
        ("api/Dockerfile", "registry.example.org/api/proxy:1", "unknown api/Dockerfile:4"),
        ("api/Dockerfile", "shop/rapi", "unknown api/Dockerfile:4"),
        ("Dockerfile", "dockerfile", "unknown Dockerfile:4"),
    ],
)
def test_a_container_of_a_manifest_runs_the_image_that_its_folder_or_file_is_named_after(
    dockerfile: str, image: str, expected: str
) -> None:
    files = {dockerfile: NODE, "k8s/a.yaml": POD.replace("IMAGE", image) + PROBE}
    assert told(asked(files, dockerfile)) == expected


def test_a_container_runs_the_image_that_a_pipeline_pushes_under_its_name() -> None:
    files = {
        "Dockerfile": NODE,
        "build.sh": "docker build -t registry.example.org/shop/parcels:$GIT_SHA .\n",
        "k8s/a.yaml": POD.replace("IMAGE", "registry.example.org/shop/parcels:1") + PROBE,
    }
    assert told(asked(files, "Dockerfile")) == "checked k8s/a.yaml:8"
    assert (
        told(asked({**files, "k8s/a.yaml": files["k8s/a.yaml"].replace(PROBE, "")}, "Dockerfile")) == "unchecked k8s/a.yaml:7"
    )


def test_a_job_is_not_asked_for_its_health() -> None:
    job = (
        "apiVersion: batch/v1\nkind: Job\nspec: {template: {spec: {containers: [{name: a, image: api, livenessProbe: {}}]}}}\n"
    )
    assert asked({"api/Dockerfile": NODE, "k8s/a.yaml": job}).state == "unknown"


@pytest.mark.parametrize(
    ("service", "state"),
    [
        ("{image: 'postgres:17.2'}", "unchecked"),
        ("{image: 'postgres:17.2', healthcheck: {test: pg_isready}}", "checked"),
        ("{image: 'vaultwarden/server:1.32.5'}", "checked"),
        ("{image: 'registry.example.org/shop/rates:7'}", "unknown"),
        ("{image: '${IMAGE}'}", "unknown"),
        ("{build: api}", "unknown"),
        ("{build: api, ports: ['3000:3000']}", "unchecked"),
        ("{build: '${DIR}'}", "unknown"),
        ("{}", "unknown"),
    ],
)
def test_the_health_of_a_compose_service(service: str, state: str) -> None:
    repo = Repository(SampleTree({"compose.yaml": f"services:\n  it: {service}\n", "api/Dockerfile": NODE}))
    assert repo.ask(health_of, "compose.yaml", "it").state == state
