"""GitLab CI: a pipeline is `.gitlab-ci.yml` with what it includes from the repository."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from ..core.outcome import Unreadable
from ..core.records import NamedTuple
from ..parsing.yaml import Mapping, Scalar, Sequence
from .documents import documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.excerpt import Place
    from ..core.repository import Repository
    from ..core.rule import Paths
    from ..parsing.yaml import Tree

ROOT = ".gitlab-ci.yml"
MOST_INCLUDED = 200  # files; GitLab itself stops at 150

# Keys at the top of a file that are no jobs: https://docs.gitlab.com/ci/yaml/
_GLOBAL = frozenset(
    "default include stages variables workflow image services cache before_script after_script spec pages:deploy".split()
)


class Job(NamedTuple):
    """One job, with what it extends folded in. `at` is its name; `path` the file that it stands in."""

    name: str
    at: Scalar
    path: str
    body: Mapping
    bases: tuple[Mapping, ...]

    def get(self, *keys: str) -> Tree | None:
        """The value of a key in the job, or in the nearest job that it extends."""
        for body in (self.body, *self.bases):
            found = body.get(*keys)
            if found is not None:
                return found
        return None

    def lines(self) -> tuple[Scalar, ...]:
        """The lines of `script`, each a shell text."""
        script = self.get("script")
        found: list[Scalar] = []
        stack: list[Tree] = [] if script is None else [script]
        while stack:
            node = stack.pop()
            if isinstance(node, Scalar):
                found.append(node)
            elif isinstance(node, Sequence):  # GitLab flattens nested lists
                stack.extend(reversed(node.items))
        return tuple(found)


class Pipeline(NamedTuple):
    """The pipeline of one root file. `included` maps each local file to the place that includes it."""

    path: str
    jobs: tuple[Job, ...]
    included: dict[str, Place]
    opaque: tuple[Place, ...]


def gitlab_pipelines(repo: Repository, paths: Paths) -> Iterator[Pipeline | Unreadable]:
    """The pipeline, if `paths` touch it or what it includes: an edited fragment is judged where it is used."""
    if paths is not None and not any(path.endswith((".yml", ".yaml")) for path in paths):
        return
    if not repo.exists(ROOT):
        return
    if paths is not None and ROOT not in paths:
        files = repo.ask(included_files)
        if not any(path in files for path in paths):
            return
    yield from repo.ask(_pipeline)


def included_files(repo: Repository) -> frozenset[str]:
    """A fact: the files of the repository that its pipeline includes."""
    if not repo.exists(ROOT):
        return frozenset()
    return frozenset(path for said in repo.ask(_pipeline) if isinstance(said, Pipeline) for path in said.included)


def _pipeline(repo: Repository) -> tuple[Pipeline | Unreadable, ...]:
    bodies: dict[str, tuple[Scalar, str, Mapping]] = {}
    included: dict[str, Place] = {}
    opaque: list[Place] = []
    broken: list[Unreadable] = []
    waiting = [ROOT]
    seen = {ROOT}
    while waiting and len(seen) <= MOST_INCLUDED:
        path = waiting.pop(0)
        tree = repo.ask(documents, path)
        problem = tree if isinstance(tree, Unreadable) else next(iter(tree.problems), None)
        if problem:
            broken.append(problem)
            continue
        assert not isinstance(tree, Unreadable)
        for root in tree.roots:
            if not isinstance(root, Mapping):
                continue
            for local, at in _includes(root):
                if local is None:
                    opaque.append(at)
                elif local not in seen:
                    seen.add(local)
                    included[local] = at
                    waiting.append(local)
            for key, body in root.pairs():
                if isinstance(body, Mapping) and key.text not in _GLOBAL:
                    bodies.setdefault(key.text, (key, path, body))  # the including file comes first, and wins
    jobs = tuple(
        Job(name, key, path, body, tuple(_bases(body, bodies)))
        for name, (key, path, body) in bodies.items()
        if not name.startswith(".")
    )
    return (*broken, Pipeline(ROOT, jobs, included, tuple(opaque)))


def _includes(root: Mapping) -> Iterator[tuple[str | None, Place]]:
    """Each included file's path in the repository, or None for one that is elsewhere, with the place that says so."""
    value = root.get("include")
    for entry in value if isinstance(value, Sequence) else () if value is None else (value,):
        local = entry if isinstance(entry, Scalar) else entry.get("local") if isinstance(entry, Mapping) else None
        if isinstance(local, Scalar) and "://" not in local.text and "*" not in local.text and "$" not in local.text:
            yield posixpath.normpath(local.text.lstrip("/")), local.place
        else:
            yield None, entry.place


def _bases(body: Mapping, bodies: dict[str, tuple[Scalar, str, Mapping]]) -> Iterator[Mapping]:
    """The bodies a job extends, nearest first; GitLab lets the last of several win. Bounded, for cycles."""
    waiting, seen = [body], {id(body)}
    while waiting and len(seen) < 64:
        extends = waiting.pop(0).get("extends")
        names = [extends] if isinstance(extends, Scalar) else list(extends) if isinstance(extends, Sequence) else []
        for name in reversed(names):
            known = bodies.get(name.text) if isinstance(name, Scalar) else None
            if known and id(known[2]) not in seen:
                seen.add(id(known[2]))
                waiting.append(known[2])
                yield known[2]
