"""RUNBOOK.md: the services, how they are operated, what to do when an alert fires, and the way back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.redaction import redact_message
from .guide import block_name, called_in_text
from .living import Block
from .markdown import cited, code, fenced, prose, table
from .rollback import channel, owner, steps, together
from .told import SEARCHED, address, command, in_cell, listed, not_found, section, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..models.delivery.picture import System
    from ..models.delivery.releases import Release
    from ..models.observability.alerts import Alert

OPENING = "# Runbook\n\nHow what runs is operated, and what to do when it breaks.\n"
OPERATIONS = (
    ("status", "Is it well?"),
    ("logs", "Logs"),
    ("restart", "Restart"),
    ("scale", "Scale"),
    ("console", "Console"),
    ("migrate", "Change the database's schema"),
    ("backup", "Back up"),
    ("restore", "Restore"),
)
_MOST = 20
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
        Block("operations", _operations(system)),
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
            in_cell(one.images),
            in_cell(one.ports),
            in_cell(one.health, as_command=True) if one.health else "–",
            in_cell(one.replicas),
            in_cell(one.needs),
        )
        for one in system.services
    ]
    head = ("service", "image", "ports", "health and its timing", "replicas", "waits for")
    return "## Services\n\n" + table(head, rows)


def _releases(system: System) -> Iterator[tuple[str, Release]]:
    """What is operated, by where it runs: deployments first, then what compose files and manifests describe."""
    seen: set[tuple[object, ...]] = set()
    deployed = [
        (environment.name, release)
        for environment in system.environments
        for each in environment.deployed
        for release in each.releases
    ]
    known = {release.name.partition("/")[2] for _, release in deployed if release.tool == "kubectl"}
    for where, release in deployed:
        key = (release.tool, release.name, release.where, release.remote)
        if key not in seen:
            seen.add(key)
            yield where, release
    for one in system.services:
        for release in one.releases:
            key = (release.tool, release.name, release.where, release.remote)
            if key not in seen and not (release.tool == "kubectl" and release.name.partition("/")[2] in known):
                seen.add(key)
                yield "" if release.tool == "kubectl" else release.place.path, release


def _operations(system: System) -> str:
    lines = ["## Common operations"]
    every = list(_releases(system))
    for operation, title in OPERATIONS:
        part: list[str] = []
        part += listed([each._replace(about="") for each in system.tasks.get(operation, ())], as_command=True)
        if operation == "migrate":
            commands = dict.fromkeys(m for e in system.environments for d in e.deployed for m in d.migrations)
            part += listed(tuple(commands), as_command=True)
        seen: set[str] = set()
        for where, release in every:
            text = release.command(operation)
            if text and text not in seen:
                seen.add(text)
                at = f"{code(where)}: " if where else ""
                part.append(f"- {at}{command(text)}, names from {cited(release.place)}")
        if len(part) > _MOST:
            part[_MOST:] = [f"- and {len(part) - _MOST} more"]
        if part:
            lines += ["", f"### {title}", "", *part]
    return "\n".join(lines) if len(lines) > 1 else ""


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
        ways = [text for _, release in _releases(system) if release.tool != "compose" and (text := release.command("rollback"))]
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
    production = [one for one in system.environments if one.kind == "production"] or list(system.environments)
    for environment in production:
        for group in list(together(environment))[:6]:
            where = f" of {code(environment.name)}" if environment.name else ""
            more = f" and {len(group) - 1} more of its pipeline" if len(group) > 1 else ""
            lines += ["", f"### Roll back {called_in_text(group[0])}{more}{where}", "", *steps(environment, group, system)]
    if len(lines) == 1:
        lines += ["", f"Nothing that deploys: {not_found(*SEARCHED)}"]
    return "\n".join(lines)
