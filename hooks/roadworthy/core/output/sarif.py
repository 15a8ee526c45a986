"""The report as SARIF 2.1.0 (OASIS), for code scanning services. Section numbers below are those of the specification."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ..redaction import redact_message
from .json_report import dumped

if TYPE_CHECKING:
    from ..excerpt import Place
    from ..finding import Finding, Problem, Report
    from ..rule import Rule
    from . import Lookup, Style

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_PROBLEM_SEVERITY = {"error": "error", "warning": "warning", "info": "recommendation"}  # GitHub's words


def render(report: Report, source: Lookup, style: Style) -> str:
    """One run. Waived and known findings are results with a suppression; what could not be checked is a notification."""
    rules: dict[str, Rule] = {}
    for finding in report.findings:
        rules.setdefault(finding.rule.code, finding.rule)
    used = [rules[code] for code in sorted(rules)]
    index = {rule.code: number for number, rule in enumerate(used)}
    driver: dict[str, Any] = {"name": "roadworthy", "version": style.version}
    if style.home:
        driver["informationUri"] = style.home
    driver["rules"] = [_rule(rule, style) for rule in used]
    notices = [_notification(p, "error") for p in report.errors] + [_notification(p, "note") for p in report.notes]
    invocation: dict[str, Any] = {"executionSuccessful": not report.errors}
    if notices:
        invocation["toolExecutionNotifications"] = notices
    run = {
        "tool": {"driver": driver},
        "invocations": [invocation],
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The root of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, index) for finding in report.findings],
    }
    return dumped({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: Rule, style: Style) -> dict[str, Any]:
    risk, remedy = redact_message(rule.risk), redact_message(rule.remedy)
    url = style.rule_url(rule.code)
    more = f"\n\n[{rule.code} {rule.name}]({url})" if url else ""
    made: dict[str, Any] = {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.title or rule.name},
        "fullDescription": {"text": risk or rule.title or rule.name},
        "help": {
            "text": f"Risk: {risk}\nFix: {remedy}",
            "markdown": f"**Risk:** {risk}\n\n**Fix:** {remedy}{more}",
        },
    }
    if url:
        made["helpUri"] = url
    made["defaultConfiguration"] = {"level": _LEVELS[rule.severity]}
    tags = ["devops", *(["security"] if rule.code.startswith("SEC") else []), *(f"checklist/{item}" for item in rule.items)]
    made["properties"] = {"tags": tags, "problem.severity": _PROBLEM_SEVERITY[rule.severity]}
    return made


def _result(finding: Finding, index: dict[str, int]) -> dict[str, Any]:
    made: dict[str, Any] = {
        "ruleId": finding.rule.code,
        "ruleIndex": index[finding.rule.code],
        "level": _LEVELS[finding.severity],
        "message": _message(finding.message),
        "locations": [_location(finding.place)],
    }
    if finding.labels:
        made["relatedLocations"] = [{"id": n, **_location(label)} for n, label in enumerate(finding.labels, 1)]
    # GitHub follows a result by the line's hash; the identity given in its place outlives an edit of that line (3.27.17).
    made["partialFingerprints"] = {
        "primaryLocationLineHash": f"{finding.fingerprint}:1",
        "roadworthyIdentity/v1": finding.fingerprint,
    }
    suppressions = []
    if finding.waived is not None:
        suppressions.append({"kind": "inSource", "justification": redact_message(finding.waived)})
    if finding.known:
        suppressions.append({"kind": "external", "justification": f"recorded as an open gap in {finding.recorded_in}"})
    if suppressions:
        made["suppressions"] = suppressions
    properties: dict[str, Any] = {"symbol": finding.symbol, "remedy": redact_message(finding.remedy or finding.rule.remedy)}
    if finding.commit:
        properties["commit"] = finding.commit
    made["properties"] = properties
    return made


def _message(text: str) -> dict[str, Any]:
    """Plain text; what would be read as a placeholder or a link is escaped (3.11.5, 3.11.6), and nothing else is."""
    text = re.sub(r"\{(\d+)\}", r"{{\1}}", redact_message(text) or "(no message)")
    return {"text": re.sub(r"\[([^\[\]]{0,300})\]\(", r"\\[\1\\](", text)}


def _location(place: Place) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri(place.path), "uriBaseId": "%SRCROOT%"}}
    if place.line > 0:
        region = {"startLine": place.line, "startColumn": max(1, place.column)}
        if place.end_line >= place.line and place.end_column > 0:
            region["endLine"] = place.end_line
            region["endColumn"] = place.end_column + 1  # SARIF's end is exclusive (3.30.8)
            if place.end_line == place.line:
                region["endColumn"] = max(region["endColumn"], region["startColumn"])
        physical["region"] = region
    made: dict[str, Any] = {"physicalLocation": physical}
    if place.label:
        made["message"] = _message(place.label)
    return made


def _notification(problem: Problem, level: str) -> dict[str, Any]:
    where = {"physicalLocation": {"artifactLocation": {"uri": uri(problem.path), "uriBaseId": "%SRCROOT%"}}}
    return {"level": level, "message": _message(problem.message), "locations": [where]}


def uri(path: str) -> str:
    """A relative path as a URI reference: its bytes percent-encoded, also where they are not UTF-8."""
    try:
        return quote(path.encode("utf-8", "surrogateescape"), safe="/")
    except UnicodeEncodeError:
        return quote(path.encode("utf-8", "replace"), safe="/")
