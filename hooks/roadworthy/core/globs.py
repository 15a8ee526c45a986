"""File patterns in the manner of .gitignore, as the configuration uses them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LONGEST = 200  # characters of a pattern
MOST_STARS = 5  # in a pattern: what matching costs grows with each


def glob_fault(pattern: str) -> str:
    """What is wrong with a pattern, for a person; empty where nothing is."""
    if not pattern.strip("!/ "):
        return "an empty pattern matches nothing"
    if len(pattern) > LONGEST:
        return f"the pattern is longer than {LONGEST} characters"
    if len(re.findall(r"\*+", pattern)) > MOST_STARS:
        return f"the pattern has more than {MOST_STARS} wildcards"
    return ""


def matcher(patterns: Sequence[str]) -> Callable[[str], bool]:
    """Whether a path, relative to the root and with `/`, is matched; the last pattern that matches decides.

    A pattern with a `/` at its start or inside it is relative to the root, any other matches at every depth; one that
    matches a folder matches all below it; `/` at the end: folders only. `*` and `?` stop at `/`, `**` does not, `[…]` is a
    set, `\\` takes away a character's meaning, and `!` in front takes a match back.
    """
    tests = [(not pattern.startswith("!"), re.compile(_expression(pattern), re.DOTALL)) for pattern in patterns]
    tests.reverse()

    def matches(path: str) -> bool:
        for answer, test in tests:
            if test.fullmatch(path):
                return answer
        return False

    return matches


def _expression(pattern: str) -> str:
    pattern = pattern.removeprefix("!")
    below = "/.*" if pattern.endswith("/") else "(?:/.*)?"
    pattern = pattern.rstrip("/")
    anchored = "/" in pattern
    pattern = pattern.lstrip("/")
    made = "" if anchored else "(?:.*/)?"
    for found in re.finditer(r"(^|/)\*\*(?:/|$)|\*+|\?|\\(.)|\[([!^]?)(\]?[^\]/]*)\]|.", pattern, re.DOTALL):
        token = found.group()
        if found[1] is not None:
            made += found[1] + (".*" if found.end() == len(pattern) else "(?:.*/)?")
        elif token[0] == "*":
            made += "[^/]*"
        elif token == "?":
            made += "[^/]"
        elif found[2] is not None:
            made += re.escape(found[2])
        elif found[4]:
            made += _set(found[4], bool(found[3]))
        else:
            made += re.escape(token)
    return made + below


def _set(inside: str, negated: bool) -> str:
    made = "".join("\\" + character if character in "\\[]^&~|" else character for character in inside)
    expression = f"(?!/)[{'^' if negated else ''}{made}]"
    try:
        re.compile(expression)
    except re.error:  # a range the wrong way round: it matches nothing
        return "(?!)"
    return expression
