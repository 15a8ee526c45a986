"""Many patterns over one text in a single pass: Hyperscan, where the platform has it.

`docs/decisions/multi-pattern-matcher.md` says why this one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    Seen = Callable[[int, int, int, int, Any], object]  # pattern, start (always 0), end, flags, context


class Automaton:
    """Patterns over bytes, compiled; `scan` calls `seen` for every end of a match, in order of ends."""

    __slots__ = ("_database",)

    def __init__(self, database: Any) -> None:
        self._database = database

    def scan(self, content: bytes, seen: Seen) -> None:
        """Look for all patterns in `content`."""
        self._database.scan(content, match_event_handler=seen)


def compiled(patterns: Sequence[bytes], caseless: Sequence[bool] = (), literal: bool = False) -> Automaton | None:
    """The automaton for some patterns, numbered as they come; None where Hyperscan is missing or has no code for the processor.

    `literal`: the patterns are plain text. That compiles faster.
    """
    try:
        import hyperscan
    except ImportError:
        return None
    try:
        database = hyperscan.Database()
        flags = [hyperscan.HS_FLAG_CASELESS if ignored else 0 for ignored in caseless] or [0] * len(patterns)
        database.compile(expressions=list(patterns), ids=list(range(len(patterns))), flags=flags, literal=literal)
    except hyperscan.error:
        return None
    return Automaton(database)
