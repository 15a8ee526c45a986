"""How our Dockerfile rules stand to labelled cases of other tools: gaps found, and findings where a case is clean.

    python benchmarks/conformance.py CASES.jsonl [--ours roadworthy] [--map FILE]

A line of CASES.jsonl is an object with source, rule, case, expect (gap or clean), lines (from 1; may be empty) and text.
"""

from __future__ import annotations

import argparse
import json
import runpy
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from audit_output import audit
from conformance_map import EXCEPTIONS, LEFT_OUT, MAPPED, Exempt, Title
from environment import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from audit_output import Finding, Span

WANTED = 0.97


class Case(NamedTuple):
    """A labelled Dockerfile. `lines` are where the source sees the gap; empty where it does not say."""

    source: str
    rule: str
    case: str
    expect: str
    lines: tuple[int, ...]
    text: str

    @property
    def name(self) -> str:
        """What a person finds the case by."""
        return f"{self.source} / {self.rule} / {self.case}"


class Verdict(NamedTuple):
    """What became of one case. `state`: found, missed, quiet (clean and so judged), noisy (clean, and yet findings), exempt.

    `by_evidence`: found only at a labelled place of a finding, not where its caret stands. `findings` are the ones that
    decided; `exempted` says that an exception was needed.
    """

    case: Case
    codes: tuple[str, ...]
    state: str
    findings: tuple[Finding, ...] = ()
    by_evidence: bool = False
    exempted: bool = False


class Tables(NamedTuple):
    """The three tables of a map file, as `conformance_map` has them."""

    mapped: Mapping[tuple[str, str], Title]
    left_out: Mapping[tuple[str, str], str]
    exceptions: Mapping[tuple[str, str, str], Exempt]


def main(argv: Sequence[str] | None = None) -> int:
    """Judge every case; 1 below the wanted share or where a clean case has findings that no exception explains."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", type=Path, help="labelled cases, a JSON object a line")
    parser.add_argument("--ours", default="roadworthy", help="the roadworthy command (default: the one on PATH)")
    parser.add_argument("--map", type=Path, help="another map file (default: conformance_map.py)")
    options = parser.parse_args(argv)
    tables = read_map(options.map) if options.map else Tables(MAPPED, LEFT_OUT, EXCEPTIONS)
    cases = read_cases(options.cases)
    unmapped = sorted({(case.source, case.rule) for case in cases} - set(tables.mapped) - set(tables.left_out))
    counted = [case for case in cases if (case.source, case.rule) in tables.mapped]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        places = [write_case(root, number, case) for number, case in enumerate(counted)]
        result = audit(options.ours, root, "--area", "dockerfile")
    by_path: dict[str, list[Finding]] = {}
    for finding in result.findings:
        by_path.setdefault(finding.place.path, []).append(finding)
    verdicts = [
        judge(
            case,
            by_path.get(place, ()),
            tables.mapped[case.source, case.rule],
            tables.exceptions.get((case.source, case.rule, case.case)),
        )
        for case, place in zip(counted, places, strict=True)
    ]
    print(report(verdicts, tables, unmapped, result.errors))
    return 1 if unmapped or not passes(verdicts) else 0


def read_cases(path: Path) -> list[Case]:
    """The cases of a JSON-lines file."""
    with path.open(encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream if line.strip()]
    return [
        Case(row["source"], row["rule"], row["case"], row["expect"], tuple(row.get("lines") or ()), row["text"]) for row in rows
    ]


def read_map(path: Path) -> Tables:
    """The tables of a map file, which is a Python file with MAPPED, LEFT_OUT and EXCEPTIONS."""
    names = runpy.run_path(str(path))
    return Tables(names["MAPPED"], names["LEFT_OUT"], names["EXCEPTIONS"])


def write_case(root: Path, number: int, case: Case) -> str:
    """Write the case as a folder of its own below `root`; the path of its Dockerfile as a finding would have it."""
    folder = root / f"case{number:04d}"
    folder.mkdir()
    (folder / "Dockerfile").write_text(case.text, encoding="utf-8", newline="")
    return f"{folder.name}/Dockerfile"


def judge(case: Case, findings: Iterable[Finding], title: Title, exempt: Exempt | None) -> Verdict:
    """What `findings`, all of this case's file, make of the case."""
    ours = tuple(finding for finding in findings if finding.rule in title.codes and title.says in finding.message)
    if case.expect == "clean":
        return _judge_clean(case, ours, title, exempt)
    if exempt is not None and not exempt.lines:
        return Verdict(case, title.codes, "exempt", ours, exempted=True)
    wanted = wanted_lines(case, title, exempt)
    at_caret = tuple(finding for finding in ours if not wanted or overlaps(finding.place, wanted))
    if at_caret or not ours:
        labelled = wanted_lines(case, title, None)
        moved = exempt is not None and not any(overlaps(finding.place, labelled) for finding in at_caret)
        return Verdict(case, title.codes, "found" if at_caret else "missed", at_caret, exempted=bool(at_caret) and moved)
    path = ours[0].place.path
    evident = tuple(
        finding for finding in ours if any(label.path == path and overlaps(label, wanted) for label in finding.evidence)
    )
    if evident:
        return Verdict(case, title.codes, "found", evident, by_evidence=True)
    return Verdict(case, title.codes, "missed", ours)


def _judge_clean(case: Case, ours: tuple[Finding, ...], title: Title, exempt: Exempt | None) -> Verdict:
    allowed = set(exempt.lines) if exempt else set()
    unexplained = tuple(
        finding for finding in ours if not allowed.issuperset(range(finding.place.first, finding.place.last + 1))
    )
    if unexplained:
        return Verdict(case, title.codes, "noisy", unexplained)
    return Verdict(case, title.codes, "quiet", ours, exempted=bool(ours))


def wanted_lines(case: Case, title: Title, exempt: Exempt | None) -> frozenset[int]:
    """The lines at which a finding counts; none means any. An instruction that is absent is missed by the whole stage."""
    lines = frozenset(exempt.lines if exempt else case.lines)
    if not title.absence:
        return lines
    return lines.union(*(stage for stage in stages(case.text) if stage.start in lines))


def stages(text: str) -> list[range]:
    """The lines of each stage, from its FROM to the line before the next one. Good enough for cases without heredocs."""
    rows = text.split("\n")
    starts = [number for number, row in enumerate(rows, 1) if row.lstrip()[:5].lower() == "from "]
    ends = [*starts, len(rows) + 1][1:]
    return [range(start, end) for start, end in zip(starts, ends, strict=True)]


def overlaps(span: Span, lines: Iterable[int]) -> bool:
    """Whether any of `lines` lies within the span."""
    return any(span.first <= line <= span.last for line in lines)


def passes(verdicts: Sequence[Verdict]) -> bool:
    """Whether enough gaps were found, and no clean case has a finding that nothing explains."""
    states = [verdict.state for verdict in verdicts]
    found, missed = states.count("found"), states.count("missed")
    return found + missed > 0 and found >= WANTED * (found + missed) and "noisy" not in states


def report(verdicts: Sequence[Verdict], tables: Tables, unmapped: Sequence[tuple[str, str]], errors: Sequence[str]) -> str:
    """The whole result as Markdown."""
    groups: dict[tuple[str, ...], list[Verdict]] = {}
    for verdict in verdicts:
        groups.setdefault(verdict.codes, []).append(verdict)
    rows = [_row(" ".join(codes), group) for codes, group in sorted(groups.items())]
    rows.append(_row("all", verdicts))
    found, total = rows[-1][1].split(" of ")
    share = f" ({100 * int(found) / int(total):.1f} %)" if total != "0" else ""
    parts = [
        "# Conformance",
        f"{found} of {total} gap cases found{share}; at least {WANTED:.0%} are wanted.",
        table(["rule", "gaps found", "at evidence only", "clean cases", "with findings", "exceptions used"], rows),
    ]
    parts += _section("Missed", [_line(verdict) for verdict in verdicts if verdict.state == "missed"])
    parts += _section("Findings on clean cases", [_line(verdict) for verdict in verdicts if verdict.state == "noisy"])
    parts += _section("Titles that the map does not know", [f"{source} / {rule}" for source, rule in unmapped])
    parts += _section("Could not be checked", errors)
    used: dict[str, list[str]] = {}
    for verdict in verdicts:
        if verdict.exempted:
            used.setdefault(tables.exceptions[verdict.case[:3]].reason, []).append(verdict.case.name)
    parts += _section("Exceptions used", [f"{', '.join(names)}: {reason}" for reason, names in used.items()])
    left = [f"{source} / {rule}: {reason}" for (source, rule), reason in sorted(tables.left_out.items())]
    parts += _section("Titles left out", left)
    return "\n\n".join(parts) + "\n"


def _row(name: str, verdicts: Sequence[Verdict]) -> list[str]:
    states = [verdict.state for verdict in verdicts]
    found = states.count("found")
    return [
        name,
        f"{found} of {found + states.count('missed')}",
        str(sum(verdict.by_evidence for verdict in verdicts)),
        str(states.count("quiet") + states.count("noisy")),
        str(states.count("noisy")),
        str(sum(verdict.exempted for verdict in verdicts)),
    ]


def _line(verdict: Verdict) -> str:
    case = verdict.case
    wanted = f" at {', '.join(map(str, sorted(set(case.lines))))}" if case.lines else ""
    said = "; ".join(f"{finding.rule} at {finding.place.first}: {finding.message}" for finding in verdict.findings)
    return f"{case.name}: {case.expect}{wanted} for {' '.join(verdict.codes)}" + (f", got {said}" if said else "")


def _section(heading: str, lines: Sequence[str]) -> list[str]:
    return [f"## {heading}", "\n".join(f"- {line}" for line in lines)] if lines else []


if __name__ == "__main__":
    raise SystemExit(main())
