"""What the metrics of clouds and of hosted monitoring tell, by the names that their documentation gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .alert_metrics import Kind

FAILED = r"5xx|5XX|http\.5|errors?\b|\.errors|failed|fault"
REQUEST_TIME = r"trace\.|request|response|latency|duration|http"

# CloudWatch: namespace and name of the metric. A rate of errors is one where the service gives a rate; a count is none.
HOSTED: tuple[tuple[Kind, str], ...] = (
    ("error-rate", r"\b5xxErrorRate|AWS/ApiGateway 5XXError|AWS/ApiGateway 5xx|AWS/S3 5xxErrors"),
    ("errors", r"HTTPCode_\w+_5\w\w_Count|5XXError|\b5xx|(?:^|[^\d])5\d\d[-_ ]?(?:errors?|count)|AWS/Lambda Errors|_500$"),
    ("latency", (r"TargetResponseTime|AWS/ApiGateway (?:Integration)?Latency|AWS/CloudFront OriginLatency|AWS/Lambda Duration"
     r"|AWS/AppRunner RequestLatency|AWS/ELB Latency")),
    ("queue", (r"ApproximateNumberOfMessages(?:Visible|NotVisible|Delayed)?|ApproximateAgeOfOldestMessage|IteratorAge|MaxOffsetLag"
     r"|SumOffsetLag|EstimatedMaxTimeLag|MessageCount|QueueSize|AgeOfOldest")),
    ("pool", r"DatabaseConnections(?!Borrow)|ClientConnections\b|DatabaseConnectionsCurrentlyBorrowed|AWS/RDS .*Connections"),
    ("memory", (r"MemoryUtilization|memory_utilization|FreeableMemory|mem_used_percent|MemoryUtilized|DatabaseMemoryUsagePercentage"
     r"|MemoryUsage|JVMMemoryPressure")),
    ("cpu", r"CPUUtilization|cpu_utilization|EngineCPUUtilization|cpu_usage_(?:active|user)|CpuUtilized|CPUCreditBalance"),
    ("deployment", r"kube_deployment_status_replicas_unavailable|kube_deployment_status|DeploymentFailed|service_number_of_running"),
)  # fmt: skip

# Datadog: parts of a query in lower case.
QUERIED: tuple[tuple[Kind, str], ...] = (
    ("deployment", (r"kubernetes_state\.deployment\.(?:replicas|rollout|unavailable)|kubernetes_state\.(?:statefulset|daemonset)\."
     r"|ecs\.service\.pending|deployment_id.*fail|argocd\.app")),
    ("queue", (r"kafka\.consumer_lag|consumer_lag|queue\.(?:messages|size|length)|rabbitmq\.queue|approximate_(?:number|age)|sidekiq\.(?:queue|latency)"
     r"|celery\..*queue|pubsub\..*undelivered|queue_(?:depth|length|size)")),
    ("pool", (r"postgresql\.(?:connections|percent_usage_connections)|mysql\.net\.(?:connections|max)|aws\.rds\.database_connections|hikaricp"
     r"|pgbouncer\.|connection_pool|pool\.(?:wait|active|in_use)|go_sql")),
    ("memory", r"system\.mem|kubernetes\.memory|container\.memory|docker\.mem|ecs\.fargate\.mem|aws\.(?:ecs|rds|elasticache)\..*mem|jvm\.heap"),
    ("cpu", r"system\.cpu|kubernetes\.cpu|container\.cpu|docker\.cpu|ecs\.fargate\.cpu|aws\.(?:ecs|rds|ec2|elasticache)\..*cpu|system\.load"),
)  # fmt: skip

# Google Cloud: parts of a filter or query in lower case. Failed requests over all of them have a filter for the denominator.
GOOGLE: tuple[tuple[Kind, str], ...] = (
    ("error-rate", r"response_code_class.{0,12}(?:5xx|500).*request_count.*request_count|request_count.*5(?:xx|00).*request_count"),
    ("queue", r"num_undelivered_messages|oldest_unacked_message_age|cloudtasks.*queue/depth|queue_depth"),
    ("pool", r"num_backends|connections/count|network/connections"),
    ("memory", r"memory/(?:utilization|usage|limit_utilization|used_bytes)|memory_utilizations"),
    ("cpu", r"cpu/(?:utilization|usage_time|limit_utilization)|cpu/utilizations"),
    ("deployment", r"deployment.*(?:fail|unavailable)|clouddeploy"),
)  # fmt: skip
