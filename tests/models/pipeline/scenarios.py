"""Pipelines as their authors would describe them, before any CI system's syntax: jobs, what they run, after what, when, where to.

`written_in` writes each of them for every CI system; what is understood of the files has to be the same.
"""

from __future__ import annotations

from typing import NamedTuple


class Task(NamedTuple):
    """One job. `only`: empty for every change, `main` for pushes to it. `stages` and `to` are what it has to be taken for."""

    name: str
    run: tuple[str, ...]
    stages: tuple[str, ...]
    after: tuple[str, ...] = ()
    only: str = ""
    to: str = ""
    manual: bool = False
    minutes: int = 10
    tolerated: bool = False
    versions: tuple[str, ...] = ()


class Scenario(NamedTuple):
    """`main_only`: nothing starts it but a push to main. `files` stand beside the pipeline. `gaps`: codes of the rules that
    it breaks."""

    name: str
    tasks: tuple[Task, ...]
    gaps: str = ""
    main_only: bool = False
    files: tuple[tuple[str, str], ...] = ()


def _deploys(to: str, *after: str, only: str = "main", manual: bool = False) -> Task:
    apply = f"kubectl apply --namespace {to} -f k8s"
    watch = f"kubectl rollout status deployment/shop --namespace {to} --timeout 5m"
    back = f"kubectl rollout undo deployment/shop --namespace {to}"
    watch += f' || {{ {back}; curl -fsS -d "{to} failed" "$SLACK_WEBHOOK_URL"; exit 1; }}'
    stages = (f"deploy-{to}", "health-check")
    return Task(f"ship-{to}", (apply, watch), stages, after, only, to, manual)


_CHECKS = (
    Task("lint", ("ruff check .",), ("validate",)),
    Task("unit", ("pytest -q",), ("test",)),
    Task("audit", ("pip-audit",), ("security-scan",)),
)
_IMAGE = Task(
    "container",
    ("docker build -t registry.example.org/shop:1.4.2 .", "docker push registry.example.org/shop:1.4.2"),
    ("build", "package"),
    ("lint", "unit", "audit"),
    "main",
)
_STAGING = _deploys("staging", "container")
_SMOKE = Task("smoke", ("curl -fsS https://staging.example.org/health",), ("smoke-test",), ("ship-staging",), "main", "staging")

SCENARIOS = (
    Scenario("good", (*_CHECKS, _IMAGE, _STAGING, _SMOKE, _deploys("production", "smoke"))),
    Scenario(
        "bad",
        (
            Task(
                "ship-production",
                ("docker build -t registry.example.org/shop:production .", "docker push registry.example.org/shop:production",
                 "kubectl apply --namespace production -f k8s"),
                ("build", "package", "deploy-production"), to="production", minutes=90,
            ),
            Task(
                "ship-staging",
                ("docker build -t registry.example.org/shop:staging .", "docker push registry.example.org/shop:staging",
                 "kubectl apply --namespace staging -f k8s"),
                ("build", "package", "deploy-staging"), ("ship-production",), to="staging", minutes=90,
            ),
            Task("unit", ("pytest || true",), ("test",), ("ship-staging",), minutes=90),
        ),
        "CI001 CI013 CI014 CI015 CI019 CI020 CI021 CI023 CI024 CI025 CI026 CI029",
        main_only=True,
    ),
    Scenario("variants", (Task("unit", ("pytest -q",), ("test",), versions=("3.10", "3.12", "3.14")), _CHECKS[0]),
             "CI015 CI016 CI017 CI018 CI019 CI020 CI021"),
    Scenario("gate", (*_CHECKS, _IMAGE, _STAGING, _SMOKE, _deploys("production", "smoke", manual=True))),
    Scenario(
        "monorepo",
        (
            Task("web-lint", ("npx eslint web",), ("validate",)),
            Task("web-unit", ("npx vitest run",), ("test",), ("web-lint",)),
            Task("api-lint", ("golangci-lint run ./...",), ("validate",)),
            Task("api-unit", ("go test ./...",), ("test",), ("api-lint",)),
            Task("bundle", ("docker buildx build --push -t registry.example.org/all:1 .",), ("package",), ("web-unit", "api-unit"), "main"),
        ),
        "CI015 CI028",
    ),
    Scenario(
        "called",
        (
            Task("check", ("make check",), ("validate", "test")),
            Task("front", ("npm test",), ("test",)),
            Task("ship", ("./ship.sh",), ("deploy-staging",), ("check", "front"), "main", "staging"),
        ),
        "CI015 CI016 CI017 CI019 CI020 CI021",
        files=(
            ("Makefile", "check: lint\n\tpytest -q\nlint:\n\truff check .\n"),
            ("package.json", '{"scripts": {"test": "vitest run"}}'),
            ("ship.sh", "#!/bin/sh\nset -e\nhelm upgrade shop chart --namespace staging\n"),
        ),
    ),
    Scenario("tolerated", (Task("unit", ("pytest -q",), ("test",), tolerated=True), _CHECKS[0]),
             "CI001 CI014 CI015 CI016 CI017 CI018 CI019 CI020 CI021"),
)  # fmt: skip
