"""Did you mean: the known word nearest to one that is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 64  # characters; nobody mistypes a longer name by a letter


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one of `known` that `word` was probably meant to be; None where none is near.

    Near is an edit distance of a third of the word's length, at least one; case, `_` and `-` do not count. Of equally near
    ones the first in order is taken.
    """
    wanted = _plain(word)
    if not wanted or len(wanted) > _LONGEST:
        return None
    best, limit = None, max(1, len(wanted) // 3)
    for name in sorted(known):
        distance = _distance(wanted, _plain(name), limit)
        if distance <= limit:
            best, limit = name, distance - 1
            if limit < 0:
                break
    return best


def _plain(word: str) -> str:
    return word.strip().lower().replace("_", "-")


def _distance(a: str, b: str, limit: int) -> int:
    """Insertions, deletions, replacements and swaps of neighbours that make `b` of `a`; `limit + 1` for any more."""
    if abs(len(a) - len(b)) > limit:
        return limit + 1
    before: list[int] = []
    above = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and y == a[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
        before, above = above, row
    return above[-1]
