"""How documents speak of rolling back: where they stand, what they call its steps, and what they write where nothing is known."""

from __future__ import annotations

DOCUMENTS = (
    r"(?i)^(?:[^/]*(?:runbook|roll-?_?back|deploy|operation|release|readme)[^/]*|(?:.*/)?(?:docs?|documentation|runbooks?|wiki|ops|devops)/"
    r"(?:.*/)?[^/]*(?:runbook|roll-?_?back|deploy|operation|incident|recovery|release)[^/]*)\.(?:md|mdx|rst|adoc|txt)$"
)
HEADING = r"(?i)\broll(?:ing)?[- ]?back|\brevert(?:ing)? (?:a |the )?(?:deploy|release|version)|\bundo(?:ing)? (?:a |the )?(?:deploy|release)"
PLACEHOLDER = (
    r"\b(?:TODO|TBD|FIXME|XXX|NOT FOUND)\b|<(?:your|the|insert|fill|name of|channel|url)[^<>\n]{0,60}>|\[(?:fill|insert|your|add|channel)"
    r"[^\]\n]{0,60}\](?!\()|_{4,}|\byour-[a-z-]+|(?i:https?://(?:www\.)?example\.com)"
)
# Steps of the procedure: how each is called in a message, and how it is recognised.
STEPS: dict[str, tuple[str, str]] = {
    "identify": (
        "which release was the last good one",
        (
            r"(?i)last[- ](?:known[- ])?(?:good|working|stable|healthy)|(?:previous|prior|earlier|older) (?:known[- ]good )?(?:release|version|deploy"
            r"|tag|image|revision|build|commit)|rollout history|helm history|(?:release|deployment|version)s? (?:list|history)|git (?:tag|log)\b"
            r"|list-(?:revisions|versions|task-definitions)"
        ),
    ),
    "trigger": ("a command or a button that goes back to it", ""),
    "health": (
        "how to see that it works again",
        r"(?i)\bhealth|\bsmoke[- ]?test|/(?:readyz|livez|status|ping)\b|rollout status|error rate|\bcurl\b[^\n]{0,200}https?:|dashboard",
    ),
    "notify": (
        "whom to tell",
        (
            r"(?i)\b(?:notify|announce|inform|tell|alert|page|post|write|message|update)\b[^\n]{0,120}(?:#[a-z0-9][\w-]+|\bslack\b|\bteams\b|channel"
            r"|on-?call|status ?page|pager|@[a-z][\w-]+)|(?:^|\s)`?#[a-z][a-z0-9_-]{2,40}`?(?:\s|[.,:;)]|$)"
        ),
    ),
    "post-mortem": (
        "the review of what happened, within 24 hours",
        (
            r"(?i)(?:post-?mortem|incident (?:review|report)|retrospective|blameless)[^\n]{0,160}(?:24 ?h|24 hours|twenty-four|one day|a day|next"
            r" (?:working |business )?day|same day|one working day)|(?:24 ?h|24 hours|one day|next (?:working |business )?day)[^\n]{0,160}"
            r"(?:post-?mortem|incident (?:review|report)|retrospective)"
        ),
    ),
    "time": ("that it takes five minutes at most", ""),
}
# What a line without a command says where a person presses something.
TRIGGERS = (
    r"(?i)\b(?:click|press|select|choose|use|hit|re-?run|run)\b[^\n]{0,80}(?:\broll-?back\b|\bre-?deploy\b|\brevert\b|run workflow)"
    r"|\bpromote\b[^\n]{0,60}\bprevious\b"
)
