"""The order of a Dockerfile's layers: what is installed after which copies, which index is used where."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.patterns import pattern
from ...core.records import NamedTuple
from .copies import context_copy
from .dockerfiles import runs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ...core.repository import Repository
    from ...parsing.dockerfile import Instruction
    from ..shell.packages import PackageOperation
    from .build_context import BuildContext
    from .copies import ContextCopy
    from .dockerfiles import Run
    from .stages import Image, Stage

# Managers that install by the same manifests, with those manifests, their locks, and marks that an install needs the source.
_NODE = (
    "package.json package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock bun.lockb .npmrc .yarnrc.yml"
).split()
_PYTHON = (
    "pyproject.toml requirements.txt setup.py setup.cfg Pipfile poetry.lock uv.lock pdm.lock Pipfile.lock environment.yml"
).split()
_PHP, _RUBY, _GO = ["composer.json", "composer.lock"], ["Gemfile", "Gemfile.lock", ".ruby-version"], ["go.mod", "go.sum"]
_MANIFESTS: dict[str, list[str]] = {
    **dict.fromkeys(("npm", "yarn", "pnpm", "bun"), _NODE),
    **dict.fromkeys(("pip", "uv", "poetry", "pipenv", "pdm", "conda", "mamba", "micromamba"), _PYTHON),
    "composer": _PHP,
    "bundle": _RUBY,
    "go": _GO,
}
_LOCKS = {
    "npm": ("package-lock.json", "npm-shrinkwrap.json"),
    "yarn": ("yarn.lock",),
    "pnpm": ("pnpm-lock.yaml",),
    "bun": ("bun.lock", "bun.lockb"),
    "uv": ("uv.lock",),
    "poetry": ("poetry.lock",),
    "pipenv": ("Pipfile.lock",),
    "pdm": ("pdm.lock",),
    "composer": ("composer.lock",),
    "bundle": ("Gemfile.lock",),
    "go": ("go.sum",),
}
_FIRST = {"pipenv": "Pipfile", "composer": "composer.json", "bundle": "Gemfile", "go": "go.mod", "conda": "environment.yml"}
# npm's workspaces, local packages and scripts that an install runs; composer's and Bundler's; Go's replacements; pip's folders.
_SOURCE_NEEDED = pattern(
    r'"workspaces"|"(?:post)?install"[ \t]{0,9}:|"(?:file|link|workspace|portal):|"type"[ \t]{0,9}:[ \t]{0,9}"path"'
    r"|^[ \t]{0,9}gemspec\b"
    r'|\bpath:[ \t]{0,9}["\']'
    r'|\bpath[ \t]{0,9}=[ \t]{0,9}["\']\.|^replace .{1,200}=> ?\.|^[ \t]{0,9}\.{1,2}(?:/\S{0,200})?$'
    r"|^[ \t]{0,9}(?:-e[ \t]{1,9}\.|file:|--editable)",
    re.M,
)
_WITHOUT_PROJECT = {
    "poetry": "with `--no-root`",
    "uv": "with `--no-install-project`",
    "pdm": "with `--no-self`",
    "composer": "with `--no-scripts --no-autoloader`",
}
_MOST_PARENTS = 16  # stages that are looked back through
_INDEX_FAMILIES = (
    frozenset({"apt-get", "apt", "aptitude"}),
    frozenset({"yum", "dnf", "microdnf", "tdnf"}),
    frozenset({"apk"}),
    frozenset({"zypper"}),
    frozenset({"pacman"}),
)
_YUM = _INDEX_FAMILIES[1]
# Commands beside an update that install nothing by its index.
_IDLE = frozenset("rm echo printf set true : export date sleep cd test [ ls cat mkdir".split())


class EarlySource(NamedTuple):
    """An install by manifest, and the copy of the source that comes before it in its stage; None where none does.

    `command` is the install as a reader knows it; `first` says what could be done before it.
    """

    run: Run
    operation: PackageOperation
    copied: ContextCopy | None
    command: str
    first: str


class LoneUpdate(NamedTuple):
    """An update of a package index, and the RUN that installs by it: the same one, a later one, or none.

    `family` are the managers that share the index.
    """

    update: Run
    operation: PackageOperation
    install: Run | None
    family: frozenset[str]


def early_sources(repo: Repository, image: Image) -> Iterator[EarlySource]:
    """The installs by manifest in the stages that ship: all that come too late, or the first of a stage that is in order."""
    by_stage = _by_stage(runs(repo, image))
    reached = image.reachable()
    for stage in image.stages:
        here = by_stage.get(stage.index)
        if stage.index not in reached or not here or not any(_by_manifest(op) for run in here for op in run.operations):
            continue
        late = list(_late(repo, image, stage, by_stage))
        if late:
            yield from late
            continue
        run, op = next((run, op) for run in here for op in run.operations if _by_manifest(op))
        yield EarlySource(run, op, None, _command(op), "")


def _late(repo: Repository, image: Image, stage: Stage, by_stage: dict[int, list[Run]]) -> Iterator[EarlySource]:
    copied: list[ContextCopy] = []
    installed: set[int] = set()  # by the identity of the family's list of manifests
    for one in reversed(tuple(islice(stage.lineage(), _MOST_PARENTS))):
        at = {id(run.instruction): run for run in by_stage.get(one.index, ())}
        for instruction in one.instructions:
            if instruction.keyword in ("COPY", "ADD"):
                taken = context_copy(instruction, one)
                if taken is not None:
                    copied.append(taken)
                continue
            run = at.get(id(instruction))
            if run is None:
                continue
            for op in run.operations:
                manifests = _MANIFESTS.get(op.manager)
                if manifests is None or not (_by_manifest(op) or op.verb == "fetch"):
                    continue
                if id(manifests) in installed:
                    continue
                installed.add(id(manifests))
                if one is stage and copied and op.verb != "fetch" and not _cached(instruction):
                    found = _source_before(repo, image, copied, op)
                    if found is not None:
                        yield EarlySource(run, op, found[0], _command(op), found[1])


def _by_stage(found: Iterable[Run]) -> dict[int, list[Run]]:
    made: dict[int, list[Run]] = {}
    for run in found:
        made.setdefault(run.stage.index, []).append(run)
    return made


def _by_manifest(op: PackageOperation) -> bool:
    """Whether the command installs what a manifest lists, and needs nothing else of the source."""
    manager, verb = op.manager, op.verb
    if manager not in _MANIFESTS or op.has("-g", "--global", "--offline") or verb in ("fetch", "dlx") or op.invocation.remote:
        return False
    if manager == "go":
        return verb == "mod download" and not op.packages
    if op.action != "install" or verb.startswith(("global", "tool", "create", "self")):
        return False
    if manager == "pip" or (manager == "uv" and verb.startswith("pip")):
        return bool(op.packages) and all(package.kind == "requirements" for package in op.packages)
    if manager in ("conda", "mamba", "micromamba"):
        return op.has("-f", "--file")
    return not op.packages


def _cached(instruction: Instruction) -> bool:
    """Whether the RUN keeps the manager's downloads in a cache mount: then a reinstall is cheap."""
    return any(flag.name == "mount" and flag.value and "type=cache" in flag.value.text for flag in instruction.flags)


def _source_before(
    repo: Repository, image: Image, copied: Sequence[ContextCopy], op: PackageOperation
) -> tuple[ContextCopy, str] | None:
    """The copy that takes manifest and source together, and what to copy first; None where there is no such copy."""
    from .build_context import build_contexts, copying

    manifests = _MANIFESTS[op.manager]
    broad = {id(one.instruction) for one in repo.ask(copying, image.path).broad}
    for one in copied:
        if id(one.instruction) not in broad:
            continue
        if not one.whole and any(path.rpartition("/")[2] in manifests for other in copied for path in other.paths):
            continue  # the folder of a workspace, whose manifest was copied by name
        for context in repo.ask(build_contexts, image.path):
            first = _first(repo, context, one, op)
            if first:
                return one, first
    return None


def _first(repo: Repository, context: BuildContext, copied: ContextCopy, op: PackageOperation) -> str:
    from .build_context import files_in

    known = set(_MANIFESTS[op.manager])
    asked = [package.name.rpartition("/")[2] for package in op.packages if package.kind == "requirements"]
    known.update(asked)
    manifests: list[str] = []
    source = False
    for path in files_in(repo, context.context):
        folder, _, name = path.rpartition("/")
        if name in known or (name.startswith("requirements") and name.endswith(".txt")):
            if copied.takes(path) and context.keeps(path):
                manifests.append(path)
        elif not source and not _is_beside(name) and copied.takes(path) and context.keeps(path):
            source = True
    wanted = asked or [_FIRST.get(op.manager, "pyproject.toml" if known & {"pyproject.toml"} else "package.json")]
    there = [path for path in manifests if path.rpartition("/")[2] in wanted]
    if not source or not there:
        return ""
    nearest = min(there, key=lambda path: (path.count("/"), path))
    if op.manager == "pnpm" and repo.exists(context.within("pnpm-workspace.yaml")):
        return "copy `pnpm-lock.yaml` and run `pnpm fetch`"
    text = repo.source(context.within(nearest))
    if isinstance(text, Unreadable) or _SOURCE_NEEDED.search(text.text):
        return ""
    folder = nearest.rpartition("/")[0]
    beside = {path for path in manifests if path.rpartition("/")[0] == folder}
    lock = next((p for name in _LOCKS.get(op.manager, ()) if (p := f"{folder}/{name}".lstrip("/")) in beside), None)
    files = f"`{nearest}` and `{lock}`" if lock else f"`{nearest}`"
    return f"copy {files}"


def _is_beside(name: str) -> bool:
    """Whether a file is neither source nor manifest: what every small context has."""
    return name.lower().startswith(
        (".", "readme", "license", "changelog", "dockerfile", "containerfile", "docker-compose", "compose.")
    )


def _command(op: PackageOperation) -> str:
    return f"{op.manager} {op.verb}".strip()


def advice(op: PackageOperation) -> str:
    """What the install needs besides, to do without the source."""
    return _WITHOUT_PROJECT.get(op.manager, "") if op.verb in ("install", "sync", "i") else ""


def lone_updates(repo: Repository, image: Image) -> Iterator[LoneUpdate]:
    """Every update of an index that is not in one RUN with the install that uses it; or the first of a stage that is."""
    by_stage = _by_stage(runs(repo, image))
    for index in sorted(by_stage):
        here = by_stage[index]
        in_order: LoneUpdate | None = None
        told: set[frozenset[str]] = set()
        for i, run in enumerate(here):
            for op in run.operations:
                family = next((f for f in _INDEX_FAMILIES if op.manager in f), None)
                if family is None or family in told or not _updates(op) or op.invocation.remote:
                    continue
                if _forgets(run, op, family):
                    continue
                if _installs(run, family):
                    in_order = in_order or LoneUpdate(run, op, run, family)
                    continue
                later = next((other for other in here[i + 1 :] if _installs(other, family)), None)
                if later is not None and not _brings_index(later, family):
                    told.add(family)
                    yield LoneUpdate(run, op, later, family)
                elif op.action == "update" and _is_alone(run):
                    told.add(family)
                    yield LoneUpdate(run, op, None, family)
        if in_order and not told:
            yield in_order


def _updates(op: PackageOperation) -> bool:
    return op.action == "update" or (op.action == "upgrade" and not op.packages and op.manager in (*_YUM, "pacman"))


def _forgets(run: Run, op: PackageOperation, family: frozenset[str]) -> bool:
    """Whether an upgrade by yum or dnf is followed by a `clean`: then the next install fetches an index of its own."""
    cleaned = any(other.action == "clean" and other.manager in family for other in run.operations)
    return cleaned and op.manager in _YUM and op.action == "upgrade"


def _installs(run: Run, family: frozenset[str]) -> bool:
    return any(op.action == "install" and op.manager in family for op in run.operations)


def _brings_index(run: Run, family: frozenset[str]) -> bool:
    """Whether the RUN fetches the index itself, by an update or by an option of the install."""
    for op in run.operations:
        if op.manager in family:
            if _updates(op):
                return True
            if op.manager == "apk" and op.has("--no-cache", "-U", "--update", "--update-cache"):
                return True
            if op.manager == "pacman" and op.has("-y", "--refresh"):
                return True
    return False


def _is_alone(run: Run) -> bool:
    """Whether the RUN does nothing with the index that it fetches."""
    updates = {id(op.invocation) for op in run.operations if op.action in ("update", "clean")}
    return all(id(i) in updates or i.name in _IDLE or i.inner is not None for i in run.invocations)
