"""Which versions files state, and that no file makes a reader fail."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.versions.compared import runtimes, stated_in, states


def stated(path: str, text: str) -> list[str]:
    repo = Repository(SampleTree({path: text}))
    assert states(path)
    return [f"{one.purpose} {one.called} :{one.place.line}" for one in repo.ask(stated_in, path)]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        (".nvmrc", "# for all of us\nv20.11.1\n", ["develops Node.js 20.11.1 :2"]),
        (".node-version", "22\r\n", ["develops Node.js 22 :1"]),
        (".nvmrc", "lts/iron", ["develops Node.js lts/iron :1"]),
        (".python-version", "3.12\n3.11\n", ["develops Python 3.12 :1"]),
        (".ruby-version", "ruby-3.4.1", ["develops Ruby 3.4.1 :1"]),
        (
            ".tool-versions",
            "nodejs 20.1.0 # x\ngolang 1.22\nerlang 26\n",
            ["develops Node.js 20.1.0 :1", "develops Go 1.22 :2"],
        ),
        ("mise.toml", '[tools]\nnode = "22"\n"go" = "1.24"\n', ["develops Node.js 22 :2", "develops Go 1.24 :3"]),
        (".mise.toml", '[tools]\nnode = {version = "22"}\n[env]\nnode = "9"\n', ["develops Node.js 22 :2"]),
        ("go.mod", "module x\n\ngo 1.22.1\ntoolchain go1.24.0\n", ["supports Go 1.22.1 or later :3"]),
        ("package.json", '{\n\t"engines": {"node": ">=20", "npm": ">=10"}}', ["supports Node.js >=20 :2"]),
        ("package.json", '{"volta": {"node": "20.1.0"}}', ["develops Node.js 20.1.0 :1"]),
        ("package.json", '{"name": "engines", "description": "node 3"}', []),
        ("composer.json", '{"require": {"php": "^8.2"}}', ["supports PHP ^8.2 :1"]),
        ("global.json", '{"sdk": {"version": "8.0.100"}}', ["supports .NET 8.0.100 :1"]),
        ("pyproject.toml", '[project]\nrequires-python = ">=3.10"\n', ["supports Python >=3.10 :2"]),
        ("pyproject.toml", '[tool.poetry.dependencies]\npython = "^3.11"\n', ["supports Python ^3.11 :2"]),
        ("pyproject.toml", '[tool.black]\nrequires-python = ">=3.10"\n', []),
        ("Pipfile", '[requires]\npython_version = "3.11"\n', ["supports Python 3.11 :2"]),
        ("setup.cfg", "[options]\npython_requires = >=3.9\n", ["supports Python >=3.9 :2"]),
        ("Gemfile", "source 'x'\nruby '3.3.1'\n", ["supports Ruby 3.3.1 :2"]),
        ("Gemfile", 'ruby "~> 3.3", ">= 3.3.1"\n', ["supports Ruby ~> 3.3, >= 3.3.1 :1"]),
        ("rust-toolchain", "1.80.1\n", ["develops Rust 1.80.1 :1"]),
        ("rust-toolchain.toml", '[toolchain]\nchannel = "1.80"\n', ["develops Rust 1.80 :2"]),
        ("Cargo.toml", '[package]\nrust-version = "1.75"\n', ["supports Rust 1.75 or later :2"]),
        (
            "pom.xml",
            "<project><properties><java.version>17</java.version></properties></project>",
            ["supports Java 17 or later :1"],
        ),
        (
            "build.gradle",
            "java {\n toolchain { languageVersion = JavaLanguageVersion.of(21) }\n}\n",
            ["supports Java 21 or later :2"],
        ),
        ("build.gradle.kts", "java.sourceCompatibility = JavaVersion.VERSION_17\n", ["supports Java 17 or later :1"]),
        ("runtime.txt", "python-3.12.1\n", ["deploys Python 3.12.1 :1"]),
        ("system.properties", "java.runtime.version=17\n", ["deploys Java 17 :1"]),
        ("netlify.toml", '[build.environment]\nNODE_VERSION = "20"\n', ["deploys Node.js 20 :2"]),
        ("serverless.yml", "provider:\n  name: aws\n  runtime: nodejs20.x\n", ["deploys Node.js 20.x :3"]),
        ("template.yaml", "Resources:\n  F:\n    Properties:\n      Runtime: python3.12\n", ["deploys Python 3.12 :4"]),
        ("app.yaml", "runtime: python312\n", ["deploys Python 3.12 :1"]),
        ("main.tf", 'resource "aws_lambda_function" "f" {\n  runtime = "python3.11"\n}\n', ["deploys Python 3.11 :2"]),
        (
            ".devcontainer/devcontainer.json",
            '{ // ours\n "image": "mcr.microsoft.com/devcontainers/python:1-3.12-bookworm" }',
            ["develops Python 3.12 :2"],
        ),
        ("compose.yaml", "services:\n  web:\n    image: node:20\n    volumes: ['.:/srv']\n", ["develops Node.js 20 :3"]),
        ("compose.yaml", "services:\n  web:\n    image: node:20\n", []),
        (".gitlab-ci.yml", "tests:\n  image: {name: 'ruby:3.3'}\n  script: [bundle exec rspec]\n", ["tests Ruby 3.3 :2"]),
        (".gitlab-ci.yml", "pages:\n  image: ruby:3.3\n  script: [jekyll build]\n", []),
        (
            ".circleci/config.yml",
            "jobs:\n  t:\n    docker:\n      - image: cimg/node:20.9\n    steps:\n      - run: npm test\n",
            ["tests Node.js 20.9 :4"],
        ),
    ],
)
def test_a_file_states_its_versions(path: str, text: str, expected: list[str]) -> None:
    assert stated(path, text) == expected


WORKFLOW = """\
on: push
env:
  PHP: "8.3"
jobs:
  t:
    strategy:
      matrix:
        node: [18, 20]
        include:
          - node: 22
    steps:
      - uses: actions/setup-node@v4
        with:
          node-version: ${{ matrix.node }}
      - uses: shivammathur/setup-php@v2
        with:
          php-version: ${{ env.PHP }}
      - uses: actions/setup-go@v5
        with:
          go-version-file: go.mod
      - uses: dtolnay/rust-toolchain@1.80
      - run: make test
  docs:
    steps:
      - uses: actions/setup-python@v5
        with: {python-version: "3.9"}
      - run: mkdocs gh-deploy
"""


def test_a_workflow_tests_with_its_matrix_and_its_variables_but_not_where_nothing_is_tested() -> None:
    assert stated(".github/workflows/ci.yml", WORKFLOW) == [
        "tests Node.js 18 :8",
        "tests Node.js 20 :8",
        "tests Node.js 22 :10",
        "tests PHP 8.3 :3",
        "tests Rust 1.80 :21",
    ]


def test_the_stages_of_a_dockerfile_have_their_roles() -> None:
    text = (
        "FROM node:22 AS assets\nRUN npm ci\nFROM node:20 AS dev\nCMD [\"npm\", \"run\", \"dev\"]\n"
        "FROM python:3.12-slim\nCOPY --from=assets /x /x\nCMD [\"gunicorn\", \"x\"]\n"
    )  # fmt: skip
    assert stated("Dockerfile", text) == ["deploys Python 3.12 :5", "builds Node.js 22 :1", "develops Node.js 20 :3"]


@pytest.mark.parametrize("path", ["src/main.py", "README.md", "tests/Dockerfile", "examples/shop/.nvmrc", "x/Dockerfile.md"])
def test_other_files_state_nothing(path: str) -> None:
    assert not states(path)


HOSTILE = st.one_of(
    st.text(max_size=200),
    st.sampled_from(["{" * 5000, "[" * 5000, "\0\0", "<a>" * 3000, "a: &a [*a]", "ruby '" + "3" * 9000, "go " + "1." * 5000]),
)
PATHS = st.sampled_from(
    [
        *(".nvmrc", ".python-version", ".tool-versions", "mise.toml", "go.mod", "package.json", "composer.json", "global.json"),
        *("pyproject.toml", "Pipfile", "setup.cfg", "Gemfile", "rust-toolchain", "Cargo.toml", "pom.xml", "build.gradle"),
        *("runtime.txt", "system.properties", "netlify.toml", "serverless.yml", "app.yaml", "main.tf", "Dockerfile"),
        *(
            ".devcontainer/devcontainer.json",
            "compose.yaml",
            ".gitlab-ci.yml",
            ".circleci/config.yml",
            ".github/workflows/x.yml",
        ),
    ]
)


@given(st.dictionaries(PATHS, HOSTILE, max_size=4))
def test_no_file_makes_a_reader_fail(files: dict[str, str]) -> None:
    repo = Repository(SampleTree(files))
    whole = list(runtimes(repo, None))
    given = list(runtimes(repo, list(files)))
    assert [one._replace(given=None) for one in given] == whole
