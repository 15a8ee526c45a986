"""The areas of the checklist: which hook judges each, under which rule codes, and in which room of `rules/` they live."""

from __future__ import annotations

from .core.records import NamedTuple


class Area(NamedTuple):
    """`name` is what `--area` takes; `codes` are the letters of its rule codes; `room` is its folder below `rules/`."""

    name: str
    hook: str
    codes: str
    room: str


AREAS = (
    Area("secrets", "check-secrets", "SEC", "secrets"),
    Area("dockerfile", "check-dockerfile", "DF", "images"),
    Area("compose", "check-compose", "CMP", "compose"),
    Area("env-example", "check-env-example", "ENV", "environment"),
    Area("parity", "check-parity", "PAR", "parity"),
    Area("pipeline", "check-pipeline", "CI", "pipeline"),
    Area("infrastructure", "check-infrastructure", "INF", "infrastructure"),
    Area("deployment", "check-deployment", "DEP", "deployment"),
    Area("observability", "check-observability", "OBS", "observability"),
    Area("todo", "check-todo", "TODO", "ledger"),
)

# Judged whatever the area: what a person's ignore comments are worth.
SUPPRESSIONS = Area("suppressions", "devops-audit", "RW", "suppressions")

BY_NAME = {area.name: area for area in AREAS}
