"""The precision of the rules, from what people judged: the tables of docs/precision.md, and whether a rule may block.

    python benchmarks/precision_table.py --collect form.md
    python benchmarks/precision_table.py --write
    python benchmarks/precision_table.py --check

`--collect` takes the verdicts of a form that was filled in into docs/precision.tsv, `--write` renews the tables in
docs/precision.md, and `--check` fails where one is stale or a rule of severity `error` is not entitled to block.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from audit_output import read_json
from environment import CHECKOUT, table
from precision_data import (
    SAMPLES,
    VERDICTS,
    Sampled,
    Total,
    Verdict,
    read_sampled,
    read_totals,
    read_verdicts,
    write_verdicts,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

BY_RULE, AT_LARGE = "precision table", "table of the samples at large"
ENOUGH = 30
WANTED = 0.95


class Score(NamedTuple):
    """How one rule's judged findings came out. What is debatable was judged, and is not right."""

    judged: int
    right: int
    wrong: int
    debatable: int

    @property
    def share(self) -> float:
        """The share that is right; 0 where nothing was judged."""
        return self.right / self.judged if self.judged else 0.0


def main(argv: Sequence[str] | None = None) -> int:
    """Do what the options ask, in the order collect, write, check; 1 where the check fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verdicts", type=Path, default=CHECKOUT / "docs" / "precision.tsv")
    parser.add_argument("--totals", type=Path, default=CHECKOUT / "docs" / "precision-totals.tsv")
    parser.add_argument("--at-large", type=Path, default=CHECKOUT / "docs" / "precision-at-large.tsv")
    parser.add_argument("--page", type=Path, default=CHECKOUT / "docs" / "precision.md")
    parser.add_argument("--ours", default="roadworthy", help="the roadworthy command, asked for severities by --check")
    parser.add_argument("--collect", type=Path, action="append", default=[], metavar="FORM", help="a form that was filled in")
    parser.add_argument("--write", action="store_true", help="renew the table in the page")
    parser.add_argument("--check", action="store_true", help="verify the page and the rules that block")
    options = parser.parse_args(argv)
    verdicts = read_verdicts(options.verdicts) if options.verdicts.exists() else []
    if options.collect:
        verdicts = merge(verdicts, [row for path in options.collect for row in collect(path.read_text(encoding="utf-8"))])
        write_verdicts(options.verdicts, verdicts)
    totals = read_totals(options.totals) if options.totals.exists() else {}
    rendered = render(score(verdicts), totals)
    page = options.page.read_text(encoding="utf-8") if options.page.exists() else ""
    renewed = embed(page, rendered)
    if options.at_large.exists():
        renewed = embed(renewed, render_samples(read_sampled(options.at_large)), AT_LARGE)
    if options.write:
        options.page.write_text(renewed, encoding="utf-8", newline="\n")
    if not options.check:
        if not options.write:
            print(rendered)
        return 0
    problems = [] if options.write or renewed == page else [f"{options.page.name} is stale: run with --write"]
    problems += shortfalls(_severities(options.ours), score(verdicts), totals)
    print("\n".join(problems) if problems else "every rule that blocks was judged right often enough")
    return 1 if problems else 0


def collect(form: str) -> list[Verdict]:
    """The verdicts that were filled into a form; a finding without one is left out.

    Ends the program on a word that is no verdict, so that a slip of the pen is not lost.
    """
    verdicts = []
    for section in form.split("\n<!-- finding ")[1:]:
        row, _, rest = section.partition(" -->")
        rule, repository, commit, path, line = json.loads(row)
        answers = {"verdict": "", "note": ""}
        for text in rest.split("\n"):
            name, colon, value = text.partition(":")
            if colon and name in answers:  # the last one counts: quoted source lines start with their number
                answers[name] = value.strip()
        if not answers["verdict"]:
            continue
        if answers["verdict"] not in VERDICTS:
            raise SystemExit(f"{rule} {repository} {path}:{line}: {answers['verdict']!r} is no verdict: {', '.join(VERDICTS)}")
        verdicts.append(Verdict(rule, repository, commit, path, line, answers["verdict"], answers["note"]))
    return verdicts


def merge(known: Iterable[Verdict], fresh: Iterable[Verdict]) -> list[Verdict]:
    """All verdicts; where a finding was judged again the fresh one holds."""
    return list({verdict.finding: verdict for verdict in [*known, *fresh]}.values())


def score(verdicts: Iterable[Verdict]) -> dict[str, Score]:
    """The scores by rule."""
    counts: dict[str, Counter[str]] = {}
    for verdict in verdicts:
        counts.setdefault(verdict.rule, Counter())[verdict.verdict] += 1
    return {rule: Score(sum(by.values()), *(by[name] for name in VERDICTS)) for rule, by in sorted(counts.items())}


def render(scores: Mapping[str, Score], totals: Mapping[str, Total]) -> str:
    """The table: a row for each rule that was judged, and one for all."""
    rows = [(rule, totals[rule].findings if rule in totals else "-", *_cells(scores[rule])) for rule in sorted(scores)]
    everything = Score(*map(sum, zip(*scores.values(), strict=True))) if scores else Score(0, 0, 0, 0)
    rows.append(("all", sum(totals[rule].findings for rule in scores if rule in totals) or "-", *_cells(everything)))
    return table(("rule", "findings", "judged", "right", "wrong", "debatable", "share right"), rows)


def render_samples(sampled: Iterable[Sampled]) -> str:
    """The table of the samples at large: a row for each rule, then one for each severity and for all."""
    rules: dict[str, list[Sampled]] = {}
    severities: dict[str, list[Sampled]] = {"error": [], "warning": [], "info": []}
    for row in sampled:
        rules.setdefault(row.verdict.rule, []).append(row)
        severities.setdefault(row.severity, []).append(row)
    groups = [(rule, rules[rule]) for rule in sorted(rules)]
    groups += [(f"all of severity `{severity}`", rows) for severity, rows in severities.items() if rows]
    groups.append(("all", [row for rows in rules.values() for row in rows]))
    headings = [f"{sample}: {column}" for sample in SAMPLES for column in ("judged", *VERDICTS, "share right")]
    return table(("rule", *headings), [(name, *_sample_cells(rows)) for name, rows in groups])


def _sample_cells(rows: Sequence[Sampled]) -> list[object]:
    cells: list[object] = []
    for sample in SAMPLES:
        counts = Counter(row.verdict.verdict for row in rows if row.sample == sample)
        cells += _cells(Score(sum(counts.values()), *(counts[name] for name in VERDICTS)))
    return cells


def embed(page: str, rendered: str, name: str = BY_RULE) -> str:
    """The page with the table of this name replaced; the table at the end of a page that has no place for one."""
    begin_mark, end_mark = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, begin, rest = page.partition(begin_mark)
    _, end, after = rest.partition(end_mark)
    if not (begin and end):
        return f"{page.rstrip()}\n\n{begin_mark}\n{rendered}\n{end_mark}\n".lstrip("\n")
    return f"{before}{begin_mark}\n{rendered}\n{end_mark}{after}"


def shortfalls(severities: Mapping[str, str], scores: Mapping[str, Score], totals: Mapping[str, Total]) -> list[str]:
    """What keeps each rule that blocks from being entitled to: too few findings judged, or too few of them right.

    All there are is enough, but only where the totals say how many there are. Rules about our own ignore comments (RW) and
    about tasks in the form of our own ledger (TODO) are left out: no other repository has such, and whether a date stands in
    front of a task is no matter of judgement.
    """
    problems = []
    for rule in sorted(
        rule for rule, severity in severities.items() if severity == "error" and not rule.startswith(("RW", "TODO"))
    ):
        result = scores.get(rule, Score(0, 0, 0, 0))
        needed = min(ENOUGH, totals[rule].findings) if rule in totals else ENOUGH
        if result.judged < needed:
            problems.append(f"{rule} blocks with {result.judged} findings judged: {needed} are needed")
        elif result.judged and result.share < WANTED:
            problems.append(f"{rule} blocks with {result.right} of {result.judged} findings right: {WANTED:.0%} are needed")
    return problems


def _cells(result: Score) -> tuple[object, ...]:
    return *result, f"{result.share:.0%}" if result.judged else "-"


def _severities(ours: str) -> dict[str, str]:
    return {row["code"]: row["severity"] for row in read_json([ours, "rules", "--format", "json"])}


if __name__ == "__main__":
    raise SystemExit(main())
