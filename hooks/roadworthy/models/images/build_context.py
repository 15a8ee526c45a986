"""What a Dockerfile's broad copies take out of its build context, once its ignore file has had its say."""

from __future__ import annotations

import posixpath
from bisect import bisect_left
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.paths import matching
from ...core.records import NamedTuple
from ...parsing.dockerignore import ignore_file_candidates, parse
from ...tables.context_leftovers import DOCKERFILE_FOLDERS, LEFTOVERS, NOT_INSTALLED_IN, READS_GIT, READS_GIT_IN, TEST_FOLDERS
from ...tables.file_names import COMPOSE, DOCKERFILE, DOCKERIGNORE, NOT_A_DOCKERFILE
from ..variables.environment_files import environment_of, handed_over, is_for_everybody, kept_out_of_git
from .copies import shipped_copies
from .dockerfiles import dockerfile_paths, runs
from .stages import image_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ...core.rule import Paths
    from ...parsing.dockerignore import Dockerignore, Pattern
    from ...tables.context_leftovers import Leftover
    from .copies import ContextCopy
    from .stages import Image

MOST_FOLDERS = 100  # with a manifest, in one context
_EVIDENCE = frozenset(name for leftover in LEFTOVERS for name in leftover.evidence if name[0] != "*")
_ENDINGS = tuple({name[1:] for leftover in LEFTOVERS for name in leftover.evidence if name[0] == "*"})
_ASKING = frozenset("describe rev-parse rev-list log show submodule status diff tag".split())
_NO_BUSINESS = frozenset({".dockerignore", "README.md", "LICENSE", "Makefile", ".gitignore"})


class Copying(NamedTuple):
    """A Dockerfile, and its copies that take whole folders: all of the context, or a folder that a language's tools fill."""

    image: Image
    broad: tuple[ContextCopy, ...]

    @property
    def path(self) -> str:
        return self.image.path


class BuildContext(NamedTuple):
    """One context that a Dockerfile is built with. `by` says so; None: nothing does, and `context` is worked out.

    `ignore_file` is where the patterns stand, or where they would have to; `ignore` is None without such a file.
    """

    context: str
    by: Place | None
    ignore_file: str
    ignore: Dockerignore | None

    def within(self, path: str) -> str:
        """The repository path of what is at `path` in the context."""
        return path if self.context == "." else f"{self.context}/{path}"

    def keeps(self, path: str) -> bool:
        """Whether the file or folder at `path` of the context is sent to the build."""
        return self.ignore is None or not self.ignore.ignores(path)


class Missing(NamedTuple):
    """Something that is copied and should not be: `path` in the context, the `line` to write, and the copy that takes it.

    `near` is a pattern that looks as if it left this out and does not, because it is read from the context's root.
    """

    path: str
    line: str
    copied: ContextCopy
    slight: bool
    near: Pattern | None


def copyings(repo: Repository, paths: Paths) -> Iterator[Copying | Unreadable]:
    """The Dockerfiles among `paths`, and those that are built with an ignore file among them."""
    for path in dockerfile_paths(repo.paths()) if paths is None else _touched(repo, paths):
        image = repo.ask(image_file, path)
        yield image if isinstance(image, Unreadable) else repo.ask(copying, path)


def copying(repo: Repository, path: str) -> Copying:
    """What the Dockerfile at `path`, which is one that can be read, copies broadly."""
    image = repo.ask(image_file, path)
    assert not isinstance(image, Unreadable)
    return Copying(image, tuple(c for c in shipped_copies(image) if c.whole or _is_project(repo, image, c)))


def _is_project(repo: Repository, image: Image, copied: ContextCopy) -> bool:
    """Whether a folder that is copied by name has a manifest of its own; asked of the file system, not of git."""
    for path in copied.paths:
        if posixpath.splitext(path)[1] or any(c in path for c in "*?["):
            continue
        for context in _likely_contexts(image.path):
            folder = posixpath.join(context, path)
            if repo.exists(folder) and any(repo.exists(f"{folder}/{name}") for name in (*_EVIDENCE, ".env", ".env.example")):
                return True
    return False


def _likely_contexts(dockerfile: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((posixpath.dirname(dockerfile) or ".", ".")))


def _touched(repo: Repository, paths: Sequence[str]) -> list[str]:
    found = dict.fromkeys(dockerfile_paths(paths))
    for ignore_file in matching(DOCKERIGNORE, paths):
        own = ignore_file.removesuffix(".dockerignore")
        if matching(DOCKERFILE, (own,), NOT_A_DOCKERFILE) and repo.exists(own):
            found[own] = None
        elif own.endswith("/") or not own:
            found.update(dict.fromkeys(repo.ask(_built_with, ignore_file)))
    return list(found)


def _built_with(repo: Repository, ignore_file: str) -> tuple[str, ...]:
    """The Dockerfiles with a broad copy for which this ignore file counts."""
    context = posixpath.dirname(ignore_file) or "."
    found: list[str] = []
    for path in dockerfile_paths(repo.paths()):
        if isinstance(repo.ask(image_file, path), Unreadable) or not repo.ask(copying, path).broad:
            continue
        if any(one.context == context and one.ignore_file == ignore_file for one in repo.ask(build_contexts, path)):
            found.append(path)
    return tuple(found)


def build_contexts(repo: Repository, path: str) -> tuple[BuildContext, ...]:
    """The contexts of the Dockerfile at `path`, each with the ignore file that counts for it. Asks git."""
    from .builds import contexts

    known = [(context, by) for context, by in contexts(repo, path) if not context.startswith("..")]
    if len(known) == 1 and known[0][1] is None:
        image = repo.ask(image_file, path)
        if not isinstance(image, Unreadable):
            known = [(_named_in_commands(repo, image) or _worked_out(repo, image), None)]
    return tuple(_context(repo, path, context, by) for context, by in known)


def _context(repo: Repository, dockerfile: str, context: str, by: Place | None = None) -> BuildContext:
    candidates = ignore_file_candidates(dockerfile, context)
    for candidate in candidates:
        if repo.exists(candidate):
            return BuildContext(context, by, candidate, repo.ask(_ignore_file, candidate))
    return BuildContext(context, by, candidates[-1], None)


def _ignore_file(repo: Repository, path: str) -> Dockerignore | None:
    source = repo.source(path)
    return None if isinstance(source, Unreadable) else parse(source)


def _worked_out(repo: Repository, image: Image) -> str:
    """The nearest folder upwards that has all that is copied by name; where nothing is, the first with files of its own."""
    own = posixpath.dirname(image.path) or "."
    named = [p for c in shipped_copies(image) for p in c.paths if p != "." and not any(mark in p for mark in "*?[")]
    aside = not DOCKERFILE_FOLDERS.isdisjoint(part.lstrip(".") for part in own.lower().split("/"))
    folder = own
    while True:
        if named:
            if all(repo.exists(posixpath.join(folder, path)) for path in named):
                return folder
        elif any(_is_business(path) for path in files_in(repo, folder) if folder == own or "/" not in path):
            return folder
        if folder in (".", "/") or not (named or aside):
            return own
        folder = posixpath.dirname(folder) or "."


def _named_in_commands(repo: Repository, image: Image) -> str | None:
    """The repository's root, where a command beside a copy of everything names the Dockerfile's folder from there."""
    own = posixpath.dirname(image.path)
    if not own or not any(copied.whole for copied in shipped_copies(image)):
        return None
    for run in runs(repo, image):
        for invocation in run.invocations:
            if any(value.startswith(own + "/") and repo.exists(value) for value in invocation.values[:20]):
                return "."
    return None


def _is_business(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name not in _NO_BUSINESS and not matching(f"{DOCKERFILE}|{DOCKERIGNORE}|{COMPOSE}|\\.(?:sh|env[^/]*)$", (name,))


def files_in(repo: Repository, context: str) -> Sequence[str]:
    """The repository's files in the folder, as paths from there."""
    paths = repo.paths()
    if context == ".":
        return paths
    prefix = context + "/"
    start = bisect_left(paths, prefix)
    end = bisect_left(paths, prefix[:-1] + "0", start)  # `0` follows `/`
    return [path[len(prefix) :] for path in paths[start:end]]


def surely_clean(repo: Repository, subject: Copying) -> bool:
    """Whether whatever may be the context, an ignore file leaves out all that is usual there. Does not ask git."""
    commands = {invocation.name for run in runs(repo, subject.image) for invocation in run.invocations}
    usual = [one for one in LEFTOVERS if not one.slight and (one.bases or not commands.isdisjoint(one.tools))]
    for likely in _likely_contexts(subject.path):
        context = _context(repo, subject.path, likely)
        if context.ignore is None:
            return False
        names = [".env", "a/.env", *([".git"] if likely == "." else [])]
        for leftover in usual:
            if any(e[0] == "*" or repo.exists(context.within(e)) for e in leftover.evidence):
                names += [leftover.name, f"a/{leftover.name}"]
        if any(context.keeps(name) for name in names):
            return False
    return True


def missing(repo: Repository, subject: Copying, context: BuildContext) -> tuple[Missing, ...]:
    """What the ignore file would have to leave out and does not, in the order in which it should be told."""
    found: list[Missing] = []
    for path, slight, instead in _unwanted(repo, subject.image, context):
        copied = next((c for c in subject.broad if c.brings(path) and not _excludes(c, path)), None)
        # What is copied by name is wanted there, but for a file with secrets: that is to be given when the image runs.
        if copied is None or (_named(subject.image, path) and not path.endswith(".env")):
            continue
        if not context.keeps(path) or any(not context.keeps(posixpath.join(path, name)) for name in instead):
            continue
        near = context.ignore.meant_for(path) if context.ignore else None
        found.append(Missing(path, path, copied, slight, near))
    return _with_lines(found)


def _with_lines(found: list[Missing]) -> tuple[Missing, ...]:
    """The same, each with the shortest pattern that leaves it out: `**/name` where folders below the root have it too."""
    made: list[Missing] = []
    for one in found:
        name = one.path.rpartition("/")[2]
        nested = any(other.path.endswith("/" + name) for other in found)
        several = name in ("node_modules", "__pycache__", "obj", "bin", ".env", ".venv")
        made.append(one._replace(line=f"**/{name}" if nested and several else one.path))
    return tuple(made)


def _unwanted(repo: Repository, image: Image, context: BuildContext) -> Iterator[tuple[str, bool, tuple[str, ...]]]:
    """Paths of what is or will be in the context and belongs in no image; whether that is slight; what serves as well."""
    if context.context == "." and not _reads_git(repo, image, context):
        yield ".git", False, ("HEAD",)
    folders, environments = repo.ask(_surroundings, context.context)
    for path in environments:
        yield path, False, ()
    if ".env" not in environments and ".env" not in files_in(repo, context.context):  # a committed one was looked at
        if repo.exists(context.within(".env")) or _named(image, ".env"):
            yield ".env", False, ()
        elif kept_out_of_git(repo, context.context):
            yield ".env", True, ()  # so says many a ready-made `.gitignore` where nobody has one
    commands = {invocation.name for run in runs(repo, image) for invocation in run.invocations}
    told: set[str] = set()
    for leftover in LEFTOVERS:
        by_tool = not commands.isdisjoint(leftover.tools)
        if not by_tool and not _of_no_use(leftover, image):
            continue
        here = sorted({folder for name in leftover.evidence for folder in folders.get(name, ())})[:MOST_FOLDERS]
        if not by_tool:
            here = [folder for folder in here if TEST_FOLDERS.isdisjoint(folder.split("/"))]
        if leftover.topmost:
            here = [folder for folder in here if not any(_is_below(folder, other) for other in here)]
        for folder in here:
            path = posixpath.join(folder, leftover.name)
            if path not in told and not _is_committed(repo, context.within(path)):
                told.add(path)
                yield path, leftover.slight, leftover.instead


def _is_below(folder: str, other: str) -> bool:
    return folder != other and (not other or folder.startswith(other + "/"))


def _is_committed(repo: Repository, path: str) -> bool:
    return bool(files_in(repo, path))


def _of_no_use(leftover: Leftover, image: Image) -> bool:
    """Whether the image, which does not make the folder itself, has no use for one that is copied either."""
    if not leftover.bases:
        return False
    for stage in image.stages:
        base = stage.base
        if base.kind == "unknown" or (base.image and any(word in base.image.familiar for word in leftover.bases)):
            return False
    return all(stage.base.image is None or "." not in stage.base.image.familiar.split("/")[0] for stage in image.stages)


def _excludes(copied: ContextCopy, path: str) -> bool:
    """Whether an `--exclude` of the copy leaves the path out."""
    if not copied.excluded:
        return False
    from ...core.excerpt import Source

    patterns = parse(Source("", "\n".join(copied.excluded)))
    return bool(patterns.ignores(path)) or patterns.meant_for(path) is not None


def _named(image: Image, path: str) -> bool:
    """Whether the Dockerfile copies the path, or something in it, by name: then it is wanted."""
    return any(named == path or named.startswith(path + "/") for c in shipped_copies(image) for named in c.paths)


def _reads_git(repo: Repository, image: Image, context: BuildContext) -> bool:
    """Whether the build asks git for its version: in a command, or by a plugin that a manifest or Makefile names."""
    commands = {i.name for run in runs(repo, image) for i in run.invocations if i.name != "git" or _asks_git(i.values)}
    if "git" in commands:
        return True
    if "make" in commands and _mentions(repo, context.within("Makefile"), ("git ",)):
        return True
    return any(_mentions(repo, context.within(name), READS_GIT) for name in READS_GIT_IN)


def _asks_git(values: Sequence[str]) -> bool:
    return not _ASKING.isdisjoint(values[:4])


def _mentions(repo: Repository, path: str, words: Sequence[str]) -> bool:
    if not repo.exists(path):
        return False
    source = repo.source(path)
    return not isinstance(source, Unreadable) and any(word in source.text for word in words)


def _surroundings(repo: Repository, context: str) -> tuple[dict[str, list[str]], tuple[str, ...]]:
    """The folders of the context that have each kind of evidence, and the paths of the environment files it will hold."""
    folders: dict[str, list[str]] = {}
    environments: dict[str, None] = {}
    for path in files_in(repo, context):
        folder, _, name = path.rpartition("/")
        if name in _EVIDENCE or name.endswith(_ENDINGS):
            if NOT_INSTALLED_IN.isdisjoint(folder.split("/")):
                key = name if name in _EVIDENCE else "*" + posixpath.splitext(name)[1]
                folders.setdefault(key, []).append(folder)
        elif name.startswith((".env", "env.")) and NOT_INSTALLED_IN.isdisjoint(folder.split("/")):
            written = environment_of(name)
            inside = posixpath.normpath(posixpath.join(context, path))
            if written and len(environments) < MOST_FOLDERS and not is_for_everybody(repo, inside):
                environments[posixpath.join(folder, written)] = None
    for path in repo.ask(handed_over):
        if context == "." or path.startswith(context + "/"):
            environments[path if context == "." else path[len(context) + 1 :]] = None
    return folders, tuple(environments)
