"""GitHub Actions workflow commands, which the runner turns into annotations on the changed files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..redaction import redact_message
from .concise import said, sentence
from .screen import glyph, visible

if TYPE_CHECKING:
    from ..finding import Finding, Report
    from . import Lookup, Style

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def render(report: Report, source: Lookup, style: Style) -> str:
    """A command for each finding that is not waived and each file that could not be checked; known gaps are notices.

    The log shows only the text of a command, so the text says path and rule too.
    """
    lines = [_finding(f) for f in report.findings if f.waived is None]
    for problem in report.errors:
        about = {"file": problem.path, "title": "not checked"}
        lines.append(command("error", about, f"{said(problem.path)}: not checked: {said(problem.message)}"))
    return "".join(line + "\n" for line in lines)


def _finding(finding: Finding) -> str:
    rule, place = finding.rule, finding.place
    about: dict[str, str] = {"file": place.path}
    if place.line > 0:
        about["line"] = str(place.line)
        one_line = place.end_line <= place.line
        if one_line:  # the runner takes columns only where start and end share a line
            about["col"] = str(max(1, place.column))
        if place.end_line >= place.line:
            about["endLine"] = str(place.end_line)
        if one_line and place.end_column >= place.column:
            about["endColumn"] = str(place.end_column)
    about["title"] = f"{rule.code} {rule.name}"
    text = sentence(finding)
    remedy = finding.remedy or rule.remedy
    if remedy:
        text += "\nfix: " + "\n".join(visible(line) for line in redact_message(remedy).splitlines())
    return command("notice" if finding.known else _COMMANDS[finding.severity], about, text)


def command(name: str, properties: dict[str, str], text: str) -> str:
    """`::name key=value,…::text`, escaped as the toolkit's `issueCommand` does."""
    told = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in properties.items())
    return f"::{name} {told}::{_escaped(text)}"


def _escaped(text: str, also: str = "") -> str:
    text = "".join(c if c.isprintable() or c in "\r\n" else glyph(c) for c in text)
    for character in "%\r\n" + also:  # `%` first: the escapes have one themselves
        text = text.replace(character, f"%{ord(character):02X}")
    return text
