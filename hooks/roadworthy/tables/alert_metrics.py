"""What a metric's name says of what it measures, for alert rules: regular expressions over names in lower case.

Names come from the exporters' and instrumentation libraries' own documentation; a name that only sounds alike is ruled out
by the second expression of its row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Literal

    # What is watched. `errors` are failed requests by their number, whatever the traffic.
    Kind = Literal["error-rate", "errors", "latency", "deployment", "queue", "pool", "memory", "cpu"]

# Labels that hold the status of a response.
STATUS_LABELS = frozenset(
    "code status status_code statuscode http_status http_status_code http_response_status_code response_code response_status"
    " return_code http_code rcode envoy_response_code envoy_response_code_class code_class type error_code status_class status_group".split()
)
# Each way of writing it: failed ones, good ones.
STATUSES = (
    (("500", "502", "503", "504"), ("200", "201", "204")),
    (("5xx",), ("2xx",)),
    (("5XX",), ("2XX",)),
    (("5",), ("2",)),
)
# Labels that name the outcome in words.
OUTCOME_LABELS = frozenset(
    "result outcome classification status success grpc_code grpc_status rpc_grpc_status_code error".split()
)
OUTCOMES = tuple(
    (("error", "ERROR", "failure", "failed", "SERVER_ERROR", "Internal", "Unavailable", "5xx"), (good,))
    for good in ("success", "ok", "OK", "SUCCESS", "none", "0")
)

REQUESTS = r"request|response|http|grpc|rpc|(?:^|_)rq(?:_|$)|calls|invocations|hits|sli"
FAILED_REQUESTS = r"(?:^|[_:])(?:http_?)?5xx|_5xx_|5xx(?:_count|_total|_sum)|httpcode_(?:target|elb|backend)_5xx"
# Ratios that a recording rule made before: `job:http_errors:ratio5m`, `slo:sli_error:ratio_rate5m`.
ERROR_RATIO = r"(?:error|errors|failure|failures|5xx)[a-z_]*[:_](?:ratio|percent)|error_(?:rate|ratio|percentage)"

GOOD_RATIO = r"(?:success|successful|good|ok|available|availability)[a-z_]*[:_](?:ratio|percent)|availability(?:_ratio|:ratio|_percent)|success_(?:rate|ratio)"
LATENCY = (
    r"(?=.*(?:request|response|http|grpc_server|grpc_client|rpc|endpoint|route|view|transaction|handler|upstream_rq|operation))"
)
LATENCY_UNIT = r"(?:duration|latency|latencies|handling|seconds|milliseconds|_ms|time|delay)"
NO_LATENCY = (
    r"fsync|wal|commit|compaction|(?:^|_)gc(?:_|$)|disk|round_trip|dns|forward|queue|reconcile|_git_|objstore|_gate_|replication"
    r"|bucket_operation|policy_implementation|scheduling|snapshot|backup|scrape|notification|workqueue|etcd_network"
)
LATENCY_RECORDED = r"(?:p99|99quantile|:p999|99th|0_99)"

DEPLOYMENT = (
    r"^kube_(?:deployment|statefulset|daemonset|replicaset)_(?:status|spec|metadata|replicas|created)|^kube_statefulset_replicas$"
    r"|^argocd_app_(?:info|sync_total|sync_status|health_status)|^gotk_(?:reconcile_condition|resource_info)|^flagger_canary_status"
    r"|^rollout_(?:info|phase|reconcile_error)|^argo_rollouts|^spinnaker_.*(?:pipeline|stage|deploy)"
    r"|(?:^|[_:])deploy(?:ment)?s?_(?:status|failed|failures?|errors?|success|result)|^helm_release_(?:info|status)"
)
NO_DEPLOYMENT = r"misscheduled|_created$"
QUEUE = (
    r"(?:consumer_?group|consumer|group|topic|partition|stream|subscription|queue|message)s?_?[a-z_]*(?:_|^)lag"
    r"|(?:^|_)lag_(?:seconds|messages|offsets?|sum|max)|records_lag|consumer_lag|consumergroup_lag"
    r"|(?:^|_)queues?_(?:size|length|depth|messages|latency|lag|enqueued|backlog|jobs|waiting|pending|ready|head_message|age|oldest)"
    r"|sqs_approximate|approximate_(?:number_of_messages|age_of_oldest)|undelivered_messages|oldest_unacked|(?:^|_)backlog"
    r"|enqueued_jobs|jobs_(?:waiting|queued|enqueued)|messages_(?:ready|unacked|unacknowledged|pending|visible)|queued_(?:jobs|tasks|messages)"
    r"|jetstream_consumer_num_pending|celery_queue|bull_(?:waiting|jobs_waiting)|sidekiq_(?:queue|latency|enqueued)|storage_backlog"
)
NO_QUEUE = (
    r"haproxy|nginx|phpfpm|php_fpm|listen_queue|disk|^node_|^windows_|replication|wsrep|notifications|puma|dropped|dead|zombie"
    r"|published|consumers|rejected|errors?(?:_|$)|unroutable|deaths|scrape|^cortex|^loki|^tempo|^mimir|^thanos|^prometheus|workqueue"
    r"|^etcd|wal_|^apiserver|^scheduler_|^go_|network|transmit|receive_queue|send_queue|raft|duration_seconds|checkpoint"
)
POOL = (
    r"hikaricp|^pgbouncer_(?:pools|databases|stats|config)|^go_sql_|go_sql_stats|db_client_connections?|r2dbc_pool|jdbc_connections"
    r"|(?:connection|conn|db|database|sql|sqlalchemy|jdbc|pg|postgres|mysql)s?_pool_?|pool_(?:in_use|checkedout|overflow|waiting|wait)"
    r"|^pg_stat_activity_count|^pg_stat_database_numbackends|threads_connected|^mongodb(?:_ss)?_connections|max_used_connections"
    r"|aws_rds_database_connections|pg_settings_max_connections|active_connections_pool|activerecord_connection_pool|ecto_pool"
    r"|oracledb_(?:sessions|resource)|^sqlserver_connections|mssql_connections|cloudsql.*num_backends|bb8_pool|deadpool|sqlx_pool"
)
NO_POOL = (
    r"thread_?pool|ceph|zfs|locks_count|haproxy|deadlock|rejected|nginx|storage_pool|ippool|mempool|ip_pool|threads_running"
)
MEMORY = r"memory|(?:^|_)mem(?:_|$)|working_set|heap_(?:used|usage)|(?:^|_)rss(?:_|$)|memavailable|oom"
NO_MEMORY = r"memory_objects|shared_memory_hits|memory_pressure_disk|numa|edac|memory_error|ecc_|^nvidia|gpu|memtable|memberlist|memory_(?:series|users|map)"
LEFT_OVER = r"free|available|memavail|idle|remaining|headroom"
CPU = r"(?:^|_)load(?:1|5|15)$|(?:^|_)cpus?(?:_|$)|cpu_(?:usage|seconds|utili[sz]ation|total|load)|cfs_throttled|cpuutilization|processor_time"
NO_CPU = r"cpu_temp|cpu_core_temp|cpu_frequency|cpu_clock|fan|temperature|cpu_scaling"

# Systems that others make and operate for the application: an alert on one of them says nothing of the application's requests.
INFRASTRUCTURE = (
    r"^(?:apiserver|etcd|coredns|kubelet|kube_?proxy|scheduler|prometheus|alertmanager|thanos|loki|cortex|mimir|tempo|grafana|cilium"
    r"|calico|vault|consul|nomad|ceph|rook|minio|harbor|velero|zookeeper|kafka_network|elasticsearch|opensearch|cassandra|couchdb"
    r"|clickhouse|influxdb|pulsar|hadoop|spark|controller_runtime|workqueue|rest_client|certmanager|promtail|fluentd|fluentbit|otelcol"
    r"|jenkins|argocd|gotk|istio_agent|pilot|galley|cloudflare_zone|github|container_runtime|docker|openebs|longhorn)_"
)
INFRASTRUCTURE_JOBS = r"thanos|loki|cortex|mimir|tempo|prometheus|etcd|apiserver|coredns|alertmanager|grafana|vault|consul"
