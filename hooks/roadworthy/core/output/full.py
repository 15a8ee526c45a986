"""The report for a person at a terminal: what is wrong, where, why it matters, and what to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..redaction import redact_message
from .concise import position, said
from .frame import GUTTER, Mark, frame_digits, frames
from .screen import columns, paint, visible, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..finding import Finding, Report
    from . import Lookup, Style

_MARGIN = " " * (GUTTER + 1)  # what explains a frame stands under its bar
_MOST_LABELS = 12  # a frame with more of them explains nothing
_KEY = 6  # columns of `risk`, `fix`, `more` and the space after


def render(report: Report, source: Lookup, style: Style) -> str:
    """Known gaps first and short, then each finding with its frame, then the checklist, then one line that sums up.

    The last lines are what stays on the screen, so what blocks comes last. The risk and the way to more are told with the
    first finding of a rule; the others repeat only a remedy that differs.
    """
    shown = [f for f in report.findings if f.waived is None]
    blocks = [_known(f, style) for f in shown if f.known]
    told: dict[str, str] = {}
    blocks += [_finding(f, source, style, told) for f in shown if not f.known]
    if report.checklist is not None:
        from .scorecard import scorecard

        blocks.append(scorecard(report.checklist, style))
    if style.verbose:
        blocks.append([f"note: {visible(n.path)}: {said(n.message)}" for n in report.notes])
    blocks.append(_summary(report, shown, style))
    return "\n".join("".join(line + "\n" for line in block) for block in blocks if block)


def _finding(finding: Finding, source: Lookup, style: Style, told: dict[str, str]) -> list[str]:
    rule = finding.rule
    secret = rule.code.startswith("SEC")  # the place of a secret is the secret: no pattern has to recognise it again
    marks = [Mark(finding.place, True, secret), *(Mark(label, False) for label in finding.labels[:_MOST_LABELS])]
    here = source if finding.commit is None else _nowhere
    drawn = frames(marks, here, finding.severity, style.colour, style.width)
    commit = f" in commit {visible(finding.commit[:12])}" if finding.commit else ""
    digits = frame_digits(marks)
    taken = digits + 4 + columns(position(finding.place) + commit)
    lines = [*_header(finding, finding.severity, drawn[0] + commit, taken, style), *drawn[1:]]
    if len(finding.labels) > _MOST_LABELS:
        lines.append(f"{_MARGIN}and {len(finding.labels) - _MOST_LABELS} more places")
    remedy = finding.remedy or rule.remedy
    first = rule.code not in told
    explained = []
    if first and rule.risk:
        explained += _explained("risk", rule.risk, style)
    if remedy and remedy != told.get(rule.code):
        explained += _explained("fix", remedy, style)
    if first:
        explained += _explained("more", f"roadworthy explain {rule.code}", style)
    told[rule.code] = remedy
    if explained and len(drawn) > 1 and drawn[-1].strip() != _bar(style).strip():
        lines.append(_bar(style))
    return lines + explained


def _nowhere(path: str) -> None:
    """The files of another commit: what stands in the work tree at that line now is something else."""


def _bar(style: Style) -> str:
    return paint(" " * GUTTER + " |", "frame", style.colour)


def _known(finding: Finding, style: Style) -> list[str]:
    where = position(finding.place)
    aside = f"  recorded in {finding.recorded_in}, does not block"
    taken = GUTTER + 4 + columns(where)
    if taken + len(aside) > style.measure:
        aside = "  recorded"
    arrow = paint(" " * GUTTER + "-->", "frame", style.colour) + f" {where}" + paint(aside, "dim", style.colour)
    return _header(finding, "known", arrow, taken + len(aside), style)


def _header(finding: Finding, kind: str, arrow: str, taken: int, style: Style) -> list[str]:
    """`error[DF006 root-user]: message`, wrapped, and the arrow line, which takes `taken` columns so far.

    The checklist items stand at the right edge of the first of the two that has room for them.
    """
    rule = finding.rule
    head = f"{kind}[{rule.code} {rule.name}]"
    room = style.measure - len(head) - 2
    lines = wrap(said(finding.message), room, style.measure - len(_MARGIN))
    if columns(lines[0]) > room:  # a long word: it goes below rather than over the edge
        lines.insert(0, "")
    items = "checklist " + ", ".join(rule.items) if rule.items else ""
    painted = [paint(line, "bold", style.colour) for line in lines]
    first = f"{paint(head, kind, style.colour)}{paint(':', 'bold', style.colour)} {painted[0]}".rstrip()
    gap = style.measure - len(items) - (len(head) + 2 + columns(lines[0]))
    if items and gap >= 2 and len(lines) == 1:
        first += " " * gap + paint(items, "dim", style.colour)
    else:
        gap = style.measure - len(items) - taken
        arrow += " " * gap + paint(items, "dim", style.colour) if items and gap >= 2 else ""
    return [first, *(_MARGIN + line for line in painted[1:]), arrow]


def _explained(key: str, text: str, style: Style) -> list[str]:
    room = style.measure - len(_MARGIN) - _KEY
    lines = wrap(redact_message(text.strip("\n")), room, room)
    first = _MARGIN + paint(key, "bold", style.colour) + " " * (_KEY - len(key)) + lines[0]
    return [first.rstrip(), *((_MARGIN + " " * _KEY + line).rstrip() for line in lines[1:])]


def _summary(report: Report, shown: Sequence[Finding], style: Style) -> list[str]:
    """`2 errors, 1 warning in 3 files (14 checked), 4 recorded in TODO.md`."""
    fresh = [f for f in shown if not f.known]
    counts = []
    for severity in ("error", "warning", "info"):
        number = sum(f.severity == severity for f in fresh)
        if number:
            word = severity if severity == "info" else _plural(severity, number)
            counts.append(paint(f"{number} {word}", severity, style.colour))
    files = len({f.place.path for f in fresh})
    said_first = ", ".join(counts) + f" in {files} {_plural('file', files)}" if fresh else "no new findings"
    if not shown:
        said_first = "no findings"
    line = f"{said_first} ({report.files_checked} checked)"
    for ledger in ("TODO.md", ".secrets.baseline"):
        if known := sum(f.known and f.recorded_in == ledger for f in shown):
            line += f", {known} recorded in {ledger}"
    number = len(report.errors)
    unread = paint(f"{number} {_plural('file', number)} could not be checked", "error", style.colour)
    return [line, unread] if number else [line]


def _plural(word: str, number: int) -> str:
    return word if number == 1 else word + "s"
