"""Where files come from: the work tree, a commit, or a sample held in memory. Git runs only when a listing is asked for."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Protocol

    class Tree(Protocol):
        """A set of files. Paths are relative to its root and use `/`."""

        def paths(self) -> Sequence[str]:
            """Every file that belongs to the repository, sorted."""

        def exists(self, path: str) -> bool:
            """Whether there is a file or a folder at `path`."""

        def is_link(self, path: str) -> bool:
            """Whether `path` is a symbolic link."""

        def read(self, path: str) -> bytes:
            """The bytes of the file at `path`. Raises `OSError`, with a message for a person, where that cannot be done."""


LARGEST = 32 * 1024 * 1024  # bytes; a larger file is named and not read
TOO_LARGE = "is larger than"  # what is said of it begins so
SKIPPED_FOLDERS = frozenset({".git", ".hg", ".svn", "node_modules", ".venv", "venv", "__pycache__", ".tox", ".nox"})


class NoGit(OSError):
    """What was asked needs git, and git could not answer."""


def git(root: str, *arguments: str, given: bytes = b"", fine: tuple[int, ...] = (0,)) -> bytes:
    """What `git -C root arguments` prints when it reads `given`.

    Raises `NoGit` where git is missing, refuses, or exits with a code that is not among the `fine` ones.
    """
    import subprocess

    environment = {name: value for name, value in os.environ.items() if name not in GIT_STEERING} | HERMETIC
    try:
        done = subprocess.run(
            ("git", "-C", root, *PLAIN, *arguments),
            check=False,
            capture_output=True,
            env=environment,
            input=given,
        )
    except OSError as error:
        raise NoGit(f"git could not be run: {error.strerror}") from error
    if done.returncode not in fine:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise NoGit(said[0] if said else f"git {arguments[0]} failed")
    return done.stdout


def forked_from(root: str, revision: str) -> str:
    """The commit at which HEAD left `revision`, so that what others added there since counts as neither new nor deleted.

    Raises `NoGit` where there is no such revision.
    """
    commit = git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
    try:
        return git(root, "merge-base", commit, "HEAD").decode().strip() or commit
    except NoGit:  # no history in common, or none here in a shallow clone
        return commit


# Nothing is written, fetched or asked for. GIT_NO_LAZY_FETCH needs git 2.44; with no protocol allowed an older one fails.
HERMETIC = {
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_TERMINAL_PROMPT": "0",
}
# The configuration of a repository can name programs: none that a command of ours would run is run. What only prints to a
# terminal, or only writes, needs no word here.
PLAIN = (
    "--no-pager", "-c", "core.quotePath=false", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}",
    "-c", "log.showSignature=false", "-c", "submodule.recurse=false",
)  # fmt: skip
# A hook runs with these set for the repository that is committed to; for `--root` elsewhere they would mislead git.
GIT_STEERING = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY"})


class WorkTree:
    """The files on disk below `root`: in a git work tree those git tracks, elsewhere all that a walk finds."""

    def __init__(self, root: str = ".") -> None:
        self.root = root
        self._real = os.path.realpath(root) + os.sep
        self._paths: Sequence[str] | None = None
        self._folders: dict[str, bool] = {}
        self.is_git = True  # until a listing shows otherwise

    def paths(self) -> Sequence[str]:
        if self._paths is None:
            try:
                listed = git(self.root, "ls-files", "-z", "--cached")
                names = {os.fsdecode(name) for name in listed.split(b"\0") if name}
                self._paths = sorted(name for name in names if self._is_file(name))
            except NoGit:
                self.is_git = False
                self._paths = sorted(self._walk())
        return self._paths

    def _is_file(self, name: str) -> bool:
        """Whether what git tracks is there, and no submodule."""
        try:
            return not stat.S_ISDIR(os.lstat(f"{self.root}/{name}").st_mode)
        except (OSError, ValueError):
            return False

    def _walk(self) -> list[str]:
        found: list[str] = []
        for folder, folders, names in os.walk(self.root):
            folders[:] = sorted(f for f in folders if f not in SKIPPED_FOLDERS)
            inside = os.path.relpath(folder, self.root)
            found.extend(name if inside == "." else f"{inside}/{name}".replace(os.sep, "/") for name in names)
        return found

    def exists(self, path: str) -> bool:
        return os.path.exists(os.path.join(self.root, path))

    def is_link(self, path: str) -> bool:
        return os.path.islink(os.path.join(self.root, path))

    def read(self, path: str) -> bytes:
        full = os.path.join(self.root, path)
        try:
            if not self._is_inside(full):
                raise OSError("leads out of the repository")
            about = os.stat(full)
            if stat.S_ISDIR(about.st_mode):
                raise OSError("is a folder, not a file")
            if not stat.S_ISREG(about.st_mode):
                raise OSError("is no regular file")
            if about.st_size > LARGEST:
                raise OSError(f"{TOO_LARGE} {LARGEST // 1024 // 1024} MiB")
            with open(full, "rb") as file:
                content = file.read(LARGEST + 1)
            if len(content) > LARGEST:  # it grew in between
                raise OSError(f"{TOO_LARGE} {LARGEST // 1024 // 1024} MiB")
            return content
        except FileNotFoundError as error:
            link = os.path.islink(full)
            raise OSError("is a link to a file that does not exist" if link else "does not exist (any more)") from error
        except OSError as error:
            raise OSError(error.strerror or str(error)) from error
        except ValueError as error:  # a NUL in the name
            raise OSError("has no valid name") from error

    def _is_inside(self, full: str) -> bool:
        """Whether a path stays in the tree once its links are followed. A folder is followed once."""
        if os.path.islink(full):
            return (os.path.realpath(full) + os.sep).startswith(self._real)
        folder = os.path.dirname(full)
        known = self._folders.get(folder)
        if known is None:
            known = self._folders[folder] = (os.path.realpath(folder) + os.sep).startswith(self._real)
        return known


class Overlay:
    """A tree with some files as they are going to be. `files` may be changed while it is read."""

    def __init__(self, tree: Tree, files: dict[str, bytes]) -> None:
        self.tree = tree
        self.files = files

    def paths(self) -> Sequence[str]:
        return sorted({*self.tree.paths(), *self.files})

    def exists(self, path: str) -> bool:
        return path in self.files or self.tree.exists(path)

    def is_link(self, path: str) -> bool:
        return self.tree.is_link(path)

    def read(self, path: str) -> bytes:
        return self.files[path] if path in self.files else self.tree.read(path)


class CommitTree:
    """The files of one commit of the repository at `root`."""

    def __init__(self, root: str, revision: str) -> None:
        self.root = root
        self.revision = revision
        self._paths: Sequence[str] | None = None
        self._known: frozenset[str] | None = None

    def paths(self) -> Sequence[str]:
        if self._paths is None:
            listed = git(self.root, "ls-tree", "-r", "-z", "--name-only", "--full-tree", self.revision)
            self._paths = sorted(os.fsdecode(name) for name in listed.split(b"\0") if name)
        return self._paths

    def exists(self, path: str) -> bool:
        if self._known is None:
            self._known = frozenset(with_folders(self.paths()))
        return path.rstrip("/") in self._known

    def is_link(self, path: str) -> bool:
        return False  # git keeps a link as a file that holds where it leads

    def read(self, path: str) -> bytes:
        name = f"{self.revision}:{path}"
        size = git(self.root, "cat-file", "-s", name)
        if int(size) > LARGEST:
            raise OSError(f"{TOO_LARGE} {LARGEST // 1024 // 1024} MiB")
        return git(self.root, "cat-file", "blob", name)


class SampleTree:
    """Files held in memory: what the rules' examples and tests are judged on."""

    def __init__(self, files: Mapping[str, str | bytes]) -> None:
        self.files = files
        self._known = frozenset(with_folders(files))

    def paths(self) -> Sequence[str]:
        return sorted(self.files)

    def exists(self, path: str) -> bool:
        return path.rstrip("/") in self._known

    def is_link(self, path: str) -> bool:
        return False

    def read(self, path: str) -> bytes:
        if path not in self.files:
            raise OSError("does not exist (any more)")
        content = self.files[path]
        return content.encode() if isinstance(content, str) else content


def with_folders(paths: Sequence[str] | Mapping[str, object]) -> set[str]:
    """The paths and every folder above one of them, `.` among them."""
    known = {"."}
    for path in paths:
        while path and path not in known:
            known.add(path)
            path = path.rpartition("/")[0]
    return known
