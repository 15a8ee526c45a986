"""What a language's module says of one read, and what counts as the name of a variable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.patterns import pattern
from ...core.records import NamedTuple

if TYPE_CHECKING:
    from typing import Literal

    from ...core.excerpt import Place

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


def is_name(text: str) -> bool:
    """Whether a shell could export a variable of that name."""
    return _NAME.fullmatch(text) is not None


def is_upper(text: str) -> bool:
    """Whether this is written as variables of the environment are."""
    return _UPPER.fullmatch(text) is not None
