"""What a RUN leaves in its layer: packages that are not removed again, caches that are not emptied."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from itertools import islice
from typing import TYPE_CHECKING

from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...tables.package_caches import CACHES_KEPT, FOLDERS_INSTEAD, SYSTEM_FOLDERS
from ...tables.packages import MANAGERS
from .variables import END, MOST_PARENTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...parsing.dockerfile import Instruction
    from ...tables.package_caches import Cache
    from ..shell.packages import Package, PackageOperation
    from .dockerfiles import Run
    from .stages import Stage
    from .variables import Value

_SEPARATE_ROOT = ("--root", "-p", "--installroot", "-R", "--dbpath", "--prefix")
_MOST_COMMANDS = 2000  # of one RUN among which variables are looked for
_TARGET = pattern(r"(?:^|,)\s*(?:target|dst|destination)=([^,]+)", re.I)


class KeptCache(NamedTuple):
    """A cache that stays in the layer, and the operation that fills it."""

    cache: Cache
    operation: PackageOperation


def variable(stage: Stage, name: str, instruction: Instruction) -> Value | None:
    """What ENV or ARG of the Dockerfile make of a variable before `instruction` of `stage`; None where they do not set it."""
    point = instruction.at.origin(0)
    for one in islice(stage.lineage(), MOST_PARENTS):
        for histories in (one.scope.environment, one.scope.arguments):
            for at, value in reversed(histories.get(name, ())):
                if at < point:
                    return value
        point = END
    return None


def is_set(run: Run, operation: PackageOperation, names: tuple[str, ...]) -> bool:
    """Whether one of the variables has a value other than empty when the operation runs, as far as the file says."""
    if not names:
        return False
    if len(run.invocations) > _MOST_COMMANDS:
        return True  # not to be found out in reasonable time
    for invocation in run.invocations:
        for assignment in invocation.command.assignments:
            if assignment.name in names and assignment.value.value != "":
                own = invocation is operation.invocation
                if own or not invocation.words or invocation.name == "export":
                    return True
        if invocation is operation.invocation:
            break
    for word in operation.invocation.command.words:  # env NAME=value pip install …
        if word.text.partition("=")[0] in names:
            return True
    return any(value.text != "" for name in names if (value := variable(run.stage, name, run.instruction)) is not None)


def mounted(run: Run, kinds: tuple[str, ...] = ("cache", "tmpfs")) -> list[str]:
    """The folders that this RUN mounts, whose content stays out of the layer."""
    found: list[str] = []
    for flag in run.instruction.flags:
        if flag.name == "mount" and flag.value:
            text = flag.value.text
            kind = next((part[5:] for part in text.split(",") if part.startswith("type=")), "bind")
            target = _TARGET.search(text)
            if kind in kinds and target:
                found.append(target[1].strip("\"' ").rstrip("/") or "/")
    return found


def kept_caches(run: Run) -> Iterator[KeptCache]:
    """The caches that the RUN fills and does not empty afterwards, each with the first operation that fills it."""
    filling: dict[str, list[PackageOperation]] = {}
    for one in run.operations:
        cache = CACHES_KEPT.get(one.manager)
        if cache and one.action in cache.actions and not one.invocation.remote and _fills(one, cache):
            filling.setdefault(cache.folder, []).append(one)
    if not filling:
        return
    order = {id(invocation): i for i, invocation in enumerate(run.invocations)}
    mounts = mounted(run)
    emptied: dict[tuple[str, str], int] = {(c.manager, c.what): order.get(id(c.invocation), 0) for c in run.cleanings}
    by_script = max((i for i, one in enumerate(run.invocations) if "clean" in one.name), default=-1)
    for operations in filling.values():
        first, last = operations[0], order.get(id(operations[-1].invocation), 0)
        cache = CACHES_KEPT[first.manager]
        cleaned = max(
            (at for (manager, what), at in emptied.items() if manager in cache.cleaners and what in cache.parts), default=-1
        )
        if max(cleaned, by_script) > last or any(_covers(target, cache.folder, first.manager) for target in mounts):
            continue
        if cache.variables and (run.stage.root_base.kind == "unknown" or is_set(run, first, cache.variables)):
            continue  # an image given at build time may set them
        if not _removed_by_substitution(run, first.manager, last):
            yield KeptCache(cache, first)


def _fills(one: PackageOperation, cache: Cache) -> bool:
    if one.has(*cache.off) or (MANAGERS[one.manager].system and one.has(*_SEPARATE_ROOT)):
        return False
    if one.manager == "yarn":  # newer Yarn keeps its cache in the project
        return one.verb != "workspaces focus"
    return one.manager != "pip" or bool(one.packages)


def _removed_by_substitution(run: Run, manager: str, at: int) -> bool:
    """`rm -rf $(npm config get cache)`, or a Yarn that corepack brings."""
    return any(
        (one.name == "rm" and i > at and any(word.substitutions and manager in word.text for word in one.arguments))
        or (one.name == "corepack" and manager == "yarn")
        for i, one in enumerate(run.invocations)
    )


def _covers(target: str, folder: str, manager: str) -> bool:
    if FOLDERS_INSTEAD.get(manager) == target:
        return True
    if folder.startswith(SYSTEM_FOLDERS):
        return folder == target or folder.startswith(target + "/") or target == "/"
    return manager in target or folder.strip("~/").split("/")[0] in target.split("/") or "cache" in target


def staying_packages(run: Run) -> Iterator[tuple[PackageOperation, tuple[Package, ...]]]:
    """System packages that the RUN installs and does not remove again, by the operation that installs them."""
    operations = [one for one in run.operations if MANAGERS[one.manager].system and not one.invocation.remote]
    if not any(one.action == "install" for one in operations):
        return
    undone = any(_undoes(one.values) for one in run.invocations if one.name in ("yum", "dnf", "apt-mark"))
    removed = _Removed()
    found: list[tuple[PackageOperation, tuple[Package, ...]]] = []
    for one in reversed(operations):
        if one.action == "remove":
            removed.add(one)
        elif one.action == "install" and not one.has(*_NOT_INSTALLED):
            if undone and (removed.any or one.manager in ("yum", "dnf")):
                continue
            left = removed.left(one)
            if left:
                found.append((one, left))
    yield from reversed(found)


_NOT_INSTALLED = ("--download-only", "-d", "--downloadonly", "--print-uris", *_SEPARATE_ROOT[:3])


class _Removed:
    """What is removed after a point of the RUN, collected from its end."""

    def __init__(self) -> None:
        self.any = False
        self.anything = False  # what is removed is known only when it runs
        self.names: set[str] = set()
        self.patterns: list[str] = []

    def add(self, removal: PackageOperation) -> None:
        self.any = True
        for package in removal.packages:
            name = package.name
            self.names.add(name)
            self.anything = self.anything or "$(" in name or "`" in name
            if "*" in name and len(self.patterns) < _MOST_PATTERNS:
                self.patterns.append(name.replace(".*", "*").strip("^$"))

    def left(self, install: PackageOperation) -> tuple[Package, ...]:
        """Those of the packages that stay."""
        if self.anything or not self.names.isdisjoint(install.values("-t", "--virtual")):
            return ()
        return tuple(
            package
            for package in install.packages
            if package.name not in self.names and not any(fnmatchcase(package.name, pattern) for pattern in self.patterns)
        )


_MOST_PATTERNS = 20


def _undoes(values: list[str]) -> bool:
    """`apt-mark auto '.*'`, after which a purge takes all that was not there before; `yum history undo`."""
    return (
        values[:1] in (["auto"], ["showmanual"]) or values[:2] == ["history", "undo"] or values[:3] == ["-y", "history", "undo"]
    )
