"""Application code as tree-sitter's tree: which language a path is in, and the way from its nodes back to the file.

A reader looks for what it wants in the text first, and asks for the node at that place: walking a whole tree in Python
costs a hundred times what parsing it does. Nothing here recurses, and climbing is bounded: generated code nests without end.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING

from ..core.excerpt import Excerpt
from ..core.outcome import Unreadable
from .shell_text import character_table
from .tree_sitter_grammar import grammar

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from tree_sitter import Node, Parser, Tree

    from ..core.excerpt import Place, Source

LONGEST = 2 * 1024 * 1024  # characters; what is longer was not written by hand
LONGEST_TIME = 0.25  # seconds of CPU that parsing may take, and for each byte
TIME_A_BYTE = 2e-6
MOST_ALONE = 500  # angle brackets without their other half
_GENERIC = frozenset({"java", "kotlin", "c_sharp", "typescript", "tsx", "rust"})
_CHUNK = 1 << 16
DEEPEST = 300  # nodes above one that is asked for
MOST_QUESTIONS = 1000  # to one file
MOST_ABOVE = 200  # nodes that are climbed
MOST_BELOW = 20_000  # nodes that one look downwards visits

# The language of a file by the end of its name; `python` has no grammar here: the standard library reads it.
LANGUAGES = {
    "py": "python",
    "pyi": "python",
    "js": "javascript",
    "jsx": "javascript",
    "mjs": "javascript",
    "cjs": "javascript",
    "ts": "typescript",
    "mts": "typescript",
    "cts": "typescript",
    "tsx": "tsx",
    "go": "go",
    "java": "java",
    "kt": "kotlin",
    "kts": "kotlin",
    "php": "php",
    "rb": "ruby",
    "rake": "ruby",
    "ru": "ruby",
    "rs": "rust",
    "cs": "c_sharp",
    "ex": "elixir",
    "exs": "elixir",
}
_NAMES = {"Rakefile": "ruby", "Gemfile": "ruby", "Guardfile": "ruby", "Capfile": "ruby", "Vagrantfile": "ruby"}
_GRAMMARS = {
    "typescript": ("typescript", "language_typescript"),
    "tsx": ("typescript", "language_tsx"),
    "php": ("php", "language_php"),
}


def language_of(path: str) -> str | None:
    """The language of a file, as this module calls it; None for what is no application code."""
    name = path.rpartition("/")[2]
    return _NAMES.get(name) or (LANGUAGES.get(name.rpartition(".")[2].lower()) if "." in name else None)


@cache
def _parser(language: str) -> Parser:
    from tree_sitter import Parser

    return Parser(grammar(*_GRAMMARS.get(language, (language,))))


class Code:
    """A parsed text. Offsets count characters of `excerpt`, as everywhere; tree-sitter's own count bytes."""

    __slots__ = ("_ahead", "_ends", "_questions", "_starts", "excerpt", "language", "root")

    def __init__(self, excerpt: Excerpt, language: str, root: Node, is_ascii: bool) -> None:
        self.excerpt = excerpt
        self.language = language
        self.root = root
        self._questions = MOST_QUESTIONS
        self._ends, self._ahead = ([], []) if is_ascii else character_table(excerpt.text)
        self._starts = [end - ahead for end, ahead in zip(self._ends, self._ahead)]

    def offset(self, byte: int) -> int:
        """The character that `byte` of the encoded text belongs to."""
        i = bisect_right(self._ends, byte) - 1
        return byte if i < 0 else byte - self._ahead[i]

    def _byte(self, offset: int) -> int:
        i = bisect_right(self._starts, offset) - 1
        return offset if i < 0 else offset + self._ahead[i]

    def span(self, node: Node) -> tuple[int, int]:
        """From which character up to which, not including it, the node goes."""
        return self.offset(node.start_byte), self.offset(node.end_byte)

    def text(self, node: Node | None, most: int | None = None) -> str:
        """What stands in the file for the node, or its first `most` characters; empty for None."""
        if node is None:
            return ""
        start, end = self.span(node)
        return self.excerpt.text[start : end if most is None else min(end, start + most)]

    def rest(self, outer: Node, inner: Node, most: int = 60) -> str:
        """What follows `inner` in `outer`, as far as `most` characters; empty where `outer` does not begin with it."""
        if outer.start_byte != inner.start_byte:
            return ""
        start = self.offset(inner.end_byte)
        return self.excerpt.text[start : min(self.offset(outer.end_byte), start + most)]

    def place(self, node: Node, label: str = "") -> Place:
        """Where the node stands in the user's file."""
        return self.excerpt.place(*self.span(node), label)

    def at(self, start: int, end: int | None = None) -> Node | None:
        """The smallest named node that holds the characters from `start` up to, not including, `end`.

        None where it is nested deeper than anybody writes, and after as many questions as nobody's file needs: the way up
        from a node takes time for all that is above it and beside it.
        """
        if self._questions == 0:
            return None
        self._questions -= 1
        first = self._byte(start)
        cursor = self.root.walk()
        for _ in range(DEEPEST):
            if cursor.goto_first_child_for_byte(first) is None:
                break
        else:
            return None
        return self.root.named_descendant_for_byte_range(first, self._byte(start + 1 if end is None else end))


def parse(text: Excerpt | Source, language: str) -> Code | Unreadable:
    """The tree of a text. Never raises; broken code gives a tree with error nodes. Unreadable: no grammar, or opaque
    where it is too long or too convoluted."""
    excerpt = text if isinstance(text, Excerpt) else text.whole()
    if len(excerpt.text) > LONGEST:
        return Unreadable(excerpt.place(0, 1), "is longer than any code that is read here", opaque=True)
    try:
        parser = _parser(language)
    except ImportError as error:
        return Unreadable(excerpt.place(0, 1), f"cannot be read: {error}")
    content = excerpt.text.encode("utf-8", "surrogatepass").replace(b"\0", b" ")
    tree = None if _is_bent(content, language) else _parsed(parser, content)
    if tree is None:
        return Unreadable(excerpt.place(0, 1), "is more convoluted than any code that is read here", opaque=True)
    return Code(excerpt, language, tree.root_node, len(content) == len(excerpt.text))


def _is_bent(content: bytes, language: str) -> bool:
    """Whether so many angle brackets stand alone as in no code. Forty kilobytes of `a<a<a<`, which might be generics or
    comparisons to the end, take a grammar gigabytes, and all of it in one step."""
    if language not in _GENERIC:
        return False
    closing = content.count(b">") - content.count(b"->") - (content.count(b"=>") if language != "java" else 0)
    return abs(content.count(b"<") - closing) > MOST_ALONE


def _parsed(parser: Parser, content: bytes) -> Tree | None:
    """The tree of a text; None where it takes fifty times what code of that length takes. Broken text can take a grammar
    minutes; the steps that the parser counts are of any length, so the time is what stops it."""
    from time import process_time

    held = memoryview(content)
    until = process_time() + LONGEST_TIME + len(content) * TIME_A_BYTE
    try:
        return parser.parse(lambda at, _: held[at : at + _CHUNK], progress_callback=lambda _, __: process_time() > until)
    except ValueError:  # stopped
        parser.reset()
        return None


def above(node: Node, most: int = MOST_ABOVE) -> Iterator[Node]:
    """The nodes that hold this one, the nearest first."""
    up = node.parent
    for _ in range(most):
        if up is None:
            return
        yield up
        up = up.parent


def enclosing(node: Node, kinds: Collection[str], most: int = MOST_ABOVE) -> Node | None:
    """The nearest node of one of these kinds that holds this one."""
    return next((up for up in above(node, most) if up.type in kinds), None)


def below(node: Node, kinds: Collection[str], into: Collection[str] | None = None) -> Iterator[Node]:
    """The nodes of these kinds inside `node`, in order, itself among them.

    With `into`, only nodes of those kinds (and `node`) are entered.
    """
    waiting = [node]
    for _ in range(MOST_BELOW):
        if not waiting:
            return
        one = waiting.pop()
        if one.type in kinds:
            yield one
        if into is None or one.type in into or one is node:
            waiting.extend(reversed(one.named_children))


def field(node: Node | None, *names: str) -> Node | None:
    """The child of a field, of the child of a field, and so on."""
    for name in names:
        if node is None:
            return None
        node = node.child_by_field_name(name)
    return node
