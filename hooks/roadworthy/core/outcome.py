"""What a rule may say, and what a reader says where it cannot give a subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .records import NamedTuple

if TYPE_CHECKING:
    from typing import Literal

    from .excerpt import Place

    State = Literal["gap", "pass", "unknown"]


class Outcome(NamedTuple):
    """One statement about one subject: a gap, evidence of a pass, or "cannot tell from here".

    `places[0]` is where the caret goes; the others are evidence, each with its label, or what was searched. `symbol` names
    the thing within its file (a stage, a service, a job, a variable) and never holds a line number, so that the identity
    `(rule, path, symbol)` outlives an edit above it. `remedy` replaces the rule's own where the case allows a better one.
    `recorded`: a baseline has it and nobody has looked at it yet, so it is shown and does not block.
    """

    state: State
    symbol: str
    message: str
    places: tuple[Place, ...]
    remedy: str = ""
    recorded: bool = False


class Unreadable(NamedTuple):
    """A file, or a part of one, that no subject could be made of.

    `opaque` is for what nobody could read from here (a template, a binary, a Git LFS pointer): unknown, but no error.
    """

    place: Place
    why: str
    opaque: bool = False


def gap(symbol: str, message: str, *places: Place, remedy: str = "") -> Outcome:
    """Something is wrong at `places[0]`; the other places are labelled evidence."""
    return Outcome("gap", symbol, message, places, remedy)


def passes(symbol: str, message: str, *places: Place) -> Outcome:
    """Looked and found it in order: `places` is what was looked at."""
    return Outcome("pass", symbol, message, places)


def unknown(symbol: str, message: str, *places: Place) -> Outcome:
    """The answer is not in what can be read here: `places` is what was searched."""
    return Outcome("unknown", symbol, message, places)
