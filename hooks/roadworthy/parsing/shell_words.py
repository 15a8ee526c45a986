"""Words, assignments and redirects out of tree-sitter's nodes."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from .shell_quotes import remove_quotes
from .shell_tree import Assignment, Block, Expansion, Redirect, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tree_sitter import Node

    from ..core.excerpt import Excerpt
    from .shell_tree import Command, Compound

_SUBSTITUTIONS = frozenset({"command_substitution", "process_substitution"})
WORDS = (
    frozenset(
        "word number string raw_string ansi_c_string translated_string concatenation simple_expansion expansion"
        " arithmetic_expansion brace_expression extglob_pattern regex variable_name special_variable_name array".split()
    )
    | _SUBSTITUTIONS
)
_PARAMETER = r"(?s)\$\{([!#]?)([A-Za-z_]\w*|\d+|[-@*#?$!])(?:\[[^\]]*\])?([:%#/^,@=?+-]{0,2})(.*)\}\Z"


class Words:
    """The words of one script. `waiting` are the blocks of substitutions that nobody has filled yet, with their nodes."""

    def __init__(self, excerpt: Excerpt, size: int, ends: Sequence[int] = (), ahead: Sequence[int] = ()) -> None:
        self.excerpt = excerpt
        self.text = excerpt.text
        self.size = size
        self.ends = ends
        self.ahead = ahead
        self.waiting: list[tuple[Block, Sequence[Node]]] = []
        self.substituted: dict[int, Block] = {}

    def offset(self, byte: int) -> int:
        """The character that stands at a byte of the UTF-8 text."""
        if not self.ends:
            return min(byte, self.size)
        i = bisect_right(self.ends, byte)
        return min(byte - self.ahead[i - 1], self.size) if i else byte

    def assignment(self, node: Node, owner: Command) -> Assignment:
        name, operator, value = "", "=", None
        for child in node.children:
            if child.type in ("=", "+="):
                operator = child.type
            elif not name:
                name = self.text[self.offset(child.start_byte) : self.offset(child.end_byte)]
            else:
                value = self.word(child, owner)
        if value is None:
            end = self.offset(node.end_byte)
            value = Word(self.excerpt, end, end, "")
        return Assignment(name, value, operator == "+=")

    def redirect(self, node: Node) -> tuple[Redirect, list[Word], list[Node]]:
        """The redirect, words that the grammar took for a second target, and what else stands on a here-document's line."""
        fd, operator = "", ""
        target: Word | None = None
        body: Word | None = None
        further: list[Word] = []
        following: list[Node] = []
        for child in node.children:
            kind = child.type
            if kind == "file_descriptor":
                fd = self.text[self.offset(child.start_byte) : self.offset(child.end_byte)]
            elif kind == "heredoc_body":
                body = self.word(child, None)
            elif kind == "heredoc_end":
                continue
            elif not operator and not child.is_named:
                operator = kind
            elif target is None:
                target = self.word(child, None)
            elif node.type == "heredoc_redirect":
                following.append(child)
            elif kind in WORDS:
                further.append(self.word(child, None))
        if body is not None and target is not None and target.quoted:  # nothing is expanded in it
            body = Word(self.excerpt, body.start, body.end, body.text)
        return Redirect(operator, fd, target, body), further, following

    def word(self, node: Node, owner: Command | Compound | None) -> Word:
        start, end = self.offset(node.start_byte), self.offset(node.end_byte)
        text = self.text[start:end]
        kind = node.type
        if kind == "word" or kind == "number" or not node.is_named:
            return Word(self.excerpt, start, end, remove_quotes(text) if "\\" in text else text)
        if kind == "raw_string":
            return Word(self.excerpt, start, end, text[1:-1])
        if "$" not in text and "`" not in text and "(" not in text:
            return Word(self.excerpt, start, end, remove_quotes(text) if kind != "heredoc_body" else text)
        holes: list[tuple[int, int]] = []
        expansions: list[Expansion] = []
        blocks: list[Block] = []
        flat = [(node, kind == "heredoc_body", False)]
        while flat:
            part, quoted, nested = flat.pop()
            kind = part.type
            if kind in ("raw_string", "ansi_c_string", "word", "string_content", "heredoc_content"):
                continue
            is_hole = kind in _SUBSTITUTIONS or kind in ("simple_expansion", "expansion", "arithmetic_expansion")
            if is_hole:
                at, to = self.offset(part.start_byte), self.offset(part.end_byte)
                while at < to and self.text[at].isspace():  # in a string, the grammar counts blanks ahead of it in
                    at += 1
                if not nested:
                    holes.append((at, to))
                if kind in _SUBSTITUTIONS:
                    blocks.append(self.substitution(part, owner, at, to))
                    continue
                if kind != "arithmetic_expansion":
                    expansions.append(_expansion(self.text[at:to], quoted, at, to))
            inside = quoted or kind == "string"
            flat.extend((child, inside, nested or is_hole) for child in reversed(part.children))
        value = None if holes else text if kind == "heredoc_body" else remove_quotes(text)
        return Word(self.excerpt, start, end, value, tuple(expansions), tuple(blocks), tuple(holes))

    def substitution(self, node: Node, owner: Command | Compound | None, start: int, end: int) -> Block:
        """The block of `$(…)`, made once: an exported assignment is both a word and an assignment."""
        if start in self.substituted:
            return self.substituted[start]
        made = Block(self.excerpt, start, end, "substitution", owner)
        children = node.children
        made.operator = children[0].type if children else ""
        self.substituted[start] = made
        self.waiting.append((made, children[1:]))
        return made

    def own(self, owner: Command | Compound, words: Iterable[Word]) -> None:
        """Say whose words these are, where that was not known when they were made."""
        for word in words:
            for block in word.substitutions:
                block.owner = owner


def _expansion(text: str, quoted: bool, start: int, end: int) -> Expansion:
    if text.startswith("${{") or text[1:2] != "{":
        return Expansion(text[1:].strip("{} "), "", "", quoted, start, end)
    match = re.match(_PARAMETER, text)
    if not match or (not match[3] and match[4]):
        return Expansion(text[2:-1], "", "", quoted, start, end)
    before, name, operator, argument = match.groups()
    return Expansion(name, before or operator, argument, quoted, start, end)
