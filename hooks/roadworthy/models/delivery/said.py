"""A statement about the system, with the place that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.records import NamedTuple

if TYPE_CHECKING:
    from ...core.excerpt import Place


class Said(NamedTuple):
    """`text` is a command, a name or a value: as written, or put together from what is written. `about` says of what."""

    text: str
    place: Place
    about: str = ""
