"""Changes to files of the repository: edits of their decoded text, and writing the result whole or not at all."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from ..core.excerpt import Source
from ..core.outcome import Unreadable
from ..core.records import NamedTuple
from ..core.repository import decode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    Sound = Callable[[Source, Source], str]  # text before, text after: why the result will not do, or an empty string

_BESIDE = ".roadworthy-"  # what the name of a file that is being written begins with
_STALE = 600  # seconds after which whoever wrote one is taken to be gone
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class Edit(NamedTuple):
    """`replacement` in place of the characters from offset `start` up to, not including, `end` of the decoded text of `path`.

    Equal offsets insert. Offsets count characters of `Source.text`, in which a byte order mark does not stand.
    """

    path: str
    start: int
    end: int
    replacement: str


class RefusedError(Exception):
    """A file stays as it is. The message is the rest of a sentence that begins with its path."""


def overlap(one: Edit, other: Edit) -> bool:
    """Whether two edits of one file cannot both be made.

    Insertions at one place can, and stand in the order given; one where another edit begins stands before that.
    """
    if one.path != other.path or one == other:
        return False
    first, second = sorted((one, other), key=lambda edit: (edit.start, edit.end))
    return first.end > second.start


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made; an edit that is given twice is made once. Raises `RefusedError` where two overlap."""
    parts: list[str] = []
    done = 0
    last: Edit | None = None
    for edit in sorted(dict.fromkeys(edits), key=lambda edit: (edit.start, edit.end)):
        if (last and overlap(last, edit)) or not 0 <= edit.start <= edit.end <= len(text):
            raise RefusedError("is not changed: two changes want the same place")
        parts += (text[done : edit.start], edit.replacement)
        done, last = edit.end, edit
    return "".join((*parts, text[done:]))


def rewritten(content: bytes, source: Source, edits: Iterable[Edit]) -> bytes:
    """The bytes of a file after the edits of its text: byte order mark, encoding and line ends stay what they were.

    Raises `RefusedError` where `content` is not what `source` was read from, or cannot hold a replacement.
    """
    before = decode(source.path, content)
    if isinstance(before, Unreadable) or before.text != source.text:
        raise RefusedError("is not changed: it is no longer what was judged")
    mark = next((mark for mark in _MARKS if content.startswith(mark)), b"")
    encoding = source.encoding
    if encoding == "utf-16":
        encoding = "utf-16-le" if mark == b"\xff\xfe" else "utf-16-be"
    edits = tuple(edits)
    # What is read as Latin-1 is some encoding that nobody named: only what all of them share can be put in.
    if encoding == "latin-1" and not all(edit.replacement.isascii() for edit in edits):
        raise RefusedError("is not changed: nothing says in which encoding it is")
    try:
        return mark + edited(source.text, edits).encode(encoding)
    except UnicodeEncodeError:
        raise RefusedError("is not changed: the change cannot be written in its encoding") from None


def write(root: str, source: Source, edits: Iterable[Edit], sound: Iterable[Sound] = ()) -> bool:
    """Make the edits in the file that `source` was read from, below `root`; whether that changed it.

    `Source(path, "")` of a path where nothing stands makes the file. Raises `RefusedError`, with the file untouched, where
    one of `sound` objects to the result, and where the file is a link, read-only, outside of `root`, or other than judged.
    """
    full = _target(root, source.path)
    there = os.path.lexists(full)
    content = b""
    try:
        if there:
            with open(full, "rb") as file:
                content = file.read()
        elif source.text:
            raise RefusedError("is not changed: it does not exist any more")
        result = rewritten(content, source, edits)
        if result == content:
            return False
        after = decode(source.path, result)
        assert isinstance(after, Source)  # it was made of a text
        for objection in sound:
            if why := objection(source, after):
                raise RefusedError(f"is not changed: {why}")
        replace(full, result, stat.S_IMODE(os.stat(full).st_mode) if there else None)
    except OSError as error:
        raise RefusedError(f"is not changed: {error.strerror or error}") from error
    return True


def _target(root: str, path: str) -> str:
    """Where the file stands on disk. A link is not written through, and what git keeps for itself is left alone."""
    full = os.path.join(root, path)
    top = os.path.realpath(root)
    folder = os.path.realpath(os.path.dirname(full))
    if not (folder + os.sep).startswith(top + os.sep):
        raise RefusedError("is not changed: it leads out of the repository")
    if ".git" in os.path.relpath(folder, top).split(os.sep):
        raise RefusedError("is not changed: it belongs to git")
    if os.path.islink(full):
        raise RefusedError("is not changed: it is a link, and what it leads to may be shared")
    if os.path.lexists(full) and not os.path.isfile(full):
        raise RefusedError("is not changed: it is no regular file")
    if os.path.lexists(full) and not os.access(full, os.W_OK):
        raise RefusedError("is not changed: it is read-only")
    return full


def replace(full: str, content: bytes, mode: int | None) -> None:
    """Put `content` in place of the file at `full`: whoever reads it at any moment sees the old one or the new one.

    `mode` are the permission bits; None for those of a new file. Raises `OSError`, with nothing left behind.
    """
    folder = os.path.dirname(full) or os.curdir
    beside = os.path.join(folder, f"{_BESIDE}{os.urandom(6).hex()}")
    _sweep(folder)
    try:
        number = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        with open(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if mode is not None:
            os.chmod(beside, mode)
        os.replace(beside, full)
    except BaseException:
        try:
            os.unlink(beside)
        except OSError:
            pass
        raise
    try:  # so that the new name outlives a loss of power; not every system can open a folder
        number = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(number)
    except OSError:
        pass
    finally:
        os.close(number)


def _sweep(folder: str) -> None:
    """Remove what runs that were killed left beside a file."""
    import time

    for name in os.listdir(folder):
        if not name.startswith(_BESIDE) or len(name) != len(_BESIDE) + 12:
            continue
        path = os.path.join(folder, name)
        try:
            about = os.lstat(path)
            if stat.S_ISREG(about.st_mode) and time.time() - about.st_mtime > _STALE:
                os.unlink(path)
        except OSError:
            pass  # another run was quicker
