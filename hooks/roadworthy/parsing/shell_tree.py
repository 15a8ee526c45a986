"""What a shell script consists of: blocks of and-or chains of pipelines of commands, every one with its position.

The terms are those of POSIX "Shell Command Language", chapter 2: a *list* is a block here, an *AND-OR list* a chain. Each
part knows the one it stands in, so that a question about a command is answered by walking outwards from it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.records import NamedTuple
from .shell_quotes import edits

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from ..core.excerpt import Excerpt, Place
    from ..core.outcome import Unreadable

    Role = Literal["script", "condition", "then", "else", "loop", "case", "group", "subshell", "function", "substitution"]
    Kind = Literal["if", "while", "until", "for", "case", "group", "subshell", "function"]

FARTHEST = 100


class Positioned:
    """A stretch of the script's text: `start` up to, not including, `end`, in characters of `excerpt`."""

    __slots__ = ("end", "excerpt", "start")

    def __init__(self, excerpt: Excerpt, start: int, end: int) -> None:
        self.excerpt = excerpt
        self.start = start
        self.end = end

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.text[:60]!r}>"

    @property
    def text(self) -> str:
        """As it is written, quotes and all."""
        return self.excerpt.text[self.start : self.end]

    @property
    def at(self) -> Excerpt:
        """The stretch as an excerpt of its own."""
        return self.excerpt.cut(self.start, self.end)

    def place(self, label: str = "") -> Place:
        """Where it stands in the file."""
        return self.excerpt.place(self.start, self.end, label)


class Expansion(NamedTuple):
    """A parameter that is expanded: `$name`, `${name}`, `${name:-argument}`.

    `operator` is what stands between name and argument (`:-`, `:?`, `%%`, `/`), `#` before the name for a length, `!` for
    an indirection, empty for none. A CI expression `${{ x }}` counts as one with the name `x`.
    """

    name: str
    operator: str
    argument: str
    quoted: bool
    start: int
    end: int


class Word(Positioned):
    """One word. `value` is the word without its quotes, None where it holds an expansion or a substitution."""

    __slots__ = ("expansions", "holes", "substitutions", "value")

    def __init__(
        self,
        excerpt: Excerpt,
        start: int,
        end: int,
        value: str | None,
        expansions: tuple[Expansion, ...] = (),
        substitutions: tuple[Block, ...] = (),
        holes: tuple[tuple[int, int], ...] = (),
    ) -> None:
        self.excerpt = excerpt
        self.start = start
        self.end = end
        self.value = value
        self.expansions = expansions
        self.substitutions = substitutions
        self.holes = holes

    @property
    def spoken(self) -> str:
        """The word without its quotes, expansions left as they are written."""
        return self.unquoted().text if self.value is None else self.value

    @property
    def quoted(self) -> bool:
        """Whether any of it is quoted."""
        return self.value != self.text and any(mark in self.text for mark in "'\"\\")

    def unquoted(self) -> Excerpt:
        """The word without its quotes as an excerpt; expansions stay as they are written."""
        at = self.at
        holes = [(start - self.start, end - self.start) for start, end in self.holes]
        found = edits(at.text, holes)
        return at.splice(found) if found else at


class Assignment(NamedTuple):
    """`name=value`; `append` for `name+=value`. An array's elements are one word."""

    name: str
    value: Word
    append: bool = False


class Redirect(NamedTuple):
    """`fd` is empty where none is written. A here-document has its delimiter as `target` and its text as `body`."""

    operator: str
    fd: str
    target: Word | None
    body: Word | None = None


class Command(Positioned):
    """A simple command: `words[0]` is its name. Assignments alone, or redirects alone, are commands without a name.

    `[`, `[[` and `((` are commands too, with what stands between the brackets as words. `export A=b` has `A=b` both among
    the words and the assignments.
    """

    __slots__ = ("assignments", "pipeline", "position", "redirects", "words")

    def __init__(self, excerpt: Excerpt, start: int, end: int) -> None:
        super().__init__(excerpt, start, end)
        self.pipeline: Pipeline
        self.position = 0
        self.words: Sequence[Word] = ()
        self.assignments: Sequence[Assignment] = ()
        self.redirects: Sequence[Redirect] = ()

    @property
    def name(self) -> Word | None:
        return self.words[0] if self.words else None

    @property
    def arguments(self) -> Sequence[Word]:
        return self.words[1:]

    @property
    def block(self) -> Block:
        """The list of commands it stands in."""
        return self.pipeline.chain.block

    def inside(self, *roles: Role) -> Block | None:
        """The nearest block around it with one of these roles: `inside("function", "substitution")`.

        Looks no further out than `FARTHEST` blocks, which is deeper than anybody nests.
        """
        block: Block | None = self.block
        for _ in range(FARTHEST):
            if block is None or block.role in roles:
                return block
            block = block.outer
        return None


class Compound(Positioned):
    """`if`, a loop, `case`, `{ … }`, `( … )` or a function's definition, with its blocks in order.

    `words` are what a `for` runs over or a `case` looks at; `name` is a function's or a loop variable's.
    """

    __slots__ = ("blocks", "kind", "name", "pipeline", "position", "redirects", "words")

    def __init__(self, excerpt: Excerpt, start: int, end: int, kind: Kind) -> None:
        super().__init__(excerpt, start, end)
        self.kind = kind
        self.pipeline: Pipeline
        self.position = 0
        self.name = ""
        self.blocks: list[Block] = []
        self.words: Sequence[Word] = ()
        self.redirects: Sequence[Redirect] = ()


class Pipeline:
    """Commands joined by `|` or `|&`; mostly one. `stages[i]` and `stages[i + 1]` are joined by `operators[i]`."""

    __slots__ = ("chain", "negated", "operators", "position", "stages")

    def __init__(self, chain: Chain, position: int, negated: bool) -> None:
        self.chain = chain
        self.position = position
        self.negated = negated
        self.stages: list[Command | Compound] = []
        self.operators: Sequence[str] = ()


class Chain:
    """Pipelines joined by `&&` and `||`, read from left to right, and what ends it: `;`, `&`, a newline, or nothing."""

    __slots__ = ("block", "operators", "pipelines", "position", "terminator")

    def __init__(self, block: Block, position: int) -> None:
        self.block = block
        self.position = position
        self.pipelines: list[Pipeline] = []
        self.operators: Sequence[str] = ()
        self.terminator = ""


class Block(Positioned):
    """A list of chains. `owner` is the compound it is a part of, or the command in whose words it is substituted.

    `shell` is the outermost block of the same shell process: itself for a script, a subshell and a substitution.
    """

    __slots__ = ("chains", "operator", "owner", "role", "shell")

    def __init__(
        self, excerpt: Excerpt, start: int, end: int, role: Role, owner: Command | Compound | None, shell: Block | None = None
    ) -> None:
        super().__init__(excerpt, start, end)
        self.role = role
        self.owner = owner
        self.shell = shell or self
        self.operator = ""  # of a substitution: $( ` <( >(
        self.chains: list[Chain] = []

    @property
    def outer(self) -> Block | None:
        """The block around this one."""
        return self.owner.pipeline.chain.block if self.owner else None


class Script:
    """A parsed text. `problems` says what of it could not be read; the commands are what could be."""

    __slots__ = ("_commands", "body", "excerpt", "parts", "problems")

    def __init__(
        self, excerpt: Excerpt, body: Block, parts: Sequence[Command | Compound], problems: tuple[Unreadable, ...]
    ) -> None:
        self.excerpt = excerpt
        self.body = body
        self.parts = parts
        self.problems = problems
        self._commands: tuple[Command, ...] | None = None

    def commands(self) -> tuple[Command, ...]:
        """Every simple command in source order, those in substitutions, functions and here-documents among them."""
        if self._commands is None:
            found = [part for part in self.parts if isinstance(part, Command)]
            found.sort(key=lambda command: command.start)
            self._commands = tuple(found)
        return self._commands

    def compounds(self) -> tuple[Compound, ...]:
        """Every compound command in source order."""
        found = [part for part in self.parts if isinstance(part, Compound)]
        found.sort(key=lambda compound: compound.start)
        return tuple(found)
