"""The checklist: every item a repository is asked about, with its id and section."""

from __future__ import annotations

from typing import NamedTuple


class Item(NamedTuple):
    """One question. `pending` says what of it no rule judges yet: until then nothing found is UNKNOWN, not PASS."""

    id: str
    title: str
    pending: str = ""


SECTIONS = {
    "1": "Non-negotiable",
    "2": "Orientation",
    "3.1": "Pipeline completeness",
    "3.2": "Pipeline quality",
    "4.1": "Dockerfile",
    "4.2": "Compose and local development",
    "5.1": "Environment parity",
    "5.2": "Secrets",
    "6.1": "Zero-downtime deployment",
    "6.2": "Rollback",
    "7": "Observability",
    "8": "Deliverables",
}

ITEMS = (
    Item("1.1", "Code creates every environment"),
    Item("1.2", "No secret has ever been in the source"),
    Item("1.3", "Any deployment can be undone in five minutes"),
    Item("1.4", "No server is one of a kind"),
    Item("1.5", "Each pipeline step signals failure and has an owner"),
    Item("2.1", "CI/CD configuration"),
    Item("2.2", "Container configuration"),
    Item("2.3", "Infrastructure as code"),
    Item("2.4", "Environment configuration"),
    Item("2.5", "Deployment scripts"),
    Item("2.6", "Secret patterns in .gitignore"),
    Item("3.1.1", "Validate: lint, format, static analysis"),
    Item("3.1.2", "Test: unit and integration"),
    Item("3.1.3", "Security scan: dependencies and secrets"),
    Item("3.1.4", "Build the artefact"),
    Item("3.1.5", "Package: push an image or package"),
    Item("3.1.6", "Deploy to staging"),
    Item("3.1.7", "Smoke test on staging"),
    Item("3.1.8", "Deploy to production"),
    Item("3.1.9", "Health check after production"),
    Item("3.2.1", "The pipeline runs on every pull request"),
    Item("3.2.2", "Failing tests block the merge", "every CI system but GitLab's allow_failure"),
    Item("3.2.3", "Artefacts are built once"),
    Item("3.2.4", "Ten minutes at most from push to green"),
    Item("3.2.5", "Independent stages run in parallel"),
    Item("3.2.6", "A failed deployment rolls back or alerts"),
    Item("3.2.7", "Pipeline changes are reviewed"),
    Item("4.1.1", "Minimal, pinned base images"),
    Item("4.1.2", "No build dependencies in the final image"),
    Item("4.1.3", "Layers ordered for the cache"),
    Item("4.1.4", "No secrets baked into images"),
    Item("4.1.5", ".dockerignore keeps out what is not shipped"),
    Item("4.1.6", "Containers do not run as root"),
    Item("4.1.7", "Services have a health check"),
    Item("4.1.8", "Images carry the commit in their tag", "Kubernetes manifests and most CI systems"),
    Item("4.2.1", "One command starts the local stack"),
    Item("4.2.2", "Variables have documented defaults"),
    Item("4.2.3", "Source is mounted for hot reload"),
    Item("4.2.4", "Host ports come from variables"),
    Item("4.2.5", "Dependencies wait until healthy", "missing and broken health checks"),
    Item("5.1.1", "The same runtime and OS everywhere"),
    Item("5.1.2", "Configuration comes from the environment"),
    Item("5.1.3", "The same database engine everywhere"),
    Item("5.1.4", "Staging has production's network"),
    Item("5.1.5", "No localhost addresses in application code"),
    Item("5.1.6", "No configuration that only production uses"),
    Item("5.2.1", "No secrets in source control"),
    Item("5.2.2", ".env.example documents every required variable"),
    Item("5.2.3", "Secrets are injected at deployment"),
    Item("5.2.4", "No secrets in build arguments", "build arguments given by compose, CI and scripts"),
    Item("5.2.5", "Database credentials rotate without a deployment"),
    Item("5.2.6", "Staging cannot use production's secrets"),
    Item("6.1.1", "Rolling deployment, two instances at least"),
    Item("6.1.2", "Traffic waits until the service is ready"),
    Item("6.1.3", "Migrations come first and stay compatible"),
    Item("6.1.4", "No removal of what is being served"),
    Item("6.1.5", "Static assets are versioned"),
    Item("6.2.1", "The rollback procedure can be followed by anyone"),
    Item("7", "All three pillars stand"),
    Item("7.1.1", "Structured logs"),
    Item("7.1.2", "Log levels are used and configurable"),
    Item("7.1.3", "A request ID runs through the logs"),
    Item("7.1.4", "Nothing sensitive in the logs"),
    Item("7.2.1", "Request rate, latency and errors are measured"),
    Item("7.2.2", "Queue depth and lag are measured"),
    Item("7.2.3", "Database pool use is measured"),
    Item("7.2.4", "Memory and CPU have alert thresholds"),
    Item("7.3.1", "Alert on the error rate"),
    Item("7.3.2", "Alert on the slowest requests"),
    Item("7.3.3", "Alert on failed deployments"),
    Item("7.3.4", "Who is on call is written down"),
    Item("8.1", "Pipeline review"),
    Item("8.2", "Deployment guide"),
    Item("8.3", "Runbook"),
    Item("8.4", ".env.example"),
    Item("8.5", "TODO.md has a task for each gap"),
    Item("8.6", "TODO marks are used as agreed"),
    Item("8.7", "Done tasks stay"),
)

TITLES = {item.id: item.title for item in ITEMS}
