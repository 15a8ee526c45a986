"""The syntax of a Dockerfile: directives, instructions with their parts, and what Docker would refuse to read.

Follows BuildKit's Dockerfile front end (the language reference, and its parser where the reference is silent). Any text gives
a `Dockerfile`; nothing here raises.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.excerpt import Excerpt
from ..core.patterns import pattern
from ..core.records import NamedTuple
from .dockerfile_problems import LONGEST_LINE, LONGEST_READ, Problem, refusals
from .dockerfile_text import KEYWORDS, units
from .dockerfile_words import Flag, Pair, arg_pairs, command, json_words, pairs, quoted_words, space_words
from .heredocs import Heredoc

if TYPE_CHECKING:
    from ..core.excerpt import Source
    from .dockerfile_text import Unit

__all__ = ["KEYWORDS", "Directive", "Dockerfile", "Flag", "Heredoc", "Instruction", "Pair", "Problem", "parse"]


class Directive(NamedTuple):
    """`# name=value` at the very top of the file: syntax, escape or check. `name` is in lower case."""

    name: str
    value: Excerpt
    at: Excerpt


class Instruction(NamedTuple):
    """One instruction.

    `keyword` is in upper case. `at` is all of it as it stands, its heredocs among it. `arguments` is the text after keyword
    and flags with continuations taken out. `words` is what Docker's parser makes of that:

    - the decoded strings in exec form;
    - one word, the whole command, for RUN, CMD, ENTRYPOINT and SHELL in shell form, and for USER, WORKDIR, STOPSIGNAL and
      MAINTAINER; CMD or NONE, and then the command, for HEALTHCHECK;
    - words with their quotes kept for ENV, LABEL and ARG, which have `pairs` too;
    - words between white space for the others; none for ONBUILD, unknown instructions and one too long for Docker.

    `trigger` is what ONBUILD holds back; its `at` is without continuations, and its heredocs are those of the whole.
    `after_blank` are the lines that go on after a blank continuation line, `swallowed` those that look like an instruction
    and are none. `malformed_json`: it begins like a JSON array, and Docker takes it for a shell command.
    """

    keyword: str
    at: Excerpt
    flags: tuple[Flag, ...]
    arguments: Excerpt
    words: tuple[Excerpt, ...]
    exec_form: bool = False
    heredocs: tuple[Heredoc, ...] = ()
    pairs: tuple[Pair, ...] = ()
    trigger: Instruction | None = None
    after_blank: tuple[Excerpt, ...] = ()
    swallowed: tuple[Excerpt, ...] = ()
    malformed_json: bool = False

    @property
    def path(self) -> str:
        """The Dockerfile it stands in."""
        return self.at.source.path

    @property
    def line(self) -> int:
        """The line on which it begins."""
        return self.at.line

    @property
    def head(self) -> Excerpt:
        """The keyword as it stands."""
        return self.at.cut(0, len(self.keyword))

    def flag(self, name: str) -> Flag | None:
        """The first flag with this name."""
        for flag in self.flags:
            if flag.name == name:
                return flag
        return None


class Dockerfile(NamedTuple):
    """A Dockerfile as it is written.

    `escape` continues lines and takes the meaning from a character: a backslash or a backtick. `template` is the first mark of
    a template language where the file is made into a Dockerfile by some other program; its problems are then not told.
    """

    source: Source
    directives: tuple[Directive, ...]
    escape: str
    instructions: tuple[Instruction, ...]
    problems: tuple[Problem, ...]
    template: Excerpt | None = None

    @property
    def path(self) -> str:
        """The file's path."""
        return self.source.path


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
