"""Variables of a Dockerfile: what ARG and ENV make of a text, and what cannot be known from the file.

A value is a text or unknown, never a guess: a build argument without default, a variable of the base image and what BuildKit
sets by itself are unknown. Quotes, escapes and modifiers follow BuildKit's shell lexer.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from ...core.patterns import pattern
from ...core.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Value(NamedTuple):
    """What a text comes to. `text` is None where it depends on `unknown`, the names of variables nobody here can know.

    `error` is what Docker says where it refuses the text; `text` is None then too.
    """

    text: str | None
    unknown: tuple[str, ...] = ()
    error: str = ""


UNSET = Value(None, (), "unset")

# Set by BuildKit or by the caller; the first group needs an ARG in a stage, the second does not.
PLATFORM_ARGUMENTS = frozenset(
    "TARGETPLATFORM TARGETOS TARGETARCH TARGETVARIANT TARGETSTAGE BUILDPLATFORM BUILDOS BUILDARCH BUILDVARIANT".split()
)
PREDEFINED_ARGUMENTS = frozenset(
    name
    for upper in ("HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "NO_PROXY", "ALL_PROXY", "SOURCE_DATE_EPOCH")
    for name in (upper, upper.lower())
)

END = 1 << 62  # the point after everything
LONGEST = 65536  # characters of a value; doubling assignments would grow without end
DEEPEST = 32  # substitutions inside substitutions
MOST_PARENTS = 256  # stages that a look-up follows

_PLAIN = pattern(r"[^$'\"\\`}/]+")
_NAME = pattern(r"[0-9]+|[@*#?$!-]|[^\W\d]\w*")


def expand(text: str, look_up: Callable[[str], Value], escape: str = "\\") -> Value:
    """The text with variables replaced and quotes and escapes taken out, as Docker does for one word.

    `look_up` gives a variable's value, `UNSET` where it has none.
    """
    if "$" not in text and "'" not in text and '"' not in text and escape not in text:
        return Value(text)
    scan = _Scan(text, look_up, escape)
    try:
        made = scan.until("", 0)
    except _Malformed as error:
        return Value(None, (), str(error))
    if scan.unknown:
        return Value(None, tuple(dict.fromkeys(scan.unknown)))
    return Value(made)


def literal(text: str, escape: str = "\\") -> str:
    """The text without quotes and escapes, its variables as they are written."""
    if "'" not in text and '"' not in text and escape not in text:
        return text
    quote, kept, at = "", [], 0
    while at < len(text):
        mark = text[at]
        if mark == escape and quote != "'" and at + 1 < len(text):
            at += 1
            if quote and text[at] not in ('"', "$", escape):
                kept.append(mark)
            kept.append(text[at])
        elif mark in "'\"" and quote in ("", mark):
            quote = "" if quote else mark
        else:
            kept.append(mark)
        at += 1
    return "".join(kept)


class _Malformed(ValueError):
    """A text that Docker refuses to expand."""


class _Scan:
    __slots__ = ("at", "escape", "look_up", "text", "unknown")

    def __init__(self, text: str, look_up: Callable[[str], Value], escape: str) -> None:
        self.text = text
        self.look_up = look_up
        self.escape = escape
        self.at = 0
        self.unknown: list[str] = []

    def until(self, stop: str, depth: int) -> str:
        """The expanded text up to `stop`, which is passed over, or to the end."""
        text, size, escape = self.text, len(self.text), self.escape
        made: list[str] = []
        length = 0
        while self.at < size:
            match = _PLAIN.match(text, self.at)
            if match:
                part, self.at = match[0], match.end()
            else:
                mark = text[self.at]
                self.at += 1
                if mark == stop:
                    return "".join(made)
                part = mark
                if mark == "$":
                    part = self.variable(depth)
                elif mark == "'":
                    end = text.find("'", self.at)
                    if end < 0:
                        raise _Malformed("a single quote is not closed")
                    part, self.at = text[self.at : end], end + 1
                elif mark == '"':
                    part = self.double_quoted(depth)
                elif mark == escape:
                    part = text[self.at : self.at + 1]
                    self.at += 1
            made.append(part)
            length += len(part)
            if length > LONGEST:
                raise _Malformed("the value is too long")
        if stop:
            raise _Malformed(f"`{stop}` is missing")
        return "".join(made)

    def double_quoted(self, depth: int) -> str:
        text, size, escape = self.text, len(self.text), self.escape
        made: list[str] = []
        while self.at < size:
            mark = text[self.at]
            self.at += 1
            if mark == '"':
                return "".join(made)
            if mark == "$":
                mark = self.variable(depth)
            elif mark == escape and self.at < size and text[self.at] in ('"', "$", escape):
                mark = text[self.at]
                self.at += 1
            elif mark == escape and self.at >= size:
                continue
            made.append(mark)
        raise _Malformed("a double quote is not closed")

    def variable(self, depth: int) -> str:
        """What stands for the variable after a `$` that was just passed over."""
        text = self.text
        braced = text.startswith("{", self.at)
        match = _NAME.match(text, self.at + braced)
        if not braced:
            if match is None:
                return "$"
            self.at = match.end()
            return self.known(match[0], self.look_up(match[0]))
        if match is None:
            raise _Malformed("bad substitution")
        name, self.at = match[0], match.end()
        value = self.look_up(name)
        sign = text[self.at : self.at + 1]
        self.at += 1
        if sign == "}":
            return self.known(name, value)
        if depth >= DEEPEST:
            raise _Malformed("substitutions are nested too deep")
        or_empty = sign == ":"
        if or_empty:
            sign = text[self.at : self.at + 1]
            self.at += 1
        if sign in ("-", "+", "?"):
            return self.substitute(name, value, sign, or_empty, depth)
        if sign in ("#", "%", "/") and not or_empty:
            mark = len(self.unknown)
            self.until("}", depth + 1)
            del self.unknown[mark:]
            return "" if value is UNSET or value.text == "" else self.known(name, Value(None, (name,)))
        raise _Malformed("unsupported modifier in a substitution")

    def substitute(self, name: str, value: Value, sign: str, or_empty: bool, depth: int) -> str:
        mark = len(self.unknown)
        word = self.until("}", depth + 1)
        missing = self.unknown[mark:]
        del self.unknown[mark:]
        if value is not UNSET and value.text is None:
            return self.known(name, value)
        present = value is not UNSET and not (or_empty and value.text == "")
        if sign == "?":
            if not present:
                raise _Malformed(f"{name}: {word or 'is not allowed to be unset'}")
            return self.known(name, value)
        if sign == "+" and not present:
            return ""
        if sign == "-" and present:
            return self.known(name, value)
        self.unknown += missing
        return word

    def known(self, name: str, value: Value) -> str:
        if value is UNSET:
            return ""
        if value.text is None:
            self.unknown += value.unknown or (name,)
            return ""
        return value.text


class Scope:
    """The variables of one stage, or of what stands before the first FROM, each with its value at every point.

    Points are offsets in the file. ENV wins over ARG. A stage that goes on from another sees what that one had at its end;
    one that starts from an image sees variables that nobody here knows, so an undeclared name is unknown in it.
    """

    __slots__ = ("arguments", "environment", "is_open", "parent")

    def __init__(self, parent: Scope | None = None, is_open: bool = False) -> None:
        self.parent = parent
        self.is_open = is_open
        self.environment: dict[str, list[tuple[int, Value]]] = {}
        self.arguments: dict[str, list[tuple[int, Value]]] = {}

    def at(self, point: int) -> Callable[[str], Value]:
        """The look-up for the instruction at `point`."""
        return lambda name: self.look_up(name, point)

    def look_up(self, name: str, point: int) -> Value:
        """The value of a variable for the instruction at `point`: set by those before it."""
        arguments: Value | None = None
        scope: Scope | None = self
        for _ in range(MOST_PARENTS):
            if scope is None:
                return UNSET if arguments is None else arguments
            value = _before(scope.environment.get(name), point)
            if value is not None:
                return value
            if arguments is None:
                arguments = _before(scope.arguments.get(name), point)
            if scope.parent is None and scope.is_open and arguments is None:
                return Value(None, (name,))
            scope, point = scope.parent, END
        return Value(None, (name,))


def _before(history: list[tuple[int, Value]] | None, point: int) -> Value | None:
    if not history:
        return None
    if point == END:
        return history[-1][1]
    at = len(history) if history[-1][0] < point else bisect_left(history, point, key=_point)
    return history[at - 1][1] if at else None


def _point(entry: tuple[int, Value]) -> int:
    return entry[0]
