"""What a script does with files: what it removes, and what it downloads and to where."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.records import NamedTuple
from ...tables.commands import DOWNLOADERS
from .arguments import arguments

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...core.excerpt import Place
    from ...parsing.shell_tree import Word
    from .arguments import Arguments
    from .commands import Invocation

_ADDRESS = r"(?i:https?|ftps?)://"
_MOST_PATHS = 64  # that one word with braces is expanded to
_MOST_READERS = 32  # of one pipe: beyond, nobody reads it as a script


class Removal(NamedTuple):
    """`rm`, `rmdir`, `unlink`, or `find … -delete`. `targets` as written; `globs`: one of them ends in a pattern."""

    invocation: Invocation
    targets: tuple[Word, ...]
    recursive: bool
    force: bool

    @property
    def paths(self) -> list[str]:
        """The targets without quotes and with braces expanded; expansions stay as they are written."""
        return [path for word in self.targets for path in expand_braces(word.spoken)]

    @property
    def globs(self) -> bool:
        return any(path.endswith("*") for path in self.paths)

    def place(self, label: str = "") -> Place:
        return self.invocation.place(label)


class Download(NamedTuple):
    """A `curl` or `wget`. `output` is the file written, empty for standard output; `piped` what reads it from a pipe.

    `addresses` are the words that hold the URLs. For `curl -O` and `wget URL` the `output` is `.`: named by the URL.
    """

    invocation: Invocation
    tool: str
    addresses: tuple[Word, ...]
    output: str
    piped: tuple[Invocation, ...]
    arguments: Arguments

    def place(self, label: str = "") -> Place:
        return self.invocation.place(label)


def removals(found: Iterable[Invocation]) -> tuple[Removal, ...]:
    """Every removal of files, in source order."""
    made: list[Removal] = []
    for run in found:
        if run.name in ("rm", "rmdir", "unlink"):
            given = arguments(run.arguments, frozenset())
            made.append(Removal(run, given.operands, given.has("-r", "-R", "--recursive"), given.has("-f", "--force")))
        elif run.name == "find" and any(word.value in ("-delete", "rm") for word in run.arguments):
            made.append(Removal(run, _searched(run), True, True))
    return tuple(made)


def _searched(run: Invocation) -> tuple[Word, ...]:
    words: list[Word] = []
    for word in run.arguments:
        if word.spoken[:1] in ("-", "(", "!"):
            break
        words.append(word)
    return tuple(words)


def downloads(found: Sequence[Invocation]) -> tuple[Download, ...]:
    """Every `curl` and `wget` with an address, in source order."""
    made: list[Download] = []
    by_command = {id(run.command): run for run in found}
    for run in found:
        if run.name not in DOWNLOADERS:
            continue
        words = run.arguments
        curl = run.name == "curl"
        if not curl:  # wget's -nv, -nc, -nH, -np are options of two letters
            words = [word for word in words if not re.fullmatch(r"-n[vcdHp]", word.spoken)]
        given = arguments(words, DOWNLOADERS[run.name])
        addresses = tuple(word for word in given.operands if re.match(_ADDRESS, word.spoken) or word.expansions)
        addresses += tuple(option.word for option in given.options if option.name == "--url")
        if not addresses:
            continue
        behind = run.command.position + 1
        following = run.command.pipeline.stages[behind : behind + _MOST_READERS]
        piped = tuple(by_command[id(stage)] for stage in following if id(stage) in by_command)
        made.append(Download(run, run.name, addresses, _output(run, given, curl), piped, given))
    return tuple(made)


def _output(run: Invocation, given: Arguments, curl: bool) -> str:
    for redirect in run.command.redirects:
        if redirect.operator in (">", ">>", ">|", "&>") and redirect.fd in ("", "1") and redirect.target:
            return redirect.target.spoken
    written = given.values("-o", "--output") if curl else given.values("-O", "--output-document")
    if written:
        return "" if written[-1] == "-" else written[-1]
    if curl:
        return "." if given.has("-O", "--remote-name", "--remote-name-all", "-J") else ""
    return (given.values("-P", "--directory-prefix") or ["."])[-1]


def expand_braces(text: str) -> list[str]:
    """`/a/{b,c}/d` as `/a/b/d`, `/a/c/d`; not nested, and no more than a bounded number."""
    made = [text]
    for _ in range(4):
        if not any("{" in path for path in made):
            break
        further: list[str] = []
        for path in made:
            start = path.find("{")
            end = path.find("}", start)
            if start < 0 or end < 0 or path[start - 1 : start] == "$" or "," not in path[start:end]:
                further.append(path)
            else:
                further.extend(path[:start] + part + path[end + 1 :] for part in path[start + 1 : end].split(","))
        if len(further) > _MOST_PATHS:
            break
        made = further
    return made
