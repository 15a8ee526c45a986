"""Fixers on files that nobody would write: no fault of ours, no file half changed, and as much work as the file is long."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from roadworthy import check_compose, check_dockerfile
from roadworthy.core.excerpt import Source
from roadworthy.parsing.yaml import parse

from .fixing import put

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Main = Callable[[Sequence[str]], int]

MANY = 8_000
PORTS = "services:\n  web:\n    image: a:1\n    ports:\n"
FILES: dict[str, tuple[str, bytes]] = {
    "many additions": ("Dockerfile", b"FROM debian:12.8\n" + b"ADD . /srv\n" * MANY),
    "many maintainers": ("Dockerfile", b"FROM debian:12.8\n" + b"MAINTAINER me\n" * MANY),
    "many installations": ("Dockerfile", b"FROM debian:12.8\nRUN true" + b" && pip install x" * MANY + b"\n"),
    "one line": ("Dockerfile", b"FROM debian:12.8\nADD " + b"a" * 1_000_000 + b" /srv\n"),
    "Latin-1": ("Dockerfile", b"FROM debian:12.8\n# caf\xe9\nADD . /caf\xe9\r\n"),
    "UTF-16": ("compose.yaml", (PORTS + "      - 80:80\n").encode("utf-16")),
    "many ports": ("compose.yaml", PORTS.encode() + b"".join(b"      - %d:80\n" % (n % 60_000) for n in range(MANY))),
    "the same port": ("compose.yaml", PORTS.encode() + b"      - 80:80\n" * MANY),
    "many services": (
        "compose.yaml",
        b"services:\n" + b"".join(b"  s%d: {image: 'a:1', ports: [1:1]}\n" % n for n in range(MANY)),
    ),
    "names that come out alike": (
        "compose.yaml",
        b"services:\n" + b"".join(b"  a%sb: {image: 'a:1', ports: [%d:1]}\n" % (b"." * n, n) for n in range(1, 200)),
    ),
    "long dependencies": (
        "compose.yaml",
        b"services:\n  db: {image: 'a:1', healthcheck: {test: [CMD, x]}}\n  web:\n    image: a:1\n    depends_on:\n      - db\n"
        + b"".join(b"      - s%d\n" % n for n in range(MANY)),
    ),
    "tabs": ("compose.yaml", b"services:\n  web:\n    ports:\n\t- 80:80\n"),
    "a circle": ("compose.yaml", b"services: &s\n  web: *s\n"),
    "aliases that double": (
        "compose.yaml",
        b"a0: &a0 ['80:80']\n"
        + b"".join(b"a%d: &a%d [*a%d, *a%d]\n" % (n + 1, n + 1, n, n) for n in range(30))
        + b"services:\n  web:\n    image: a:1\n    ports: *a30\n",
    ),
    "two documents": ("compose.yaml", (PORTS + "      - 80:80\n---\n" + PORTS + "      - 81:80\n").encode()),
    "keys twice": ("compose.yaml", (PORTS + "      - 80:80\n  web:\n    image: a:1\n    ports: ['81:80']\n").encode()),
    "ports that are none": (
        "compose.yaml",
        PORTS.encode() + b"      - ':'\n      - '::'\n      - '1:'\n      - '/'\n      - {}\n      - []\n      - ''\n",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_mended_as_a_whole_or_stays(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, content = FILES[name]
    main: Main = check_compose.main if path == "compose.yaml" else check_dockerfile.main
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    put(tmp_path, {path: content})
    words = [
        "--fix",
        "--format",
        "concise",
        "--select",
        "CMP001,CMP011" if path == "compose.yaml" else "DF020,DF021,DF035",
        path,
    ]
    main(words)
    first = (tmp_path / path).read_bytes()
    if path == "compose.yaml" and first != content:
        text = first.decode("utf-16" if name == "UTF-16" else "utf-8")
        assert not parse(Source(path, text)).problems
    assert first.count(b"\r\n") == content.count(b"\r\n")
    main(words)
    assert (tmp_path / path).read_bytes() == first
    assert sorted(child.name for child in tmp_path.iterdir()) == sorted([".git", path])
