"""Groovy as tokens: names, strings, brackets, line ends. Strings keep the way back to the file, escapes decoded.

https://groovy-lang.org/syntax.html#_string_summary_table
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.patterns import pattern
from ..core.records import NamedTuple

if TYPE_CHECKING:
    from typing import Literal

    from ..core.excerpt import Excerpt

    TokenKind = Literal["name", "text", "mark", "line"]

MOST_TOKENS = 200_000
LONGEST_VALUE = 500  # characters of one `${…}` in a string
_NEXT = pattern(
    r"(?P<blank>[ \t\f\r]+|\\\r?\n|//[^\n]*|/\*)|(?P<line>\n)|(?P<name>[^\W\d][\w$]*|\$[\w$]+|@[A-Za-z_][\w.]*)"
    r"|(?P<number>\d[\w.]*)|(?P<quote>'''|\"\"\"|'|\"|\$/)|(?P<mark>->|\?\.|\*\.|\.&|==~|=~|===?|!==?|<=>|<=|>=|&&|\|\||\+\+|--|[-+*/%]=|\?:|\.\.<?|.)",
    re.S,
)
_ESCAPE = pattern(r"\\(?:u+([0-9a-fA-F]{4})|\r?\n|(.))", re.S)
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_VALUES = frozenset({")", "]", "}"})  # after one of these, and after a name or text, a slash divides
_BEFORE_VALUES = frozenset({"return", "in", "case", "assert", "else"})


class Token(NamedTuple):
    """`text` is what stands there, of a string the marks that open it; `start` and `end` count characters of the whole."""

    kind: TokenKind
    text: str
    start: int
    end: int


def tokens_of(text: str) -> tuple[list[Token], bool]:
    """The tokens, comments left out, and whether there were too many, so that the rest is missing. Never raises."""
    found: list[Token] = []
    at, size = (text.find("\n") if text.startswith("#!") else 0), len(text)
    at = max(at, 0)
    while at < size:
        if len(found) >= MOST_TOKENS:
            return found, True
        match = _NEXT.match(text, at)
        if match is None:
            break
        kind, word, end = match.lastgroup, match[0], match.end()
        if kind == "blank":
            if word == "/*":
                close = text.find("*/", end)
                end = size if close < 0 else close + 2
        elif kind == "line":
            if not (found and found[-1].kind == "line"):
                found.append(Token("line", "\n", at, end))
        elif kind == "quote":
            end = _string_end(text, at, word)
            found.append(Token("text", word, at, end))
        elif word == "/" and _may_begin_pattern(found) and (close := _slashy_end(text, end)) > 0:
            end = close
            found.append(Token("text", "/", at, end))
        else:
            found.append(Token("name" if kind in ("name", "number") else "mark", word, at, end))
        at = end
    return found, False


def _may_begin_pattern(found: list[Token]) -> bool:
    if not found:
        return True
    last = found[-1]
    if last.kind == "name":
        return last.text in _BEFORE_VALUES
    return last.kind == "line" or (last.kind == "mark" and last.text not in _VALUES)


def _slashy_end(text: str, at: int) -> int:
    """Behind the slash that ends a text between slashes on this line; 0 where there is none."""
    line_end = text.find("\n", at)
    line_end = len(text) if line_end < 0 else line_end
    while True:
        close = text.find("/", at, line_end)
        if close <= 0:
            return 0
        if text[close - 1] != "\\":
            return close + 1
        at = close + 1


def _string_end(text: str, start: int, quote: str) -> int:
    """Behind a string. One of a single line that is not closed ends with its line."""
    at, size = start + len(quote), len(text)
    if quote == "$/":
        close = text.find("/$", at)
        return size if close < 0 else close + 2
    wanted = pattern(r"\\|\$\{|\"\"\"") if quote == '"""' else pattern(r"\\|'''") if quote == "'''" else None
    if wanted is None:
        wanted = pattern(r"\\|\$\{|\"|\n") if quote == '"' else pattern(r"\\|'|\n")
    while True:
        match = wanted.search(text, at)
        if match is None:
            return size
        at = match.end()
        if match[0] == "\\":
            at += 2 if text.startswith("\r\n", at) else 1
        elif match[0] == "${":
            at = expression_end(text, at, len(quote) == 1)
        elif match[0] == "\n":
            return match.start()
        else:
            return at


def expression_end(text: str, at: int, one_line: bool = True) -> int:
    """Behind the brace that ends an `${…}` whose inside begins at `at`."""
    depth = 1
    quoted = ""
    begin = at
    for match in pattern(r"[{}'\"\\\n]").finditer(text, at, min(len(text), at + LONGEST_VALUE)):
        mark = match[0]
        if mark == "\n" and one_line:
            return match.start()
        if quoted:
            quoted = "" if mark == quoted else quoted
        elif mark in "'\"":
            quoted = mark
        elif mark == "{":
            depth += 1
        elif mark == "}":
            depth -= 1
            if depth == 0:
                return match.end()
    return begin


def string_text(whole: Excerpt, token: Token) -> tuple[Excerpt, bool]:
    """What a string token says, and whether all of it is plain text. An `${a.b}` in it stays, as the shell's `${b}`."""
    quote = token.text
    close = {"$/": "/$"}.get(quote, quote)
    end = token.end - len(close) if whole.text.endswith(close, token.start + len(quote), token.end) else token.end
    inner = whole.cut(token.start + len(quote), end)
    if "\\" not in inner.text and (quote in ("'", "'''") or "$" not in inner.text):
        return inner, True
    edits: list[tuple[int, int, str]] = []
    plain = True
    double = quote in ('"', '"""', "/", "$/")
    at, text = 0, inner.text
    while at < len(text):
        mark = min((i for i in (text.find("\\", at), text.find("$", at) if double else -1) if i >= 0), default=-1)
        if mark < 0:
            break
        if text[mark] == "$":
            at = mark + 1
            if text.startswith("{", at):
                at = expression_end(text, at + 1, False)
                edits.append((mark, at, _as_shell(text[mark + 2 : at].rstrip("}"))))
                plain = False
            elif text[at : at + 1].isalpha() or text[at : at + 1] == "_":
                plain = False
            continue
        if quote in ("/", "$/"):
            if text.startswith("\\/", mark) and quote == "/":
                edits.append((mark, mark + 2, "/"))
            at = mark + 2
            continue
        match = _ESCAPE.match(text, mark)
        if match is None:
            break
        at = match.end()
        edits.append((mark, at, chr(int(match[1], 16)) if match[1] else _ESCAPED.get(match[2] or "", match[2] or "")))
    return (inner.splice(edits) if edits else inner), plain


def _as_shell(expression: str) -> str:
    """What stands for a value of Groovy in a shell text: the expression's last name, as a variable."""
    match = pattern(r"[\w.?\s]{0,200}?([A-Za-z_]\w*)\s*").fullmatch(expression[:200])
    return "${" + (match[1] if match else "expression") + "}"
