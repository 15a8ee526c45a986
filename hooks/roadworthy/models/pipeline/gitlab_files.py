"""GitLab CI: the files of a pipeline put together, and jobs with what they extend, as GitLab merges them.

https://docs.gitlab.com/ci/yaml/includes/ and https://docs.gitlab.com/ci/yaml/yaml_optimization/
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.records import NamedTuple
from ...parsing.yaml import Mapping, Scalar, Sequence
from ..documents import documents
from .types import Opaque

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ...parsing.yaml import Tree

MOST_FILES = 200  # GitLab itself stops at 150
MOST_LAYERS = 64  # of one job: what it extends, and what that extends
MOST_LINES = 5_000  # of one script

# Keys at the top of a file that are no jobs: https://docs.gitlab.com/ci/yaml/
GLOBAL = frozenset("default include stages variables workflow image services cache before_script after_script spec".split())
_NOT_INHERITED = frozenset(("image", "services", "cache", "before_script", "after_script"))


class Body:
    """A mapping in layers: the nearest that has a key gives its value, and mappings are merged over all layers."""

    __slots__ = ("layers",)

    def __init__(self, layers: tuple[Mapping, ...]) -> None:
        self.layers = layers

    def get(self, *keys: str) -> Tree | None:
        """The value in the nearest layer that has one; None also for null."""
        for layer in self.layers:
            found = layer.get(*keys)
            if found is not None:
                return None if isinstance(found, Scalar) and found.is_null else found
        return None

    def key(self, name: str) -> Scalar | None:
        """The key in the nearest layer that has it."""
        return next((key for layer in self.layers if (key := layer.key(name))), None)

    def text(self, *keys: str) -> str | None:
        """The text of the scalar there."""
        found = self.get(*keys)
        return found.text if isinstance(found, Scalar) else None

    def mapping(self, name: str) -> dict[str, tuple[Scalar, Tree]]:
        """The mappings of this name in all layers as one."""
        found: dict[str, tuple[Scalar, Tree]] = {}
        for layer in self.layers:
            value = layer.get(name)
            if not isinstance(value, Mapping):
                if value is not None:
                    break
                continue
            for key, pair in value.merged.items():
                found.setdefault(key, pair)
        return found


class Files(NamedTuple):
    """The files of one pipeline. `roots` are their contents, the one that wins first; `included` says what includes each."""

    roots: tuple[Mapping, ...]
    included: dict[str, Place]
    opaque: tuple[Opaque, ...]
    broken: tuple[Unreadable, ...]

    def top(self) -> Body:
        """What stands at the top of the files, outside the jobs."""
        return Body(self.roots)

    def jobs(self) -> dict[str, tuple[Scalar, tuple[Mapping, ...]]]:
        """Every job and template by name: its key, and its layers, not yet with what it extends."""
        found: dict[str, tuple[Scalar, tuple[Mapping, ...]]] = {}
        for root in self.roots:
            for key, body in root.pairs():
                if isinstance(body, Mapping) and key.text not in GLOBAL:
                    known = found.get(key.text)
                    found[key.text] = (known[0], (*known[1], body)) if known else (key, (body,))
        return found


def files_of(repo: Repository, paths: tuple[tuple[str, Place | None], ...]) -> Files:
    """The files at `paths`, each with the place that includes it, and what they include."""
    roots: list[Mapping] = []
    included: dict[str, Place] = {}
    opaque: list[Opaque] = []
    broken: list[Unreadable] = []
    seen: set[str] = set()
    waiting = list(paths)
    while waiting:
        path, by = waiting.pop()
        if path in seen or len(seen) >= MOST_FILES:
            continue
        seen.add(path)
        if by is not None:
            included[path] = by
        tree = repo.ask(documents, path)
        if isinstance(tree, Unreadable):
            broken.append(tree)
            continue
        broken.extend(tree.problems)
        for root in reversed(tree.roots):  # the last document is the configuration, after a `spec` for inputs
            if not isinstance(root, Mapping):
                if not tree.problems and not (isinstance(root, Scalar) and root.is_null):
                    broken.append(Unreadable(root.place, "is no GitLab CI configuration: a mapping is expected"))
                continue
            roots.append(root)
            waiting.extend(_includes(repo, path, root, opaque))  # the last one wins, and is taken first
    return Files(tuple(roots), included, tuple(opaque), tuple(broken))


def _includes(repo: Repository, path: str, root: Mapping, opaque: list[Opaque]) -> Iterator[tuple[str, Place]]:
    value = root.get("include")
    for entry in value if isinstance(value, Sequence) else () if value is None else (value,):
        yield from included_by(repo, entry, opaque)


def included_by(repo: Repository, entry: Tree, opaque: list[Opaque]) -> Iterator[tuple[str, Place]]:
    """The files of the repository that one entry of an `include` names; what is elsewhere is added to `opaque`."""
    local = entry if isinstance(entry, Scalar) else entry.get("local") if isinstance(entry, Mapping) else None
    if not isinstance(local, Scalar) or "://" in local.text:
        opaque.append(_elsewhere(entry))
    elif "$" in local.text:
        opaque.append(Opaque("include", local.text, local.place, "which file this is depends on a variable"))
    elif "*" in local.text:
        shape = re.compile(_glob(local.text.lstrip("/")))
        for path in repo.paths():
            if shape.fullmatch(path):
                yield path, local.place
    elif not local.is_null:
        yield posixpath.normpath(local.text.lstrip("/")), local.place


def _glob(text: str) -> str:
    """`*` stays in one folder, `**` does not."""
    parts = re.split(r"(\*+)", text)
    return "".join(("[^/]*" if part == "*" else ".*") if part.startswith("*") else re.escape(part) for part in parts)


def _elsewhere(entry: Tree) -> Opaque:
    why = "what is included from elsewhere is not in this repository"
    if isinstance(entry, Mapping):
        for kind in ("template", "component", "project", "remote", "artifact"):
            if (name := entry.text(kind)) is not None:
                file = entry.get("file")
                if isinstance(file, Scalar):
                    name = f"{name} {file.text}"
                return Opaque("template" if kind in ("template", "component") else "include", name, entry.place, why)
    return Opaque("include", entry.text if isinstance(entry, Scalar) else "", entry.place, why)


def layers_of(own: tuple[Mapping, ...], known: dict[str, tuple[Scalar, tuple[Mapping, ...]]]) -> tuple[Mapping, ...]:
    """A job's layers with those of what it extends, nearest first; of several the last one wins. Bounded, for circles."""
    found: list[Mapping] = []
    seen: set[str] = set()
    waiting: list[tuple[Mapping, ...]] = [own]
    while waiting and len(found) < MOST_LAYERS:
        layers = waiting.pop()
        found.extend(layers)
        extends = Body(layers).get("extends")
        names = list(extends) if isinstance(extends, Sequence) else [extends]
        for name in names:  # the last is popped first
            if isinstance(name, Scalar) and name.text not in seen and name.text in known:
                seen.add(name.text)
                waiting.append(known[name.text][1])
    return tuple(found[:MOST_LAYERS])


def lines_of(node: Tree | None, known: dict[str, tuple[Scalar, tuple[Mapping, ...]]]) -> tuple[Scalar, ...]:
    """The lines of a script, each a shell text: nested lists are flat, `!reference` is followed."""
    found: list[Scalar] = []
    stack: list[tuple[Tree, int]] = [] if node is None else [(node, 0)]
    met = 0
    while stack and met < MOST_LINES:
        met += 1
        here, depth = stack.pop()
        if isinstance(here, Scalar):
            if not here.is_null:
                found.append(here)
        elif here.tag == "!reference":
            target = referred(here, known)
            if target is not None and depth < 10:  # as deep as GitLab follows them
                stack.append((target, depth + 1))
        elif isinstance(here, Sequence):
            stack.extend((item, depth) for item in reversed(here.items))
    return tuple(found)


def referred(node: Tree, known: dict[str, tuple[Scalar, tuple[Mapping, ...]]]) -> Tree | None:
    """What `!reference [job, key…]` stands for."""
    keys = [item.text for item in node if isinstance(item, Scalar)] if isinstance(node, Sequence) else []
    if len(keys) < 2 or keys[0] not in known:
        return None
    return Body(layers_of(known[keys[0]][1], known)).get(*keys[1:])
