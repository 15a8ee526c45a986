"""`--fix`: mend what a run has found, tell what was changed, and leave the rest to be reported."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from .printing import put
from .writers.fixes import fixable, mend

if TYPE_CHECKING:
    from .core.finding import Report
    from .core.repository import Repository


def fix(repo: Repository, root: str, report: Report, selected: bool, for_people: bool) -> bool:
    """Mend, print a line for each file that was changed or should have been, and say whether any was.

    Only what is reported is mended: nothing that is waived, excluded or disabled, and nothing that TODO.md records as known,
    except where the rules were `selected`. The lines stay out of a report for machines.
    """
    found = [f for f in report.findings if f.waived is None and (selected or not f.known) and fixable(f.rule.code)]
    mended = mend(repo, root, found)
    for one in mended:
        if one.notes:
            put(sys.stdout if for_people else sys.stderr, f"fixed {one.path}: {'; '.join(one.notes)}\n")
        else:
            put(sys.stderr, f"{one.path} {one.refused}\n")
    return any(one.notes for one in mended)
