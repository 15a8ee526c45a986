"""Databases, caches and brokers: their names, the images that are them, and what frameworks and clouds call them. Data."""

from __future__ import annotations

NAMES: dict[str, str] = {
    "postgresql": "PostgreSQL",
    "mysql": "MySQL",
    "mariadb": "MariaDB",
    "sqlite": "SQLite",
    "sqlserver": "SQL Server",
    "oracle": "Oracle",
    "h2": "H2",
    "hsqldb": "HSQLDB",
    "derby": "Derby",
    "mongodb": "MongoDB",
    "redis": "Redis",
    "valkey": "Valkey",
    "elasticsearch": "Elasticsearch",
    "opensearch": "OpenSearch",
    "rabbitmq": "RabbitMQ",
    "memcached": "Memcached",
    "kafka": "Kafka",
    "nats": "NATS",
    "clickhouse": "ClickHouse",
    "cassandra": "Cassandra",
}

RELATIONAL: frozenset[str] = frozenset("postgresql mysql mariadb sqlite sqlserver oracle h2 hsqldb derby".split())
# Those that live in the program's own process: what they forgive, a server does not.
EMBEDDED: frozenset[str] = frozenset(("sqlite", "h2", "hsqldb", "derby"))

# Images, by familiar name. The tag begins with the version, or holds it behind the mark.
IMAGES: dict[str, tuple[str, str]] = {
    **dict.fromkeys(
        ("postgres", "bitnami/postgresql", "cimg/postgres", "circleci/postgres", "postgis/postgis"), ("postgresql", "")
    ),
    "pgvector/pgvector": ("postgresql", "pg"),
    "timescale/timescaledb": ("postgresql", "pg"),
    "timescale/timescaledb-ha": ("postgresql", "pg"),
    **dict.fromkeys(("mysql", "mysql/mysql-server", "bitnami/mysql", "cimg/mysql", "circleci/mysql"), ("mysql", "")),
    **dict.fromkeys(("mariadb", "bitnami/mariadb", "cimg/mariadb", "lscr.io/linuxserver/mariadb"), ("mariadb", "")),
    **dict.fromkeys(("mongo", "bitnami/mongodb"), ("mongodb", "")),
    **dict.fromkeys(("redis", "bitnami/redis", "cimg/redis", "circleci/redis"), ("redis", "")),
    "valkey/valkey": ("valkey", ""),
    **dict.fromkeys(
        ("elasticsearch", "docker.elastic.co/elasticsearch/elasticsearch", "bitnami/elasticsearch"), ("elasticsearch", "")
    ),
    "opensearchproject/opensearch": ("opensearch", ""),
    **dict.fromkeys(("rabbitmq", "bitnami/rabbitmq"), ("rabbitmq", "")),
    **dict.fromkeys(("memcached", "bitnami/memcached"), ("memcached", "")),
    **dict.fromkeys(("apache/kafka", "apache/kafka-native", "bitnami/kafka"), ("kafka", "")),
    "confluentinc/cp-kafka": ("kafka", "-"),  # Confluent counts its own versions
    "nats": ("nats", ""),
    "mcr.microsoft.com/mssql/server": ("sqlserver", "-"),  # 2022-latest: years, not compared
    **dict.fromkeys(("clickhouse", "clickhouse/clickhouse-server"), ("clickhouse", "")),
    "cassandra": ("cassandra", ""),
}

# Terraform resources that are one: the attributes of the engine and of the version, and the engine where it is fixed.
RESOURCES: dict[str, tuple[str, str, str]] = {
    "aws_db_instance": ("engine", "engine_version", ""),
    "aws_rds_cluster": ("engine", "engine_version", ""),
    "aws_elasticache_cluster": ("engine", "engine_version", ""),
    "aws_elasticache_replication_group": ("engine", "engine_version", "redis"),
    "aws_opensearch_domain": ("", "engine_version", ""),
    "aws_elasticsearch_domain": ("", "elasticsearch_version", "elasticsearch"),
    "google_sql_database_instance": ("database_version", "database_version", ""),
    "azurerm_postgresql_flexible_server": ("", "version", "postgresql"),
    "azurerm_postgresql_server": ("", "version", "postgresql"),
    "azurerm_mysql_flexible_server": ("", "version", "mysql"),
    "digitalocean_database_cluster": ("engine", "version", ""),
}

# What frameworks, drivers, schemes and clouds call the engines, in lower case.
ENGINE_NAMES: dict[str, str] = {
    **dict.fromkeys(
        (
            *("postgres", "postgresql", "pg", "pgsql", "postgis", "aurora-postgresql", "django.db.backends.postgresql"),
            *("django.db.backends.postgresql_psycopg2", "django.contrib.gis.db.backends.postgis", "postgresql+psycopg2"),
            *("postgresql+asyncpg", "postgresql+psycopg", "postgres+psycopg2"),
        ),
        "postgresql",
    ),
    **dict.fromkeys(("mysql", "mysql2", "trilogy", "aurora-mysql", "django.db.backends.mysql", "mysql+pymysql"), "mysql"),
    "mariadb": "mariadb",
    **dict.fromkeys(("sqlite", "sqlite3", "better-sqlite3", "django.db.backends.sqlite3", "sqlite+aiosqlite"), "sqlite"),
    **dict.fromkeys(("sqlserver", "mssql", "sqlsrv"), "sqlserver"),
    **dict.fromkeys(("oracle", "oracle_enhanced"), "oracle"),
    "h2": "h2",
    "hsqldb": "hsqldb",
    "derby": "derby",
    **dict.fromkeys(("redis",), "redis"),
    "valkey": "valkey",
    "memcached": "memcached",
    **dict.fromkeys(("mongodb", "mongo"), "mongodb"),
    "elasticsearch": "elasticsearch",
    "opensearch": "opensearch",
}
