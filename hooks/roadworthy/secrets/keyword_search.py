"""Where some of a thousand literals stand in a text: one by one in little text, all at once in much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .native_search import compiled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .native_search import Automaton

WORTH_COMPILING = 48_000  # bytes of text after which compiling the automaton (about 20 ms) is cheaper than going on without
PIECE = 4 * 1024 * 1024  # bytes that are looked through at a time, so that the hits of one piece are what memory holds


class KeywordSearch:
    """The search over text after text; with `keywords` as given, in ASCII, and case as it is."""

    def __init__(self, keywords: Sequence[str], worth_compiling: int = WORTH_COMPILING) -> None:
        self._keywords = keywords
        self._left = worth_compiling
        self._automaton: Automaton | None = None
        self._tried = False

    def __call__(self, text: str) -> list[tuple[int, str]]:
        """`(offset, keyword)` for every place where one stands, overlaps and all, by offset in the text."""
        self._left -= len(text)
        if self._left < 0 and not self._tried:
            self._automaton = compiled([keyword.encode() for keyword in self._keywords], literal=True)
            self._tried = True
        return self._native(self._automaton, text) if self._automaton else self._plain(text)

    def _plain(self, text: str) -> list[tuple[int, str]]:
        hits: list[tuple[int, str]] = []
        for keyword in self._keywords:
            if keyword in text:
                at = text.find(keyword)
                while at >= 0:
                    hits.append((at, keyword))
                    at = text.find(keyword, at + 1)
        hits.sort()
        return hits

    def _native(self, automaton: Automaton, text: str) -> list[tuple[int, str]]:
        content = text.encode("utf-8", "surrogatepass")
        keywords = self._keywords
        ends: list[tuple[int, int]] = []
        automaton.scan(content, lambda number, start, end, flags, context: ends.append((end, number)))
        if len(content) == len(text):
            hits = [(end - len(keywords[number]), keywords[number]) for end, number in ends]
        else:  # bytes are not characters
            hits, characters, counted = [], 0, 0
            for end, number in ends:
                if end > counted:
                    characters += len(content[counted:end].decode("utf-8", "surrogatepass"))
                    counted = end
                hits.append((characters - len(keywords[number]), keywords[number]))
        hits.sort()
        return hits
