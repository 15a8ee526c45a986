"""Which commands run, through wrappers and into inner scripts, and whose failure goes unnoticed."""

from __future__ import annotations

import pytest
from roadworthy.core.excerpt import Source
from roadworthy.models.shell.commands import DEEPEST, Invocation, invocations
from roadworthy.models.shell.failures import Failures, swallowed
from roadworthy.parsing.shell import parse


def run(text: str) -> list[Invocation]:
    return invocations(parse(Source("script.sh", text).whole()))


def test_command(text: str) -> Invocation:
    (found,) = (one for one in run(text) if one.name == "T")
    return found


test_command.__test__ = False  # type: ignore[attr-defined]  # `T` stands for a test command


@pytest.mark.parametrize(
    ("text", "wrappers", "words"),
    [
        ("/usr/bin/apt-get update", (), ["apt-get", "update"]),
        ("\\rm x", (), ["rm", "x"]),
        ("sudo -E -u www-data rm x", ("sudo",), ["rm", "x"]),
        ("sudo A=1 B=2 rm x", ("sudo",), ["rm", "x"]),
        ("env -i -u X A=$b rm x", ("env",), ["rm", "x"]),
        ("time nice -n 5 rm", ("time", "nice"), ["rm"]),
        ("timeout -s KILL 5m nohup rm x", ("timeout", "nohup"), ["rm", "x"]),
        ("a | xargs -0 -n 1 rm -f", ("xargs",), ["rm", "-f"]),
        ("exec -a b rm", ("exec",), ["rm"]),
        ("command rm x", ("command",), ["rm", "x"]),
        ("command -v rm", (), ["command", "-v", "rm"]),
        ("sudo -l", (), ["sudo", "-l"]),
        ("gosu app rm x", ("gosu",), ["rm", "x"]),
        ("poetry run pytest -x", ("poetry",), ["pytest", "-x"]),
        ("bundle exec rspec", ("bundle",), ["rspec"]),
        ("bundle install", (), ["bundle", "install"]),
        ("uv run --python 3.12 pytest", ("uv",), ["pytest"]),
        ("npx -p a eslint .", ("npx",), ["eslint", "."]),
        ("sudo -- rm", ("sudo",), ["rm"]),
        ("sudo", (), ["sudo"]),
    ],
)
def test_the_effective_command_is_what_the_wrappers_run(text: str, wrappers: tuple[str, ...], words: list[str]) -> None:
    found = run(text)[-1]
    assert found.wrappers == wrappers
    assert [found.name, *found.values] == words


@pytest.mark.parametrize(
    ("text", "inner", "remote"),
    [
        ("sh -c 'a; b'", ["a", "b"], False),
        ('bash -euxo pipefail -c "a && b"', ["a", "b"], False),
        ("bash -lc 'a'", ["a"], False),
        ("sudo sh -c 'a'", ["a"], False),
        ("su - user -c 'a b'", ["a"], False),
        ("su --command='a b' user", ["a"], False),
        ("eval a '&& b'", ["a", "b"], False),
        ("ssh -p 22 -i key user@host 'cd /x && a'", ["cd", "a"], True),
        ("ssh host a '|' b", ["a", "b"], True),
        ("ssh host", [], True),
        ("bash <<EOF\na\nb\nEOF", ["a", "b"], False),
        ("ssh host <<'EOF'\na\nEOF", ["a"], True),
        ("bash -s <<< 'a; b'", ["a", "b"], False),
        ("bash script.sh -c a", [], False),
        ("ssh host \"bash -c 'a'\"", ["bash", "a"], True),
    ],
)
def test_inner_scripts_are_followed(text: str, inner: list[str], remote: bool) -> None:
    found = run(text)
    assert [one.name for one in found[1:]] == inner
    assert all(one.remote == remote for one in found)


def test_inner_commands_stand_where_the_file_has_them() -> None:
    found = run('ssh host "cd /srv \\\n  && rm -rf \\"$DIR\\""\n')
    assert [(one.name, one.place()[1:3]) for one in found] == [("ssh", (1, 1)), ("cd", (1, 11)), ("rm", (2, 6))]
    assert found[-1].words[-1].expansions[0].name == "DIR"


def test_inner_scripts_are_followed_to_a_bounded_depth() -> None:
    text = "T"
    for _ in range(DEEPEST + 3):
        text = "eval " + text
    assert [one.name for one in run(text)] == ["eval"] * (DEEPEST + 1)


def test_find_runs_its_exec_besides() -> None:
    assert [(one.name, one.values) for one in run("find . -type f -exec rm -f {} \\; -exec ls {} +")][1:] == [
        ("rm", ["-f", "{}"]),
        ("ls", ["{}"]),
    ]


SWALLOWED = [
    ("T || true", "alternative"),
    ("T || :", "alternative"),
    ("T && a || echo failed", "alternative"),
    ("T || T2 || true", "alternative"),
    ("T || { echo failed; }", "alternative"),
    ("T || (echo a; true)", "alternative"),
    ("T || exit 0", "alternative"),
    ("x=$(T || true)", "alternative"),
    ("set -e\n( T; a ) || true", "later"),
    ("sudo T || true", "alternative"),
    ("ssh h 'cd x && T' || true", "alternative"),
    ("T; a", "later"),
    ("T\na", "later"),
    ("if x; then T; fi; a", "later"),
    ("bash -c 'T; a'", "later"),
    ("set -e; T && a\nb", "later"),
    ("set -e; set +e; T; a", "later"),
    ("(set -e); T; a", "later"),
    ("T | tee log", "pipe"),
    ("set -o pipefail; (T | a); b", "later"),
    ("bash -ec 'T | a'", "pipe"),
    ("T &", "background"),
    ("T & wait", "background"),
    ("! T", "negated"),
    ("if T; then a; fi", "condition"),
    ("while T; do a; done", "condition"),
    ("echo $(T)", "substitution"),
    ("export X=$(T)", "substitution"),
    ("a <(T)", "substitution"),
    ("set -e; f() { T || true; }; f", "alternative"),
    ("set -e; if T; then a; fi", "condition"),
]
NOTICED = [
    "T",
    "a; T",
    "T && a",
    "a && T",
    "set -e; T; a",
    "set -e\nif x; then T; b; fi\nc",
    "set -e; for x in 1; do T; b; done; c",
    "set -e; ( T; a ); b",
    "#!/bin/bash -e\nT\na",
    "#!/usr/bin/env bash\nset -euo pipefail\nT | tee log\na",
    "set -o errexit; T; a",
    "set -o pipefail; T | tee log",
    "bash -ec 'T; a'",
    "bash -eo pipefail -c 'T | a; b'",
    "T || exit 1; a",
    "T || { echo bad >&2; exit 1; }; a",
    "T || (echo bad && exit 1)",
    "T || false",
    "T || fallback",
    "T || failed=1; a; exit $failed",
    "T; rc=$?; a; exit $rc",
    "T | a; exit ${PIPESTATUS[0]}",
    "set -o pipefail; T | a; exit $?",
    "T & wait $!",
    "if ! T; then exit 1; fi",
    "if T; then a; else exit 1; fi",
    "until T; do sleep 1; done",
    "while ! T; do sleep 1; done",
    "x=$(T)",
    "f() { T; }; f",
    "T; f() { a; }",
    "x=$(a || true); T",
    "pipenv --rm || true; T",
    "sudo T",
    "ssh h 'cd x && T'",
]


@pytest.mark.parametrize(("text", "reason"), SWALLOWED)
def test_a_swallowed_failure_has_a_reason(text: str, reason: str) -> None:
    found = swallowed(test_command(text))
    assert found is not None
    assert found.reason == reason


@pytest.mark.parametrize("text", NOTICED)
def test_a_failure_that_is_noticed_or_not_known_to_be_lost_has_none(text: str) -> None:
    assert swallowed(test_command(text)) is None


@pytest.mark.parametrize(
    ("text", "errexit", "pipefail", "reason"),
    [
        ("T; a", True, False, None),
        ("T; a", False, False, "later"),
        ("T | a", True, False, "pipe"),
        ("T | a", False, True, None),
        ("set +o pipefail; T | a", True, True, "pipe"),
        ("set +e; T; a", True, True, "later"),
        ("bash -c 'T; a'", True, True, "later"),
    ],
)
def test_the_shells_first_options_count(text: str, errexit: bool, pipefail: bool, reason: str | None) -> None:
    found = swallowed(test_command(text), errexit, pipefail)
    assert (found.reason if found else None) == reason


def test_what_swallows_a_failure_is_shown() -> None:
    found = swallowed(test_command("set -e\nT && a ||\n  true\n"))
    assert found is not None
    assert (found.by.text, found.by.place()[1:3]) == ("true", (3, 3))


@pytest.mark.parametrize("text", ["", "if", "( (", "a && (b | ", "|| a", "x=$(", "f() {", "set", "set -o", "! ! a", "a <<E"])
def test_broken_scripts_get_an_answer(text: str) -> None:
    for one in run(text):
        assert swallowed(one) is None or swallowed(one)


def test_options_are_known_deep_inside() -> None:
    script = parse(Source("x", "set -e; " + "( " * 3000 + "T; a" + " )" * 3000).whole())
    failures = Failures(script)
    assert failures.options(script.commands()[1]) == (True, False)
    assert failures.swallowed(script.commands()[1]) is None
