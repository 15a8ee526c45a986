"""Files that hold nothing but logins, each in a format of its own: `.netrc`, `.pgpass`, lines of user and hash, git's store."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.patterns import pattern
from .setting import Setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.excerpt import Excerpt

_WORD = pattern(r'"(?:[^"\\\n]|\\.){0,400}"|[^\s]{1,1000}')
_HASH_LINE = pattern(
    r"(?m)^([^:\s#$]{1,64}):(\$(?:1|2[abxy]?|5|6|7|y|gy|apr1|sha1|P|argon2(?:id?|d))\$[^:\s]{8,400}|\{(?:S?SHA|SSHA256|SSHA512|CRYPT"
    r"|MD5)\}[^:\s]{8,400})"
)
_PLAIN_HASH_LINE = pattern(r"(?m)^([^:\s#]{1,64}):([./0-9A-Za-z]{13})(?=[:\r\n]|\Z)")


def netrc(text: Excerpt) -> Iterator[Setting]:
    """The passwords of a `.netrc`; `section` is the machine, empty for `default`. Macros are passed over."""
    whole = text.text
    machine = ""
    wants = ""
    at = 0
    while found := _WORD.search(whole, at):
        word = found[0]
        at = found.end()
        if wants:
            quoted = len(word) >= 2 and word[0] == '"' == word[-1]
            value = text.cut(found.start() + quoted, at - quoted)
            if wants == "machine":
                machine = value.text
            elif wants in ("password", "passwd"):
                yield Setting(wants, value, machine, quoted)
            wants = ""
        elif word.startswith("#"):
            at = _line_end(whole, at)
        elif word == "macdef":
            end = whole.find("\n\n", at)
            at = len(whole) if end < 0 else end
        elif word == "default":
            machine = ""
        elif word in ("machine", "login", "user", "account", "password", "passwd"):
            wants = word


def _line_end(whole: str, at: int) -> int:
    end = whole.find("\n", at)
    return len(whole) if end < 0 else end


def pgpass(text: Excerpt) -> Iterator[Setting]:
    """The passwords of a `.pgpass`: the last of five fields between colons; a backslash takes a colon's meaning away."""
    at = 0
    whole = text.text
    while at < len(whole):
        end = _line_end(whole, at)
        colons: list[int] = []
        step = at
        while step < end and len(colons) < 4:
            if whole[step] == "\\":
                step += 1
            elif whole[step] == ":":
                colons.append(step)
            step += 1
        if len(colons) == 4 and whole[at] != "#":
            value = text.cut(colons[3] + 1, end).strip()
            edits = [(found.start(), found.end(), found[1]) for found in re.finditer(r"\\([:\\])", value.text[:4096])]
            yield Setting("password", value.splice(edits) if edits else value, whole[at : colons[0]])
        at = end + 1


def hash_lines(text: Excerpt, *, plain: bool = False) -> Iterator[Setting]:
    """`user:hash` lines (`.htpasswd`, `/etc/shadow`, and other `passwd` files) whose hash says how it was made.

    With `plain` the 13 characters of the old DES hash count too. The key is the user; an account without password, locked
    (`*`, `!`) or kept elsewhere (`x`) has none.
    """
    for found in _HASH_LINE.finditer(text.text):
        yield Setting(found[1], text.cut(found.start(2), found.end(2)))
    if plain:
        for found in _PLAIN_HASH_LINE.finditer(text.text):
            yield Setting(found[1], text.cut(found.start(2), found.end(2)))


def git_credentials(text: Excerpt) -> Iterator[Setting]:
    """The passwords of a `.git-credentials`: between the first colon behind `://` and the last `@`, whatever is in between."""
    whole = text.text
    at = 0
    while at < len(whole):
        end = _line_end(whole, at)
        scheme = whole.find("://", at, end)
        host = whole.rfind("@", at, end)
        if scheme > 0 and host > scheme:
            colon = whole.find(":", scheme + 3, host)
            if colon > 0:
                yield Setting("password", text.cut(colon + 1, host), whole[host + 1 : end].strip()[:200])
        at = end + 1
