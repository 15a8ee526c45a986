"""Application code as a tree: languages by path, positions, and text that is no code."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.core.outcome import Unreadable
from roadworthy.parsing import code as code_module
from roadworthy.parsing.code import DEEPEST, LANGUAGES, LONGEST, Code, above, below, enclosing, field, language_of, parse

PARSED = sorted(set(LANGUAGES.values()) - {"python"})


def read(text: str, language: str) -> Code:
    made = parse(Source("file", text), language)
    assert isinstance(made, Code)
    return made


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("src/app.ts", "typescript"),
        ("src/app.TSX", "tsx"),
        ("a.mjs", "javascript"),
        ("Rakefile", "ruby"),
        ("lib/a.rake", "ruby"),
        ("a/b.exs", "elixir"),
        ("a.py", "python"),
        ("README.md", None),
        ("ts", None),
        ("folder.go/LICENSE", None),
    ],
)
def test_the_language_is_told_by_the_name(path: str, language: str | None) -> None:
    assert language_of(path) == language


def test_every_language_has_its_grammar() -> None:
    for language in PARSED:
        assert isinstance(parse(Source("file", "x"), language), Code), language


def test_a_node_stands_where_its_characters_stand_whatever_stands_before() -> None:
    text = "const ä = '🚚€';\r\nlet x = process.env.PORT;\n"
    made = read(text, "javascript")
    start = text.index("process")
    node = made.at(start, start + len("process.env.PORT"))
    assert node is not None
    assert made.text(node) == "process.env.PORT"
    assert made.span(node) == (start, start + len("process.env.PORT"))
    assert made.place(node)[:5] == ("file", 2, 9, 2, 24)


def test_ways_through_the_tree() -> None:
    made = read("function f() { return g(1, h(2)); }", "javascript")
    node = made.at(made.excerpt.text.index("2"))
    assert node is not None and node.type == "number"
    call = enclosing(node, {"call_expression"})
    assert made.text(call) == "h(2)"
    assert [made.text(field(one, "function")) for one in above(node) if one.type == "call_expression"] == ["h", "g"]
    assert [made.text(one) for one in below(made.root, {"number"})] == ["1", "2"]
    assert made.text(field(call, "arguments")) == "(2)"
    assert field(call, "arguments", "none") is None


def test_what_follows_a_node_in_the_one_around_it() -> None:
    made = read("process.env.A ?? 'd'", "javascript")
    node = made.at(0, len("process.env.A"))
    assert node is not None and node.parent is not None
    assert made.rest(node.parent, node) == " ?? 'd'"
    assert made.rest(node.parent, node, 3) == " ??"
    assert made.rest(made.root, made.root.named_children[0]) == ""


def test_what_is_longer_or_bent_is_told() -> None:
    for text, language in (("x" * (LONGEST + 1), "go"), ("a<" * 20_000, "java"), ("a=>" * 20_000, "java")):
        made = parse(Source("file", text), language)
        assert isinstance(made, Unreadable)
        assert made.place[:2] == ("file", 1)


def test_a_grammar_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: str) -> object:
        raise ImportError("the grammar tree_sitter_go cannot be loaded")

    code_module._parser.cache_clear()
    monkeypatch.setattr(code_module, "grammar", missing)
    made = parse(Source("file", "package x"), "go")
    code_module._parser.cache_clear()
    assert isinstance(made, Unreadable)
    assert "tree_sitter_go" in made.why


def test_nothing_is_looked_for_deeper_than_anybody_writes() -> None:
    made = read("(" * DEEPEST + "x" + ")" * DEEPEST, "javascript")
    assert made.at(DEEPEST) is None
    assert made.at(0) is not None


@pytest.mark.parametrize("language", PARSED)
@settings(max_examples=30, deadline=None)
@given(
    text=st.text(alphabet=st.characters(exclude_categories=()), max_size=200)
    | st.text(alphabet="abe$_'\"`(){}[]<>=;:,.?!|&#%/*\n \\0", max_size=300)
)
def test_any_text_has_a_tree_with_places_in_the_file(language: str, text: str) -> None:
    made = parse(Source("file", text), language)
    assert isinstance(made, Code)
    lines = text.count("\n") + 1
    for node in below(made.root, {made.root.type, "identifier", "string", "ERROR"}):
        start, end = made.span(node)
        assert 0 <= start <= end <= len(text)
        assert made.text(node) == text[start:end]
        assert 1 <= made.place(node).line <= lines
