"""Merging compose trees: the rules of the specification, and that every value keeps its place whatever is merged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.models.compose.merge import merged
from roadworthy.parsing.yaml import Mapping, Scalar, Sequence, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from roadworthy.parsing.yaml import Tree


def read(text: str, path: str = "compose.yaml") -> Mapping:
    root = parse(Source(path, text)).root
    assert isinstance(root, Mapping)
    return root


def plain(tree: Tree) -> Any:
    """The tree as Python data, for comparing."""
    if isinstance(tree, Scalar):
        return None if tree.is_null else tree.text
    if isinstance(tree, Sequence):
        return [plain(item) for item in tree]
    return {key.text: plain(value) for key, value in tree.pairs()}


def together(base: str, over: str) -> Any:
    """What comes of two bodies of a service, each in flow style."""
    result = merged(read(f"services:\n  web: {base}\n"), read(f"services:\n  web: {over}\n", "compose.override.yaml"))
    found = result.get("services", "web")
    assert found is not None
    return plain(found)


@pytest.mark.parametrize(
    ("base", "over", "result"),
    [
        ("{image: a}", "{image: b}", {"image": "b"}),
        ("{image: a}", "{user: x}", {"image": "a", "user": "x"}),
        ("{image: a}", "{image: }", {"image": "a"}),
        ("{command: [a, b]}", "{command: [c]}", {"command": ["c"]}),
        ("{command: a b}", "{command: [c]}", {"command": ["c"]}),
        ("{entrypoint: [a]}", "{entrypoint: b}", {"entrypoint": "b"}),
        (
            "{healthcheck: {test: [CMD, a], interval: 5s}}",
            "{healthcheck: {test: [CMD, b]}}",
            {"healthcheck": {"test": ["CMD", "b"], "interval": "5s"}},
        ),
        ("{ports: ['80:80']}", "{ports: ['80:80', '8080:80']}", {"ports": ["80:80", "8080:80"]}),
        (
            "{ports: [{target: 80, published: 80}]}",
            "{ports: [{target: 80, published: 80, protocol: tcp}]}",
            {"ports": [{"target": "80", "published": "80", "protocol": "tcp"}]},
        ),
        ("{volumes: ['one:/x', 'two:/y']}", "{volumes: ['./c:/x:ro']}", {"volumes": ["./c:/x:ro", "two:/y"]}),
        ("{volumes: ['one:/x']}", "{volumes: [{type: bind, source: ., target: /x}]}",
         {"volumes": [{"type": "bind", "source": ".", "target": "/x"}]}),
        ("{environment: {A: 1, B: 2}}", "{environment: [B=3, C]}", {"environment": {"A": "1", "B": "3", "C": None}}),
        ("{environment: [A=1]}", "{environment: {A: 2}}", {"environment": {"A": "2"}}),
        ("{environment: [A=1, B=2]}", "{environment: [A=3]}", {"environment": ["A=3", "B=2"]}),
        ("{environment: {A: 1}}", "{environment: {A: }}", {"environment": {"A": None}}),
        ("{env_file: a.env}", "{env_file: [b.env, {path: a.env, required: false}]}",
         {"env_file": [{"path": "a.env", "required": "false"}, "b.env"]}),
        ("{build: ./a}", "{build: {target: dev}}", {"build": {"context": "./a", "target": "dev"}}),
        ("{build: {context: a, args: [X=1]}}", "{build: {args: {Y: 2}}}",
         {"build": {"context": "a", "args": {"X": "1", "Y": "2"}}}),
        ("{depends_on: [db]}", "{depends_on: {db: {condition: service_healthy}}}",
         {"depends_on": {"db": {"condition": "service_healthy"}}}),
        ("{depends_on: [db]}", "{depends_on: [cache]}", {"depends_on": ["db", "cache"]}),
        ("{networks: [a]}", "{networks: {b: {aliases: [x]}}}", {"networks": {"a": None, "b": {"aliases": ["x"]}}}),
        ("{dns: 1.1.1.1}", "{dns: [8.8.8.8]}", {"dns": ["1.1.1.1", "8.8.8.8"]}),
        ("{logging: {driver: json-file, options: {a: 1}}}", "{logging: {driver: syslog}}", {"logging": {"driver": "syslog"}}),
        ("{ports: ['80:80'], image: a}", "{ports: !reset []}", {"image": "a"}),
        ("{ports: ['80:80']}", "{ports: !override ['81:80']}", {"ports": ["81:80"]}),
        ("{environment: {A: 1, B: 2}}", "{environment: {A: !reset null}}", {"environment": {"B": "2"}}),
        ("{ports: ['80:80']}", "{ports: what}", {"ports": "what"}),
        ("{secrets: [a]}", "{secrets: [a, {source: b}]}", {"secrets": ["a", {"source": "b"}]}),
    ],
)  # fmt: skip
def test_each_attribute_is_merged_by_its_own_rule(base: str, over: str, result: object) -> None:
    assert together(base, over) == result


def test_every_value_keeps_the_file_and_line_it_came_from() -> None:
    base = read("services:\n  web:\n    image: a\n    environment:\n      - A=1\n      - B=2\n")
    over = read("services:\n  web:\n    image: b\n    environment:\n      C: 3\n", "compose.override.yaml")
    web = merged(base, over).get("services", "web")
    assert isinstance(web, Mapping)
    image, first, last = web["image"], web.get("environment", "B"), web.get("environment", "C")
    assert image.place[:2] == ("compose.override.yaml", 3)
    assert first is not None
    assert first.place[:4] == ("compose.yaml", 6, 11, 6)
    assert last is not None
    assert last.place[:2] == ("compose.override.yaml", 5)
    assert web.key("environment") is base.get("services", "web").key("environment")  # type: ignore[union-attr]


SCALARS = st.sampled_from(["a", "A=1", "80:80", "./x:/y", "''", "~", "!reset x", "!override y", "'q=''1'"])
NAMES = st.sampled_from("image ports volumes environment build command depends_on healthcheck test networks logging".split())
BODIES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: "[" + ", ".join(items) + "]")
        | st.dictionaries(NAMES, inner, max_size=3).map(
            lambda pairs: "{" + ", ".join(f"{k}: {v}" for k, v in pairs.items()) + "}"
        )
    ),
    max_leaves=8,
)


def nodes(tree: Tree) -> Iterator[Tree]:
    yield tree
    if isinstance(tree, Sequence):
        for item in tree:
            yield from nodes(item)
    elif isinstance(tree, Mapping):
        for key, value in tree.pairs():
            yield key
            yield from nodes(value)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(NAMES, BODIES, max_size=4), st.dictionaries(NAMES, BODIES, max_size=4))
def test_any_two_services_merge_and_every_place_is_one_of_the_two_files(base: dict[str, str], over: dict[str, str]) -> None:
    texts = {}
    for path, body in (("compose.yaml", base), ("compose.override.yaml", over)):
        texts[path] = "services:\n  web:\n    a: 1\n" + "".join(f"    {name}: {value}\n" for name, value in body.items())
    first, second = (read(text, path) for path, text in texts.items())
    result = merged(first, second)
    for node in nodes(result):
        path, line, column, end_line, end_column = node.place[:5]
        lines = texts[path].split("\n")
        assert 1 <= line <= end_line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1
        assert 1 <= end_column <= len(lines[end_line - 1]) + 1
    assert plain(merged(result, read("services: {}"))) == plain(result)
    assert plain(merged(read("services: {}"), result)) == plain(result)
