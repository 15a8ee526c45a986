"""Groovy as Jenkinsfiles use it: calls with arguments and blocks, assignments, `if`, `try`, functions, each with its place.

A reader of brackets and words, that goes on behind whatever it does not understand. The grammar for tree-sitter loses a
file's structure at `try { sh 'x' } catch (e) {…}` on one line and at `parallel a: {…}`, which are everywhere.
https://groovy-lang.org/structure.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .groovy_expressions import DEEPEST, ENDS, Expressions
from .groovy_tree import Assigned, Block, Call, Function, If, Loop, Other, Result, Try, Word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.excerpt import Excerpt, Source
    from .groovy_tree import Statement

_MODIFIERS = frozenset("def final static private public protected synchronized".split())


def parse(text: Source | Excerpt) -> Block:
    """The file as a block. Never raises."""
    from ..core.excerpt import Source

    whole = text.whole() if isinstance(text, Source) else text
    return _Reader(whole).file()


class _Reader(Expressions):
    def file(self) -> Block:
        found: list[Statement] = []
        while self.at < len(self.tokens):
            found.extend(self.statements())
            self.at += 1  # a closing bracket that nothing opened
        return Block(tuple(found), self.whole.place())

    def statements(self) -> Iterator[Statement]:
        """Up to, not including, the bracket that closes them."""
        while self.at < len(self.tokens):
            token = self.peek()
            if token.kind == "line" or self.is_mark(";", ",", ":"):
                self.at += 1
                continue
            if self.is_mark("}", ")", "]"):
                return
            before = self.at
            found = self.statement()
            if found is not None:
                yield found
            if self.at == before:
                self.at += 1

    def block(self) -> Block:
        """`{ … }`, or the one statement that stands for it."""
        start = self.peek().start
        if not self.is_mark("{"):
            self.depth += 1
            found = self.statement() if self.depth < DEEPEST else None
            self.depth -= 1
            return Block((found,) if found is not None else (), self.place(start))
        if self.depth >= DEEPEST:
            self.pass_over()
            return Block((), self.place(start))
        self.depth += 1
        self.at += 1
        self.skip_parameters()
        inner = tuple(self.statements())
        self.at += 1
        self.depth -= 1
        return Block(inner, self.place(start))

    def skip_parameters(self) -> None:
        """`x, y ->` at the beginning of a closure."""
        for ahead in range(24):
            if self.is_mark("->", ahead=ahead):
                self.at += ahead + 1
                return
            if not (self.peek(ahead).kind == "name" or self.is_mark(",", "=", "\n", ahead=ahead)):
                return

    def statement(self) -> Statement | None:
        token = self.peek()
        start = token.start
        if token.kind == "name":
            word = token.text
            if word == "if" and self.is_mark("(", ahead=1):
                return self.condition(start)
            if word == "try" and self.opens(1):
                return self.attempt(start)
            if word in ("for", "while", "switch") and self.is_mark("(", ahead=1):
                self.at += 1
                self.pass_over()
                self.skip_lines()
                return Loop(self.block(), self.place(start))
            if word in ("return", "throw"):
                self.at += 1
                value = None if self.is_mark(*ENDS) else self.expression()
                return Result(word, value, self.place(start))
            if word in ("import", "package"):
                while self.peek().kind != "line" and not self.is_mark(";") and self.at < len(self.tokens):
                    self.at += 1
                return None
            if word in ("class", "interface", "enum", "trait"):
                while not self.is_mark("{", "\n") and self.at < len(self.tokens):
                    self.at += 1
                return Loop(self.block(), self.place(start)) if self.is_mark("{") else None
            if word.startswith("@"):
                self.at += 1
                return Call(word, self.arguments() if self.is_mark("(") else (), None, self.place(start))
            declared = self.declaration(start)
            if declared is not None:
                return declared
        value = self.expression(command=True)
        if self.is_mark("=", "+=", "-=", "*=", "/=") and isinstance(value, (Word, Other)):
            self.at += 1
            self.skip_lines()
            given = self.expression(command=True)
            return Assigned(value.text, given, self.place(start)) if given is not None else None
        return value

    def opens(self, ahead: int) -> bool:
        while self.peek(ahead).kind == "line" and self.at + ahead < len(self.tokens):
            ahead += 1
        return self.is_mark("{", ahead=ahead)

    def condition(self, start: int) -> If:
        """`if (…) … else …`; a chain of them is no recursion deeper than brackets are."""
        self.at += 1
        first = self.peek().end
        self.pass_over()
        text = self.whole.text[first : max(first, self.end - 1)]
        self.skip_lines()
        then = self.block()
        before = self.at
        self.skip_lines()
        otherwise: Block | None = None
        if self.peek().kind == "name" and self.peek().text == "else":
            self.at += 1
            self.skip_lines()
            self.depth += 1
            if self.depth < DEEPEST:
                otherwise = self.block()
            self.depth -= 1
        else:
            self.at = before
        return If(text, then, otherwise, self.place(start))

    def attempt(self, start: int) -> Try:
        self.at += 1
        self.skip_lines()
        body = self.block()
        caught: list[Block] = []
        last: Block | None = None
        while True:
            before = self.at
            self.skip_lines()
            word = self.peek().text if self.peek().kind == "name" else ""
            if word == "catch" and self.is_mark("(", ahead=1):
                self.at += 1
                self.pass_over()
                self.skip_lines()
                caught.append(self.block())
            elif word == "finally":
                self.at += 1
                self.skip_lines()
                last = self.block()
            else:
                self.at = before
                return Try(body, tuple(caught), last, self.place(start))

    def declaration(self, start: int) -> Statement | None:
        """`def x = …`, `String x = …`, `def x(…) {…}`; None where it is none of them, and nothing was read."""
        ahead = 0
        while self.peek(ahead).kind == "name" and (self.peek(ahead).text in _MODIFIERS or self.peek(ahead).text[0] == "@"):
            ahead += 1
        if self.peek(ahead).kind == "name" and self.peek(ahead + 1).kind == "name" and self.is_mark("=", "(", ahead=ahead + 2):
            ahead += 1  # the type
        elif ahead == 0:
            return None
        name = self.peek(ahead)
        if name.kind == "text" and self.is_mark("(", ahead=ahead + 1):  # def "a name"()
            ahead += 0
        elif name.kind != "name":
            if self.is_mark("(", ahead=ahead):  # def (a, b) = …
                self.at += ahead
                self.pass_over()
                if self.is_mark("="):
                    self.at += 1
                    value = self.expression(command=True)
                    return Assigned("", value, self.place(start)) if value is not None else None
            return None
        if self.is_mark("=", ahead=ahead + 1):
            self.at += ahead + 2
            self.skip_lines()
            value = self.expression(command=True)
            return Assigned(name.text, value, self.place(start)) if value is not None else None
        if self.is_mark("(", ahead=ahead + 1):
            kept = self.at
            self.at += ahead + 1
            self.pass_over()
            self.skip_lines()
            if self.is_mark("{"):
                return Function(name.text, self.block(), self.place(start))
            self.at = kept
            return None
        self.at += ahead + 1
        return Word(name.text, self.place(start))
