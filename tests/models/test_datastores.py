"""Which databases files name, and that no file makes a reader fail."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.datastores.compared import engine_contradictions, version_contradictions
from roadworthy.models.datastores.stores import may_state, projects, stores_in


def named(path: str, text: str) -> list[str]:
    assert may_state(path)
    return [
        f"{one.purpose} {one.called} :{one.place.line}" for one in Repository(SampleTree({path: text})).ask(stores_in, path)
    ]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("compose.yaml", "services:\n db:\n  image: postgres:17.6-alpine\n", ["develops PostgreSQL 17.6 :3"]),
        ("compose.prod.yaml", "services:\n db:\n  image: redis:7\n", ["deploys Redis 7 :3"]),
        ("compose.yaml", "services:\n db:\n  image: pgvector/pgvector:pg16\n", ["develops PostgreSQL 16 :3"]),
        ("compose.yaml", "services:\n db:\n  image: timescale/timescaledb:2.17.2-pg15\n", ["develops PostgreSQL 15 :3"]),
        ("compose.yaml", "services:\n db:\n  image: 'mysql:${V:-8.4}'\n", ["develops MySQL 8.4 :3"]),
        ("compose.yaml", "services:\n db:\n  image: mcr.microsoft.com/mssql/server:2022-latest\n", ["develops SQL Server :3"]),
        ("compose.yaml", "services:\n db:\n  build: .\n  image: postgres:17\n", []),
        (
            ".gitlab-ci.yml",
            "services: [redis:7]\nt:\n  services:\n    - name: postgres:16\n",
            ["tests Redis 7 :1", "tests PostgreSQL 16 :4"],
        ),
        (
            ".circleci/config.yml",
            "jobs:\n t:\n  docker:\n   - image: cimg/node:20\n   - image: cimg/postgres:14.2\n",
            ["tests PostgreSQL 14.2 :5"],
        ),
        (
            "db.tf",
            'resource "aws_rds_cluster" "a" {\n  engine = "aurora-postgresql"\n  engine_version = "15.4"\n}\n',
            ["deploys PostgreSQL 15.4 :3"],
        ),
        ("db.tf", 'resource "aws_db_instance" "a" {\n  engine = "mysql"\n  engine_version = var.v\n}\n', ["deploys MySQL :2"]),
        (
            "db.tf",
            'resource "aws_opensearch_domain" "a" {\n  engine_version = "OpenSearch_2.11"\n}\n',
            ["deploys OpenSearch 2.11 :2"],
        ),
        ("db.tf", 'resource "aws_db_instance" "a" {\n  engine_version = "${var.v}"\n}\n', []),
        ("config/config.json", '{\n\t"test": {"dialect": "sqlite"}}', ["tests SQLite :2"]),
        (".env.production.example", "DB_CONNECTION=pgsql\n", ["deploys PostgreSQL :1"]),
        ("src/main/resources/application-dev.properties", "spring.datasource.url=jdbc:h2:mem:x\n", ["develops H2 :1"]),
        ("src/main/resources/application.properties", "# spring.datasource.url=jdbc:h2:mem:x\n", []),
        ("shop/settings/test.py", "DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3'}}\n", ["tests SQLite :1"]),
        ("shop/settings/base.py", "DATABASES = {'default': {'ENGINE': 'django.db.backends.sqlite3'}}\n", []),
        ("shop/settings/test.py", "DATABASES = {'default': {'ENGINE': env('ENGINE')}}\n", []),
        ("knexfile.ts", "export default { test: { client: 'better-sqlite3' }, base: { client: 'pg' } }", ["tests SQLite :1"]),
        ("config/config.js", "module.exports = { production: { dialect: env.DIALECT } } // test: { dialect: 'sqlite' }", []),
        ("config/database.yml", "test:\n  adapter: sqlite3\n  url: <%= ENV['X'] %>\n", []),
    ],
)
def test_a_file_names_its_stores(path: str, text: str, expected: list[str]) -> None:
    assert named(path, text) == expected


PATHS = st.sampled_from(
    [
        *("compose.yaml", "compose.prod.yaml", ".gitlab-ci.yml", ".circleci/config.yml", ".github/workflows/t.yml", "db.tf"),
        *("config/database.yml", "config/config.json", "knexfile.js", ".env.example", "phpunit.xml", "shop/settings/test.py"),
        *("src/main/resources/application.yml", "src/test/resources/application.properties"),
    ]
)
TEXTS = st.one_of(
    st.text(max_size=200),
    st.sampled_from(
        [
            *("{" * 5000, "a: &a [*a]", "DATABASES = ENGINE = " + "(" * 5000, '"dialect"' + "[" * 5000, "<env" * 5000),
            *(
                "services: {db: {image: postgres:17}}",
                "jobs: {t: {services: {d: {image: 'mysql:8'}}}}",
                "services: [redis:99999999999]",
            ),
            *('resource "aws_db_instance" "x" {\n engine = "postgres"\n', "jdbc:" * 9000),
        ]
    ),
)


@given(st.dictionaries(PATHS, TEXTS, max_size=5))
def test_no_files_make_the_comparison_fail(files: dict[str, str]) -> None:
    for project in Repository(SampleTree(files)).ask(projects):
        engine_contradictions(project)
        for _, found in version_contradictions(project):
            assert set(found.contrary) <= set(found.agreeing)
