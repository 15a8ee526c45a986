"""Manifests, and the server applications that they and the code tell of."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.dependencies import manifest, manifests
from roadworthy.models.observability.applications import applications


def repository(files: dict[str, str]) -> Repository:
    return Repository(SampleTree(files))


@pytest.mark.parametrize(
    ("path", "text", "packages"),
    [
        ("requirements.txt", "# pinned\nFlask==3.0 # web\n-r base.txt\nstructlog[dev]>=24 ; python_version > '3.8'\n./local\n", ["flask", "structlog"]),
        ("requirements/base.in", "Django\n", ["django"]),
        ("pyproject.toml", '[project]\nname = "x"\ndependencies = [\n  "fast_api>=0.1",\n  "uvicorn[standard]",\n]\nkeywords = ["web"]\n', ["fast-api", "uvicorn"]),
        ("pyproject.toml", '[tool.poetry.dependencies]\npython = "^3.12"\nflask = {version = "3"}\n[tool.ruff]\nselect = ["E"]\n', ["python", "flask"]),
        ("pyproject.toml", '[dependency-groups]\ndev = ["pytest", "ruff"]\n', ["pytest", "ruff"]),
        ("Pipfile", '[packages]\nflask = "*"\n', ["flask"]),
        ("setup.cfg", "[options]\ninstall_requires =\n    PyYAML>=6\n    click\n[options.extras_require]\nx =\n    y\n", ["pyyaml", "click"]),
        ("setup.py", "setup(\n  install_requires=['flask>=2', 'redis'],\n  name='x')\n", ["flask", "redis"]),
        ("package.json", '{"name": "x", "dependencies": {"express": "4", "@a/b": "1"}, "scripts": {"start": "node ."}}', ["express", "@a/b"]),
        ("package.json", '{\n "devDependencies": {\n  "jest": "1"\n },\n "jest": {"preset": "x"}\n}', ["jest"]),
        ("go.mod", "module m\nrequire (\n\tgithub.com/gin-gonic/gin v1.9.0\n\tgolang.org/x/net v0.1.0 // indirect\n)\n", ["github.com/gin-gonic/gin"]),
        ("Gemfile", "source 'x'\ngem 'rails', '~> 7'\n  gem \"pg\"\n", ["rails", "pg"]),
        ("composer.json", '{"require": {"php": "^8", "laravel/framework": "^11", "ext-pdo": "*"}}', ["laravel/framework", "ext-pdo"]),
        ("pom.xml", "<dependency>\n<groupId>org.a</groupId>\n<artifactId>b</artifactId>\n</dependency>", ["org.a:b"]),
        ("build.gradle.kts", 'implementation("io.ktor:ktor-server-core:2.0")\n', ["io.ktor:ktor-server-core"]),
        ("Shop.csproj", '<Project Sdk="Microsoft.NET.Sdk.Web">\n<PackageReference Include="Serilog" Version="3"/>', ["microsoft.net.sdk.web", "serilog"]),
        ("Cargo.toml", '[dependencies]\naxum = "0.7"\ntokio = { version = "1" }\nserde.workspace = true\n[profile.release]\nlto = true\n', ["axum", "tokio", "serde"]),
        ("mix.exs", 'defp deps do\n [{:phoenix, "~> 1.7"}, {:ecto_sql, "~> 3"}]\nend', ["phoenix", "ecto_sql"]),
    ],
)  # fmt: skip
def test_the_packages_of_a_manifest(path: str, text: str, packages: list[str]) -> None:
    found = repository({path: text}).ask(manifest, path)
    assert found is not None
    assert list(found.packages) == packages
    for name, place in found.packages.items():
        written = text.splitlines()[place.line - 1][place.column - 1 : place.end_column]
        assert name.endswith((written.lower().replace("_", "-"), written.lower().removesuffix(".workspace")))


def served(files: dict[str, str]) -> list[tuple[str, str]]:
    return [(one.folder, one.framework) for one in repository(files).ask(applications)]


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({"requirements.txt": "flask\n"}, [("", "flask")]),
        ({"api/requirements/base.txt": "django\n", "api/requirements/dev.txt": "pytest\n"}, [("api", "django")]),
        ({"pyproject.toml": '[project]\ndependencies = ["click"]\n'}, []),
        ({"tests/requirements.txt": "flask\n", "examples/a/requirements.txt": "flask\n"}, []),
        ({"package.json": '{"dependencies": {"express": "4"}, "scripts": {"start": "node server.js"}}'}, [("", "express")]),
        ({"packages/ui/package.json": '{"dependencies": {"next": "14"}}'}, []),
        ({"package.json": '{"dependencies": {"hono": "4"}, "scripts": {"start": "turbo run start"}}'}, []),
        ({"api/package.json": '{"dependencies": {"hono": "4"}}', "api/Dockerfile": "FROM node"}, [("api", "hono")]),
        ({"Cargo.toml": '[dependencies]\naxum = "0.7"\n', "src/main.rs": "fn main() {}"}, [("", "axum")]),
        ({"Cargo.toml": '[dependencies]\naxum = "0.7"\n', "src/lib.rs": ""}, []),
        ({"go.mod": "module m\n", "cmd/web/main.go": "func main() {\n\thttp.ListenAndServe(a, b)\n}"}, [("", "http.ListenAndServe")]),
        ({"go.mod": "module m\n", "web_test.go": "http.ListenAndServe(a, b)"}, []),
        ({"a/Gemfile": "gem 'rails'\n", "b/mix.exs": "{:phoenix, 1}"}, [("a", "rails"), ("b", "phoenix")]),
        ({"node_modules/x/package.json": '{"dependencies": {"express": "4"}, "scripts": {"start": "x"}}'}, []),
    ],
)  # fmt: skip
def test_what_is_a_server(files: dict[str, str], found: list[tuple[str, str]]) -> None:
    files = {**files, **({"go.sum": ""} if "go.mod" in files else {})}
    assert served(files) == found


def test_an_application_knows_its_queue_its_database_and_all_its_manifests() -> None:
    (one,) = repository(
        {"api/requirements.txt": "flask\ncelery\n", "api/worker/requirements.txt": "psycopg2\n", "web/requirements.txt": "rq\n"}
    ).ask(applications)
    assert one.queue is not None
    assert one.queue[0] == "celery"
    assert one.database is not None
    assert one.database[1].path == "api/worker/requirements.txt"
    assert one.uses("rq") is None


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(
        ["requirements.txt", "pyproject.toml", "setup.py", "package.json", "go.mod", "pom.xml", "mix.exs", "a.csproj"]
    ),
    st.text(st.sampled_from("[]{}\"'=:,\n\t abc-_.@/<>#1") | st.characters(codec="utf-8"), max_size=200),
)
def test_any_text_is_read(path: str, text: str) -> None:
    repo = repository({path: text})
    repo.ask(manifests)
    repo.ask(applications)
