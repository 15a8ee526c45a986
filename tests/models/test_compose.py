"""Compose files: services, builds, dependencies and health checks as their file has them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.outcome import Unreadable
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.compose.services import (
    Compose,
    Service,
    compose_file,
    compose_files,
    composes,
    for_production,
    for_tests,
    local_images,
)

SHOP = """\
services:
  shop:
    build:
      context: ./shop
      dockerfile: docker/Dockerfile
      target: runtime
    image: shop:dev
    ports: ["8000:8000"]
    depends_on:
      db:
        condition: service_healthy
      mail: {}
    healthcheck:
      test: [CMD, wget, -q, "http://localhost:8000/healthz"]
  worker:
    image: shop:dev
    depends_on: [db, mail]
    healthcheck:
      disable: true
"""


def read(text: str, path: str = "compose.yaml") -> Compose:
    said = Repository(SampleTree({path: text})).ask(compose_file, path)
    assert isinstance(said, Compose)
    return said


def only(body: str, path: str = "compose.yaml") -> Service:
    return read("services:\n  shop:\n" + body, path).services["shop"]


def test_a_service_has_its_build_image_and_dependencies() -> None:
    shop, worker = read(SHOP, "deploy/compose.yaml").services.values()
    assert shop.build is not None
    assert shop.build[:3] == ("deploy/shop", "deploy/shop/docker/Dockerfile", "runtime")
    assert shop.image is not None
    assert (shop.image.text, shop.image.line) == ("shop:dev", 7)
    assert [d[:2] for d in shop.depends_on] == [("db", "service_healthy"), ("mail", "service_started")]
    assert [d[:2] for d in worker.depends_on] == [("db", None), ("mail", None)]
    assert (shop.listens, worker.listens) == (True, False)


@pytest.mark.parametrize(
    ("health", "checked", "disabled"),
    [
        ("{test: curl -f http://localhost/}", True, False),
        ("{test: [CMD, /check]}", True, False),
        ("{test: [NONE]}", False, True),
        ("{test: [CMD, /check], disable: true}", False, True),
        ("{interval: 5s}", False, False),
        ("[]", False, False),
    ],
)
def test_a_health_check_tests_something_unless_it_is_off_or_empty(health: str, checked: bool, disabled: bool) -> None:
    service = only(f"    healthcheck: {health}\n")
    assert (service.checked, service.disabled) == (checked, disabled)


@pytest.mark.parametrize(
    ("build", "context", "dockerfile"),
    [
        (".", "apps", "apps/Dockerfile"),
        ("../shop", "shop", "shop/Dockerfile"),
        ("{dockerfile: Dockerfile.prod}", "apps", "apps/Dockerfile.prod"),
        ("{context: .., dockerfile: shop/Dockerfile}", ".", "shop/Dockerfile"),
        ("{context: ., dockerfile: '${FILE}'}", "apps", None),
        ("{context: ., dockerfile_inline: FROM scratch}", "apps", None),
        ("https://git.example.org/shop.git", None, None),
        ("'${SHOP_DIR}'", None, None),
    ],
)
def test_paths_of_a_build_count_from_the_root_of_the_repository(
    build: str, context: str | None, dockerfile: str | None
) -> None:
    service = only(f"    build: {build}\n", "apps/compose.yaml")
    assert service.build is not None
    assert (service.build.context, service.build.dockerfile) == (context, dockerfile)


def test_anchors_and_extension_fields_are_followed() -> None:
    app = "x-app: &app\n  image: shop:1.4.0\n  healthcheck: {test: /check}\n"
    text = app + "services:\n  web:\n    <<: *app\n  worker:\n    <<: *app\n"
    services = read(text).services
    assert list(services) == ["web", "worker"]
    assert all(service.image and service.image.line == 2 and service.checked for service in services.values())


@pytest.mark.parametrize("text", ["", "services:\n", "services: [a]\n", "version: '3'\n", "services: {shop: null}\n", "- a\n"])
def test_a_file_without_services_has_none(text: str) -> None:
    assert read(text).services == {}


def test_a_broken_file_is_unreadable_and_silences_no_other() -> None:
    repo = Repository(SampleTree({"a/compose.yaml": "services: [\n", "b/docker-compose.yml": SHOP, "c.yaml": SHOP}))
    assert [type(said) for said in compose_files(repo, None)] == [Unreadable, Compose]
    assert [compose.path for compose in repo.ask(composes)] == ["b/docker-compose.yml"]
    assert repo.ask(local_images) == {"shop:dev"}


@pytest.mark.parametrize(
    ("path", "production", "tests"),
    [
        ("compose.yaml", False, False),
        ("docker-compose.prod.yml", True, False),
        ("deploy/compose.yaml", True, False),
        ("docker/production/compose.yml", True, False),
        ("products/compose.yaml", False, False),
        ("tests/docker-compose.yml", False, True),
        ("docker-compose.test.yml", False, True),
        (".devcontainer/docker-compose.yml", False, True),
        ("latest/compose.yaml", False, False),
    ],
)
def test_what_a_file_is_for_shows_in_the_words_of_its_path(path: str, production: bool, tests: bool) -> None:
    assert (for_production(path), for_tests(path)) == (production, tests)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from([*SHOP.splitlines(), "    build: []", "    image: {a: b}", "  - x", "    <<: *app", "\t", "{{"]),
        max_size=25,
    )
)
def test_any_mixture_of_lines_is_read_without_an_error(lines: list[str]) -> None:
    text = "\n".join(lines)
    said = Repository(SampleTree({"compose.yaml": text})).ask(compose_file, "compose.yaml")
    for service in said.services.values() if isinstance(said, Compose) else ():
        place = service.at.place
        assert text.splitlines()[place.line - 1][place.column - 1 : place.end_column].strip("'\"") == service.name
