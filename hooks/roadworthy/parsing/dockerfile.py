"""The syntax of a Dockerfile: directives, instructions with their parts, and what Docker would refuse to read.

Follows BuildKit's Dockerfile front end (the language reference, and its parser where the reference is silent). Any text gives
a `Dockerfile`; nothing here raises.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.excerpt import Excerpt
from ..core.patterns import pattern
from .dockerfile_problems import LONGEST_LINE, LONGEST_READ, refusals
from .dockerfile_text import KEYWORDS, units
from .dockerfile_tree import Directive, Dockerfile, Instruction, Problem
from .dockerfile_words import Flag, Pair, arg_pairs, command, json_words, pairs, quoted_words, space_words
from .heredocs import Heredoc

if TYPE_CHECKING:
    from ..core.excerpt import Source
    from .dockerfile_text import Unit

__all__ = ["KEYWORDS", "Directive", "Dockerfile", "Flag", "Heredoc", "Instruction", "Pair", "Problem", "parse"]


def parse(source: Source) -> Dockerfile:
    """Read a Dockerfile. Time and memory are linear in its size."""
    problems: list[Problem] = []
    directives, at = _directives(source, problems)
    escape = "\\"
    for directive in directives:
        if directive.name == "escape" and directive.value.text in ("\\", "`"):
            escape = directive.value.text
    found = units(source, at, escape)
    instructions = tuple([_instruction(unit, escape) for unit in found])
    template = _template(instructions) if "{{" in source.text or "%" in source.text else None
    if template is None:
        problems += refusals(source, found, instructions)
    return Dockerfile(source, tuple(directives), escape, instructions, tuple(problems), template)


_TEMPLATE_MARK = pattern(r"\{\{|\{%|<%|%%")


def _template(instructions: tuple[Instruction, ...]) -> Excerpt | None:
    """A template's mark where Docker wants a keyword, or in what FROM names. Elsewhere such marks may be meant for later."""
    for instruction in instructions:
        if instruction.keyword not in KEYWORDS:
            if _TEMPLATE_MARK.match(instruction.keyword):
                return instruction.at
        elif instruction.keyword == "FROM" and (match := _TEMPLATE_MARK.search(instruction.arguments.text)):
            return instruction.arguments.cut(match.start(), match.end())
    return None


_DIRECTIVE_NAME = pattern(r"#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=")
_DIRECTIVES = frozenset(("syntax", "escape", "check"))


def _directives(source: Source, problems: list[Problem]) -> tuple[list[Directive], int]:
    """The directives, and the offset after them. Anything that is no known directive ends them."""
    text = source.text
    at = 1 if text.startswith("\ufeff") else 0
    found: list[Directive] = []
    while at < len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = Excerpt(source, text[at:end], (0,), (at,), (1,)).strip()
        match = _DIRECTIVE_NAME.match(line.text)
        name = match[1].lower() if match else ""
        if not match or name not in _DIRECTIVES or match.end() == len(line):
            break
        value = line.cut(match.end()).strip()
        if any(directive.name == name for directive in found):
            problems.append(Problem("directive", f"the directive `{name}` is given twice", line, True))
        elif name == "escape" and value.text not in ("\\", "`"):
            problems.append(Problem("directive", "the escape character must be a backslash or a backtick", line, True))
        else:
            found.append(Directive(name, value, line))
        at = end + 1
    return found, at


def _instruction(unit: Unit, escape: str) -> Instruction:
    if unit.longest > LONGEST_LINE or len(unit.line) > LONGEST_READ:
        keyword, _, arguments = command(unit.line)
        return Instruction(keyword, unit.at, (), arguments, ())
    made = _decode(unit.line, unit.at, escape, unit.heredocs, True)
    if unit.after_blank or unit.swallowed:
        return made._replace(after_blank=unit.after_blank, swallowed=unit.swallowed)
    return made


def _decode(line: Excerpt, at: Excerpt, escape: str, heredocs: tuple[Heredoc, ...], outermost: bool) -> Instruction:
    keyword, flags, arguments = command(line)
    words: tuple[Excerpt, ...] = ()
    named: tuple[Pair, ...] = ()
    exec_form = malformed = False
    trigger = None
    if not arguments.text or keyword not in KEYWORDS:
        pass
    elif keyword in _ARRAY_OR_TEXT:
        before: tuple[Excerpt, ...] = ()
        array = arguments
        if keyword == "HEALTHCHECK":
            kind = arguments.text.split(maxsplit=1)[0]
            before, array = (arguments.cut(0, len(kind)),), arguments.cut(len(kind)).strip()
        decoded = json_words(array)
        exec_form = isinstance(decoded, tuple)
        if isinstance(decoded, tuple):
            words = before + decoded
        elif keyword in _WORD_LIST:
            words = space_words(array)
        else:
            words = (*before, array) if array.text else before
        malformed = decoded == "malformed"
    elif keyword in ("ENV", "LABEL"):
        words = quoted_words(arguments, escape)
        named = pairs(arguments, words)
    elif keyword == "ARG":
        words = quoted_words(arguments, escape)
        named = arg_pairs(words)
    elif keyword == "ONBUILD":
        if outermost:
            trigger = _decode(arguments, arguments, escape, heredocs, False)
    elif keyword in _WORD_LIST:
        words = space_words(arguments)
    else:
        words = (arguments,)
    return Instruction(keyword, at, flags, arguments, words, exec_form, heredocs, named, trigger, malformed_json=malformed)


_ARRAY_OR_TEXT = frozenset(("RUN", "CMD", "ENTRYPOINT", "SHELL", "ADD", "COPY", "VOLUME", "HEALTHCHECK"))
_WORD_LIST = frozenset(("ADD", "COPY", "VOLUME", "FROM", "EXPOSE"))
