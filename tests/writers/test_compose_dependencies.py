"""`check-compose --fix`: a short `depends_on` becomes a long one, and the rest of the file stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy import check_compose
from roadworthy.core.excerpt import Source
from roadworthy.core.outcome import Unreadable
from roadworthy.core.report import build
from roadworthy.core.repository import Repository
from roadworthy.core.run import run
from roadworthy.core.tree import SampleTree
from roadworthy.parsing.yaml import parse
from roadworthy.rules.compose.dependencies import short_depends_on
from roadworthy.writers.compose_dependencies import long_depends_on
from roadworthy.writers.compose_text import same_stack
from roadworthy.writers.edits import edited

from .fixing import put, text

if TYPE_CHECKING:
    from pathlib import Path

DATABASE = "  db:\n    image: postgres:17.6\n    healthcheck:\n      test: [CMD, pg_isready]\n"


def fixed(compose: str) -> str:
    """The file after one run of the fixer; the same text where it does nothing."""
    repo = Repository(SampleTree({"compose.yaml": compose}))
    findings = build(repo, run(repo, [short_depends_on], ("compose.yaml",)), 1).findings
    fixes = list(long_depends_on(repo, findings))
    source = repo.source("compose.yaml")
    assert not isinstance(source, Unreadable)
    result = edited(source.text, [edit for fix in fixes for edit in fix.edits])
    assert same_stack(source, Source("compose.yaml", result)) == ""
    return result


def test_a_block_list_keeps_its_comments_and_its_indentation() -> None:
    before = (
        'services:\n  web:\n    image: a:1\n    depends_on:\n      # first\n      - db   # the data\n      - "queue"\n'
        + DATABASE
    )
    assert fixed(before + "  queue:\n    image: b:1\n") == (
        "services:\n  web:\n    image: a:1\n    depends_on:\n      # first\n      db:   # the data\n        condition: service_healthy\n"
        '      "queue":\n        condition: service_started\n' + DATABASE + "  queue:\n    image: b:1\n"
    )


def test_a_list_in_the_column_of_its_key_moves_to_the_right_with_its_comments() -> None:
    before = f"services:\n{DATABASE}  web:\n    image: a:1\n    depends_on:\n    -   db\n    # why\n    - db2\n  db2: {{image: c:1}}\n"
    assert fixed(before) == (
        f"services:\n{DATABASE}  web:\n    image: a:1\n    depends_on:\n      db:\n        condition: service_healthy\n"
        "      # why\n      db2:\n        condition: service_started\n  db2: {image: c:1}\n"
    )


def test_a_flow_list_stays_on_its_line() -> None:
    before = f"services:\n{DATABASE}  web: {{image: 'a:1', depends_on: [ db, 'x', ]}}\n  x: {{image: b:1}}\n"
    assert "depends_on: { db: {condition: service_healthy}, 'x': {condition: service_started}, }}" in fixed(before)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("closed", [True, False])
def test_line_ends_stay_what_they_are(end: str, closed: bool) -> None:
    lines = f"services:\n{DATABASE}  web:\n    image: a:1\n    depends_on:\n      - db".replace("\n", end)
    wanted = f"      db:{end}        condition: service_healthy" + (end if closed else "")
    assert fixed(lines + (end if closed else "")) == lines.removesuffix("      - db") + wanted


@pytest.mark.parametrize(
    ("title", "web"),
    [
        ("an anchor that another service uses", "depends_on: &needs [db]\n  worker:\n    image: a:1\n    depends_on: *needs\n"),
        ("a tag", "depends_on: !override [db]\n"),
        ("written with an escape", 'depends_on: ["d\\x62"]\n'),
        ("a dependency that nothing checks", "depends_on: [db, cache]\n  cache:\n    image: redis:7.4\n"),
        ("for Swarm", "depends_on: [db]\n    deploy:\n      placement: {max_replicas_per_node: 1}\n"),
    ],
)
def test_what_cannot_be_changed_safely_stays(title: str, web: str) -> None:
    before = f"services:\n{DATABASE}  web:\n    image: b:1\n    {web}"
    assert fixed(before) == before, title


def test_a_list_that_a_merge_key_brings_stays() -> None:
    before = f"x-app: &app\n  image: a:1\n  depends_on: [db]\nservices:\n{DATABASE}  web:\n    <<: *app\n  job:\n    <<: *app\n"
    assert fixed(before) == before


NAMES = ["db", "cache", "web", "queue", "odd name", "1"]
ITEM = st.tuples(
    st.sampled_from(NAMES), st.sampled_from(["{}", "'{}'", '"{}"']), st.sampled_from(["", " ", "  # why: [x] {y}"])
)


@st.composite
def stacks(draw: st.DrawFn) -> str:
    lines = ["# stack", "services:"]
    for name in draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=2)):
        lines += [f"  {name}:", f"    image: {draw(st.sampled_from(['postgres:17.6', 'a/b:1', 'redis:7.4']))}"]
        if draw(st.booleans()):
            lines.append("    healthcheck: {test: [CMD, x]}")
        items = draw(st.lists(ITEM, max_size=3))
        if items and draw(st.booleans()):
            inner = ", ".join(form.format(item) for item, form, _ in items)
            lines.append(f"    depends_on: [{inner}]{draw(st.sampled_from(['', '  # all']))}")
        elif items:
            lines.append("    depends_on:")
            indent = draw(st.sampled_from(["    ", "      ", "        "]))
            for item, form, comment in items:
                if draw(st.booleans()):
                    lines.append(draw(st.sampled_from(["# margin", "    # in line", "", "      #deep"])))
                lines.append(f"{indent}-{draw(st.sampled_from([' ', '   ']))}{form.format(item)}{comment}")
        lines += draw(st.sampled_from([[], [""], ["    restart: always"]]))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return end.join(lines) + draw(st.sampled_from(["", end]))


@given(stacks())
@settings(max_examples=250, deadline=None)
def test_any_stack_says_the_same_and_a_second_run_changes_nothing(before: str) -> None:
    after = fixed(before)
    assert not parse(Source("compose.yaml", after)).problems
    assert fixed(after) == after
    ours = (":", "condition: service_healthy", "condition: service_started", "{", "}", "-", "[", "]", "")
    old, new = before.split(), after.split()
    for word in ours:
        old, new = [w for w in old if w != word], [w for w in new if w not in word.split()]
    assert [w.strip(":{}[],") for w in old if w.strip("-[]{},:")] == [
        w.strip(":{}[],") for w in new if w.strip(":{}[],") not in ("", "condition", "service_healthy", "service_started", "-")
    ]


def test_the_hook_tells_what_it_changed_and_what_remains(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    (tmp_path / ".git").mkdir()
    rest = "  api:\n    image: a:1\n    depends_on: [cache]\n  cache:\n    image: redis:7.4\n"
    put(tmp_path, {"compose.yaml": f"services:\n{DATABASE}  web:\n    image: a:1\n    depends_on: [db]\n{rest}"})
    words = ["--select", "CMP001", "--fix", "--format", "concise", "compose.yaml"]
    assert check_compose.main(words) == 1
    said = capsys.readouterr().out
    assert said.startswith("fixed compose.yaml: `web` waits until `db` is healthy\n")
    assert "api" in said
    assert "depends_on: {db: {condition: service_healthy}}" in text(tmp_path, "compose.yaml")
    assert check_compose.main(words) == 0
    assert "fixed" not in capsys.readouterr().out


@pytest.mark.parametrize("no", ["disable: [CMP001]\n", "exclude: [compose.yaml]\n"])
def test_what_a_person_said_no_to_is_not_fixed(no: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    before = f"services:\n{DATABASE}  web:\n    image: a:1\n    depends_on: [db]\n"
    put(tmp_path, {"compose.yaml": before, ".roadworthy.yaml": no})
    assert check_compose.main(["--select", "CMP001", "--fix", "compose.yaml"]) == 0
    assert text(tmp_path, "compose.yaml") == before


def test_an_ignored_finding_and_a_known_one_are_not_fixed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    ignored = (
        f"services:\n{DATABASE}  web:\n    image: a:1\n    depends_on: [db]  # roadworthy: ignore[CMP001] it waits by itself\n"
    )
    put(tmp_path, {"compose.yaml": ignored})
    assert check_compose.main(["--fix", "compose.yaml"]) == 0
    assert text(tmp_path, "compose.yaml") == ignored
    known = f"services:\n{DATABASE}  web:\n    image: a:1\n    depends_on: [db]\n"
    put(tmp_path, {"compose.yaml": known, "TODO.md": "- [ ] devops: wait (`CMP001 compose.yaml#web/db`) — later\n"})
    assert check_compose.main(["--fix", "compose.yaml"]) == 0
    assert text(tmp_path, "compose.yaml") == known
    assert check_compose.main(["--fix", "--select", "CMP001", "compose.yaml"]) == 1
    assert text(tmp_path, "compose.yaml") != known
