"""Which packages make a program a server, and which work queues and databases it can be a client of.

By ecosystem, in the order in which they are looked for: the more telling first. Names as `models.dependencies` compares them.
"""

from __future__ import annotations

# A package that serves HTTP. What comes with a language (`net/http`, `http.server`) is told from code, not from here.
SERVERS: dict[str, tuple[str, ...]] = {
    "python": (
        "django", "fastapi", "flask", "starlette", "sanic", "tornado", "aiohttp", "litestar", "falcon", "bottle", "pyramid",
        "quart", "robyn", "connexion", "gunicorn", "uvicorn", "hypercorn", "waitress", "uwsgi", "grpcio",
    ),
    "node": (
        "express", "fastify", "koa", "@nestjs/core", "hono", "@hapi/hapi", "next", "nuxt", "@remix-run/node",
        "@react-router/node", "@sveltejs/adapter-node", "restify", "@adonisjs/core", "polka", "h3", "elysia", "@trpc/server",
        "apollo-server", "@apollo/server", "@feathersjs/express", "moleculer-web", "sails", "loopback", "@grpc/grpc-js",
    ),
    "go": (
        "github.com/gin-gonic/gin*", "github.com/labstack/echo*", "github.com/go-chi/chi*", "github.com/gofiber/fiber*",
        "github.com/gorilla/mux*", "github.com/valyala/fasthttp*", "github.com/julienschmidt/httprouter*",
        "github.com/beego/beego*", "github.com/gobuffalo/buffalo*", "github.com/kataras/iris*", "connectrpc.com/connect*",
        "github.com/twitchtv/twirp*", "google.golang.org/grpc*", "github.com/danielgtaylor/huma*",
    ),
    "ruby": ("rails", "sinatra", "hanami", "grape", "roda", "puma", "unicorn", "thin", "falcon"),
    "php": (
        "laravel/framework", "laravel/lumen-framework", "symfony/framework-bundle", "symfony/symfony", "slim/slim",
        "cakephp/cakephp", "codeigniter4/framework", "yiisoft/yii2", "laminas/laminas-mvc", "mezzio/mezzio",
    ),
    "java": (
        "org.springframework.boot:spring-boot-starter-web", "org.springframework.boot:spring-boot-starter-webflux",
        "org.springframework.boot:spring-boot-starter-webmvc", "io.quarkus:quarkus-*rest*", "io.quarkus:quarkus-resteasy*",
        "io.quarkus:quarkus-rest*", "io.micronaut:micronaut-http-server*", "io.javalin:javalin*", "io.ktor:ktor-server*",
        "io.dropwizard:dropwizard-core", "io.vertx:vertx-web*", "org.springframework:spring-webmvc",
        "org.springframework.cloud:spring-cloud-starter-gateway*", "io.grpc:grpc-netty*", "com.sparkjava:spark-core",
        "io.helidon.webserver:*", "org.eclipse.jetty:jetty-server",
    ),
    "dotnet": ("microsoft.net.sdk.web", "microsoft.aspnetcore.app", "grpc.aspnetcore", "servicestack*"),
    "rust": ("axum", "actix-web", "rocket", "warp", "poem", "tide", "salvo", "tonic", "hyper", "ntex"),
    "elixir": ("phoenix", "plug_cowboy", "bandit", "cowboy"),
}  # fmt: skip

# A client of a broker or a job queue: what is put there waits, and nobody sees it unless its depth is measured.
QUEUES: dict[str, tuple[str, ...]] = {
    "python": (
        "celery", "rq", "dramatiq", "huey", "kombu", "pika", "aio-pika", "kafka-python", "confluent-kafka", "aiokafka",
        "faust-streaming", "arq", "procrastinate", "django-q2", "taskiq", "nats-py", "google-cloud-pubsub", "stomp-py",
    ),
    "node": (
        "bullmq", "bull", "bee-queue", "agenda", "pg-boss", "amqplib", "kafkajs", "node-rdkafka", "@confluentinc/kafka-javascript",
        "@aws-sdk/client-sqs", "sqs-consumer", "@google-cloud/pubsub", "nats", "graphile-worker", "inngest", "@temporalio/worker",
        "rhea", "@azure/service-bus", "@trigger.dev/sdk",
    ),
    "go": (
        "github.com/segmentio/kafka-go*", "github.com/ibm/sarama*", "github.com/shopify/sarama*", "github.com/twmb/franz-go*",
        "github.com/confluentinc/confluent-kafka-go*", "github.com/rabbitmq/amqp091-go*", "github.com/streadway/amqp*",
        "github.com/nats-io/nats.go*", "github.com/hibiken/asynq*", "github.com/riverqueue/river*", "cloud.google.com/go/pubsub*",
        "github.com/aws/aws-sdk-go-v2/service/sqs*", "github.com/gocraft/work*",
    ),
    "ruby": ("sidekiq", "resque", "delayed_job", "delayed_job_active_record", "good_job", "solid_queue", "shoryuken", "que", "bunny", "ruby-kafka", "karafka"),
    "php": ("laravel/horizon", "symfony/messenger", "php-amqplib/php-amqplib", "enqueue/*", "vladimir-yuldashev/laravel-queue-rabbitmq"),
    "java": (
        "org.springframework.kafka:*", "org.apache.kafka:kafka-clients", "org.springframework.boot:spring-boot-starter-amqp",
        "org.springframework.amqp:*", "com.rabbitmq:*", "io.quarkus:quarkus-messaging*", "io.quarkus:quarkus-smallrye-reactive*",
        "org.springframework.cloud:spring-cloud-stream*", "io.awspring.cloud:*sqs*", "org.jobrunr:*", "org.apache.pulsar:*",
        "org.springframework.boot:spring-boot-starter-activemq", "org.springframework.boot:spring-boot-starter-artemis",
    ),
    "dotnet": ("masstransit*", "rabbitmq.client", "confluent.kafka", "azure.messaging.servicebus", "hangfire*", "nservicebus*", "awssdk.sqs", "aspire.rabbitmq.client"),
    "rust": ("lapin", "rdkafka", "async-nats", "apalis", "fang", "sqlxmq", "faktory", "aws-sdk-sqs"),
    "elixir": ("oban", "broadway", "exq", "amqp", "brod", "kafka_ex"),
}  # fmt: skip

# A client of a database server, whose connections come from a pool or are opened for each request.
DATABASES: dict[str, tuple[str, ...]] = {
    "python": (
        "psycopg2", "psycopg2-binary", "psycopg", "psycopg-binary", "asyncpg", "sqlalchemy", "flask-sqlalchemy", "mysqlclient",
        "pymysql", "aiomysql", "pymongo", "motor", "tortoise-orm", "peewee", "cx-oracle", "oracledb", "pyodbc", "sqlmodel",
    ),
    "node": (
        "pg", "postgres", "@prisma/client", "typeorm", "sequelize", "knex", "drizzle-orm", "mysql2", "mysql", "mongoose", "mongodb",
        "@mikro-orm/core", "tedious", "kysely", "objection", "pg-promise",
    ),
    "go": (
        "github.com/lib/pq*", "github.com/jackc/pgx*", "gorm.io/gorm*", "github.com/go-sql-driver/mysql*", "github.com/jmoiron/sqlx*",
        "go.mongodb.org/mongo-driver*", "entgo.io/ent*", "github.com/uptrace/bun*", "github.com/microsoft/go-mssqldb*",
    ),
    "ruby": ("pg", "mysql2", "activerecord", "mongoid", "sequel", "trilogy"),
    "php": ("laravel/framework", "doctrine/dbal", "doctrine/orm", "doctrine/doctrine-bundle", "ext-pdo", "ext-pdo_mysql", "ext-pdo_pgsql", "illuminate/database"),
    "java": (
        "org.springframework.boot:spring-boot-starter-data-jpa", "org.springframework.boot:spring-boot-starter-jdbc",
        "org.springframework.boot:spring-boot-starter-data-mongodb", "org.springframework.boot:spring-boot-starter-data-r2dbc",
        "org.postgresql:*", "com.mysql:*", "mysql:mysql-connector-java", "com.zaxxer:hikaricp", "io.quarkus:quarkus-hibernate*",
        "io.quarkus:quarkus-jdbc*", "io.micronaut.sql:*", "org.mariadb.jdbc:*", "org.mongodb:*", "org.hibernate*",
    ),
    "dotnet": (
        "microsoft.entityframeworkcore*", "npgsql*", "aspire.npgsql*", "dapper", "mysqlconnector", "pomelo.entityframeworkcore*",
        "microsoft.data.sqlclient", "mongodb.driver",
    ),
    "rust": ("sqlx", "diesel", "diesel-async", "sea-orm", "tokio-postgres", "deadpool-postgres", "mongodb", "bb8-postgres"),
    "elixir": ("ecto_sql", "postgrex", "myxql", "mongodb_driver"),
}  # fmt: skip
