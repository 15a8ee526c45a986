"""Compose projects: overrides, chains that commands name, extends and include, and what cannot be followed."""

from __future__ import annotations

import pytest
from roadworthy.core.outcome import Unreadable
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.compose.chains import chains, chains_with, default_chain
from roadworthy.models.compose.projects import Project, projects_with
from roadworthy.models.compose.services import Compose, compose_file

WEB = "services:\n  web:\n    image: shop:1\n"


def sample(files: dict[str, str]) -> Repository:
    return Repository(SampleTree(files))


def first(files: dict[str, str], path: str = "compose.yaml") -> Project:
    return sample(files).ask(projects_with, path)[0]


def said(files: dict[str, str], path: str = "compose.yaml") -> list[str]:
    return [f"{p.place.path}:{p.place.line} {p.why}" for p in first(files, path).problems]


def test_an_override_file_is_merged_without_being_named() -> None:
    over = "services:\n  web:\n    ports: ['80:80']\n    build: ./web\n"
    files = {"app/compose.yaml": WEB, "app/compose.override.yaml": over}
    for path in files:
        found = first(files, path)
        assert found.files == ("app/compose.yaml", "app/compose.override.yaml")
        web = found.services["web"]
        assert (web.image and web.image.line, web.ports[0].published, web.build and web.build.context) == (3, "80", "app/web")


def test_only_the_first_of_the_default_names_is_taken() -> None:
    repo = sample({"compose.yaml": WEB, "docker-compose.yml": WEB, "docker-compose.override.yml": WEB, "x.yml": WEB})
    assert default_chain(repo, "docker-compose.yml") is None
    assert default_chain(repo, "x.yml") is None
    chain = default_chain(repo, "docker-compose.override.yml")
    assert chain is not None
    assert chain.files == ("compose.yaml", "docker-compose.override.yml")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("Makefile", "up:\n\tdocker compose -f compose.yaml -f deploy/compose.prod.yaml up -d\n"),
        ("README.md", "Run `docker-compose --file=compose.yaml --file deploy/compose.prod.yaml up`.\n"),
        ("README.md", "docker compose -p shop \\\n  -f compose.yaml \\\n  -f deploy/compose.prod.yaml \\\n  config\n"),
        ("bin/up", "docker compose --env-file .env -f compose.yaml -f './deploy/compose.prod.yaml' up\n"),
        (".env.example", "COMPOSE_FILE=compose.yaml:deploy/compose.prod.yaml\n"),
        ("deploy/up.sh", "cd .. && docker compose -f compose.yaml -f deploy/compose.prod.yaml up\n"),
        (".github/workflows/ci.yml", "env:\n  COMPOSE_FILE: compose.yaml:deploy/compose.prod.yaml\n"),
    ],
)
def test_a_chain_is_read_where_a_command_or_variable_names_it(path: str, text: str) -> None:
    over = "services:\n  web:\n    build: ./web\n"
    repo = sample({"compose.yaml": WEB, "deploy/compose.prod.yaml": over, path: text})
    (chain,) = repo.ask(chains)
    assert (chain.files, chain.folder) == (("compose.yaml", "deploy/compose.prod.yaml"), "")
    assert chain.by is not None
    assert chain.by.path == path
    (project,) = repo.ask(projects_with, "deploy/compose.prod.yaml")
    build = project.services["web"].build
    assert build is not None
    assert build.context == "web"  # paths count from the folder of the first file


def test_a_file_that_no_command_names_stands_alone_or_on_the_default() -> None:
    repo = sample({"compose.yaml": WEB, "compose.dev.yaml": WEB, "other/stack.compose.yaml": WEB})
    found = [chain.files for chain in repo.ask(chains_with, "compose.dev.yaml")]
    assert found == [("compose.dev.yaml",), ("compose.yaml", "compose.dev.yaml")]
    assert [chain.files for chain in repo.ask(chains_with, "other/stack.compose.yaml")] == [("other/stack.compose.yaml",)]


def test_extends_takes_over_and_paths_count_from_the_file_they_stand_in() -> None:
    common = "services:\n  base:\n    build: ./src\n    environment: {A: 1}\n    env_file: base.env\n"
    text = (
        "services:\n  web:\n    extends: {file: common/base.yml, service: base}\n    environment: {B: 2}\n"
        "    env_file: web.env\n  job:\n    extends: web\n    command: [run]\n"
    )
    compose = sample({"compose.yaml": text, "common/base.yml": common}).ask(compose_file, "compose.yaml")
    assert isinstance(compose, Compose)
    assert compose.problems == ()
    job = compose.services["job"]
    assert job.build is not None
    assert job.build.context == "common/src"
    assert [job.path(file.at) for file in job.env_files] == ["common/base.env", "web.env"]
    assert job.body.text("environment", "A") == "1"
    assert job.own.get("environment") is None


@pytest.mark.parametrize(
    ("extends", "why"),
    [
        ("web", "`web` extends itself"),
        ("job", "`web` extends itself"),
        ("nobody", "`web` extends `nobody`, and there is no such service in `compose.yaml`"),
        ("{service: a, file: no.yml}", "`web` extends a service of `no.yml`, and there is no such file"),
        ("{service: a, file: ../x.yml}", "`web` extends a service of `../x.yml`, which is out of the repository"),
        ("{service: a, file: /etc/x.yml}", "`web` extends a service of `/etc/x.yml`, which is out of the repository"),
        ("{file: x.yml}", "`web` extends a service that it does not name"),
        ("[a]", "`web` extends a service that it does not name"),
    ],
)
def test_what_extends_cannot_reach_is_told_at_its_place(extends: str, why: str) -> None:
    text = f"services:\n  web:\n    image: a\n    extends: {extends}\n  job:\n    extends: web\n"
    compose = sample({"compose.yaml": text}).ask(compose_file, "compose.yaml")
    assert isinstance(compose, Compose)
    assert why in [problem.why for problem in compose.problems]
    assert compose.services["web"].image is not None


def test_included_files_add_services_with_paths_of_their_own() -> None:
    inner = "services:\n  db:\n    build: .\nvolumes:\n  data:\n"
    text = "include:\n  - db/compose.yaml\n  - path: cache/compose.yaml\n    project_directory: .\n" + WEB
    found = first({"compose.yaml": text, "db/compose.yaml": inner, "cache/compose.yaml": inner.replace("db", "cache")})
    assert list(found.services) == ["web", "db", "cache"]
    assert [s.build.context for s in found.services.values() if s.build] == ["db", "."]
    assert list(found.declared["volumes"]) == ["data"]
    assert not found.open


def test_an_include_that_leads_nowhere_or_back_is_told() -> None:
    text = "include: [../x.yaml, no.yaml, a.yaml, 'oci://registry.example.com/x']\n" + WEB
    files = {"compose.yaml": text, "a.yaml": "include: [compose.yaml]\n"}
    assert said(files) == [
        "compose.yaml:1 `compose.yaml` includes `../x.yaml`, which is out of the repository",
        "compose.yaml:1 `compose.yaml` includes `no.yaml`, and there is no such file",
        "a.yaml:1 `a.yaml` includes `compose.yaml`, which includes it again",
    ]
    assert first(files).open


def test_a_project_goes_on_without_a_file_that_cannot_be_read() -> None:
    found = first({"compose.yaml": WEB, "compose.override.yaml": "services: [\n"})
    assert list(found.services) == ["web"]
    assert found.open
    assert len(found.problems) == 1


def test_several_documents_are_one_file_and_reset_takes_away() -> None:
    text = WEB + "    ports: ['80:80']\n---\nservices:\n  web:\n    ports: !reset null\n  db:\n    image: postgres:17\n"
    compose = sample({"compose.yaml": text}).ask(compose_file, "compose.yaml")
    assert isinstance(compose, Compose)
    assert list(compose.services) == ["web", "db"]
    assert compose.services["web"].ports == ()


def test_a_hundred_thousand_services_are_read() -> None:
    text = "services:\n" + "".join(f"  s{n}: {{extends: s{n - 1}}}\n" for n in range(40_000))
    compose = sample({"compose.yaml": text}).ask(compose_file, "compose.yaml")
    assert isinstance(compose, Compose)
    assert len(compose.services) == 40_000
    more = "services:\n" + "".join(f"  s{n}: {{image: a}}\n" for n in range(100_000))
    assert isinstance(sample({"compose.yaml": more}).ask(compose_file, "compose.yaml"), (Compose, Unreadable))


def test_aliases_that_expand_without_end_are_refused() -> None:
    bomb = "x0: &x0 [a, a, a, a, a, a, a, a, a, a]\n"
    bomb += "".join(f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 10)}]\n" for n in range(1, 9))
    refused = sample({"compose.yaml": bomb + WEB}).ask(compose_file, "compose.yaml")
    assert isinstance(refused, Unreadable)
    assert "expands to more than anyone can read" in refused.why
