"""Comments that say no: where they reach, which rule they mean, and what is wrong with them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.core.waivers import Waiver, problems, waiver_for, waivers

RULES = {"DF006": "root-user", "DF002": "unpinned-base", "SEC001": "secret-value"}
TODAY = "2026-06-01"


def read(text: str, path: str = "Dockerfile") -> tuple[Waiver, ...]:
    return waivers(Source(path, text))


def covered(text: str, path: str = "Dockerfile", code: str = "DF006", name: str = "root-user", *aliases: str) -> list[int]:
    """The lines on which a finding of the rule is waived."""
    found = read(text, path)
    return [line for line in range(text.count("\n") + 1) if waiver_for(found, code, name, aliases, line)]


def kinds(text: str, used: bool = True, path: str = "Dockerfile", ran: tuple[str, ...] = tuple(RULES)) -> list[str]:
    found = read(text, path)
    said = problems(found, today=TODAY, rules=RULES, used=found if used else (), ran=ran)
    return [problem.kind for problem in said]


@pytest.mark.parametrize(
    ("path", "comment"),
    [
        ("Dockerfile", "# roadworthy: ignore[DF006] why"),
        ("main.go", "// roadworthy: ignore[DF006] why"),
        ("a.sql", "-- roadworthy: ignore[DF006] why"),
        ("a.ini", "; roadworthy: ignore[DF006] why"),
        ("a.xml", "<!-- roadworthy: ignore[DF006] why -->"),
        ("a.j2", "{# roadworthy: ignore[DF006] why #}"),
        ("a.css", "/* roadworthy: ignore[DF006] why */"),
        ("a.tpl", "{{/* roadworthy: ignore[DF006] why */}}"),
        ("a.yml", "#roadworthy:ignore[root-user]: why"),
        ("a.yml", "##  roadworthy:  ignore [ DF002, DF006 ] - why."),
    ],
)
def test_every_comment_leader_carries_an_ignore(path: str, comment: str) -> None:
    (waiver,) = read(f"x {comment}\ny\n", path)
    assert waiver.reason == "why"
    assert waiver.lines == (1, 1)
    assert waiver_for([waiver], "DF006", "root-user", (), 1) is waiver
    assert waiver_for([waiver], "DF003", "other", (), 1) is None


@pytest.mark.parametrize(
    "line", ["echo roadworthy: ignore[DF006] why", "roadworthy: ignore[DF006] why", "# see roadworthy: ignore[DF006]"]
)
def test_what_is_no_comment_of_ours_waives_nothing(line: str) -> None:
    assert read(line) == ()


def test_a_comment_covers_its_own_line_or_the_one_below_it() -> None:
    assert covered("FROM a\nUSER root # roadworthy: ignore[DF006] why\nRUN x\n") == [2]
    assert covered("FROM a\n# roadworthy: ignore[DF006] why\nUSER root\nRUN x\n") == [2, 3]


def test_other_comments_may_stand_between() -> None:
    assert covered("# roadworthy: ignore[DF006] why\n# hadolint ignore=DL3002\n# more\nUSER root\nRUN x\n")[-1] == 4


def test_a_blank_line_ends_what_a_comment_speaks_of() -> None:
    assert covered("# roadworthy: ignore[DF006] why\n\nUSER root\n") == [1]


@pytest.mark.parametrize(
    ("head", "escape"), [("", "\\"), ("# escape=`\n", "`"), ("# syntax=docker/dockerfile:1\n#  Escape = `\n", "`")]
)
def test_a_comment_covers_all_lines_of_a_continued_instruction(head: str, escape: str) -> None:
    text = f"{head}FROM a\n# roadworthy: ignore[DF006] why\nRUN a {escape}\n  # note\n\n  && b {escape}  \n  && c\nRUN d\n"
    first = text[: text.index("# roadworthy")].count("\n") + 1
    assert covered(text) == list(range(first, first + 6))


def test_a_comment_inside_a_continued_instruction_covers_the_instruction() -> None:
    assert covered("FROM a\nRUN a \\\n  # roadworthy: ignore[DF006] why\n  && b\nRUN c\n") == [2, 3, 4]
    assert covered("FROM a\nRUN a \\\n  && b # roadworthy: ignore[DF006] why\nRUN c\n") == [2, 3]


def test_the_date_is_read_and_a_past_one_covers_nothing() -> None:
    (waiver,) = read("USER root # roadworthy: ignore[DF006] legacy base (until 2026-05-31)\n")
    assert (waiver.reason, waiver.until) == ("legacy base", "2026-05-31")
    assert waiver_for([waiver], "DF006", "root-user", (), 1, today="2026-05-31") is waiver
    assert waiver_for([waiver], "DF006", "root-user", (), 1, today="2026-06-01") is None


@pytest.mark.parametrize(
    ("comment", "kind"),
    [
        ("ignore[DF006]", ["no-reason"]),
        ("ignore[DF006] (until 2027-01-01)", ["no-reason"]),
        ("ignore[DF006] why (until 2026-05-31)", ["expired"]),
        ("ignore[DF006] why (until next week)", ["bad-date"]),
        ("ignore[DF006] why (until 2026-13-01)", ["bad-date"]),
        ("ignore why", ["no-rule"]),
        ("ignore[] why", ["no-rule"]),
        ("ignore[DF099] why", ["unknown-rule"]),
        ("ignore[SEC001] a public test key", []),
        ("ignore[SEC001] why (until 2027-01-01)", ["secret-until"]),
        ("ignore[secret-value] TODO", ["secret-reason"]),
        ("ignore[SEC001] temporary", ["secret-reason"]),
        ("ignore[SEC001] will remove it later", ["secret-reason"]),
        ("ignore[SEC001] FIXME: rotate", ["secret-reason"]),
        ("ignore[SEC001] a placeholder that later stages replace", []),
        ("ignore[DF006] todo", []),
        ("ignore[DF006] why (until 2027-01-01)", []),
    ],
)
def test_what_is_wrong_with_an_ignore_is_said(comment: str, kind: list[str]) -> None:
    assert kinds(f"USER root # roadworthy: {comment}\n") == kind


@pytest.mark.parametrize("comment", ["", "todo", "why (until 2027-01-01)"])
def test_a_refused_ignore_of_a_secret_covers_nothing(comment: str) -> None:
    found = read(f"A=b # roadworthy: ignore[SEC001] {comment}\n", ".env")
    assert waiver_for(found, "SEC001", "secret-value", (), 1) is None


def test_the_nearest_rule_is_named() -> None:
    found = read("USER root # roadworthy: ignore[root-usr] why\n")
    (problem,) = problems(found, today=TODAY, rules=RULES)
    assert "`root-user`" in problem.message
    assert (problem.place.line, problem.place.column) == (1, 11)


def test_an_ignore_that_covers_nothing_is_said_only_when_its_rules_have_run() -> None:
    text = "USER 1 # roadworthy: ignore[DF006, DF002] why\n"
    assert kinds(text, used=False) == ["unused"]
    assert kinds(text, used=False, ran=("DF006",)) == []
    assert kinds(text, used=True) == []


@pytest.mark.parametrize(
    ("comment", "alias"),
    [
        ("# hadolint ignore=DL3006,DL3008", "DL3008"),
        ("# hadolint ignore = DL3008 # why", "DL3008"),
        ("#trivy:ignore:AVD-DS-0002", "AVD-DS-0002"),
        ("# trivy:ignore:DS002", "AVD-DS-0002"),
        ("# trivy:ignore:DS-0002", "DS002"),
        ("# tfsec:ignore:DS001 trivy:ignore:AVD-DS-0002", "DS002"),
        ("# kics-scan ignore-line", "fd54f200-402c-4333-a5a4-36ef6709af2f"),
        ("# shellcheck disable=SC2086,SC2046", "SC2046"),
        ("# zizmor: ignore[artipacked, unpinned-uses]", "zizmor:unpinned-uses"),
        ("# dclint disable-line no-x service-ports", "dclint:service-ports"),
    ],
)
def test_other_tools_ignores_count_for_rules_with_their_codes(comment: str, alias: str) -> None:
    text = f"a\n{comment}\nb\nc\n"
    assert covered(text, "f.yml", "DF006", "root-user", alias) == [2, 3]
    assert covered(text, "f.yml", "DF006", "root-user", "CKV_DOCKER_1", "DL9999") == []


@pytest.mark.parametrize(
    ("comment", "alias"),
    [
        ("# hadolint global ignore=DL3006,DL3008", "DL3008"),
        ("# checkov:skip=CKV_DOCKER_2:no probe here", "CKV_DOCKER_2"),
        ("# kics-scan disable=FD54F200-402c-4333-a5a4-36ef6709af2f", "fd54f200-402c-4333-a5a4-36ef6709af2f"),
        ("# kics-scan ignore", "fd54f200-402c-4333-a5a4-36ef6709af2f"),
        ("# dclint disable service-ports", "dclint:service-ports"),
    ],
)
def test_ignores_for_a_whole_file_cover_every_line_and_the_file_itself(comment: str, alias: str) -> None:
    assert covered(f"{comment}\na\n\nb\n", "Dockerfile", "DF006", "root-user", alias) == [0, 1, 2, 3, 4]


def test_an_ignored_block_is_a_build_stage_or_what_is_indented_deeper() -> None:
    kics = "fd54f200-402c-4333-a5a4-36ef6709af2f"
    stage = "FROM a\n# kics-scan ignore-block\nFROM b\nRUN x\n\nFROM c\nRUN y\n"
    assert covered(stage, "Dockerfile", "DF006", "", kics) == [2, 3, 4, 5]
    block = "a:\n  # kics-scan ignore-block\n  b:\n    c: 1\n\n    d: 2\n  e: 3\n"
    assert covered(block, "f.yml", "DF006", "", kics) == [2, 3, 4, 5, 6]
    resource = 'resource "x" "y" {\n  # checkov:skip=CKV_AWS_1: why\n  a = 1\n}\nresource "z" "z" {\n}\n'
    assert covered(resource, "main.tf", "DF006", "", "CKV_AWS_1") == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("A=b # pragma: allowlist secret", [2]),
        ("A=b  // pragma: whitelist secret", [2]),
        ("# pragma: allowlist nextline secret", [2, 3]),
        ("A=b # gitleaks:allow", [2]),
    ],
)
def test_an_allowlisted_secret_is_waived_for_secrets_only(line: str, lines: list[int]) -> None:
    text = f"x\n{line}\nC=d\n"
    assert covered(text, ".env", "SEC001", "secret-value") == lines
    assert covered(text, ".env", "DF006", "root-user") == []


def test_other_tools_ignores_are_never_found_fault_with() -> None:
    assert kinds("# hadolint ignore=DL3002\nUSER root\n", used=False) == []


PIECES = st.sampled_from(
    [
        "# ",
        "roadworthy: ",
        "ignore",
        "[DF006]",
        "[",
        "]",
        "why",
        "(until ",
        "2026-01-01",
        ")",
        "\n",
        "\\\n",
        "\r\n",
        " ",
        "hadolint ignore=",
        "DL3006",
        "trivy:ignore:",
        "kics-scan ignore-block",
        "checkov:skip=",
        "{",
        "}",
        "  ",
        "FROM a",
        "pragma: allowlist secret",
        "escape=`\n",
        "`\n",
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join), st.sampled_from(["Dockerfile", "f.yml"]))
@settings(max_examples=300)
def test_no_text_raises_and_a_waiver_stands_where_it_says(text: str, path: str) -> None:
    source = Source(path, text)
    found = waivers(source)
    for waiver in found:
        line = source.line(waiver.place.line)
        assert line[waiver.place.column - 1 : waiver.place.end_column].strip()
        assert waiver.place.end_column <= len(line)
        if waiver.lines:
            assert 1 <= waiver.lines[0] <= waiver.place.line
            assert waiver.lines[0] <= waiver.lines[1] <= text.count("\n") + 1
    problems(found, today=TODAY, rules=RULES, ran=tuple(RULES))


@pytest.mark.parametrize(
    "text",
    ["# roadworthy: ignore[DF006] x \\\n" * 100_000, "#" * 3_000_000 + " roadworthy: ignore[DF006]", "roadworthy:" * 300_000,
     "# kics-scan ignore-block\nx:\n" * 20_000],
)  # fmt: skip
def test_hostile_files_end(text: str) -> None:
    assert len(read(text)) <= 1_000


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("notes.md", "write `# roadworthy: ignore[DF006] reason` behind it"),
        ("page.py", 'text = f"`# roadworthy: ignore[{rule.code}] reason`."'),
        ("page.py", "print('# roadworthy: ignore[DF006] reason')"),
    ],
)
def test_a_quoted_ignore_is_somebody_writing_about_ignores(path: str, text: str) -> None:
    assert read(text, path) == ()


def test_an_ignore_right_behind_a_quoted_value_counts() -> None:
    assert len(read('key: "a value"# roadworthy: ignore[DF006] why', "a.yml")) == 1
