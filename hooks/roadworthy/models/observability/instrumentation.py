"""How each application is told to log and to be measured: which practice is configured, and at which place.

A library counts where it is a dependency and code configures it. Files are looked into once, for texts that a plain search
finds; a pattern is asked only where its text stands.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.excerpt import Place, Source
from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...tables import observability_libraries as table
from ...tables.file_names import VENDORED
from .applications import Application, applications
from .log_leaks import is_aside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.repository import Repository
    from ...core.rule import Paths

KINDS = ("structured", "text", "level", "pinned", "request-id", "metrics", "pool", "queue")
_LARGEST = 200_000  # characters of one file
_MOST_FILES = 5_000  # of all applications
_MOST_MATCHES = 20  # of one pattern in one file that turn out to stand in comments
_ANY_SOURCE = tuple(
    {end for ends in table.SOURCES.values() for end in ends if end not in (".json", ".toml", ".xml", ".cfg", ".ini")}
)
_SHARED = pattern(table.SHARED)
_COMMANDS = pattern(table.COMMANDS)
_COMMENT = pattern(r"\s*(?:#(?!\{)|//|\*|/\*|--|<!--)")
_LEVEL, _PINNED, _PRODUCTION, _SCRAPED = (
    pattern(source) for source in (table.LEVEL_CONFIGURED, table.PINNED, table.PRODUCTION_FILES, table.SCRAPED)
)


class Instrumented(NamedTuple):
    """One application with what was found of each practice: the first place, and how many files were looked into."""

    path: str
    application: Application
    found: dict[str, Place]
    files: int

    @property
    def symbol(self) -> str:
        return self.application.folder or "."

    def has(self, kind: str) -> Place | None:
        return self.found.get(kind)


def instrumented(repo: Repository, paths: Paths) -> Iterator[Instrumented]:
    """The applications of the repository."""
    yield from repo.ask(instrumentation)


def instrumentation(repo: Repository) -> tuple[Instrumented, ...]:
    """A fact: every application with its practices."""
    held = repo.ask(applications)
    if not held:
        return ()
    ways = [(one, _rows(one), dict[str, Place](), [0]) for one in held]
    around: dict[str, Place] = {}
    read = 0
    for path in repo.paths():
        if read >= _MOST_FILES:
            break
        is_yaml = path.endswith((".yaml", ".yml"))
        mine = [] if _SHARED.search(path) else [way for way in ways if _belongs(path, way[0])]
        if not mine and not is_yaml and not path.endswith(_ANY_SOURCE):
            continue
        if re.search(VENDORED, path) or is_aside(path):
            continue
        source = repo.sources.get(path) or repo.passing(path)
        if not isinstance(source, Source) or len(source.text) > _LARGEST:
            continue
        read += 1
        if is_yaml:
            _look_around(source, around)
        shared = None if mine else next((name for name, ends in table.SOURCES.items() if path.endswith(ends)), None)
        for one, rows, found, count in mine or ways:
            if mine:
                count[0] += 1
                _look(source, rows, found)
            elif one.ecosystem == shared:  # a package beside the applications, which they share
                _look(source, [row for row in table.LIBRARIES[shared] if row[0] not in ("text", "pinned") and row[3]], found)
    return tuple(
        Instrumented(one.place.path, one, {**around, **_unconfigured(one), **found}, count[0]) for one, _, found, count in ways
    )


def measured(repo: Repository, application: Application, kind: str) -> Place | None:
    """Where an application, or what runs beside it, measures a `queue` or a `pool`."""
    held = (one for one in repo.ask(instrumentation) if one.application is application or one.application == application)
    return next((place for one in held if (place := one.has(kind))), None)


def _rows(application: Application) -> list[table.Row]:
    """The rows whose library the application depends on."""
    rows = table.LIBRARIES.get(application.ecosystem, ())
    return [row for row in rows if row[3] and (not row[1] or application.uses(*row[1]))]


def _unconfigured(application: Application) -> dict[str, Place]:
    """What works by being there: its packages configure themselves."""
    found: dict[str, Place] = {}
    for kind, packages, _, code in table.LIBRARIES.get(application.ecosystem, ()):
        used = application.uses(*packages) if packages and not code else None
        if used:
            found.setdefault(kind, used[1])
    return found


def _belongs(path: str, application: Application) -> bool:
    folder = application.folder
    return path.endswith(table.SOURCES.get(application.ecosystem, ())) and (not folder or path.startswith(f"{folder}/"))


def _look(source: Source, rows: list[table.Row], found: dict[str, Place]) -> None:
    text = source.text
    for kind, _, marker, code in rows:
        if kind not in found and marker in text and not (kind == "text" and _COMMANDS.search(source.path)):
            _keep(source, kind, re.compile(code), found)
    if "level" not in found and any(marker in text for marker in table.LEVEL_MARKERS):
        _keep(source, "level", _LEVEL, found)
    if "pinned" not in found and _PRODUCTION.search(source.path):
        _keep(source, "pinned", _PINNED, found)


def _look_around(source: Source, found: dict[str, Place]) -> None:
    """What deployments say: who scrapes, and which exporters run."""
    text = source.text
    if "metrics" not in found and ("Monitor" in text or "prometheus.io/" in text):
        _keep(source, "metrics", _SCRAPED, found)
    for kind, code in table.EXPORTERS.items():
        if kind not in found and ("exporter" in text or "ScaledObject" in text or "lag" in text):
            _keep(
                source,
                kind,
                re.compile(rf"(?m:^[ \t]{{0,60}}(?:- )?(?:image|name|repository|kind)\b[^\n]{{0,120}}?(?:{code}))|^(?:{code})"),
                found,
            )


def _keep(source: Source, kind: str, wanted: re.Pattern[str], found: dict[str, Place]) -> None:
    for number, match in enumerate(wanted.finditer(source.text)):
        if number >= _MOST_MATCHES:
            return
        start = match.start() + len(match[0]) - len(match[0].lstrip())
        line = source.text[source.text.rfind("\n", 0, start) + 1 : start + 1]
        if not _COMMENT.match(line):
            end = min(match.end(), (source.text.find("\n", start) + 1 or len(source.text) + 1) - 1)
            found[kind] = source.whole().place(start, max(end, start + 1))
            return
