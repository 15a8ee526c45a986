"""Development dependencies that an image is given: installed in its last stage, or copied there from a build stage."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...tables.development import (
    DEVELOPMENT_PACKAGES,
    DEVELOPMENT_PARTS,
    LEAVING,
    MANIFEST_KEYS,
    MANIFEST_MARKS,
)
from ..shell.files import removals
from .installs import variable
from .stages import image_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ...parsing.dockerfile import Instruction
    from ...tables.development import Leaving
    from ..shell.packages import PackageOperation
    from .dockerfiles import Run
    from .stages import Stage

_PARTS = pattern(r"[^a-z0-9]+")
_EXTRAS = pattern(r"\[([^\]]*)\]")
_LONGEST_MANIFEST = 4_000_000  # characters
_MOST_INSTALLS = 100  # of one RUN that are looked at
_MOST_COPIES = 200  # of one Dockerfile
_MOST_INVOCATIONS = 500  # of one RUN before an install


class DevelopmentInstall(NamedTuple):
    """What brings them in: `name` is what it is known by within its stage. Not `sure`: the manifest is not found."""

    name: str
    message: str
    place: Place
    evidence: tuple[Place, ...]
    remedy: str
    sure: bool = True


def development_installs(repo: Repository, stage: Stage, runs: Sequence[Run]) -> Iterator[DevelopmentInstall]:
    """The installs in a stage, and in those it starts from, that bring development dependencies and keep them."""
    for run, operation, leaving in _installs(stage, runs):
        if leaving is not None:
            taken_out = _taken_out(run, operation, leaving)
            listed = None if taken_out else (_lists_some(repo, stage, leaving, _entered(run, operation)),)
            if listed and listed[0] is not False:
                said = f"`{_spoken(operation)}` installs development dependencies into {stage.called}"
                if listed[0] is None:
                    said = f"whether `{_spoken(operation)}` brings any is in a `{leaving.manifest}` that is not found here"
                yield DevelopmentInstall(
                    operation.manager, said, operation.place(), (), f"write {leaving.write}", listed[0] is True
                )
            continue
        for package in operation.packages:
            why = _for_development(operation.manager, package.name, package.kind)
            if why:
                said = f"`{package.name}` {why} is installed into {stage.called}"
                remedy = f"leave `{package.name}` out, or install it in a stage for tests"
                yield DevelopmentInstall(package.name, said, package.place(), (), remedy)
                break


def _installs(stage: Stage, runs: Sequence[Run]) -> Iterator[tuple[Run, PackageOperation, Leaving | None]]:
    """The operations that can bring some: those of a manifest with how to leave them out, and those with names."""
    indexes = {one.index for one in stage.lineage()}
    configured: set[str] = set()
    for run in runs:
        if run.stage.index not in indexes:
            continue
        configured.update(_configures(run))
        for one in run.operations[:_MOST_INSTALLS]:
            if one.action != "install" or one.invocation.remote or one.invocation.command.inside("then", "else", "case"):
                continue
            leaving = LEAVING.get(one.manager)
            if leaving is None or one.verb not in leaving.verbs or any(p.kind in ("name", "unknown") for p in one.packages):
                yield run, one, None
            elif not (one.manager in configured or _left_out(run, one, leaving)) and not one.has(
                "-g", "--global", "--package-lock-only", "--lockfile-only"
            ):
                yield run, one, leaving


def _left_out(run: Run, operation: PackageOperation, leaving: Leaving) -> bool:
    for option in operation.arguments.options:
        if option.name in leaving.on and (option.value is None or _speaks(option.value)):
            return False
    if leaving.asked:
        return True
    for option in operation.arguments.options:
        if option.name in leaving.off:
            if option.name in ("--omit", "--without", "--no-group") and not _speaks(option.value or ""):
                continue
            if option.value != "false":
                return True
    return _by_variable(run, operation, leaving)


def _by_variable(run: Run, operation: PackageOperation, leaving: Leaving) -> bool:
    for name, wanted in leaving.variables.items():
        inline = _assigned(run, operation, name)
        if inline is None:
            value = variable(run.stage, name, run.instruction)
            if value is None:
                continue
            if value.text is None:
                return True  # given at build time: not to be known here
            inline = value.text
        if "$" in inline or inline.lower() in wanted or ("*" in wanted and inline):
            return True
    return False


def _assigned(run: Run, operation: PackageOperation, name: str) -> str | None:
    """What the script itself makes of a variable before or for the operation."""
    found: str | None = None
    for invocation in run.invocations:
        here = invocation is operation.invocation
        for assignment in invocation.command.assignments:
            if assignment.name == name and (here or not invocation.words or invocation.name == "export"):
                found = assignment.value.spoken
        if here:
            break
    for word in operation.invocation.command.words:
        if word.spoken.startswith(name + "="):
            found = word.spoken[len(name) + 1 :]
    return found


def _configures(run: Run) -> Iterator[str]:
    """The managers that a RUN tells for good to leave them out: `bundle config set without …`, `npm config set omit dev`."""
    for one in run.invocations:
        if one.name in LEAVING and one.values[:1] == ["config"] and any(_SETS.match(value) for value in one.values[1:]):
            yield one.name


_SETS = pattern(r"(?:--)?(?:without|omit|production|only)\b")


def _taken_out(run: Run, operation: PackageOperation, leaving: Leaving) -> bool:
    """Whether the same RUN removes them again."""
    after = False
    for invocation in run.invocations:
        if after and invocation.name == operation.manager and "prune" in invocation.values[:1]:
            return True
        after = after or invocation is operation.invocation
    if not leaving.folder:
        return False
    for removal in removals(run.invocations):
        if any(leaving.folder in path.split("/") for path in removal.paths):
            return True
    seen = False
    for other in run.operations:
        if seen and other.manager == operation.manager and other.action == "install" and _left_out(run, other, leaving):
            return True
        seen = seen or other is operation
    return False


def _entered(run: Run, operation: PackageOperation) -> str:
    """The folder below the working directory that the RUN enters before it installs; empty where there is none known."""
    entered = ""
    for invocation in run.invocations[:_MOST_INVOCATIONS]:
        if invocation is operation.invocation:
            break
        if invocation.name in ("cd", "pushd"):
            target = invocation.values[-1] if invocation.values else ""
            if not target or target[0] in "/~-" or "$" in target or "`" in target:
                return ""
            entered = posixpath.join(entered, target)
    return "" if posixpath.normpath(entered).startswith("..") else entered


def _lists_some(repo: Repository, stage: Stage, leaving: Leaving, entered: str = "") -> bool | None:
    """Whether the manifest in the folder `entered` of the source lists any; None where it is not found."""
    return repo.ask(_listed, stage.path, stage.index, posixpath.normpath(posixpath.join(entered, leaving.manifest)))


def _listed(repo: Repository, path: str, index: int, name: str) -> bool | None:
    image = repo.ask(image_file, path)
    if isinstance(image, Unreadable):
        return None
    found = None
    for manifest in _manifests(repo, image.stages[index], name):
        listed = repo.ask(_lists, manifest, posixpath.basename(name))
        if listed:
            return True
        found = False if listed is False else found
    return found


def _manifests(repo: Repository, stage: Stage, name: str) -> list[str]:
    from .builds import contexts  # only now: it reads YAML

    roots = [context for context, _ in contexts(repo, stage.path)]
    folders: dict[str, None] = {}
    for one in stage.lineage():
        for instruction in one.all("COPY", "ADD"):
            for word in instruction.words[:-1] if instruction.flag("from") is None and len(folders) < _MOST_COPIES else ():
                if "$" not in word.text:
                    text = word.text.strip("\"'").lstrip("/")
                    is_file = "." in posixpath.basename(text.rstrip("/")) and text.strip("./") != ""
                    folders[posixpath.dirname(text) if is_file else text] = None
    for among in (folders, {"": None}):  # the context's root only where nothing that is copied holds one
        paths = [posixpath.normpath(posixpath.join(root, folder, name)) for root in roots for folder in among]
        found = [path for path in dict.fromkeys(paths) if repo.exists(path)]
        if found:
            return found
    return []


def _lists(repo: Repository, path: str, kind: str) -> bool | None:
    source = repo.source(path)
    if isinstance(source, Unreadable) or len(source.text) > _LONGEST_MANIFEST:
        return None
    if kind in MANIFEST_MARKS:
        return re.search(MANIFEST_MARKS[kind], source.text) is not None
    import json

    try:
        content = json.loads(source.text)
    except (ValueError, RecursionError):
        return None
    return bool(content.get(MANIFEST_KEYS[kind])) if isinstance(content, dict) else None


def _for_development(manager: str, name: str, kind: str) -> str:
    """Why a package that is named is one; empty where it is none."""
    manager = {"uv": "pip", "pnpm": "npm", "yarn": "npm"}.get(manager, manager)
    if kind == "requirements":
        return "with what developers need" if _speaks(posixpath.basename(name)) else ""
    if manager == "pip":
        extras = _EXTRAS.search(name)
        if extras and _speaks(extras[1]):
            return "with its extras for developers"
    if kind == "name" and name.lower() in DEVELOPMENT_PACKAGES.get(manager, frozenset()):
        return "is for developers, and"
    return ""


def _speaks(text: str) -> bool:
    return not DEVELOPMENT_PARTS.isdisjoint(_PARTS.split(text.lower()))


def _spoken(operation: PackageOperation) -> str:
    return f"{operation.manager} {operation.verb}".strip()


def copied_dependencies(repo: Repository, stage: Stage, runs: Sequence[Run]) -> Iterator[DevelopmentInstall]:
    """Folders copied from build stages in which development dependencies were installed, and never taken out."""
    own = {one.index for one in stage.lineage()}
    kept: dict[int, list[_Folder]] = {}
    copies = [(one, *pair) for one in stage.lineage() for pair in one.sources() if pair[0].keyword == "COPY"]
    for one, instruction, source in copies[:_MOST_COPIES]:
        origin = stage.image.stage(source.text, one.index)
        if origin is None or origin.index in own:
            continue
        if origin.index not in kept:
            kept[origin.index] = list(_kept_folders(origin, runs))
        for word in instruction.words[:-1] if kept[origin.index] else ():
            value = one.expand(word.text, instruction).text
            found = _brought(repo, kept[origin.index], posixpath.normpath("/" + value.lstrip("/"))) if value else None
            if found:
                folder = found.leaving.folder
                yield DevelopmentInstall(
                    word.text,
                    f"`{word.text}` is copied with a `{folder}` that holds development dependencies",
                    word.place(),
                    (found.operation.place("installed here, and not taken out again"),),
                    f"write {found.leaving.write} in a stage of its own, and copy `{folder}` from there",
                )


class _Folder(NamedTuple):
    """A folder of dependencies in a build stage: `within` is the folder in which the install ran."""

    within: str
    stage: Stage
    operation: PackageOperation
    leaving: Leaving


def _kept_folders(origin: Stage, runs: Sequence[Run]) -> Iterator[_Folder]:
    indexes = {one.index for one in origin.lineage()}
    kept: list[_Folder] = []
    installs: dict[int, list[tuple[PackageOperation, Leaving | None]]] = {}
    for run, operation, leaving in _installs(origin, runs):
        installs.setdefault(id(run.instruction), []).append((operation, leaving))
    for run in runs:
        if run.stage.index not in indexes:
            continue
        pruned = {folder for folder in {one.leaving.folder for one in kept} if _prunes(run, folder)}
        kept = [one for one in kept if one.leaving.folder not in pruned] if pruned else kept
        for operation, leaving in installs.get(id(run.instruction), ()):
            if (
                leaving is None
                or not leaving.folder
                or operation.has("--prefix", "--cwd", "-C", "--dir", "-d", "--working-dir")
            ):
                continue
            if len(kept) >= _MOST_INSTALLS or any(one.name in ("cd", "pushd") for one in run.invocations):
                continue
            within = _working_directory(run.stage, run.instruction)
            if within is not None and not _taken_out(run, operation, leaving):
                kept.append(_Folder(within, run.stage, operation, leaving))
    yield from kept


def _brought(repo: Repository, kept: Sequence[_Folder], path: str) -> _Folder | None:
    """The folder that lies in `path` of the stage's file system, if its manifest lists something for development."""
    for one in kept:
        inside = path in (one.within, posixpath.join(one.within, one.leaving.folder)) or one.within.startswith(
            path.rstrip("/") + "/"
        )
        if inside and _lists_some(repo, one.stage, one.leaving):
            return one
    return None


def _prunes(run: Run, folder: str) -> bool:
    """Whether a RUN takes development dependencies out of the folder, or the folder away."""
    if any("prune" in one.values[:1] for one in run.invocations):
        return True
    return any(folder in path.split("/") for one in removals(run.invocations) for path in one.paths) or any(
        one.action == "install" and (known := LEAVING.get(one.manager)) and _left_out(run, one, known) for one in run.operations
    )


def _working_directory(stage: Stage, until: Instruction) -> str | None:
    """The folder in which a RUN works; None where a build argument decides or the base image might."""
    parts: list[str] = []
    end = until.at.origin(0)
    for one in stage.lineage():
        for instruction in reversed(one.instructions):
            if instruction.keyword == "WORKDIR" and instruction.at.origin(0) < end:
                value = one.expand(instruction.arguments.text, instruction).text
                if value is None:
                    return None
                parts.append(value)
                if value.startswith("/"):
                    return posixpath.normpath(posixpath.join(*reversed(parts)))
    return None
