"""Groovy's expressions: operands, operators, and calls with and without brackets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .groovy_tokens import Token, string_text, tokens_of
from .groovy_tree import Argument, Block, Call, Items, Other, Text, Word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.excerpt import Excerpt, Place
    from .groovy_tree import Value

DEEPEST = 50  # brackets in brackets; what is deeper is passed over
ENDS = frozenset({"\n", ";", ",", ")", "]", "}", ":"})
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_GOES_ON = frozenset({".", "?.", "*.", "&&", "||", "+", "?:", "=="})  # at the beginning of a line
_OPERATORS = frozenset({"new", "in", "instanceof", "as", "!in"})


class Expressions:
    """Reads a text from token to token. `block` is what a reader of statements adds."""

    def __init__(self, whole: Excerpt) -> None:
        self.whole = whole
        self.tokens, self.cut_off = tokens_of(whole.text)
        self.at = 0
        self.depth = 0

    def block(self) -> Block:
        raise NotImplementedError

    # Looking

    def peek(self, ahead: int = 0) -> Token:
        at = self.at + ahead
        return self.tokens[at] if at < len(self.tokens) else Token("mark", "}", len(self.whole.text), len(self.whole.text))

    def is_mark(self, *marks: str, ahead: int = 0) -> bool:
        token = self.peek(ahead)
        return token.kind in ("mark", "line") and token.text in marks

    def skip_lines(self) -> None:
        while self.peek().kind == "line" and self.at < len(self.tokens):
            self.at += 1

    def place(self, start: int) -> Place:
        return self.whole.place(start, max(start, self.end))

    @property
    def end(self) -> int:
        """Behind what has been read."""
        at = min(self.at, len(self.tokens))
        return self.tokens[at - 1].end if at else 0

    def pass_over(self) -> None:
        """Behind the bracket that closes the one here, however deep it is inside."""
        open = 0
        while self.at < len(self.tokens):
            token = self.tokens[self.at]
            self.at += 1
            if token.kind == "mark":
                if token.text in _CLOSING:
                    open += 1
                elif token.text in (")", "]", "}"):
                    open -= 1
                    if open <= 0:
                        return

    # Expressions

    def expression(self, command: bool = False) -> Value | None:
        """Operands and operators up to the end of the statement or argument. `command`: `sh 'x'` is a call."""
        start = self.peek().start
        parts: list[Value] = []
        operators = 0
        asked = 0
        while self.at < len(self.tokens):
            if self.is_mark("\n"):
                ahead = 1
                while self.peek(ahead).kind == "line" and self.at + ahead < len(self.tokens):
                    ahead += 1
                if not (self.is_mark(*_GOES_ON, ahead=ahead) or (operators and not parts)):
                    break
                self.at += ahead
                continue
            if self.is_mark(":") and asked:
                asked -= 1
                self.at += 1
                operators += 1
                self.skip_lines()
                continue
            if self.is_mark(*ENDS) or self.is_mark("=", "+=", "-=", "*=", "/="):
                break
            token = self.peek()
            if token.kind == "mark" and token.text not in _CLOSING:
                asked += token.text == "?"
                operators += 1
                self.at += 1
                self.skip_lines()
                continue
            if token.kind == "name" and parts and isinstance(parts[-1], Call) and parts[-1].block and not operators:
                break  # `failure { … } always { … }`
            if token.kind == "name" and token.text in _OPERATORS:
                operators += 1
                self.at += 1
                continue
            parts.append(self.operand(command and not parts and not operators))
        if len(parts) == 1 and not operators:
            return parts[0]
        if not parts and not operators:
            return None
        text = self.whole.text[start : self.end]
        return Other(text, tuple(parts), self.place(start))

    def operand(self, command: bool) -> Value:
        token = self.peek()
        start = token.start
        if token.kind == "text":
            self.at += 1
            excerpt, plain = string_text(self.whole, token)
            value: Value = Text(excerpt, self.whole.place(token.start, token.end), plain)
        elif token.kind == "name":
            self.at += 1
            value = Word(token.text, self.place(start))
        elif self.depth >= DEEPEST:
            self.pass_over()
            return Other("", (), self.place(start))
        elif token.text == "{":
            value = self.block()
        elif token.text == "[":
            value = Items(self.listed("]"), self.place(start))
        else:
            inner = self.listed(")")
            value = inner[0].value if len(inner) == 1 else Other("", tuple(one.value for one in inner), self.place(start))
        return self.chained(value, start, command)

    def chained(self, value: Value, start: int, command: bool) -> Value:
        """What follows an operand: names after dots, arguments, blocks, indexes."""
        while self.at < len(self.tokens):
            if self.is_mark(".", "?.", "*.", ".&") or (self.is_mark("\n") and self.dotted_line()):
                self.skip_lines()
                self.at += 1
                self.skip_lines()
                named = self.peek()
                if named.kind not in ("name", "text"):
                    return value
                self.at += 1
                word = named.text if named.kind == "name" else string_text(self.whole, named)[0].text
                if isinstance(value, Word):
                    value = Word(f"{value.text}.{word}", self.place(start))
                else:
                    value = Call(word, (), None, self.place(start), value)
            elif self.is_mark("(") and isinstance(value, (Word, Call)):
                if isinstance(value, Call) and (value.arguments or value.block):
                    return value
                given = self.arguments()
                of = value.of if isinstance(value, Call) else None
                value = Call(value.text if isinstance(value, Word) else value.name, given, None, self.place(start), of)
                if self.is_mark("{"):
                    value = value._replace(block=self.block(), place=self.place(start))
            elif self.is_mark("{") and isinstance(value, (Word, Call)) and not (isinstance(value, Call) and value.block):
                if isinstance(value, Word):
                    value = Call(value.text, (), None, self.place(start))
                value = value._replace(block=self.block(), place=self.place(start))
            elif self.is_mark("[") and not self.spaced():
                self.listed("]")
                value = Other(self.whole.text[start : self.end], (value,), self.place(start))
            elif command and isinstance(value, (Word, Call)) and self.depth < DEEPEST and self.begins_argument(value):
                self.depth += 1
                given = self.given("\n")
                self.depth -= 1
                name = value.text if isinstance(value, Word) else value.name
                of = value.of if isinstance(value, Call) else None
                value = Call(name, given, None, self.place(start), of)
                command = False
            else:
                return value
        return value

    def dotted_line(self) -> bool:
        ahead = 1
        while self.peek(ahead).kind == "line" and self.at + ahead < len(self.tokens):
            ahead += 1
        return self.is_mark(".", "?.", ahead=ahead)

    def spaced(self) -> bool:
        return self.peek().start > self.end

    def begins_argument(self, value: Word | Call) -> bool:
        if isinstance(value, Call) and (value.arguments or value.block or value.of is None):
            return False
        if isinstance(value, Word) and not (value.text[0].isalpha() or value.text[0] == "_"):
            return False
        token = self.peek()
        if token.kind == "name":
            return token.text not in _OPERATORS
        return token.kind == "text" or (self.is_mark("[") and self.spaced())

    def arguments(self) -> tuple[Argument, ...]:
        """`( … )`; nothing where that is deeper than anybody writes."""
        if self.depth >= DEEPEST:
            self.pass_over()
            return ()
        return self.listed(")")

    def listed(self, close: str) -> tuple[Argument, ...]:
        self.depth += 1
        self.at += 1
        found = self.given(close)
        if self.is_mark(close):
            self.at += 1
        self.depth -= 1
        return found

    def given(self, close: str) -> tuple[Argument, ...]:
        """Arguments with commas between them, up to, not including, what closes them (a line end for a command's)."""
        found: list[Argument] = []
        while self.at < len(self.tokens):
            if close != "\n":
                self.skip_lines()
            if self.is_mark("}", ")", "]", ";") or (close == "\n" and self.is_mark("\n")):
                break
            before = self.at
            found.extend(self.one_given())
            if self.is_mark(","):
                self.at += 1
                self.skip_lines()
            elif close == "\n":
                break
            elif self.at == before:
                self.at += 1
        return tuple(found)

    def one_given(self) -> Iterator[Argument]:
        token = self.peek()
        name = ""
        if token.kind in ("name", "text") and self.is_mark(":", ahead=1):
            name = token.text if token.kind == "name" else string_text(self.whole, token)[0].text
            self.at += 2
            self.skip_lines()
        value = self.expression(command=True)
        if value is not None:
            yield Argument(name, value)
