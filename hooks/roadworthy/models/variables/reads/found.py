"""What a language's module says of one read, and what counts as the name of a variable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....core.patterns import pattern
from ....core.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Set
    from typing import Literal

    from ....core.excerpt import Place

    Need = Literal["required", "default", "optional"]

_NAME = pattern(r"[A-Za-z_][A-Za-z0-9_]{0,199}")
# A schema's key is a variable only where it looks like one: `title: z.string()` in the same file is something else.
_UPPER = pattern(r"[A-Z_][A-Z0-9_]{0,199}")


class Found(NamedTuple):
    """One read in one file. `default` is the literal without its quotes; None where there is none or it is computed."""

    name: str
    place: Place
    need: Need
    default: str | None
    how: str


def settled(found: Iterable[Found], assumed: Set[Place], tested: Set[str]) -> tuple[Found, ...]:
    """The reads of a file, without what only seemed to be required.

    A method called on the value makes it required, at a place of `assumed`; but not where the file tests elsewhere whether the
    variable is there, and so goes on without it: those are `tested`.
    """
    return tuple(
        one._replace(need="optional") if one.place in assumed and one.need == "required" and one.name in tested else one
        for one in found
    )


def is_name(text: str) -> bool:
    """Whether a shell could export a variable of that name."""
    return _NAME.fullmatch(text) is not None


def is_upper(text: str) -> bool:
    """Whether this is written as variables of the environment are."""
    return _UPPER.fullmatch(text) is not None
