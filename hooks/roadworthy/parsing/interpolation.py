"""Compose's variables inside a text: `$NAME`, `${NAME}`, `${NAME:-default}` and its kin, nested, and `$$` for a dollar.

Compose specification, 12-interpolation.md; where it is silent, what compose-go's `template` package does: a `$` before
anything else than a name, a brace or a dollar is just a dollar; the operator follows the name at once; the closing brace is
the one that balances; and nothing in braces goes over a line end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.outcome import Unreadable
from ..core.patterns import pattern
from ..core.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Literal

    from ..core.excerpt import Excerpt

    Operator = Literal["", "-", ":-", "?", ":?", "+", ":+"]

DEEPEST = 20  # defaults inside defaults; three is already rare
_NAME = pattern(r"[A-Za-z_][A-Za-z0-9_]*")
_BRACED = pattern(r"([A-Za-z_][A-Za-z0-9_]*)(:?[-?+])?")
_BRACE = pattern(r"[{}]")


class Use(NamedTuple):
    """One variable. `at` is all of `${…}`, and `key` the name in it.

    `operator` says what `word` is: with `-` the default where the variable is not set, with `?` the message of an error
    where it is not set, with `+` what stands here where it is set; with a colon before it, empty counts as not set. `word`
    is None without an operator, and may be empty.
    """

    key: Excerpt
    operator: Operator
    word: Interpolated | None
    at: Excerpt

    @property
    def name(self) -> str:
        """The variable's name."""
        return self.key.text

    @property
    def default(self) -> str | None:
        """The default as it is written, which may be empty; None where there is none."""
        return self.word.text.text if self.word is not None and self.operator in ("-", ":-") else None

    @property
    def is_required(self) -> bool:
        """Whether compose refuses to go on without the variable."""
        return self.operator in ("?", ":?")

    def resolved(self, values: Mapping[str, str]) -> str | None:
        """What comes to stand here; None where nothing says what the variable is."""
        value = values.get(self.name)
        told = value is not None and (value != "" or not self.operator.startswith(":"))
        if self.operator in ("+", ":+"):
            return self.word.resolved(values) if told and self.word is not None else ""
        if told:
            return value
        return self.word.resolved(values) if self.word is not None and not self.is_required else None


class Interpolated(NamedTuple):
    """A text with its variables. `parts` are the stretches between them, with `$$` decoded, and the variables, in order.

    `problems` are the forms that compose refuses, each at its place; they are no parts.
    """

    text: Excerpt
    parts: tuple[str | Use, ...]
    problems: tuple[Unreadable, ...] = ()

    @property
    def is_literal(self) -> bool:
        """Whether no variable stands in it."""
        return all(isinstance(part, str) for part in self.parts)

    def uses(self) -> Iterator[Use]:
        """Every variable in order, those inside a default, message or alternative behind the one it belongs to."""
        for part in self.parts:
            if not isinstance(part, str):
                yield part
                if part.word is not None:
                    yield from part.word.uses()

    def resolved(self, values: Mapping[str, str]) -> str | None:
        """The text with `values` and defaults in place; None where a variable has neither, or a form is refused."""
        if self.problems:
            return None
        made = []
        for part in self.parts:
            value = part if isinstance(part, str) else part.resolved(values)
            if value is None:
                return None
            made.append(value)
        return "".join(made)


def parse(text: Excerpt) -> Interpolated:
    """The variables of a text. Time is linear in its size; nothing is raised."""
    whole = text.text
    if "$" not in whole:
        return Interpolated(text, (whole,) if whole else ())
    return _Reading(text, _closings(whole) if "{" in whole else {}).read(0, len(whole), 0)


def _closings(whole: str) -> dict[int, int]:
    """For each brace that opens, the one that closes it: the balancing one on its line."""
    found: dict[int, int] = {}
    start = 0
    for line in whole.split("\n"):
        opened: list[int] = []
        last = -1
        for brace in _BRACE.finditer(line):
            if brace.group() == "{":
                opened.append(start + brace.start())
                continue
            last = start + brace.start()
            if opened:
                found[opened.pop()] = last
        for one in opened:  # compose takes what is unbalanced up to the last brace of the line
            if last > one:
                found[one] = last
        start += len(line) + 1
    return found


class _Reading:
    """One text on the way to its parts."""

    __slots__ = ("closings", "text")

    def __init__(self, text: Excerpt, closings: dict[int, int]) -> None:
        self.text = text
        self.closings = closings

    def read(self, start: int, end: int, depth: int) -> Interpolated:
        whole = self.text.text
        parts: list[str | Use] = []
        problems: list[Unreadable] = []
        literal: list[str] = []
        at = start
        while at < end:
            dollar = whole.find("$", at, end)
            if dollar < 0:
                break
            literal.append(whole[at:dollar])
            at = dollar + 1
            follows = whole[at : at + 1] if at < end else ""
            if follows == "$":
                literal.append("$")
                at += 1
                continue
            use: Use | None = None
            if follows == "{":
                use, at, problem = self.braced(dollar, end, depth)
                if problem:
                    problems.append(problem)
            elif found := _NAME.match(whole, at, end):
                at = found.end()
                use = Use(self.text.cut(found.start(), at), "", None, self.text.cut(dollar, at))
            else:
                literal.append("$")
            if use is not None:
                if said := "".join(literal):
                    parts.append(said)
                parts.append(use)
                literal = []
                if use.word is not None:
                    problems += use.word.problems
        literal.append(whole[at:end])
        if said := "".join(literal):
            parts.append(said)
        return Interpolated(self.text.cut(start, end), tuple(parts), tuple(problems))

    def braced(self, dollar: int, end: int, depth: int) -> tuple[Use | None, int, Unreadable | None]:
        """The `${…}` that begins at `dollar`: the variable, where to go on, and what is wrong with it."""
        whole = self.text.text
        close = self.closings.get(dollar + 1, -1)
        if not 0 <= close < end:
            return None, dollar + 2, self.blame(dollar, dollar + 2, "`${` is not closed on its line")
        found = _BRACED.match(whole, dollar + 2, close)
        if not found:
            return None, close + 1, self.blame(dollar, close + 1, f"`{_short(whole[dollar : close + 1])}` names no variable")
        key = self.text.cut(*found.span(1))
        all_of_it = self.text.cut(dollar, close + 1)
        if found[2] is None:
            if found.end() == close:
                return Use(key, "", None, all_of_it), close + 1, None
            shown = _short(whole[dollar : close + 1])
            why = f"`{shown}`: after the name stands no `-`, `?` or `+`, with or without a colon"
            return None, close + 1, self.blame(dollar, close + 1, why)
        if depth >= DEEPEST:
            why = f"holds variables more than {DEEPEST} deep inside each other"
            return None, close + 1, self.blame(dollar, close + 1, why)
        operator: Operator = found[2]  # type: ignore[assignment]  # the pattern has only these
        return Use(key, operator, self.read(found.end(), close, depth + 1), all_of_it), close + 1, None

    def blame(self, start: int, end: int, why: str) -> Unreadable:
        return Unreadable(self.text.place(start, end), why)


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
