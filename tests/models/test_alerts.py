"""Alert rules, and what they watch."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.outcome import Unreadable
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.observability.alert_meaning import meanings
from roadworthy.models.observability.alerts import Alert, alert_files, alerts, seconds
from roadworthy.parsing.promql import parse


def kinds(expression: str) -> list[str]:
    tree = parse(expression)
    assert tree is not None, expression
    return sorted(meaning.kind + ("?" if meaning.infrastructure else "") for meaning in meanings(tree))


@pytest.mark.parametrize(
    ("expression", "kind"),
    [
        (
            'sum(rate(parcel_http_requests_total{code=~"5.."}[5m])) / sum(rate(parcel_http_requests_total[5m])) > 0.02',
            "error-rate",
        ),
        ('100 * (sum(rate(api_responses_total{status="5xx"}[1m])) / sum(rate(api_responses_total[1m]))) > 5', "error-rate"),
        ('sum(rate(hits_total{status!~"[1-4].."}[5m])) / sum(rate(hits_total[5m])) > 0.1', "error-rate"),
        ('1 - sum(rate(h_requests_total{code!~"5.."}[5m])) / sum(rate(h_requests_total[5m])) > 0.01', ""),
        ('sum(rate(h_requests_total{code!~"5.."}[5m])) / sum(rate(h_requests_total[5m])) < 0.99', "error-rate"),
        (
            'sum(rate(grpc_server_handled_total{grpc_code!="OK"}[5m])) / sum(rate(grpc_server_handled_total[5m])) > 0.1',
            "error-rate",
        ),
        ("job:parcel_errors:ratio_rate5m > 0.02", "error-rate"),
        ("parcels:successful_requests:ratio_rate5m < 0.99", "error-rate"),
        ("parcels:successful_requests:ratio_rate5m > 0.99", ""),
        ('http_server_request_duration_seconds_count{http_response_status_code=~"4.."} / http_requests > 0.3', ""),
        ('sum(rate(parcel_http_requests_total{code=~"5.."}[5m])) > 3', "errors"),
        ('sum(rate(apiserver_request_total{code=~"5.."}[5m])) / sum(rate(apiserver_request_total[5m])) > 0.02', "error-rate?"),
        ("rate(parcel_parse_failures_total[5m]) / rate(parcel_parsed_total[5m]) > 0.2", ""),
        ("histogram_quantile(0.99, sum by (le) (rate(parcel_http_request_duration_seconds_bucket[5m]))) > 1.5", "latency"),
        ("histogram_quantile(0.999, sum by (le) (rate(http_server_requests_seconds_bucket[5m]))) * 1000 > 800", "latency"),
        ('rpc_durations_seconds_request_latency{quantile="0.99"} > 2', "latency"),
        ("histogram_quantile(0.95, sum by (le) (rate(parcel_http_request_duration_seconds_bucket[5m]))) > 1.5", ""),
        ("histogram_quantile(0.99, rate(etcd_disk_wal_fsync_duration_seconds_bucket[5m])) > 0.5", ""),
        ('cassandra_tombstones_scanned{quantile="0.99"} > 100', ""),
        ("kube_deployment_status_observed_generation != kube_deployment_metadata_generation", "deployment"),
        ('kube_deployment_status_condition{condition="Progressing",status="false"} == 1', "deployment"),
        ('argocd_app_info{sync_status!="Synced"} > 0', "deployment"),
        ("kube_pod_container_status_restarts_total > 5", ""),
        ("sum by (group) (kafka_consumergroup_lag) > 1000", "queue"),
        ("rabbitmq_queue_messages_ready > 500", "queue"),
        ("pg_replication_lag_seconds > 30", ""),
        ("rate(disk_io_queue_length[1m]) > 4", ""),
        ("hikaricp_connections_pending > 3", "pool"),
        ("pg_stat_activity_count / pg_settings_max_connections > 0.8", "pool"),
        ("pg_stat_activity_count < 5", ""),
        ('cassandra_thread_pool_blocked_tasks{pool="x"} > 15', ""),
        ("container_memory_working_set_bytes / container_spec_memory_limit_bytes > 0.9", "memory"),
        ("container_memory_working_set_bytes / container_spec_memory_limit_bytes < 0.2", ""),
        ("node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes < 0.1", "memory"),
        ("(1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes) * 100 > 90", "memory"),
        ('100 - avg(rate(node_cpu_seconds_total{mode="idle"}[5m])) * 100 > 80', "cpu"),
        ('avg(rate(node_cpu_seconds_total{mode="idle"}[5m])) > 0.8', ""),
        ("rate(container_cpu_cfs_throttled_periods_total[5m]) > 0.25", "cpu"),
        ("sum(container_memory_working_set_bytes)", ""),
        ("rate(http_requests_total[5m]) > 100 and container_memory_working_set_bytes > 1e9", "memory"),
    ],
)
def test_what_an_expression_watches(expression: str, kind: str) -> None:
    assert kinds(expression) == ([kind] if kind else [])


def read(**files: str) -> list[Alert]:
    return list(Repository(SampleTree({f"{name}.yaml": text for name, text in files.items()})).ask(alerts))


RULE = """\
- alert: TooManyFailures
  expr: |
    sum(rate(parcel_http_requests_total{code=~"5.."}[5m]))
      / sum(rate(parcel_http_requests_total[5m])) > 0.02
  for: 10m
  labels: {severity: page}
  annotations: {summary: "Parcels fail", runbook_url: https://wiki.example/failures}
"""


def indented(text: str, by: int) -> str:
    return "".join(" " * by + line for line in text.splitlines(keepends=True))


@pytest.mark.parametrize(
    "text",
    [
        "groups:\n- name: parcels\n  rules:\n" + indented(RULE, 2),
        "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec:\n  groups:\n  - name: p\n    rules:\n"
        + indented(RULE, 4),
        "kind: ConfigMap\ndata:\n  p.rules: |\n    groups:\n    - name: p\n      rules:\n" + indented(RULE, 6),
        "serverFiles:\n  alerting_rules.yml:\n    groups:\n    - name: p\n      rules:\n" + indented(RULE, 6),
    ],
)
def test_rules_are_found_in_whatever_holds_them(text: str) -> None:
    (alert,) = read(rules=text)
    assert (alert.name, alert.waits, alert.severity, alert.summary) == ("TooManyFailures", 600.0, "page", "Parcels fail")
    assert alert.runbook == "https://wiki.example/failures"
    assert alert.watches("error-rate")
    assert text.splitlines()[alert.place.line - 1].lstrip(" -").startswith("alert: TooManyFailures")


def test_rules_of_grafana_and_service_levels_are_read() -> None:
    grafana = (
        "groups:\n- name: p\n  rules:\n  - title: Slow\n    condition: C\n    for: 5m\n    data:\n    - refId: A\n      model:\n"
        '        expr: histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))\n'
    )  # fmt: skip
    sloth = (
        'version: "prometheus/v1"\nservice: parcels\nslos:\n- name: availability\n  objective: 99.5\n  sli:\n    events:\n'
        '      error_query: sum(rate(http_requests_total{code=~"5.."}[{{.window}}]))\n'
        "      total_query: sum(rate(http_requests_total[{{.window}}]))\n  alerting: {name: Availability}\n"
    )
    openslo = (
        "apiVersion: openslo/v1\nkind: SLO\nmetadata: {name: availability}\nspec:\n  alertPolicies: [page]\n  indicator:\n    spec:\n"
        "      ratioMetric:\n        bad: {metricSource: {spec: {query: 'rate(http_requests_total{code=~\"5..\"}[5m])'}}}\n"
        "        total: {metricSource: {spec: {query: 'rate(http_requests_total[5m])'}}}\n"
    )
    found = {alert.system: alert for alert in read(grafana=grafana, sloth=sloth, openslo=openslo)}
    assert found["grafana"].watches("latency")
    assert found["sloth"].watches("error-rate")
    assert found["openslo"].watches("error-rate")


def test_a_template_is_told_and_a_file_of_another_kind_is_not() -> None:
    files = {
        "a.yaml": "groups:\n{{- range .x }}\n- alert: A\n  expr: b\n{{- end }}\n",
        "b.yaml": "alert: red\nexpression: none\n",
    }
    (said,) = alert_files(Repository(SampleTree(files)), None)
    assert isinstance(said, Unreadable)
    assert said.opaque


@pytest.mark.parametrize(
    ("written", "length"), [("5m", 300.0), ("1h30m", 5400.0), ("0m", 0.0), ("0", 0.0), ("90s", 90.0), ("soon", 60.0)]
)
def test_durations(written: str, length: float) -> None:
    assert seconds(written) == length


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("alert:expr groups\n- {}[]'\"|>5m"), max_size=200))
def test_any_yaml_is_read_or_told(text: str) -> None:
    list(alert_files(Repository(SampleTree({"a.yaml": "alert: expr:\n" + text})), None))
