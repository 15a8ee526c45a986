"""Statements of the delivery model as Markdown: each with its place, and what is not known with what was searched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.redaction import redact_message
from ..tables.file_names import PIPELINE_ROOTS
from .markdown import cited, code, prose

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..models.delivery.picture import System
    from ..models.delivery.said import Said

_PIPELINES = {
    "github": ".github/workflows/*.yml",
    "gitlab": ".gitlab-ci.yml",
    "circleci": ".circleci/config.yml",
    "azure": "azure-pipelines.yml",
    "jenkins": "Jenkinsfile",
    "bitbucket": "bitbucket-pipelines.yml",
    "travis": ".travis.yml",
    "drone": ".drone.yml",
    "woodpecker": ".woodpecker/*.yml",
    "buildkite": ".buildkite/pipeline.yml",
}
SEARCHED = (
    *(_PIPELINES.get(system, f"pipelines of {system}") for system in PIPELINE_ROOTS),
    *("*.sh", "Makefile", "justfile", "Taskfile.yml"),
)
MOST = 12  # statements of one kind that are listed


def command(text: str) -> str:
    """A command as a code span on one line, redacted."""
    return code(redact_message(text))


def told(said: Said, *, as_command: bool = False) -> str:
    """One statement and its place."""
    text = command(said.text) if as_command else address(said.text)
    about = f" ({prose(said.about)})" if said.about else ""
    return f"{text}{about} {cited(said.place)}"


def address(text: str) -> str:
    """A sentence; where it is an address, as a link."""
    return f"<{text}>" if re.fullmatch(r"https?://[\w./:?#@%&=+,;~-]+", text) and redact_message(text) == text else prose(text)


def listed(statements: Sequence[Said], *, as_command: bool = False, lead: str = "- ") -> list[str]:
    """A line for each statement; very many are counted."""
    lines = [lead + told(one, as_command=as_command) for one in statements[:MOST]]
    if len(statements) > MOST:
        lines.append(f"{lead}and {len(statements) - MOST} more")
    return lines


def in_cell(statements: Sequence[Said], *, as_command: bool = False) -> str:
    """The same for a cell of a table; a dash where there is none."""
    shown = [told(one, as_command=as_command) for one in statements[:4]]
    if len(statements) > 4:
        shown.append(f"and {len(statements) - 4} more")
    return "<br>".join(shown) or "–"


def not_found(*searched: str) -> str:
    """What is said where the repository does not tell."""
    return "NOT FOUND, searched " + ", ".join(code(name) for name in searched)


def searched(system: System) -> str:
    """That nothing deploys, with the pipelines that were looked into, or where pipelines would have stood."""
    if not system.pipelines:
        return not_found(*SEARCHED)
    more = len(system.pipelines) - MOST
    return not_found(*system.pipelines[:MOST]) + (f" and {more} more pipelines" if more > 0 else "") + ", scripts and recipes"


def section(title: str, lines: Iterable[str]) -> str:
    """A part of a document; empty where there are no lines."""
    body = list(lines)
    return "\n".join([f"## {title}", "", *body]) if body else ""
