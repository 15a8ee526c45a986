"""The server applications of a repository: which folders hold a program that answers requests, and what it uses.

A folder with a manifest that names a server framework is one; Go's, Python's and Node's own HTTP servers are told from code. A
library, a command-line tool and a browser's bundle have no requests to log and nothing to be measured by the second.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.excerpt import Place, Source
from ...core.records import NamedTuple
from ...tables.file_names import VENDORED
from ...tables.frameworks import DATABASES, QUEUES, SERVERS
from ..dependencies import manifests

if TYPE_CHECKING:
    from ...core.repository import Repository
    from ..dependencies import Manifest


class Application(NamedTuple):
    """One server. `folder` is where its manifest stands, `framework` and `place` what tells that it serves.

    `manifests` are that one and those below its folder that belong to no other application.
    """

    folder: str
    ecosystem: str
    framework: str
    place: Place
    manifests: tuple[Manifest, ...]

    def uses(self, *names: str) -> tuple[str, Place] | None:
        """The first of these packages that one of its manifests names."""
        return next((found for one in self.manifests if (found := one.first(*names))), None)

    @property
    def queue(self) -> tuple[str, Place] | None:
        """The broker or job queue that it is a client of."""
        return self.uses(*QUEUES.get(self.ecosystem, ()))

    @property
    def database(self) -> tuple[str, Place] | None:
        """The database server that it is a client of."""
        return self.uses(*DATABASES.get(self.ecosystem, ()))


def applications(repo: Repository) -> tuple[Application, ...]:
    """A fact: the server applications, by folder. Examples, tests and documentation hold none."""
    found: dict[tuple[str, str], Application] = {}
    everything = [one for one in repo.ask(manifests) if not re.search(_ASIDE, one.path)]
    for one in everything:
        folder = _home(one)
        if (folder, one.ecosystem) in found or one.path.endswith(_LISTS):
            continue
        served = one.first(*SERVERS.get(one.ecosystem, ()))
        served = served if served and _starts(repo, one) else _by_code(repo, one)
        if served:
            found[folder, one.ecosystem] = Application(folder, one.ecosystem, served[0], served[1], ())
    owned: dict[tuple[str, str], list[Manifest]] = {}
    for one in everything:
        if (owner := _owner(one, found)) is not None:
            owned.setdefault((owner, one.ecosystem), []).append(one)
    return tuple(application._replace(manifests=tuple(owned.get(key, ()))) for key, application in found.items())


_LISTS = ("Directory.Packages.props", "Directory.Build.props", "libs.versions.toml")  # of versions, for the projects below


def _home(one: Manifest) -> str:
    """The folder of the project: the one above `requirements/`."""
    folder = one.folder
    return posixpath.dirname(folder) if folder.rpartition("/")[2] == "requirements" else folder


def _starts(repo: Repository, one: Manifest) -> bool:
    """Whether there is a program: in a workspace most packages are libraries of the few that are started."""
    source = repo.source(one.path)
    text = source.text if isinstance(source, Source) else ""
    if one.ecosystem == "rust":
        return repo.exists(posixpath.join(one.folder, "src/main.rs")) or "[[bin]]" in text
    if one.ecosystem == "node":
        scripts = re.findall(r"\"(?:start|serve)(?::[\w-]{1,30})?\"[ \t]{0,8}:[ \t]{0,8}\"([^\"\n]{0,300})", text)
        started = any(not re.search(_FOR_WORKSPACES, script) for script in scripts)
        return started or repo.exists(posixpath.join(one.folder, "Dockerfile"))
    return True


_FOR_WORKSPACES = r"\b(?:turbo|lerna|nx|wireit)\b|--filter|--workspaces?\b|(?:^|\s)-[rw](?:\s|$)"  # starts what others are
_ASIDE = (
    r"(?i:(?:^|/)(?:tests?|testing|e2e|detox|examples?|samples?|docs?|documentation|website|fixtures?|benchmarks?|tests?[-_][\w-]+"
    r"|[\w-]+[-_.]tests?|tools?|scripts?|cypress|storybook|load-?generator|[\w-]*(?:dev-server|webpack)[\w-]*|\.github"
    r"|\.devcontainer)/)"
)


def _owner(one: Manifest, found: dict[tuple[str, str], Application]) -> str | None:
    """The folder of the nearest application of its ecosystem, upwards."""
    folder = _home(one)
    while True:
        if (folder, one.ecosystem) in found:
            return folder
        if not folder:
            return None
        folder = posixpath.dirname(folder)


# A server that needs no package: what starts it, and in which files to look.
_BARE = {
    "go": (r"\.go$", r"\bhttp\.(?:ListenAndServe(?:TLS)?|Server\{)"),
    "node": (r"\.[cm]?[jt]s$", r"\b(?:https?\.createServer|Bun\.serve|Deno\.serve)\("),
    "python": (r"\.py$", r"\b(?:HTTPServer|ThreadingHTTPServer|make_server)\("),
}
_FOR_PROFILES = "net/http/pprof"  # a command that can be looked into while it runs
_MOST_READ = 400  # files of one manifest's folder
_LARGEST = 300_000


def _by_code(repo: Repository, one: Manifest) -> tuple[str, Place] | None:
    """Where the program of a manifest starts a server of the language's own library."""
    if one.ecosystem not in _BARE:
        return None
    files, starts = _BARE[one.ecosystem]
    read = 0
    for path in repo.paths():
        if read >= _MOST_READ:
            break
        beside = path.startswith(one.folder + "/") if one.folder else True
        if not beside or not re.search(files, path) or re.search(_ASIDE, path) or re.search(VENDORED, path) or _is_test(path):
            continue
        read += 1
        source = repo.sources.get(path) or repo.passing(path)
        if isinstance(source, Source) and len(source.text) < _LARGEST and (found := re.search(starts, source.text)):
            if _FOR_PROFILES in source.text:
                continue
            line, column = source.position(found.start())
            return found[0].rstrip("({"), Place(path, line, column, line, column + len(found[0]) - 1)
    return None


def _is_test(path: str) -> bool:
    return bool(re.search(r"_test\.go$|\.(?:test|spec)\.[cm]?[jt]sx?$|(?:^|/)test_[^/]*\.py$|(?:^|/)conftest\.py$", path))
