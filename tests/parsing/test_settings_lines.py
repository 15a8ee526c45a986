"""Formats that are read line by line or by search: properties, INI, TOML, Terraform, PHP, JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.parsing import hcl_lines, json_text, php, properties, toml_lines
from roadworthy.parsing.setting import closing_quote, unescaped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from roadworthy.core.excerpt import Excerpt
    from roadworthy.parsing.setting import Setting

PARSERS: dict[str, Callable[[Excerpt], Iterable[Setting]]] = {
    "properties": properties.parse,
    "spaced": lambda text: properties.parse(text, spaced=True),
    "toml": toml_lines.parse,
    "hcl": hcl_lines.parse,
    "php": php.parse,
    "members": lambda text: json_text.members(text, lambda key: True),
    "pairs": lambda text: json_text.pairs(text, lambda key: True),
}


def read(parser: str, text: str) -> list[tuple[str, str, str]]:
    return [(s.section, s.key, s.value.text) for s in PARSERS[parser](Source("x", text).whole())]


def test_properties_have_either_separator_a_section_and_comments_behind_the_value() -> None:
    text = "a.b=1\nc: two words\n[sect ion]\nd = 'quoted # x' ; why\n; e = no\n# f=no\ng = h#i # j\nk = l \\\n"
    assert read("properties", text) == [
        ("", "a.b", "1"),
        ("", "c", "two words"),
        ("sect ion", "d", "quoted # x"),
        ("sect ion", "g", "h#i"),
        ("sect ion", "k", "l"),
    ]


def test_a_key_of_a_registry_may_hold_colons() -> None:
    assert read("properties", "//registry.example.org/:_authToken=abc\n") == [("", "//registry.example.org/:_authToken", "abc")]


def test_blanks_separate_where_the_format_says_so() -> None:
    assert read("spaced", 'password "x y"\nrequirepass z\nuser = u\n') == [
        ("", "password", "x y"),
        ("", "requirepass", "z"),
        ("", "user", "u"),
    ]


def test_toml_has_tables_dotted_and_quoted_keys_and_four_kinds_of_strings() -> None:
    text = (
        'title = "a\\tb"\n[one."two.three"]\nx.y = \'raw\\n\'\n"quoted key" = "v"\nn = 1\n'
        'long = """\nfirst\nsecond"""\ninline = { user = "u", password = "p" }\nlist = [\n  { token = "t" },\n]\n'
    )
    assert read("toml", text) == [
        ("", "title", "a\tb"),
        ('one."two.three"', "y", "raw\\n"),
        ('one."two.three"', "quoted key", "v"),
        ('one."two.three"', "long", "\nfirst\nsecond"),
        ("inline", "user", "u"),
        ("inline", "password", "p"),
        ('one."two.three"', "token", "t"),
    ]


def test_a_terraform_variable_gives_its_name_to_its_default() -> None:
    text = 'variable "db_password" {\n  type = string\n  default = "d"\n}\nregion = "eu"\n'
    assert read("hcl", text) == [("variable db_password", "db_password", "d"), ("", "region", "eu")]


def test_terraform_attributes_maps_and_pairs_of_name_and_value() -> None:
    text = (
        'resource "aws_db" "main" {\n  password = "p"\n  tags = {\n    "a.b" : "c"\n  }\n'
        '  set_sensitive {\n    name  = "auth.token"\n    value = "v"\n  }\n'
        '  env = [{ name = "X", value = "y" }]\n}\n# z = "no"\n'
    )
    found = read("hcl", text)
    assert ("resource aws_db main", "password", "p") in found
    assert ("tags", "a.b", "c") in found
    assert ("set_sensitive", "auth.token", "v") in found
    assert ("resource aws_db main", "X", "y") in found
    assert not any(key == "z" for _, key, _ in found)


def test_php_gives_texts_by_define_constant_variable_index_and_entry() -> None:
    text = (
        "<?php define( 'A', 'a\\'b' ); const B = \"c\\n\"; $d = 'e'; public $f = 'g';\n"
        "$conf['h']['i'] = 'j'; return ['k' => 'l', 'm' => env('N')]; if ($o == 'p') {}"
    )
    assert read("php", text) == [
        ("define", "A", "a'b"),
        ("const", "B", "c\n"),
        ("variable", "d", "e"),
        ("variable", "f", "g"),
        ("index", "i", "j"),
        ("entry", "k", "l"),
    ]


def test_json_members_are_found_with_comments_in_one_line_and_wrapped_in_a_value() -> None:
    text = '{"a": "b\\"c", // "x"\n"d" : {"value": "e"}, "f": 1, "g": {"h":"\\u0069"}}'
    assert read("members", text) == [("", "a", 'b"c'), ("", "d", "e"), ("", "h", "i")]


def test_json_pairs_of_name_and_value() -> None:
    text = '[{"name": "TOKEN", "value": "v"}, {"ParameterKey": "K", "ParameterValue": "w"}, {"value": "x", "name": "no"}]'
    assert read("pairs", text) == [("", "TOKEN", "v"), ("", "K", "w")]


@pytest.mark.parametrize(("text", "at"), [('a"', 1), ('a\\"b"', 4), ('\\\\"', 2), ("a", -1), ('\\"', -1)])
def test_a_quote_behind_a_backslash_closes_nothing(text: str, at: int) -> None:
    assert closing_quote(text, 0, len(text), '"') == at


def test_escapes_are_decoded_in_their_places() -> None:
    value = unescaped(Source("x", "a\\n\\u00e9\\x41b").whole())
    assert value.text == "a\n\u00e9Ab"
    assert value.origin(4) == 13


LINES = st.text(alphabet="ab\"'\\=:{}[] \n#$<>,/define()\u2028\u00e9", max_size=200)


@pytest.mark.parametrize("parser", PARSERS)
@settings(max_examples=100, deadline=None)
@given(LINES | st.text(max_size=200))
def test_any_text_is_read_and_values_stand_where_their_places_say(parser: str, text: str) -> None:
    for setting in PARSERS[parser](Source("x", text).whole()):
        start = setting.value.origin(0)
        written = text[start : start + len(setting.value)]
        assert "\\" in text or written == setting.value.text


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize(
    "text", ['a="' * 60_000, "[" * 200_000, '"' * 200_000, "a = {\n" * 30_000, "$a = '" * 30_000, 'a = """\n' * 20_000]
)
def test_hostile_text_is_read_to_its_end(parser: str, text: str) -> None:
    for setting in PARSERS[parser](Source("x", text).whole()):
        assert len(setting.key) <= 200
