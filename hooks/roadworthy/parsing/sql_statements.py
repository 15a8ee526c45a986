"""SQL text into statements of tokens, as far as PostgreSQL, MySQL, SQLite and SQL Server agree on them.

No grammar: what stands between two semicolons is a statement, and whoever asks reads its first words. That holds for every
dialect and for what no grammar knows, and what cannot be read stays one statement that nobody recognises.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.patterns import pattern
from ..core.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.excerpt import Excerpt, Place

LONGEST = 2_000_000  # characters that are read
MOST_STATEMENTS = 5_000
MOST_TOKENS = 2_000  # of one statement: no more of an INSERT than that
_TOKEN = pattern(
    r"(?P<space>\s+|--[^\n]*|\#[^\n]*)|(?P<comment>/\*)|(?P<word>[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)|(?P<number>\d[\w.]*)"
    r"|(?P<dollar>\$(?:[A-Za-z_]\w*)?\$)|(?P<quote>[EeNn]?')|(?P<name>[\"`\[])|(?P<other>.)",
    16,  # DOTALL
)
_CLOSES = {'"': '"', "`": "`", "[": "]"}


class Token(NamedTuple):
    """`text` is a word in lower case, a name without its quotes, a text's content, or a sign. `kind` says which: `word`,
    `name`, `text`, `body` (between dollar signs), `number`, `sign`. `start` and `end` are offsets in the excerpt."""

    kind: str
    text: str
    start: int
    end: int


class Statement(NamedTuple):
    """What stands between two semicolons, without comments."""

    excerpt: Excerpt
    tokens: tuple[Token, ...]

    def place(self, first: int = 0, last: int = -1, label: str = "") -> Place:
        """Where its tokens from `first` up to `last` stand."""
        tokens = self.tokens
        return self.excerpt.place(tokens[first].start, tokens[last].end, label)

    def begins(self, *words: str) -> bool:
        """Whether it begins with these words."""
        tokens = self.tokens
        return len(tokens) >= len(words) and all(tokens[i].text == word for i, word in enumerate(words))


def statements(excerpt: Excerpt) -> Iterator[Statement]:
    """The statements of a text, empty ones left out. Never raises; time is linear in the length of the text."""
    tokens: list[Token] = []
    given = 0
    for token in _tokens(excerpt.text[:LONGEST]):
        if token.text == ";" and token.kind == "sign":
            if tokens:
                yield Statement(excerpt, tuple(tokens))
                given += 1
                tokens = []
            if given >= MOST_STATEMENTS:
                return
        elif len(tokens) < MOST_TOKENS:
            if token.text == "go" and token.kind == "word" and tokens and "\n" in excerpt.text[tokens[-1].end : token.start]:
                yield Statement(excerpt, tuple(tokens))  # SQL Server's end of a batch
                tokens = []
                continue
            tokens.append(token)
    if tokens:
        yield Statement(excerpt, tuple(tokens))


def _tokens(text: str) -> Iterator[Token]:
    at, size = 0, len(text)
    while at < size:
        found = _TOKEN.match(text, at)
        if found is None:
            return
        kind, start, at = found.lastgroup, at, found.end()
        if kind == "space":
            continue
        if kind == "comment":
            close = text.find("*/", at)
            at = size if close < 0 else close + 2
        elif kind == "word":
            yield Token("word", found[0].lower(), start, at)
        elif kind == "number":
            yield Token("number", found[0], start, at)
        elif kind == "dollar":
            close = text.find(found[0], at)
            end = size if close < 0 else close
            yield Token("body", text[at:end], start, min(size, end + len(found[0])))
            at = min(size, end + len(found[0]))
        elif kind == "quote":
            end = _text_end(text, at)
            yield Token("text", text[at : max(at, end - 1)], start, end)
            at = end
        elif kind == "name":
            close = text.find(_CLOSES[found[0]], at)
            if close < 0 or close - at > 300:
                yield Token("sign", found[0], start, at)
                continue
            yield Token("name", text[at:close], start, close + 1)
            at = close + 1
        else:
            yield Token("sign", found[0], start, at)


def _text_end(text: str, at: int) -> int:
    """Behind the quote that closes a text whose first character stands at `at`."""
    size = len(text)
    while True:
        at = text.find("'", at)
        if at < 0:
            return size
        behind = at
        while text[behind - 1] == "\\":
            behind -= 1
        if (at - behind) % 2 == 0 and not text.startswith("''", at):
            return at + 1
        at += 2 if text.startswith("''", at) and (at - behind) % 2 == 0 else 1
