"""Credentials in the commands of a RUN: build arguments that hold one, and literals where a program takes a password."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...tables.secret_positions import OWN_STORES, QUESTIONS, SECRET_OPTIONS, SECRET_SHORT_OPTIONS, USER_AND_PASSWORD
from ..names import is_placeholder, is_secret_name
from .credentials import given_as_argument, is_dummy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...core.excerpt import Excerpt, Place
    from ...parsing.shell_tree import Word
    from ..shell.commands import Invocation
    from .dockerfiles import Run
    from .stages import Stage

_URL = r"[A-Za-z][A-Za-z0-9+.-]{1,20}://(?P<user>[^\s/:@\"']{0,200})(?::(?P<password>[^\s/@\"']{1,400}))?@(?P<host>[^\s/:\"']{1,200})"
_HEADER = r"(?i)\bauthorization:\s{0,4}(?:(?:basic|bearer|token|digest)\s{1,4})?(?P<sent>[^\s\"']{1,2000})"
_AUTH_TOKEN = r"(?i):_(?:auth|authtoken|password)\s{0,2}[= ]\s{0,2}[\"']?(?P<sent>[^\s\"']{1,2000})"
_LOGIN = r"(?i)\bpassword\s{1,4}(?P<sent>[^\s\"']{1,2000})"
_CHPASSWD = r"[A-Za-z_][\w-]{0,40}:(?P<sent>[^\s\"':]{1,200})\s*\Z"
_FIRST_NAME = r"\$\{?([A-Za-z_][A-Za-z0-9_]*)"
_LOCAL = pattern(r"(?:localhost|127\.|0\.0\.0\.0|host\.docker\.internal|\[|example\.|\$)|[^.]*\Z")


class CredentialUse(NamedTuple):
    """A credential in a command. `variable` is the build argument it comes from; empty for a literal.

    `how` says where it stands, in words that follow "in": "a URL", "a header"; `at` is the word or the part of it.
    """

    variable: str
    how: str
    program: str
    stage: Stage
    place: Place


def credential_uses(run: Run) -> list[CredentialUse]:
    """Every credential in the commands of a RUN, in source order. What a secret mount gives is none."""
    text = run.instruction.arguments.text
    if "$" not in text and "@" not in text and "--pass" not in text and not re.search(_HINT, text):
        return []
    own = _assigned(run)
    found: list[CredentialUse] = []
    for invocation in run.invocations:
        if invocation.name not in QUESTIONS:
            found.extend(_uses(invocation, run.stage, own))
    return found


_HINT = r"(?i)authorization|_auth|--token|chpasswd|sshpass|docker|podman|curl|netrc|--api|--secret|--client|--auth"


def _assigned(run: Run) -> frozenset[str]:
    """Variables that the step itself sets, or gets from a secret mount: not those of the build."""
    names = {a.name for i in run.invocations for a in i.command.assignments if a.name not in _own_names(a.value)}
    for flag in run.instruction.flags:
        if flag.name == "mount" and flag.value and "type=secret" in flag.value.text:
            names.update(part[4:] for part in flag.value.text.split(",") if part.startswith("env="))
    for invocation in run.invocations:
        if invocation.name in ("read", "mapfile"):
            names.update(word.spoken for word in invocation.arguments)
    return frozenset(names)


def _own_names(word: Word) -> frozenset[str]:
    return frozenset(expansion.name for expansion in word.expansions)


def _uses(invocation: Invocation, stage: Stage, own: frozenset[str]) -> Iterator[CredentialUse]:
    name = invocation.name
    words = list(invocation.arguments) + [a.value for a in invocation.command.assignments]
    told: set[str] = set()
    for word in words:
        for expansion in word.expansions:
            variable = expansion.name
            if variable in told or variable in own or expansion.operator in ("#", ":+", "+"):
                continue
            if is_secret_name(variable) and given_as_argument(stage, variable):
                told.add(variable)
                yield CredentialUse(variable, "a command", name, stage, word.excerpt.place(expansion.start, expansion.end))
    for at, value, how in _positions(invocation, words):
        if not value:
            continue
        variable_match = re.match(_FIRST_NAME, value)
        if variable_match:
            variable = variable_match.group(1)
            if variable not in told and variable not in own and given_as_argument(stage, variable):
                told.add(variable)
                yield CredentialUse(variable, how, name, stage, at.place())
        elif _is_literal(value):
            yield CredentialUse("", how, name, stage, at.place())


def _is_literal(value: str) -> bool:
    if (
        "$" in value
        or "`" in value
        or value.startswith(("/", "-", "<", "@", "*", "!"))
        or is_placeholder(value)
        or is_dummy(value)
    ):
        return False
    return value.lower() not in ("true", "false", "none", "null", "x", "y", "changeit", "stdin") and "{" not in value


def _positions(invocation: Invocation, words: Sequence[Word]) -> Iterator[tuple[Excerpt, str, str]]:
    """Where the command's words hold a credential by position: the stretch, its text, and in what it stands."""
    name = invocation.name
    arguments = invocation.arguments
    short = SECRET_SHORT_OPTIONS.get(name, "") if _logs_in(invocation) else ""
    if name not in OWN_STORES:
        for i, word in enumerate(arguments):
            option, equals, value = word.spoken.partition("=")
            following = arguments[i + 1] if i + 1 < len(arguments) else None
            if option in SECRET_OPTIONS and equals:
                yield word.at, value, f"`{option}`"
            elif option in SECRET_OPTIONS and following is not None:
                yield following.at, following.spoken, f"`{option}`"
            elif short and option[:2] == short:
                rest = word.spoken[2:]
                if rest or following is not None:
                    taken = word if rest else following
                    assert taken is not None
                    yield taken.at, rest or taken.spoken, f"`{short}`"
            elif name in USER_AND_PASSWORD and option in ("-u", "--user") and following is not None:
                _, colon, password = following.spoken.partition(":")
                if colon:
                    yield following.at, password, f"`{option}`"
    following_stages = invocation.command.pipeline.stages[invocation.command.position + 1 :]
    sets_password = name in ("echo", "printf") and any("chpasswd" in stage.text[:80] for stage in following_stages[:4])
    for word in words:
        text = word.text
        if "://" in text and "@" in text:
            yield from _in_url(word)
        if len(text) > 12:
            lower = text[:4096].lower()
            if "authorization:" in lower:
                yield from _matched(word, _HEADER, "a header")
            if ":_" in text:
                yield from _matched(word, _AUTH_TOKEN, "a registry's settings")
            if "machine " in lower:
                yield from _matched(word, _LOGIN, "a `.netrc`")
        if sets_password:
            match = re.search(_CHPASSWD, word.spoken[:400])
            if match:
                yield word.at, match.group("sent"), "`chpasswd`"


def _logs_in(invocation: Invocation) -> bool:
    return invocation.name in ("sshpass", "mysqladmin") or any(word.value == "login" for word in invocation.arguments[:2])


def _in_url(word: Word) -> Iterator[tuple[Excerpt, str, str]]:
    at = word.at
    for match in re.finditer(_URL, at.text[:65536]):
        user, password = match.group("user"), match.group("password")
        if password is None and "$" not in user:
            continue  # `ssh://git@…`: a name alone
        if not _LOCAL.match(match.group("host")) or "$" in (password or user):
            # The caret stays off the password: the whole address is the thing to change.
            yield at.cut(match.start(), match.end()), password or user, "a URL"


def _matched(word: Word, pattern: str, how: str) -> Iterator[tuple[Excerpt, str, str]]:
    at = word.at
    match = re.search(pattern, at.text[:65536])
    if match:
        yield at.cut(match.start(), match.end()), match.group("sent"), how
