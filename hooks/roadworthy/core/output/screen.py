"""Text on a terminal: what a character looks like and how wide it is, wrapping, and colour.

Nothing from a repository reaches the terminal raw: a file may hold escape sequences that retitle the window or hide lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

TAB = 4  # columns between tab stops

# Select Graphic Rendition, ECMA-48 8.3.117.
_COLOURS = {
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "known": "1;35",
    "frame": "34",
    "evidence": "1;34",
    "bold": "1",
    "dim": "2",
    "pass": "32",
    "gap": "1;31",
    "unknown": "33",
    "absent": "2",
}


def paint(text: str, kind: str, colour: bool) -> str:
    """The text in the colour of its kind; unchanged where there is no colour."""
    code = _COLOURS.get(kind) if colour and text else None
    return f"\x1b[{code}m{text}\x1b[0m" if code else text


def paint_runs(cells: Iterable[tuple[str, str]], colour: bool) -> str:
    """Pairs of text and kind as one line, each run of one kind painted once."""
    done: list[str] = []
    run, kind = "", ""
    for text, of in cells:
        if of != kind and run:
            done.append(paint(run, kind, colour))
            run = ""
        kind = of
        run += text
    done.append(paint(run, kind, colour))
    return "".join(done)


def glyph(character: str) -> str:
    """What is shown for a character: itself, or something that stands for it where the terminal would act on it."""
    if character.isprintable():
        return character
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)  # the Control Pictures block follows the order of C0
    if code == 0x7F:
        return "\u2421"
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"  # a byte of a file name that is not UTF-8 (PEP 383)
    return f"<U+{code:04X}>"


def visible(text: str) -> str:
    """The text in one line, with nothing in it that a terminal acts on."""
    if text.isprintable():
        return text
    return "".join(" " if c in "\t\r\n" else glyph(c) for c in text)


def columns(text: str) -> int:
    """How many columns a printable text takes."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width

    return sum(0 if category(c) in ("Mn", "Me") else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def wrap(text: str, first: int, rest: int) -> list[str]:
    """Lines of at most `first`, then `rest` columns. Line ends in the text stay; a long word is never broken."""
    lines: list[str] = []
    room = max(first, 1)
    for paragraph in text.splitlines() or [""]:
        clean = visible(paragraph).rstrip()
        body = clean.lstrip(" ")
        line = clean[: len(clean) - len(body)]
        taken, fresh = len(line), True
        for word in body.split(" "):
            size = columns(word)
            if not fresh and taken + 1 + size > room:
                lines.append(line)
                line, taken, room, fresh = "", 0, max(rest, 1), True
            line += word if fresh else " " + word
            taken += size if fresh else 1 + size
            fresh = False
        lines.append(line)
        room = max(rest, 1)
    return lines
