"""A tree, what it was before, and the facts about it, each computed when first asked and then shared."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from .excerpt import Place, Source
from .outcome import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    from typing_extensions import TypeVarTuple, Unpack

    from .tree import Tree

    T = TypeVar("T")
    K = TypeVarTuple("K")


class CircularFact(RuntimeError):
    """A fact that needs itself to be computed. A reader that follows includes has to break its own cycles."""


class Repository:
    """What rules ask.

    `head` is the repository as it was before, or None where nothing says what "before" is. Given as a function, it is found
    out when a rule first asks for it: that runs git, and few rules do.
    """

    def __init__(self, tree: Tree, head: Repository | Callable[[], Repository | None] | None = None) -> None:
        self.tree = tree
        self._head = head
        self.sources: dict[str, Source | Unreadable] = {}  # what has been read so far
        self._facts: dict[Any, Any] = {}

    @property
    def head(self) -> Repository | None:
        """The repository as it was before: asked only by rules about what is new or deleted."""
        if callable(self._head):
            self._head = self._head()
        return self._head

    def ask(self, fact: Callable[[Repository, Unpack[K]], T], *key: Unpack[K]) -> T:
        """`fact(self, *key)`, computed once. Raises `CircularFact` where the fact asks for itself."""
        known = self._facts
        asked = (fact, key)
        if asked not in known:
            known[asked] = _UNDER_WAY
            try:
                known[asked] = fact(self, *key)
            except BaseException:
                del known[asked]
                raise
        answer = known[asked]
        if answer is _UNDER_WAY:
            raise CircularFact(f"{fact.__module__}.{fact.__name__}{key!r} needs itself")
        return answer  # type: ignore[no-any-return]  # the dictionary holds each fact's own type

    def paths(self) -> Sequence[str]:
        """Every file of the repository, sorted. Asks git: only for what needs the whole repository."""
        return self.tree.paths()

    def exists(self, path: str) -> bool:
        """Whether a file or folder stands at `path`, relative to the root. A path that leaves the tree does not exist."""
        path = posixpath.normpath(path)
        if path.startswith(("../", "/")) or path == "..":
            return False
        return self.tree.exists(path)

    def source(self, path: str) -> Source | Unreadable:
        """The text of a file, or why there is none."""
        known = self.sources.get(path)
        if known is None:
            known = self.sources[path] = self.passing(path)
        return known

    def passing(self, path: str) -> Source | Unreadable:
        """What `source` gives, not kept: for a look at every file, whose texts together would fill the memory."""
        try:
            return decode(path, self.tree.read(path))
        except OSError as error:
            return Unreadable(Place(path), str(error))


_UNDER_WAY = object()
BINARY = "is a binary file"  # what is said of one


def decode(path: str, content: bytes) -> Source | Unreadable:
    """The text of `content`: UTF-8 or, with a byte order mark, UTF-16; otherwise Latin-1, which has no wrong bytes.

    Binary content (a NUL byte) and Git LFS pointers are opaque, not errors.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return Source(path, content.decode("utf-16"), "utf-16")
        except UnicodeDecodeError:
            return Unreadable(Place(path), "is neither UTF-8 nor valid UTF-16", opaque=True)
    if b"\0" in content:
        return Unreadable(Place(path), BINARY, opaque=True)
    if content.startswith(b"version https://git-lfs.github.com/spec/"):
        return Unreadable(Place(path), "is a Git LFS pointer; its content is not here", opaque=True)
    try:
        return Source(path, content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Source(path, content.decode("latin-1"), "latin-1")
