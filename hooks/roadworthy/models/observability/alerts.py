"""Alert rules in YAML: Prometheus and Loki rule files, PrometheusRule objects, values of charts, Grafana's, Sloth's, OpenSLO's.

Whatever the layout around it, a mapping with `alert` and `expr` is a rule of Prometheus' kind:
https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/
Grafana: https://grafana.com/docs/grafana/latest/alerting/set-up/provision-alerting-resources/file-provisioning/
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.excerpt import Source
from ...core.outcome import Unreadable
from ...core.paths import matching
from ...core.records import NamedTuple
from ...parsing.promql import parse
from ...parsing.yaml import Mapping, Scalar, Sequence
from ...tables.file_names import VENDORED, YAML
from ..documents import documents
from .alert_meaning import Meaning, meanings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ...core.rule import Paths
    from ...parsing.yaml import Tree

    System = Literal["prometheus", "grafana", "sloth", "openslo", "terraform"]

_WORDS = (("alert:", "expr:"), ("groups:", "condition:"), ("slos:", "service:"), ("openslo", "kind:"))
_MOST_NODES = 200_000  # of one file that are looked at
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0, "y": 31536000.0}


class Alert(NamedTuple):
    """One alert rule. `expression` is its text, `said` what it watches; `readable` is False for an expression that is none
    here. `waits` are the seconds of `for`, None where it has none. `runbook` and `summary` are empty where missing."""

    name: str
    path: str
    place: Place
    system: System
    expression: str
    readable: bool
    said: tuple[Meaning, ...]
    waits: float | None
    severity: str = ""
    summary: str = ""
    runbook: str = ""

    def watches(self, *kinds: str) -> bool:
        """Whether it watches one of these in the application, not in what it runs on."""
        return any(meaning.kind in kinds and not meaning.infrastructure for meaning in self.said)


class AlertFile(NamedTuple):
    """One file with alert rules."""

    path: str
    alerts: tuple[Alert, ...]


def alert_files(repo: Repository, paths: Paths) -> Iterator[AlertFile | Unreadable]:
    """The files with alert rules among `paths`, or all of the repository's but for those that others made."""
    for path in matching(YAML, repo.paths() if paths is None else paths, VENDORED):
        source = repo.sources.get(path) or repo.passing(path)
        if not isinstance(source, Source) or not any(all(word in source.text for word in words) for words in _WORDS):
            continue
        said = repo.ask(alert_file, path)
        if isinstance(said, Unreadable) or said.alerts:
            yield said


def alert_file(repo: Repository, path: str) -> AlertFile | Unreadable:
    """The alert rules of the YAML file at `path`."""
    tree = repo.ask(documents, path)
    if isinstance(tree, Unreadable):
        return tree
    found: list[Alert] = []
    for root in tree.roots:
        found += _alerts(path, root)
    if not found and tree.problems:
        return tree.problems[0]
    return AlertFile(path, tuple(found))


def alerts(repo: Repository) -> tuple[Alert, ...]:
    """A fact: every alert rule of the repository."""
    return tuple(alert for said in alert_files(repo, None) if isinstance(said, AlertFile) for alert in said.alerts)


def _alerts(path: str, root: Tree) -> Iterator[Alert]:
    if isinstance(root, Mapping):
        if root.text("version") == "prometheus/v1" or root.text("apiVersion") == "sloth.slok.dev/v1":
            yield from _sloth(path, root)
            return
        if (root.text("apiVersion") or "").startswith("openslo") and root.text("kind") == "SLO":
            yield from _openslo(path, root)
            return
    waiting, seen = [root], 0
    while waiting and seen < _MOST_NODES:
        node = waiting.pop()
        seen += 1
        if isinstance(node, Sequence):
            waiting += reversed(node.items)
        elif isinstance(node, Mapping):
            if isinstance(node.get("alert"), Scalar) and isinstance(node.get("expr"), Scalar):
                yield _prometheus(path, node)
            elif node.text("condition") is not None and isinstance(node.get("data"), Sequence) and node.text("title"):
                yield _grafana(path, node)
            else:
                waiting += [value for _, value in reversed(list(node.pairs()))]
        elif isinstance(node, Scalar) and node.style == "literal" and "alert:" in node.text and "expr:" in node.text:
            yield from _inside(path, node)


def _inside(path: str, node: Scalar) -> Iterator[Alert]:
    """Rules in a block of text: a ConfigMap that holds a rule file."""
    from ...parsing.yaml import parse as parse_yaml

    for root in parse_yaml(node.excerpt).roots:
        if isinstance(root, Mapping) and "groups" in root:
            yield from _alerts(path, root["groups"])


def _prometheus(path: str, rule: Mapping) -> Alert:
    name, expression = rule["alert"], rule.text("expr") or ""
    assert isinstance(name, Scalar)
    return _alert(rule, name, path, "prometheus", expression)


def _grafana(path: str, rule: Mapping) -> Alert:
    """Its queries are models of data sources; the condition compares what they gave, so the threshold stands elsewhere."""
    title = rule["title"]
    assert isinstance(title, Scalar)
    queries = rule.get("data")
    written = [
        text
        for query in (queries if isinstance(queries, Sequence) else ())
        if isinstance(query, Mapping) and (text := query.text("model", "expr"))
    ]
    compared = [text if re.search(r"[<>]", text) else f"({text}) > 1" for text in written]
    return _alert(rule, title, path, "grafana", " or ".join(compared))


def _alert(rule: Mapping, name: Scalar, path: str, system: System, expression: str) -> Alert:
    tree = parse(expression) if expression.strip() else None
    waits = rule.text("for")
    return Alert(
        name.text,
        path,
        name.place,
        system,
        expression,
        tree is not None,
        meanings(tree) if tree is not None else (),
        seconds(waits) if waits is not None else None,
        rule.text("labels", "severity") or "",
        rule.text("annotations", "summary")
        or rule.text("annotations", "description")
        or rule.text("annotations", "message")
        or "",
        rule.text("annotations", "runbook_url") or rule.text("annotations", "runbook") or "",
    )


def _sloth(path: str, root: Mapping) -> Iterator[Alert]:
    """A service level with its burn-rate alerts, which Sloth makes out of it: https://sloth.dev/specs/default/"""
    body = root.get("spec") if "spec" in root else root
    slos = body.get("slos") if isinstance(body, Mapping) else None
    for slo in slos if isinstance(slos, Sequence) else ():
        if not isinstance(slo, Mapping) or not isinstance(name := slo.get("name"), Scalar):
            continue
        failed = slo.text("sli", "events", "errorQuery") or slo.text("sli", "events", "error_query")
        total = slo.text("sli", "events", "totalQuery") or slo.text("sli", "events", "total_query")
        ratio = slo.text("sli", "raw", "errorRatioQuery") or slo.text("sli", "raw", "error_ratio_query")
        written = ratio or (f"({failed}) / ({total})" if failed and total else "")
        quiet = slo.text("alerting", "pageAlert", "disable") == slo.text("alerting", "ticketAlert", "disable") == "true"
        if written and not quiet:
            text = re.sub(r"\{\{\s*\.window\s*\}\}", "5m", written)
            yield _alert(slo, name, path, "sloth", f"({text}) > 0.01")._replace(waits=120.0)  # its shortest window


def _openslo(path: str, root: Mapping) -> Iterator[Alert]:
    """https://github.com/OpenSLO/OpenSLO#slo; without `alertPolicies` nobody is told."""
    name = root.get("metadata", "name")
    if not isinstance(name, Scalar) or root.get("spec", "alertPolicies") is None:
        return
    ratio = root.get("spec", "indicator", "spec", "ratioMetric")
    if isinstance(ratio, Mapping):
        parts = [ratio.text(part, "metricSource", "spec", "query") for part in ("bad", "good", "total")]
        above, total = parts[0] or parts[1], parts[2]
        if above and total:
            operator = ">" if parts[0] else "<"
            yield _alert(root, name, path, "openslo", f"({above}) / ({total}) {operator} 0.01")._replace(waits=60.0)


def seconds(duration: str) -> float:
    """The length of a Prometheus duration (`1h30m`, `0s`) in seconds; one that is none counts as a minute."""
    parts = re.findall(r"([0-9]{1,9})(ms|[smhdwy])", duration)
    if parts and "".join(number + unit for number, unit in parts) == duration.strip():
        return sum(int(number) * _UNITS[unit] for number, unit in parts)
    return 0.0 if duration.strip() in ("0", "") else 60.0
