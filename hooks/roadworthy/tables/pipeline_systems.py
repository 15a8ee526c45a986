"""What a rule cannot tell where a CI system does not express something in its files: then it says unknown, and no gap."""

from __future__ import annotations

# A feature of `models.pipeline.systems.FEATURES` that is not exact, and the rules that may say unknown for it.
UNTOLD: dict[str, str] = {
    "events": "CI020 CI022 CI025",
    "branches": "CI020 CI022",
    "conditions": "CI020 CI022",
    "needs": "CI028",
    "job-timeout": "CI026 CI027",
    "environments": "CI018 CI020",
    "tolerance": "CI001 CI012",
    "on-failure": "CI023 CI024",
    "secrets": "CI030",
    "secret-scope": "CI030",
}
