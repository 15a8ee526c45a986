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
        ("java", "-jar"),
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
