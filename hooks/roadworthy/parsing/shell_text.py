"""A script's text made fit for tree-sitter: bounded, stumbling blocks masked, and the way from bytes back to characters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..core.excerpt import Excerpt

LONGEST = 160 * 1024  # characters; in the worst case each becomes a kilobyte of tree
COSTLIEST = 2000  # of what takes tree-sitter quadratic time and memory where the text is no valid script

_ONLY_HEREDOC = r"\s*<<-?\s*[\"']?[\w.-]+[\"']?\s*\Z"
_PROPERTY = r"\$\{[A-Za-z_]\w*(?:[.][\w-]+)+\}"
_INNER_PARAMETER = r"""(?<=[^\s\\;|&()<>`$])\$([A-Za-z_]\w*(?!\w)(?=["']?[^\s;|&()<>`"'])|\d)"""
_BEHIND_BRACE = r"(?<=\{)([0-9]*(?:\.\.[0-9]*)?)[^\x00-\xff]"
_COSTLY = r"\||=\(|<<|\(\)|\$\[|=~|=="


def limit(text: str) -> int:
    """How much of the text tree-sitter can be given: up to the end of the last line before a limit is reached."""
    limit = len(text)
    if limit > COSTLIEST:
        for count, match in enumerate(re.finditer(_COSTLY, text[:LONGEST])):
            if count == COSTLIEST:
                limit = match.start()
                break
    limit = min(limit, LONGEST)
    return limit if limit == len(text) else text.rfind("\n", 0, limit) + 1 or limit


def with_heredocs(excerpt: Excerpt, heredocs: Sequence[tuple[str, Excerpt]]) -> Excerpt:
    """The line with the bodies of its here-documents below it, as the shell gets to see it; a bare `<<EOF` is its body."""
    if re.match(_ONLY_HEREDOC, excerpt.text):
        return heredocs[0][1]
    return excerpt.followed_by(["\n", *(part for name, body in heredocs for part in (body, name + "\n"))])


def masked(text: str) -> str:
    """The text as tree-sitter can take it, every character in its place.

    `${{ … }}` and what build tools fill in, `${project.name}`, become parameters; it stumbles over NUL.
    """
    if "\0" in text:
        text = text.replace("\0", " ")
    if "${" in text:
        text = re.sub(_PROPERTY, lambda match: "${" + "_" * (len(match.group()) - 3) + "}", text)
    if "${{" not in text:
        return text
    parts: list[str] = []
    done = 0
    while (start := text.find("${{", done)) >= 0 and (end := text.find("}}", start)) >= 0:
        parts.append(text[done:start])
        parts.append("${" + "_" * (end - 1 - start) + "}")
        done = end + 2
    parts.append(text[done:])
    return "".join(parts)


def braced(text: str) -> tuple[str, list[int]]:
    """The text with `$name` inside a word as `${name}`, and where in it the braces were put.

    In `a-$b-$c.tar` the grammar takes the second `$` for the end of the word and `c.tar` for another.
    """
    parts: list[str] = []
    places: list[int] = []
    done = 0
    for match in re.finditer(_INNER_PARAMETER, text):
        start, end = match.span(1)
        parts += (text[done:start], "{", match[1], "}")
        places += (start + len(places), end + len(places) + 1)
        done = end
    return ("".join((*parts, text[done:])) if places else text), places


def readable(text: str) -> str:
    """The text without the characters that crash the grammar, each replaced by one that means as little.

    After `{`, digits and `..` tree-sitter-bash 0.25.1 asks C's `isdigit` about a whole Unicode character, which reads far
    behind a table of 256: https://github.com/tree-sitter/tree-sitter-bash/issues/337. It has to be the last change to the
    text.
    """
    return text if text.isascii() else re.sub(_BEHIND_BRACE, "\\1\xff", text)


def character_table(text: str, added: Sequence[int] = ()) -> tuple[list[int], list[int]]:
    """How far bytes are ahead of the script's characters: from which byte on, and by how much.

    `added` are the characters of `text` that the script has not.
    """
    ends: list[int] = []
    ahead: list[int] = []
    wide = 0
    events = [(match.start(), ord(match.group())) for match in re.finditer(r"[^\x00-\x7f]", text)]
    missing = 0
    for position, code in sorted([*events, *((place, 0) for place in added)]):
        if code:
            wide += 1 if code < 0x800 else 2 if code < 0x10000 else 3
        else:
            missing += 1
        ends.append(position + 1 + wide)
        ahead.append(wide + missing)
    return ends, ahead
