"""Which files have reads, what has to stand in them, and which are nobody's own: vendored, generated, minified."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...parsing.code import language_of

if TYPE_CHECKING:
    from ...core.excerpt import Excerpt
    from ...core.outcome import Unreadable
    from .found import Found

_OTHERS = pattern(
    r"(?:^|/)(?:node_modules|vendor|third[-_]party|bower_components|\.yarn|\.venv|venv|site-packages|dist|__pycache__"
    r"|__generated__|generated|gen|\.next|\.nuxt|\.output|coverage|target/(?:debug|release)|obj|bin/(?:Debug|Release))/"
)
_MADE = pattern(
    r"(?:[.-]min\.[cm]?js|\.bundle\.js|\.chunk\.js|\.d\.ts|\.pb\.go|_pb2(?:_grpc)?\.pyi?|_pb\.[jt]s|\.g\.cs|\.designer\.cs"
    r"|\.generated\.\w+|\.gen\.(?:go|ts)|_gen\.go)$"
)
_LONGEST_LINE = 5000  # bytes; a longer one at the beginning was made by a program
_LOOKED_AT = 20_000
_SAYS_GENERATED = (b"Code generated", b"DO NOT EDIT", b"@generated", b"auto-generated")


class Kind(NamedTuple):
    """A kind of files: the module with its `reads`, and the texts of which one stands in every file with a read."""

    name: str
    module: str
    markers: tuple[str, ...]

    def is_marked(self, text: str) -> bool:
        return not self.markers or any(marker in text for marker in self.markers)

    def is_marked_bytes(self, content: bytes) -> bool:
        return not self.markers or any(marker.encode() in content for marker in self.markers) or content[:1] in b"\xff\xfe"

    def reads(self, excerpt: Excerpt) -> tuple[Found, ...] | Unreadable:
        """What the module finds."""
        found: tuple[Found, ...] | Unreadable = import_module(f".{self.module}", __package__).reads(excerpt)
        return found


KINDS = {
    "python": Kind(
        "python", "python", ("environ", "getenv", "decouple", "BaseSettings", "starlette.config", "import env", "envvar=")
    ),
}


def handled(path: str) -> Kind | None:
    """The kind of a file; None for those that read nothing."""
    language = language_of(path)
    return KINDS.get(language) if language else None


def is_left_out(path: str, content: bytes | None = None) -> bool:
    """Whether a file is nobody's own code here; with its content, a program's output is known too."""
    if _OTHERS.search(path) or _MADE.search(path):
        return True
    if content is None:
        return False
    start = content[:_LOOKED_AT]
    if any(mark in start[:600] for mark in _SAYS_GENERATED):
        return True
    return len(start) > _LONGEST_LINE and max(map(len, start.split(b"\n"))) > _LONGEST_LINE
