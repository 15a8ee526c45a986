"""Groovy as Jenkinsfiles have it: calls, blocks, strings with their places, and whatever else somebody writes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.parsing.groovy import parse
from roadworthy.parsing.groovy_tree import Assigned, Block, Call, Function, If, Other, Text, Try, within

PIECES = st.sampled_from(
    "pipeline node stage sh steps { } ( ) [ ] ' \" ''' \"\"\" / $/ /$ ${ , : ; = == \n -> . ?. def if else try catch finally parallel "
    "'x' \"a ${b}\" 1 // /* */ \\ @Library return + x y".split(" ")
)


def read(text: str) -> Block:
    return parse(Source("Jenkinsfile", text))


def call(text: str) -> Call:
    (one,) = read(text).statements
    assert isinstance(one, Call)
    return one


@pytest.mark.parametrize(
    "text",
    [
        "sh 'make'",
        "sh('make')",
        'sh "make"',
        "sh '''make'''",
        'sh """make"""',
        "sh(script: 'make', returnStatus: true)",
        "sh script: 'make', returnStdout: true",
        "sh(\n  script: 'make',\n  label: 'x'\n)",
        "sh ( 'make' )",
        "sh $/make/$",
    ],
)
def test_a_shell_text_is_found_however_it_is_given(text: str) -> None:
    found = call(text)
    assert found.name == "sh"
    value = found.argument("script") or found.first
    assert isinstance(value, Text) and value.text == "make"
    assert text[value.excerpt.origin(0) :].startswith("make")


def test_escapes_are_decoded_and_values_of_groovy_become_variables() -> None:
    value = call(r'''sh "a \"b\" ${env.TAG} \$HOME ${x ? 'y' : "}"} $z"''').first
    assert isinstance(value, Text)
    assert value.text == 'a "b" ${TAG} $HOME ${expression} $z'
    assert not value.plain


def test_blocks_on_one_line_are_kept_apart() -> None:
    (tried,) = read("try { sh 'a' } catch (e) { sh 'b' } finally { sh 'c' }").statements
    assert isinstance(tried, Try) and len(tried.caught) == 1 and tried.last
    assert [
        one.text() for one in within(read("post { failure { a 'x' } always { b 'y' } }").statements) if one.name in "ab"
    ] == [
        "x",
        "y",
    ]


def test_named_blocks_are_arguments() -> None:
    found = call("parallel a: { sh '1' }, 'b c': {\n sh '2' }, failFast: true")
    assert [one.name for one in found.arguments] == ["a", "b c", "failFast"]


def test_declarations_functions_and_conditions() -> None:
    text = "def image = docker.build('x')\nString y = 'z'\nvoid ship(String to) { sh 'a' }\nif (a == 'b') { c() } else if (d) { e() }\n"
    one, two, three, four = read(text).statements
    assert isinstance(one, Assigned) and one.name == "image" and isinstance(one.value, Call)
    assert isinstance(two, Assigned) and two.name == "y"
    assert isinstance(three, Function) and three.name == "ship"
    assert isinstance(four, If) and four.condition == "a == 'b'" and four.otherwise


def test_methods_of_results_know_whose_they_are() -> None:
    found = call("docker.image('a')\n  .inside('-v x') { sh 'y' }")
    assert found.name == "inside" and isinstance(found.of, Call) and found.of.name == "docker.image" and found.block


def test_a_sum_of_strings_has_its_parts() -> None:
    value = call("sh('a ' + b + \" c\")").first
    assert isinstance(value, Other) and [type(part).__name__ for part in value.parts] == ["Text", "Word", "Text"]


def test_a_path_is_no_comment_and_a_division_no_string() -> None:
    names = [one.name for one in within(read("x = a / b\ny = c / d\nsh 'https://e/f'\nif (g =~ /h\\/i/) { j() }\n").statements)]
    assert names == ["sh", "j"]


@given(st.lists(PIECES, max_size=60).map(" ".join) | st.text())
@settings(max_examples=500, deadline=None)
def test_any_text_gives_places_in_it(text: str) -> None:
    lines = text.count("\n") + 1
    for one in within(read(text).statements):
        assert 1 <= one.place.line <= one.place.end_line <= lines


@pytest.mark.parametrize(
    "piece", ["a{", "a(", "[", "a b(", "x ? ", "if(a){", "a.", "'${", '"${', "else ", "a:", "try{", "/", "if (a) b\nelse "]
)
def test_what_never_ends_is_read(piece: str) -> None:
    read(piece * 20_000)
