"""`roadworthy show services`: what is understood of compose services, for a person, a program and a graph."""

from __future__ import annotations

from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.show.services import as_json, as_mermaid, as_text

FILES = {
    "compose.yaml": """\
services:
  web:
    build: ./web
    ports: ["${WEB_PORT:-8000}:8000"]
    environment: [LOGIN=aaaa, MODE]
    env_file: web.env
    depends_on:
      db: {condition: service_healthy}
      mail: {condition: service_started}
  db:
    image: postgres:${VERSION:-17.6}
    healthcheck: {test: pg_isready}
  mail:
    image: axllent/mailpit:v1.27
  migrate:
    extends: web
    command: python manage.py migrate
    profiles: [tools]
""",
    "broken/compose.yaml": "services: [\n",
    "deploy/compose.yaml": "services:\n  'a\"]\\x1b':\n    image: nginx:1.29.3\n",
}


def sample() -> Repository:
    return Repository(SampleTree(FILES))


def test_every_service_is_told_with_reasons_and_without_values() -> None:
    rows = {row["name"]: row for row in as_json(sample())["services"] if row["path"] == "compose.yaml"}
    assert list(rows) == ["web", "db", "mail", "migrate"]
    web = rows["web"]
    assert (web["line"], web["ports"], web["environment"]) == (2, ["${WEB_PORT:-8000}:8000"], ["LOGIN", "MODE"])
    assert web["build"] == {"context": "web", "dockerfile": "web/Dockerfile", "target": None}
    assert web["depends_on"][0] == {"service": "db", "condition": "service_healthy"}
    assert (rows["db"]["image"], rows["db"]["health"]) == ("postgres:17.6", "checked")
    assert rows["migrate"]["ends"]
    assert rows["migrate"]["why"][1:] == [
        "it is meant to end: its name, its command, its restart policy or what waits for it says so",
        "it extends another service: compose.yaml:16",
        "it is started with a profile only",
    ]
    assert "aaaa" not in str(rows)


def test_the_text_has_a_paragraph_for_each_and_no_control_characters() -> None:
    text = as_text(sample())
    assert (
        "web  compose.yaml:2\n    built from web\n    ports ${WEB_PORT:-8000}:8000\n    waits for db (service_healthy)" in text
    )
    assert "\x1b" not in text
    assert as_text(Repository(SampleTree({}))) == "no compose service is described"


def test_the_graph_has_an_edge_for_each_dependency_and_no_markup_of_the_file() -> None:
    graph = as_mermaid(sample())
    assert "    f1s0 --> f1s1\n    f1s0 -.-> f1s2" in graph
    assert '"]\\x1b' not in graph
