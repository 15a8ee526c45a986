"""What an expression shows when it is written out, in the few forms that all languages have.

Each language's reader makes these of its own nodes; who judges them knows no language. The forms: `literal` (`name` is its
text), `name`, `member` (`name` of the only part), `index` (`name` is the literal key, of the only part), `call` (`name` of
what is called; the first part is what it is called on, or `NOTHING`, the others are arguments), `joined` (all parts are
shown), `choice` (one of the parts is), `map` of `pair` (`name` is the key, the part its value), and `other`, which shows
nothing of what stands in it: a comparison, a length, a function.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....core.excerpt import Place
from ....core.patterns import pattern
from ....core.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Literal

    Form = Literal["literal", "name", "member", "index", "call", "joined", "choice", "map", "pair", "other"]


class Shown(NamedTuple):
    """One expression. `name` as the form says; `place` is where it stands."""

    form: Form
    name: str
    parts: tuple[Shown, ...]
    place: Place


if TYPE_CHECKING:
    Look = Callable[[str], Shown | None]  # what a name was last given before the log call, where the file tells

DEEPEST = 12  # forms inside forms; a log call that nests deeper shows nothing
MOST_PARTS = 60  # of one form
NOTHING = Shown("other", "", (), Place("."))
# A condition that does not hold in production.
FOR_DEVELOPERS = pattern(
    r"(?i)develop|\bis_?dev\b|is_?test|test_?env|\bis_?local\b|debug_?mode|settings\.debug|app\.debug\b|(?:!|not\b)\s{0,3}(?:\w{1,30}\.)?"
    r"(?:is_?)?prod|!==?\s{0,3}[\"']prod|==?\s{0,3}[\"'](?:dev|test|local)"
)


class LogCall(NamedTuple):
    """One call that writes to a log: what it shows, its place, and how its names are looked up."""

    shows: tuple[Shown, ...]
    place: Place
    look: Look
