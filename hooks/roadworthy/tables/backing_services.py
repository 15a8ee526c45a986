"""Clients of servers that a local stack has to hold: package to the kind of server, and the images that are one."""

from __future__ import annotations

CLIENTS: dict[str, tuple[str, ...]] = {
    "PostgreSQL": (
        "psycopg2", "psycopg2-binary", "psycopg", "psycopg-binary", "asyncpg", "pg", "postgres", "pg-promise", "github.com/lib/pq",
        "github.com/jackc/pgx*", "npgsql*", "org.postgresql:postgresql", "tokio-postgres", "postgrex",
    ),
    "MySQL": (
        "mysqlclient", "pymysql", "aiomysql", "mysql2", "mysql", "github.com/go-sql-driver/mysql", "mysqlconnector",
        "com.mysql:mysql-connector-j", "mysql:mysql-connector-java", "trilogy", "myxql",
    ),
    "MongoDB": ("pymongo", "motor", "mongoose", "mongodb", "go.mongodb.org/mongo-driver*", "mongoid", "mongodb.driver"),
    "RabbitMQ": ("pika", "aio-pika", "amqplib", "github.com/rabbitmq/amqp091-go", "bunny", "rabbitmq.client", "lapin", "com.rabbitmq:*"),
}  # fmt: skip
IMAGES: dict[str, str] = {
    "PostgreSQL": r"postg|pgvector|timescale|citus|cockroach|supabase|percona-distribution-postgresql|yugabyte|alloydb",
    "MySQL": r"mysql|mariadb|percona|vitess|tidb",
    "MongoDB": r"mongo|ferretdb|percona-server-mongodb",
    "RabbitMQ": r"rabbit|lavinmq",
}
