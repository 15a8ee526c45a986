"""How a running release is looked at and acted on, by the tool that brings it out. Data, to be extended by hand.

In a command `{name}` is the release, service or object, and `{where}` the options that choose cluster, namespace or application,
as they stand in the deployment. `PREVIOUS`, `N` and the like in capitals are what the person fills in.
"""

from __future__ import annotations

# Tool: operation: command. `previous` lists what can be gone back to, `status` tells whether the release is well.
OPERATIONS: dict[str, dict[str, str]] = {
    "kubectl": {
        "previous": "kubectl {where} rollout history {name}",
        "rollback": "kubectl {where} rollout undo {name}",
        "status": "kubectl {where} rollout status {name}",
        "logs": "kubectl {where} logs {name} --all-containers --tail=200",
        "restart": "kubectl {where} rollout restart {name}",
        "scale": "kubectl {where} scale {name} --replicas=N",
        "console": "kubectl {where} exec -it {name} -- sh",
    },
    "helm": {
        "previous": "helm history {name} {where}",
        "rollback": "helm rollback {name} {where} --wait",
        "status": "helm status {name} {where}",
    },
    "compose": {
        "status": "{where} ps",
        "logs": "{where} logs --tail=200 {name}",
        "restart": "{where} restart {name}",
    },
    "swarm-service": {
        "previous": "docker {where} service inspect {name}",
        "rollback": "docker {where} service rollback {name}",
        "status": "docker {where} service ps {name}",
        "logs": "docker {where} service logs --tail=200 {name}",
        "restart": "docker {where} service update --force {name}",
        "scale": "docker {where} service scale {name}=N",
    },
    "swarm-stack": {"status": "docker {where} stack ps {name}"},
    "ecs": {
        "previous": "aws ecs describe-services {where} --services {name} --query 'services[].deployments'",
        "rollback": "aws ecs update-service {where} --service {name} --task-definition PREVIOUS",
        "status": "aws ecs wait services-stable {where} --services {name}",
        "restart": "aws ecs update-service {where} --service {name} --force-new-deployment",
        "scale": "aws ecs update-service {where} --service {name} --desired-count N",
    },
    "fly": {
        "previous": "fly releases --image {where}",
        "rollback": "fly deploy --image PREVIOUS {where}",
        "status": "fly status {where}",
        "logs": "fly logs {where}",
        "restart": "fly machine restart {where}",
        "scale": "fly scale count N {where}",
        "console": "fly ssh console {where}",
    },
    "heroku": {
        "previous": "heroku releases {where}",
        "rollback": "heroku releases:rollback PREVIOUS {where}",
        "status": "heroku ps {where}",
        "logs": "heroku logs --tail {where}",
        "restart": "heroku ps:restart {where}",
        "scale": "heroku ps:scale web=N {where}",
        "console": "heroku run bash {where}",
    },
    "cloud-run": {
        "previous": "gcloud run revisions list --service {name} {where}",
        "rollback": "gcloud run services update-traffic {name} --to-revisions=PREVIOUS=100 {where}",
        "status": "gcloud run services describe {name} {where}",
        "logs": "gcloud run services logs read {name} {where}",
        "scale": "gcloud run services update {name} --min-instances=N {where}",
    },
    "systemd": {
        "status": "systemctl status {name}",
        "logs": "journalctl -u {name} -n 200",
        "restart": "systemctl restart {name}",
    },
    "pm2": {"status": "pm2 describe {name}", "logs": "pm2 logs {name} --lines 200", "restart": "pm2 reload {name}"},
    "kamal": {
        "previous": "kamal app containers {where}",
        "rollback": "kamal rollback PREVIOUS {where}",
        "status": "kamal details {where}",
        "logs": "kamal app logs {where}",
        "restart": "kamal app boot {where}",
        "console": "kamal app exec -i bash {where}",
    },
    "capistrano": {"rollback": "cap {name} deploy:rollback"},
    "vercel": {"previous": "vercel list {where}", "rollback": "vercel rollback PREVIOUS {where}"},
    "wrangler": {"previous": "wrangler deployments list {where}", "rollback": "wrangler rollback {where}"},
    "serverless": {
        "previous": "serverless deploy list {where}",
        "rollback": "serverless rollback --timestamp PREVIOUS {where}",
    },
}

# Actions that bring a release out: tool, the input with its name, and the options with the inputs that they come from.
RELEASING_ACTIONS: dict[str, tuple[str, str, dict[str, str]]] = {
    "aws-actions/amazon-ecs-deploy-task-definition": ("ecs", "service", {"--cluster": "cluster"}),
    "akhileshns/heroku-deploy": ("heroku", "heroku_app_name", {"--app": "heroku_app_name"}),
    "google-github-actions/deploy-cloudrun": ("cloud-run", "service", {"--region": "region", "--project": "project_id"}),
}

# What changes the database's schema: a program and the words that follow it, in order, options left out.
MIGRATING: tuple[tuple[str, ...], ...] = (
    ("manage.py", "migrate"), ("django-admin", "migrate"), ("alembic", "upgrade"), ("flask", "db", "upgrade"),
    ("aerich", "upgrade"), ("rails", "db:migrate"), ("rake", "db:migrate"), ("rails", "db:prepare"), ("prisma", "migrate", "deploy"),
    ("prisma", "db", "push"), ("knex", "migrate:latest"), ("sequelize", "db:migrate"), ("sequelize-cli", "db:migrate"),
    ("typeorm", "migration:run"), ("mikro-orm", "migration:up"), ("drizzle-kit", "migrate"), ("drizzle-kit", "push"),
    ("artisan", "migrate"), ("console", "doctrine:migrations:migrate"), ("flyway", "migrate"), ("liquibase", "update"),
    ("goose", "up"), ("migrate", "up"), ("dbmate", "up"), ("dbmate", "migrate"), ("atlas", "migrate", "apply"), ("diesel", "migration", "run"),
    ("sqlx", "migrate", "run"), ("mix", "ecto.migrate"), ("ef", "database", "update"), ("node-pg-migrate", "up"), ("sql-migrate", "up"),
    ("tern", "migrate"), ("db-migrate", "up"), ("graphile-migrate", "migrate"),
)  # fmt: skip

# A recipe's or script's name says what it is for, where one of its words is among these.
PURPOSES: dict[str, frozenset[str]] = {
    "logs": frozenset(("logs", "log", "tail")),
    "restart": frozenset(("restart", "reload")),
    "scale": frozenset(("scale",)),
    "console": frozenset(("console", "shell", "bash", "exec", "ssh", "dbshell", "psql", "repl")),
    "migrate": frozenset(("migrate", "migrations", "migration", "dbmigrate")),
    "rollback": frozenset(("rollback", "undeploy", "revert", "downgrade")),
    "backup": frozenset(("backup", "dump")),
    "restore": frozenset(("restore",)),
    "status": frozenset(("status", "healthcheck", "smoke")),
}

# Words beside it with which a name says something else: `lint-migrations`, `db-migrate-history`, `dump-env`.
_LOOKING = ("check", "lint", "test", "tests", "validate", "verify", "ci", "help", "docs")
NO_PURPOSE: dict[str, frozenset[str]] = {
    "migrate": frozenset((*_LOOKING, "create", "make", "new", "generate", "merge", "history", "heads", "head", "current", "status", "show", "msg")),
    "backup": frozenset((*_LOOKING, "env", "schema", "config", "openapi", "logs")),
    "restore": frozenset((*_LOOKING, "nuget", "dotnet", "deps", "dependencies", "packages", "tools", "cache")),
    "status": frozenset((*_LOOKING, "config", "configs", "deploy", "git", "migrate", "migration", "migrations")) - {"check"},
    "logs": frozenset(("changelog", "lint", "test", "tests", "level", "levels")),
    "restart": frozenset(("test", "tests")),
    "console": frozenset(("test", "tests", "lint", "check", "shellcheck")),
    "rollback": frozenset(_LOOKING),
}  # fmt: skip
