"""The reader of the secrets area: every text file, with the secrets in it and what the baseline says of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.outcome import Unreadable
from ..core.records import NamedTuple
from ..core.repository import BINARY
from ..core.tree import TOO_LARGE

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
    """One file. Values that a person marked as no secret are not among the suspects; `left_out` is what was not looked at."""

    path: str
    suspects: tuple[Suspect, ...]
    left_out: tuple[Unreadable, ...] = ()


def scanned(repo: Repository, paths: Paths) -> Iterator[Scanned | Unreadable]:
    """The files among `paths`, or all of the repository's.

    A link is left out: what it leads to is judged where it stands. So are pictures, fonts and their like; any other binary
    file, an archive or a key store, is opaque.
    """
    if paths is None:
        from .injection import kind_of
    for path in repo.paths() if paths is None else paths:
        if repo.tree.is_link(path):
            continue
        said = repo.ask(scanned_file, path) if paths is None and kind_of(path) else _scanned(repo, path, paths is not None)
        if isinstance(said, Scanned):
            yield from said.left_out
        elif (said.opaque or said.why.startswith(TOO_LARGE)) and _is_media(path):
            continue
        yield said


def deployments(repo: Repository, paths: Paths) -> Iterator[Scanned | Unreadable]:
    """The files that describe how the application is deployed, and what it is deployed with."""
    from .injection import kind_of

    for path in repo.paths() if paths is None else paths:
        if kind_of(path) and not repo.tree.is_link(path):
            yield repo.ask(scanned_file, path)


def environment_examples(repo: Repository, paths: Paths) -> Iterator[Scanned | Unreadable]:
    """The files that show which variables an environment has."""
    wanted = [path for path in (repo.paths() if paths is None else paths) if "env" in path.rpartition("/")[2].lower()]
    if wanted:
        from .environment_files import is_example
        from .plausible import in_fixture

        for path in wanted:
            if is_example(path) and not in_fixture(path) and not repo.tree.is_link(path):
                yield repo.ask(scanned_file, path)


def scanned_file(repo: Repository, path: str) -> Scanned | Unreadable:
    """A fact: what is in the file at `path`, for those that several rules ask about."""
    return _scanned(repo, path, True)


def _scanned(repo: Repository, path: str, keep: bool) -> Scanned | Unreadable:
    from .scan import look

    source = repo.source(path) if keep or path in repo.sources else repo.passing(path)
    if isinstance(source, Unreadable):
        if source.why != BINARY or _is_media(path):
            return source
        from .nearly_text import text_of

        text = text_of(repo, path)
        if text is None:
            return source
        source = text
    secrets, limits, guesses = look(source)
    suspects = tuple(_suspects(secrets, path, repo.ask(_baseline))) if secrets else ()
    if not limits and not guesses:
        return Scanned(path, suspects)
    place = source.whole().place(0, 0)
    left_out = [Unreadable(place, why) for why in limits] + [Unreadable(place, why, opaque=True) for why in guesses]
    return Scanned(path, suspects, tuple(left_out))


def _is_media(path: str) -> bool:
    from .nearly_text import is_media

    return is_media(path)


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
