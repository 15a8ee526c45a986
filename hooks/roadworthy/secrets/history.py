"""Secrets in commits: which additions of a range, or of the whole history, may hold one.

Every version of every path is read once, and only what no earlier version of that path had is looked at. What cannot be
looked at, because a clone was made without it, is said: a history that is not all there is never called clean.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from ..core.excerpt import Place, Source
from ..core.outcome import Unreadable
from ..core.tree import NoGit
from .added_lines import MESSAGE, TAG_MESSAGE, Addition, Versions, additions
from .git_objects import Commit
from .marks import MARKS
from .nearly_text import is_media

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from .added_lines import Scan
    from .found import Secret
    from .git_objects import GitObjects

_BATCH = 1 << 20  # bytes of files, or messages, that are held to be looked at together
# Where a line means the same whatever stands around it.
_BY_LINE = frozenset(
    "adoc bat c cc cjs clj cpp cs css cxx dart diff ex exs fs go groovy h hpp hs htm html java jl js jsx kt less lock lua m md"
    " mjs ml mm patch php pl pm po ps1 py r rb rs rst s scala scss sh sol sum svg swift tex ts tsx txt vb vue".split()
)
_MARKS = (*MARKS, "://")
_TOLD = 256  # file versions between two reports of progress


class Look:
    """One look through commits. `commits` and `files` (file versions) count as `suspects` goes on.

    `revisions` are what `git rev-list` takes; `tags` the ids of annotated tags. With `renames` a moved file is not a new one.
    `scan` is asked about the lines that were added; `placed`, the part of it that reads file formats, about whole files.
    `tell` is called now and then with the file versions done and all of them.
    """

    def __init__(
        self,
        objects: GitObjects,
        revisions: Sequence[str],
        scan: Scan,
        placed: Scan | None = None,
        *,
        tags: Sequence[str] = (),
        renames: bool = False,
        tell: Callable[[int, int], None] = lambda done, of: None,
    ) -> None:
        self.objects = objects
        self.revisions = revisions
        self.scan = scan
        self.placed = placed or scan
        self.tags = tags
        self.renames = renames
        self.tell = tell
        self.commits = 0
        self.files = 0

    def suspects(self) -> Iterator[Addition | Unreadable]:
        """What has to be judged: additions in which the scan sees a secret; and what could not be looked at."""
        shallow = self.objects.shallow()
        messages = _Together(self.scan, self.placed)
        versions = Versions()
        try:
            for commit, changes in self.objects.commits(self.revisions, renames=self.renames):
                self.commits += 1
                if commit.id in shallow:
                    yield Unreadable(
                        Place("."), f"commits before {commit.id[:12]} are not in this shallow clone (`git fetch --unshallow`)"
                    )
                yield from messages.add(Addition(commit, MESSAGE, commit.message.encode("utf-8", "replace"), ((1, 1 << 30),)))
                versions.record(commit, changes)
        except NoGit as error:  # what came before is judged
            yield Unreadable(Place("."), str(error))
        try:
            yield from self._tags(messages)
            yield from messages.rest()
            yield from self._files(versions)
        except NoGit as error:
            yield Unreadable(Place("."), str(error))

    def _tags(self, messages: _Together) -> Iterator[Addition | Unreadable]:
        if not self.tags:
            return
        for name, tag in self.objects.tags(self.tags):
            about = Commit(self.commits, name, tag.date, (), "")
            yield from messages.add(Addition(about, TAG_MESSAGE, tag.message.encode("utf-8", "replace"), ((1, 1 << 30),)))
            if tag.type in ("blob", "tree"):
                yield Unreadable(Place("."), f"the tag {tag.name} points at a {tag.type}, not at a commit: it was not read")

    def _files(self, versions: Versions) -> Iterator[Addition | Unreadable]:
        together = _Together(self.scan, self.placed)
        for found in additions(self.objects, versions.paths):
            self.files += 1
            if self.files % _TOLD == 0:
                self.tell(self.files, versions.count)
            if isinstance(found, Unreadable):
                yield found
            else:
                yield from together.add(found)
        yield from together.rest()
        self.tell(versions.count, versions.count)


class _Together:
    """Additions to one path, their texts looked at as one: nearly all are short, and clean."""

    def __init__(self, scan: Scan, placed: Scan) -> None:
        self.scan = scan
        self.placed = placed
        self._waiting: list[tuple[Addition, str]] = []
        self._size = 0

    def add(self, found: Addition) -> Iterator[Addition | Unreadable]:
        if self._waiting and (self._size > _BATCH or self._waiting[0][0].path != found.path):
            yield from self.rest()
        alone = (found.text is None and found.path != MESSAGE) or b"PRIVATE KEY" in found.content
        if alone or b"\0" in found.content:
            source = found.source()
            if isinstance(source, Unreadable):
                if not is_media(found.path):
                    yield source
            elif self._has_secret(found, source):  # a key's lines may be added one by one, and its first be there before
                yield found
            return
        added = (found if found.text is None else found._replace(content=found.text)).source()
        if isinstance(added, Unreadable):
            yield added
            return
        self._waiting.append((found, added.text))
        self._size += len(found.content)

    def _has_secret(self, found: Addition, source: Source) -> bool:
        try:
            return any(found.has(secret.value.place()) for secret in self.scan(source))
        except Exception:  # a fault of our own: the rules meet it again, and there it is named as what was not checked
            return True

    def rest(self) -> Iterator[Addition]:
        """What is left to say about what was added."""
        waiting, self._waiting, self._size = self._waiting, [], 0
        if not waiting:
            return
        starts = [0]
        for _, text in waiting:
            starts.append(starts[-1] + len(text) + 2)
        try:
            joined = Source(waiting[0][0].path, "\n\n".join(text for _, text in waiting))
            hits = {bisect_right(starts, secret.value.origin(0)) - 1 for secret in self.scan(joined)}
        except Exception:  # as above
            hits = set(range(len(waiting)))
        for number, (found, text) in enumerate(waiting):
            if number in hits or (found.text is not None and _needs_all(found.path, text) and self._is_placed(found)):
                yield found

    def _is_placed(self, found: Addition) -> bool:
        source = found.source()
        if isinstance(source, Unreadable):
            return False
        try:
            return any(found.has(secret.value.place()) for secret in self.placed(source))
        except Exception:  # as above
            return True


def _needs_all(path: str, added: str) -> bool:
    """Whether it takes more than the added lines to see what they mean.

    JSON keeps a value on the line of its key, wherever it is not all on one line.
    """
    ending = path.rpartition("/")[2].rpartition(".")[2].lower()
    if ending == "json":
        folded = added.lower()
        return any(mark in folded for mark in _MARKS)
    return ending not in _BY_LINE


def placed_in_format(source: Source) -> Iterable[Secret]:
    """The part of the scan that reads file formats."""
    from .places import placed

    return placed(source)
