"""Text that passes for binary because there are NULs in it: UTF-16 without a byte order mark, a stray byte in a long file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.excerpt import Source

if TYPE_CHECKING:
    from ..core.repository import Repository

_LARGEST = 4 * 1024 * 1024  # bytes
_LOOKED_AT = 64 * 1024  # bytes, at the beginning and at the end
_SELDOM = 200  # a text has at most one control character in so many; what is compressed or compiled has one in nine
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\f\r\x1b") + b"\x7f"


def text_of(repo: Repository, path: str) -> Source | None:
    """The file's text, each NUL a space; None where it is no text. Unlike `repo.source` not kept."""
    try:
        content = repo.tree.read(path)
    except OSError:
        return None
    return decoded(path, content) if len(content) <= _LARGEST else None


def readable(path: str, content: bytes) -> bytes:
    """The content of a version of a file as bytes whose lines compare: of UTF-16, and of text with NULs in it, as UTF-8.

    Anything else, a binary file among it, is given back as it is.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):  # it has other line ends
        return content.decode("utf-16", "replace").encode("utf-8", "surrogatepass")
    if b"\0" not in content or len(content) > _LARGEST or is_media(path):
        return content
    source = decoded(path, content)
    return content if source is None else source.text.encode("utf-8", "surrogatepass")


def is_media(path: str) -> bool:
    """Whether the name is that of a picture, a font or the like."""
    from ..tables.media import MEDIA

    _, dot, extension = path.rpartition("/")[2].rpartition(".")
    return bool(dot) and extension.lower() in MEDIA


def decoded(path: str, content: bytes) -> Source | None:
    """The text of bytes with NULs among them, which stand for spaces; None where the bytes are none of text."""
    looked = content[:_LOOKED_AT] + content[-_LOOKED_AT:]
    half = len(looked) // 2
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if half > 8 and looked[first::2].count(0) > 0.9 * half and not looked[1 - first :: 2].count(0):
            try:
                return Source(path, content.decode(encoding), "utf-16")
            except UnicodeDecodeError:
                return None
    if sum(map(looked.count, (bytes((code,)) for code in _CONTROLS))) * _SELDOM > len(looked):
        return None
    plain = content.replace(b"\0", b" ")
    try:
        return Source(path, plain.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Source(path, plain.decode("latin-1"), "latin-1")
