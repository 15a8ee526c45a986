"""PIPELINE_REVIEW.md: the answer to every item of the checklist, what is missing with its smallest patch, what was found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.scorecard import NOTHING
from .living import Block
from .markdown import cited, code, fenced, prose, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..core.finding import Finding, Report, Row

OPENING = "# Pipeline review\n\nHow fit this repository is for the road to production, item by item.\n"
MARKS = {"PASS": "✅ PASS", "GAP": "❌ GAP", "UNKNOWN": "❔ UNKNOWN", "N/A": "– N/A", "ATTESTED": "✍️ ATTESTED"}
_EVIDENCE = 3  # places a row of the table cites
_FINDINGS = 25  # of one rule that are listed; the rest is counted
_INVENTORY = 30
_ROW = r"^\| ([0-9]+(?:\.[0-9]+){0,2}) \|[^|]*\| (?:\S+ )?(PASS|GAP|UNKNOWN|N/A|ATTESTED) \|"


def blocks(report: Report, titles: Mapping[str, str], before: Mapping[str, str]) -> tuple[Block, ...]:
    """The blocks of the review. `before` is what stands in the document's blocks now: the changes are against that."""
    rows = report.checklist or ()
    found = _by_item(report.findings)
    scorecard = _scorecard(rows, titles, found)
    return (
        Block("summary", _summary(rows)),
        Block("changes", _changes(rows, titles, before)),
        Block("scorecard", scorecard),
        Block("gaps", _gaps(rows, titles, found)),
        Block("unknown", _unknown(rows, titles)),
        Block("inventory", _inventory(rows, titles)),
        Block("unread", _unread(report)),
    )


def graph(drawing: str) -> Block:
    """The block with the pipelines as a flowchart of Mermaid's; an empty one without a drawing."""
    if not drawing:
        return Block("graph", "")
    legend = "What a job needs comes before it; what is missing is dashed."
    return Block("graph", f"## Pipelines\n\n{legend}\n\n{fenced(drawing, 'mermaid')}")


def _summary(rows: Sequence[Row]) -> str:
    counts = {state: sum(row.state == state for row in rows) for state in MARKS}
    asked = len(rows) - counts["N/A"]
    lines = ["## Summary", "", f"{counts['PASS'] + counts['ATTESTED']} of {asked} items that apply are in order."]
    return "\n".join([*lines, "", table(("state", "items"), [(MARKS[state], str(n)) for state, n in counts.items()])])


def _changes(rows: Sequence[Row], titles: Mapping[str, str], before: Mapping[str, str]) -> str:
    """What the states were in the document as it stands. Without a change in them the block stays what it was."""
    old = states(before.get("scorecard", ""))
    now = {row.item: row.state for row in rows}
    if old == now:
        return before.get("changes", "")
    if not old:
        return "## Changes\n\nThis is the first review."
    changed = [(item, prose(titles.get(item, "")), old.get(item, "–"), now[item]) for item in now if old.get(item) != now[item]]
    return "## Changes\n\nSince the review before this one:\n\n" + table(("item", "question", "was", "is"), changed)


def states(scorecard: str) -> dict[str, str]:
    """Item to state, as a scorecard that was written before has them."""
    return dict(re.findall(_ROW, scorecard, re.MULTILINE))


def _scorecard(rows: Sequence[Row], titles: Mapping[str, str], found: Mapping[str, list[Finding]]) -> str:
    lines = ["## Scorecard"]
    section = ""
    part: list[tuple[str, ...]] = []

    def flush() -> None:
        if part:
            lines.extend(["", f"### {section} {prose(titles.get(section, ''))}".rstrip(), ""])
            lines.append(table(("item", "question", "state", "evidence", "smallest patch"), part))
            part.clear()

    for row in rows:
        here = row.item.rpartition(".")[0] or row.item
        if here != section:
            flush()
            section = here
        patch = prose(_patch(found[row.item][0])) if row.state == "GAP" and found.get(row.item) else ""
        part.append((row.item, prose(titles.get(row.item, "")), MARKS[row.state], _evidence(row), patch))
    flush()
    return "\n".join(lines)


def _evidence(row: Row) -> str:
    if row.state == "N/A":
        return NOTHING
    said = [f"{cited(place)} {prose(place.label)}".rstrip() for place in row.evidence[:_EVIDENCE]]
    more = max(0, len(row.evidence) - _EVIDENCE) + row.more
    if more:
        said.append(f"and {more} more")
    if not row.evidence and row.searched:
        said.append(_not_found(row))
    if row.attestation:
        said.append(f"attested: {prose(row.attestation)}")
    return "<br>".join(said)


def _not_found(row: Row) -> str:
    return "NOT FOUND, searched " + ", ".join(code(name) for name in row.searched[:8])


def _patch(finding: Finding) -> str:
    return finding.remedy or finding.rule.remedy


def _by_item(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Item to its findings, the gravest first."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        for item in finding.rule.items:
            found.setdefault(item, []).append(finding)
    order = {"error": 0, "warning": 1, "info": 2}
    for listed in found.values():
        listed.sort(key=lambda finding: (finding.waived is not None, finding.known, order[finding.severity]))
    return found


def _gaps(rows: Sequence[Row], titles: Mapping[str, str], found: Mapping[str, list[Finding]]) -> str:
    """A part for each item with a gap, and in it the findings of each rule: place, what is wrong, what to do."""
    lines = ["## Gaps"]
    for row in rows:
        if row.state != "GAP":
            continue
        lines += ["", f"### {row.item} {prose(titles.get(row.item, ''))}"]
        rules: dict[str, list[Finding]] = {}
        for finding in found.get(row.item, ()):
            rules.setdefault(finding.rule.code, []).append(finding)
        for code_, listed in rules.items():
            rule = listed[0].rule
            lines += ["", f"**{code_} {rule.name}**: {prose(rule.title)}. Risk: {prose(rule.risk)}.", ""]
            lines += [_finding(finding) for finding in listed[:_FINDINGS]]
            if len(listed) > _FINDINGS:
                lines.append(f"- and {len(listed) - _FINDINGS} more: {code(f'roadworthy audit --select {code_}')}")
        if not rules:
            lines += ["", *(f"- {cited(place)} {prose(place.label)}".rstrip() for place in row.evidence)]
            lines += [f"- {_not_found(row)}"] if not row.evidence and row.searched else []
    return "\n".join(lines) if len(lines) > 1 else ""


def _finding(finding: Finding) -> str:
    mark = " *(waived: " + prose(finding.waived) + ")*" if finding.waived is not None else ""
    mark = mark or (" *(known: recorded in TODO.md)*" if finding.known else "")
    return f"- {cited(finding.place)} {prose(finding.message)}{mark}  \n  Fix: {prose(_patch(finding))}"


def _unknown(rows: Sequence[Row], titles: Mapping[str, str]) -> str:
    """What cannot be told from the repository: where it was looked for, so that a person can answer."""
    lines = []
    for row in rows:
        if row.state == "UNKNOWN":
            seen = "; ".join(f"{cited(place)} {prose(place.label)}".rstrip() for place in row.evidence[:_EVIDENCE])
            told = seen or (_not_found(row) if row.searched else "nothing in the repository tells")
            lines.append(f"- **{row.item} {prose(titles.get(row.item, ''))}**: {told}")
    if not lines:
        return ""
    answer = "A person who knows can answer in `.roadworthy.yaml` under `attest:`, with evidence, owner and expiry."
    return "\n".join(["## Cannot be told from here", "", answer, "", *lines])


def _inventory(rows: Sequence[Row], titles: Mapping[str, str]) -> str:
    lines = ["## What was found"]
    for row in rows:
        if not row.item.startswith("2."):
            continue
        lines += ["", f"### {row.item} {prose(titles.get(row.item, ''))}", ""]
        lines += [f"- {cited(place)} {prose(place.label)}".rstrip() for place in row.evidence[:_INVENTORY]]
        more = max(0, len(row.evidence) - _INVENTORY) + row.more
        if more:
            lines.append(f"- and {more} more")
        lines.append("- looked for: " + ", ".join(code(name) for name in row.searched))
    return "\n".join(lines)


def _unread(report: Report) -> str:
    told = [f"- {code(problem.path)}: {prose(problem.message)}" for problem in (*report.errors, *report.notes)]
    return "\n".join(["## Not read", "", *told]) if told else ""
