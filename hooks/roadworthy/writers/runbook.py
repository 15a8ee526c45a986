"""RUNBOOK.md: the services, how they are operated, what to do when an alert fires, and the way back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.redaction import redact_message
from .guide import block_name
from .living import Block
from .markdown import cited, code, fenced, prose, table
from .operations import operations, releases
from .passages import title
from .rollback import channel, is_known, owner, steps, together
from .told import address, command, in_cell, not_found, searched, section, told

if TYPE_CHECKING:
    from ..models.delivery.picture import System
    from ..models.observability.alerts import Alert

OPENING = "# Runbook\n\nHow what runs is operated, and what to do when it breaks.\n"
_MOST_ALERTS = 150
_WATCHES = {
    "error-rate": "the share of requests that fail",
    "latency": "how long requests take",
    "deployment": "whether a deployment comes up",
    "queue": "how much waits in a queue",
    "pool": "how many connections of a pool are taken",
    "memory": "memory",
    "cpu": "CPU",
}


def blocks(system: System) -> tuple[Block, ...]:
    """The blocks of the runbook, one for each alert."""
    names: set[str] = set()
    return (
        Block("services", _services(system)),
        Block("operations", operations(system)),
        Block("alerts", _alerts(system)),
        *(Block(block_name("alert", f"{one.name}", names), _alert(one, system)) for one in system.alerts[:_MOST_ALERTS]),
        Block("incident", _incident(system)),
        Block("rollback", _rollback(system)),
    )


def _services(system: System) -> str:
    if not system.services:
        return section("Services", [f"None is described: {not_found('compose files', 'Kubernetes manifests')}"])
    rows = [
        (
            f"{code(one.name)} {cited(one.said.place)}",
            in_cell(one.images, as_command=True),
            in_cell(one.ports, as_command=True),
            in_cell(one.health, as_command=True) if one.health else "–",
            in_cell(one.replicas),
            in_cell(one.needs, as_command=True),
        )
        for one in system.services
    ]
    head = ("service", "image", "ports", "health and its timing", "replicas", "waits for")
    return "## Services\n\n" + table(head, rows)


def _alerts(system: System) -> str:
    if not system.alerts:
        searched = ("PrometheusRule", "rule files with alert: and expr:", "Grafana", "Sloth", "OpenSLO", "Terraform")
        return section("Alerts", [f"No alert is described here: {not_found(*searched)}"])
    more = len(system.alerts) - _MOST_ALERTS
    count = f"{len(system.alerts)} are described in this repository." + (f" The last {more} are left out." if more > 0 else "")
    return section("Alerts", [count])


def _alert(one: Alert, system: System) -> str:
    """Meaning, impact, diagnosis, mitigation: of each what the rule says."""
    lines = [f"### {code(one.name)} {cited(one.place)}", ""]
    if one.summary:
        lines.append(f"- Meaning: {prose(one.summary)}")
    watched = [f"{_WATCHES[each.kind]} ({code(each.metric)})" for each in one.said if each.kind in _WATCHES]
    if watched:
        lines.append("- Watches: " + ", ".join(watched))
    if not one.summary and not watched:
        lines.append(f"- Meaning: {not_found('annotations.summary', 'annotations.description')}")
    if one.waits is not None:
        lines.append(f"- Fires: once the expression has held for {one.waits:g} seconds")
    lines.append(f"- Impact: severity {code(one.severity)}" if one.severity else f"- Impact: {not_found('labels.severity')}")
    if one.runbook:
        lines.append(f"- Mitigation: {address(one.runbook)}")
    else:
        ways = [
            text for _, _, release in releases(system) if release.tool != "compose" and (text := release.command("rollback"))
        ]
        back = f"; if it began with a deployment: {command(ways[0])}" if ways else ""
        lines.append(f"- Mitigation: {not_found('annotations.runbook_url')}{back}")
    if one.expression.strip():
        of_rule = "the expression, without its threshold, shows how far it is off"
        if one.system != "prometheus":
            of_rule = "the query; what it is compared with stands in the rule"
        lines += [f"- Diagnosis: {of_rule}:", "", fenced(redact_message(_query(one)), "promql")]
    return "\n".join(lines)


def _query(one: Alert) -> str:
    """The query as it is written. What is not Prometheus' has the comparison elsewhere, and was given one to be read."""
    if one.system == "prometheus":
        return one.expression
    return re.sub(r"\A\(|\) > (?:1|0\.01)\Z", "", re.sub(r"\) > 1 or \(", "\n", one.expression))


def _incident(system: System) -> str:
    lines = [
        f"- Tell: {channel(system)}",
        f"- Owner: {owner(system)}",
    ]
    health = told(system.told["health_url"]) if "health_url" in system.told else ""
    urls = [url for one in system.environments if one.kind == "production" for url in one.urls]
    if health or urls:
        lines.append(f"- Is it reachable? {health or told(urls[0])}")
    return section("Incident", lines)


def _rollback(system: System) -> str:
    lines = ["## Rollback"]
    production = [one for one in system.environments if one.kind == "production" or not one.name] or list(system.environments)
    for environment in production:
        for group in list(together(environment))[:6]:
            where = f" in {code(environment.name)}" if environment.name else ""
            lines += ["", f"### Roll back{where}: {_lowered(title(group))}", "", *steps(environment, group, system)]
    for one in system.by_hand:
        if is_known(one, system):
            lines += ["", f"### Roll back {code(one.name)}", "", *steps(None, [one], system)]
    if len(lines) == 1 and system.by_hand:
        deploys = ", ".join(dict.fromkeys(cited(one.place) for one in system.by_hand[:6]))
        paths = dict.fromkeys(one.pipeline for one in system.by_hand)
        lines += ["", f"What deploys is run by hand ({deploys}). A way back: {not_found(*paths)}"]
    elif len(lines) == 1:
        lines += ["", f"Nothing that deploys: {searched(system)}"]
    return "\n".join(lines)


def _lowered(text: str) -> str:
    return text[0].lower() + text[1:]
