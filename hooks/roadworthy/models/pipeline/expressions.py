"""Conditions as CI systems write them, `a == 'b' && !(c || d(e))`, as a tree. One grammar serves what they share.

Names are `github.event_name`, `$CI_COMMIT_BRANCH`, `variables['Build.Reason']` (its text keeps the brackets out:
`variables.Build.Reason`), literals are quoted texts, numbers, `true` and `/patterns/`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.patterns import pattern
from ...core.records import NamedTuple

if TYPE_CHECKING:
    from typing import Literal

    Kind = Literal["text", "pattern", "name", "call", "==", "!=", "=~", "!~", "<", "and", "or", "not"]

MOST_TOKENS = 400
DEEPEST = 30  # brackets in brackets

_TOKEN = pattern(
    r"\s*(?:(?P<text>'(?:[^']|'')*'|\"[^\"]*\")|(?P<op>==|!=|=~|!~|&&|\|\||<=|>=|[<>!(),])"
    r"|(?P<pattern>/(?:[^/\\\n]|\\.)*/[a-z]*)|(?P<name>\$?\{?[A-Za-z_][\w.*-]*\}?)|(?P<number>-?[0-9][\w.]*)"
    r"|(?P<index>\[))"
)


class Expression(NamedTuple):
    """A node: `text` is the literal, or the name of a variable or function; `parts` are operands and arguments."""

    kind: Kind
    text: str = ""
    parts: tuple[Expression, ...] = ()


class _Unclear(Exception):
    pass


def parse(text: str) -> Expression | None:
    """The tree of an expression; None where it is none, or longer or deeper than anybody writes."""
    try:
        return _Parser(text).whole()
    except _Unclear:
        return None


class _Parser:
    def __init__(self, text: str) -> None:
        self.tokens: list[tuple[str, str]] = []
        self.at = 0
        self.depth = 0
        at, end = 0, len(text.rstrip())
        while at < end:
            found = _TOKEN.match(text, at, end)
            if found is None or len(self.tokens) >= MOST_TOKENS:
                raise _Unclear
            kind = found.lastgroup or ""
            token = found[kind]
            at = found.end()
            if kind == "index":  # `a['b']` is `a.b`
                close = text.find("]", at, end)
                if close < 0 or not self.tokens or self.tokens[-1][0] != "name":
                    raise _Unclear
                self.tokens[-1] = ("name", f"{self.tokens[-1][1]}.{text[at:close].strip().strip(chr(39) + chr(34))}")
                at = close + 1
                rest = pattern_rest(text, at, end)
                if rest:
                    self.tokens[-1] = ("name", self.tokens[-1][1] + text[at:rest])
                    at = rest
            else:
                self.tokens.append((kind, token))

    def whole(self) -> Expression:
        found = self.either()
        if self.at < len(self.tokens):
            raise _Unclear
        return found

    def peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("", "")

    def takes(self, operator: str) -> bool:
        if self.peek() == ("op", operator):
            self.at += 1
            return True
        return False

    def either(self) -> Expression:
        parts = [self.every()]
        while self.takes("||"):
            parts.append(self.every())
        return parts[0] if len(parts) == 1 else Expression("or", "", tuple(parts))

    def every(self) -> Expression:
        parts = [self.compared()]
        while self.takes("&&"):
            parts.append(self.compared())
        return parts[0] if len(parts) == 1 else Expression("and", "", tuple(parts))

    def compared(self) -> Expression:
        left = self.one()
        for operator in ("==", "!=", "=~", "!~"):
            if self.takes(operator):
                return Expression(operator, "", (left, self.one()))
        if self.peek() in (("op", "<"), ("op", ">"), ("op", "<="), ("op", ">=")):
            self.at += 1
            return Expression("<", "", (left, self.one()))
        return left

    def one(self) -> Expression:
        turned = 0
        while self.takes("!"):
            turned += 1
        kind, token = self.peek()
        if self.takes("("):
            self.deeper()
            found = self.either()
            if not self.takes(")"):
                raise _Unclear
            self.depth -= 1
        elif kind == "name":
            self.at += 1
            found = self.called(token) if self.takes("(") else Expression("name", token.strip("${}"))
            if token in ("true", "false", "null"):
                found = Expression("text", token)
        elif kind in ("text", "number", "pattern"):
            self.at += 1
            if kind == "pattern":
                found = Expression("pattern", token)
            else:
                found = Expression("text", token[1:-1].replace("''", "'") if kind == "text" else token)
        else:
            raise _Unclear
        return Expression("not", "", (found,)) if turned % 2 else found

    def called(self, name: str) -> Expression:
        self.deeper()
        arguments: list[Expression] = []
        while not self.takes(")"):
            arguments.append(self.either())
            if not self.takes(",") and self.peek() != ("op", ")"):
                raise _Unclear
        self.depth -= 1
        return Expression("call", name, tuple(arguments))

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise _Unclear


def pattern_rest(text: str, at: int, end: int) -> int:
    """Where the `.more.names` behind an index end; 0 for none."""
    begin = at
    while at < end and (text[at].isalnum() or text[at] in "._-*"):
        at += 1
    return at if at > begin else 0
