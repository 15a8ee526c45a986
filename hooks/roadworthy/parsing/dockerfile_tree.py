"""What a Dockerfile consists of: directives, instructions, and what is wrong with them. Made by `dockerfile.parse`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.records import NamedTuple

if TYPE_CHECKING:
    from ..core.excerpt import Excerpt, Source
    from .dockerfile_words import Flag, Pair
    from .heredocs import Heredoc


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
        """The keyword as it stands; what of it is on its first line, where it is broken."""
        line = self.at.text.partition("\n")[0].rstrip()
        return self.at.cut(0, max(1, min(len(self.keyword), len(line))))

    def flag(self, name: str) -> Flag | None:
        """The first flag with this name."""
        for flag in self.flags:
            if flag.name == name:
                return flag
        return None


class Problem(NamedTuple):
    """Something wrong with the text.

    `kind` is one of the words that this module uses; `message` says it in full. With `refuses` Docker stops there, otherwise
    it goes on with something that was hardly meant.
    """

    kind: str
    message: str
    at: Excerpt
    refuses: bool


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
