"""Which names hold what must not be logged, going by their words."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from ....tables import sensitive_names as table
from ...names import LONGEST_NAME, name_words

if TYPE_CHECKING:
    from collections.abc import Sequence


@lru_cache(maxsize=20_000)
def held(name: str) -> str | None:
    """What an identifier or key of this name holds that is sensitive: `a password`; None for every other."""
    if not name or len(name) > LONGEST_NAME:
        return None
    words = name_words(name)
    if not words or any(word in table.MASKED for word in words):
        return None
    at = _position(words)
    if at is None or (words[0] in table.VERBS and words[:2] not in table.NO_VERBS):
        return None
    start, end, what = at
    if any(word in table.ABOUT and word not in table.ABOUT_BEFORE for word in words[:start]):
        return None
    return None if any(word in table.ABOUT for word in words[end:]) else what


def _position(words: Sequence[str]) -> tuple[int, int, str] | None:
    """From where to where the last sensitive words stand, and what they mean."""
    for i in range(len(words) - 1, -1, -1):
        pair = table.SENSITIVE_PAIRS.get((words[i - 1], words[i])) if i else None
        if pair:
            return i - 1, i + 1, pair
        if words[i] in table.SENSITIVE and not (words[i] == "pw" and len(words) > 2):
            return i, i + 1, table.SENSITIVE[words[i]]
        if words[i] == "pass" and i == len(words) - 1 and i and words[i - 1] in table.BEFORE_PASS:
            return i - 1, i + 1, "a password"
        if words[i].endswith(("password", "passwd", "apikey")):
            return i, i + 1, "a password"
    return None


@lru_cache(maxsize=5_000)
def is_masking(name: str) -> bool:
    """Whether what a function of this name returns, or a variable of it holds, has nothing left to be seen."""
    return name.lower() in table.EMPTYING or any(word in table.MASKED for word in name_words(name))


@lru_cache(maxsize=5_000)
def is_about(name: str) -> bool:
    """Whether a name speaks of a secret and ends in what it has of it: `token_id`, `tokenType`."""
    words = name_words(name)
    return len(words) > 1 and words[-1] in table.ABOUT and any(word in table.SENSITIVE for word in words[:-1])


@lru_cache(maxsize=5_000)
def is_question(name: str) -> bool:
    """Whether a function of this name answers yes or no."""
    words = name_words(name)
    return bool(words) and (words[0] in table.VERBS or name.endswith("?") or words[-1] in ("valid", "exists", "count"))
