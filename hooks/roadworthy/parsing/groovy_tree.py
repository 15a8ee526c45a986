"""What a text of Groovy is read into: values and statements, each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..core.excerpt import Excerpt, Place


class Text(NamedTuple):
    """A string, decoded. `plain`: no value of Groovy is put into it."""

    excerpt: Excerpt
    place: Place
    plain: bool = True

    @property
    def text(self) -> str:
        """What it says."""
        return self.excerpt.text


class Word(NamedTuple):
    """A name with its dots, or a number: `env.BRANCH_NAME`, `30`, `true`."""

    text: str
    place: Place


class Items(NamedTuple):
    """`[a, b]` or `[a: b]`."""

    items: tuple[Argument, ...]
    place: Place


class Other(NamedTuple):
    """Anything put together by operators, as written, with its parts."""

    text: str
    parts: tuple[Value, ...]
    place: Place


class Block(NamedTuple):
    """`{ … }`: its statements."""

    statements: tuple[Statement, ...]
    place: Place


class Argument(NamedTuple):
    """One argument; `name` is empty where it has none."""

    name: str
    value: Value


class Call(NamedTuple):
    """`name(arguments) { block }` or `name arguments`. `of` is the call whose result it is a method of."""

    name: str
    arguments: tuple[Argument, ...]
    block: Block | None
    place: Place
    of: Value | None = None

    def argument(self, *names: str) -> Value | None:
        """The argument of one of these names."""
        return next((one.value for one in self.arguments if one.name in names), None)

    @property
    def first(self) -> Value | None:
        """The first argument without a name."""
        return next((one.value for one in self.arguments if not one.name), None)

    def text(self, *names: str) -> str:
        """The text of a named argument that is a string or a word; without names, of the first one. Empty for none."""
        found = self.argument(*names) if names else self.first
        return found.text if isinstance(found, (Text, Word)) else ""


class Assigned(NamedTuple):
    """`name = value`, with `def` or a type before it or without."""

    name: str
    value: Value
    place: Place


class If(NamedTuple):
    """`if (condition) … else …`; the condition as written."""

    condition: str
    then: Block
    otherwise: Block | None
    place: Place


class Try(NamedTuple):
    """`try { … } catch (e) { … } finally { … }`. `caught` are the blocks after `catch`."""

    body: Block
    caught: tuple[Block, ...]
    last: Block | None
    place: Place


class Function(NamedTuple):
    """`def name(…) { … }`."""

    name: str
    body: Block
    place: Place


class Loop(NamedTuple):
    """`for`, `while`, `switch`: its block."""

    body: Block
    place: Place


class Result(NamedTuple):
    """`return value`, `throw value`."""

    word: str
    value: Value | None
    place: Place


Value = Text | Word | Items | Other | Block | Call
Statement = Call | Assigned | If | Try | Function | Loop | Result | Text | Word | Items | Other | Block


def within(statements: tuple[Statement, ...]) -> Iterator[Call]:
    """All calls in these statements, those in blocks and arguments among them."""
    waiting: list[Statement] = list(reversed(statements))
    while waiting:
        one = waiting.pop()
        if isinstance(one, Call):
            yield one
            inner: list[Statement] = [one.of] if one.of is not None else []
            inner += [argument.value for argument in one.arguments]
            inner += [one.block] if one.block else []
        elif isinstance(one, Block):
            inner = list(one.statements)
        elif isinstance(one, (Assigned, Result)):
            inner = [one.value] if one.value is not None else []
        elif isinstance(one, If):
            inner = [one.then, *([one.otherwise] if one.otherwise else [])]
        elif isinstance(one, Try):
            inner = [one.body, *one.caught, *([one.last] if one.last else [])]
        elif isinstance(one, (Function, Loop)):
            inner = [one.body]
        elif isinstance(one, Items):
            inner = [argument.value for argument in one.items]
        elif isinstance(one, Other):
            inner = list(one.parts)
        else:
            continue
        waiting.extend(reversed(inner))
