"""Git's own records, read through its plumbing: commits with what each changed, tags, and the content of blobs.

Read as `git push` would send them: replacement refs and grafts, which only change what is shown here, are ignored, and what
a partial clone left out is not fetched. Object ids are hexadecimal, of SHA-1 (40 digits) or SHA-256 (64).
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ..core.records import NamedTuple
from ..core.tree import GIT_STEERING, HERMETIC, LARGEST, PLAIN, NoGit

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterable, Iterator, Sequence
    from typing import IO

_CHUNK = 1 << 20  # bytes read from git at a time
_AHEAD = 32  # ids asked for before the first answer is read: they fit into the smallest pipe there is
_GITLINK = b"160000"  # the mode of a submodule: a commit of another repository


class Commit(NamedTuple):
    """One commit, or an annotated tag. `number` counts from the oldest; `date` is the author's or tagger's, as ISO text."""

    number: int
    id: str
    date: str
    parents: tuple[str, ...]
    message: str


class Change(NamedTuple):
    """A file as a commit made it. `olds` are the blobs it had in the parents, those that had one; `new` the blob it has."""

    path: str
    olds: tuple[str, ...]
    new: str


class Tag(NamedTuple):
    """An annotated tag: `name` as it was given, what it points at, and that object's type."""

    name: str
    target: str
    type: str
    date: str
    message: str


class GitObjects:
    """The object store of the repository at `root`. Everything raises `NoGit`, with a message for a person."""

    def __init__(self, root: str) -> None:
        self.root = root

    def ask(self, *arguments: str) -> str:
        """What git answers, without the last line end."""
        asked = self._start(*arguments, stderr=-1)
        out, error = asked.communicate()
        if asked.returncode:
            lines = error.decode("utf-8", "replace").strip().splitlines()
            raise NoGit(lines[0].removeprefix("fatal: ") if lines else f"git {arguments[0]} failed")
        return os.fsdecode(out).removesuffix("\n")

    def commit_id(self, revision: str) -> str | None:
        """The commit that a revision names, through tags; None where there is none."""
        if not revision or revision.startswith("-"):
            return None
        try:
            return self.ask("rev-parse", "--quiet", "--verify", revision + "^{commit}")
        except NoGit:
            return None

    def is_bare(self) -> bool:
        """Whether there is no work tree. The first question to ask: it fails where there is no repository at all."""
        return self.ask("rev-parse", "--is-bare-repository") == "true"

    def shallow(self) -> frozenset[str]:
        """The commits whose parents a shallow clone left out."""
        try:
            name = self.ask("rev-parse", "--git-path", "shallow")
            with open(os.path.join(self.root, name), encoding="ascii", errors="replace") as file:
                return frozenset(file.read().split())
        except OSError:  # no such file: the usual case
            return frozenset()

    def is_partial(self) -> bool:
        """Whether this is a partial clone, which leaves out objects until they are asked for."""
        try:
            asked = r"^(extensions\.partialclone|remote\..*\.(promisor|partialclonefilter))$"
            return bool(self.ask("config", "--get-regexp", asked))
        except NoGit:
            return False

    def present(self) -> frozenset[str] | None:
        """In a partial clone the objects that are here, found without fetching others; None for any other clone."""
        if not self.is_partial():
            return None
        listed = self._start("cat-file", "--batch-all-objects", "--unordered", "--batch-check=%(objectname)")
        assert listed.stdout
        with listed:
            found = frozenset(line.rstrip().decode("ascii") for line in listed.stdout)
        _check(listed, "cat-file")
        return found

    def commits(self, revisions: Sequence[str], *, renames: bool = False) -> Iterator[tuple[Commit, tuple[Change, ...]]]:
        """The commits of these revisions, parents first, each with what it changed.

        A merge is said to change only what it has from none of its parents. With `renames` a file that was moved has the
        blob that it was before among its `olds`.
        """
        listed = self._start("rev-list", "--topo-order", "--reverse", *revisions, "--")
        shown = self._start(
            "diff-tree", "--stdin", "--root", "--always", "-r", "-c", "-z", "--raw", "--no-abbrev", "--date=short",
            "--encoding=UTF-8", "-M" if renames else "--no-renames", "--format=tformat:%H%x00%P%x00%ad%x00%B",
            stdin=listed.stdout,
        )  # fmt: skip
        assert listed.stdout
        assert shown.stdout
        listed.stdout.close()
        with listed, shown:
            yield from _parsed(_fields(shown.stdout))
        _check(listed, "rev-list")
        _check(shown, "diff-tree")

    def tree(self, revision: str) -> dict[str, str]:
        """The blobs of a commit by path."""
        found = {}
        for entry in self.ask("ls-tree", "-r", "-z", "--full-tree", revision).split("\0"):
            about, _, path = entry.partition("\t")
            if " blob " in about:
                found[path] = about.split(" ")[2]
        return found

    def tags(self, names: Iterable[str]) -> Iterator[tuple[str, Tag]]:
        """The annotated tags with these object ids, and those that they point at in turn, each with its id."""
        asked = list(names)
        seen: set[str] = set()
        while asked:
            asked = [name for name in dict.fromkeys(asked) if name not in seen]
            seen.update(asked)
            further = []
            for name, content in self.contents(asked):
                if isinstance(content, bytes):
                    tag = _tag(content)
                    yield name, tag
                    further += [tag.target] if tag.type == "tag" else []
            asked = further

    def tag_ids(self) -> list[str]:
        """The ids of all annotated tags that a ref points at."""
        listed = self.ask("for-each-ref", "--format=%(objecttype) %(objectname)")
        return [line[4:] for line in listed.split("\n") if line.startswith("tag ")]

    def contents(self, ids: Iterable[str]) -> Iterator[tuple[str, bytes | int | None]]:
        """Each object's content: None where it is missing; over `LARGEST` bytes the beginning of a binary, else its size."""
        present = self.present()
        process = self._start("cat-file", "--batch", stdin=-1)
        assert process.stdin
        assert process.stdout
        complete = False
        try:
            for batch in _batches(ids):
                asked = [name for name in batch if present is None or name in present]
                process.stdin.write("".join(f"{name}\n" for name in asked).encode("ascii"))
                process.stdin.flush()
                for name in batch:
                    yield (name, _answer(process.stdout)) if present is None or name in present else (name, None)
            complete = True
        except OSError as error:  # git went away
            raise NoGit("git cat-file stopped before the end") from error
        finally:
            if not complete:
                process.kill()
            with process:
                pass

    def _start(
        self, *arguments: str, stdin: IO[bytes] | int | None = None, stderr: int | None = None
    ) -> subprocess.Popen[bytes]:
        import subprocess

        kept = {name: value for name, value in os.environ.items() if name not in GIT_STEERING}
        kept |= HERMETIC | {"GIT_GRAFT_FILE": os.devnull}
        try:
            return subprocess.Popen(
                ("git", "-C", self.root, "--no-replace-objects", *PLAIN, *arguments),
                stdin=subprocess.DEVNULL if stdin is None else stdin,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL if stderr is None else stderr,
                env=kept,
                bufsize=_CHUNK,
            )
        except OSError as error:
            raise NoGit(f"git could not be run: {error.strerror}") from error
        except ValueError as error:  # a NUL in an argument
            raise NoGit("git cannot be asked that: there is a NUL in it") from error


def _check(process: subprocess.Popen[bytes], command: str) -> None:
    """Raises `NoGit` where a process that was read to its end failed."""
    if process.returncode:
        raise NoGit(f"git {command} stopped before the end: objects are missing or damaged (`git fsck` says which)")


def _fields(stream: IO[bytes]) -> Iterator[bytes]:
    """What stands between the NULs."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        fields = (rest + chunk).split(b"\0")
        rest = fields.pop()
        yield from fields
    if rest:
        yield rest


def _parsed(fields: Iterator[bytes]) -> Iterator[tuple[Commit, tuple[Change, ...]]]:
    """Four fields a commit, then two or three a change: `:modes ids status` and the path, after the old one for a rename."""
    name = next(fields, b"")
    number = 0
    while name:
        parents, date, message = (next(fields, b"").decode("utf-8", "replace") for _ in range(3))
        commit = Commit(number, name.decode("ascii"), date, tuple(parents.split()), message)
        number += 1
        changes = []
        for field in fields:
            name = field.lstrip(b"\n")
            if name.startswith(b":"):
                change = _change(name, fields)
                if change:
                    changes.append(change)
            elif name:
                break
        else:
            name = b""
        yield commit, tuple(changes)


def _change(about: bytes, fields: Iterator[bytes]) -> Change | None:
    """A change that leaves a file; None for one that deletes it, and for a submodule."""
    sides = len(about) - len(about.lstrip(b":"))  # as many colons as there are parents
    words = about[sides:].split(b" ")
    path = next(fields, b"")
    status = words[-1]
    if sides == 1 and status[:1] in (b"R", b"C"):  # for a merge git prints the final name alone
        path = next(fields, b"")
    modes, ids = words[: sides + 1], words[sides + 1 : 2 * sides + 2]
    if modes[-1] == _GITLINK or not ids[-1].strip(b"0"):
        return None
    olds = (old.decode("ascii") for mode, old in zip(modes[:-1], ids) if old.strip(b"0") and mode != _GITLINK)
    return Change(os.fsdecode(path), tuple(olds), ids[-1].decode("ascii"))


def _batches(ids: Iterable[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    for name in ids:
        batch.append(name)
        if len(batch) == _AHEAD:
            yield batch
            batch = []
    if batch:
        yield batch


def _answer(out: IO[bytes]) -> bytes | int | None:
    """`id type size`, the content and a line end; or `id missing`."""
    words = out.readline().split()
    if len(words) == 2:
        return None
    if len(words) != 3:
        raise NoGit("git cat-file stopped before the end")
    size = int(words[2])
    if size > LARGEST:
        begin = out.read(_CHUNK)
        left = size + 1 - len(begin)
        while left and (gone := len(out.read(min(left, _CHUNK)))):
            left -= gone
        return begin if b"\0" in begin and not begin.startswith((b"\xff\xfe", b"\xfe\xff")) else size
    content = out.read(size + 1)
    if len(content) <= size:
        raise NoGit("git cat-file stopped before the end")
    return content[:-1]


def _tag(content: bytes) -> Tag:
    """The header lines `object`, `type`, `tag`, `tagger`, an empty line, and the message."""
    import time

    header, _, message = content.partition(b"\n\n")
    about = dict(line.decode("utf-8", "replace").partition(" ")[::2] for line in header.split(b"\n"))
    seconds = about.get("tagger", "").rpartition("> ")[2].split(" ")[0]
    date = time.strftime("%Y-%m-%d", time.gmtime(int(seconds))) if seconds.isdigit() and len(seconds) < 12 else ""
    return Tag(about.get("tag", ""), about.get("object", ""), about.get("type", ""), date, message.decode("utf-8", "replace"))
