"""Terraform's string values line by line: attributes, map entries, variable defaults, and `name`/`value` pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.patterns import pattern
from .setting import Setting, closing_quote, unescaped

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from ..core.excerpt import Excerpt

_BLOCK = pattern(
    r"[ \t]{0,200}(?:([A-Za-z_][\w-]{0,99})((?:[ \t]{1,8}\"[^\"\n]{0,200}\"){0,4})|\"?([\w.-]{1,200})\"?[ \t]{0,64}[=:])"
    r"[ \t]{0,64}[\[({]{1,3}[ \t]{0,64}(?:#.*)?$"
)
_ATTRIBUTE = pattern(r"(?:^|(?<=[\s{,(]))\"?([A-Za-z_][\w.-]{0,199})\"?[ \t]{0,64}[=:](?![=>])[ \t]{0,64}\"")
_LABEL = pattern(r'"([^"\n]{0,200})"')
DEEPEST = 100  # blocks inside blocks that are kept apart


def parse(text: Excerpt) -> Iterator[Setting]:
    """Every string that an attribute or a map's key is given; `section` is the block it stands in, with its labels.

    The default of `variable "x"` has the key `x`; `{ name = "X", value = "v" }`, on one line or several, has the key `X`.
    Templates (`${…}`) stay in the value. Time is linear in the size of the text.
    """
    whole = text.text
    size = len(whole)
    blocks: list[str] = []
    named = ""  # the last `name = "…"` of the block that is open
    at = 0
    while at < size:
        end = whole.find("\n", at)
        end = size if end < 0 else end
        stop = end - 1 if end > at and whole[end - 1] == "\r" else end
        line = whole[at:stop].strip() if stop - at < 4096 else "-"
        if line.startswith(("}", "]", ")")):
            if blocks:
                blocks.pop()
            named = ""
        elif line and line[0] not in "#/*":
            block = _BLOCK.match(whole, at, stop) if line[-1] in "{[(" else None
            if block:
                if len(blocks) < DEEPEST:
                    blocks.append(_called(block))
                named = ""
            elif '"' in line or line == "-":
                for found, value in _strings(text, at, stop):
                    key = found[1]
                    section = blocks[-1] if blocks else ""
                    if key.lower() in ("name", "key"):
                        named = value.text
                        yield Setting(key, value, section, True)
                    elif key.lower() == "value" and named:
                        yield Setting(named, value, section, True)
                        named = ""
                    elif key == "default" and section.startswith("variable "):
                        yield Setting(section[9:], value, section, True)
                    else:
                        yield Setting(key, value, section, True)
        at = end + 1


def _called(block: re.Match[str]) -> str:
    if block[3]:
        return block[3]
    return " ".join((block[1], *_LABEL.findall(block[2] or "")))


def _strings(text: Excerpt, start: int, end: int) -> Iterator[tuple[re.Match[str], Excerpt]]:
    whole = text.text
    at = start
    while found := _ATTRIBUTE.search(whole, at, end):
        close = closing_quote(whole, found.end(), end, '"')
        if close < 0:
            return
        yield found, unescaped(text.cut(found.end(), close))
        at = close + 1
