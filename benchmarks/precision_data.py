"""The files of the precision sample: verdicts (TSV, committed) and how many findings there were to sample from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

VERDICTS = ("right", "wrong", "debatable")
VERDICT_COLUMNS = ("rule", "repository", "commit", "path", "line", "verdict", "note")
TOTAL_COLUMNS = ("rule", "findings", "repositories")
SAMPLES = ("first", "second")
SAMPLED_COLUMNS = ("sample", "severity", *VERDICT_COLUMNS)


class Verdict(NamedTuple):
    """What a reader of the code made of one finding. `line` is 0 for an absence; `note` says why where it is not plain."""

    rule: str
    repository: str
    commit: str
    path: str
    line: int
    verdict: str
    note: str

    @property
    def finding(self) -> tuple[str, str, str, int]:
        """What finding this is about, whatever the commit."""
        return self.rule, self.repository, self.path, self.line


class Total(NamedTuple):
    """How many findings a rule had in the trees that were sampled, and in how many repositories."""

    rule: str
    findings: int
    repositories: int


class Sampled(NamedTuple):
    """A verdict of one of the samples at large, as it was when it was drawn; `severity` is the rule's at that time."""

    sample: str
    severity: str
    verdict: Verdict


def read_verdicts(path: Path) -> list[Verdict]:
    """The verdicts of a TSV file. Ends the program with the line number of a row that is none, or stands there twice."""
    verdicts = []
    seen: dict[tuple[str, str, str, int], int] = {}
    for number, cells in _rows(path, VERDICT_COLUMNS):
        row = _verdict(path, number, cells)
        if row.finding in seen:
            raise SystemExit(f"{path}:{number}: judged already in line {seen[row.finding]}")
        seen[row.finding] = number
        verdicts.append(row)
    return verdicts


def read_sampled(path: Path) -> list[Sampled]:
    """The verdicts of the samples at large. Ends the program with the line number of a row that is none."""
    sampled = []
    for number, (sample, severity, *cells) in _rows(path, SAMPLED_COLUMNS):
        if sample not in SAMPLES:
            raise SystemExit(f"{path}:{number}: {sample!r} is no sample: {', '.join(SAMPLES)}")
        sampled.append(Sampled(sample, severity, _verdict(path, number, cells)))
    return sampled


def _verdict(path: Path, number: int, cells: Sequence[str]) -> Verdict:
    rule, repository, commit, name, line, verdict, note = cells
    if verdict not in VERDICTS:
        raise SystemExit(f"{path}:{number}: {verdict!r} is no verdict: {', '.join(VERDICTS)}")
    if not line.isdecimal():
        raise SystemExit(f"{path}:{number}: {line!r} is no line number")
    return Verdict(rule, repository, commit, name, int(line), verdict, note)


def read_totals(path: Path) -> dict[str, Total]:
    """The totals of a TSV file by rule."""
    return {
        rule: Total(rule, int(findings), int(repositories)) for _, (rule, findings, repositories) in _rows(path, TOTAL_COLUMNS)
    }


def write_verdicts(path: Path, verdicts: Iterable[Verdict]) -> None:
    """Write the verdicts sorted, so that a new one is one new line in a diff."""
    _write(path, VERDICT_COLUMNS, sorted(verdicts))


def write_totals(path: Path, totals: Iterable[Total]) -> None:
    """Write the totals sorted by rule."""
    _write(path, TOTAL_COLUMNS, sorted(totals))


def _rows(path: Path, columns: Sequence[str]) -> Iterable[tuple[int, list[str]]]:
    with path.open(encoding="utf-8") as stream:
        for number, line in enumerate(stream, 1):
            cells = line.rstrip("\n").split("\t")
            if number == 1:
                if cells != list(columns):
                    raise SystemExit(f"{path}:1: expected the columns {', '.join(columns)}")
            elif line.strip():
                if len(cells) != len(columns):
                    raise SystemExit(f"{path}:{number}: {len(cells)} columns, expected {len(columns)}")
                yield number, cells


def _write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    lines = ["\t".join(columns)]
    lines += ["\t".join(" ".join(str(cell).split()) for cell in row) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
