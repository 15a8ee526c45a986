"""Which environments a pipeline deploys to, and which code creates them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.excerpt import Place
from ...core.records import NamedTuple
from ...tables.environment_sources import NAMED, WHOLE
from ...tables.file_names import VENDORED
from ..environment_names import kind_of
from ..pipeline.readers import roots
from ..pipeline.stages import classified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.repository import Repository
    from ...core.rule import Paths
    from ..environment_names import Kind

_ASIDE = r"(?:^|/)(?:tests?|examples?|samples?|fixtures?|docs?|templates)/"


class Source(NamedTuple):
    """Code that creates an environment. `name` is empty for what creates all of them; `what` names the tool."""

    name: str
    kind: Kind | None
    what: str
    place: Place


class Deployed(NamedTuple):
    """An environment that a job deploys to. `host`: by what it says to a named machine, if it does."""

    name: str
    kind: Kind | None
    job: str
    place: Place
    command: str
    host: str = ""


class Environments(NamedTuple):
    """What is deployed to, and what creates it. `path` is the repository's root."""

    path: str
    deployed: tuple[Deployed, ...]
    sources: tuple[Source, ...]

    def creates(self, one: Deployed) -> Source | None:
        """The code of this environment: of its name or kind first, then what creates all."""
        word = one.name.lower()
        exact = (source for source in self.sources if source.name and source.name.lower() == word)
        alike = (source for source in self.sources if source.name and one.kind and source.kind == one.kind)
        whole = (source for source in self.sources if not source.name)
        return next(exact, None) or next(alike, None) or next(whole, None)


def environments(repo: Repository, paths: Paths) -> Iterator[Environments]:
    """One subject: the environments of the repository."""
    yield repo.ask(environments_of)


def environments_of(repo: Repository) -> Environments:
    """A fact: the environments that jobs deploy to, each once, and the code that creates environments."""
    deployed: dict[tuple[str, str], Deployed] = {}
    for path in repo.ask(roots):
        for job in repo.ask(classified, path).values():
            evidence = job.of("deploy", "deploy-staging", "deploy-production")
            if not evidence:
                continue
            name = job.target.name if job.target else ""
            host = next((found for one in job.job.commands if (found := _host(one.name, one.values))), "")
            place = job.target.place if job.target else evidence[0].place
            key = (name or job.environment or job.job.id, job.environment)
            if key not in deployed or (host and not deployed[key].host):
                kind: Kind | None = job.target.kind if job.target else None
                deployed[key] = Deployed(name or job.job.id, kind, job.job.id, place, evidence[0].text, host)
    return Environments(".", tuple(deployed.values()), tuple(_sources(repo)))


def _sources(repo: Repository) -> Iterator[Source]:
    seen: set[tuple[str, str]] = set()
    for path in repo.paths():
        if re.search(VENDORED, path) or re.search(_ASIDE, path):
            continue
        for what, pattern in NAMED:
            found = re.search(pattern, path)
            name = next((group for group in found.groups() if group), "") if found else ""
            kind = kind_of(repo, name) if name else None
            if kind and (what, name) not in seen:
                seen.add((what, name))
                yield Source(name, kind, what, Place(path))
        for what, pattern in WHOLE:
            if (what, "") not in seen and re.search(pattern, path):
                seen.add((what, ""))
                yield Source("", None, what, Place(path))


# Options of these whose value is the next word.
_VALUED = frozenset("-o -i -p -P -l -F -J -L -R -D -e -b -c -m -S -W --rsh --port --exclude --include --password-file".split())


def _host(name: str, values: list[str]) -> str:
    """The machine that `ssh`, `scp` or `rsync` is told to go to; empty where it is none, or one that a variable names."""
    if name not in ("ssh", "scp", "rsync", "sftp"):
        return ""
    skipped = False
    for value in values:
        if skipped or value.startswith("-"):
            skipped = not skipped and value in _VALUED
            continue
        target = value.partition(":")[0] if ":" in value or name in ("ssh", "sftp") else ""
        host = target.rpartition("@")[2]
        if host and not re.search(r"[/$\s{]", host):
            return host
        if target and "$" in target:
            return ""
    return ""
