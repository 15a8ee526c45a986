"""GitLab's Code Quality report, which the merge request widget compares with the target branch by fingerprint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..redaction import redact_message
from .json_report import dumped

if TYPE_CHECKING:
    from ..finding import Report
    from . import Lookup, Style

_SEVERITIES = {"error": "critical", "warning": "minor", "info": "info"}


def render(report: Report, source: Lookup, style: Style) -> str:
    """One entry for each finding that is not waived and each file that could not be checked. An absence is on line 1."""
    entries = [
        _entry(
            redact_message(finding.message),
            finding.rule.code,
            finding.fingerprint,
            _SEVERITIES[finding.severity],
            finding.place.path,
            finding.place.line,
        )
        for finding in report.findings
        if finding.waived is None
    ]
    for problem in report.errors:
        message = "not checked: " + redact_message(problem.message)
        entries.append(_entry(message, "not-checked", _digest(problem.path, message), "major", problem.path, 0))
    return dumped(entries)


def _entry(description: str, check: str, fingerprint: str, severity: str, path: str, line: int) -> dict[str, Any]:
    return {
        "description": description,
        "check_name": check,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {"path": path, "lines": {"begin": max(1, line)}},
    }


def _digest(path: str, message: str) -> str:
    from hashlib import sha256

    return sha256(f"{path}\0{message}".encode("utf-8", "surrogatepass")).hexdigest()
