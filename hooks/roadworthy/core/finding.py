"""What a run comes to: findings with their identity, what could not be checked, and a row for each checklist item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .records import NamedTuple

if TYPE_CHECKING:
    from typing import Literal

    from .excerpt import Place
    from .rule import Rule, Severity

    RowState = Literal["PASS", "GAP", "UNKNOWN", "N/A", "ATTESTED"]


class Finding(NamedTuple):
    """A gap as it is shown. `(rule.code, place.path, symbol)` is its identity, unique within a report.

    `severity` is the rule's, or what the configuration made of it. `place.line` is 0 where something is absent. `known`:
    recorded as an open gap, so shown and not blocking. `waived`: a person said no here, with this reason; such a finding is
    kept for the checklist and for formats that have a word for it, and neither shown nor blocking. `commit` names the
    commit in which a secret was found, where that is not the work tree.
    """

    rule: Rule
    severity: Severity
    place: Place
    symbol: str
    message: str
    remedy: str
    labels: tuple[Place, ...]
    fingerprint: str
    known: bool = False
    waived: str | None = None
    commit: str | None = None

    @property
    def recorded_in(self) -> str:
        """The file that has a known finding: a secret's is the baseline, no task can make it known."""
        return ".secrets.baseline" if self.rule.code.startswith("SEC") else "TODO.md"


class Problem(NamedTuple):
    """Something that could not be checked: named, and everything else was."""

    path: str
    message: str


class Row(NamedTuple):
    """The answer for one checklist item. `evidence` carries labels; `searched` says where an absent thing was looked for.

    `more` counts the places that say the same and are left out of `evidence`.
    """

    item: str
    state: RowState
    evidence: tuple[Place, ...]
    searched: tuple[str, ...]
    attestation: str | None = None
    more: int = 0


class Report(NamedTuple):
    """All that one run has to say. `findings` are sorted by path, line and code; `checklist` is None where not asked for.

    `notes` are files that are opaque from here (binary, template, Git LFS): unknown, not errors.
    """

    files_checked: int
    findings: tuple[Finding, ...]
    errors: tuple[Problem, ...]
    notes: tuple[Problem, ...] = ()
    checklist: tuple[Row, ...] | None = None
