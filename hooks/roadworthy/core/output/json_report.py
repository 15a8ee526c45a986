"""The report as JSON, for programs: schema version 1, keys in a fixed order, the same bytes for the same report."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from ..redaction import redact_message

if TYPE_CHECKING:
    from ..excerpt import Place
    from ..finding import Finding, Report, Row
    from . import Lookup, Style


def render(report: Report, source: Lookup, style: Style) -> str:
    """One object. Waived findings are left out; positions count from 1 with both ends inclusive, line 0 is an absence."""
    made: dict[str, Any] = {
        "schema_version": 1,
        "files_checked": report.files_checked,
        "findings": [_finding(f, style) for f in report.findings if f.waived is None],
        "errors": [{"path": p.path, "message": redact_message(p.message)} for p in report.errors],
    }
    if report.checklist is not None:
        made["checklist"] = [_row(row) for row in report.checklist]
    return dumped(made)


def dumped(made: object) -> str:
    """JSON text that UTF-8 can carry: lone surrogates, as in file names that are not UTF-8, are written as escapes."""
    text = json.dumps(made, ensure_ascii=False, indent=2) + "\n"
    return re.sub("[\ud800-\udfff]", lambda found: f"\\u{ord(found[0]):04x}", text)


def _finding(finding: Finding, style: Style) -> dict[str, Any]:
    rule, place = finding.rule, finding.place
    return {
        "rule": rule.code,
        "name": rule.name,
        "items": list(rule.items),
        "severity": finding.severity,
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "symbol": finding.symbol,
        "message": redact_message(finding.message),
        "risk": redact_message(rule.risk),
        "remedy": redact_message(finding.remedy or rule.remedy),
        "labels": [_labelled(label) for label in finding.labels],
        "fingerprint": finding.fingerprint,
        "known": finding.known,
        "commit": finding.commit,
        "url": style.rule_url(rule.code),
    }


def _labelled(place: Place) -> dict[str, Any]:
    return {"path": place.path, "line": place.line, "text": redact_message(place.label)}


def _row(row: Row) -> dict[str, Any]:
    return {
        "item": row.item,
        "state": row.state,
        "evidence": [_labelled(place) for place in row.evidence],
        "searched": list(row.searched),
        "attestation": None if row.attestation is None else redact_message(row.attestation),
    }
