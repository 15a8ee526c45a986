"""Texts that are nearly right: pieces of real ones with lines, words and brackets moved, doubled, nested and cut.

Everything is drawn from the `Random` that is given, so an input is known by its target, its seed and its number.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

SMALL = 300  # characters of most inputs
_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_BRACKETS = (
    *(
        ("{", "}"),
        ("[", "]"),
        ("(", ")"),
        ("${", "}"),
        ("$(", ")"),
        ("{{", "}}"),
        ("#{", "}"),
        ("<", ">"),
        ('"', '"'),
        ("'", "'"),
    ),
    *(("`", "`"), ("/*", "*/"), ("<!--", "-->"), ("'''", "'''"), ('"""', '"""'), ("<<A\n", "\nA\n")),
)
# What no writer of a file means and files hold all the same.
_ODD = (
    "\0 \r \r\n \n\n \t \v \f \x1b \x7f \x85 \xa0 \u2028 \u2029 \ufeff \ufffd \u200b \u202e \ud7ff \U0001f600 \u0130 \u00df"
    ' \ufb01 \u0660 \u00b2 \\ \\\n \\\\ \\" \' " ` $ $$ ${ $( {{ }} {% %} <% %> # ## // /* */ -- --- ... : :: := :- :? = =='
    " => -> ; ;; & && | || > >> < << <<- <<< <<A * ** *a &a !! !x !!binary ? ?? ! ~ ^ @ % %% , . .. ../ / // - + 0 -1 1e999"
    " 0x 08 9223372036854775808 00000000000000000000 null ~ true on y 2026-02-30 9999-99-99 [ ] { } ( ) [] {} () [[ ]] [^ (?"
    " \\u \\x \\U \\N{"
).split(" ")


def window(text: str, most: int, chance: Random) -> str:
    """A stretch of at most `most` characters, from the begin of a line where it can be."""
    if len(text) <= most:
        return text
    start = 0 if chance.random() < 0.3 else text.rfind("\n", 0, chance.randrange(len(text))) + 1
    return text[start : start + most]


def made(seeds: Sequence[str], words: Sequence[str], chance: Random) -> str:
    """One input. `seeds` are real texts of its kind, `words` is its dictionary."""
    draw = chance.random()
    most = SMALL if draw < 0.9 else 2_000 if draw < 0.99 else 20_000
    text = window(chance.choice(seeds), most, chance)
    for _ in range(chance.choice((0, 1, 1, 2, 2, 3, 5, 8))):
        text = mutated(text, seeds, words, chance)
    return text


def mutated(text: str, seeds: Sequence[str], words: Sequence[str], chance: Random) -> str:
    """The text with one thing changed."""
    return chance.choice(_CHANGES)(text, seeds, words, chance)


def dictionary(seeds: Sequence[str], most: int = 2_000) -> tuple[str, ...]:
    """The words of the seeds, each once, in the order in which they come."""
    found: dict[str, None] = {}
    for seed in seeds:
        found.update(dict.fromkeys(word for word in _WORD.findall(seed[:20_000]) if not word.isspace() and len(word) < 40))
        if len(found) > most:
            break
    return tuple(found) or ("a",)


def _odd(text: str, seeds: Sequence[str], words: Sequence[str], chance: Random) -> str:
    at = chance.randint(0, len(text))
    return text[:at] + chance.choice(_ODD) + text[at:]


def _word_in(text: str, seeds: Sequence[str], words: Sequence[str], chance: Random) -> str:
    at = chance.randint(0, len(text))
    around = chance.choice(("", "", " ", "\n"))
    return text[:at] + around + chance.choice(words) + around + text[at:]


def _stretch(text: str, chance: Random) -> tuple[int, int]:
    start = chance.randint(0, len(text))
    return start, min(len(text), start + chance.choice((1, 1, 2, 5, 20, 80)))


def _cut(text: str, seeds: Sequence[str], words: Sequence[str], chance: Random) -> str:
    start, end = _stretch(text, chance)
    return text[:start] + text[end:]


def _doubled(text: str, seeds: Sequence[str], words: Sequence[str], chance: Random) -> str:
    start, end = _stretch(text, chance)
    draw = chance.random()
    times = 2 if draw < 0.8 else 10 if draw < 0.99 else 300
    return text[:start] + text[start:end] * times + text[end:]


def _bracketed(text: str, seeds: Sequence[str], words: Sequence[str], chance: Random) -> str:
    start, end = _stretch(text, chance)
    opening, closing = chance.choice(_BRACKETS)
    draw = chance.random()
    deep = 1 if draw < 0.85 else 5 if draw < 0.995 else 200
    if chance.random() < 0.2:
        closing = ""
    return text[:start] + opening * deep + text[start:end] + closing * deep + text[end:]


def _replaced(text: str, seeds: Sequence[str], words: Sequence[str], chance: Random) -> str:
    at = chance.randint(0, len(text))
    found = _WORD.search(text, at)
    if found is None:
        return text + chance.choice(words)
    return text[: found.start()] + chance.choice((chance.choice(words), chance.choice(_ODD), "")) + text[found.end() :]


def _lines(text: str, seeds: Sequence[str], words: Sequence[str], chance: Random) -> str:
    """A line away, again, elsewhere, or indented otherwise."""
    lines = text.split("\n")
    i = chance.randrange(len(lines))
    what = chance.randrange(5)
    if what == 0:
        del lines[i]
    elif what == 1:
        lines.insert(chance.randint(0, len(lines)), lines[i])
    elif what == 2:
        lines.insert(chance.randrange(len(lines)), lines.pop(i))
    elif what == 3:
        lines[i] = chance.choice((" ", "  ", "    ", "\t", "- ", "# ")) + lines[i]
    else:
        lines[i] = lines[i].lstrip()
    return "\n".join(lines)


def _spliced(text: str, seeds: Sequence[str], words: Sequence[str], chance: Random) -> str:
    other = window(chance.choice(seeds), 120, chance)
    at = chance.randint(0, len(text))
    if chance.random() < 0.5:
        at = text.rfind("\n", 0, at) + 1
    return text[:at] + other + (text[at:] if chance.random() < 0.7 else "")


def _ended(text: str, seeds: Sequence[str], words: Sequence[str], chance: Random) -> str:
    return text[: chance.randint(0, len(text))]


def _line_ends(text: str, seeds: Sequence[str], words: Sequence[str], chance: Random) -> str:
    return text.replace("\n", chance.choice(("\r\n", "\r", "\n\n", " ", "\\\n")))


_CHANGES = (_odd, _odd, _word_in, _word_in, _cut, _doubled, _bracketed, _replaced, _replaced, _lines, _lines, _spliced, _ended)
_CHANGES = (*_CHANGES, *_CHANGES, _line_ends)
