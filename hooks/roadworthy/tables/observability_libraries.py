"""How server code is told to log, to number requests and to measure them: libraries, and what configures each in code.

A dependency that nobody configures logs nothing, and a word in a comment is no library. So a row has the packages (none: it comes
with the language or the framework), a text that has to stand in a file, and the pattern that the place has to fit.
"""

from __future__ import annotations

# What a row is evidence of: structured logs, a level from outside, a request's id, measured requests, a pool's or a queue's
# measures; `text`: logs are written as plain text; `pinned` has its own table.
# ecosystem: ((kind, packages, marker, pattern), …)
Row = tuple[str, tuple[str, ...], str, str]

LIBRARIES: dict[str, tuple[Row, ...]] = {
    "python": (
        ("structured", ("structlog",), "JSONRenderer", r"JSONRenderer\("),
        ("structured", ("python-json-logger", "pythonjsonlogger"), "json", r"pythonjsonlogger|JsonFormatter\b"),
        ("structured", ("loguru",), "serialize", r"serialize\s?=\s?True"),
        ("structured", ("json-logging", "ecs-logging", "logstash-formatter", "django-structlog"), "ogg",
         r"json_logging\.init|StdlibFormatter\b|LogstashFormatter|JSONRenderer"),
        ("structured", ("azure-functions", "google-cloud-logging", "aws-lambda-powertools", "logfire"), "ogg",
         r"setup_logging\(|StructuredLogHandler|from aws_lambda_powertools import[^\n]{0,80}Logger|logfire\.configure\("),
        ("structured", (), "json.dumps", r"(?s:class \w{1,60}\([\w.]{0,40}Formatter\):.{0,2500}?return json\.dumps\()"),
        ("text", (), "basicConfig", r"\blogging\.basicConfig\("),
        ("text", (), "Formatter", r"\blogging\.Formatter\("),
        ("text", (), "%(message)s", r"[\"']format[\"']\s?:\s?[\"'][^\"'\n]{0,200}%\(message\)s"),
        ("request-id", ("asgi-correlation-id",), "CorrelationIdMiddleware", r"\bCorrelationIdMiddleware\b"),
        ("request-id", ("django-guid",), "django_guid", r"django_guid\.middleware|\bguid_middleware\b"),
        ("request-id", ("django-log-request-id", "django-request-id", "flask-log-request-id", "django-cid", "django-structlog"), "",
         r"RequestIDMiddleware|RequestIdMiddleware|\bRequestID\(|CidMiddleware|django_structlog\.middlewares"),
        ("request-id", ("structlog",), "bind_contextvars", r"bind_contextvars\([^)]{0,200}(?:request|correlation|trace)_?id"),
        ("request-id", (), "equest-", r"(?:headers?(?:\.get\(|\[)|HTTP_)[\"']?X[-_](?:Request|Correlation)[-_]I[Dd]|[\"']HTTP_X_REQUEST_ID"),
        ("request-id", ("opentelemetry-instrumentation-logging",), "LoggingInstrumentor", r"LoggingInstrumentor\(\)\.instrument\("),
        ("metrics", ("django-prometheus",), "django_prometheus", r"django_prometheus\.(?:middleware|urls)|[\"']django_prometheus[\"']"),
        ("metrics", ("prometheus-fastapi-instrumentator",), "Instrumentator", r"\bInstrumentator\([^\n]*\)|\.instrument\(\w+\)\.expose\("),
        ("metrics", ("prometheus-flask-exporter",), "PrometheusMetrics", r"\w*PrometheusMetrics(?:\.for_app_factory)?\("),
        ("metrics", ("starlette-exporter", "starlette-prometheus"), "PrometheusMiddleware", r"\bPrometheusMiddleware\b"),
        ("metrics", ("prometheus-client",), "Histogram",
         r"\bHistogram\(\s{0,20}[\"'][^\"'\n]{0,80}(?i:request|http|latency|response)"),
        ("metrics", ("gds-metrics",), "GDSMetrics", r"\bGDSMetrics\("),
        ("metrics", ("opentelemetry-sdk", "opentelemetry-api"), "create_histogram", r"\.create_histogram\("),
        ("metrics", ("opentelemetry-exporter-otlp*", "opentelemetry-sdk"), "MeterProvider", r"\bMeterProvider\("),
        ("metrics", ("statsd", "datadog", "ddtrace"), "tatsd", r"\bstatsd\.(?:timing|timer|histogram|timed)\("),
        ("pool", ("opentelemetry-instrumentation-sqlalchemy",), "SQLAlchemyInstrumentor", r"SQLAlchemyInstrumentor\(\)\.instrument\("),
        ("pool", ("django-prometheus",), "django_prometheus.db", r"django_prometheus\.db\.backends"),
        ("queue", ("celery-exporter", "opentelemetry-instrumentation-celery"), "elery", r"CeleryInstrumentor\(\)\.instrument\("),
    ),
    "node": (
        ("structured", ("pino", "pino-http", "nestjs-pino", "fastify"), "pino",
         r"\bpino\s?\(|\bpinoHttp\s?\(|\bLoggerModule\.forRoot|import (?!type\b)[^\n;]{1,120} from [\"']pino(?:-http)?[\"']|require\([\"']pino(?:-http)?[\"']\)"),
        ("structured", ("fastify",), "logger", r"\b[Ff]astify\(\{[^}]{0,200}\blogger\s?:\s?(?:true|\{)"),
        ("structured", ("winston", "nest-winston"), ".json(", r"\bformat\.json\(|\bjson\(\)"),
        ("structured", ("bunyan",), "createLogger", r"\bbunyan\.createLogger\("),
        ("text", ("express", "fastify", "koa", "@nestjs/core", "hono", "@hapi/hapi", "restify", "@apollo/server"), "console.", r"\bconsole\.(?:log|info|warn|error)\("),
        ("text", ("winston",), "printf", r"\bformat\.(?:simple|printf|cli)\("),
        ("text", ("morgan",), "morgan(", r"\bmorgan\("),
        ("request-id", ("pino-http", "nestjs-pino"), "genReqId", r"\bgenReqId\b"),
        ("request-id", ("fastify",), "equestId", r"\brequestIdHeader\b|\bgenReqId\b"),
        ("request-id", ("express-request-id", "cls-rtracer", "express-correlation-id", "nestjs-cls", "@fastify/request-context"), "",
         r"rTracer\.\w+Middleware\(|addRequestId|requestId\(\)|ClsModule\.forRoot|correlator\(|fastifyRequestContext"),
        ("request-id", ("hono",), "requestId", r"\brequestId\(\)"),
        ("request-id", (), "equest-", r"[\"']x-(?:request|correlation)-id[\"']"),
        ("metrics", ("prom-client", "express-prom-bundle", "@willsoto/nestjs-prometheus", "fastify-metrics"), "",
         r"\bnew (?:\w+\.)?Histogram\(|collectDefaultMetrics\(|promBundle\(|PrometheusModule\.register|fastify-metrics|httpRequestDuration"),
        ("metrics", ("@opentelemetry/sdk-metrics", "@opentelemetry/sdk-node"), "etric",
         r"\bcreateHistogram\(|\bmetricReader\b|\bMeterProvider\(|PeriodicExportingMetricReader"),
        ("metrics", ("hot-shots", "node-statsd"), "", r"\bnew (?:StatsD|StatsD\.\w+)\("),
        ("pool", ("@opentelemetry/instrumentation-pg",), "PgInstrumentation", r"\bnew PgInstrumentation\("),
        ("queue", ("bullmq", "bull"), "getJobCounts", r"\.(?:getJobCounts|exportPrometheusMetrics)\("),
    ),
    "go": (
        ("structured", (), "slog", r"\bslog\.NewJSONHandler\("),
        ("structured", ("go.uber.org/zap*",), "zap.", r"\bzap\.(?:NewProduction(?:Config)?\(|NewProductionEncoderConfig|Config\{)|NewJSONEncoder\("),
        ("structured", ("github.com/rs/zerolog*",), "zerolog", r"\bzerolog\.New\(|rs/zerolog/log\""),
        ("structured", ("github.com/sirupsen/logrus*",), "JSONFormatter", r"\bJSONFormatter\{"),
        ("text", (), "log.Print", r"\blog\.Print(?:f|ln)?\("),
        ("text", (), "TextHandler", r"\bslog\.NewTextHandler\("),
        ("text", ("github.com/sirupsen/logrus*",), "TextFormatter", r"\bTextFormatter\{"),
        ("request-id", ("github.com/go-chi/chi*",), "RequestID", r"\bmiddleware\.RequestID\b"),
        ("request-id", ("github.com/labstack/echo*",), "RequestID", r"\bmiddleware\.RequestID(?:WithConfig)?\("),
        ("request-id", ("github.com/gofiber/fiber*",), "requestid", r"\brequestid\.New\("),
        ("request-id", ("github.com/gin-contrib/requestid*",), "requestid", r"\brequestid\.New\("),
        ("request-id", (), "equest-", r"\"[Xx]-(?:Request|Correlation|request|correlation)-(?:ID|Id|id)\""),
        ("metrics", ("github.com/prometheus/client_golang*",), "Histogram",
         r"\b(?:prometheus|promauto)(?:\.With\(\w+\))?\.New(?:Histogram|Summary)(?:Vec)?\(|InstrumentHandlerDuration\(|HistogramVec\("),
        ("metrics", ("github.com/prometheus/client_golang*",), "promhttp", r"\bpromhttp\.Handler(?:For)?\("),
        ("metrics", ("go.opentelemetry.io/otel*",), "etric", r"\bsdkmetric\.NewMeterProvider\(|\bmetric\.NewMeterProvider\(|\.(?:Float64|Int64)Histogram\("),
        ("pool", ("github.com/prometheus/client_golang*",), "DBStatsCollector", r"NewDBStatsCollector\("),
        ("pool", ("github.com/xsam/otelsql*", "github.com/uptrace/opentelemetry-go-extra/otelsql*"), "otelsql", r"RegisterDBStatsMetrics\(|ReportDBStatsMetrics\("),
    ),
    "java": (
        ("structured", ("net.logstash.logback:logstash-logback-encoder",), "ogstash", r"LogstashEncoder|LoggingEventCompositeJsonEncoder|LogstashTcpSocketAppender"),
        ("structured", ("co.elastic.logging:*",), "Ecs", r"\bEcsEncoder|\bEcsLayout"),
        ("structured", (), "structured", r"logging\.structured\.format|structured:\s*\n\s+format:"),
        ("structured", ("org.apache.logging.log4j:*",), "Json", r"<Json(?:Template)?Layout"),
        ("structured", ("io.quarkus:quarkus-logging-json",), "quarkus", r"quarkus\.log\.console\.json"),
        ("text", (), "<pattern>", r"<pattern>"),
        ("text", (), "logging", r"logging\.pattern\.\w+|logging:\s*\n\s+pattern:"),
        ("request-id", (), "MDC", r"\bMDC\.put(?:Closeable)?\(\s{0,8}[\w.\"]{0,60}(?i:request|correlation|trace)"),
        ("request-id", (), "traceId", r"%X\{traceId|%mdc\{traceId"),
        ("request-id", ("io.micrometer:micrometer-tracing*", "org.springframework.cloud:spring-cloud-starter-sleuth"), "", ""),
        ("metrics", ("io.micrometer:micrometer-registry-*",), "", r"prometheus|management"),
        ("metrics", ("io.quarkus:quarkus-micrometer-registry*", "io.micronaut.micrometer:*"), "", ""),
        ("pool", ("io.micrometer:micrometer-registry-*",), "", r"hikari|prometheus|management"),
    ),
    "ruby": (
        ("structured", ("lograge",), "lograge", r"lograge\.formatter\s?=\s?Lograge::Formatters::(?:Json|Logstash)"),
        ("structured", ("rails_semantic_logger", "semantic_logger"), "json", r"(?:rails_semantic_logger\.format|formatter:?)\s?=?\s?:json"),
        ("structured", ("logstash-logger", "logstash-event"), "", r"LogStashLogger\.new|LogstashLogger|Formatters::Logstash"),
        ("structured", (), "to_json", r"(?s:class \w*Formatter.{0,800}?def call\(.{0,800}?to_json)"),
        ("text", (), "Logger::Formatter", r"Logger::Formatter\.new"),
        ("request-id", (), "log_tags", r"^[^#\n]*log_tags\s?=\s?\[[^\]\n]*:request_id"),
        ("request-id", (), "equest", r"\brequest\.(?:request_id|uuid)\b"),
        ("metrics", ("prometheus_exporter",), "PrometheusExporter", r"PrometheusExporter::Middleware"),
        ("metrics", ("yabeda-rails", "yabeda-prometheus", "yabeda"), "abeda", r"Yabeda\.(?:configure|install)|Yabeda::Prometheus|Yabeda::Rails"),
        ("metrics", ("prometheus-client",), "Prometheus", r"Prometheus::Middleware::(?:Collector|Exporter)"),
        ("metrics", ("newrelic_rpm", "skylight", "scout_apm", "elastic-apm", "appsignal", "datadog", "ddtrace"), "", ""),
        ("queue", ("yabeda-sidekiq", "sidekiq-prometheus-exporter", "sidekiq-instrument"), "", ""),
        ("pool", ("prometheus_exporter",), "ActiveRecord", r"PrometheusExporter::Instrumentation::ActiveRecord"),
    ),
    "php": (
        ("structured", (), "JsonFormatter", r"\bJsonFormatter::class|new \\?(?:[\w\\]*\\)?JsonFormatter\(|monolog\.formatter\.json"),
        ("text", (), "LineFormatter", r"\bLineFormatter\b"),
        ("text", ("laravel/framework",), "'driver'", r"'driver'\s?=>\s?'(?:single|daily|errorlog|syslog)'"),
        ("request-id", (), "equest", r"[\"']X-(?:Request|Correlation)-I[Dd][\"']"),
        ("request-id", (), "UidProcessor", r"\b(?:Uid|RequestId)Processor\b"),
        ("metrics", ("promphp/prometheus_client_php", "jimdo/prometheus_client_php", "artprima/prometheus-metrics-bundle"), "",
         r"getOrRegisterHistogram\(|registerHistogram\(|CollectorRegistry|ArtprimaPrometheusMetricsBundle"),
        ("metrics", ("spatie/laravel-prometheus",), "Prometheus", r"Prometheus::add\w+\("),
        ("queue", ("laravel/horizon",), "orizon", r"HorizonServiceProvider|horizon:snapshot"),
    ),
    "dotnet": (
        ("structured", ("serilog*",), "JsonFormatter", r"\b(?:Rendered)?CompactJsonFormatter\b|\bnew JsonFormatter\(|\bElasticsearchJsonFormatter\b"),
        ("structured", (), "AddJsonConsole", r"\.AddJsonConsole\("),
        ("structured", (), "FormatterName", r"\"FormatterName\"\s?:\s?\"json\""),
        ("structured", ("opentelemetry*",), "AddOpenTelemetry", r"[lL]ogging\.AddOpenTelemetry\("),
        ("text", (), "Console", r"\.(?:AddConsole|AddSimpleConsole)\(|WriteTo\.Console\(\)"),
        ("request-id", ("correlationid", "serilog*"), "Correlation", r"AddDefaultCorrelationId\(|UseCorrelationId\(|WithCorrelationId"),
        ("request-id", (), "TraceIdentifier", r"\bTraceIdentifier\b"),
        ("request-id", ("opentelemetry*",), "AddOpenTelemetry", r"[lL]ogging\.AddOpenTelemetry\("),
        ("metrics", ("prometheus-net*",), "etrics", r"\.(?:UseHttpMetrics|MapMetrics)\("),
        ("metrics", ("opentelemetry*",), "etrics", r"\.WithMetrics\(|AddOpenTelemetryMetrics\("),
    ),
    "rust": (
        ("structured", ("tracing-subscriber",), ".json()", r"\.json\(\)"),
        ("structured", ("tracing-bunyan-formatter",), "Bunyan", r"BunyanFormattingLayer::new"),
        ("text", ("env_logger", "pretty_env_logger"), "env_logger", r"env_logger::(?:init|Builder|builder)"),
        ("text", ("tracing-subscriber",), "fmt", r"tracing_subscriber::fmt::init\(|tracing_subscriber::fmt\(\)"),
        ("request-id", ("tower-http", "tower-request-id"), "equestId", r"SetRequestIdLayer|RequestIdLayer|set_x_request_id"),
        ("request-id", ("tracing-actix-web",), "TracingLogger", r"TracingLogger"),
        ("metrics", ("axum-prometheus", "actix-web-prom", "metrics-exporter-prometheus", "prometheus", "actix-web-prometheus"), "",
         r"Prometheus(?:MetricLayer|MetricsBuilder|Builder)|register_histogram|HistogramVec|histogram!\("),
    ),
    "elixir": (
        ("structured", ("logger_json",), "LoggerJSON", r"LoggerJSON"),
        ("text", (), ":console", r"config :logger, :(?:console|default_formatter)"),
        ("request-id", (), "Plug.RequestId", r"plug[ (]Plug\.RequestId"),
        ("metrics", ("prom_ex", "telemetry_metrics_prometheus", "telemetry_metrics_prometheus_core"), "", r"PromEx|TelemetryMetricsPrometheus"),
    ),
}  # fmt: skip

# The level comes from outside, in any language: a variable or a setting that is named after it.
LEVEL_MARKERS = (
    "og_level",
    "OG_LEVEL",
    "ogLevel",
    "ogging.level",
    "oglevel",
    "LogLevel",
    "RUST_LOG",
    "setLevel",
    "EnvFilter",
    "OGLEVEL",
)
LEVEL_CONFIGURED = (
    r"(?i:(?:environ|getenv|process\.env|\benv|fetch|config|settings|cfg|flags?|opts?|options|args)\b[^\n]{0,50}log[-_.]?level(?!\s?=\s?:\w))"
    r"|(?i:log[-_.]?level[^\n]{0,50}(?:environ|getenv|process\.env|\benv\b|\bENV\b|config|settings|cfg|flag))"
    r"|RUST_LOG|EnvFilter::(?:from|try_from)|(?m:^\s*logging\.level\.)|logging:\s*\n\s+level:|\"LogLevel\"\s?:\s?\{"
)
# A file that only production loads, and a level in it that tells everything.
PRODUCTION_FILES = r"(?i)(?:^|/)(?:[\w.-]*[._-])?(?:prod|production|live)(?:[._-][\w-]*)*\.(?:py|rb|ya?ml|json|properties|exs|toml|php|[cm]?[jt]s|xml)$"
PINNED = (
    r"(?im:^[^#\n/;]{0,120}?(?:\blog_?level\b|loglevel|logging\.level[\w.]*|[\"']level[\"']|\"Default\"|<root level)"
    r"\s{0,4}[:=]>?\s{0,4}[:\"']?(?:logging\.)?(?:debug|trace|verbose|all)\b(?![\"']?\s+if\b))"
)
# What of a deployment says that something scrapes the application.
SCRAPED = r"(?m:^\s{0,40}(?:kind:\s?(?:ServiceMonitor|PodMonitor)\b|[\"']?prometheus\.io/scrape[\"']?:\s?[\"']true[\"']))"
# Projects that applications take their set-up from.
SHARED = r"(?:^|/)[\w.]*(?:ServiceDefaults|BuildingBlocks|SharedKernel)/"
# Commands write for whoever started them.
COMMANDS = r"(?:^|/)(?:scripts?|bin|cli|tools?|commands?|cmd/[\w-]*(?:ctl|tool)[\w-]*|seeds?|migrations?)/"
# Exporters that run beside an application: image or chart names.
EXPORTERS = {
    "queue": r"celery-exporter|kafka[-_]exporter|rabbitmq[-_]exporter|sidekiq[-_]exporter|kind:\s?ScaledObject|burrow|kminion|kafka-lag",
    "pool": r"pgbouncer[-_]exporter|postgres(?:ql)?[-_]exporter|mysqld?[-_]exporter|mongodb[-_]exporter",
}
SOURCES = {
    "python": (".py", ".cfg", ".ini", ".toml", ".yaml", ".yml", ".json"),
    "node": (".js", ".ts", ".mjs", ".cjs", ".mts"),
    "go": (".go",),
    "java": (".java", ".kt", ".xml", ".properties", ".yml", ".yaml"),
    "ruby": (".rb",),
    "php": (".php", ".yaml", ".yml"),
    "dotnet": (".cs", ".json"),
    "rust": (".rs",),
    "elixir": (".ex", ".exs"),
}
