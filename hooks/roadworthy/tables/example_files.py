"""How the files are named that say which variables there are, and which names nobody has to document."""

from __future__ import annotations

_SPECIMEN = "(?:example|examples|sample|template|tmpl|tpl|dist|default|defaults|schema)"
# Every file of this kind, by its path: `.env.example`, `.env.production.sample`, `env_template`, `example.env`,
# `api.env.dist`, `.env.example.complete`. What ends like source code or prose is about such a file, and none.
EXAMPLE_FILE = (
    r"(?:^|/)(?:(?:[\w-]+\.)?(?:dot|\.)?env(?:rc)?(?:[._-]\w+){0,3}?[._-]" + _SPECIMEN + r"(?:[._-][a-z0-9]{1,16})?"
    r"|\.?" + _SPECIMEN + r"[._-]env(?:\.txt)?)$"
)
NO_EXAMPLE_FILE = r"\.(?:md|mdx|rst|adoc|py|[cm]?[jt]sx?|rb|php|go|rs|java|kt|cs|ex|exs|html?|css|json|toml|ya?ml|xml|lock|patch|erb|j2|tf|sql)$"
# The names under which the nearest one is looked for on a commit, without listing the repository.
EXAMPLE_NAMES: tuple[str, ...] = (
    ".env.example",
    ".env.sample",
    ".env.template",
    ".env.dist",
    "example.env",
    "env.example",
    ".env.local.example",
    ".env.development.example",
    ".env.defaults",
    ".env.default",
    "sample.env",
    "env.sample",
    "env.template",
    "env.dist",
    "template.env",
    "default.env",
    "defaults.env",
    ".env.example.complete",
    ".env.example.local",
    ".env.local.sample",
    ".env.local.template",
    ".env.dev.example",
    ".env.production.example",
    ".env.prod.example",
    ".env.docker.example",
    ".env.test.example",
    ".env.tmpl",
    ".env.tpl",
    ".env.schema",
    ".env-example",
    ".env-sample",
    ".env-template",
    ".env-dist",
    ".env_example",
    ".env_sample",
    ".example.env",
    ".sample.env",
    "dotenv.example",
    "dotenv.sample",
    ".envrc.example",
    ".envrc.sample",
    ".envrc.template",
)
# Files with values that a repository keeps: what they set, a fresh clone has. Never looked into for what they hold.
ENVIRONMENT_FILE = r"(?:^|/)(?:\.env(?:rc)?(?:[._-][\w.-]+)?|[\w-]+\.env)$"

# Prose that may tell what a variable is for, where no example does.
PROSE = (
    r"(?i)\.(?:md|mdx|rst|adoc)$"
    r"|(?:^|/)(?:readme|install\w*|contributing|development|deploy\w*|setup|configuration|hacking)(?:\.txt)?$"
)
# Nor is what the report writes: it repeats what it read elsewhere.
NO_PROSE = r"(?i)(?:^|/)(?:changelog|changes|history|news|releases?|licen[cs]e)[^/]*$|^docs/devops/|^todo\.md$"

# What mentions a name without using it: lock files, translations, pictures.
NOT_CODE = r"(?:\.(?:lock|lockb|svg|po|pot|map|csv|snap)|(?:^|/)(?:package-lock\.json|pnpm-lock\.yaml|TODO[^/]*|CODEOWNERS))$"

# Variables that a tool or an image reads though nothing in the repository says their name, by how they begin.
READ_BY_TOOLS: tuple[str, ...] = (
    *("AWS_", "AZURE_", "GOOGLE_", "GCP_", "GCLOUD_", "CLOUDFLARE_", "DIGITALOCEAN_", "S3_", "MINIO_", "COMPOSE_", "DOCKER_"),
    *("BUILDKIT_", "POSTGRES_", "PG", "MYSQL_", "MARIADB_", "MONGO_", "REDIS_", "RABBITMQ_", "ELASTIC_", "KAFKA_", "NODE_"),
    *("NPM_", "YARN_", "PNPM_", "NEXT_", "NUXT_", "VITE_", "REACT_", "EXPO_", "WDS_", "GATSBY_", "PYTHON", "PIP_", "UV_"),
    *("FLASK_", "DJANGO_", "WERKZEUG_", "GUNICORN_", "UVICORN_", "WEB_CONCURRENCY", "CELERY_", "RAILS_", "RACK_", "RUBY"),
    *("BUNDLE_", "SECRET_KEY_BASE", "APP_", "MIX_", "PHP_", "LARAVEL_", "DB_", "MAIL_", "CACHE_", "QUEUE_", "SESSION_"),
    *("BROADCAST_", "PUSHER_", "LOG_", "JAVA_", "SPRING_", "MAVEN_", "GRADLE_", "QUARKUS_", "MICRONAUT_", "ASPNETCORE_"),
    *("DOTNET_", "GO", "CGO_", "RUST", "CARGO_", "DATABASE_URL", "SENTRY_", "OTEL_", "DD_", "NEW_RELIC_", "SMTP_", "OPENAI_"),
    *("ANTHROPIC_", "HF_", "STRIPE_", "TWILIO_", "GITHUB_", "GITLAB_", "TF_", "TURBO_", "NX_", "SOPS_", "VAULT_", "KUBE"),
    *("HTTP_", "HTTPS_", "NO_PROXY", "TZ", "LANG", "LC_", "DEBUG", "PORT", "HOST", "BABEL_", "CHROME_", "PUPPETEER_"),
    *("PLAYWRIGHT_", "AUTH_", "NEXTAUTH_", "CLERK_", "SUPABASE_", "PRISMA_", "CYPRESS_", "FASTLANE_", "MATCH_", "PILOT_"),
    *("SUPPLY_", "ANDROID_", "N8N_", "BLOB_", "AI_GATEWAY_", "MEILISEARCH_", "FILESYSTEM_DISK", "XFF_DEPTH", "BODY_SIZE_"),
    *("TSC_", "ESLINT_"),
)
