"""The review as one page that needs nothing else: no network, no other file. Every word of the repository is escaped."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from ..core.redaction import redact_message
from ..core.scorecard import NOTHING
from ..models.delivery.graph import drawings
from .html_style import SCRIPT, STYLE
from .svg import drawn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..core.excerpt import Place
    from ..core.finding import Finding, Report, Row
    from ..core.repository import Repository
    from ..models.delivery.graph import Drawing

STATES = ("GAP", "UNKNOWN", "PASS", "ATTESTED", "N/A")
_WORDS = {"GAP": "gap", "UNKNOWN": "unknown", "PASS": "pass", "ATTESTED": "attested", "N/A": "na"}
_EVIDENCE = 6
_FINDINGS = 25
_LONGEST = 400


def page(repo: Repository, report: Report, titles: Mapping[str, str], name: str, up: str) -> str:
    """The page for the repository called `name`, whose root is at `up` from where the page stands."""
    rows = report.checklist or ()
    found: dict[str, list[Finding]] = {}
    for finding in report.findings:
        for item in finding.rule.items:
            found.setdefault(item, []).append(finding)
    asked = sum(row.state != "N/A" for row in rows)
    done = sum(row.state in ("PASS", "ATTESTED") for row in rows)
    body = [
        "<header>",
        f"<h1>{_text(name)}</h1>",
        f"<p><strong>{done}</strong> of {asked} items that apply are in order.</p>",
        _bar(rows),
        "</header>",
        _filters(rows),
        "<main>",
        *_scorecard(rows, titles, found, up),
        *_pipelines(repo, up),
        "</main>",
    ]
    title = f"Pipeline review: {_text(name)}"
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>'
    policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'"
    head += f'<meta http-equiv="Content-Security-Policy" content="{policy}"><meta name="color-scheme" content="light dark">'
    return f'<!doctype html>\n<html lang="en"><head>{head}<style>{STYLE}</style></head>\n<body>\n' + "\n".join(
        [*body, f"<script>{SCRIPT}</script>", "</body></html>", ""]
    )


def _text(text: str) -> str:
    """A sentence, redacted and escaped; code spans are shown as such."""
    text = " ".join(redact_message(text).split())
    text = "".join(one if one.isprintable() else "\ufffd" for one in text)
    text = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def _link(place: Place, up: str) -> str:
    shown = f"{place.path}:{place.line}" if place.line > 0 else place.path
    target = f"{up}/" + quote(place.path.encode("utf-8", "surrogatepass")) if place.path != "." else f"{up}/"
    anchor = f"#L{place.line}" if place.line > 0 else ""
    shown = "".join(one if one.isprintable() else "\ufffd" for one in shown)
    return f'<a href="{escape(target + anchor)}"><code>{escape(shown)}</code></a>'


def _count(rows: tuple[Row, ...], state: str) -> int:
    return sum(row.state == state for row in rows)


def _bar(rows: tuple[Row, ...]) -> str:
    parts = [
        f'<span class="{_WORDS[state]}" style="flex-grow:{count}" title="{count} {state}"></span>'
        for state in ("PASS", "ATTESTED", "UNKNOWN", "GAP")
        if (count := _count(rows, state))
    ]
    return f'<div class="bar" aria-hidden="true">{"".join(parts)}</div>'


def _filters(rows: tuple[Row, ...]) -> str:
    """A button a state; without the script they are hidden, and everything is shown."""
    buttons = [f'<button type="button" data-state="" aria-pressed="true">all <b>{len(rows)}</b></button>']
    buttons += [
        f'<button type="button" data-state="{_WORDS[state]}" aria-pressed="false" class="{_WORDS[state]}">'
        f"{state} <b>{_count(rows, state)}</b></button>"
        for state in STATES
    ]
    return f'<nav aria-label="show" hidden>{"".join(buttons)}</nav>'


def _scorecard(rows: tuple[Row, ...], titles: Mapping[str, str], found: Mapping[str, list[Finding]], up: str) -> Iterator[str]:
    section = ""
    for row in rows:
        here = row.item.rpartition(".")[0] or row.item
        if here != section:
            if section:
                yield "</section>"
            section = here
            yield f"<section><h2><span>{here}</span> {_text(titles.get(here, ''))}</h2>"
        yield _row(row, titles.get(row.item, ""), found.get(row.item, []), up)
    if section:
        yield "</section>"


def _row(row: Row, title: str, findings: list[Finding], up: str) -> str:
    word = _WORDS[row.state]
    head = f'<span class="item">{row.item}</span><span class="question">{_text(title)}</span>'
    head += f'<span class="state">{row.state}</span>'
    inner = list(_details(row, findings, up))
    opening = f'class="row {word}" id="{row.item}"'
    if not inner:
        return f'<div {opening}><div class="head">{head}</div></div>'
    return f'<details {opening}><summary class="head">{head}</summary><div class="more">{"".join(inner)}</div></details>'


def _details(row: Row, findings: list[Finding], up: str) -> Iterator[str]:
    if findings and row.state == "GAP":
        yield "<ul>"
        shown = findings[:_FINDINGS]
        for number, finding in enumerate(shown):
            mark = " <em>recorded in TODO.md</em>" if finding.known else ""
            mark = f" <em>waived: {_text(finding.waived)}</em>" if finding.waived is not None else mark
            said = f"<li>{_link(finding.place, up)} {_text(finding.message)}{mark}"
            if number + 1 == len(shown) or _fix(shown[number + 1]) != _fix(finding):  # the same words once, below the last
                code, name, fix = finding.rule.code, _text(finding.rule.name), _text(_fix(finding)[1])
                said += f'<br><small>{code} {name}</small><br><span class="fix">Fix: {fix}</span>'
            yield f"{said}</li>"
        if len(findings) > _FINDINGS:
            yield f"<li>and {len(findings) - _FINDINGS} more</li>"
        yield "</ul>"
        return
    if row.evidence:
        yield "<ul>"
        yield from (f"<li>{_link(place, up)} {_text(place.label)}</li>" for place in row.evidence[:_EVIDENCE])
        if more := max(0, len(row.evidence) - _EVIDENCE) + row.more:
            yield f"<li>and {more} more</li>"
        yield "</ul>"
    if row.attestation:
        yield f"<p>attested: {_text(row.attestation)}</p>"
    if row.searched and not row.evidence and row.searched != (NOTHING,):
        yield "<p>looked for: " + ", ".join(f"<code>{_text(name)}</code>" for name in row.searched[:12]) + "</p>"


def _fix(finding: Finding) -> tuple[str, str]:
    return finding.rule.code, finding.remedy or finding.rule.remedy


def _pipelines(repo: Repository, up: str) -> Iterator[str]:
    found = repo.ask(drawings)
    if not found:
        return
    yield '<section class="pipelines"><h2>Pipelines</h2>'
    for drawing in found:
        title = f" {_text(drawing.title)}" if drawing.title else ""
        said = "; ".join(_said(drawing))
        yield f'<h3><a href="{escape(up + "/" + quote(drawing.path))}"><code>{_text(drawing.path)}</code></a>{title}</h3>'
        yield f'<div class="graph">{drawn(drawing, said)}</div>'
        if drawing.left:
            yield f"<p>and {drawing.left} more jobs</p>"
    yield "</section>"


def _said(drawing: Drawing) -> Iterator[str]:
    for node in drawing.nodes:
        after = ", ".join(drawing.nodes[at].name for at in node.before)
        yield f"{node.name} after {after}" if after else node.name
