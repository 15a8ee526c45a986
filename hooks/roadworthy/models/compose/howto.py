"""What a repository says about how it is brought up: the lines of its documents, scripts and pipelines.

A command in a README counts like one in a script: it is what people type. Only lines that could be one are kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.excerpt import Place
from ...core.outcome import Unreadable
from ...core.patterns import pattern
from ...core.records import NamedTuple

if TYPE_CHECKING:
    from ...core.repository import Repository

MOST_FILES = 3_000
LARGEST = 1_000_000  # characters of one file
MOST_LINES = 20_000  # that are kept

_FILES = pattern(
    r"(?i)\.(?:md|mdx|rst|adoc|txt|sh|bash|zsh|ps1|bat|cmd|mk|py|rb)$"
    r"|(?:^|/)(?:readme|contributing|install|hacking|development|makefile|gnumakefile|justfile|rakefile|vagrantfile|dockerfile"
    r"|jenkinsfile|procfile|package\.json|composer\.json|pyproject\.toml|tasks\.json|devcontainer\.json|taskfile\.ya?ml)[^/]*$"
    r"|(?:^|/)(?:bin|script|scripts)/[^/.]+$"
    r"|(?:^|/)\.github/workflows/[^/]+$|(?:^|/)[^/]*\.gitlab-ci\.ya?ml$|(?:^|/)\.circleci/config\.yml$"
    r"|(?:^|/)\.env[^/]*$|\.service$|(?:^|/)docs?/.*\.(?:ya?ml|html)$|(?:^|/)azure-pipelines[^/]*\.ya?ml$"
)
_LINE = pattern(r"(?i)compose|\bcp\b|\bcopy\b|\bmv\b|\.env|(?:network|volume)\s+create")


class Line(NamedTuple):
    """A line that may say how something is brought up. A line that goes on after `\\` stands as one."""

    path: str
    number: int
    text: str

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.path, self.number, 1, self.number, max(1, len(self.text)))


def howto(repo: Repository) -> tuple[Line, ...]:
    """A fact: the lines of documents, scripts and pipelines that speak of compose, of copying, or of networks and volumes."""
    found: list[Line] = []
    for path in [path for path in repo.paths() if _FILES.search(path)][:MOST_FILES]:
        source = repo.passing(path)
        if isinstance(source, Unreadable) or len(source.text) > LARGEST or not _LINE.search(source.text):
            continue
        started: Line | None = None
        for number, written in enumerate(source.text.split("\n"), 1):
            text = written.strip()
            if started is not None:
                started = Line(path, started.number, f"{started.text.removesuffix(chr(92))} {text}")
            elif _LINE.search(text):
                started = Line(path, number, text)
            if started is not None and not (text.endswith("\\") and len(started.text) < 2000):
                found.append(started)
                started = None
        if len(found) > MOST_LINES:
            break
    return tuple(found)
