"""Findings and files that the format tests print."""

from __future__ import annotations

from roadworthy.core.excerpt import Place, Source
from roadworthy.core.finding import Finding, Problem, Report
from roadworthy.core.output import Style
from roadworthy.core.rule import Rule


def a_rule(code="DF006", name="root-user", items=("4.1.6",), severity="error", risk="a risk", remedy="a remedy"):
    return Rule(code, name, items, severity, "commit", f"Title of {name}", risk, remedy, (), None, None)


ROOT = a_rule(
    risk="whoever breaks into the process is root in the container",
    remedy="add `USER 10001` before the last instruction",
)
SECRET = a_rule("SEC001", "secret-in-source", ("1.2",), risk="git keeps it for ever", remedy="rotate it")
SLOW = a_rule("CI030", "slow", (), "warning")
NOTE = a_rule("CI031", "no-timeout", (), "info")


def finding(place, message="stage `runtime` runs as root", *labels, rule=ROOT, symbol="runtime", remedy="", **more):
    print_ = f"{rule.code}-{place.path}-{symbol}"
    severity = more.pop("severity", rule.severity)
    return Finding(rule, severity, place, symbol, message, remedy, labels, print_, **more)


def report(*findings, errors=(), notes=(), checklist=None, checked=3):
    return Report(checked, findings, tuple(Problem(*e) for e in errors), tuple(Problem(*n) for n in notes), checklist)


def lookup(**files):
    texts = {path.replace("_", "."): text for path, text in files.items()}
    return lambda path: Source(path, texts[path]) if path in texts else None


STYLE = Style(version="1.2.3", home="https://example.org/r", page="https://example.org/r/rules/{code}")
DOCKERFILE = 'ARG V=1\nFROM python:3.12-slim AS runtime\nWORKDIR /app\n\nCOPY . .\nCMD ["gunicorn", "shop:app"]\n'
CARET = Place("Dockerfile", 6, 1, 6, 26, "and so does the service")
BASE = Place("Dockerfile", 2, 1, 2, 32, "this base starts as root")
