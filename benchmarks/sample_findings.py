"""Draw findings for a person to judge: a form with each finding in its source.

    python benchmarks/sample_findings.py [--per-rule 30] [--total 200] [--judged docs/precision.tsv] DIR… > form.md

Every DIR is a git work tree; a folder called `owner+name` is the repository owner/name. The sample is the same in every run
with the same seed. In the form a judge writes `right`, `wrong` or `debatable` after `verdict:`, and
`precision_table.py --collect form.md` takes it from there. The form quotes other people's source, and what a secret rule
found: it is not for committing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from audit_output import Finding, audit
from precision_data import VERDICTS, Total, read_verdicts, write_totals

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

AROUND = 12


class Candidate(NamedTuple):
    """A finding with where it was found: the repository's name, its commit and its folder on this machine."""

    repository: str
    commit: str
    root: str
    finding: Finding

    @property
    def key(self) -> tuple[str, str, str, int]:
        """What finding this is, as a verdict names it."""
        return self.finding.rule, self.repository, self.finding.place.path, self.finding.place.first


def main(argv: Sequence[str] | None = None) -> int:
    """Audit the trees, draw the sample and print the form."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trees", nargs="+", type=Path, metavar="DIR", help="git work trees")
    parser.add_argument("--ours", default="roadworthy", help="the roadworthy command (default: the one on PATH)")
    parser.add_argument("--area", action="append", default=[], help="only this area of rules")
    parser.add_argument("--rules", type=_codes, default=(), metavar="CODES", help="only these rules, comma-separated")
    parser.add_argument("--severity", type=_codes, default=(), metavar="LIST", help="only findings of these severities")
    parser.add_argument("--per-rule", type=int, default=30, help="at least so many of each rule, or all (default: 30)")
    parser.add_argument("--total", type=int, default=0, help="fill up to so many, in proportion to what rules found")
    parser.add_argument("--seed", default="1", help="another seed is another sample")
    parser.add_argument("--judged", type=Path, help="verdicts there are: counted towards --per-rule, not asked again")
    parser.add_argument("--totals", type=Path, help="write here how many findings each rule had (TSV)")
    options = parser.parse_args(argv)
    areas = [part for area in options.area for part in ("--area", area)]
    candidates = []
    for tree in options.trees:
        candidates += _candidates(options.ours, tree, areas)
    wanted = chosen(candidates, options.rules, options.severity)
    if options.totals:
        write_totals(options.totals, totals(wanted))
    judged = {verdict.finding for verdict in read_verdicts(options.judged)} if options.judged else set()
    print(form(draw(wanted, options.seed, options.per_rule, options.total, judged)), end="")
    return 0


def chosen(candidates: Iterable[Candidate], rules: Collection[str], severities: Collection[str]) -> list[Candidate]:
    """The candidates of these rules and severities; an empty collection means all. One finding stays of several alike."""
    unique = {
        candidate.key: candidate
        for candidate in candidates
        if (not rules or candidate.finding.rule in rules) and (not severities or candidate.finding.severity in severities)
    }
    return list(unique.values())


def totals(candidates: Iterable[Candidate]) -> list[Total]:
    """How many findings and repositories each rule has."""
    by_rule: dict[str, list[str]] = {}
    for candidate in candidates:
        by_rule.setdefault(candidate.finding.rule, []).append(candidate.repository)
    return [Total(rule, len(names), len(set(names))) for rule, names in by_rule.items()]


def draw(
    candidates: Sequence[Candidate],
    seed: str,
    per_rule: int,
    total: int,
    judged: Collection[tuple[str, str, str, int]] = (),
) -> list[Candidate]:
    """The sample, by rule. Which findings are drawn depends on the seed and on themselves, not on the order they come in.

    Within a rule repositories take turns, so that one with generated copies of a file does not fill the sample.
    """
    by_rule: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        by_rule.setdefault(candidate.finding.rule, []).append(candidate)
    sizes = allocate({rule: len(group) for rule, group in by_rule.items()}, per_rule, total)
    done = Counter(key[0] for key in judged if key in {candidate.key for candidate in candidates})
    sample = []
    for rule in sorted(by_rule):
        fresh = [candidate for candidate in _in_turns(by_rule[rule], seed) if candidate.key not in judged]
        sample += fresh[: max(0, sizes[rule] - done[rule])]
    return sample


def allocate(counts: Mapping[str, int], per_rule: int, total: int) -> dict[str, int]:
    """How many to draw of each rule: `per_rule` or all there are, then up to `total` in proportion to what is left."""
    sizes = {rule: min(count, per_rule) for rule, count in counts.items()}
    room = {rule: counts[rule] - sizes[rule] for rule in counts}
    spare, left = max(0, total - sum(sizes.values())), sum(room.values())
    if not left:
        return sizes
    spare = min(spare, left)
    shares = {rule: divmod(spare * room[rule], left) for rule in counts}
    for rule, (whole, _) in shares.items():
        sizes[rule] += whole
    missing = spare - sum(whole for whole, _ in shares.values())
    for rule in sorted(shares, key=lambda rule: (-shares[rule][1], rule))[:missing]:
        sizes[rule] += 1
    return sizes


def _in_turns(group: Iterable[Candidate], seed: str) -> list[Candidate]:
    by_repository: dict[str, list[tuple[str, Candidate]]] = {}
    for candidate in group:
        digest = hashlib.sha256("\0".join([seed, *map(str, candidate.key)]).encode()).hexdigest()
        by_repository.setdefault(candidate.repository, []).append((digest, candidate))
    ranked = [
        (turn, digest, candidate)
        for drawn in by_repository.values()
        for turn, (digest, candidate) in enumerate(sorted(drawn, key=lambda pair: pair[0]))
    ]
    return [candidate for _, _, candidate in sorted(ranked, key=lambda row: row[:2])]


def form(sample: Sequence[Candidate]) -> str:
    """The Markdown form. The comment under each heading is what `precision_table.py --collect` reads."""
    parts = [
        f"# {len(sample)} findings to judge\n",
        f"Write one of {', '.join(VERDICTS)} after `verdict:`, and after `note:` why, unless it is plain.\n",
    ]
    for number, candidate in enumerate(sample, 1):
        finding = candidate.finding
        place = finding.place
        row = json.dumps([finding.rule, candidate.repository, candidate.commit, place.path, place.first])
        row = row.replace("--", "-\\u002d")  # two hyphens may not stand in a comment
        parts += [
            f"## {number}. {finding.rule} {finding.name}\n",
            f"<!-- finding {row} -->",
            f"{candidate.repository}@{candidate.commit[:12]} `{place.path}:{place.first}`: {finding.message}\n",
            *(f"- `{place.path}:{place.first}`: {place.label}" for place in finding.evidence),
            _quoted(source_lines(Path(candidate.root, place.path), place.first, place.last)),
            "verdict:\nnote:\n",
        ]
    return "\n".join(parts)


def source_lines(path: Path, first: int, last: int, around: int = AROUND) -> list[str]:
    """About `around` numbered lines of a file with the finding in the middle, its own marked; none for an absence."""
    try:
        lines = path.read_bytes().decode("utf-8", errors="replace").split("\n")
    except OSError:
        return []
    if not first:
        return []
    last = min(last, first + around - 1)
    start = max(1, first - (around - (last - first + 1) + 1) // 2)
    end = min(len(lines), start + around - 1)
    start = max(1, end - around + 1)
    return [
        f"{number:5}{'>' if first <= number <= last else ' '} {_printable(lines[number - 1][:200])}"
        for number in range(start, end + 1)
    ]


def _printable(line: str) -> str:
    return "".join(character if character.isprintable() else " " for character in line.rstrip())


def _quoted(lines: Sequence[str]) -> str:
    fence = "`" * max([3, *(1 + _backticks(line) for line in lines)])
    return "\n".join(["", fence + "text", *lines, fence, ""]) if lines else ""


def _backticks(line: str) -> int:
    return max((len(run) for run in "".join(c if c == "`" else " " for c in line).split()), default=0)


def _candidates(ours: str, tree: Path, options: Sequence[str]) -> list[Candidate]:
    root = tree.resolve()
    commit = subprocess.run(
        ["git", "-C", str(root), "rev-parse", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()
    name = root.name.replace("+", "/", 1)
    result = audit(ours, root, *options)
    for error in result.errors:
        print(f"{name}: {error}", file=sys.stderr)
    return [Candidate(name, commit, str(root), finding) for finding in result.findings]


def _codes(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


if __name__ == "__main__":
    raise SystemExit(main())
