"""Places in code where the name of the environment chooses an address, which then only a release can change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.patterns import pattern
from ...core.records import NamedTuple
from .local_addresses import is_application_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tree_sitter import Node

    from ...core.excerpt import Place, Source
    from ...core.repository import Repository
    from ...core.rule import Paths
    from ...parsing.code import Code
    from ..variables.reading import Read

# A comparison with an environment's name: `env == "production"`, `case "staging"`. NODE_ENV is a switch of build tools.
_COMPARED = pattern(
    r"(?i)\b(?![\w.\[\]\"'()$>:-]{0,60}NODE_ENV)[\w.\[\]\"'()$>:-]{0,60}env(?:ironment)?\b"
    r"[\"'\])]{0,3}\s{0,4}(?:===?|!==?|is)\s{0,4}[\"'](?:prod|production|staging|live)[\"']"
)
_ADDRESS = pattern(r"[\"'`](?:https?|wss?|postgres(?:ql)?|redis|amqps?)://(?!localhost|127\.|0\.0\.0\.0)[\w.-]{3,100}")
_CHOICES = frozenset(
    (
        "ternary_expression",
        "conditional_expression",
        "conditional",
        "if_statement",
        "if",
        "if_modifier",
        "unless",
        "if_expression",
    )
)
_LARGEST = 1_000_000
_LONGEST = 3_000  # characters of a branch: more is a program of its own


class Choice(NamedTuple):
    """A condition on the environment's name that decides on an address; both places are in one file."""

    condition: Place
    address: Place
    text: str


class Configured(NamedTuple):
    """All application code: the choices, and where it reads its environment instead."""

    path: str
    choices: tuple[Choice, ...]
    reads: tuple[Read, ...]


def configured(repo: Repository, paths: Paths) -> Iterator[Configured]:
    """A reader for what the whole repository tells: one subject, where code is configured in one way or the other."""
    from ..variables.reading import variable_reads

    choices: list[Choice] = []
    for path in repo.paths():
        if is_application_code(path):
            source = repo.passing(path)
            if not isinstance(source, Unreadable) and len(source.text) <= _LARGEST and _COMPARED.search(source.text):
                choices.extend(choices_in(source))
    reads = tuple(read for read in repo.ask(variable_reads) if read.scope == "application")
    if choices or reads:
        yield Configured(choices[0].condition.path if choices else reads[0].place.path, tuple(choices), reads)


def choices_in(source: Source) -> Iterator[Choice]:
    """The choices in one file, each with the first address in it."""
    if not _ADDRESS.search(source.text):
        return
    if source.path.endswith(".py"):
        spans = _python(source)
    else:
        spans = _trees(source)
    whole = source.whole()
    for start, end in spans:
        compared = _COMPARED.search(source.text, start, end)
        address = _ADDRESS.search(source.text, start, end) if compared else None
        if compared and address:
            yield Choice(
                whole.cut(compared.start(), compared.end()).place(),
                whole.cut(address.start(), address.end()).place(),
                address[0][1:],
            )


def _trees(source: Source) -> Iterator[tuple[int, int]]:
    """From where to where each choice goes that begins with a comparison."""
    from ...parsing.code import above, language_of, parse

    language = language_of(source.path)
    code = parse(source, language) if language else None
    if code is None or isinstance(code, Unreadable):
        return
    seen: set[int] = set()
    for found in list(_COMPARED.finditer(source.text))[:100]:
        node = code.at(found.start(), found.end())
        for up in (node, *above(node, 12)) if node else ():
            if up.type in _CHOICES:
                if up.start_byte not in seen and not _is_text(code, up, found.start()):
                    seen.add(up.start_byte)
                    start, end = code.span(up)
                    yield start, min(end, start + _LONGEST)
                break
            if "comment" in up.type or "function" in up.type:
                break


def _is_text(code: Code, node: Node, start: int) -> bool:
    """Whether the comparison stands in a text or a comment inside the choice."""
    at = code.at(start, start + 1)
    return at is not None and ("string" in at.type or "comment" in at.type) and at != node


def _python(source: Source) -> Iterator[tuple[int, int]]:
    import ast

    from ...parsing.python import parse

    module = parse(source.whole())
    if isinstance(module, Unreadable):
        return
    for node in module.nodes:
        if isinstance(node, (ast.If, ast.IfExp)) and re.search(r"(?i)env", ast.unparse(node.test)[:300]):
            start, end = module.span(node)
            yield start, min(end, start + _LONGEST)
