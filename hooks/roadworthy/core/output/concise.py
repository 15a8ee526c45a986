"""One line a finding, as editors and scripts take it: `path:line:column: CODE message`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..redaction import redact_message
from .screen import visible

if TYPE_CHECKING:
    from ..excerpt import Place
    from ..finding import Finding, Report
    from . import Lookup, Style


def render(report: Report, source: Lookup, style: Style) -> str:
    """A line for each finding that is not waived."""
    return "".join(sentence(finding) + "\n" for finding in report.findings if finding.waived is None)


def sentence(finding: Finding) -> str:
    """Where, which rule, what, and what is special about it, in one line without control characters."""
    aside = f" (recorded in {finding.recorded_in})" if finding.known else ""
    if finding.commit:
        aside += f" (commit {visible(finding.commit[:12])})"
    return f"{position(finding.place)}: {finding.rule.code} {said(finding.message)}{aside}"


def position(place: Place) -> str:
    """`path:line:column`, or only the path of what has no line."""
    path = visible(place.path)
    return f"{path}:{place.line}:{max(1, place.column)}" if place.line > 0 else path


def said(text: str) -> str:
    """A message without secret values and control characters."""
    return visible(redact_message(text))


def errors(report: Report, style: Style) -> str:
    """A line for everything that could not be checked."""
    lines = [f"not checked: {visible(p.path)}: {said(p.message)}\n" for p in report.errors]
    if style.verbose:
        lines += [f"not readable from here: {visible(p.path)}: {said(p.message)}\n" for p in report.notes]
    return "".join(lines)
