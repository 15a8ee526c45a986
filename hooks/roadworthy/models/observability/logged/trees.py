"""Log calls of the languages that tree-sitter reads: where they stand, what they show, and what a name was given before."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ....core.outcome import Unreadable
from ....core.patterns import pattern
from ....parsing.code import above, field, parse
from ....tables.log_calls import LOG_CALLS
from ...variables.reads.nodes import CALLS, DECLARATIONS, FUNCTIONS, IFS, condition_of
from .shown import FOR_DEVELOPERS, LogCall, Shown
from .tree_values import Values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from ....core.excerpt import Source
    from ....parsing.code import Code
    from .shown import Look

_MOST = 400  # log calls of one file that are looked at
_MOST_GIVEN = 3  # assignments above that are looked at
_MOST_PARAMETERS = 12
_MOST_CALLED = 6
_LONGEST_REACH = 20_000  # characters above a log call in which an assignment is looked for
_GIVING = DECLARATIONS | {"binary_operator", "let_declaration"}
# Code that runs where nobody keeps what the console shows.
_BROWSER = pattern(
    r"\b(?:window|document|localStorage|sessionStorage|navigator)\.|[\"']use client[\"']|chrome\.runtime"
    r"|from [\"'](?:react|react-dom|react-native|vue|svelte)[\"']"
)
# Commands talk to whoever started them.
_COMMANDS = pattern(r"(?:^|/)(?:scripts?|bin|cli|tools?|commands?|seeds?|migrations?)/|(?:^|/)seed\.\w+$")
# Go's `log.Printf("%T", x)` and the like write out what kind of thing something is.
_VERBS = pattern(r"%[-+# 0]*[\d.*]*([a-zA-Z%])")
_TYPE = r"\s{0,3}(?::\s?[\w<>\[\]|. ]{1,60}\s?)?"  # what TypeScript and Kotlin write between a name and its value
_KEY = pattern(r"[A-Za-z_][\w.-]{1,60}")


def log_calls(source: Source, language: str) -> Iterator[LogCall] | Unreadable | None:
    """Every log call of the file, in its order; None where none is suggested by the text."""
    matches = _suggested(source.text, language, source.path)
    if not matches:
        return None
    code = parse(source, language)
    return code if isinstance(code, Unreadable) else _calls(code, matches)


@cache
def _pattern(language: str) -> re.Pattern[str]:
    return re.compile(LOG_CALLS[language])


def _suggested(text: str, language: str, path: str) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    no_server = language in ("javascript", "typescript", "tsx") and bool(
        language == "tsx" or _BROWSER.search(text) or _COMMANDS.search(path) or text[:2] == "#!"
    )
    for match in _pattern(language).finditer(text):
        name = match.lastgroup or "at"
        if no_server and match[0].startswith("console"):
            continue
        found.append((match.start(name), name))
        if len(found) >= _MOST:
            break
    return found


def _calls(code: Code, matches: list[tuple[int, str]]) -> Iterator[LogCall]:
    values = Values(code)
    seen: set[int] = set()
    for start, kind in matches:
        node = code.at(start, start + 1)
        if node is None:
            continue
        call = _call_of(code, node, kind)
        if call is None or call.id in seen:
            continue
        seen.add(call.id)
        if _is_for_developers(code, call):
            continue
        if kind == "field" and not _is_on_a_log(code, call):
            continue
        shown = values.arguments(call)
        if code.language == "go":
            shown = _without_kinds(shown)
        yield LogCall(tuple(_keyed(shown, code.language)), code.place(call), _look(code, values, call))


def _call_of(code: Code, node: Node, kind: str) -> Node | None:
    """The call whose name begins at the place that the text suggested."""
    for up in (node, *above(node, 4)):
        outer = up.parent
        if outer is not None and outer.type == "assignment" and code.text(up, 200).endswith(".progname"):
            return outer if field(outer, "left") == up else None
        if up.type in CALLS:
            return up
        if up.type == "binary" and kind == "field":  # Ruby's `logger << text`
            return up
        if up.type in ("string", "comment", "line_comment", "block_comment", "template_string", "string_literal"):
            return None
    return None


def _is_for_developers(code: Code, call: Node) -> bool:
    """Whether a condition around the call keeps it from running in production."""
    branches = (up for up in above(call, 30) if up.type in IFS)
    return any(FOR_DEVELOPERS.search(code.text(condition_of(one), 200)) for one, _ in zip(branches, range(3)))


def _is_on_a_log(code: Code, call: Node) -> bool:
    """Whether a call without a logger's name before it belongs to a chain that begins with one."""
    if code.language == "php" or call.type == "binary":
        return True
    start = code.span(call)[0]
    return bool(
        re.match(
            r"(?i)(?:\w+\.){0,4}\w{0,20}log(?:ger)?\b|zap\.|sugar|(?:\w+\.)*(?:l|entry)\.",
            code.excerpt.text[start : start + 120],
        )
    )


def _without_kinds(shown: list[Shown]) -> list[Shown]:
    """What Go's format writes out of its arguments: `%T` gives a type."""
    if shown and shown[0].form == "literal" and "%" in shown[0].name:
        verbs = [verb for verb in _VERBS.findall(shown[0].name) if verb != "%"]
        if verbs and len(verbs) == len(shown) - 1:
            return [one for one, verb in zip(shown[1:], verbs) if verb not in "Tpt"]
    return shown


def _keyed(shown: list[Shown], language: str) -> Iterator[Shown]:
    """Keys and values that follow each other, as slog, logr and zap's sugar take them, become pairs."""
    if language not in ("go", "java"):
        yield from shown
        return
    waiting = list(shown)
    while waiting:
        one = waiting.pop(0)
        if one.form == "literal" and waiting and waiting[0].form != "literal" and _KEY.fullmatch(one.name):
            yield Shown("pair", one.name, (waiting.pop(0),), one.place)
        else:
            yield one


def _look(code: Code, values: Values, call: Node) -> Look:
    """What the names are at a call: the last assignment above it, in its function or around it."""
    start = code.span(call)[0]
    scopes = [up for up in above(call) if up.type in FUNCTIONS and not up.type.startswith("class")]
    bounds = [code.span(up)[0] for up in scopes[:4]] + [0]
    known: dict[str, Shown | None] = {}

    def look(name: str) -> Shown | None:
        if name not in known:
            known[name] = _assigned(code, values, name, bounds, start) or _passed(code, values, name, scopes)
        return known[name]

    return look


def _assigned(code: Code, values: Values, name: str, bounds: list[int], end: int) -> Shown | None:
    text = code.excerpt.text
    if not re.fullmatch(r"[\w$]{1,80}", name) or (code.language == "elixir" and name.isupper()):
        return None
    dollar = "[$]" if code.language == "php" else ""
    wanted = re.compile(rf"(?<![\w.$>]){dollar}{re.escape(name)}\b{_TYPE}:?=(?![=>~])")
    for bound in bounds:
        begin = max(bound, end - _LONGEST_REACH)
        for match in reversed(list(wanted.finditer(text, begin, end))[-_MOST_GIVEN:]):
            node = code.at(match.start() + (code.language == "php"), match.end())
            while node is not None and node.type not in _GIVING:
                node = node.parent if code.offset(node.start_byte) >= begin else None
            given = values.given(node, name) if node is not None else None
            if given is not None:
                return given
    return None


def _passed(code: Code, values: Values, name: str, scopes: list[Node]) -> Shown | None:
    """What the file's own calls give to a parameter of the function around a log call."""
    function = scopes[0] if scopes else None
    called = code.text(field(function, "name"), 80) if function is not None else ""
    parameters = field(function, "parameters")
    if parameters is None or not re.fullmatch(r"[A-Za-z_]\w{1,79}", called):
        return None
    at_end = code.language in ("java", "c_sharp", "php")  # the name, with its type before it
    position = None
    for at, one in enumerate(parameters.named_children[:_MOST_PARAMETERS]):
        text = code.text(one, 200).partition("=")[0]
        words = re.findall(r"\w+", text)
        if words and not text.startswith(("{", "[")) and words[-1 if at_end else 0] == name:
            position = at
            break
    if position is None:
        return None
    given: list[Shown] = []
    for match in list(re.finditer(rf"(?<![\w.$]){called}\(", code.excerpt.text))[:_MOST_CALLED]:
        node = code.at(match.start(), match.start() + 1)
        call = node.parent if node is not None else None
        shown = values.arguments(call) if call is not None and call.type in CALLS else []
        if position < len(shown):
            given.append(shown[position])
    return Shown("choice", "", tuple(given), given[0].place) if given else None
