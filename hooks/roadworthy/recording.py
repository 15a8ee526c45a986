"""The gaps of a run in TODO.md: which findings get an entry, which entries are closed, and what was renamed meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .core.excerpt import Source
from .core.renames import renamed
from .parsing.todo import IN_PROGRESS, OPEN, entries
from .writers.todo import Gap, updated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .core.finding import Finding, Report
    from .core.repository import Repository
    from .core.rule import Rule
    from .parsing.todo import Identity

LEDGER = "TODO.md"


def recorded(repo: Repository, root: str, report: Report, rules: Iterable[Rule], today: str) -> Source | str:
    """The text of TODO.md after the run, as a `Source` where it is to be changed; otherwise why it cannot be, or nothing."""
    source = repo.source(LEDGER) if repo.exists(LEDGER) else Source(LEDGER, "")
    if not isinstance(source, Source):
        return f"is not changed: it {source.why}"
    text = updated(source.text, map(_gap, wanted(report.findings)), _judged(report, rules), today, renames(root, source))
    return Source(LEDGER, text) if text != source.text else ""


def entered(repo: Repository) -> frozenset[Identity]:
    """The findings that TODO.md has an open entry for, secrets among them."""
    source = repo.source(LEDGER) if repo.exists(LEDGER) else None
    if not isinstance(source, Source):
        return frozenset()
    return frozenset(entry.identity for entry in entries(source) if entry.identity and entry.mark in (OPEN, IN_PROGRESS))


def identity(finding: Finding) -> Identity:
    """What a finding is known by."""
    return finding.rule.code, finding.place.path, finding.symbol


def wanted(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that are work to be done: all but those that a person waived and those that only inform.

    An item of the checklist whose only gaps inform has them all: every gap is somebody's task.
    """
    open_ = [finding for finding in findings if finding.waived is None]
    asked = [finding for finding in open_ if finding.severity != "info"]
    served = {item for finding in asked for item in finding.rule.items}
    return [f for f in open_ if f.severity != "info" or any(item not in served for item in f.rule.items)]


def _gap(finding: Finding) -> Gap:
    remedy = finding.remedy or finding.rule.remedy
    return Gap(identity(finding), f"{finding.message}: {remedy}", finding.rule.risk)


def _judged(report: Report, rules: Iterable[Rule]) -> Callable[[Identity], bool]:
    """Whether the run would have found the gap if it were there: its rule ran, its file was read, and nobody waived it."""
    ran = {rule.code for rule in rules}
    unread = {problem.path for problem in (*report.errors, *report.notes)}
    shown = set(map(identity, report.findings))

    def judged(one: Identity) -> bool:
        return one[0] in ran and one[1] not in unread and "." not in unread and one not in shown

    return judged


def renames(root: str, ledger: Source) -> dict[str, str]:
    """Where the files went that open entries speak of and that are gone, as git tells; empty without git."""
    return renamed(
        root, (entry.identity[1] for entry in entries(ledger) if entry.identity and entry.mark in (OPEN, IN_PROGRESS))
    )
