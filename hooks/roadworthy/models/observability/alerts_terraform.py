"""Alerts that Terraform makes: alarms of CloudWatch, monitors of Datadog, policies of Google Cloud, rules of Grafana.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/ and each service's page of metrics; https://docs.datadoghq.com/monitors/;
https://docs.cloud.google.com/monitoring/alerts
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...parsing.hcl import Literal, Reference, Template
from ...tables import alert_metrics_hosted as names
from ..infrastructure.terraform import of_type, settled
from .alert_meaning import Meaning, meanings
from .alerts import Alert, seconds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.repository import Repository
    from ...parsing.hcl import Block, Value
    from ...tables.alert_metrics import Kind
    from ..infrastructure.terraform import Resource


def terraform_alerts(repo: Repository) -> tuple[Alert, ...]:
    """A fact: every alert that a resource of the repository's Terraform makes."""
    found: list[Alert] = []
    for resource in of_type(repo, *_READERS):
        made = _READERS[resource.type](repo, resource)
        if made is not None:
            found.append(made)
    return tuple(found)


def _alert(resource: Resource, expression: str, kinds: Iterator[Kind] | list[Kind], waits: float | None, summary: str) -> Alert:
    said = tuple(Meaning(kind, expression[:120], False) for kind in dict.fromkeys(kinds))
    return Alert(resource.name, resource.path, resource.place, "terraform", expression, True, said, waits, "", summary)


def _text(value: Value | None) -> str:
    """What is written in a string, filled in or not; of a reference its name, which often tells."""
    if isinstance(value, Reference):
        return value.name
    return value.text if isinstance(value, Literal | Template) else ""


def _cloudwatch(repo: Repository, resource: Resource) -> Alert | None:
    block = resource.block
    period = _number(settled(repo, resource.folder, block.value("period")), 300.0)
    times = _number(settled(repo, resource.folder, block.value("evaluation_periods")), 1.0)
    summary = _text(block.value("alarm_description"))
    queries = list(block.all("metric_query"))
    if queries:
        written = " ; ".join(_text(query.value("expression")) for query in queries)
        metrics = [metric for query in queries for metric in query.all("metric")]
        named = " ".join(_metric(repo, resource, metric) for metric in metrics)
        kinds = list(_hosted(named, _statistics(metrics), _operator(block)))
        if "/" in written and re.search(names.FAILED, named, re.I):
            kinds.append("error-rate")
        return _alert(resource, f"{written} of {named}", kinds, period * times, summary)
    named = _metric(repo, resource, block)
    return _alert(resource, named, list(_hosted(named, _statistics([block]), _operator(block))), period * times, summary)


def _metric(repo: Repository, resource: Resource, block: Block) -> str:
    return " ".join(
        settled(repo, resource.folder, block.value(name)) or _text(block.value(name)) for name in ("namespace", "metric_name")
    ).strip()


def _statistics(blocks: list[Block]) -> str:
    return " ".join(_text(block.value(name)) for block in blocks for name in ("statistic", "extended_statistic", "stat"))


def _operator(block: Block) -> str:
    return "<" if _text(block.value("comparison_operator")).startswith("Less") else ">"


def _hosted(named: str, statistic: str, operator: str) -> Iterator[Kind]:
    """What metrics of a cloud's own services tell: by their documented names."""
    for kind, wanted in names.HOSTED:
        found = re.search(wanted, named)
        if not found:
            continue
        if kind == "latency":
            if re.search(r"\bp99|\bp9{3}", statistic):
                yield kind
        elif kind in ("memory", "cpu"):
            left = bool(re.search(r"Freeable|Free|Available|free|avail", found[0]))
            if left is (operator == "<"):
                yield kind
        elif operator == ">" or kind == "error-rate":
            yield kind


def _datadog(repo: Repository, resource: Resource) -> Alert | None:
    query = _text(resource.block.value("query"))
    if not query:
        return None
    waits = re.search(r"\(last_(\d{1,4}[mhd])\)", query)
    return _alert(
        resource, query, list(_queried(query)), seconds(waits[1]) if waits else None, _text(resource.block.value("name"))
    )


def _queried(query: str) -> Iterator[Kind]:
    """What a Datadog query watches. It has to compare with a number."""
    text = query.lower()
    if not re.search(r"[<>]=?\s*[\d.$]", text):
        return
    above = ">" in re.sub(r"[^<>]", "", text)[-1:]
    if "/" in text and re.search(names.FAILED, text) and above:
        yield "error-rate"
    if re.search(r"\bp99\b|p99:|percentile.*99|:99(?:th)?percentile|\.99percentile", text) and re.search(
        names.REQUEST_TIME, text
    ):
        yield "latency"
    for kind, wanted in names.QUERIED:
        if re.search(wanted, text):
            yield kind


def _google(repo: Repository, resource: Resource) -> Alert | None:
    parts: list[str] = []
    waits: float | None = None
    waiting = list(resource.block.blocks)
    for _ in range(500):
        if not waiting:
            break
        block = waiting.pop(0)
        waiting += block.blocks
        parts += [_text(block.value(name)) for name in ("filter", "denominator_filter", "per_series_aligner", "query")]
        duration = _text(block.value("duration"))
        if duration.endswith("s") and duration[:-1].isdigit():
            waits = float(duration[:-1])
    written = " ".join(part for part in parts if part)
    text = written.lower()
    kinds: list[Kind] = [kind for kind, wanted in names.GOOGLE if re.search(wanted, text)]
    if "align_percentile_99" in text and re.search(r"latenc|duration", text):
        kinds.append("latency")
    return _alert(resource, written, kinds, waits, _text(resource.block.value("display_name")))


def _grafana(repo: Repository, resource: Resource) -> Alert | None:
    """A group of rules, whose queries are JSON in a call of `jsonencode`: the expressions are found in what is written."""
    from ...parsing.hcl import Call
    from ...parsing.promql import parse

    written: list[str] = []
    for rule in resource.block.all("rule"):
        for part in rule.all("data"):
            model = part.value("model")
            for argument in model.arguments if isinstance(model, Call) else ():
                entries = getattr(argument, "entries", {})
                expression = _text(entries.get("expr")) if entries else ""
                written += [expression] if expression else []
    kinds: list[Kind] = []
    for expression in written:
        tree = parse(expression if re.search(r"[<>]", expression) else f"({expression}) > 1")
        kinds += [meaning.kind for meaning in meanings(tree)] if tree is not None else []
    return _alert(resource, " or ".join(written), kinds, None, "") if written else None


def _deployment_events(repo: Repository, resource: Resource) -> Alert | None:
    """Events that a deployment failed, which are sent to somebody: EventBridge, CodePipeline's notifications."""
    block = resource.block
    pattern, events = block.value("event_pattern"), block.value("event_type_ids")
    text = " ".join(_all_text(value) for value in (pattern, events) if value is not None)
    failed = re.search(r"SERVICE_DEPLOYMENT_FAILED|deployment-failed|pipeline-execution-failed|DEPLOYMENT_FAILED", text)
    stopped = "CodePipeline" in text and "FAILED" in text
    return _alert(resource, text, ["deployment"], None, "") if failed or stopped else None


def _all_text(value: Value) -> str:
    """Every string in a value."""
    waiting, found = [value], []
    for _ in range(1_000):
        if not waiting:
            break
        one = waiting.pop()
        found.append(_text(one))
        waiting += getattr(one, "items", ()) if not callable(getattr(one, "items", None)) else ()
        waiting += list(getattr(one, "entries", {}).values())
        waiting += getattr(one, "arguments", ())
    return " ".join(text for text in found if text)


def _number(text: str | None, otherwise: float) -> float:
    return float(text) if text and text.isdigit() and len(text) < 9 else otherwise


_READERS = {
    "aws_cloudwatch_metric_alarm": _cloudwatch,
    "datadog_monitor": _datadog,
    "google_monitoring_alert_policy": _google,
    "grafana_rule_group": _grafana,
    "aws_cloudwatch_event_rule": _deployment_events,
    "aws_codestarnotifications_notification_rule": _deployment_events,
}
