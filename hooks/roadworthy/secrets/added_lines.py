"""What commits added to files: for each version of a file, the lines that no version before it had.

Versions are gone through path by path, not commit by commit: git keeps the versions of a path near each other, and what has
been seen of one path can be forgotten at the next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.excerpt import Place
from ..core.outcome import Unreadable
from ..core.records import NamedTuple
from ..core.repository import decode
from ..core.tree import LARGEST
from .nearly_text import readable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ..core.excerpt import Source
    from .found import Secret
    from .git_objects import Change, Commit, GitObjects

    Scan = Callable[[Source], Iterable[Secret]]
    Ranges = tuple[tuple[int, int], ...]  # lines, first and last

MESSAGE, TAG_MESSAGE = ".git/COMMIT_EDITMSG", ".git/TAG_EDITMSG"  # where git keeps a message while it is written
_MOST_LINES = 500_000  # lines remembered of one path; past that it is forgotten, and what comes again is judged again
_MOST_RANGES = 10_000
_PIECE = 1 << 20  # bytes split into lines at a time


class Addition(NamedTuple):
    """A file as `commit` left it, and the `lines` of it that the commit added. For a message, `path` is one of the above.

    `content` is what `readable` makes of it; `text` is the added lines alone, None where that is all of them.
    """

    commit: Commit
    path: str
    content: bytes
    lines: Ranges
    text: bytes | None = None

    def source(self) -> Source | Unreadable:
        """The whole file."""
        return decode(self.path, self.content)

    def has(self, place: Place) -> bool:
        """Whether any line of the place was added here."""
        last = max(place.line, place.end_line)
        return any(first <= last and place.line <= end for first, end in self.lines)


class Version(NamedTuple):
    """One version of a file: the commit that made it, the blobs it came from, and the blob it is.

    `new` is empty for a version that needs no look, since a file of the same name had the same content before.
    """

    commit: Commit
    olds: tuple[str, ...]
    new: str


class Versions:
    """The versions of every path, oldest first: `paths`. Commits are recorded in that order."""

    def __init__(self) -> None:
        self.paths: dict[str, list[Version]] = {}
        self.count = 0  # of the versions that need a look
        self._known: set[tuple[str, str, bool]] = set()
        self._kinds: dict[str, tuple[str, bool]] = {}

    def record(self, commit: Commit, changes: Iterable[Change]) -> None:
        """Add what a commit changed."""
        commit = commit._replace(message="")  # this one is kept for as long as its versions are
        for path, olds, new in changes:
            kind = self._kinds.get(path)
            if kind is None:
                folded = path.lower()
                # What a value is worth depends on the file's name, and on whether it stands among tests and examples.
                kind = self._kinds[path] = path.rpartition("/")[2], any(word in folded for word in _TELLING)
            about = new, *kind
            if about in self._known:
                version = Version(commit, (new,), "")
            else:
                self._known.add(about)
                version = Version(commit, olds, new)
                self.count += 1
            self.paths.setdefault(path, []).append(version)


_TELLING = (
    "test",
    "example",
    "sample",
    "fixture",
    "mock",
    "demo",
    "spec",
    "doc",
    "template",
    "vendor",
    "node_modules",
    "third",
)


def additions(objects: GitObjects, paths: Mapping[str, Sequence[Version]]) -> Iterator[Addition | Unreadable]:
    """What was added to the paths, each blob of a path once. What is there before the first version is added by nobody.

    Raises `NoGit` where git stops answering.
    """
    answers = objects.contents(blob for _, _, blob, _ in _asked(paths))
    seen = _Seen()
    at = ""
    for (path, version, _, last), (blob, content) in zip(_asked(paths), answers):
        if path != at:
            seen, at = _Seen(), path
        if not isinstance(content, bytes):
            if version is not None:  # a version before the first that is judged is not missed: all of that one is judged
                yield _unread(path, version.commit, blob, content)
            continue
        content = readable(path, content)
        lines, text = seen.added(content, keep=not last)
        if version is not None and lines:
            yield Addition(version.commit, path, content, lines, text)


def _asked(paths: Mapping[str, Sequence[Version]]) -> Iterator[tuple[str, Version | None, str, bool]]:
    """The blobs to read, in order: a path, the version that has the blob, or None for what was there before, the blob, and
    whether no other of the path follows."""
    for path, there in paths.items():
        blobs: dict[str, Version | None] = {}
        for version in there:
            for old in version.olds:
                blobs.setdefault(old, None)
            if version.new:
                blobs.setdefault(version.new, version)
        while blobs:  # what is only there for others to be compared with is not read after the last of them
            last, judged = blobs.popitem()
            if judged:
                blobs[last] = judged
                break
        for blob, of in blobs.items():
            yield path, of, blob, blob == last


def _unread(path: str, commit: Commit, blob: str, size: int | None) -> Unreadable:
    what = f"the version of commit {commit.id[:12]}"
    if size is None:
        return Unreadable(Place(path), f"{what} is not in this clone (blob {blob[:12]})")
    return Unreadable(Place(path), f"{what} is larger than {LARGEST // 1024 // 1024} MiB")


class _Seen:
    """The lines of one path that have been seen."""

    def __init__(self) -> None:
        self.lines: set[bytes] = set()
        self.last = b""  # the content that came last, all of whose lines have been seen

    def added(self, content: bytes, *, keep: bool) -> tuple[Ranges, bytes | None]:
        """The lines that are new with this content, and their text, or None for all of it.

        Not `keep`: nothing comes after it, so it need not be remembered.
        """
        start, end = _different(self.last, content) if self.last else (0, len(content))
        added: tuple[Ranges, bytes | None] = ((), b"")
        if start < end:
            if not self.lines:
                added = ((1, content.count(b"\n") + 1),), None
                if keep:
                    self._remember(content)
            else:
                added = self._new_in(content, start, end)
        self.last = content if keep else b""
        return added

    def _remember(self, content: bytes) -> None:
        for lines in _pieces(content, 0, len(content)):
            self.lines.update(lines)
            if len(self.lines) > _MOST_LINES:
                self.lines.clear()
        self.lines.add(b"")

    def _new_in(self, content: bytes, start: int, end: int) -> tuple[Ranges, bytes]:
        number = content.count(b"\n", 0, start) + 1
        ranges: list[tuple[int, int]] = []
        texts: list[bytes] = []  # one for each piece: millions of lines would be far larger than their text
        known = self.lines
        for lines in _pieces(content, start, end):
            new = [at for at, line in enumerate(lines, number) if line not in known]
            text: list[bytes] = []
            for at in new:
                if ranges and ranges[-1][1] == at - 1:
                    ranges[-1] = (ranges[-1][0], at)
                else:
                    ranges.append((at, at))
                    text.append(b"")  # lines that are apart are not neighbours in the text either
                text.append(lines[at - number])
            if len(known) > _MOST_LINES:
                known.clear()
                known.update(lines)
            else:
                known.update([lines[at - number] for at in new])
            number += len(lines)
            if text:
                texts.append(b"\n".join(text))
            if len(ranges) > _MOST_RANGES:
                ranges = [(ranges[0][0], ranges[-1][1])]
        return tuple(ranges), b"\n".join(texts).removeprefix(b"\n")


def _pieces(content: bytes, start: int, end: int) -> Iterator[list[bytes]]:
    """The lines from `start` to `end`, some at a time; a carriage return before a line end does not count."""
    while start < end:
        stop = end
        if end - start > _PIECE:
            stop = content.rfind(b"\n", start, start + _PIECE)
            if stop < 0:
                stop = content.find(b"\n", start, end)
            stop = end if stop < 0 else stop
        piece = content[start:stop]
        yield (piece.replace(b"\r\n", b"\n").removesuffix(b"\r") if b"\r" in piece else piece).split(b"\n")
        start = stop + 1


def _different(old: bytes, new: bytes) -> tuple[int, int]:
    """Where the whole lines of `new` begin and end that `old` has not at its start nor at its end."""
    least = min(len(old), len(new))
    if old[:least] == new[:least]:
        same = least
    else:
        same, more = 0, least
        while more - same > 1:  # the first `same` bytes are alike, the first `more` are not
            half = (same + more) // 2
            if old[same:half] == new[same:half]:
                same = half
            else:
                more = half
    if same == len(old) == len(new):
        return 0, 0
    start = new.rfind(b"\n", 0, same) + 1
    low, high = 0, least - start + 1
    while high - low > 1:  # the last `low` bytes are alike
        half = (low + high) // 2
        if old[len(old) - half : len(old) - low] == new[len(new) - half : len(new) - low]:
            low = half
        else:
            high = half
    end = new.find(b"\n", len(new) - low) if low else -1
    return start, len(new) if end < 0 else end
