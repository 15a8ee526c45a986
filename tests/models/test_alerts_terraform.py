"""Alerts that Terraform makes, and what variables stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.infrastructure.terraform import of_type, settled
from roadworthy.models.observability.alerts_terraform import terraform_alerts


def kinds(body: str, type_: str = "aws_cloudwatch_metric_alarm") -> list[str]:
    (alert,) = Repository(SampleTree({"a.tf": f'resource "{type_}" "x" {{\n{body}\n}}\n'})).ask(terraform_alerts)
    return [meaning.kind for meaning in alert.said]


def cloudwatch(namespace: str, metric: str, statistic: str = "Average", operator: str = "Greater") -> str:
    return (
        f'namespace = "{namespace}"\nmetric_name = "{metric}"\nextended_statistic = "{statistic}"\n'
        f'comparison_operator = "{operator}ThanThreshold"\nthreshold = 1'
    )


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (cloudwatch("AWS/CloudFront", "5xxErrorRate"), ["error-rate", "errors"]),
        (cloudwatch("AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "Sum"), ["errors"]),
        (cloudwatch("AWS/ApplicationELB", "TargetResponseTime", "p99"), ["latency"]),
        (cloudwatch("AWS/ApplicationELB", "TargetResponseTime"), []),
        (cloudwatch("AWS/SQS", "ApproximateAgeOfOldestMessage"), ["queue"]),
        (cloudwatch("AWS/SQS", "NumberOfMessagesReceived", operator="Less"), []),
        (cloudwatch("AWS/RDS", "DatabaseConnections"), ["pool"]),
        (cloudwatch("AWS/RDS", "FreeableMemory", operator="Less"), ["memory"]),
        (cloudwatch("AWS/ECS", "MemoryUtilization"), ["memory"]),
        (cloudwatch("AWS/ECS", "CPUUtilization"), ["cpu"]),
        (cloudwatch("AWS/ECS", "CPUUtilization", operator="Less"), []),
        (cloudwatch("AWS/S3", "BucketSizeBytes"), []),
    ],
)
def test_alarms_of_cloudwatch(body: str, found: list[str]) -> None:
    assert kinds(body) == found


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("sum(last_5m):sum:trace.http.request.errors{env:prod}.as_count() / sum:trace.http.request.hits{env:prod}.as_count() > 0.05", ["error-rate"]),
        ("avg(last_10m):p99:trace.http.request{service:parcels} > 2", ["latency"]),
        ("avg(last_5m):max:kafka.consumer_lag{group:parcels} > 1000", ["queue"]),
        ("avg(last_5m):avg:kubernetes_state.deployment.replicas_unavailable{*} > 0", ["deployment"]),
        ("avg(last_5m):avg:postgresql.percent_usage_connections{*} > 0.8", ["pool"]),
        ("avg(last_5m):avg:system.cpu.user{*} > 90", ["cpu"]),
        ("avg(last_5m):sum:parcels.sent{*}", []),
    ],
)  # fmt: skip
def test_monitors_of_datadog(query: str, found: list[str]) -> None:
    assert kinds(f'query = "{query}"', "datadog_monitor") == found


def test_events_of_failed_deployments() -> None:
    pattern = 'event_pattern = jsonencode({ detail = { eventName = ["SERVICE_DEPLOYMENT_FAILED"] } })'
    assert kinds(pattern, "aws_cloudwatch_event_rule") == ["deployment"]
    assert (
        Repository(SampleTree({"a.tf": 'resource "aws_cloudwatch_event_rule" "x" {\n  event_pattern = "{}"\n}'})).ask(
            terraform_alerts
        )
        == ()
    )


def test_percentiles_of_google_and_expressions_of_grafana() -> None:
    policy = 'conditions {\n condition_threshold {\n filter = "metric.type=\\"run.googleapis.com/request_latencies\\""\n aggregations {\n per_series_aligner = "ALIGN_PERCENTILE_99"\n }\n }\n}'
    assert kinds(policy, "google_monitoring_alert_policy") == ["latency"]
    group = 'rule {\n data {\n model = jsonencode({ expr = "histogram_quantile(0.99, rate(http_request_duration_seconds_bucket[5m]))" })\n }\n}'
    assert kinds(group, "grafana_rule_group") == ["latency"]


def test_names_stand_for_defaults_and_locals_of_their_own_module() -> None:
    files = {
        "a/main.tf": 'resource "x" "y" {\n  one = var.n\n  two = local.tags.env\n  three = var.open\n}\n',
        "a/vars.tf": 'variable "n" {\n  default = 3\n}\nvariable "open" {}\nlocals {\n  tags = { env = local.kind }\n  kind = "live"\n}\n',
        "b/vars.tf": 'variable "open" {\n  default = "other"\n}\n',
    }
    repo = Repository(SampleTree(files))
    (resource,) = of_type(repo, "x*")
    assert [settled(repo, resource.folder, resource.block.value(name)) for name in ("one", "two", "three")] == [
        "3",
        "live",
        None,
    ]


def test_locals_in_a_circle_end() -> None:
    repo = Repository(SampleTree({"a.tf": 'locals {\n a = local.b\n b = local.a\n}\nresource "x" "y" {\n v = local.a\n}\n'}))
    (resource,) = of_type(repo, "x")
    assert settled(repo, "", resource.block.value("v")) is None


@given(st.text(st.sampled_from('abx{}[]()="$.,:<>/ \n5X'), max_size=100))
def test_any_alarm_is_read(text: str) -> None:
    types = ("aws_cloudwatch_metric_alarm", "datadog_monitor", "google_monitoring_alert_policy", "grafana_rule_group")
    body = "".join(f'resource "{one}" "x" {{\n query = "{text}"\n metric_name = "{text}"\n {text}\n}}\n' for one in types)
    Repository(SampleTree({"a.tf": body})).ask(terraform_alerts)
