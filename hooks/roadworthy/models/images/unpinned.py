"""Which packages of a language are installed without saying in what version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.records import NamedTuple
from .installs import variable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..shell.packages import Package, PackageOperation
    from .dockerfiles import Run

_NODE = frozenset(("npm", "pnpm", "yarn"))
_NODE_VERBS = frozenset(("install", "i", "in", "add", "isntall", "global add"))
_MOVING = frozenset(("@latest", "@next", "@lts", "@beta", "@canary", "@*", "@x"))  # dist-tags, and any version at all


class Unpinned(NamedTuple):
    """A package, and how it is written with a version."""

    package: Package
    write: str


def unpinned(run: Run) -> Iterator[list[Unpinned]]:
    """The packages that pip, npm and its likes, or gem install in whatever version is newest, by the command.

    A range is a version here: how much may change within it was somebody's decision. pip itself is left
    alone: nothing of what is shipped runs it, and the newest is what its authors support.
    """
    constrained: bool | None = None
    for one in run.operations:
        found: list[Unpinned] = []
        if one.action != "install" or one.invocation.remote:
            continue
        if one.manager == "pip" or (one.manager == "uv" and one.verb == "pip install"):
            found = _pip(one)
            if found and constrained is None:
                constrained = _constrained(run)
            found = [] if constrained else found
        elif one.manager in _NODE and one.verb in _NODE_VERBS:
            found = [Unpinned(package, f"{package.name}@<version>") for package in one.packages if _node(package)]
        elif one.manager == "gem":
            found = _gem(one)
        if found:
            yield found


def _pip(operation: PackageOperation) -> list[Unpinned]:
    if operation.has("-c", "--constraint", "--constraints", "--no-index", "--require-hashes", "--help"):
        return []
    return [
        Unpinned(one, f"{one.name.partition('=')[0]}==<version>")
        for one in operation.packages
        if one.kind == "name" and not one.version and _known(one.name) and one.name != "pip"
    ]


def _constrained(run: Run) -> bool:
    """Whether a variable names a file of constraints."""
    if variable(run.stage, "PIP_CONSTRAINT", run.instruction) is not None:
        return True
    return any(assignment.name == "PIP_CONSTRAINT" for one in run.invocations for assignment in one.command.assignments)


def _node(package: Package) -> bool:
    name = package.name
    if package.kind != "name" or not _known(name) or ("/" in name and not name.startswith("@")):  # user/repository
        return False
    return not package.version or package.version in _MOVING


def _gem(operation: PackageOperation) -> list[Unpinned]:
    if operation.has("--local", "-l", "-g", "--file"):
        return []
    names = [one for one in operation.packages if one.kind == "name"]
    if operation.has("-v", "--version"):
        names = names[1:]  # it is said of one gem
    return [Unpinned(one, f"{one.name}:<version>") for one in names if not one.version and _known(one.name)]


def _known(name: str) -> bool:
    return "$" not in name and "`" not in name and "<" not in name
