"""detect-secrets' plugins on a line of thousands of characters: the same answers, looked for only where they can be.

KeywordDetector takes quadratic time in a hostile line and a second a megabyte in a harmless one. All but one of its
expressions begin with a name; so each is tried where a name stands and nowhere else, and with an end to what a value may
hold. Three plugins have expressions that run on from every start: those are given the stretch that could match.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

LONGEST_VALUE = 20_000  # characters after a name, while there are few names
CLOSE = 400  # and where there are more than MANY
MANY = 200
MOST = 20_000  # names that are tried in one line
_STEMS = ("key", "pass", "pwd", "secret", "contrase")


def leaves_names_out(text: str) -> bool:
    """Whether a line has more than `MOST` names of secrets, so that the ones behind them are not tried."""
    at = 0
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if end - at > 3 * MOST:
            line = text[at:end].lower()
            if sum(line.count(stem) for stem in _STEMS) > MOST:
                return True
        at = end + 1
    return False


def plugin_values(name: str, path: str, line: str) -> Iterator[str]:
    """The values of any other plugin."""
    from .detect_secrets_bridge import plugin

    judge = plugin(name)
    for stretch in _STRETCHES[name](line) if name in _STRETCHES else (line,):
        values = [found.secret_value for found in judge.analyze_line(filename=path, line=stretch, line_number=1)]
        yield from values
        if values and name == "NpmDetector":  # its match takes the rest of the line
            return


def _npm(line: str) -> Iterator[str]:
    """From the last registry's token back: the expression takes the last that fits."""
    at = len(line)
    for _ in range(MANY):
        at = line.rfind("/:_authToken=", 0, at)
        if at < 0 or "//" not in line[: at - 1]:
            return
        yield "//x" + line[at:]


def _openai(line: str) -> Iterator[str]:
    at = line.find("T3BlbkFJ")
    end = 0
    while at >= 0:
        yield line[max(end, at - CLOSE) : at + 28]
        end = at + 28
        at = line.find("T3BlbkFJ", end)


def _jwt(line: str) -> Iterator[str]:
    """Runs of a token's characters. Behind the last dot a start leads nowhere, so not much of that is looked at."""
    for run in re.findall(r"[A-Za-z0-9_=.-]+", line):
        if "eyJ" in run and "." in run:
            yield run[: run.rindex(".") + LONGEST_VALUE // 4]


_STRETCHES: dict[str, Callable[[str], Iterator[str]]] = {
    "NpmDetector": _npm,
    "OpenAIDetector": _openai,
    "JwtTokenDetector": _jwt,
}


def keyword_values(path: str, line: str) -> Iterator[str]:
    """What each of the file type's expressions finds first in the line."""
    from .detect_secrets_bridge import keyword_module

    module = keyword_module()
    expressions = module.REGEX_BY_FILETYPE.get(module.determine_file_type(path), module.QUOTES_REQUIRED_DENYLIST_REGEX_TO_GROUP)
    starts = _name_starts(module, line)
    for expression, group in expressions.items():
        compared = expression is module.PRECEDED_BY_EQUAL_COMPARISON_SIGNS_QUOTES_REQUIRED_REGEX
        found = _compared(expression, line) if compared else _followed(expression, line, starts)
        if found:
            yield found.group(group)


def _followed(expression: re.Pattern[str], line: str, starts: list[int]) -> re.Match[str] | None:
    for tried, start in enumerate(starts):
        found = expression.match(line, start, start + (LONGEST_VALUE if tried < MANY else CLOSE))
        if found and found.end() == start + LONGEST_VALUE:  # an unquoted value goes on to the end of the line
            found = expression.match(line, start)
        if found:
            return found
    return None


def _compared(expression: re.Pattern[str], line: str) -> re.Match[str] | None:
    """`"value" == name`: from the comparison back to the quote that opens the value, which holds no other quote."""
    for tried, closing in enumerate(_comparison().finditer(line)):
        if tried == MOST:
            break
        quote, end = closing.group()[0], closing.start()
        reach = max(0, end - (LONGEST_VALUE if tried < MANY else CLOSE))
        start = max(line.rfind('"', reach, end), line.rfind("'", reach, end))
        if quote == "`":
            start = line.find("`", max(start, reach), end)
        if start >= 0:
            found = expression.match(line, start, closing.end() + 100)
            if found:
                return found
    return None


@lru_cache(maxsize=1)
def _comparison() -> re.Pattern[str]:
    return re.compile(r"""["'`]\s{0,50}[!=]{2,3}(?=\s{0,50}\w)""")


def _name_starts(module: Any, line: str) -> list[int]:
    """Where the names begin, in order; of names in one word the first, whose match takes in the others."""
    names = re.compile("|".join(module.DENYLIST), re.IGNORECASE)
    if not line.isascii():
        return [found.start() for found, _ in zip(names.finditer(line), range(MOST), strict=False)]
    lower = line.lower()
    hits: list[int] = []
    for stem in _STEMS:
        at = lower.find(stem)
        while at >= 0 and len(hits) < MOST * len(_STEMS):
            hits.append(at)
            at = lower.find(stem, at + len(stem))
    starts: set[int] = set()
    for at in sorted(hits)[:MOST]:
        found = names.search(line, max(0, at - 9), at + 12)
        if found:
            starts.add(found.start())
    return sorted(starts)
