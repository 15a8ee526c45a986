"""Who is called: receivers of alerts, schedules as code, annotations of a catalogue, a document that names the rota."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.excerpt import Place, Source
from ...core.patterns import pattern
from ...tables.file_names import VENDORED
from ..deliverables import FOLDER
from ..infrastructure.terraform import of_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.repository import Repository

_RECEIVERS = pattern(
    r"^[ \t-]{0,40}(?:pagerduty_configs|opsgenie_configs|victorops_configs|webhook_configs|slack_configs):", re.M
)
_ANNOTATION = pattern(
    r"(?:pagerduty\.com/(?:integration-key|service-id)|opsgenie\.com/(?:component-selector|team)|grafana/on-?call)[\w-]*:"
)
_ROTA = pattern(r"(?i)\bon[- ]?call\b[^\n]{0,120}https?://\S|https?://\S{0,120}\bon[-_]?call\b|(?:pagerduty|opsgenie)\.com/\S")
_FILES = (
    r"(?i:alertmanager[^/]*\.(?:ya?ml|tpl)|values[^/]*\.ya?ml"
    r"|catalog-info\.ya?ml|\.(?:md|rst|adoc)|(?:^|/)(?:OWNERS|SUPPORT))$"
)
_MOST_READ = 3_000


def rotas(repo: Repository) -> tuple[Place, ...]:
    """A fact: where the repository says who is called, the surest first. What a report generated is none of it."""
    return tuple(sorted(set(_found(repo)), key=lambda place: place.path.endswith((".md", ".rst", ".adoc"))))


def _found(repo: Repository) -> Iterator[Place]:
    for one in of_type(repo, "pagerduty_schedule", "pagerduty_escalation_policy", "opsgenie_schedule", "opsgenie_escalation",
                       "grafana_oncall_*", "squadcast_*"):  # fmt: skip
        yield one.place.labelled(f"`{one.type}.{one.name}` says who is called")
    read = 0
    for path in repo.paths():
        if not re.search(_FILES, path) or re.search(VENDORED, path) or path.startswith(FOLDER + "/"):
            continue
        read += 1
        if read > _MOST_READ:
            return
        source = repo.sources.get(path) or repo.passing(path)
        if not isinstance(source, Source):
            continue
        for wanted, label in ((_RECEIVERS, "alerts are sent to somebody"), (_ANNOTATION, "the catalogue names who is called"),
                              (_ROTA, "the rota is linked here")):  # fmt: skip
            if wanted is _ROTA and not path.lower().endswith((".md", ".rst", ".adoc")):
                continue
            if found := wanted.search(source.text):
                line, column = source.position(found.start())
                end = column + min(len(found[0].splitlines()[0]), 80) - 1
                yield Place(path, line, column, line, max(column, end), label)
                break
