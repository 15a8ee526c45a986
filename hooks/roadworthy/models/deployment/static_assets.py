"""Whether the names of static files change with their content, and whether caches are told to keep those that do not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.excerpt import Place
from ...core.outcome import Unreadable
from ...core.records import NamedTuple
from ...tables.static_assets import ASIDE, CACHED, HASHED, STATIC, UNHASHED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from ...core.excerpt import Source
    from ...core.repository import Repository
    from ...core.rule import Paths

MOST_FILES = 20_000
LONGEST = 500_000  # characters of one file
DAY = 86_400
_UNITS = {"s": 1, "": 1, "m": 60, "h": 3600, "d": DAY, "w": 7 * DAY, "M": 30 * DAY, "y": 365 * DAY}


class Fact(NamedTuple):
    """One thing that is known: names are `hashed`, are not (`unhashed`), or a long time is given to caches (`cached`)."""

    kind: Literal["hashed", "unhashed", "cached"]
    says: str
    place: Place


class StaticAssets(NamedTuple):
    """What is known of the repository's static files. `files` are a few of its own."""

    facts: tuple[Fact, ...]
    files: tuple[str, ...]
    path: str = "."

    def of(self, kind: str) -> list[Fact]:
        """The facts of one kind."""
        return [fact for fact in self.facts if fact.kind == kind]


def static_assets(repo: Repository, paths: Paths) -> Iterator[StaticAssets]:
    """What is known, once; nothing where there are no static files and nobody makes any."""
    facts: list[Fact] = []
    files: list[str] = []
    for path in [path for path in repo.paths() if not re.search(ASIDE, path)][:MOST_FILES]:
        if re.search(STATIC, path):
            files.append(path)
        wanted = [
            *(("hashed", sign.text, sign.says) for sign in HASHED if re.search(sign.path, path)),
            *(("unhashed", sign.text, sign.says) for sign in UNHASHED if re.search(sign.path, path)),
            *(("cached", text, "") for where, text in CACHED if re.search(where, path)),
        ]
        source = repo.passing(path) if wanted else None
        if source is None or isinstance(source, Unreadable) or len(source.text) > LONGEST:
            continue
        for kind, text, says in wanted:
            fact = _fact(source, kind, text, says)
            if fact:
                facts.append(fact)
    if files or any(fact.kind != "cached" for fact in facts):
        yield StaticAssets(tuple(facts), tuple(files[:3]))


def _fact(source: Source, kind: str, text: str, says: str) -> Fact | None:
    whole = source.whole()
    for found in re.finditer(text, source.text, re.M):
        place = whole.place(found.start(), max(found.end(), found.start() + 1)) if text else Place(source.path, 1)
        if kind != "cached":
            return Fact("hashed" if kind == "hashed" else "unhashed", says, place)
        written = found[1].strip()
        if _seconds(written, ".static(" in found[0]) >= DAY:
            return Fact("cached", written, place)
    return None


def _seconds(written: str, milliseconds: bool) -> int:
    """A time as nginx and others write it; a bare number is seconds, for Express milliseconds."""
    if written == "max":
        return 10 * 365 * DAY
    found = re.match(r"\+?(\d+)\s*([smhdwMy]?)", written)
    if not found:
        return 0
    seconds = int(found[1]) * _UNITS[found[2]]
    return seconds // 1000 if milliseconds and not found[2] else seconds
