"""Short and long forms in a compose service come to the same, with variables in them; steps that make files are recognised."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.compose.setup_steps import step_that_creates, step_that_makes
from roadworthy.models.compose.values import (
    build,
    env_files,
    inside,
    mounts,
    parted,
    port_variable,
    ports,
    published_range,
    settled,
)
from roadworthy.parsing.yaml import Mapping, Scalar, parse


def body(text: str) -> Mapping:
    root = parse(Source("compose.yaml", text)).root
    assert isinstance(root, Mapping)
    return root


@pytest.mark.parametrize(
    ("entry", "host", "published", "target", "protocol", "fixed"),
    [
        ("3000", "", None, "3000", "tcp", False),
        ("'8080:80'", "", "8080", "80", "tcp", True),
        ("22:22", "", "22", "22", "tcp", True),
        ("'53:53/udp'", "", "53", "53", "udp", True),
        ("127.0.0.1:5432:5432", "127.0.0.1", "5432", "5432", "tcp", True),
        ("'[::1]:80:80'", "::1", "80", "80", "tcp", True),
        ("127.0.0.1::80", "127.0.0.1", None, "80", "tcp", False),
        ("'9000-9002:9000-9002'", "", "9000-9002", "9000-9002", "tcp", True),
        ("'${WEB_PORT:-3000}:3000'", "", "${WEB_PORT:-3000}", "3000", "tcp", False),
        ("'${BIND:-127.0.0.1}:${PORT:-80}:80/tcp'", "${BIND:-127.0.0.1}", "${PORT:-80}", "80", "tcp", False),
        ("'8080:${PORT:-80}'", "", "8080", "${PORT:-80}", "tcp", True),
        ("{target: 80, published: 8080, host_ip: 10.0.0.1, protocol: udp}", "10.0.0.1", "8080", "80", "udp", True),
        ("{target: 80}", "", None, "80", "tcp", False),
    ],
)
def test_a_port_is_read_in_every_form(
    entry: str, host: str, published: str | None, target: str, protocol: str, fixed: bool
) -> None:
    (port,) = ports(body(f"ports: [{entry}]"))
    assert (port.host, port.published, port.target, port.protocol, port.is_fixed) == (host, published, target, protocol, fixed)
    assert (port.published_at is None) == (published is None)


@pytest.mark.parametrize(
    ("entry", "kind", "source", "target"),
    [
        ("data:/var/lib/data", "volume", "data", "/var/lib/data"),
        ("./src:/srv:ro", "bind", "./src", "/srv"),
        ("~/x:/x", "bind", "~/x", "/x"),
        ("'C:\\src:/srv'", "bind", "C:\\src", "/srv"),
        ("/cache", "volume", "", "/cache"),
        ("'${SRC:-./src}:/srv'", "bind", "${SRC:-./src}", "/srv"),
        ("'${SRC:-src}:/srv'", "volume", "${SRC:-src}", "/srv"),
        ("'${SRC}:/srv'", "other", "${SRC}", "/srv"),
        ("{type: bind, source: ./a, target: /a}", "bind", "./a", "/a"),
        ("{type: tmpfs, target: /t}", "tmpfs", "", "/t"),
    ],
)
def test_a_mount_is_read_in_every_form(entry: str, kind: str, source: str, target: str) -> None:
    (mount,) = mounts(body(f"volumes: [{entry}]"))
    assert (mount.kind, mount.source, mount.target) == (kind, source, target)


def test_env_files_are_one_or_several_with_or_without_an_object() -> None:
    assert [f[:2] for f in env_files(body("env_file: .env"))] == [(".env", True)]
    listed = env_files(body("env_file: [a.env, {path: b.env, required: false}, {path: c.env, format: raw}]"))
    assert [f[:2] for f in listed] == [("a.env", True), ("b.env", False), ("c.env", True)]


@pytest.mark.parametrize(
    ("folder", "written", "path"),
    [("", ".", "."), ("a", "../b", "b"), ("a", "..", "."), ("a", "../..", None), ("", "/etc", None), ("", "~/x", None)],
)
def test_a_path_out_of_the_repository_is_none(folder: str, written: str, path: str | None) -> None:
    assert inside(folder, written) == path


def test_defaults_count_in_paths_of_a_build() -> None:
    found = build(body("build: {context: '${DIR:-web}', dockerfile: '${FILE:-Dockerfile.dev}', target: dev}"), "apps")
    assert found is not None
    assert found[:3] == ("apps/web", "apps/web/Dockerfile.dev", "dev")


def test_a_port_is_named_after_its_service() -> None:
    (port,) = ports(body("ports: ['8080:80']"))
    assert port_variable("my-web.app", port, True) == "MY_WEB_APP_PORT"
    assert port_variable("2nd", port, False) == "_2ND_PORT_80"


@given(st.text(alphabet="0123456789:[]${}-/.abAB\\ ", max_size=30))
def test_any_text_is_some_port_and_some_mount(text: str) -> None:
    assert ":".join(parted(text)) == text
    quoted = text.replace("'", "''")
    tree = body(f"ports: ['{quoted}']\nvolumes: ['{quoted}']\n")
    for port in ports(tree):
        assert len(published_range(port)) <= 1001
    assert len(list(mounts(tree))) <= 1
    node = tree.get("ports")
    for item in node if node is not None and not isinstance(node, (Scalar, Mapping)) else ():
        assert isinstance(item, Scalar)
        assert settled(item) is None or isinstance(settled(item), str)


@pytest.mark.parametrize(
    ("line", "made"),
    [
        ("cp .env.example .env", True),
        ("Copy `.env.example` to `.env` and fill it in.", True),
        ("echo A=1 > .env", True),
        ("cp web/.env.example web/.env", True),
        ("cp api/.env.example api/.env", False),
        ('copy_env "$folder/.env.example" "$folder/.env"', True),
        ("cp .env.example .env.local", False),
        ("The `.env` is read by compose.", False),
    ],
)
def test_a_line_that_makes_a_file_is_recognised(line: str, made: bool) -> None:
    repo = Repository(SampleTree({"README.md": line}))
    assert (step_that_makes(repo, "web/.env") is not None) == made


@pytest.mark.parametrize(
    ("line", "created"),
    [
        ("docker network create proxy", True),
        ("docker network create --driver bridge proxy || true", True),
        ("docker network create other", False),
        ("docker network ls | grep proxy", False),
        ('docker network create "$NETWORK"', True),
    ],
)
def test_a_line_that_creates_a_network_is_recognised(line: str, created: bool) -> None:
    repo = Repository(SampleTree({"Makefile": f"up:\n\t{line}\n"}))
    assert (step_that_creates(repo, "network", "proxy") is not None) == created
