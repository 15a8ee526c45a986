"""Running `roadworthy` for its JSON, and reading the findings out of it."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class Span(NamedTuple):
    """Whole lines of a file, from the first to the last, counted from 1, and the label that a finding gives them."""

    path: str
    first: int
    last: int
    label: str = ""


class Finding(NamedTuple):
    """What the benchmarks need of a finding. `evidence` are its labelled places; an absence has line 0."""

    rule: str
    name: str
    severity: str
    place: Span
    symbol: str
    message: str
    evidence: tuple[Span, ...]


class Audit(NamedTuple):
    """One run: the findings, and `path: message` for whatever could not be checked."""

    findings: tuple[Finding, ...]
    errors: tuple[str, ...]


def audit(ours: str, root: Path, *options: str) -> Audit:
    """Run `roadworthy audit` over the tree at `root`. A run that gives no JSON ends the benchmark with what it said."""
    return Audit(*_parsed(read_json([ours, "audit", "--root", str(root), "--format", "json", *options])))


def read_json(command: Sequence[str]) -> Any:
    """The JSON that a command prints, whatever its exit status is."""
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    try:
        return json.loads(done.stdout)
    except ValueError:
        raise SystemExit(f"no JSON from {' '.join(command)} (exit {done.returncode})\n{done.stderr}") from None


def parse_findings(document: dict[str, Any]) -> tuple[Finding, ...]:
    """The findings of one JSON document of `roadworthy audit`."""
    return _parsed(document)[0]


def _parsed(document: dict[str, Any]) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    findings = tuple(
        Finding(
            raw["rule"],
            raw.get("name", ""),
            raw.get("severity", ""),
            _span(raw["path"], raw.get("line"), raw.get("end_line")),
            raw.get("symbol", ""),
            raw.get("message", ""),
            tuple(
                _span(label["path"], label.get("line"), label.get("end_line"), label.get("text", ""))
                for label in raw.get("labels", ())
            ),
        )
        for raw in document["findings"]
    )
    return findings, tuple(f"{error.get('path')}: {error.get('message')}" for error in document.get("errors", ()))


def _span(path: str, first: int | None, last: int | None, label: str = "") -> Span:
    first = first or 0
    return Span(path, first, max(first, last or 0), label)
