"""Logins inside addresses and connection strings, in any text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.patterns import pattern
from ..models.names import is_placeholder
from .entropy import is_random
from .found import Secret
from .places_judged import LONGEST
from .throwaway import is_common, is_document, is_drawn, is_guessable, is_specimen, strength

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.excerpt import Source
    from ..parsing.connection_strings import Login

_LOCAL = pattern(r"(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\]|host\.docker\.internal)(?::|\Z)")
_HOST = pattern(
    r"(?i)(?:[\w-]+\.)*(?:example|invalid|test|localhost)(?:\.(?:com|org|net|io))?\.?(?::\d+)?\Z|\.{3}|host(?:name)?(?::|\Z)"
)
_ENCODED = pattern(r"%[0-9A-Fa-f]{2}")
_RESERVED = pattern(r"(?i)[\w.-]{1,253}\.example\.(?:com|org|net|io)\.?(?::\d{1,5})?\Z")
_VARIABLE = pattern(r"[$%{}<>\[\]()*]|%[sdv]")
_TELLING = pattern(
    r"(?i)(?:your|my|some|the|db|user|example|auth|api|access|secret|private)?[_-]?"
    r"(?:pass(?:w(?:or)?d|phrase)?|pwd|pw|secret|token|key|credentials?|password\d{0,3})(?:[_-]?here)?\Z"
)
_SPELLED = frozenset("user username usr uid login name foo bar me you someone alice bob u me@x myuser dbuser db_user".split())
_PROJECT = pattern(r"@[\w.:-]{1,128}/[0-9]{1,12}(?![\w/])")
_REMARK = pattern(r"\s*(?:#|//|\*|--|;|<!--|/\*|%|rem\b)")


def address_secrets(source: Source) -> Iterator[Secret]:
    """The passwords of URLs (certainty `url`), those of connection strings, and tokens that stand where a user would.

    What everybody uses (`postgres:postgres@localhost`) is weak; what a text for people or a comment shows is a keyword finding.
    """
    from ..parsing.connection_strings import strings, urls

    path = source.path
    whole = source.whole()
    for login in urls(whole):
        found = _of_url(login, path)
        if found:
            yield found
    for login in strings(whole):
        found = _of_string(login, path)
        if found:
            yield found


def _of_url(login: Login, path: str) -> Secret | None:
    from .plausible import is_plausible, is_reference

    value = login.password.text
    user = login.user.lower()
    if len(value) > LONGEST or _VARIABLE.search(_ENCODED.sub("0", value)) or is_placeholder(value) or is_reference(value):
        return None
    host = login.host.lower()
    if login.form and not login.user and _is_alone(login):
        if (
            "sentry" in host
            or _is_project(login)
            or "." in value
            or "." not in host
            or not is_random(value)
            or login.form not in ("http", "https", "git", "git+https")
        ):
            return None
        return Secret("url", f"token in a {login.form} address", "", login.password, "url-token")
    if _TELLING.match(value) or (value.isdigit() and len(value) < 6):
        return None
    reserved = _RESERVED.match(host) is not None and is_random(value) and not is_specimen(path)
    if (_HOST.match(host) and not reserved) or (":" in value and not is_random(value)):
        return None
    if user in _SPELLED and (is_common(value) or is_guessable(value)):
        return None
    if not login.form or not host or any(part in value.lower() for part in ("changeme", "example", "xxx", "***", "...", "@")):
        return None
    known = is_common(value) or re.sub(r"\W", "", value).lower() in (user, "") or len(value) < 4
    if not known and not is_plausible(value, "password", path):
        return None
    certain = strength(value, path)
    if known or _LOCAL.match(host) or _VARIABLE.search(login.user):
        certain = "weak" if known or not is_random(value) else certain
    drawn = is_drawn(value) and "." in host  # a service's name on a compose network has no dot
    if drawn and (is_document(path) or not is_specimen(path)):
        certain = "place"
    elif not drawn and _is_shown(login, path):
        certain = "keyword"
    kind = f"password in a {login.form} address"
    return Secret("url" if certain == "place" else certain, kind, "", login.password, "url-login")


def _is_shown(login: Login, path: str) -> bool:
    """Whether the address stands in a text for people: a document, a comment, an example in a message."""
    line = login.password.source.line(login.password.line)[:400]
    if is_document(path) or _REMARK.match(line) or "e.g." in line:
        return True
    return "example" in line.replace(login.host, "").lower()


def _is_project(login: Login) -> bool:
    """Whether the address is a Sentry project's, whose key browsers are given: 32 hexadecimal digits and a number behind."""
    value = login.password
    behind = value.source.text[value.origin(len(value)) : value.origin(len(value)) + 200]
    return _PROJECT.match(behind) is not None and len(value) == 32


def _is_alone(login: Login) -> bool:
    at = login.password.origin(0)
    return login.password.source.text.startswith("://", at - 3)


_KINDS = {"accountkey": "key of an Azure storage account", "sharedaccesskey": "shared access key of an Azure connection string"}


def _of_string(login: Login, path: str) -> Secret | None:
    from .plausible import is_plausible

    value = login.password.text
    if _VARIABLE.search(value) or len(value) < 3 or is_placeholder(value):
        return None
    kind = _KINDS.get(login.key, "password in a connection string")
    if is_plausible(value, "password", path):
        certain = strength(value, path)
        if _is_shown(login, path) and not is_drawn(value):
            certain = "keyword"
        return Secret(certain, kind, "", login.password, "connection-string")
    if is_common(value) and not is_document(path):
        return Secret("weak", kind, "", login.password, "connection-string")
    return None
