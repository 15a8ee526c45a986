"""Addresses of the machine itself in application code, and what the code does with each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...tables.connecting_calls import (
    ADDRESS_WORDS,
    CONFIGURES,
    CONNECTS,
    GIVEN_AWAY,
    NOT_DEPLOYED,
    READS_A_SETTING,
    SIDECARS,
    WRAPS,
)
from ...tables.file_names import CODE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from ...core.excerpt import Place, Source
    from ...core.repository import Repository
    from ...core.rule import Paths

    Use = Literal["connects", "constant", "default"]

_CODE = pattern(CODE)
_NOT_CODE = pattern(
    r"\.d\.ts$|\.min\.js$|\.config\.[cm]?[jt]s$|\.(?:stories|spec|\w{0,20}test|e2e|cy)\.[cm]?[jt]sx?$|_(?:test|spec)\.\w+$"
)
ADDRESS = pattern(
    r"\b(?:https?|wss?|redis|rediss|postgres(?:ql)?(?:\+\w{1,20})?|mysql(?:\+\w{1,20})?|mongodb|amqps?|nats|kafka|jdbc:\w{1,20})://"
    r"(?:[^\s@/\"'`]{1,100}@)?(?:localhost|127\.0\.0\.1|\[::1\])(?![\w.-]|:(?:\D|\Z))"  # no varying port: it may be our own
    rf"(?!:(?:{'|'.join(SIDECARS)})\b)(:\d{{1,5}})?"
)
HOST = pattern(r"(?:localhost|127\.0\.0\.1)(?::\d{2,5})?\Z")
_MOST_SIZE = 1_000_000  # characters: longer code is generated or bundled
_MOST_ADDRESSES = 200  # in one file
_WORDS = pattern(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
_CONNECTS = pattern("|".join(f"(?:{one})" for one in CONNECTS))
_WRAPS = pattern("|".join(f"(?:{one})" for one in WRAPS))
_READS = pattern(READS_A_SETTING)


class LocalAddress(NamedTuple):
    """An address of this machine in code, without user and password. `name`: the call, or the name, that it is given to.

    `connects`: a call connects to it. `constant`: it is what a name for an address stands for. `default`: it holds where a
    setting is missing.
    """

    use: Use
    address: str
    name: str
    place: Place


class Code(NamedTuple):
    """A file of application code, or all of it: `files` is how many were looked at."""

    path: str
    addresses: tuple[LocalAddress, ...]
    files: int = 1


def application_code(repo: Repository, paths: Paths) -> Iterator[Code]:
    """The application code among `paths` that holds an address of the machine itself; of the whole repository one more
    record, with all files that were looked at and no address."""
    looked = 0
    first = ""
    for path in repo.paths() if paths is None else paths:
        if is_application_code(path):
            found = addresses_in(repo, path, keep=paths is not None)
            looked += 1
            first = first or path
            if found:
                yield Code(path, found)
    if paths is None and looked:
        yield Code(first, (), looked)


def is_application_code(path: str) -> bool:
    """Whether a path is that of code that is deployed, as far as its name tells."""
    return bool(_CODE.search(path)) and not _NOT_CODE.search(path) and not is_aside(path)


def is_aside(name: str) -> bool:
    """Whether a word of the name says that it is for tests, for development or a default."""
    return not NOT_DEPLOYED.isdisjoint(words(name)) or "e2e" in name


def words(name: str) -> list[str]:
    """The words of a path or of a name in code, in lower case: `apiBaseUrl` and `api_base_url` have three."""
    return [word.lower() for word in _WORDS.findall(name[:400])]


def addresses_in(repo: Repository, path: str, *, keep: bool) -> tuple[LocalAddress, ...]:
    """The addresses in one file. `keep` its text for whoever asks next."""
    source = repo.source(path) if keep else repo.passing(path)
    if isinstance(source, Unreadable) or len(source.text) > _MOST_SIZE or not has_some(source.text):
        return ()
    return tuple(_found(source))


def has_some(text: str) -> bool:
    """Whether a text may hold such an address at all."""
    return "localhost" in text or "127.0.0.1" in text or "[::1]" in text


def _found(source: Source) -> Iterator[LocalAddress]:
    configures = not CONFIGURES.isdisjoint(words("/".join(source.path.rsplit("/", 2)[-2:])))
    if source.path.endswith(".py"):
        from .local_addresses_python import addresses
    else:
        from .local_addresses_trees import addresses
    for count, one in enumerate(addresses(source)):
        if count < _MOST_ADDRESSES and not (configures and one.use == "constant"):
            yield one


def bare(address: str) -> str:
    """The address without user and password."""
    return re.sub(r"//[^@/]{1,200}@", "//", address)


def is_whole(match: re.Match[str]) -> bool:
    """Whether the address has a port or a path: without one it only completes other addresses, to read them."""
    text, end = match.string, match.end()
    return bool(match[1]) or (text[end : end + 1] == "/" and text[end + 1 : end + 2] not in ("", '"', "'", "`"))


def connects(called: str) -> bool:
    """Whether what is called, without blanks, connects to the address it is given."""
    return len(called) <= 200 and _CONNECTS.fullmatch(called) is not None


def wraps(called: str) -> bool:
    """Whether what is called only makes an address of a text."""
    return len(called) <= 200 and _WRAPS.fullmatch(called) is not None


def reads_a_setting(called: str) -> bool:
    """Whether what is called reads a setting and takes a default."""
    return len(called) <= 200 and _READS.search(called) is not None


def names_an_address(name: str) -> bool:
    """Whether a name stands for an address that the program uses: `API_URL`, and not `defaultUrl` or `testHost`."""
    found = words(name)
    return not ADDRESS_WORDS.isdisjoint(found) and (NOT_DEPLOYED | GIVEN_AWAY).isdisjoint(found)


def for_developers(condition: str) -> bool:
    """Whether a condition is about where the code runs."""
    return re.search(r"(?i)dev|local|debug|test|prod|env|mock|__name__|platform|hostname", condition[:400]) is not None
