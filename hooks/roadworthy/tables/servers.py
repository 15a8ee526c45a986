"""Programs and frameworks that serve until they are stopped, by the words of CMD and ENTRYPOINT. Data."""

from __future__ import annotations

# Programs that are servers whatever follows.
SERVERS: frozenset[str] = frozenset(
    "gunicorn uvicorn hypercorn daphne uwsgi waitress-serve granian nginx httpd apache2 apache2ctl apachectl apache2-foreground"
    " httpd-foreground caddy haproxy traefik envoy varnishd lighttpd php-fpm php-fpm7 puma unicorn thin rackup passenger"
    " catalina.sh postgres mysqld mariadbd redis-server memcached mongod rabbitmq-server nats-server mosquitto consul vault"
    " nginx-debug streamlit json-server http-server pm2-runtime next nuxt frankenphp rr roadrunner".split()
)

# Two neighbouring words that start a server.
SERVING_WORDS: frozenset[tuple[str, str]] = frozenset(
    (
        ("npm", "start"),
        ("yarn", "start"),
        ("pnpm", "start"),
        ("node", "server.js"),
        ("node", "server"),
        ("node", "dist/main.js"),
        ("node", "main.js"),
        ("flask", "run"),
        ("fastapi", "run"),
        ("rails", "server"),
        ("rails", "s"),
        ("artisan", "serve"),
        ("manage.py", "runserver"),
        ("python", "server.py"),
        ("python3", "server.py"),
        ("run", "start"),
    )
)

# Bases of functions and jobs: their platform asks for their health, or nobody can.
MANAGED_BASES: tuple[str, ...] = (
    "public.ecr.aws/lambda/",
    "amazon/aws-lambda-",
    "mcr.microsoft.com/azure-functions/",
    "mcr.microsoft.com/windows",
    "ghcr.io/home-assistant/",
)

# Programs that run another one as another user.
STEP_DOWN: frozenset[str] = frozenset("su gosu su-exec setpriv runuser chpst setuidgid s6-setuidgid".split())

# Servers that need root for their first process, and give their work to processes of another user.
DROPPING_SERVERS: frozenset[str] = frozenset(
    "nginx nginx-debug httpd httpd-foreground apache2 apache2ctl apachectl apache2-foreground php-fpm php-fpm7 php-fpm8"
    " lighttpd mosquitto varnishd named unbound dnsmasq sshd chronyd ntpd rsyslogd postfix dovecot vsftpd"
    " systemd init my_init runsvdir".split()
)

# Images that start well before what they depend on, because they ask it only once somebody asks them, or go on trying:
# proxies, pages to look at a database, browsers that report to a hub. A name that ends in `*` stands for all that begin so.
PATIENT: tuple[str, ...] = (
    *("nginx", "nginxinc/nginx-unprivileged", "httpd", "caddy", "traefik", "haproxy", "envoyproxy/envoy"),
    *(
        "jwilder/nginx-proxy",
        "nginxproxy/*",
        "adminer",
        "phpmyadmin",
        "phpmyadmin/phpmyadmin",
        "dpage/pgadmin4",
        "redis/redisinsight",
    ),
    *("rediscommander/redis-commander", "provectuslabs/kafka-ui", "ghcr.io/kafbat/kafka-ui", "grafana/*", "prom/*"),
    *("opensearchproject/opensearch-dashboards", "selenium/node-*", "selenium/standalone-*", "selenium/video"),
)

# Images that are told things on the side: mail catchers, traces, metrics. Who sends starts well without them.
ON_THE_SIDE: tuple[str, ...] = (
    *("mailhog/mailhog", "axllent/mailpit", "maildev/maildev", "schickling/mailcatcher", "rnwood/smtp4dev"),
    *("jaegertracing/*", "otel/*", "openzipkin/zipkin", "prom/*", "grafana/*", "fluentd", "fluent/*", "telegraf"),
    *("nginx", "caddy", "traefik", "haproxy", "httpd"),
)
