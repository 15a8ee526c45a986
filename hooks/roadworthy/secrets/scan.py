"""Every detector over one decoded file: what they found, each value once, with the surest thing that is known of it.

Providers' formats, places in known file formats, and detect-secrets' plugins look at the same text. Where findings overlap
they are one secret. A file in which nothing looks like one is searched for literals and parsed by nobody.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

from ..core.records import NamedTuple
from .engine import findings
from .found import Secret

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..core.excerpt import Excerpt, Source
    from .detect_secrets_bridge import Finding
    from .found import Certainty
    from .keyword_search import KeywordSearch

SUREST: tuple[Certainty, ...] = ("provider", "key", "url", "place", "hash", "weak", "keyword", "entropy")
LARGEST_AT_ONCE = 4 * 1024 * 1024  # characters; of a larger text the keywords' hits are judged piece by piece
OVERLAP = 64 * 1024  # characters that two pieces share

# What detect-secrets' types come to. Any other is a provider's format.
_CERTAINTIES: dict[str, tuple[Certainty, str]] = {
    "Private Key": ("key", "private key"),
    "Basic Auth Credentials": ("url", "password in a URL"),
    "Secret Keyword": ("keyword", "value of a secret's name"),
    "Base64 High Entropy String": ("entropy", "random-looking text"),
    "Hex High Entropy String": ("entropy", "random-looking hexadecimal text"),
    "Public IP (ipv4)": ("entropy", "public IP address"),
}


class Looked(NamedTuple):
    """What a look at one file gave.

    `limits` say what was not looked at because there is too much of it; `guesses` the same of what only guesses come from.
    """

    secrets: tuple[Secret, ...]
    limits: tuple[str, ...]
    guesses: tuple[str, ...]


def scan(source: Source) -> tuple[Secret, ...]:
    """The secrets of a file, in order of place; none overlaps another."""
    return look(source).secrets


def look(source: Source) -> Looked:
    """The secrets of a file as `scan` gives them, and what was left out on the way."""
    limits: list[str] = []
    found = _apart([*_provider_secrets(source, limits), *_placed(source, limits), *_of_detect_secrets(source)])
    guesses: tuple[str, ...] = ()
    if len(source.text) > LARGEST_AT_ONCE // 64:
        from .engine_long_lines import leaves_names_out

        if leaves_names_out(source.text):
            guesses = ("has a line with too many names of secrets; not every value in it was guessed at",)
    return Looked(found, tuple(dict.fromkeys(limits)), guesses)


def _provider_secrets(source: Source, limits: list[str]) -> Iterator[Secret]:
    try:
        from .providers import secrets_at
    except ImportError:
        return
    search = _keyword_search()
    text = source.text
    for start in range(0, max(1, len(text)), LARGEST_AT_ONCE):
        part = text[start : start + LARGEST_AT_ONCE + OVERLAP] if len(text) > LARGEST_AT_ONCE else text
        hits = search(part)
        if hits:
            yield from secrets_at(source, [(start + at, keyword) for at, keyword in hits] if start else hits, search, limits)


@lru_cache(maxsize=1)
def _keyword_search() -> KeywordSearch:
    from .keyword_search import KeywordSearch
    from .providers import KEYWORDS

    return KeywordSearch(KEYWORDS)


def _placed(source: Source, limits: list[str]) -> Iterator[Secret]:
    try:
        from .places import placed
    except ImportError:
        return
    yield from placed(source, limits)


def _of_detect_secrets(source: Source) -> Iterator[Secret]:
    text = source.text
    lines = _Lines(source)
    if "\r" in text:
        text = re.sub("\r\n?", "\n", text)
    for finding in findings(source.path, text):
        value = lines.value(finding)
        certainty, kind = _CERTAINTIES.get(finding.type, ("provider", finding.type))
        # A token, a private key or a login that our own tables do not confirm is a guess: the library's pattern for AWS takes
        # nucleotide sequences, the one for GitLab `glpat-xxxx`; a key's header is no key, `postgres:postgres@db` no secret.
        unconfirmed: Certainty = "entropy" if certainty == "entropy" else "keyword"
        yield Secret(unconfirmed, kind, lines.name(value), value, finding.type)


class _Lines:
    """Where a finding's line and value stand, however the file ends its lines."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._starts: list[int] | None = None

    def _bounds(self, number: int) -> tuple[int, int]:
        text = self._source.text
        if self._starts is None:
            lone = re.search("\r(?!\n)", text) if "\r" in text else None  # the library ends a line there, as Python does
            self._starts = [0, *(end.end() for end in re.finditer("\r\n?|\n", text))] if lone else self._source.starts
        starts = self._starts
        start = starts[min(number, len(starts)) - 1]
        return start, starts[number] if number < len(starts) else len(text)

    def value(self, finding: Finding) -> Excerpt:
        """The value; all of its line where the file writes it otherwise, since it has to be covered."""
        start, end = self._bounds(finding.line)
        whole = self._source.whole()
        text, value = self._source.text, finding.value
        for written in (value, value.replace('\\"', '"')):
            for quote in "\"'`":
                at = text.find(quote + written + quote, start, end)
                if at >= 0:
                    return whole.cut(at + 1, at + 1 + len(written))
            at = text.rfind(written, start, end)
            if at < 0:  # a YAML value can stand below its key
                at = text.find(written, start, end + len(written) + 2000)
            if at >= 0:
                return whole.cut(at, at + len(written))
        return whole.cut(start, end).strip()

    def name(self, value: Excerpt) -> str:
        """The key or variable that a value is given to, on its own line; empty where none is seen."""
        at = value.origin(0)
        text = self._source.text
        before = text[max(text.rfind("\n", 0, at) + 1, at - 160) : at]
        found = _name().search(before)
        return found[1] if found else ""


@lru_cache(maxsize=1)
def _name() -> re.Pattern[str]:
    return re.compile(r"""([\w.$-]{1,100})["'\]]{0,2}\s{0,20}(?:=>|:=|[!=]?={1,2}|:)\s{0,20}[@rbuf]?["'`]?$""")


def _apart(secrets: Iterable[Secret]) -> tuple[Secret, ...]:
    """Of secrets that overlap the surest; of equally sure ones the one that takes in the other."""
    spans = []
    for secret in secrets:
        start = secret.value.origin(0)
        spans.append((start, max(start + 1, secret.value.origin(len(secret.value))), secret))
    spans.sort(key=_span)
    kept: list[Secret] = []
    touching: list[tuple[int, int, Secret]] = []
    reach = -1
    for span in spans:
        if span[0] >= reach:
            kept += _surest(touching)
            touching = []
        touching.append(span)
        reach = max(reach, span[1])
    return (*kept, *_surest(touching))


def _span(row: tuple[int, int, Secret]) -> tuple[int, int]:
    return row[:2]


def _surest(touching: list[tuple[int, int, Secret]]) -> list[Secret]:
    """What is left of secrets of which each overlaps another."""
    if len(touching) < 2:
        return [secret for _, _, secret in touching]
    starts: list[int] = []
    kept: list[tuple[int, int, Secret]] = []
    for row in sorted(touching, key=lambda row: (SUREST.index(row[2].certainty), row[0] - row[1], row[0])):
        at = bisect_left(starts, row[1])
        if not at or kept[at - 1][1] <= row[0]:
            starts.insert(at, row[0])
            kept.insert(at, row)
    return [secret for _, _, secret in kept]
