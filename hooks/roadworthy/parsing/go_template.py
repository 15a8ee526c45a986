"""Go templates as a tree: text, what is printed, conditions, loops and definitions, each with its place.

https://pkg.go.dev/text/template. Bounded: nodes, nesting, and the length of what is read. Bad text raises
`TemplateError`, with the offset at which it goes wrong.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from ..core.patterns import pattern
from ..core.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 1_000_000  # characters of one template
MOST_NODES = 50_000
DEEPEST = 60  # blocks in blocks, parentheses in parentheses

_TOKEN = pattern(
    r'\s+|"(?:[^"\\\n]|\\.)*"|`[^`]*`|\'(?:[^\'\\]|\\.)+\'|:=|[=|(),]|\.{1,2}(?![\w])|-?\d[\w.]*|[$.]?[\w]+(?:\.[\w]+)*|\$(?:\.[\w]+)*'
    r"|(?:\.[\w]+)+"
)
_KEYWORD = pattern(r"\s*(if|with|range|end|else|define|block|template|break|continue)(?![\w])")


class TemplateError(ValueError):
    """The text is no template, or more than is read. `offset` is where."""

    def __init__(self, offset: int, why: str) -> None:
        super().__init__(why)
        self.offset = offset
        self.why = why


class Literal(NamedTuple):
    """A constant."""

    value: str | int | float | bool | None


class Field(NamedTuple):
    """`.a.b` of what `of` is: the dot for None, a variable for its name with `$`, or another pipeline."""

    of: str | Pipeline | None
    path: tuple[str, ...]


class Function(NamedTuple):
    """The name of a function."""

    name: str


class Pipeline(NamedTuple):
    """`$a, $b := x | y`: `variables` that it sets, declared or, with `assigns`, given another value."""

    variables: tuple[str, ...]
    assigns: bool
    commands: tuple[tuple[Term, ...], ...]


class Text(NamedTuple):
    """What is printed as it stands, trimmed."""

    start: int
    end: int


class Print(NamedTuple):
    """`{{ pipeline }}`."""

    start: int
    pipeline: Pipeline


class Block(NamedTuple):
    """`if`, `with`, `range`: each branch with its condition, None for the last `else`."""

    start: int
    kind: str
    branches: tuple[tuple[Pipeline | None, tuple[Node, ...]], ...]


class Call(NamedTuple):
    """`{{ template "name" . }}`."""

    start: int
    name: str
    given: Pipeline | None


class Jump(NamedTuple):
    """`{{ break }}` or `{{ continue }}`."""

    start: int


Term = Literal | Field | Function | Pipeline
Node = Text | Print | Block | Call | Jump


class Template(NamedTuple):
    """A file: what it prints, and the templates that it defines, by name."""

    text: str
    body: tuple[Node, ...]
    defined: dict[str, tuple[Node, ...]]


class _Action(NamedTuple):
    start: int
    inside: int
    words: str


def parse(text: str) -> Template:
    """The tree of a template. Raises `TemplateError`."""
    if len(text) > LONGEST:
        raise TemplateError(0, "is longer than a template that is read")
    return _Parser(text).template()


def _pieces(text: str) -> Iterator[Text | _Action]:
    """Stretches of text, with what `{{-` and `-}}` trim taken off, and the actions between them; comments left out."""
    at, trims = 0, False
    while True:
        start = text.find("{{", at)
        end = len(text) if start < 0 else start
        left = start >= 0 and text[start + 2 : start + 3] == "-" and text[start + 3 : start + 4].isspace()
        first, last = at, end
        if trims:
            while first < last and text[first] in " \t\r\n":
                first += 1
        if left:
            while last > first and text[last - 1] in " \t\r\n":
                last -= 1
        if last > first:
            yield Text(first, last)
        if start < 0:
            return
        inside = start + (3 if left else 2)
        comment = inside
        while comment < len(text) and text[comment] in " \t\r\n":
            comment += 1
        if text.startswith("/*", comment):
            close = text.find("*/", comment + 2)
            close = text.find("}}", close) if close >= 0 else -1
            if close < 0:
                raise TemplateError(start, "has a comment that is not closed")
        else:
            close = _closing(text, inside)
            if close < 0:
                raise TemplateError(start, "has an action that is not closed")
        trims = text[close - 1] == "-" and text[close - 2].isspace()
        if not text.startswith("/*", comment):
            yield _Action(start, inside, text[inside : close - 1 if trims else close])
        at = close + 2


def _closing(text: str, at: int) -> int:
    """The offset of the `}}` that ends an action, whose strings may hold one; -1 for none."""
    while at < len(text):
        letter = text[at]
        if letter in "\"'":
            at += 1
            while at < len(text) and text[at] != letter:
                if text[at] == "\n":
                    return -1
                at += 2 if text[at] == "\\" else 1
            if at >= len(text):
                return -1
        elif letter == "`":
            at = text.find("`", at + 1)
            if at < 0:
                return -1
        elif text.startswith("}}", at):
            return at
        elif text.startswith("{{", at):
            return -1
        at += 1
    return -1


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.pieces = list(_pieces(text))
        self.at = 0
        self.defined: dict[str, tuple[Node, ...]] = {}
        if len(self.pieces) > MOST_NODES:
            raise TemplateError(0, "has more actions than are read")

    def template(self) -> Template:
        body, end = self.nodes(0)
        if end is not None:
            raise TemplateError(end.start, f"has a `{end.words.split()[0]}` too many")
        return Template(self.text, body, self.defined)

    def nodes(self, depth: int) -> tuple[tuple[Node, ...], _Action | None]:
        """Nodes up to an `end` or `else`, which is returned with them; None at the end of the text."""
        found: list[Node] = []
        while self.at < len(self.pieces):
            piece = self.pieces[self.at]
            self.at += 1
            if isinstance(piece, Text):
                found.append(piece)
                continue
            if depth > DEEPEST:
                raise TemplateError(piece.start, "has more blocks in blocks than are read")
            word = _KEYWORD.match(piece.words)
            first = word[1] if word else piece.words.strip()
            rest = piece.words[word.end() :] if word else ""
            if first in ("end", "else"):
                return tuple(found), piece
            if first in ("if", "with", "range"):
                found.append(self.block(piece, first, rest, depth))
            elif first in ("define", "block"):
                self.definition(piece, first, rest, depth, found)
            elif first == "template":
                name, _, given = _string_and_rest(rest, piece)
                found.append(Call(piece.start, name, expression(given, piece.start) if given.strip() else None))
            elif first in ("break", "continue") and not rest.strip():
                found.append(Jump(piece.start))
            elif first:
                found.append(Print(piece.start, expression(piece.words, piece.start)))
        return tuple(found), None

    def block(self, piece: _Action, kind: str, rest: str, depth: int) -> Block:
        branches: list[tuple[Pipeline | None, tuple[Node, ...]]] = []
        condition: Pipeline | None = expression(rest, piece.start)
        while True:
            body, end = self.nodes(depth + 1)
            branches.append((condition, body))
            if end is None:
                raise TemplateError(piece.start, f"has a `{kind}` without `end`")
            words = end.words.replace("else", "else ", 1).split(None, 2)
            if words[0] == "end":
                return Block(piece.start, kind, tuple(branches))
            if len(words) > 1 and words[1].startswith(f"{kind}("):
                words = [*words[:1], kind, end.words[end.words.index(f"{kind}(") + len(kind) :]]
            if len(branches) > 1 and branches[-1][0] is None:
                raise TemplateError(end.start, "has a second `else`")
            condition = expression(words[2] if len(words) > 2 else "", end.start) if len(words) > 1 else None

    def definition(self, piece: _Action, kind: str, rest: str, depth: int, found: list[Node]) -> None:
        name, _, given = _string_and_rest(rest, piece)
        body, end = self.nodes(depth + 1)
        if end is None or end.words.split()[0] != "end":
            raise TemplateError(piece.start, f"has a `{kind}` without `end`")
        self.defined[name] = body
        if kind == "block":
            found.append(Call(piece.start, name, expression(given, piece.start)))


def _string_and_rest(text: str, piece: _Action) -> tuple[str, str, str]:
    match = re.match(r'\s*("(?:[^"\\\n]|\\.)*"|`[^`]*`)', text)
    if match is None:
        raise TemplateError(piece.start, "names a template by something else than a string")
    return str(_constant(match[1])), match[1], text[match.end() :]


def expression(text: str, offset: int = 0) -> Pipeline:
    """The pipeline that a text is. Raises `TemplateError`, with `offset`."""
    tokens: list[str] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None or match.end() == at:
            raise TemplateError(offset, "has an action that is not understood")
        tokens.append(" " if match.group().isspace() else match.group())
        at = match.end()
    reading = _Reading(tokens, offset)
    made = reading.pipeline(0)
    if reading.at < len(reading.tokens):
        raise TemplateError(offset, "has an action that is not understood")
    return made


class _Reading:
    def __init__(self, tokens: list[str], offset: int) -> None:
        self.tokens = tokens
        self.offset = offset
        self.at = 0

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def skip(self) -> str:
        while self.peek() == " ":
            self.at += 1
        return self.peek()

    def pipeline(self, depth: int) -> Pipeline:
        if depth > DEEPEST:
            raise TemplateError(self.offset, "has more parentheses than are read")
        variables: list[str] = []
        assigns = False
        start = self.at
        while self.skip().startswith("$") and "." not in self.peek():
            variables.append(self.peek())
            self.at += 1
            if self.skip() != ",":
                break
            self.at += 1
        if variables and self.skip() in (":=", "="):
            assigns = self.peek() == "="
            self.at += 1
        else:
            variables, self.at = [], start
        commands = [self.command(depth)]
        while self.skip() == "|":
            self.at += 1
            commands.append(self.command(depth))
        return Pipeline(tuple(variables), assigns, tuple(commands))

    def command(self, depth: int) -> tuple[Term, ...]:
        terms: list[Term] = []
        while self.skip() not in ("", "|", ")"):
            terms.append(self.term(depth))
        if not terms:
            raise TemplateError(self.offset, "has an action with nothing in it")
        return tuple(terms)

    def term(self, depth: int) -> Term:
        token = self.peek()
        self.at += 1
        if token == "(":
            inner = self.pipeline(depth + 1)
            if self.skip() != ")":
                raise TemplateError(self.offset, "has a parenthesis that is not closed")
            self.at += 1
            if self.peek().startswith(".") and len(self.peek()) > 1:
                self.at += 1
                return Field(inner, tuple(self.tokens[self.at - 1][1:].split(".")))
            return inner
        if token == ".":
            return Field(None, ())
        if token.startswith("$"):
            name, _, path = token.partition(".")
            return Field(name, tuple(path.split(".")) if path else ())
        if token.startswith("."):
            return Field(None, tuple(token[1:].split(".")))
        if token[0] in "\"`'" or token[0].isdigit() or token[0] == "-":
            return Literal(_constant(token))
        if token in ("true", "false", "nil"):
            return Literal({"true": True, "false": False, "nil": None}[token])
        if token[0].isalpha() or token[0] == "_":
            return Function(token)
        raise TemplateError(self.offset, f"has `{token}` where a value should stand")


def _constant(token: str) -> str | int | float:
    if token[0] == "`":
        return token[1:-1]
    if token[0] == '"':
        try:
            return str(json.loads(token, strict=False))
        except ValueError:
            return token[1:-1]
    if token[0] == "'":
        return token[1:-1]
    try:
        return int(token, 0) if len(token) < 20 else token
    except ValueError:
        try:
            return float(token)
        except ValueError:
            return token
