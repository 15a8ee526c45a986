"""Which lines of a text deserve a closer look: native search for what detect-secrets' plugins could match, and nothing else.

Every row of the table matches at least what its plugins match (a superset, cheaper and without look-around), so a line
without a hit has no finding. Two searches give the same answer: for little text each row is asked by itself, the literals
first; for much text one automaton (Hyperscan) takes all rows at once. `docs/decisions/multi-pattern-matcher.md` has the
figures behind that.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from .native_search import compiled

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

    from .native_search import Automaton

WORTH_COMPILING = 400_000  # bytes of text after which compiling the automaton (about 60 ms) is cheaper than going on without

PIECE = 2 * 1024 * 1024  # bytes searched at a time; a longer line is a piece of its own

# Between a key and its value where the plugins allow for an assignment: brackets, quotes, blanks, = : := => ::.
_TO = rb"""["'\] =:>]+"""
_USER = rb"""[^:/?#\[\]@!$&'()*+,;=\s]+"""
_KEYS = rb"(?:key|pwd|pw|password|pass|token)"


class Row(NamedTuple):
    """One pattern over UTF-8 bytes, of one line, with the plugins it stands for. One of `literals` is in every match."""

    plugins: tuple[str, ...]
    pattern: bytes
    literals: tuple[bytes, ...] = ()
    caseless: bool = False


# Unicode's other digits, and the four letters that fold to ASCII ones, are not in these patterns: `_foreign` finds them.
ROWS: tuple[Row, ...] = (
    Row(("ArtifactoryDetector",), rb"AKC[a-zA-Z0-9]{10}", (b"AKC",)),
    Row(("ArtifactoryDetector",), rb"AP[0-9A-F][a-zA-Z0-9]{8}", (b"AP",)),
    Row(
        ("AWSKeyDetector",),
        rb"(?:A3T[A-Z0-9]|ABIA|ACCA|AKIA|ASIA)[0-9A-Z]{16}",
        (b"A3T", b"ABIA", b"ACCA", b"AKIA", b"ASIA"),
    ),
    Row(("AWSKeyDetector",), rb"""aws[^\n]{2,180}["'][0-9a-z/+]{40}["']""", (b"aws",), True),
    Row(("AzureStorageKeyDetector",), rb"AccountKey=[a-zA-Z0-9+/=]{88}", (b"AccountKey=",)),
    Row(("BasicAuthDetector",), rb"://" + _USER + rb":" + _USER + rb"@", (b"://",)),
    Row(
        ("CloudantDetector",),
        rb"cl(?:ou|oudant)?[_-]?(?:api)?" + _KEYS + _TO + rb"(?:[0-9a-f]{64}|[a-z]{24})",
        (b"clkey", b"clpw", b"clpass", b"cltoken", b"cl_", b"cl-", b"clapi", b"clou"),
        True,
    ),
    Row(("CloudantDetector",), rb"\.cloudant\.com", (b".cloudant.com",), True),
    Row(("DiscordBotTokenDetector",), rb"\.[a-zA-Z0-9_-]{6}\.[a-zA-Z0-9_-]{27}", (b".",)),
    Row(("GitHubTokenDetector",), rb"gh[pousr]_[A-Za-z0-9_]{36}", (b"ghp_", b"gho_", b"ghu_", b"ghs_", b"ghr_")),
    Row(
        ("GitLabTokenDetector",),
        rb"gl(?:pat|dt|ft|soat|rt|cbt|imt|ptt|agent|oas)-[A-Za-z0-9_-]{20}|GR1348941[A-Za-z0-9_-]{20}",
        (b"glpat", b"gldt", b"glft", b"glsoat", b"glrt", b"glcbt", b"glimt", b"glptt", b"glagent", b"gloas", b"GR1348941"),
    ),
    Row(
        ("IbmCloudIamDetector",),
        rb"(?:key|pwd|password|pass|token)" + _TO + rb"[a-z0-9_-]{44}",
        (b"key", b"pwd", b"pass", b"token"),
        True,
    ),
    Row(
        ("IbmCosHmacDetector",),
        rb"secret[-_]?(?:access)?[-_]?key" + _TO + rb"[a-f0-9]{48}",
        (b"secret",),
        True,
    ),
    Row(("JwtTokenDetector",), rb"eyJ[A-Za-z0-9_=-]+\.[A-Za-z0-9_=-]", (b"eyJ",)),
    Row(("MailchimpDetector",), rb"-us[0-9]", (b"-us",)),
    Row(("NpmDetector",), rb"/:_authToken=", (b"/:_authToken=",)),
    Row(("OpenAIDetector",), rb"T3BlbkFJ", (b"T3BlbkFJ",)),
    Row(
        ("PrivateKeyDetector",),
        rb"BEGIN (?:DSA |EC |OPENSSH |RSA |PGP |SSH2 ENCRYPTED )?PRIVATE KEY|PuTTY-User-Key-File-2",
        (b"PRIVATE KEY", b"PuTTY-User-Key-File-2"),
    ),
    Row(("PypiTokenDetector",), rb"pypi-Ag[A-Za-z0-9_-]{70}", (b"pypi-Ag",)),
    Row(("SendGridDetector",), rb"SG\.[a-zA-Z0-9_-]{22}\.[a-zA-Z0-9_-]{43}", (b"SG.",)),
    Row(("SlackDetector",), rb"xox[abposr]-[0-9]+-", (b"xox",), True),
    Row(("SlackDetector",), rb"hooks\.slack\.com/services/t", (b"hooks.slack.com/services/t",), True),
    Row(
        ("SoftlayerDetector",),
        rb"(?:softlayer|sl)[_-]?(?:api)?[_-]?" + _KEYS + _TO + rb"[a-z0-9]{64}",
        (b"slkey", b"slpwd", b"slpass", b"sltoken", b"sl_", b"sl-", b"slapi", b"softlayer"),
        True,
    ),
    Row(("SoftlayerDetector",), rb"softlayer.com/soap/v3[^\n]{0,3}/[a-z0-9]{64}", (b"softlayer",), True),
    Row(("SquareOAuthDetector",), rb"sq0csp-[0-9A-Za-z\\_-]{43}", (b"sq0csp-",)),
    Row(("StripeDetector",), rb"[rs]k_live_[0-9a-zA-Z]{24}", (b"k_live_",)),
    Row(("TelegramBotTokenDetector",), rb"[0-9]:[0-9A-Za-z_-]{35}", (b":",)),
    Row(("TwilioKeyDetector",), rb"(?:AC|SK)[a-z0-9]{32}", (b"AC", b"SK")),
    # More than 4.5 bits a character take 23 different ones, more than 3 bits 9.
    Row(("Base64HighEntropyString",), rb"""["'][A-Za-z0-9+/\\_=-]{23,}["']"""),
    Row(("HexHighEntropyString",), rb"""["'][0-9a-fA-F]{9,}["']"""),
    Row(
        ("KeywordDetector",),
        rb"(?:api|auth|service|account|db|database|priv|private|client)_?key|(?:db|database|key)_?pass"
        rb"|password|passwd|pwd|secret|contrase",
        (b"key", b"_pass", b"bpass", b"epass", b"ypass", b"passw", b"pwd", b"secret", b"contrase"),
        True,
    ),
)
# IPPublicDetector has no row: an address has no letter, and the library's filters leave out values without one.
PLUGINS = frozenset(plugin for row in ROWS for plugin in row.plugins)

_SETS = tuple(frozenset(row.plugins) for row in ROWS)
_FOLDING = "\u017f\u212a\u0130\u0131"  # ſ and the Kelvin sign, and the Turkish i's: they match s, k and i where case is ignored


class Candidate(NamedTuple):
    """A line by its number (from 0), where its bytes begin and end, and the plugins that could find something in it."""

    number: int
    start: int
    end: int
    plugins: frozenset[str]


class Search:
    """The search over text after text. It goes over to the automaton when there has been text enough to pay for it."""

    def __init__(self, worth_compiling: int = WORTH_COMPILING) -> None:
        self._left = worth_compiling
        self._patterns: dict[int, re.Pattern[bytes]] = {}
        self._automaton: Automaton | None = None
        self._tried = False

    def hits(self, content: bytes) -> list[tuple[int, int]]:
        """`(offset past the match, row)` in order, at least one for every row and line that has one. No match spans lines."""
        self._left -= len(content)
        if self._left < 0 and not self._tried:
            self._automaton = compiled([row.pattern for row in ROWS], [row.caseless for row in ROWS])
            self._tried = True
        found = _native(self._automaton, content) if self._automaton else self._plain(content)
        found.sort()
        return found

    def _plain(self, content: bytes) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        lower = content.lower()
        for number, row in enumerate(ROWS):
            inside = lower if row.caseless else content
            if not row.literals or any(literal in inside for literal in row.literals):
                if number not in self._patterns:
                    import re

                    self._patterns[number] = re.compile(row.pattern)
                found.extend(_once_a_line(self._patterns[number], inside, number))
        return found


def _once_a_line(pattern: re.Pattern[bytes], content: bytes, number: int) -> Iterator[tuple[int, int]]:
    match = pattern.search(content)
    while match:
        end = match.end()
        yield end, number
        end_of_line = content.find(b"\n", end)
        if end_of_line < 0:
            return
        match = pattern.search(content, end_of_line + 1)


def _native(automaton: Automaton, content: bytes) -> list[tuple[int, int]]:
    """One pass. A row is noted once a line, so that memory follows the number of lines and not of matches."""
    found: list[tuple[int, int]] = []
    done = [0] * len(ROWS)  # up to here nothing more needs to be noted for the row
    find, note = content.find, found.append

    def seen(row: int, start: int, end: int, flags: int, context: object) -> None:
        if end > done[row]:
            note((end, row))
            end_of_line = find(b"\n", end)
            done[row] = end_of_line if end_of_line >= 0 else len(content)

    automaton.scan(content, seen)
    return found


@lru_cache(maxsize=1)
def shared_search() -> Search:
    """The search of this process: what it has compiled serves every file."""
    return Search()


def candidates(content: bytes, text: str, search: Search | None = None) -> Iterator[Candidate]:
    """The lines of `text` (line feeds only) that deserve a look, in order. `content` is the text as UTF-8.

    It is gone through piece by piece, so that memory holds the hits of one piece, whatever the size of the file.
    """
    search = search or shared_search()
    foreign = () if text.isascii() else _foreign_characters(text)
    number = start = 0
    while start < len(content):
        end = len(content)
        if end - start > PIECE:
            end = content.rfind(b"\n", start, start + PIECE) + 1 or content.find(b"\n", start + PIECE) + 1 or end
        piece = content[start:end] if end - start < len(content) else content
        for line in _in_piece(piece, search, foreign):
            yield Candidate(number + line.number, start + line.start, start + line.end, line.plugins)
        if end < len(content):
            number += piece.count(b"\n")
        start = end


def _in_piece(content: bytes, search: Search, foreign: Sequence[bytes]) -> Iterator[Candidate]:
    places: list[tuple[int, frozenset[str]]] = [(end - 1, _SETS[row]) for end, row in search.hits(content)]
    if foreign:
        places.extend((offset, PLUGINS) for offset in _foreign(content, foreign))
        places.sort(key=_offset)
    number = counted = 0
    line_end = -1
    plugins: frozenset[str] = frozenset()
    for offset, more in places:
        if offset <= line_end:
            plugins |= more
            continue
        if line_end >= 0:
            yield Candidate(number, content.rfind(b"\n", 0, counted) + 1, line_end, plugins)
        number += content.count(b"\n", counted, offset)
        counted, plugins = offset, more
        line_end = content.find(b"\n", offset)
        line_end = line_end if line_end >= 0 else len(content)
    if line_end >= 0:
        yield Candidate(number, content.rfind(b"\n", 0, counted) + 1, line_end, plugins)


def _offset(place: tuple[int, frozenset[str]]) -> int:
    return place[0]


def _foreign_characters(text: str) -> tuple[bytes, ...]:
    """The text's characters, as UTF-8, that the plugins' expressions take for an ASCII letter or digit."""
    return tuple(
        character.encode()
        for character in set(text)
        if not character.isascii() and (character in _FOLDING or character.isdecimal())
    )


def _foreign(content: bytes, characters: Sequence[bytes]) -> Iterator[int]:
    """One offset in every line with one of the characters."""
    for character in characters:
        offset = content.find(character)
        while offset >= 0:
            yield offset
            end_of_line = content.find(b"\n", offset)
            offset = content.find(character, end_of_line) if end_of_line >= 0 else -1
