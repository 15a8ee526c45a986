"""The reader of the secrets area: every text file, with the secrets in it and what the baseline says of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.outcome import Unreadable
from ..core.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.repository import Repository
    from ..core.rule import Paths
    from .baseline import Baseline
    from .found import Secret


class Suspect(NamedTuple):
    """A secret and whether the baseline has it, not yet looked at by a person."""

    secret: Secret
    recorded: bool


class Scanned(NamedTuple):
    """One file. Values that a person marked as no secret are left out."""

    path: str
    suspects: tuple[Suspect, ...]


def scanned(repo: Repository, paths: Paths) -> Iterator[Scanned | Unreadable]:
    """The files among `paths`, or all of the repository's. A link is left out: what it leads to is judged where it stands."""
    from .scan import scan

    baseline: Baseline | None = None
    for path in repo.paths() if paths is None else paths:
        if repo.tree.is_link(path):
            continue
        source = repo.source(path) if paths is not None or path in repo.sources else repo.passing(path)
        if isinstance(source, Unreadable):
            yield source
            continue
        secrets = scan(source)
        if secrets and baseline is None:
            baseline = repo.ask(_baseline)
        yield Scanned(path, tuple(_suspects(secrets, path, baseline)) if secrets and baseline else ())


def _suspects(secrets: tuple[Secret, ...], path: str, baseline: Baseline) -> Iterator[Suspect]:
    from .baseline import type_of

    for secret in secrets:
        verdict = baseline.verdict(path, type_of(secret), secret.value.text)
        if verdict != "not-a-secret":
            yield Suspect(secret, verdict == "unaudited")


def _baseline(repo: Repository) -> Baseline:
    from ..core.excerpt import Source
    from .baseline import PATH, read

    source = repo.source(PATH) if repo.exists(PATH) else Source(PATH, "")
    return read(Source(PATH, "") if isinstance(source, Unreadable) else source)
