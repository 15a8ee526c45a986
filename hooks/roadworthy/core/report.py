"""From what the rules said to a report: identities, waivers, known gaps, severities, order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .finding import Finding, Problem, Report
from .outcome import Outcome, Unreadable
from .records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from .excerpt import Place
    from .repository import Repository
    from .rule import Rule, Severity
    from .run import Said


class Policy(NamedTuple):
    """What the repository's owners decided.

    `disabled` takes a rule's code and a path, `excluded` a path; `known` holds identities `(code, path, symbol)` recorded as
    open gaps.
    """

    severity: Mapping[str, Severity] = {}
    disabled: Callable[[str, str], bool] = lambda code, path: False
    excluded: Callable[[str], bool] = lambda path: False
    known: frozenset[tuple[str, str, str]] = frozenset()


NO_POLICY = Policy()


def build(
    repo: Repository,
    said: Iterable[Said],
    files_checked: int,
    policy: Policy = NO_POLICY,
    waived: Callable[[Rule, Place], str | None] = lambda rule, place: None,
) -> Report:
    """The report of a run. `waived` gives the reason for which a person waived the rule at this place, or None."""
    gaps: list[tuple[Rule, Outcome]] = []
    errors: dict[Problem, None] = {}
    notes: dict[Problem, None] = {}
    for rules, what in said:
        if isinstance(what, Unreadable):
            if not policy.excluded(what.place.path):
                (notes if what.opaque else errors)[Problem(what.place.path, what.why)] = None
        elif what.state == "gap":
            path = what.places[0].path
            if not policy.disabled(rules[0].code, path) and not policy.excluded(path):
                gaps.append((rules[0], what))
    findings = [_finding(rule, gap, symbol, policy, waived) for (rule, gap), symbol in zip(gaps, _symbols(repo, gaps))]
    findings.sort(key=lambda f: (f.place.path, f.place.line, f.place.column, f.rule.code, f.symbol))
    return Report(files_checked, tuple(findings), tuple(sorted(errors)), tuple(sorted(notes)))


def _symbols(repo: Repository, gaps: Sequence[tuple[Rule, Outcome]]) -> list[str]:
    """Each gap's symbol; one that repeats within a file gets a suffix from the text it points at, never a line number."""
    seen: dict[tuple[str, str, str], int] = {}
    named = []
    for rule, gap in gaps:
        place, symbol = gap.places[0], gap.symbol
        if (rule.code, place.path, symbol) in seen:
            source = repo.source(place.path)
            line = "" if isinstance(source, Unreadable) else source.line(place.line)
            symbol = f"{symbol}~{_digest(line.strip())[:6]}"
        count = seen[rule.code, place.path, symbol] = seen.get((rule.code, place.path, symbol), 0) + 1
        named.append(symbol if count == 1 else f"{symbol}.{count}")
    return named


def _finding(rule: Rule, gap: Outcome, symbol: str, policy: Policy, waived: Callable[[Rule, Place], str | None]) -> Finding:
    place = gap.places[0]
    return Finding(
        rule,
        policy.severity.get(rule.code, rule.severity),
        place,
        symbol,
        gap.message,
        gap.remedy or rule.remedy,
        gap.places[1:],
        _digest("\0".join((rule.code, place.path, symbol)))[:32],
        known=gap.recorded or (_is_known(rule, gap, symbol, policy) and not rule.code.startswith("SEC")),
        waived=waived(rule, place),
    )


def _is_known(rule: Rule, gap: Outcome, symbol: str, policy: Policy) -> bool:
    """Whether the gap is recorded at one of its places: a contradiction of two files is one, whichever of them was changed."""
    return any((rule.code, place.path, symbol) in policy.known for place in gap.places)


def _digest(text: str) -> str:
    from hashlib import sha256

    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def blocks(finding: Finding, fail_on: Severity) -> bool:
    """Whether this finding stops the commit: `error`, or also `warning` with `fail_on` `warning`."""
    if finding.known or finding.waived is not None:
        return False
    return finding.severity == "error" or (finding.severity == "warning" and fail_on == "warning")


def exit_code(report: Report, fail_on: Severity, fail_on_gap: bool = False) -> int:
    """0 clean, 1 findings that block, 3 something could not be checked; 1 wins over 3.

    Gaps that only the whole repository shows (audit rules) count with `fail_on_gap` alone.
    """
    for finding in report.findings:
        if finding.rule.at == "commit" and blocks(finding, fail_on):
            return 1
        if fail_on_gap and not finding.known and finding.waived is None and finding.severity != "info":
            return 1
    return 3 if report.errors else 0
