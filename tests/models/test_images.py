"""The image model: stages, what they start from, variables and the settings that an image ends up with."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.core.outcome import Unreadable
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.images.stages import Image, Stage, image_file, image_of, image_reference
from roadworthy.models.images.variables import LONGEST, UNSET, Value, expand, literal
from roadworthy.parsing.dockerfile import parse


def read(text: str) -> Image:
    return image_of(parse(Source("Dockerfile", text)))


def final(text: str) -> Stage:
    stage = read(text).final
    assert stage is not None
    return stage


def said(text: str, variable: str) -> Value:
    """What a variable comes to at the end of the last stage."""
    stage = final(text + f"RUN ${variable}\n")
    return stage.expand("$" + variable, stage.instructions[-1])


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("python", (None, "python", None, None)),
        ("python:3.12-slim", (None, "python", "3.12-slim", None)),
        ("acme/shop", (None, "acme/shop", None, None)),
        ("ghcr.io/acme/shop:1", ("ghcr.io", "acme/shop", "1", None)),
        ("localhost/shop", ("localhost", "shop", None, None)),
        ("localhost:5000/shop", ("localhost:5000", "shop", None, None)),
        ("registry:5000/a/b:c", ("registry:5000", "a/b", "c", None)),
        ("shop:5000", (None, "shop", "5000", None)),
        ("a@sha256:" + "0" * 64, (None, "a", None, "sha256:" + "0" * 64)),
        ("r.io/a:1@sha256:" + "f" * 64, ("r.io", "a", "1", "sha256:" + "f" * 64)),
        ("[::1]:5000/a", ("[::1]:5000", "a", None, None)),
        ("Acme/shop", ("Acme", "shop", None, None)),
        ("a__b/c-d.e", (None, "a__b/c-d.e", None, None)),
    ],
)
def test_a_reference_is_taken_apart(text: str, parts: tuple[str | None, ...]) -> None:
    reference = image_reference(text)
    assert reference is not None
    assert tuple(reference) == parts
    assert str(reference) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Python",
        "a:",
        "a:b:c",
        "a/",
        "/a",
        "a//b",
        "a b",
        "a@sha256:12",
        "a@b",
        "a___b",
        "-a",
        "a:-b",
        "x" * 300,
        "http://a/b",
    ],
)
def test_what_is_no_reference_is_none(text: str) -> None:
    assert image_reference(text) is None


@pytest.mark.parametrize("text", ["python", "docker.io/python", "library/python:3", "index.docker.io/library/python"])
def test_names_of_the_same_repository_compare_equal(text: str) -> None:
    reference = image_reference(text)
    assert reference is not None
    assert (reference.familiar, reference.canonical, reference.official) == ("python", "docker.io/library/python", True)


KNOWN = {"A": "one", "EMPTY": ""}


def look_up(name: str) -> Value:
    if name == "DARK":
        return Value(None, ("DARK",))
    return Value(KNOWN[name]) if name in KNOWN else UNSET


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("$A", "one"),
        ("${A}", "one"),
        ("x$A-y", "xone-y"),
        ("x${A}y", "xoney"),
        ("$Ay", ""),
        ("$NONE.", "."),
        ("${NONE:-d}", "d"),
        ("${NONE-d}", "d"),
        ("${EMPTY:-d}", "d"),
        ("${EMPTY-d}", ""),
        ("${A:-d}", "one"),
        ("${A:+s}", "s"),
        ("${A+s}", "s"),
        ("${EMPTY:+s}", ""),
        ("${EMPTY+s}", "s"),
        ("${NONE+s}", ""),
        ("${A:?m}", "one"),
        ("${NONE:-${A}}", "one"),
        ("${NONE:-${NONE:-$A}}", "one"),
        ("${NONE:-a b}", "a b"),
        ("${NONE:-'}'}", "}"),
        (r"\$A", "$A"),
        (r"\${A}", "${A}"),
        (r"a\ b", "a b"),
        ("'$A'", "$A"),
        ('"$A b"', "one b"),
        (r'"a\"b\c"', r'a"b\c'),
        ("$", "$"),
        ("a$ b", "a$ b"),
        ("${A:-$DARK}", "one"),
        ("${NONE#x}", ""),
    ],
)
def test_expansion_follows_docker(text: str, expected: str) -> None:
    assert expand(text, look_up) == Value(expected)


@pytest.mark.parametrize("text", ["$DARK", "x${DARK}y", "${DARK:-a}", "${NONE:-$DARK}", '"$DARK"', "${DARK:+a}"])
def test_what_depends_on_an_unknown_variable_is_unknown(text: str) -> None:
    assert expand(text, look_up) == Value(None, ("DARK",))


@pytest.mark.parametrize("text", ["${A#o*}", "${A%e}", "${A/o/x}"])
def test_patterns_are_not_worked_out(text: str) -> None:
    assert expand(text, look_up) == Value(None, ("A",))


@pytest.mark.parametrize(
    "text", ["${", "${}", "${A", "${A:-b", "${NONE:?m}", "'a", '"a', "${A@Q}", "${NONE:-" * 100 + "}" * 100]
)
def test_what_docker_refuses_to_expand_is_an_error(text: str) -> None:
    value = expand(text, look_up)
    assert value.text is None
    assert value.error


def test_the_escape_directive_counts_in_expansion() -> None:
    assert expand("`$A\\b", look_up, "`") == Value("$A\\b")


@pytest.mark.parametrize(("text", "expected"), [("'a b'", "a b"), ('"$A"', "$A"), (r"a\ b", "a b"), (r"'\'", "\\"), ("a", "a")])
def test_a_literal_keeps_its_variables(text: str, expected: str) -> None:
    assert literal(text) == expected


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("FROM python:3\n", "image", "python:3"),
        ("FROM scratch\n", "scratch", None),
        ("ARG V=3\nFROM python:$V\n", "image", "python:3"),
        ("ARG V=3\nARG T=${V}-slim\nFROM python:${T}\n", "image", "python:3-slim"),
        ("ARG R\nFROM ${R:-ghcr.io}/a\n", "unknown", None),
        ("ARG R=\nFROM ${R:-ghcr.io}/a\n", "image", "ghcr.io/a"),
        ("ARG V\nFROM python:$V\n", "unknown", None),
        ("ARG V=1\nARG V\nFROM python:$V\n", "image", "python:1"),
        ("FROM python:$TARGETARCH\n", "unknown", None),
        ("FROM a${NOT_DECLARED}\n", "image", "a"),
        ("FROM Python\n", "unknown", None),
        ("FROM\n", "unknown", None),
        ("FROM a AS B\nFROM b\n", "stage", None),
        ("FROM a AS b\nARG X=c\nFROM $X\n", "unknown", None),
        ("ARG X=b\nFROM a AS b\nFROM $X\n", "stage", None),
        ("FROM b\nFROM a AS b\n", "image", "a"),
    ],
)
def test_a_stage_starts_from_what_from_comes_to(text: str, kind: str, name: str | None) -> None:
    base = final(text).base
    assert (base.kind, str(base.image) if base.image else None) == (kind, name)


def test_an_unknown_base_names_the_variable() -> None:
    assert final("ARG VERSION\nFROM python:$VERSION\n").base.value.unknown == ("VERSION",)


def test_a_platform_is_expanded_or_unknown() -> None:
    fixed = final("FROM --platform=linux/amd64 a\n").base.platform
    built = final("FROM --platform=$BUILDPLATFORM a\n").base.platform
    assert fixed == Value("linux/amd64")
    assert built == Value(None, ("BUILDPLATFORM",))
    assert final("FROM a\n").base.platform is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("ARG A=1\nFROM scratch\n", Value(""), id="an ARG before FROM is not seen in a stage"),
        pytest.param("ARG A=1\nFROM scratch\nARG A\n", Value("1"), id="unless it is declared again"),
        pytest.param("ARG A=1\nFROM scratch\nARG A=2\n", Value("2"), id="its own default wins"),
        pytest.param("FROM scratch\nARG A\n", Value(None, ("A",)), id="no default"),
        pytest.param("FROM scratch\nARG A=1\nARG A\n", Value("1"), id="declared twice"),
        pytest.param("FROM scratch\nENV A=1\n", Value("1"), id="ENV"),
        pytest.param("FROM scratch\nARG A=1\nENV A=2\n", Value("2"), id="ENV after ARG"),
        pytest.param("FROM scratch\nENV A=2\nARG A=1\n", Value("2"), id="ENV before ARG"),
        pytest.param("FROM scratch\nARG A=1\nENV A=$A-x\n", Value("1-x"), id="ENV from ARG"),
        pytest.param("FROM scratch\nENV B=1\nENV B=2 A=$B\n", Value("1"), id="one ENV sees what was before it"),
        pytest.param("FROM scratch\nARG B=1 A=$B\n", Value("1"), id="ARG sees those before it in the same line"),
        pytest.param("FROM scratch\nENV A a $B c\n", Value("a  c"), id="ENV without ="),
        pytest.param('FROM scratch\nENV A="x y"\n', Value("x y"), id="quotes are taken out"),
        pytest.param("FROM python\n", Value(None, ("A",)), id="the base image may set it"),
        pytest.param("FROM scratch AS x\nENV A=1\nFROM x\n", Value("1"), id="ENV of the stage it starts from"),
        pytest.param("FROM scratch AS x\nENV A=1\nFROM scratch\n", Value(""), id="not that of another stage"),
        pytest.param("FROM scratch AS x\nARG A=1\nFROM x\n", Value("1"), id="ARG of the stage it starts from"),
        pytest.param("FROM scratch AS x\nENV A=1\nFROM x\nARG A=2\n", Value("1"), id="inherited ENV wins over ARG"),
        pytest.param("FROM scratch\nARG TARGETARCH\nENV A=$TARGETARCH\n", Value(None, ("TARGETARCH",)), id="set by BuildKit"),
        pytest.param("FROM scratch\nONBUILD ENV A=1\n", Value(""), id="a trigger does not run here"),
        pytest.param("FROM scratch\nENV A=${X\n", Value(None, ("A",)), id="what Docker refuses is unknown"),
    ],
)
def test_variables_are_seen_where_docker_sees_them(text: str, expected: Value) -> None:
    assert said(text, "A") == expected


def test_a_variable_has_the_value_of_its_place() -> None:
    stage = final("FROM scratch\nENV A=1\nRUN a\nENV A=2\nRUN b\n")
    first, second = stage.all("RUN")
    assert (stage.expand("$A", first), stage.expand("$A", second)) == (Value("1"), Value("2"))


def test_doubling_values_stay_bounded() -> None:
    stage = final("FROM scratch\nENV A=xxxx\n" + "ENV A=$A$A\n" * 60 + "RUN a\n")
    value = stage.expand("$A", stage.instructions[-1])
    assert value.text is None or len(value.text) <= LONGEST


MULTI = """\
FROM golang:1 AS build
ENV HOME=/src
USER builder
HEALTHCHECK CMD one
FROM node:20 AS assets
RUN --mount=type=bind,from=build,source=/a cp a b
FROM alpine AS unused
FROM debian:12 AS base
USER app:staff
CMD ["serve"]
FROM base
COPY --from=assets /a /b
COPY --from=ghcr.io/acme/tool /c /d
"""


def test_settings_are_looked_for_through_the_stages_below() -> None:
    stage = final(MULTI)
    assert [s.label for s in stage.lineage()] == ["stage 4", "base"]
    command = stage.last("CMD")
    assert command is not None
    assert command.line == 10
    assert stage.last("HEALTHCHECK") is None
    user = stage.user()
    assert user is not None
    assert (user.value, user.stage.label) == (Value("app"), "base")
    assert str(stage.root_base.image) == "debian:12"


def test_only_stages_that_the_target_needs_are_reachable() -> None:
    image = read(MULTI)
    assert {image.stages[i].label for i in image.reachable()} == {"stage 4", "base", "assets", "build"}
    assert image.reachable(image.stage("build")) == {0}


def test_stages_are_found_by_name_and_by_index() -> None:
    image = read(MULTI)
    assert image.stage("ASSETS") is image.stages[1]
    assert image.stage("3") is image.stages[3]
    assert image.stage(0) is image.stages[0]
    assert image.stage("nothing") is None
    assert image.stage("9" * 30) is None
    assert image.stage("base", before=2) is None
    assert image.stages[4].is_final


def test_the_last_of_several_stages_with_one_name_counts() -> None:
    image = read("FROM a AS x\nFROM b AS x\nFROM x\n")
    assert image.stages[2].base.stage == 1


@pytest.mark.parametrize(
    ("text", "user"),
    [
        ("FROM a\nUSER 10001:0\n", "10001"),
        ("FROM a\nUSER root\nUSER app\n", "app"),
        ("FROM a\nARG U=app\nUSER $U\n", "app"),
        ("FROM a\nARG U\nUSER ${U:-app}\n", None),
        ("FROM a\nENV U=app\nUSER ${U}:${G:-staff}\n", None),
    ],
)
def test_the_user_is_expanded_and_without_its_group(text: str, user: str | None) -> None:
    setting = final(text).user()
    assert setting is not None
    assert setting.value.text == user


def test_no_user_is_not_an_unknown_user() -> None:
    assert final("FROM a\nRUN b\n").user() is None


def test_a_file_without_a_stage_has_no_final_one() -> None:
    image = read("ARG A=1\nRUN b\n")
    assert image.final is None
    assert image.reachable() == set()
    assert [i.keyword for i in image.arguments] == ["ARG"]


def test_a_file_is_read_once_and_a_template_is_opaque() -> None:
    repo = Repository(SampleTree({"Dockerfile": "FROM a\n", "Dockerfile.tmpl": "FROM {{ base }}\n"}))
    image = repo.ask(image_file, "Dockerfile")
    assert isinstance(image, Image)
    assert repo.ask(image_file, "Dockerfile") is image
    template = repo.ask(image_file, "Dockerfile.tmpl")
    assert isinstance(template, Unreadable)
    assert template.opaque
    assert isinstance(repo.ask(image_file, "missing"), Unreadable)


def test_a_long_chain_of_stages_is_read() -> None:
    text = "FROM scratch AS s0\n" + "".join(f"FROM s{i} AS s{i + 1}\nENV A=$B\n" for i in range(3000))
    image = read(text)
    assert image.final is not None
    assert image.final.root_base.kind == "scratch"
    assert len(image.reachable()) == 3001


LINES = st.sampled_from(
    ["FROM a", "FROM a AS b", "FROM b", "FROM $A", "ARG A", "ARG A=$B", "ENV A=$A", "ENV B ${A:-x}", "USER $A:1", "FROM", "x",
     "COPY --from=b a b", "COPY --from=0 a b", "RUN --mount=from=b,target=/ a", "ENV A='", "ARG", "ONBUILD USER a"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.lists(LINES, max_size=12).map("\n".join), st.text(max_size=40)))
def test_any_file_has_a_model(text: str) -> None:
    image = read(text)
    for stage in image.stages:
        stage.user()
        assert stage.root_base.kind != "stage"
        assert stage.index in image.reachable(stage)
        for instruction in stage.instructions:
            value = stage.expand(instruction.arguments, instruction)
            assert (value.text is None) == bool(value.unknown or value.error)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="$A{}:-+?'\"\\` #%/", max_size=20))
def test_expansion_never_raises(text: str) -> None:
    value = expand(text, look_up)
    assert (value.text is None) == bool(value.unknown or value.error)
