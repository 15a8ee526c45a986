"""From outcomes to findings: identity, policy, exit codes, and the fold into checklist rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from roadworthy.core.excerpt import Place
from roadworthy.core.outcome import Outcome, Unreadable, gap, passes, unknown
from roadworthy.core.report import NO_POLICY, Policy, build, exit_code
from roadworthy.core.repository import Repository
from roadworthy.core.rule import Rule, rule
from roadworthy.core.run import Said, run
from roadworthy.core.scorecard import rows
from roadworthy.core.tree import SampleTree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from roadworthy.core.rule import Paths, Severity, Stage


class File(NamedTuple):
    path: str


def files(repo: Repository, paths: Paths) -> Iterator[File | Unreadable]:
    """A reader: each given path is a subject, but for those named broken."""
    for path in repo.paths() if paths is None else paths:
        yield Unreadable(Place(path), "cannot be read") if "broken" in path else File(path)


def make(code: str = "XX001", severity: Severity = "error", at: Stage = "commit", items: tuple[str, ...] = ("4.1.6",)) -> Rule:
    @rule(code, f"name-{code.lower()}", reads=files, items=items, severity=severity, at=at, title="t", risk="r", remedy="m")
    def judge(subject: File, repo: Repository) -> Iterable[Outcome]:
        if "fault" in subject.path:
            raise KeyError(subject.path)
        if "bad" in subject.path:
            yield gap("it", "is bad", Place(subject.path, 1))
        elif "unknown" in subject.path:
            yield unknown("it", "cannot tell", Place(subject.path, 1))
        else:
            yield passes("it", "is good", Place(subject.path, 1))

    return judge


REPO = Repository(SampleTree({"bad": "same\nsame\nother\n"}))


def test_a_broken_file_and_a_failing_rule_leave_the_rest_judged() -> None:
    said = list(run(REPO, [make(), make("XX002")], ["broken", "fault", "bad"]))
    report = build(REPO, said, 3)
    assert [(f.rule.code, f.place.path) for f in report.findings] == [("XX001", "bad"), ("XX002", "bad")]
    assert [error.path for error in report.errors] == ["broken", "fault", "fault"]
    assert "KeyError" in report.errors[1].message
    assert exit_code(report, "error") == 1


def test_a_fault_does_not_quote_the_file() -> None:
    report = build(REPO, run(REPO, [make()], ["fault-hunter2"]), 1)
    assert "hunter2" not in report.errors[0].message


def test_audit_rules_do_not_run_on_given_files() -> None:
    rules = [make(at="audit"), make("XX002")]
    assert {said.rules[0].code for said in run(REPO, rules, ["bad"])} == {"XX002"}
    assert {said.rules[0].code for said in run(REPO, rules)} == {"XX001", "XX002"}


def test_a_symbol_that_repeats_gets_a_suffix_from_its_content_and_never_a_line() -> None:
    def symbols(text: str, *numbers: int) -> list[str]:
        repo = Repository(SampleTree({"bad": text}))
        said = [Said((make(),), gap("it", "m", Place("bad", n))) for n in numbers]
        return [f.symbol for f in build(repo, said, 1).findings]

    first = symbols("same\nsame\nother\n", 1, 2, 3)
    assert len(set(first)) == 3
    assert first[0] == "it"
    assert first == symbols("\n\nsame\nsame\nother\n", 3, 4, 5)


@pytest.mark.parametrize(
    ("severity", "at", "fail_on", "on_gap", "code"),
    [
        ("error", "commit", "error", False, 1),
        ("warning", "commit", "error", False, 0),
        ("warning", "commit", "warning", False, 1),
        ("info", "commit", "warning", False, 0),
        ("error", "audit", "error", False, 0),
        ("error", "audit", "error", True, 1),
        ("info", "audit", "error", True, 0),
    ],
)
def test_the_exit_code_follows_severity_and_kind(
    severity: Severity, at: Stage, fail_on: Severity, on_gap: bool, code: int
) -> None:
    said = [Said((make(severity=severity, at=at),), gap("it", "m", Place("bad", 1)))]
    assert exit_code(build(REPO, said, 1), fail_on, on_gap) == code


def test_something_unchecked_is_3_and_a_blocking_finding_wins_over_it() -> None:
    unread = Said((make(),), Unreadable(Place("x"), "why"))
    found = Said((make(),), gap("it", "m", Place("bad", 1)))
    assert exit_code(build(REPO, [unread], 1), "error") == 3
    assert exit_code(build(REPO, [unread, found], 1), "error") == 1
    assert exit_code(build(REPO, [Said((make(),), Unreadable(Place("x"), "why", opaque=True))], 1), "error") == 0


@pytest.mark.parametrize(
    ("policy", "shown", "code"),
    [
        (NO_POLICY, ["error"], 1),
        (Policy(severity={"XX001": "info"}), ["info"], 0),
        (Policy(disabled=lambda code, path: code == "XX001"), [], 0),
        (Policy(excluded=lambda path: path == "bad"), [], 0),
        (Policy(known=frozenset({("XX001", "bad", "it")})), ["error"], 0),
        (Policy(known=frozenset({("XX001", "bad", "other")})), ["error"], 1),
    ],
)
def test_the_owners_policy_decides(policy: Policy, shown: list[str], code: int) -> None:
    report = build(REPO, [Said((make(),), gap("it", "m", Place("bad", 1)))], 1, policy)
    assert [f.severity for f in report.findings] == shown
    assert exit_code(report, "error") == code


def test_a_contradiction_is_known_at_whichever_of_its_files_it_was_recorded() -> None:
    said = [Said((make(),), gap("it", "differ", Place("other", 1), Place("bad", 2)))]
    policy = Policy(known=frozenset({("XX001", "bad", "it")}))
    assert build(REPO, said, 1, policy).findings[0].known
    assert not build(REPO, said, 1, Policy(known=frozenset({("XX001", "third", "it")}))).findings[0].known


def test_a_secret_is_never_a_known_gap() -> None:
    policy = Policy(known=frozenset({("SEC001", "bad", "it")}))
    report = build(REPO, [Said((make("SEC001"),), gap("it", "m", Place("bad", 1)))], 1, policy)
    assert not report.findings[0].known


@pytest.mark.parametrize(
    ("paths", "pending", "state"),
    [
        (["good"], "", "PASS"),
        (["good"], "half of it", "UNKNOWN"),
        (["good", "unknown"], "", "UNKNOWN"),
        (["good", "broken"], "", "UNKNOWN"),
        (["good", "unknown", "bad"], "half of it", "GAP"),
        ([], "", "N/A"),
    ],
)
def test_a_row_folds_gap_over_unknown_over_pass_over_nothing(paths: list[str], pending: str, state: str) -> None:
    rules = [make()]
    (row,) = rows({"4.1.6": pending}, rules, list(run(REPO, rules, paths)))
    assert row.state == state


def test_of_too_many_places_those_are_cited_that_say_something_of_their_own() -> None:
    rule = make()
    alike = [Said((rule,), passes("", "nothing found", Place(f"a{i:03}"))) for i in range(300)]
    said = [*alike, Said((rule,), passes("", "git ignores it", Place("z")))]
    (row,) = rows({"4.1.6": ""}, [rule], said)
    assert [place.path for place in row.evidence] == ["a000", "a001", "a002", "z"]
    assert (row.searched, row.more) == ((), 297)
    (row,) = rows({"4.1.6": ""}, [rule], alike)
    assert (len(row.evidence), row.searched, row.more) == (3, (), 297)
    lines = [Said((rule,), passes("", "in order", Place("a", number))) for number in range(1, 301)]
    (row,) = rows({"4.1.6": ""}, [rule], lines)
    assert (len(row.evidence), row.searched, row.more) == (20, (), 280)


def test_an_item_that_no_rule_serves_is_said_to_be_unjudged() -> None:
    (row,) = rows({"9.9": ""}, [make()], [])
    assert (row.state, row.searched) == ("UNKNOWN", ("not judged yet",))
