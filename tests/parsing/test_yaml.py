"""YAML as text with places: nothing is converted, everything can be found again, and no input stops the reader."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
import roadworthy
import yaml as pyyaml
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.parsing.yaml import DEEPEST, MOST_EXPANDED, Documents, Mapping, Node, Scalar, Sequence, parse

PARSERS = pytest.mark.parametrize("pure", [False, True], ids=["libyaml", "pure"])


def documents(text: str, pure: bool = False) -> Documents:
    return parse(Source("file.yml", text), pure=pure)


def mapping(text: str, pure: bool = False) -> Mapping:
    found = documents(text, pure)
    assert isinstance(found.root, Mapping)
    assert not found.problems
    return found.root


def scalar(node: Node | None) -> Scalar:
    assert isinstance(node, Scalar)
    return node


def written(node: Node) -> str:
    """The text of the file at the node's place."""
    source, place = node.base.source, node.place
    start = source.starts[place.line - 1] + place.column - 1
    return source.text[start : source.starts[place.end_line - 1] + place.end_column]


def scalars(node: Node) -> list[Scalar]:
    found, todo = [], [node]
    while todo:
        here = todo.pop()
        if isinstance(here, Scalar):
            found.append(here)
        elif isinstance(here, Sequence):
            todo.extend(here.items)
        elif isinstance(here, Mapping):
            todo.extend(part for entry in here.entries for part in entry)
    return found


@PARSERS
@pytest.mark.parametrize("value", ["on", "22:22", "3.10", "0444", "1_000", "~", "2026-01-01", "no", "1e3", "=", "0x1F"])
def test_a_plain_value_stays_what_was_written(value: str, pure: bool) -> None:
    node = scalar(mapping(f"{value}: {value}\n", pure)[value])
    assert (node.text, node.style, node.tag) == (value, "plain", "")


@PARSERS
def test_places_are_those_of_the_file(pure: bool) -> None:
    root = mapping("services:\n  web:\n    image: 'nginx:1'   # comment\n\n# more\nother: [a, {b: c}]\n", pure)
    image = scalar(root.get("services", "web", "image"))
    assert image.place[1:5] == (3, 12, 3, 20)
    assert written(image) == "'nginx:1'"
    key = root.key("services")
    assert key is not None and key.place[1:5] == (1, 1, 1, 8)
    services = root["services"]
    assert written(services) == "web:\n    image: 'nginx:1'", "a block ends with its last value, not where the next begins"
    assert written(root["other"]) == "[a, {b: c}]"


def test_get_follows_a_path_and_ends_where_it_breaks_off() -> None:
    root = mapping("a: {b: {c: deep}}\nlist: [1]\n")
    assert root.text("a", "b", "c") == "deep"
    assert root.get("a", "x", "c") is None
    assert root.get("list", "b") is None
    assert root.text("list") is None
    assert "a" in root and "z" not in root and len(root) == 2 and list(root) == ["a", "list"]


@PARSERS
def test_a_byte_order_mark_moves_no_place(pure: bool) -> None:
    value = scalar(mapping("\ufeffa: b\n", pure)["a"])
    assert value.place[1:5] == (1, 5, 1, 5)


@PARSERS
def test_duplicate_keys_are_kept_and_the_last_one_counts(pure: bool) -> None:
    root = mapping("a: 1\nb: 2\na: 3\n", pure)
    assert root.text("a") == "3"
    assert [(first.line, second.line) for first, second in root.duplicates()] == [(1, 3)]
    assert len(root.entries) == 3


@PARSERS
def test_merge_keys_give_way_to_keys_that_are_written_and_keep_their_origin(pure: bool) -> None:
    root = mapping(
        "one: &one\n  image: a\n  user: u\ntwo: &two {image: b, port: 1}\n"
        "use:\n  <<: [*one, *two]\n  user: own\n  <<: {late: 9}\n",
        pure,
    )
    use = root["use"]
    assert isinstance(use, Mapping)
    assert {key.text: scalar(value).text for key, value in use.pairs()} == {
        "user": "own", "image": "a", "port": "1", "late": "9",
    }  # fmt: skip
    assert use["image"].line == 2
    assert use.duplicates() == [], "two merge keys are two merges"


def test_a_quoted_merge_key_is_an_ordinary_key() -> None:
    assert mapping('"<<": {a: 1}\n').get("a") is None


@PARSERS
def test_custom_tags_stay_on_their_node(pure: bool) -> None:
    root = mapping("a: !reset null\nb: !override\n  - 1\nc: !reference [.job, script]\nd: !Ref X\ne: !!str 5\n", pure)
    assert [root[name].tag for name in "abcde"] == ["!reset", "!override", "!reference", "!Ref", "tag:yaml.org,2002:str"]
    assert scalar(root["d"]).excerpt.place()[1:5] == (5, 9, 5, 9), "the text begins behind the tag"


@PARSERS
@pytest.mark.parametrize(
    ("written_as", "text"),
    [
        ("plain words", "plain words"),
        ("plain\n  goes on\n\n  far", "plain goes on\nfar"),
        ("'it''s'", "it's"),
        ("'one\n\n  two  \n  three'", "one\ntwo three"),
        (r'"tab\there \x41\u0042\U00000043 \"q\" \\ \/ \e \_"', 'tab\there ABC "q" \\ / \x1b \xa0'),
        ('"joined \\\n   here \\\n\n  there"', "joined here \nthere"),
        ('"kept\\  \n  x"', "kept  x"),
        ("|\n  a\n    b\n\n  c\n", "a\n  b\n\nc\n"),
        ("|-\n  a\n  b\n", "a\nb"),
        ("|+\n  a\n\n\n", "a\n\n\n"),
        ("|2\n    a\n  b\n", "  a\nb\n"),
        ("|  # why\n  a\n", "a\n"),
        (">\n  a\n  b\n\n  c\n    d\n  e\n", "a b\nc\n  d\ne\n"),
        (">-\n\n  a\n\n\n  b\n", "\na\n\nb"),
        ("&anchor !tag |\n  a\n", "a\n"),
        ("&anchor\n  # comment\n  'x'", "x"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_the_excerpt_of_a_scalar_is_its_text_and_each_character_has_its_place(
    written_as: str, text: str, newline: str, pure: bool
) -> None:
    source = Source("f", f"key: {written_as}".replace("\n", newline))
    root = parse(source, pure=pure).root
    assert isinstance(root, Mapping)
    node = scalar(root["key"])
    assert node.text == text
    excerpt = node.excerpt
    assert excerpt.text == text
    for offset, character in enumerate(text):
        if character.isalnum() and "\\" not in written_as:
            assert source.text[excerpt.origin(offset)] == character


def test_a_command_inside_a_block_has_its_line_and_column() -> None:
    root = mapping("steps:\n  - run: |\n      make\n      make test || true\n")
    steps = root["steps"]
    assert isinstance(steps, Sequence)
    step = steps[0]
    assert isinstance(step, Mapping)
    excerpt = scalar(step["run"]).excerpt
    at = excerpt.text.index("|| true")
    assert excerpt.place(at, at + 7)[1:5] == (4, 17, 4, 23)


def test_yaml_inside_yaml_has_places_of_the_outer_file() -> None:
    outer = mapping("data:\n  inner.yml: |\n    a:\n      b: 'x'\n")
    inner = parse(scalar(outer.get("data", "inner.yml")).excerpt).root
    assert isinstance(inner, Mapping)
    value = scalar(inner.get("a", "b"))
    assert value.place[1:5] == (4, 10, 4, 12)
    assert value.excerpt.place()[1:5] == (4, 11, 4, 11)


@PARSERS
def test_several_documents_are_all_there_and_anchors_end_with_each(pure: bool) -> None:
    found = documents("a: &x 1\n---\nb: *x\n---\n", pure)
    assert len(found.roots) == 3
    assert [problem.place.line for problem in found.problems] == [3]
    assert scalar(found.roots[1].get("b") if isinstance(found.roots[1], Mapping) else None).style == "alias"
    assert scalar(found.roots[2]).is_null


@PARSERS
@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("a:\n\tb: c\n", 2, 1, "tab"),
        ("a: [1, 2\nb: 3\n", 2, 2, ""),
        ("a: 1\n b: 2\n", 2, 3, "key: value"),
        ("a: 'open\n", 1, 4, "quote"),
        ("a: @x\n", 1, 4, "@"),
        ("a: b\nx\x07: 1\n", 2, 2, "U+0007"),
        ("a: \0", 1, 4, "U+0000"),
        ("a: \ud800", 1, 4, "U+D800"),
    ],
)
def test_what_is_no_yaml_is_told_in_plain_words_with_its_line(
    text: str, line: int, column: int, words: str, pure: bool
) -> None:
    found = documents(text, pure)
    assert len(found.problems) == 1
    problem = found.problems[0]
    assert words in problem.why and not problem.opaque
    if words != "quote":  # where the quote opens, or where the file ends
        assert problem.place.line == line


@PARSERS
def test_documents_before_a_mistake_are_still_given(pure: bool) -> None:
    found = documents("good: yes\n---\nbad: [\n", pure)
    assert [root.text("good") for root in found.roots if isinstance(root, Mapping)] == ["yes"]
    assert len(found.problems) == 1


@pytest.mark.parametrize(
    "text",
    [
        "{{- if .Values.x }}\na: 1\n{{- end }}\n",
        "a: {{ .Values.a }}:{{ .Values.b }}\n",
        "{% for x in y %}\na: 1\n{% endfor %}\n",
        "a:\n  - {{ x }}-{{ y }}: 1\n",
        "<% if x %>\na: 1\n<% end %>\n",
        "a: 1\n<%= b %>\n",
    ],
)
def test_a_template_for_yaml_is_opaque_and_no_mistake(text: str) -> None:
    found = documents(text)
    assert found.roots == ()
    assert [problem.opaque for problem in found.problems] == [True]


def test_a_templated_value_is_a_value_that_nobody_knows() -> None:
    found = documents("name: web\nreplicas: {{ .Values.n }}\n")
    assert isinstance(found.root, Mapping)
    value = scalar(found.root["replicas"])
    assert (value.style, value.text) == ("template", "{{ .Values.n }}")
    assert found.root.text("name") == "web"
    assert [problem.opaque for problem in found.problems] == [True]


@pytest.mark.parametrize(
    "text", ["a: ${{ x }}\n", 'a: "{{ x }}"\n', "a: |\n  {{ x }}\n", "a: b-{{ x }}\n", "# {{ x }}\na: 1\n"]
)
def test_braces_inside_a_value_are_only_text(text: str) -> None:
    assert documents(text).problems == ()


@pytest.mark.parametrize("text", ["a: ${{ x }}\nb: [\n", "a: |\n  docker ps --format '{{ .ID }}'\nb: [\n"])
def test_braces_inside_a_value_excuse_no_mistake(text: str) -> None:
    assert [problem.opaque for problem in documents(text).problems] == [False]


def test_an_alias_into_what_it_stands_in_is_named_and_not_followed() -> None:
    found = documents("a: &a\n  b: *a\n  c: 1\n")
    assert isinstance(found.root, Mapping)
    assert scalar(found.root.get("a", "b")).style == "alias"
    assert found.root.text("a", "c") == "1"
    assert [problem.place.line for problem in found.problems] == [2]


def test_what_aliases_expand_to_is_bounded() -> None:
    lines = ["l0: &l0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"l{i}: &l{i} [{', '.join([f'*l{i - 1}'] * 10)}]" for i in range(1, 30)]
    found = documents("\n".join(lines))
    assert any("expands" in problem.why for problem in found.problems)
    todo: list[Node] = list(found.roots)
    met = 0
    while todo and met <= MOST_EXPANDED + len("\n".join(lines)):
        node = todo.pop()
        met += 1
        if isinstance(node, Sequence):
            todo.extend(node.items)
        elif isinstance(node, Mapping):
            todo.extend(value for _, value in node.entries)
    assert not todo


def test_aliases_do_not_lead_deeper_than_the_limit() -> None:
    text = "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 2 * DEEPEST))
    assert any("expands" in problem.why for problem in documents(text).problems)


@PARSERS
@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 50_000, "- " * 100_000, "? " * 100_000, "[" * 30_000 + "]" * 30_000])
def test_deep_nesting_ends_reading_with_a_problem(text: str, pure: bool) -> None:
    found = documents(text, pure)
    assert [problem.why for problem in found.problems] == [f"is nested more than {DEEPEST} levels deep"]


def test_nesting_up_to_the_limit_is_read() -> None:
    assert documents("[" * DEEPEST + "]" * DEEPEST).problems == ()
    assert len(documents("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1)).problems) == 1


def test_a_file_of_very_many_values_is_cut_off_with_a_problem() -> None:
    found = documents("- a\n" * 250_001)
    assert "holds more than" in found.problems[0].why


def test_a_scalar_of_very_many_lines_is_still_its_text() -> None:
    root = mapping("a: |\n" + "  x\n" * 150_000)
    excerpt = scalar(root["a"]).excerpt
    assert excerpt.text == "x\n" * 150_000
    assert excerpt.place(len(excerpt.text) - 1).line in (1, 2)


def python(code: str) -> str:
    """What a fresh interpreter prints, in which nothing of PyYAML is loaded."""
    folder = os.path.dirname(os.path.dirname(roadworthy.__file__))
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {folder!r})\n{code}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


PARSE = """
from roadworthy.core.excerpt import Source
from roadworthy.parsing.yaml import parse
def said(text):
    found = parse(Source("f", text))
    return [str(root.entries) for root in found.roots], found.problems
TEXTS = ["a: {b: [1, *x], c: 'd'}", "a: [", "a: \\0", "a: 'x"]
"""


def test_libyaml_is_loaded_without_the_rest_of_pyyaml_and_the_rest_follows_when_asked_for() -> None:
    said = python(f"""{PARSE}
before = [said(text) for text in TEXTS]
assert "yaml._yaml" not in sys.modules or "yaml.constructor" not in sys.modules
import yaml, yaml.cyaml
assert yaml.safe_load("a: [1]") == {{"a": [1]}}
assert yaml.load("a: on", Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) == {{"a": True}}
from yaml import ScalarNode
assert yaml.nodes.ScalarNode is ScalarNode and yaml.reader and yaml.__version__
try:
    yaml.load("a: 'x", Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
except yaml.scanner.ScannerError:
    print("caught")
assert [said(text) for text in TEXTS] == before
""")
    assert said == "caught"


@pytest.mark.parametrize(
    "obstacle",
    [
        "import yaml",
        "sys.modules['yaml._yaml'] = None",
        "import importlib.util; importlib.util.module_from_spec = None",
    ],
    ids=["already imported", "no libyaml", "another layout"],
)
def test_the_public_way_reads_the_same(obstacle: str) -> None:
    shown = "print([said(text) for text in TEXTS])"
    ours = python(f"{PARSE}{shown}")
    other = python(f"{obstacle}\n{PARSE}{shown}")
    if "None" in obstacle and "_yaml" in obstacle:  # the pure parser words and places its errors a little differently
        assert other.count("Unreadable(") == ours.count("Unreadable(")
    else:
        assert other == ours


def test_both_parsers_read_the_same() -> None:
    text = "a: &x [1, 'two', \"th\\x72ee\"]\nb:\n  <<: {c: d}\n  e: *x\nf: >\n  g\n  h\n# end\n"
    fast, slow = documents(text).root, documents(text, pure=True).root
    assert fast is not None and slow is not None
    assert [(node.text, node.place, node.style) for node in scalars(fast)] == [
        (node.text, node.place, node.style) for node in scalars(slow)
    ]


SNIPPETS = st.sampled_from(
    [
        "a",
        "b: ",
        "- ",
        "\n",
        "  ",
        "    ",
        "'",
        '"',
        "|",
        ">",
        "|2-",
        "\\",
        "\\n",
        "\\\n",
        "\\x41",
        "{",
        "}",
        "[",
        "]",
        ",",
        ": ",
        "#",
        " # c",
        "&x ",
        "*x",
        "!t ",
        "<<: ",
        "---\n",
        "...\n",
        "\t",
        "\r\n",
        "\r",
        "{{",
        "}}",
        "%",
        "\x85",
        "\u2028",
        "é",
        "\U0001f600",
        "''",
        "? ",
        "~",
        "\ufeff",
    ]
)


@given(st.lists(SNIPPETS, max_size=40).map("".join) | st.text(max_size=60))
@settings(max_examples=400, deadline=None)
def test_no_text_raises_and_every_place_is_in_the_file(text: str) -> None:
    source = Source("f", text)
    found = parse(source)
    for root in found.roots:
        for node in scalars(root):
            assert 0 <= node.start <= node.end <= len(text)
            assert node.excerpt.text == node.text
            assert node.place.line >= 1
            one_line = len(written(node).splitlines()) == 1
            if node.style == "plain" and node.text and one_line and not node.tag and "&" not in written(node):
                assert written(node).strip("\ufeff") == node.text.strip("\ufeff")
    for problem in found.problems:
        assert 1 <= problem.place.line <= max(1, len(source.starts))


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=12)
VALUES = st.recursive(
    WORDS | st.text(" ab\n#:'\"\\-", max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=12,
)


@given(VALUES, st.booleans() | st.none(), st.sampled_from([None, "'", '"', "|", ">"]))
@settings(max_examples=300, deadline=None)
def test_what_was_written_out_is_read_back(value: object, flow: bool | None, style: str | None) -> None:
    text = pyyaml.safe_dump(value, default_flow_style=flow, default_style=style, allow_unicode=True, width=30)
    found = documents(text)
    assert not [problem for problem in found.problems if not problem.opaque]

    def plain(node: Node) -> object:
        if isinstance(node, Sequence):
            return [plain(item) for item in node.items]
        if isinstance(node, Mapping):
            return {scalar(key).text: plain(item) for key, item in node.entries}
        assert scalar(node).excerpt.text == scalar(node).text
        return scalar(node).text

    if not found.problems:
        assert found.root is not None
        assert plain(found.root) == value
