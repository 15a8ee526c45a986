"""Tokens in a format that their provider documents, private keys, and either of them wrapped once in base 64.

A scan begins with literals: `KEYWORDS` is what a multi-pattern search has to look for, and each place where one stands is
handed to `secrets_at`. Every pattern is anchored there and bounded, so that a hit costs the same in a line of any length.
"""

from __future__ import annotations

import re
from binascii import b2a_base64
from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING

from ..tables.providers import PROVIDERS
from ..tables.providers_row import expression
from .found import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..core.excerpt import Source
    from ..tables.providers_row import Provider
    from .found import Certainty

    Span = tuple[int, int]
    Search = Callable[[str], Iterable[tuple[int, str]]]

LONGEST_DATA = 4_000_000  # characters of decoded data of one file's Kubernetes Secrets; a Secret holds a million bytes at most
_HTTPS = "https://"
_BASIC = "Basic "
_KUBERNETES = "kind: Secret"
_WRAPPED = r"[A-Za-z0-9+/_-]{20,32768}={0,2}"
_CREDENTIALS = r"Basic {1,2}([A-Za-z0-9+/]{8,1024}={0,2})"
_DATA = r"""(?m)^[ \t]{1,40}["']?[\w./-]{1,253}["']?:[ \t]{1,8}["']?([A-Za-z0-9+/]{20,}={0,2})["']?[ \t]{0,8}\r?$"""
_NAME = (
    r"""(?s).*?([A-Za-z_][A-Za-z0-9_.-]{0,80})\\?["'\]]{0,2}[ \t]{0,8}(?:=>|:=|[:=,(])[ \t]{0,8}"""
    r"""(?:(?i:bearer|token|basic) )?\\?["'`]?\Z"""
)


def _wrapped(keyword: str) -> str:
    """The literal with which the base 64 of everything that begins with the keyword begins."""
    return b2a_base64(keyword.encode(), newline=False).decode()[: len(keyword) * 8 // 6]


# The headers of private keys, see `private_keys`.
KEY_HEADERS = ("-----BEGIN ", "---- BEGIN SSH2 ENCRYPTED", "PuTTY-User-Key-File-", "untrusted comment: ")

# Literal to the rows whose values hold it; the same for what base 64 makes of a prefix of four characters or more.
ROWS: dict[str, tuple[Provider, ...]] = {}
WRAPPED_ROWS: dict[str, tuple[Provider, ...]] = {}
for _row in PROVIDERS:
    for _keyword in _row.keywords:
        ROWS[_keyword] = (*ROWS[_keyword], _row) if _keyword in ROWS else (_row,)
        if _row.form == "token" and len(_keyword) >= 4 and not _row.lead and _row.certainty == "provider":
            _text = _wrapped(_HTTPS + _keyword if "/" in _keyword and "." in _keyword else _keyword)  # a webhook is a URL
            WRAPPED_ROWS[_text] = (*WRAPPED_ROWS.get(_text, ()), _row)

KEYWORDS: tuple[str, ...] = tuple({*ROWS, *WRAPPED_ROWS, *KEY_HEADERS, _BASIC, _KUBERNETES})


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@cache
def _compiled_row(row: Provider) -> re.Pattern[str]:
    return re.compile(expression(row))


def provider_secrets(source: Source) -> Iterator[Secret]:
    """Every provider's token and every private key in the file, in order of place, none inside another.

    Looks for each keyword by itself; an engine that has found them in one go calls `secrets_at`.
    """
    yield from secrets_at(source, search(source.text))


def search(text: str) -> list[tuple[int, str]]:
    """Where the keywords stand in a text, as `secrets_at` wants it. For short ones: it looks for one after another."""
    hits = []
    for keyword in KEYWORDS:
        at = text.find(keyword)
        while at >= 0:
            hits.append((at, keyword))
            at = text.find(keyword, at + 1)
    return hits


def secrets_at(
    source: Source,
    hits: Iterable[tuple[int, str]],
    search: Search = search,
    limits: list[str] | None = None,
) -> Iterator[Secret]:
    """The same, given where the keywords stand: `(offset, keyword)` in any order, overlaps and repetitions allowed.

    `search` finds the keywords in what is decoded on the way; an engine gives its own. Where there is too much to decode,
    `limits` gets a sentence about it.
    """
    found: dict[Span, Secret] = {}
    done = -1  # the end of the last private key: what stands in its body is part of it
    kubernetes = False
    for offset, keyword in sorted(hits):
        if offset < done:
            continue
        if keyword in KEY_HEADERS:
            from .private_keys import private_key

            key = private_key(source, offset, keyword)
            if key:
                secret, done = key
                found[offset, done] = secret
        elif keyword == _KUBERNETES:
            if not kubernetes:
                _add(found, _kubernetes(source, search, [] if limits is None else limits))
            kubernetes = True
        elif keyword == _BASIC:
            _add(found, _basic(source, offset, search))
        else:
            _add(found, (pair for row in ROWS.get(keyword, ()) for pair in _plain(source, offset, keyword, row)))
            _add(found, (pair for row in WRAPPED_ROWS.get(keyword, ()) for pair in _in_base64(source, offset, row)))
    end = -1
    for (_, last), secret in sorted(found.items(), key=lambda item: (item[0][0], -item[0][1])):
        if last > end:
            yield secret
            end = last


def _add(found: dict[Span, Secret], pairs: Iterable[tuple[Span, Secret]]) -> None:
    for span, secret in pairs:
        if span not in found or found[span].certainty != "provider":
            found[span] = secret


def _plain(source: Source, offset: int, keyword: str, row: Provider) -> Iterator[tuple[Span, Secret]]:
    """The value of this row at the keyword, as it stands."""
    start = offset - row.back
    text = source.text
    if start < 0 or (start and not _may_begin(text, start, keyword, row)):
        return
    match = _compiled_row(row).match(text, start)
    if not match:
        return
    group = 1 if match.re.groups else 0
    span = match.span(group)
    if not _may_end(text, match.end(), row, keyword):
        return
    certainty = _judged(match.group(group), keyword, row, source.path)
    if certainty:
        from .plausible import is_dummy_name

        if row.needs and certainty == "provider":
            from .contexts import is_sure

            certainty = certainty if is_sure(row, text, *span, source.path) else "keyword"
        name = keyword if row.form == "named" else _name_before(text, span[0])
        if not is_dummy_name(name):
            yield span, Secret(certainty, row.kind, name, source.whole().cut(*span), row.id)


def _judged(value: str, keyword: str, row: Provider, path: str) -> Certainty | None:
    """How sure it is that the value is one of the row's; None where it is none."""
    from .checksums import verdict
    from .plausible import in_fixture, in_lock_file, in_scanner_file, is_example, is_plausible_token
    from .throwaway import is_specimen

    if is_example(value) or in_scanner_file(path) or (row.form == "named" and in_lock_file(path)):
        return None
    said = verdict(row.check, value) if row.check else "unknown"
    fixture = in_fixture(path)
    if said == "valid":
        return "keyword" if fixture and row.check in ("jwt", "grafana-legacy") else "provider"
    specimen = fixture or path.lower().endswith((".md", ".rst", ".mdx", ".adoc"))
    if said == "invalid" and (specimen or row.certainty == "keyword" or row.check not in ("github", "gitlab")):
        return None
    body = value[len(keyword) :] if value.startswith(keyword) and not row.back else value
    if not is_plausible_token(body, row.entropy, row.stop):
        return None
    # In a text for people a name before a random value is often an example; a provider's own form seldom is.
    return "keyword" if fixture or (row.form == "named" and (specimen or is_specimen(path))) else row.certainty


def _may_begin(text: str, start: int, keyword: str, row: Provider) -> bool:
    """Whether a token may begin here: not in the middle of a word, but right after `\\n` in a string or `%3D` in a URL."""
    before, earlier = text[start - 1], text[max(0, start - 2) : start - 1]
    if row.form == "named":  # `MY_DD_API_KEY`, `myDatadogKey`, but not `add_api_key`
        return not before.isalpha() or (before.islower() and keyword[0].isupper())
    if before.isalnum() or before == "_":
        if before in "nrt" and earlier == "\\":
            return True
        return start > 2 and text[start - 3] == "%" and earlier in "23" and before in "0123456789ABCDEFabcdef"
    if before in ".-" and (earlier.isalnum() or earlier in "-_"):  # a file's extension, the next part of an identifier
        return False
    if before not in "+/" or not keyword.replace("/", "").isalnum():
        return True
    # A keyword of base 64's own letters turns up in base 64 by chance; behind a slash it may also be a part of a path.
    return (
        before == "/"
        and not earlier.isupper()
        and (earlier == "/" or earlier in ".:" or "." in text[max(0, start - 24) : start])
    )


def _may_end(text: str, end: int, row: Provider, keyword: str) -> bool:
    """Whether a token may end here: what follows is not more of the same, nor an ellipsis."""
    after = text[end : end + 1]
    if not after:
        return True
    if after.isalnum() or after == "_" or text.startswith("...", end) or after == "…":
        return False
    if after in "+/=" and (row.form == "named" or keyword.isalnum() or "+" in row.pattern):
        return after == "/" and row.id.endswith("webhook")
    return not (after == "-" and text[end + 1 : end + 2].isalnum())


def _name_before(text: str, start: int) -> str:
    """The key or variable that the value at `start` is given to, on its own line; empty where none is seen."""
    line = text[max(text.rfind("\n", max(0, start - 160), start) + 1, start - 160, 0) : start]
    found = _compiled(_NAME).match(line) if line else None
    return found[1] if found else ""


def _in_base64(source: Source, offset: int, row: Provider) -> Iterator[tuple[Span, Secret]]:
    """The value of this row, alone in a run of base 64 that begins at `offset`."""
    text = source.text
    if offset and (text[offset - 1].isalnum() or text[offset - 1] in "+/_-"):
        return
    from .checksums import decoded

    run = _compiled(_WRAPPED).match(text, offset)
    plain = decoded(run[0]) if run else None
    if run is None or plain is None:
        return
    match = _compiled_row(row).match(plain, len(_HTTPS) if plain.startswith(_HTTPS) else 0)
    if not match or plain[match.end() :].strip():
        return
    value = match.group(1 if match.re.groups else 0)
    certainty = _judged(value, next((k for k in row.keywords if value.startswith(k)), ""), row, source.path)
    if certainty:
        name = _name_before(text, offset)
        secret = Secret(certainty, f"{row.kind} in base64", name, source.whole().cut(*run.span()), row.id)
        yield run.span(), secret


def _basic(source: Source, offset: int, search: Search) -> Iterator[tuple[Span, Secret]]:
    """The user and password of an `Authorization: Basic` header (RFC 7617)."""
    match = _compiled(_CREDENTIALS).match(source.text, offset)
    if match is None or len(match[1]) % 4:
        return
    from .checksums import decoded
    from .plausible import is_example, is_plausible

    plain = decoded(match[1])
    if plain is None or is_example(match[1]):
        return
    user, colon, password = plain.partition(":")
    if not colon or not (user.isprintable() and password.isprintable()):
        return
    span, value = match.span(1), source.whole().cut(*match.span(1))
    for inner in _inside(source.path, plain, search):
        yield span, Secret(inner.certainty, f"{inner.kind} in base64", "Authorization", value, inner.detector)
        return
    if is_plausible(password, "", source.path):
        from .throwaway import strength

        certain = strength(password, source.path)
        yield span, Secret(certain, "password of a Basic authorization header", "Authorization", value, "basic-header")


def _kubernetes(source: Source, search: Search, limits: list[str]) -> Iterator[tuple[Span, Secret]]:
    """Tokens and keys anywhere in the decoded data of a Kubernetes Secret."""
    from .checksums import decoded

    starts: list[int] = []
    matches: list[re.Match[str]] = []
    texts: list[str] = []
    size = 0
    for match in _compiled(_DATA).finditer(source.text):
        if size + len(match[1]) * 3 // 4 > LONGEST_DATA:
            limits.append(f"holds more than {LONGEST_DATA:,} characters of Secret data; not all of it was looked into")
            break
        plain = decoded(match[1])
        if plain:
            starts.append(size)
            matches.append(match)
            texts.append(plain)
            size += len(plain) + 1
    for inner in _inside(source.path, "\n".join(texts), search):  # all at once: a search costs most in starting it
        match = matches[bisect_right(starts, inner.value.origin(0)) - 1]
        name = match[0].partition(":")[0].strip(" \t\"'")
        value = source.whole().cut(*match.span(1))
        yield match.span(1), Secret(inner.certainty, f"{inner.kind} in base64", name, value, inner.detector)


def _inside(path: str, plain: str, search: Search) -> Iterator[Secret]:
    """What stands in a text that was decoded; nothing in it is decoded again."""
    from ..core.excerpt import Source

    hits = [(at, keyword) for at, keyword in search(plain) if keyword in ROWS or keyword in KEY_HEADERS]
    yield from secrets_at(Source(path, plain), hits)
