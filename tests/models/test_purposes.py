"""What an image is for, which of its layers are shipped, and in which language it runs."""

from __future__ import annotations

import pytest
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.images.dockerfiles import runs
from roadworthy.models.images.languages import language_of
from roadworthy.models.images.purposes import command_line, is_for_development, product, purpose, shipped_stages
from roadworthy.models.images.stages import Image, image_file


def opened(text: str, path: str = "Dockerfile") -> tuple[Repository, Image]:
    repo = Repository(SampleTree({path: text}))
    image = repo.ask(image_file, path)
    assert isinstance(image, Image)
    return repo, image


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('FROM debian:12\nCMD ["parcel-tracker"]', "program"),
        ("FROM debian:12\nENTRYPOINT exec /usr/bin/parcel-tracker", "program"),
        ('FROM debian:12\nENTRYPOINT ["tini", "--", "/docker-entrypoint.sh"]\nCMD ["nginx"]', "program"),
        ("FROM postgres:17", "program"),
        ("FROM debian:12", "unknown"),
        ('FROM debian:12\nENTRYPOINT ["/entrypoint.sh"]', "unknown"),
        ('FROM debian:12\nCMD ["bash"]', "tool"),
        ('FROM debian:12\nCMD ["bash", "start.sh"]', "program"),
        ('FROM debian:12\nENTRYPOINT ["make"]', "tool"),
        ('FROM python:3.12\nCMD ["python3"]', "tool"),
        ('FROM node:22\nCMD ["npm", "run", "dev"]', "development"),
        ('FROM node:22 AS unit-tests\nCMD ["npm", "start"]', "development"),
        ('FROM golang:1.23\nCMD ["shop"]', "program"),
        ('FROM jupyter/base-notebook\nCMD ["start.sh", "serve"]', "tool"),
    ],
)
def test_the_purpose_is_told_from_names_and_the_command_line(text: str, expected: str) -> None:
    _, image = opened(text)
    assert image.final is not None
    assert purpose(image.final) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Dockerfile", False),
        ("Dockerfile.dev", True),
        ("test.Dockerfile", True),
        (".devcontainer/Dockerfile", True),
        ("docker/dev-env/Dockerfile", True),
        ("build/package/Dockerfile", False),
        ("contest/Dockerfile", False),
        ("docker/Dockerfile.production", False),
    ],
)
def test_a_path_says_that_a_dockerfile_is_for_development(path: str, expected: bool) -> None:
    _, image = opened("FROM debian:12", path)
    assert image.final is not None
    assert is_for_development(image.final) is expected


@pytest.mark.parametrize(
    ("text", "shipped", "shown"),
    [
        ("FROM a AS one\nFROM b\nCOPY --from=one /x /x", {1}, 1),
        ("FROM a AS one\nFROM one", {0, 1}, 1),
        ("FROM a AS web\nFROM a AS worker", {0, 1}, 1),
        ("FROM a AS test\nFROM a AS worker", {1}, 1),
        ("FROM a AS web\nFROM web AS test", {0}, 0),
        ("FROM a AS web\nFROM a AS test", {0}, 0),
        ("FROM a AS build\nFROM build AS test", {0, 1}, None),
        ("FROM a AS one\nFROM b\nCOPY --from=0 /x /x", {1}, 1),
        ("FROM a AS one\nFROM b\nRUN --mount=type=bind,from=one,target=/x true", {1}, 1),
    ],
)
def test_layers_of_targets_are_shipped_and_those_of_build_stages_are_not(
    text: str, shipped: set[int], shown: int | None
) -> None:
    repo, image = opened(text)
    assert repo.ask(shipped_stages, "Dockerfile") == shipped
    found = product(image)
    assert (found.index if found else None) == shown


def test_the_command_line_is_entrypoint_then_cmd_without_folders() -> None:
    _, image = opened('FROM a\nENTRYPOINT ["/sbin/tini", "--"]\nCMD ["sh", "-c", "/usr/bin/shop --port 80"]')
    assert image.final is not None
    assert command_line(image.final) == ["tini", "--", "shop", "--port", "80"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ('FROM ubuntu\nCMD ["/venv/bin/gunicorn", "shop:app"]', "python"),
        ('FROM ubuntu\nCMD ["/srv/shop/main.py"]', "python"),
        ("FROM ubuntu\nRUN apt-get install -y openjdk-21-jre\nCMD shop.sh", "java"),
        ("FROM ubuntu\nRUN pip install -r requirements.txt\nCMD shop.sh", "python"),
        ("FROM ubuntu\nRUN npm install -g rtlcss\nCMD shop.sh", None),
        ("FROM ubuntu\nRUN apt-get install -y nodejs python3-pip\nCMD shop.sh", None),
        ('FROM golang:1.23 AS b\nFROM ubuntu\nCOPY --from=b /x /x\nCMD ["/x"]', "go"),
    ],
)
def test_the_language_is_told_only_where_the_signs_agree(text: str, language: str | None) -> None:
    repo, image = opened(text)
    assert image.final is not None
    assert language_of(image.final, runs(repo, image)) == language
