"""Sets of versions: what a range, a partial version or a list of alternatives admits, in the notations of the languages.

A version is three whole numbers. A set is a tuple of half-open spans, sorted and apart. Where a notation leaves room, the
wider reading is taken (`<=3.10` admits 3.10.5), so that two sets without a common version really have none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.patterns import pattern
from ...core.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal

    Version = tuple[int, int, int]
    Notation = Literal["npm", "python", "ruby", "composer"]

LONGEST = 200  # characters of a range; nobody writes longer ones
_FIRST: Version = (0, 0, 0)
_END: Version = (10**9, 0, 0)
_NUMBER = r"(?:\d{1,8}|[xX*])"
_SUFFIX = r"(?:[-+_]?[A-Za-z][\w.+-]{0,60}|[-+_][\w.+-]{1,60})?"
_VERSION = rf"v?({_NUMBER})(?:\.({_NUMBER}))?(?:\.({_NUMBER}))?(?:\.{_NUMBER}){{0,3}}{_SUFFIX}"
_PARTIAL = pattern(rf"\s{{0,20}}{_VERSION}\s{{0,20}}\Z")
_TOKEN = pattern(rf"\s{{0,20}}(\^|~>|~=|~|>=|<=|>|<|===|==|=|!=)?\s{{0,20}}{_VERSION}\s{{0,20}},?\s{{0,20}}")
_HYPHEN = pattern(rf"\s{{0,20}}{_VERSION}\s{{1,20}}-\s{{1,20}}{_VERSION}\s{{0,20}}\Z")
_ALTERNATIVE = pattern(r"\|\|?")


class Versions(NamedTuple):
    """A set of versions. `spans` are pairs of the first version in and the first one out again."""

    spans: tuple[tuple[Version, Version], ...]

    def meets(self, other: Versions) -> bool:
        """Whether some version is in both."""
        return bool(self.both(other).spans)

    def both(self, other: Versions) -> Versions:
        """What is in both."""
        found = ((max(a, c), min(b, d)) for a, b in self.spans for c, d in other.spans)
        return _joined((low, high) for low, high in found if low < high)

    def either(self, other: Versions) -> Versions:
        """What is in one of them."""
        return _joined((*self.spans, *other.spans))

    def lines(self, parts: int) -> Versions:
        """The same with every span widened to whole release lines, which the first `parts` numbers name."""
        return _joined((_low(low[:parts]), _up(high, parts)) for low, high in self.spans)


def _up(high: Version, parts: int) -> Version:
    floor = _low(high[:parts])
    return high if floor == high else _above(high[:parts])


def _joined(spans: Iterable[tuple[Version, Version]]) -> Versions:
    made: list[tuple[Version, Version]] = []
    for low, high in sorted(spans):
        if made and low <= made[-1][1]:
            made[-1] = (made[-1][0], max(high, made[-1][1]))
        else:
            made.append((low, high))
    return Versions(tuple(made))


ANY = Versions(((_FIRST, _END),))


def partial(text: str) -> Versions | None:
    """What a version admits that may leave parts out: `24` is every 24, `20.x` every 20, `3.12.8` itself.

    What follows the numbers is passed over (`20.11-alpine`, `3.13.0rc1`). None for what is no version: `lts/*`, `latest`.
    """
    found = _PARTIAL.match(text) if len(text) <= LONGEST else None
    if not found:
        return None
    numbers = _numbers(found[1], found[2], found[3])
    return Versions(((_low(numbers), _above(numbers)),)) if numbers else ANY


def at_least(text: str) -> Versions | None:
    """Every version from this one on: what `go 1.22` and a Java release level ask for."""
    found = partial(text)
    return Versions(((found.spans[0][0], _END),)) if found else None


def range_of(text: str, notation: Notation) -> Versions | None:
    """What a range admits. None where it is not understood, so that nothing is said of it.

    npm: https://github.com/npm/node-semver#ranges, also what Poetry reads. python: PEP 440. ruby: Gem::Requirement.
    composer: https://getcomposer.org/doc/articles/versions.md.
    """
    if len(text) > LONGEST:
        return None
    if text.strip() in ("", "*", "x", "X"):
        return ANY
    made: Versions | None = None
    for alternative in _ALTERNATIVE.split(text):
        found = _conjunction(alternative, notation)
        if found is None:
            return None
        made = found if made is None else made.either(found)
    return made


def _conjunction(text: str, notation: Notation) -> Versions | None:
    hyphen = _HYPHEN.match(text)
    if hyphen:
        low, high = _numbers(hyphen[1], hyphen[2], hyphen[3]), _numbers(hyphen[4], hyphen[5], hyphen[6])
        return _joined([(_low(low), _above(high))] if _low(low) < _above(high) else [])
    made = ANY
    at = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if not token:
            return None
        at = token.end()
        made = made.both(_one(token[1] or "", _numbers(token[2], token[3], token[4]), notation))
    return made if text.strip() else ANY


def _one(operator: str, numbers: tuple[int, ...], notation: Notation) -> Versions:
    if not numbers:
        return ANY
    low, above = _low(numbers), _above(numbers)
    if operator == ">=":
        return Versions(((low, _END),))
    if operator == ">":  # above 3.10 may be 3.10.1
        return Versions((((low[0], low[1], low[2] + 1), _END),))
    if operator == "<":
        return Versions(((_FIRST, low),) if low > _FIRST else ())
    if operator == "<=":
        return Versions(((_FIRST, above),))
    if operator == "!=":
        return Versions(tuple(span for span in ((_FIRST, low), (above, _END)) if span[0] < span[1]))
    if operator == "^":  # up to the next change of the leftmost number that is not zero
        kept = next((i for i, number in enumerate(numbers) if number), len(numbers) - 1)
        return Versions(((low, _above(numbers[: kept + 1])),))
    if operator in ("~>", "~=") or (operator == "~" and notation == "composer"):
        return Versions(((low, _above(numbers[:-1] or numbers)),))
    if operator == "~":
        return Versions(((low, _above(numbers[:2])),))
    return Versions(((low, above),))


def _numbers(*parts: str | None) -> tuple[int, ...]:
    """The numbers up to the first that is left out or a wildcard."""
    found: list[int] = []
    for part in parts:
        if part is None or not part.isdigit():
            break
        found.append(int(part))
    return tuple(found)


def _low(numbers: tuple[int, ...]) -> Version:
    one, two, three = (*numbers, 0, 0, 0)[:3]
    return (one, two, three)


def _above(numbers: tuple[int, ...]) -> Version:
    """The first version that does not begin with these numbers."""
    return _low((*numbers[:-1], numbers[-1] + 1)) if numbers else _END
