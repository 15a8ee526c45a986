"""When a repository's migrations run: before the new code, or when its instances start."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ....core.outcome import Unreadable
from ....core.records import NamedTuple
from ....tables.file_names import DOCKERFILE, NOT_A_DOCKERFILE, VENDORED, YAML
from ....tables.migrations import BEFORE_PODS, BEFORE_RELEASE, MIGRATES, STARTS
from .readers import newest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from ....core.excerpt import Place, Source
    from ....core.repository import Repository
    from ....core.rule import Paths

MOST_FILES = 5_000
LONGEST = 300_000  # characters of one file
_ASIDE = r"(?:^|/)(?:docs?|tests?|examples?|\.github|node_modules)/"
_REPLICAS = r"^\s{0,40}(?:replicas|replicaCount|minReplicas|numReplicas)\s{0,4}:\s{0,4}([2-9]|[1-9]\d{1,3})\s*$"
_START = r"(?i)^\s{0,8}(?:CMD|ENTRYPOINT)\s[^\n]{0,500}"


class Run(NamedTuple):
    """One way in which the migrations run. `when`: `before` the new code or at the `start` of each instance."""

    when: Literal["before", "start"]
    why: str
    place: Place


class Order(NamedTuple):
    """All ways that were found; `several` is where more instances than one are asked for. `migration` is the newest one."""

    runs: tuple[Run, ...]
    several: Place | None
    migration: str
    path: str = "."


def order(repo: Repository, paths: Paths) -> Iterator[Order]:
    """The repository's order, once, where it has migrations."""
    known = newest(repo)
    if not known:
        return
    runs: list[Run] = []
    several: Place | None = None
    for path in [path for path in repo.paths() if not re.search(f"{_ASIDE}|{VENDORED}", path)][: MOST_FILES * 10]:
        released = [row for row in BEFORE_RELEASE if re.search(row[0], path)]
        image = re.search(DOCKERFILE, path) and not re.search(NOT_A_DOCKERFILE, path)
        starts = re.search(STARTS, path)
        manifest = re.search(YAML, path)
        if not (released or image or starts or manifest):
            continue
        source = repo.passing(path)
        if isinstance(source, Unreadable) or len(source.text) > LONGEST:
            continue
        if manifest and several is None:
            several = _place(source, re.search(_REPLICAS, source.text, re.M))
        runs.extend(
            _in_release(source, released) if released else _in_pods(source) if manifest else _at_start(source, bool(image))
        )
    yield Order(tuple(runs[:20]), several, known[-1])


def _place(source: Source, found: re.Match[str] | None) -> Place | None:
    return source.whole().place(found.start(), found.end()) if found else None


def _in_release(source: Source, rows: list[tuple[str, str, str]]) -> Iterator[Run]:
    for _, before, why in rows:
        found = re.search(before, source.text, re.M)
        if found and re.search(f"{MIGRATES}|migrat", source.text[found.start() : found.start() + 600]):
            yield Run("before", why, source.whole().place(found.start(), found.end()))


def _in_pods(source: Source) -> Iterator[Run]:
    if "migrat" not in source.text.lower():
        return
    for mark, why in BEFORE_PODS:
        for found in re.finditer(mark, source.text, re.M):
            around = source.text[max(0, found.start() - 1500) : found.start() + 3000].lower()
            if "migrat" in around:
                yield Run("before", why, source.whole().place(found.start(), found.end()))
                break


def _at_start(source: Source, image: bool) -> Iterator[Run]:
    text = source.text
    for line in re.finditer(_START if image else r"^[^\n#]{1,500}", text, re.M):
        spoken = re.sub(r"[\"',\[\]]+", " ", line[0])
        if re.search(MIGRATES, re.sub(r" +", " ", spoken)):
            yield Run("start", "each instance runs it when it starts", source.whole().place(line.start(), line.end()))
            return
