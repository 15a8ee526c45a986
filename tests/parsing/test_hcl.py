"""HCL as blocks, attributes and values."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.core.outcome import Unreadable
from roadworthy.parsing.hcl import Block, Call, Items, Literal, Object, Other, Reference, Template, Value, parse


def read(text: str) -> Block:
    found = parse(Source("main.tf", text))
    assert not isinstance(found, Unreadable)
    return found


def value(text: str) -> Value:
    found = read(f"a = {text}\n").value("a")
    assert found is not None
    return found


def test_blocks_have_types_labels_attributes_and_blocks() -> None:
    root = read('resource "aws_db_instance" "main" {\n  engine = "postgres"\n  timeouts {\n    create = "40m"\n  }\n}\n')
    (block,) = root.blocks
    assert (block.type, block.labels, block.place.line) == ("resource", ("aws_db_instance", "main"), 1)
    assert block.text("engine") == "postgres"
    assert block.attributes["engine"].place[:3] == ("main.tf", 2, 3)
    assert [inner.text("create") for inner in block.all("timeouts")] == ["40m"]


@pytest.mark.parametrize(
    ("text", "literal", "quoted"),
    [
        ('"b\\"c"', 'b"c', True),
        ("15", "15", False),
        ("true", "true", False),
        ("null", "null", False),
        ('"$${not_filled}"', "${not_filled}", True),
        ("<<-EOT\n  line\n  EOT", "  line\n", True),
        ('("in brackets")', "in brackets", True),
    ],
)
def test_literals_are_what_they_stand_for(text: str, literal: str, quoted: bool) -> None:
    found = value(text)
    assert isinstance(found, Literal)
    assert (found.text, found.quoted) == (literal, quoted)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("var.region", "var.region"),
        ("aws_db_instance.main.address", "aws_db_instance.main.address"),
        ('local.tags["env"]', "local.tags.env"),
        ("module.a.b[0].c", "module.a.b.c"),
        ("aws_subnet.all[*].id", "aws_subnet.all.id"),
        ("each", "each"),
    ],
)
def test_references_are_their_names(text: str, name: str) -> None:
    found = value(text)
    assert isinstance(found, Reference)
    assert found.name == name


def test_templates_calls_and_collections() -> None:
    template = value('"app-${var.env}-${local.zone.name}"')
    assert isinstance(template, Template)
    assert (template.text, template.names) == ("app-${var.env}-${local.zone.name}", ("var.env", "local.zone.name"))
    call = value('merge(local.tags, { Name = "x" })')
    assert isinstance(call, Call)
    assert (call.name, len(call.arguments)) == ("merge", 2)
    items = value('["a", var.b]')
    assert isinstance(items, Items)
    assert [type(item) for item in items.items] == [Literal, Reference]
    made = value('{ plain = 1, "quoted" = 2, (computed()) = 3 }')
    assert isinstance(made, Object)
    assert list(made.entries) == ["plain", "quoted"]


def test_what_is_computed_is_kept_as_written_with_its_references() -> None:
    found = value("var.live ? 3 : 1")
    assert isinstance(found, Other)
    assert (found.text, found.names) == ("var.live ? 3 : 1", ("var.live",))


def test_places_count_characters_not_bytes() -> None:
    root = read('a = "é"\nb = "x" # ü\nc = var.d\n')
    assert root.attributes["c"].place[:3] == ("main.tf", 3, 1)
    found = root.value("b")
    assert found is not None
    assert found.place[1:3] == (2, 5)


def test_half_a_file_gives_what_is_whole() -> None:
    root = read('variable "region" {\n  default = "eu-west-1"\n}\nresource "x" "y" {\n  a = "b"\n  c = [1,\n')
    assert root.blocks[0].text("default") == "eu-west-1"


@pytest.mark.parametrize("text", ["a = " + "[" * 5_000, "x {" * 3_000, "a = (" * 2_000, "a = " + "f(" * 3_000, 'a = "${' * 500])
def test_depth_is_bounded(text: str) -> None:
    parse(Source("main.tf", text))


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from('ab{}[]()="$.,:?<>-\n \t#/*%\\EOT1é'), max_size=120) | st.text(max_size=40))
def test_any_text_is_read(text: str) -> None:
    found = parse(Source("main.tf", text))
    if not isinstance(found, Unreadable):
        for attribute in found.attributes.values():
            line = text.split("\n")[attribute.place.line - 1]
            assert line[attribute.place.column - 1 :].startswith(attribute.name)
