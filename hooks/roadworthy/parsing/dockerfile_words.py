"""The words of a Dockerfile instruction: keyword, flags, JSON arrays, quoted words and pairs, each with its position."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.patterns import pattern
from ..core.records import NamedTuple

if TYPE_CHECKING:
    from typing import Literal

    from ..core.excerpt import Excerpt


class Flag(NamedTuple):
    """`--name=value` between keyword and arguments. `value` has its quotes taken out and is None without `=`."""

    name: str
    value: Excerpt | None
    at: Excerpt


class Pair(NamedTuple):
    """A name and its value in ENV, LABEL or ARG. The value has its quotes still; ARG without a default has None.

    `legacy` marks the form without `=`, as in `ENV name value`.
    """

    key: Excerpt
    value: Excerpt | None
    legacy: bool = False


MOST_ESCAPES = 4096  # in one string; one with more stands as a whole where it begins

_KEYWORD = pattern(r"[^\t\v\f\r ]*")
_WORD = pattern(r"[^\t\v\f\r ]+")
_SPACE = pattern(r"\s*")
_UNQUOTED = pattern(r"\S+")
_PLAIN = pattern(r"[^\s'\"\\`]+")
_IN_FLAG = pattern(r"[^\s'\"\\]+|(?P<space>\s)|\\.?|['\"]", re.DOTALL)
_STRING_PART = pattern(r'[^"\\\x00-\x1f]*')
_JSON_SPACE = pattern(r"[ \t\r\n]*")
_JSON_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_FOUR_HEX = pattern(r"[0-9a-fA-F]{4}")


def command(line: Excerpt) -> tuple[str, tuple[Flag, ...], Excerpt]:
    """Keyword in upper case, flags and arguments of an instruction's line, which has no white space at its ends."""
    text = line.text
    match = _KEYWORD.match(text)
    at = match.end() if match else 0
    keyword = text[:at].upper()
    while at < len(text) and text[at].isspace():
        at += 1
    flags: tuple[Flag, ...] = ()
    if text.startswith("--", at):
        flags, at = _flags(line, at)
    return keyword, flags, line.cut(at)


def _flags(line: Excerpt, at: int) -> tuple[tuple[Flag, ...], int]:
    text, size = line.text, len(line.text)
    flags = []
    while text.startswith("--", at):
        start = at
        edits: list[tuple[int, int, str]] = []
        quote = ""
        while at < size:
            match = _IN_FLAG.match(text, at)
            assert match is not None  # any character matches
            if match["space"] and not quote:
                break
            mark = match[0][0]
            if mark == "\\":
                edits.append((at, at + 1, ""))
            elif mark in "'\"" and quote in ("", mark):
                quote = "" if quote else mark
                edits.append((at, at + 1, ""))
            at = match.end()
        whole = line.cut(start, at)
        word = whole.splice([(a - start, b - start, new) for a, b, new in edits]) if edits else whole
        while at < size and text[at].isspace():
            at += 1
        if word.text == "--":
            break
        name, has_value, _ = word.text[2:].partition("=")
        flags.append(Flag(name, word.cut(len(name) + 3) if has_value else None, whole))
    return tuple(flags), at


def space_words(text: Excerpt) -> tuple[Excerpt, ...]:
    """The words between white space; quotes mean nothing here."""
    return tuple([text.cut(m.start(), m.end()) for m in _WORD.finditer(text.text)])


def quoted_words(text: Excerpt, escape: str) -> tuple[Excerpt, ...]:
    """The words between white space outside quotes. Quotes and escapes stay in the words."""
    whole = text.text
    if "'" not in whole and '"' not in whole and escape not in whole:
        return tuple([text.cut(m.start(), m.end()) for m in _UNQUOTED.finditer(whole)])
    words = []
    at, size, start, quote = 0, len(whole), -1, ""
    while at < size:
        match = None if quote else _PLAIN.match(whole, at)
        if match:
            start, at = (at if start < 0 else start), match.end()
            continue
        mark = whole[at]
        if quote:
            if mark == escape and quote == '"':
                at += 1
            elif mark == quote:
                quote = ""
        elif mark.isspace():
            if start >= 0:
                words.append(text.cut(start, at))
                start = -1
        else:
            start = at if start < 0 else start
            if mark == escape:
                at += 1
            elif mark in "'\"":
                quote = mark
        at += 1
    if start >= 0:
        end = size - 1 if at > size else size  # an escape with nothing after it is no part of the word
        if end > start:
            words.append(text.cut(start, end))
    return tuple(words)


def pairs(text: Excerpt, words: tuple[Excerpt, ...]) -> tuple[Pair, ...]:
    """The pairs of ENV and LABEL. In the form without `=` all after the first word is one value."""
    if not words:
        return ()
    if "=" not in words[0].text:
        key = _KEYWORD.match(text.text)
        end = key.end() if key else 0
        value = text.cut(end).strip()
        return (Pair(text.cut(0, end), value if value.text else None, legacy=True),)
    return arg_pairs(words)


def arg_pairs(words: tuple[Excerpt, ...]) -> tuple[Pair, ...]:
    """The pairs of ARG: each word is a name, or a name and its default."""
    made = []
    for word in words:
        name, equals, _ = word.text.partition("=")
        made.append(Pair(word.cut(0, len(name)), word.cut(len(name) + 1) if equals else None))
    return tuple(made)


def json_words(text: Excerpt) -> tuple[Excerpt, ...] | Literal["nested", "malformed", ""]:
    """The decoded strings of a JSON array.

    `""`: no array at all; `"malformed"`: it begins as one, and Docker takes it for shell form; `"nested"`: a proper array of
    something else than strings, which Docker refuses.
    """
    whole = text.text
    if not whole.startswith("["):
        return ""
    size = len(whole)
    words: list[Excerpt] = []
    at = _skip(whole, 1)
    if at < size and whole[at] == "]":
        return () if _skip(whole, at + 1) == size else "malformed"
    while at < size and whole[at] == '"':
        word, at = _json_string(text, at + 1)
        if word is None:
            return "malformed"
        words.append(word)
        at = _skip(whole, at)
        mark = whole[at : at + 1]
        at = _skip(whole, at + 1)
        if mark == "]":
            return tuple(words) if at >= size else "malformed"
        if mark != ",":
            return "malformed"
    return _other_json(whole) if at < size and whole[at] in "[{-0123456789tfn" and whole.rstrip().endswith("]") else "malformed"


def _skip(whole: str, at: int) -> int:
    match = _JSON_SPACE.match(whole, at)
    return match.end() if match else at


def _json_string(text: Excerpt, start: int) -> tuple[Excerpt | None, int]:
    """The string whose content begins at `start`, and the offset after its closing quote; None where it is malformed."""
    whole = text.text
    edits: list[tuple[int, int, str]] = []
    at = start
    while True:
        match = _STRING_PART.match(whole, at)
        at = match.end() if match else at
        mark = whole[at : at + 1]
        if mark == '"':
            word = text.cut(start, at)
            if len(edits) > MOST_ESCAPES:
                word = word.splice([(0, at - start, _decoded(word.text))])
            elif edits:
                word = word.splice([(a - start, b - start, new) for a, b, new in edits])
            return word, at + 1
        if mark != "\\":
            return None, at
        kind = whole[at + 1 : at + 2]
        if len(edits) > MOST_ESCAPES and (kind in _JSON_ESCAPES or (kind == "u" and _FOUR_HEX.match(whole, at + 2))):
            at += 2
        elif kind in _JSON_ESCAPES:
            edits.append((at, at + 2, _JSON_ESCAPES[kind]))
            at += 2
        elif kind == "u" and _FOUR_HEX.match(whole, at + 2):
            code, end = int(whole[at + 2 : at + 6], 16), at + 6
            if 0xD800 <= code < 0xE000:
                paired = whole.startswith("\\u", end) and _FOUR_HEX.match(whole, end + 2)
                low = int(whole[end + 2 : end + 6], 16) if paired else 0
                if code < 0xDC00 and 0xDC00 <= low < 0xE000:
                    code, end = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00), end + 6
                else:
                    code = 0xFFFD
            edits.append((at, end, chr(code)))
            at = end
        else:
            return None, at


def _decoded(string: str) -> str:
    import json

    try:
        return str(json.loads(f'"{string}"'))
    except ValueError:  # none is known: what this module takes for a string is one
        return string


def _other_json(whole: str) -> Literal["nested", "malformed"]:
    import json

    try:
        json.loads(whole)
    except (ValueError, RecursionError):
        return "malformed"
    return "nested"
