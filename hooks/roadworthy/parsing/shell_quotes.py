"""Quote removal: what a shell word says once its quotes and backslashes are gone (POSIX 2.2 and 2.6.7)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    Edits = list[tuple[int, int, str]]

_SPECIAL = r"[\\'\"]|\$(?=['\"])"
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "e": "\x1b", "E": "\x1b", "f": "\f", "v": "\v"}


_CODED = r"x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3})"


def edits(text: str, holes: Sequence[tuple[int, int]] = ()) -> Edits:
    """What to replace in `text` to take its quotes away. `holes` are expansions, in order: left alone."""
    found: Edits = []
    position = 0
    hole = 0
    inside = False  # between double quotes
    size = len(text)
    special = re.compile(_SPECIAL)  # kept by `re`; not compiled where no word is quoted
    while match := special.search(text, position):
        start = match.start()
        while hole < len(holes) and holes[hole][1] <= start:
            hole += 1
        if hole < len(holes) and holes[hole][0] <= start:
            position = holes[hole][1]
            continue
        mark = text[start]
        position = start + 1
        if mark == '"':
            inside = not inside
            found.append((start, start + 1, ""))
        elif mark == "\\":
            following = text[position : position + 1]
            position = min(size, start + 2)
            if following == "\n":
                found.append((start, position, ""))
            elif following and (not inside or following in '$`"\\'):
                found.append((start, start + 1, ""))
        elif inside:
            continue
        elif mark == "'":
            end = text.find("'", position)
            end = size if end < 0 else end
            found.append((start, start + 1, ""))
            found.append((end, min(size, end + 1), ""))
            position = min(size, end + 1)
        elif text[position] == '"':  # $"…" is "…" in another language
            found.append((start, position, ""))
        else:
            position = _ansi_c(text, start, found)
    return found


def _ansi_c(text: str, start: int, found: Edits) -> int:
    """`$'…'` from `start`: adds its edits and returns where it ends."""
    found.append((start, start + 2, ""))
    position = start + 2
    size = len(text)
    special, coded = re.compile(_SPECIAL), re.compile(_CODED)
    while position < size and text[position] != "'":
        if text[position] != "\\":
            stop = special.search(text, position)
            position = size if not stop else max(stop.start(), position + 1)
            continue
        match = coded.match(text, position + 1)
        if match:
            digits = match.group(match.lastindex or 0)
            code = int(digits, 8 if match.lastindex == 4 else 16)
            found.append((position, match.end(), chr(code) if 0 < code < 0x110000 else ""))
            position = match.end()
        else:
            following = text[position + 1 : position + 2]
            found.append((position, position + 1 + len(following), _NAMED.get(following, following)))
            position += 1 + len(following)
    if position < size:
        found.append((position, position + 1, ""))
    return min(size, position + 1)


def remove_quotes(text: str) -> str:
    """`text`, a word without expansions, without its quotes."""
    parts: list[str] = []
    done = 0
    for start, end, replacement in edits(text):
        parts.append(text[done:start])
        parts.append(replacement)
        done = end
    parts.append(text[done:])
    return "".join(parts)
