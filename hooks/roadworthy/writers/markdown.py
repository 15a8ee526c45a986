"""Words of a repository as Markdown: nothing in them is taken for structure, and no secret value gets through."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.redaction import redact_message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..core.excerpt import Place

_LONGEST = 300  # characters of one sentence: a table's cell is read at a glance


def prose(text: str) -> str:
    """A sentence on one line, redacted. Code spans in it stay; all else that Markdown or HTML would read is escaped."""
    text = " ".join(redact_message(text).split())
    if len(text) > _LONGEST:
        text = text[: _LONGEST - 1].rstrip() + "…"
    parts = re.split(r"(`[^`]+`)", _printable(text))
    return "".join(
        _cell(part) if part.startswith("`") and part.endswith("`") and len(part) > 2 else _escaped(part) for part in parts
    )


def code(text: str) -> str:
    """A word as a code span, whatever backticks it holds."""
    text = " ".join(_printable(text).split()) or " "
    fence = "`" * (max((len(run) for run in re.findall(r"`+", text)), default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return _cell(f"{fence}{pad}{text}{pad}{fence}")


def cited(place: Place, up: str = "../../") -> str:
    """`path:line` as a link from a document, which stands `up` below the repository's root."""
    from urllib.parse import quote

    shown = f"{place.path}:{place.line}" if place.line > 0 else place.path
    anchor = f"#L{place.line}" if place.line > 0 else ""
    target = up + quote(place.path.encode("utf-8", "surrogatepass")) if place.path != "." else up
    return f"[{code(shown)}]({target}{anchor})"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already."""
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines)


def fenced(text: str, language: str = "") -> str:
    """A block of code, whatever backticks it holds."""
    text = _printable(text.strip("\n"), keep="\n\t")
    fence = "`" * max(3, max((len(run) for run in re.findall(r"`+", text)), default=0) + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def _escaped(text: str) -> str:
    return _cell(re.sub(r"([\\`*_\[\]<>#~])", r"\\\1", text))


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _printable(text: str, keep: str = "") -> str:
    """Without control characters and lone surrogates, which no reader shows."""
    return "".join(one if one.isprintable() or one in keep else " " if one.isspace() else "\ufffd" for one in text)
