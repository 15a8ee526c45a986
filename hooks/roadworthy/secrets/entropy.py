"""How random a text looks: its entropy against what chance would give, and whether it counts, repeats or spells words."""

from __future__ import annotations

from itertools import pairwise
from math import log, log2, sqrt

LONGEST = 512  # characters that are looked at; a longer value shows its nature by then

# The commonest pairs of letters in English prose and in identifiers. About two thirds of the pairs in words are among them,
# an eighth of those in a random string (85 of 676).
_PAIRS = frozenset(
    "th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic ne ea"
    " ra ce li ch ll be ma si om ur ss ct ca el ta la ns ke ec us pa wo rd ey et ut em pl am mp ex xa ac cr se tr ld il so"
    " ad ai id lo no ec il po pr sw sa di".split()
)
_KEYBOARD = frozenset(a + b for row in ("qwertyuiop", "asdfghjkl", "zxcvbnm") for a, b in pairwise(row))


def shannon(text: str) -> float:
    """Bits a character, from how often each occurs in the text itself; 0 for the empty one."""
    text = text[:LONGEST]
    size = len(text)
    if not size:
        return 0.0
    return -sum(n / size * log2(n / size) for n in map(text.count, set(text)))


def alphabet(text: str) -> int:
    """The size of the smallest usual alphabet that has every character: digits, hexadecimal, base 36, 62, 64, ASCII."""
    if text.isdigit():
        return 10
    characters = set(text)
    if characters <= _HEX_LOWER or characters <= _HEX_UPPER:
        return 16
    size = 0
    if any(c.islower() for c in characters):
        size += 26
    if any(c.isupper() for c in characters):
        size += 26
    if any(c.isdigit() for c in characters):
        size += 10
    others = sum(not c.isalnum() for c in characters)
    return max(2, size + (0 if not others else 2 if others <= 2 else 32))


_HEX_LOWER = frozenset("0123456789abcdef")
_HEX_UPPER = frozenset("0123456789ABCDEF")


def expected(size: int, letters: int) -> float:
    """The entropy that `size` characters drawn at random from `letters` show on average, in bits a character.

    Short of the alphabet's size every collision costs; beyond it the bias of the estimate remains (Miller and Madow).
    """
    if size < 2 or letters < 2:
        return 0.0
    if size <= letters:
        return log2(size) - (size - 1) / letters
    return log2(letters) - (letters - 1) / (2 * size * log(2))


def is_random(text: str, margin: float = 0.6) -> bool:
    """Whether a text of at least 12 characters looks drawn at random rather than written, counted up or repeated."""
    text = text[:LONGEST]
    if len(text) < 12 or shannon(text) < expected(len(text), alphabet(text)) - margin:
        return False
    return not (is_counting(text) or is_repeating(text) or is_wordy(text))


def is_counting(text: str) -> bool:
    """Whether the characters run on: `123456`, `abcdef`, `qwerty`, `1a2b3c4d`."""
    text = text[:LONGEST].lower()
    if len(text) < 6:
        return False
    for stride, share in ((1, 0.45), (2, 0.6)):
        pairs = [(text[i], text[i + stride]) for i in range(len(text) - stride)]
        near = sum(abs(ord(a) - ord(b)) <= 1 or a + b in _KEYBOARD or a + b == "90" for a, b in pairs)
        if near > len(pairs) * share:
            return True
    return False


def is_repeating(text: str) -> bool:
    """Whether the text is one piece over and over, the last perhaps cut short, or little but one character."""
    text = text[:LONGEST]
    size = len(text)
    if size < 6:
        return False
    if max(map(text.count, set(text))) * 2 > size:
        return True
    return any(text.startswith(text[period:]) for period in range(1, size // 2 + 1))


def is_wordy(text: str) -> bool:
    """Whether the letters form words of English: most neighbours are common pairs, far more than chance would make them.

    Hexadecimal digits say nothing about it: half of the few pairs of a to f are common.
    """
    text = text[:LONGEST].lower()
    if alphabet(text) == 16:
        return False
    pairs = [text[i : i + 2] for i in range(len(text) - 1)]
    pairs = [pair for pair in pairs if pair.isalpha() and pair.isascii()]
    common = sum(pair in _PAIRS for pair in pairs)
    size = len(pairs)
    return size >= 6 and common > max(0.42 * size, 0.13 * size + 4 * sqrt(0.113 * size))
