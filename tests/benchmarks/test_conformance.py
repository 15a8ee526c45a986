"""How a finding is matched with a labelled case."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest
from audit_output import Finding, Span
from conformance import Case, Verdict, judge, main, passes, stages, wanted_lines
from conformance_map import EXCEPTIONS, LEFT_OUT, MAPPED, Exempt, Title

if TYPE_CHECKING:
    from pathlib import Path

TITLE = Title(("DF020",))
TWO_STAGES = 'FROM a AS build\nRUN one\n\nFROM b\nRUN two\nCMD ["x"]\n'


def case(expect: str, *lines: int, text: str = "FROM a\nRUN b\n") -> Case:
    return Case("kics", "A title", "positive.dockerfile", expect, lines, text)


def finding(first: int, last: int = 0, rule: str = "DF020", evidence: tuple[int, ...] = ()) -> Finding:
    places = tuple(Span("Dockerfile", line, line) for line in evidence)
    return Finding(rule, "name", "error", Span("Dockerfile", first, last or first), "0", "message", places)


@pytest.mark.parametrize(
    ("lines", "first", "last", "state"),
    [
        ((5,), 5, 5, "found"),
        ((5,), 3, 6, "found"),
        ((5,), 3, 4, "missed"),
        ((5,), 6, 9, "missed"),
        ((2, 9), 9, 9, "found"),
        ((), 7, 7, "found"),
    ],
)
def test_a_gap_is_found_where_the_finding_covers_a_labelled_line(
    lines: tuple[int, ...], first: int, last: int, state: str
) -> None:
    assert judge(case("gap", *lines), [finding(first, last)], TITLE, None).state == state


def test_a_gap_without_any_finding_is_missed() -> None:
    assert judge(case("gap"), [], TITLE, None).state == "missed"


def test_findings_of_other_rules_do_not_count() -> None:
    other = [finding(2, rule="DF021")]
    assert judge(case("gap", 2), other, TITLE, None).state == "missed"
    assert judge(case("clean"), other, TITLE, None).state == "quiet"


def test_a_gap_labelled_where_only_the_evidence_lies_is_found_and_told_apart() -> None:
    verdict = judge(case("gap", 4), [finding(7, evidence=(4,))], TITLE, None)
    assert (verdict.state, verdict.by_evidence) == ("found", True)
    assert not judge(case("gap", 7), [finding(7, evidence=(4,))], TITLE, None).by_evidence


def test_evidence_in_another_file_does_not_count() -> None:
    elsewhere = finding(7)._replace(evidence=(Span(".dockerignore", 4, 4),))
    assert judge(case("gap", 4), [elsewhere], TITLE, None).state == "missed"


def test_an_absent_instruction_may_be_missed_anywhere_in_the_labelled_stage() -> None:
    absent = case("gap", 4, text=TWO_STAGES)
    title = Title(("DF006",), absence=True)
    assert judge(absent, [finding(6, rule="DF006")], title, None).state == "found"
    assert judge(absent, [finding(2, rule="DF006")], title, None).state == "missed"
    assert judge(absent, [finding(6, rule="DF006")], Title(("DF006",)), None).state == "missed"


def test_stages_reach_from_each_from_to_the_next() -> None:
    assert stages(TWO_STAGES) == [range(1, 4), range(4, 8)]
    assert stages("# nothing\n") == []


def test_an_exception_moves_the_lines_of_a_gap() -> None:
    moved = Exempt((2, 3), "the pair")
    assert wanted_lines(case("gap", 3), TITLE, moved) == {2, 3}
    assert judge(case("gap", 3), [finding(2)], TITLE, moved).state == "found"
    assert judge(case("gap", 3), [], TITLE, moved).state == "missed"


def test_a_gap_exempt_without_lines_is_not_counted_either_way() -> None:
    none = Exempt((), "no gap at all")
    assert judge(case("gap", 3), [], TITLE, none).state == "exempt"
    assert judge(case("gap", 3), [finding(3)], TITLE, none).state == "exempt"


def test_a_clean_case_is_noisy_unless_an_exception_covers_the_whole_finding() -> None:
    explained = Exempt((3, 4), "a gap by our rule")
    assert judge(case("clean"), [finding(3)], TITLE, None).state == "noisy"
    assert judge(case("clean"), [finding(3, 4)], TITLE, explained).state == "quiet"
    assert judge(case("clean"), [finding(3, 5)], TITLE, explained).state == "noisy"
    assert judge(case("clean"), [finding(3), finding(9)], TITLE, explained).state == "noisy"
    assert judge(case("clean"), [finding(0)], TITLE, explained).state == "noisy"


def test_an_exception_counts_as_used_only_where_it_was_needed() -> None:
    explained = Exempt((3,), "a gap by our rule")
    assert judge(case("clean"), [finding(3)], TITLE, explained).exempted
    assert not judge(case("clean"), [], TITLE, explained).exempted
    moved = Exempt((2, 3), "the pair")
    assert judge(case("gap", 3), [finding(2)], TITLE, moved).exempted
    assert not judge(case("gap", 3), [finding(3)], TITLE, moved).exempted
    assert not judge(case("gap", 3), [], TITLE, moved).exempted


def of(state: str, count: int) -> list[Verdict]:
    return [Verdict(case("gap"), ("DF020",), state)] * count


def test_ninety_seven_of_a_hundred_gaps_are_enough_and_one_noisy_case_is_too_many() -> None:
    assert passes(of("found", 97) + of("missed", 3) + of("quiet", 9) + of("exempt", 50))
    assert not passes(of("found", 96) + of("missed", 4))
    assert not passes(of("found", 100) + of("noisy", 1))
    assert not passes(of("quiet", 3))


def test_no_title_is_both_mapped_and_left_out_and_every_exception_belongs_to_a_mapped_title() -> None:
    assert not set(MAPPED) & set(LEFT_OUT)
    assert {key[:2] for key in EXCEPTIONS} <= set(MAPPED)


FAKE = """\
#!{python}
import json, os, sys
root = sys.argv[sys.argv.index("--root") + 1]
found = []
for folder in sorted(os.listdir(root)):
    with open(os.path.join(root, folder, "Dockerfile")) as stream:
        for number, line in enumerate(stream, 1):
            if line.startswith("MAINTAINER"):
                found.append(dict(rule="DF035", path=folder + "/Dockerfile", line=number, end_line=number, labels=[]))
print(json.dumps(dict(schema_version=1, findings=found, errors=[])))
sys.exit(1 if found else 0)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for the command is a script")
@pytest.mark.parametrize(
    ("rule", "clean", "status", "said"),
    [
        ("MAINTAINER Instruction Being Used", "FROM a\n", 0, "1 of 1 gap cases found (100.0 %)"),
        ("MAINTAINER Instruction Being Used", "FROM a\nMAINTAINER b\n", 1, "## Findings on clean cases"),
        ("Chown Flag Exists", "FROM a\n", 1, "## Titles left out"),
        ("A title nobody mapped", "FROM a\n", 1, "## Titles that the map does not know"),
    ],
)
def test_the_whole_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], rule: str, clean: str, status: int, said: str
) -> None:
    command = tmp_path / "roadworthy"
    command.write_text(FAKE.format(python=sys.executable), encoding="utf-8")
    command.chmod(0o755)
    rows = [
        {"source": "kics", "rule": rule, "case": "p", "expect": "gap", "lines": [2], "text": "FROM a\nMAINTAINER b\n"},
        {"source": "kics", "rule": rule, "case": "n", "expect": "clean", "lines": [], "text": clean},
    ]
    cases = tmp_path / "cases.jsonl"
    cases.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert main([str(cases), "--ours", str(command)]) == status
    assert said in capsys.readouterr().out
