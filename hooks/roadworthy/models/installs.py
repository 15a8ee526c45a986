"""What a RUN leaves in its layer: packages that are not removed again, caches that are not emptied."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, NamedTuple

from ..tables.package_caches import CACHES_KEPT, SYSTEM_FOLDERS
from ..tables.packages import MANAGERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..parsing.dockerfile import Instruction
    from ..tables.package_caches import Cache
    from .dockerfile_variables import Value
    from .dockerfiles import Run
    from .images import Stage
    from .packages import Package, PackageOperation

_SEPARATE_ROOT = ("--root", "-p", "--installroot", "-R", "--dbpath", "--prefix")
_TARGET = re.compile(r"(?:^|,)\s*(?:target|dst|destination)=([^,]+)", re.I)


class KeptCache(NamedTuple):
    """A cache that stays in the layer, and the operation that fills it."""

    cache: Cache
    operation: PackageOperation


def variable(stage: Stage, name: str, instruction: Instruction) -> Value | None:
    """What ENV or ARG of the Dockerfile make of a variable before `instruction` of `stage`; None where they do not set it."""
    point = instruction.at.origin(0)
    for one in stage.lineage():
        for histories in (one.scope.environment, one.scope.arguments):
            for at, value in reversed(histories.get(name, ())):
                if at < point:
                    return value
        point = 1 << 62
    return None


def is_set(run: Run, operation: PackageOperation, names: tuple[str, ...]) -> bool:
    """Whether one of the variables has a value other than empty when the operation runs, as far as the file says."""
    if not names:
        return False
    for invocation in run.invocations:
        for assignment in invocation.command.assignments:
            if assignment.name in names and assignment.value.value != "":
                if invocation is operation.invocation or not invocation.words or invocation.name == "export":
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
    """The caches that the RUN fills and does not empty afterwards; one for each manager, by its first operation."""
    if not run.operations:
        return
    order = {id(invocation): i for i, invocation in enumerate(run.invocations)}
    mounts = mounted(run)
    cleaning_script = max((i for i, one in enumerate(run.invocations) if "clean" in one.name), default=-1)
    seen: set[str] = set()
    for one in run.operations:
        cache = CACHES_KEPT.get(one.manager)
        if cache is None or one.action not in cache.actions or cache.folder in seen or one.invocation.remote:
            continue
        if one.has(*cache.off, *_SEPARATE_ROOT) and (one.has(*cache.off) or MANAGERS[one.manager].system):
            continue
        if one.manager == "yarn" and (one.verb == "workspaces focus" or any(i.name == "corepack" for i in run.invocations)):
            continue  # newer Yarn keeps its cache in the project
        if one.manager == "pip" and not one.packages:
            continue
        at = order.get(id(one.invocation), 0)
        cleaned = any(
            c.manager in cache.cleaners and (c.what in cache.parts) and order.get(id(c.invocation), 0) > at for c in run.cleanings
        )
        if cleaned or cleaning_script > at or any(_covers(target, cache.folder, one.manager) for target in mounts):
            continue
        if _removed_by_substitution(run, one.manager, at) or is_set(run, one, cache.variables):
            continue
        seen.add(cache.folder)
        yield KeptCache(cache, one)


def _removed_by_substitution(run: Run, manager: str, at: int) -> bool:
    """`rm -rf $(npm config get cache)`"""
    return any(
        one.name == "rm" and any(word.substitutions and manager in word.text for word in one.arguments)
        for one in run.invocations[at:]
    )


def _covers(target: str, folder: str, manager: str) -> bool:
    if folder.startswith(SYSTEM_FOLDERS):
        return folder == target or folder.startswith(target + "/") or target == "/"
    return manager in target or folder.strip("~/").split("/")[0] in target.split("/") or "cache" in target


def staying_packages(run: Run) -> Iterator[tuple[PackageOperation, tuple[Package, ...]]]:
    """System packages that the RUN installs and does not remove again, by the operation that installs them."""
    operations = [one for one in run.operations if MANAGERS[one.manager].system and not one.invocation.remote]
    installs = [(i, one) for i, one in enumerate(operations) if one.action == "install" and one.packages]
    if not installs:
        return
    undone = any(_undoes(values) for values in (one.values for one in run.invocations if one.name in ("yum", "dnf", "apt-mark")))
    for i, one in installs:
        if one.has("--download-only", "-d", "--downloadonly", "--print-uris", *_SEPARATE_ROOT[:3]):
            continue
        removals = [later for later in operations[i + 1 :] if later.action == "remove"]
        if undone and (removals or one.manager in ("yum", "dnf")):
            continue
        patterns = [package.name for removal in removals for package in removal.packages]
        if any("$(" in name or "`" in name for name in patterns):
            continue
        if set(one.values("-t", "--virtual")) & set(patterns):
            continue
        names = set(patterns)
        wild = [name.replace(".*", "*").strip("^$") for name in patterns if "*" in name][:50]
        left = tuple(
            package
            for package in one.packages
            if package.name not in names and not any(fnmatchcase(package.name, pattern) for pattern in wild)
        )
        if left:
            yield one, left


def _undoes(values: list[str]) -> bool:
    """`apt-mark auto '.*'`, after which a purge takes all that was not there before; `yum history undo`."""
    return values[:1] in (["auto"], ["showmanual"]) or values[:2] == ["history", "undo"] or values[:3] == ["-y", "history", "undo"]
