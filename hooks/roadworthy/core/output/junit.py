"""The report as JUnit XML, for servers that show tests: one case a finding, one more where there is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..redaction import redact_message
from .concise import position
from .screen import glyph

if TYPE_CHECKING:
    from ..finding import Finding, Report
    from . import Lookup, Style

# What XML 1.0 (section 2.2) does not allow, escaped or not.
_FORBIDDEN = "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"


def render(report: Report, source: Lookup, style: Style) -> str:
    """Errors and warnings are failures; notes, waived and known gaps are skipped; what could not be checked is an error."""
    cases = [_case(finding) for finding in report.findings]
    for problem in report.errors:
        message = redact_message(problem.message)
        cases.append(("errors", _element(problem.path, "not checked", "error", message, "not-checked", message)))
    if not cases:
        cases.append(("", f'    <testcase classname="roadworthy" name="{report.files_checked} files without a finding"/>\n'))
    counts = f'tests="{len(cases)}"'
    for kind in ("failures", "errors", "skipped"):
        counts += f' {kind}="{sum(of == kind for of, _ in cases)}"'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites name="roadworthy" {counts}>\n'
        f'  <testsuite name="roadworthy" {counts}>\n'
        f"{''.join(case for _, case in cases)}"
        "  </testsuite>\n"
        "</testsuites>\n"
    )


def _case(finding: Finding) -> tuple[str, str]:
    rule = finding.rule
    name = f"{rule.code} {rule.name}: {finding.symbol}"
    message = redact_message(finding.message)
    if finding.waived is not None:
        return "skipped", _element(finding.place.path, name, "skipped", f"waived: {redact_message(finding.waived)}")
    if finding.known:
        return "skipped", _element(finding.place.path, name, "skipped", f"recorded in {finding.recorded_in}: {message}")
    if finding.severity == "info":
        return "skipped", _element(finding.place.path, name, "skipped", message)
    told = [f"{position(finding.place)}: {message}"]
    told += [f"  {position(label)}: {redact_message(label.label)}" for label in finding.labels]
    told += [f"risk: {redact_message(rule.risk)}", f"fix: {redact_message(finding.remedy or rule.remedy)}"]
    return "failures", _element(finding.place.path, name, "failure", message, finding.severity, "\n".join(told))


def _element(path: str, name: str, tag: str, message: str, kind: str = "", text: str = "") -> str:
    of_kind = f' type="{_attribute(kind)}"' if kind else ""
    return (
        f'    <testcase classname="{_attribute(path)}" name="{_attribute(name)}" file="{_attribute(path)}">\n'
        f'      <{tag} message="{_attribute(message)}"{of_kind}>{_text(text)}</{tag}>\n'
        "    </testcase>\n"
    )


def _text(text: str) -> str:
    text = re.sub(_FORBIDDEN, lambda found: glyph(found[0]), text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def _attribute(text: str) -> str:
    """White space is escaped too: a parser would turn it into spaces (XML 1.0, 3.3.3)."""
    return _text(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
