"""What a pipeline builds for which environment, and where it changes the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...tables.check_signals import MIGRATIONS
from ...tables.pipeline_stages import SAME
from ..environment_names import kind_of
from .delivery import builds_itself, delivery

if TYPE_CHECKING:
    from ...core.excerpt import Place
    from ...core.repository import Repository
    from .delivery import Found
    from .script import Command
    from .stages import Evidence

_MIGRATION = pattern(rf"(?:^|\s)(?:{'|'.join(MIGRATIONS)})(?:\s|$)")
_PARTS = pattern(r"[A-Za-z0-9]+")


class Built(NamedTuple):
    """One build in a job for an environment. `what` is the same for the same artefact, whatever its environment is called."""

    what: str
    kind: str
    found: Found
    evidence: Evidence

    @property
    def place(self) -> Place:
        """Where it is built."""
        return self.evidence.place


def built(repo: Repository) -> tuple[Built, ...]:
    """A fact: the builds that are made in jobs for staging or production. A job whose platform builds by itself has none."""
    whole = repo.ask(delivery)
    made: list[Built] = []
    for one in whole.jobs if whole else ():
        environment = one.classified.environment or _named(repo, one)
        if not environment or any(builds_itself(each) for each in one.classified.evidence):
            continue
        kind = "production" if environment == "production" else "staging"
        builds = one.classified.of("build", "package")
        made += [Built(what, kind, one, each) for each in builds if (what := _what(repo, each))]
    return tuple(made)


def _named(repo: Repository, one: Found) -> str:
    """`build-staging` beside `build-production`: what a job that only builds is called."""
    return kind_of(repo, one.job.name, as_environment=False) or ""


def _what(repo: Repository, each: Evidence) -> str:
    """The artefact: the tool, and its words without those that name an environment, a registry's host or a tag."""
    if each.command:
        name = SAME.get(each.command.name, each.command.name)
        words = [name, *each.command.values]
        if name in ("docker", "podman", "buildah") and "build" not in words and "buildx" not in words:
            return ""  # a push of what was built elsewhere
    elif each.step and each.step.uses and "build" in each.text:
        inputs = each.step.uses.inputs
        words = [each.text, *(inputs[key].text for key in ("context", "file", "target") if key in inputs)]
    else:
        return ""
    kept = []
    skip = False
    for word in words:
        if skip or word in ("-t", "--tag", "--build-arg", "--label", "--cache-from", "--cache-to"):
            skip = not skip
            continue
        if word.startswith(("--tag=", "--build-arg=", "--label=", "--cache", "--mode", "--configuration", "--env")):
            continue
        kept += [part for part in _PARTS.findall(word) if not kind_of(repo, part)]
    return " ".join(kept)[:300].lower()


def migrates(command: Command) -> bool:
    """Whether it brings the database's schema up to date."""
    if command.invocation.inner:
        return False  # `ssh host "…"`: what it runs comes as a command of its own
    words = [SAME.get(command.name, command.name), *(value for value in command.values[:12] if not value.startswith("-"))]
    return bool(_MIGRATION.search(" ".join(words)[:1000]))
