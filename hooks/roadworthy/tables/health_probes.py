"""Commands that tell whether a well-known server is ready, for remedies; and programs that do one thing and end. Data."""

from __future__ import annotations

# By familiar image name; the programs come with the image. docker-library's healthcheck repository and each image's own page.
PROBES: dict[str, str] = {
    "postgres": '["CMD-SHELL", "pg_isready -U $${POSTGRES_USER:-postgres}"]',
    "postgis/postgis": '["CMD-SHELL", "pg_isready -U $${POSTGRES_USER:-postgres}"]',
    "timescale/timescaledb": '["CMD-SHELL", "pg_isready -U $${POSTGRES_USER:-postgres}"]',
    "pgvector/pgvector": '["CMD-SHELL", "pg_isready -U $${POSTGRES_USER:-postgres}"]',
    "mysql": '["CMD", "mysqladmin", "ping", "-h", "127.0.0.1", "--silent"]',
    "mariadb": '["CMD", "healthcheck.sh", "--connect", "--innodb_initialized"]',
    "redis": '["CMD", "redis-cli", "ping"]',
    "valkey/valkey": '["CMD", "valkey-cli", "ping"]',
    "mongo": """["CMD", "mongosh", "--quiet", "--eval", "db.adminCommand('ping')"]""",
    "rabbitmq": '["CMD", "rabbitmq-diagnostics", "-q", "ping"]',
    "elasticsearch": '["CMD-SHELL", "curl -fs http://localhost:9200/_cluster/health"]',
    "nginx": '["CMD-SHELL", "curl -fs http://localhost/ || exit 1"]',
    "minio/minio": '["CMD", "mc", "ready", "local"]',
    "nginxinc/nginx-unprivileged": '["CMD-SHELL", "curl -fs http://localhost:8080/ || exit 1"]',
}

# First words of a command that does its work and ends.
ENDING_PROGRAMS: frozenset[str] = frozenset(
    "alembic flyway liquibase migrate dbmate goose sqitch prisma knex typeorm sequelize mc aws awslocal terraform createdb psql"
    " pg_dump pg_restore mysqldump mongodump mongorestore mongoimport curl wget echo true ls cp chown chmod mkdir rm tar pytest"
    " pip make cargo mvn gradle certbot openssl keytool dockerize restic newman k6 cypress playwright".split()
)

# Words anywhere in a command that say the same.
ENDING_WORDS: frozenset[str] = frozenset(
    "migrate db:migrate db:setup db:prepare db:seed collectstatic createsuperuser loaddata init seed test tests lint build"
    " upgrade install ci --help --version".split()
)

# Words anywhere in a command that say that it stays up all the same.
STAYING_WORDS: frozenset[str] = frozenset("dev start serve server watch runserver worker beat run up daemon listen".split())

# Words of a service's name, or of a profile, that say that it is no service that stays.
ENDING_NAMES: frozenset[str] = frozenset(
    "migrate migration migrations migrator init initialize initializer setup seed seeder seeds bootstrap installer builder"
    " build test tests cli tool tools create createbucket createbuckets job jobs once provision provisioner permissions perms"
    " backup restore e2e lint debug shell console importer import loader generator codegen certs cert".split()
)

# Official images that have neither curl nor wget in their Debian or Ubuntu form: their Dockerfiles install none, or take what they
# needed it for away again (docker-library/postgres, redis, mongo; each image's repository).
WITHOUT_DOWNLOADERS: frozenset[str] = frozenset(("postgres", "redis", "mongo"))

# Images whose Alpine form has BusyBox's wget and no curl, by their own Dockerfiles.
ALPINE_WITHOUT_CURL: frozenset[str] = frozenset(
    "alpine busybox python node ruby golang postgres redis caddy memcached traefik".split()
)
