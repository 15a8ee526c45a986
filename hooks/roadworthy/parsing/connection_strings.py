"""Logins inside addresses, in any text: `scheme://user:password@host`, and `Server=…;Password=…` strings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.patterns import pattern
from ..core.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.excerpt import Excerpt

_LOGIN = pattern(r"([^\s/?:@\"'`<>,;|\\]{0,128}):([^\s/?@\"'`<>|\\]{1,256})@(?=[\w\[$%{*])([^\s/?\"'`<>|\\]{0,128})")
_ALONE = pattern(r"([A-Za-z0-9_.~%-]{20,256})@([\w.-]{1,128})")
_SCHEME = pattern(r"[A-Za-z][A-Za-z0-9+.-]{0,39}\Z")
_MARKS = pattern(r"(?i)(?<![A-Za-z])(password|pwd|accountkey|sharedaccesskey)[ \t]{0,4}=[ \t]{0,4}(?![=>])")
_VALUE = pattern(r"[^;\"'\s<>&`,\\]{1,200}")
_BESIDE = pattern(
    r"(?i)(?:\b(?:server|data source|datasource|host|hostname|user id|userid|username|user|uid|database|initial catalog|dbname"
    r"|endpoint|accountname|sharedaccesskeyname|defaultendpointsprotocol)[ \t]{0,4}=|jdbc:)"
)
_UPPER = {code: code + 32 for code in range(65, 91)}


class Login(NamedTuple):
    """The login of an address. `form` is the scheme, or `string` for `key=value;` pairs. `user` may be empty.

    `key` is what the password is called there: `password`, `accountkey`; empty in a URL.
    """

    form: str
    user: str
    password: Excerpt
    host: str
    key: str = ""


def urls(text: Excerpt) -> Iterator[Login]:
    """Every URL with a password, or with a user of 20 characters or more and none (a token). Linear in the text's size."""
    whole = text.text
    if "@" not in whole:
        return
    at = 0
    while (at := whole.find("://", at)) >= 0:
        start = at + 3
        found = _LOGIN.match(whole, start)
        if found or _ALONE.match(whole, start):
            scheme = _SCHEME.search(whole[max(0, at - 40) : at])
            form = scheme[0].lower() if scheme else ""
            if found:
                yield Login(form, found[1], text.cut(found.start(2), found.end(2)), found[3])
                start = found.end()
            else:
                token = _ALONE.match(whole, start)
                if token:
                    yield Login(form, "", text.cut(token.start(1), token.end(1)), token[2])
                    start = token.end()
        at = start


def strings(text: Excerpt) -> Iterator[Login]:
    """Passwords and keys in `Server=…;User Id=…;Password=…`, ODBC, JDBC and Azure strings: another part stands beside them."""
    whole = text.text
    for found in _MARKS.finditer(whole):
        value = _VALUE.match(whole, found.end())
        if not value:
            continue
        line = whole.rfind("\n", max(0, found.start() - 400), found.start()) + 1 or max(0, found.start() - 400)
        before = whole[line : found.start()]
        after = whole[value.end() : value.end() + 200].partition("\n")[0]
        joined = before[-1:] in (";", "&", "?", ",") or before.rstrip()[-1:] == ";" or after[:1] in (";", "&")
        if joined and (_BESIDE.search(before) or _BESIDE.search(after)):
            yield Login("string", "", text.cut(found.end(), value.end()), "", found[1].lower())
