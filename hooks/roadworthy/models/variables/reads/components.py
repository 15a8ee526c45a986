"""The scripts of components: `<script>` in Vue's and Svelte's, and what stands between `---` at the start of Astro's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....core.outcome import Unreadable
from ....core.patterns import pattern
from .javascript import reads_as

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ....core.excerpt import Excerpt
    from .found import Found

_SCRIPT = pattern(r"<script\b[^>]{0,500}>")
_FENCE = pattern(r"\s{0,100}---[ \t]*\r?\n")
_MOST = 20  # scripts of one component


def reads(excerpt: Excerpt) -> tuple[Found, ...] | Unreadable:
    """Every read in the scripts, in no order. TypeScript's grammar reads JavaScript too."""
    found: list[Found] = []
    for script in _scripts(excerpt):
        read = reads_as(script, "typescript")
        if isinstance(read, Unreadable):
            return read
        found.extend(read)
    return tuple(found)


def _scripts(excerpt: Excerpt) -> Iterator[Excerpt]:
    text = excerpt.text
    fence = _FENCE.match(text) if excerpt.path.endswith(".astro") else None
    if fence:
        end = text.find("\n---", fence.end() - 1)
        yield excerpt.cut(fence.end(), end if end >= 0 else len(text))
    at = fence.end() if fence else 0
    for _ in range(_MOST):
        opened = _SCRIPT.search(text, at)
        if opened is None:
            return
        at = text.find("</script", opened.end())
        at = at if at >= 0 else len(text)
        yield excerpt.cut(opened.end(), at)
