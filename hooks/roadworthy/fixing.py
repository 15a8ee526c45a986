"""`--fix`: mend what a run has found, tell what was changed, and leave the rest to be reported."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from .printing import put
from .writers.fixes import fixable, mend

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .core.finding import Report
    from .core.repository import Repository

MOST_TOLD = 8  # changes of one file


def fix(repo: Repository, root: str, report: Report, selected: bool, for_people: bool) -> bool:
    """Mend, print a line for each file that was changed or should have been, and say whether any was.

    Only what a commit is told of is mended: nothing that is waived, excluded or disabled; nothing that TODO.md records as known
    or that only informs, except where the rules were `selected`. The lines stay out of a report for machines.
    """
    found = [
        finding
        for finding in report.findings
        if fixable(finding.rule.code) and finding.waived is None
        if selected or not (finding.known or finding.severity == "info")
    ]
    mended = mend(repo, root, found)
    for one in mended:
        if one.notes:
            put(sys.stdout if for_people else sys.stderr, f"fixed {one.path}: {_told(one.notes)}\n")
        else:
            put(sys.stderr, f"{one.path} {one.refused}\n")
    return any(one.notes for one in mended)


def _told(notes: Sequence[str]) -> str:
    """What was changed in one file, on one line."""
    more = len(notes) - MOST_TOLD
    return "; ".join(notes) if more < 2 else "; ".join([*notes[:MOST_TOLD], f"and {more} more"])
