"""Which versions of a runtime a repository states, and which of them concern the same project.

Statements are compared within a project: what is deployed from a folder with what is said there, or in the nearest folder
above where that is how the tool looks (`.nvmrc`), or with what CI tests of it.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...tables.file_names import COMPOSE, DOCKERFILE, NOT_A_DOCKERFILE, PIPELINES, STATES
from ...tables.runtimes import ASIDE, MANIFESTS, MENTIONS, NAMES, NEVER_STATE, ONLY_FOR, RELEASE_LINES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...core.repository import Repository
    from ...core.rule import Paths
    from .stated import Stated

_FILES = pattern(STATES)
_PIPELINES = pattern(PIPELINES)
_DOCKERFILES = pattern(DOCKERFILE)
_NOT_DOCKERFILES = pattern(NOT_A_DOCKERFILE)
_COMPOSE = pattern(COMPOSE)
_MOST_FILES = 20_000


class Runtime(NamedTuple):
    """One runtime of one deployed project. `path` is a file that states its version.

    `deployed` is the statement of what runs (or, where that has none, of what builds it); `others` all that is said beside
    it in the project. `given` are the changed paths; None where all are looked at.
    """

    path: str
    name: str
    deployed: Stated
    others: tuple[Stated, ...]
    given: frozenset[str] | None


def runtimes(repo: Repository, paths: Paths) -> Iterator[Runtime]:
    """The runtimes about which the files among `paths` say something, or all."""
    if paths is None:
        given, names = None, None
    else:
        given = frozenset(paths)
        names = {one.runtime for path in paths if states(path) or is_fragment(repo, path) for one in repo.ask(stated_in, path)}
        if not names:
            return
    for name in sorted(NAMES if names is None else names):
        for runtime in repo.ask(runtimes_of, name):
            if given is None or any(one.path in given for one in (runtime.deployed, *runtime.others)):
                yield runtime._replace(given=given)


def contradictions(runtime: Runtime, *, lines: bool) -> tuple[Stated, ...]:
    """What is said beside the deployed version and has no version in common with it. CI's versions count together.

    With `lines`, versions of one release line (Python 3.12, Node.js 22) are the same, but for what the project asks for.
    """
    if runtime.deployed.versions is None:
        return ()
    tests = [one for one in runtime.others if one.purpose == "tests"]
    tested = all(one.versions for one in tests) and not any(_meet(runtime.deployed, one, lines) for one in tests)
    return tuple(
        one
        for one in runtime.others
        if (tested if one.purpose == "tests" else one.versions is not None and not _meet(runtime.deployed, one, lines))
    )


def _meet(deployed: Stated, other: Stated, lines: bool) -> bool:
    a, b = deployed.versions, other.versions
    if a is None or b is None:
        return False
    if lines and other.purpose != "supports":
        parts = RELEASE_LINES[deployed.runtime]
        a, b = a.lines(parts), b.lines(parts)
    return a.meets(b)


def states(path: str) -> bool:
    """Whether a file of this name may state a version."""
    if path.endswith(NEVER_STATE):  # by far the most
        return False
    if _PIPELINES.search(path):
        return True
    if is_aside(path):
        return False
    return bool(
        _FILES.search(path) or _COMPOSE.search(path) or (_DOCKERFILES.search(path) and not _NOT_DOCKERFILES.search(path))
    )


def is_fragment(repo: Repository, path: str) -> bool:
    """Whether the file is a part of GitLab's pipeline that has no name of its own kind."""
    if not path.endswith((".yml", ".yaml")) or not repo.exists(".gitlab-ci.yml"):
        return False
    from ..gitlab import included_files

    return path in repo.ask(included_files)


def is_aside(path: str) -> bool:
    """Whether the path is that of a sample, of test data, of a tool, or of somebody else's code."""
    return not ASIDE.isdisjoint(posixpath.dirname(path).lower().split("/"))


def stated_in(repo: Repository, path: str) -> tuple[Stated, ...]:
    """A fact: what the file at `path` states. A file that cannot be read states nothing: its own hook tells."""
    if _PIPELINES.search(path) or is_fragment(repo, path):
        from .pipelines import pipeline_versions

        return tuple(pipeline_versions(repo, path))
    if _FILES.search(path):
        from .files import versions_in

        source = repo.source(path)
        return () if isinstance(source, Unreadable) else tuple(versions_in(source))
    from .images import compose_versions, dockerfile_versions

    if _COMPOSE.search(path):
        return tuple(compose_versions(repo, path))
    return tuple(dockerfile_versions(repo, path))


def stating(repo: Repository) -> tuple[str, ...]:
    """A fact: the files that may state a version."""
    return tuple([path for path in repo.paths() if states(path) or is_fragment(repo, path)][:_MOST_FILES])


def runtimes_of(repo: Repository, name: str) -> tuple[Runtime, ...]:
    """A fact: the runtime of this name in every deployed project, with what is said of it."""
    found = (one for path in repo.ask(stating) if _may_name(repo, path, name) for one in repo.ask(stated_in, path))
    return tuple(_projects(repo, name, [one for one in found if one.runtime == name]))


def _may_name(repo: Repository, path: str, runtime: str) -> bool:
    """Whether the file may say something of this runtime: by its name, or by a word in it."""
    only = ONLY_FOR.get(path.rpartition("/")[2])
    if only is not None:
        return runtime in only
    source = repo.source(path)
    return not isinstance(source, Unreadable) and any(word in source.text for word in MENTIONS[runtime])


def _projects(repo: Repository, name: str, stated: Sequence[Stated]) -> Iterator[Runtime]:
    shipped = [one for one in stated if one.purpose == "deploys"]
    built = [one for one in stated if one.purpose == "builds"]
    folders = {one.folder for one in shipped}
    shipped += [one for one in built if one.folder not in folders]
    alone = len({one.folder for one in shipped}) == 1
    for folder in dict.fromkeys(one.folder for one in shipped):
        here = [one for one in shipped if one.folder == folder]
        others = list(_concerning(repo, name, folder, stated, alone))
        deployed = here[0]
        if _agree(here) or len({_kind(one) for one in here}) > 1:
            own = [one for one in others if one is not deployed and (one.purpose != "builds" or one.path == deployed.path)]
            yield Runtime(deployed.path, name, deployed, (*here[1:], *own), None)


def _kind(stated: Stated) -> str:
    return "Dockerfile" if _DOCKERFILES.search(stated.path) else stated.path


def _agree(stated: Sequence[Stated]) -> bool:
    """Whether they can all be the same. Dockerfiles of one folder that differ are variants; which one ships is not told."""
    known = [one.versions for one in stated if one.versions]
    return all(a.meets(b) for a in known for b in known)


def _concerning(repo: Repository, name: str, folder: str, stated: Sequence[Stated], alone: bool) -> Iterator[Stated]:
    """What is said of the project in `folder`."""
    for purpose in ("develops", "supports"):
        for above in _upwards(folder):
            found = [one for one in stated if one.purpose == purpose and one.folder == above]
            yield from found
            if found or (purpose == "supports" and _is_project(repo, name, above)):
                break
    yield from (one for one in stated if one.purpose == "builds" and one.folder == folder)
    if MANIFESTS[name] and not _is_project(
        repo, name, folder
    ):  # CI tests something else with it, such as the image that comes out
        return
    tests = [one for one in stated if one.purpose == "tests"]
    here = [one for one in tests if one.folder == folder]
    yield from here or [one for one in tests if alone and one.folder == ""]


def _is_project(repo: Repository, name: str, folder: str) -> bool:
    return any(repo.exists(posixpath.join(folder, file)) for file in MANIFESTS[name])


def _upwards(folder: str) -> Iterator[str]:
    for _ in range(40):
        yield folder
        if not folder:
            return
        folder = posixpath.dirname(folder)
