"""What a word of a script becomes when it runs, as far as the script tells: which of its variables may be empty."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.records import NamedTuple
from ...parsing.shell_tree import Command
from ...tables.deployment import ALWAYS_SET

if TYPE_CHECKING:
    from ...parsing.shell_tree import Assignment, Block, Expansion, Script, Word
    from .commands import Invocation

DEEPEST = 8  # variables in variables
MOST_EXPANDED = 5_000  # of one script: each variable may hold many others
SOMETHING = "\x01"  # a value that is not known, and not empty
MAYBE_EMPTY = "\x02"  # a value that is not known, and may be empty
_QUOTES = str.maketrans("", "", "\"'\\")


class Value(NamedTuple):
    """A word as far as it is known: `text` with `SOMETHING` and `MAYBE_EMPTY` for what is not. `empty` names the variables
    behind the latter."""

    text: str
    empty: tuple[Expansion, ...] = ()

    @property
    def emptied(self) -> str:
        """The text where everything that may be empty is."""
        return self.text.replace(MAYBE_EMPTY, "")


class Values:
    """The variables of one script, and of those that run it through `via`. `provided` are names that something else sets."""

    def __init__(self, script: Script, via: Invocation | None = None, outer: Values | None = None, provided: str = "") -> None:
        self.script = script
        self.via = via
        self.outer = outer
        self.provided = provided
        self.assigned: dict[str, list[tuple[Command, Assignment]]] = {}
        self.given: dict[str, int] = {}  # from where on a name has been looked at, or is set by a loop or `read`
        self.strict: tuple[int, ...] = ()
        self.sources = False
        self.left = MOST_EXPANDED
        for command in script.commands():
            self._follow(command)
        for compound in script.compounds():
            if compound.kind == "for" and compound.name:
                self._give(compound.name, compound.start)
        text = script.excerpt.text[:300]
        if re.match(r"#![^\n]*\s-\w*u", text):
            self.strict = (0,)

    def _follow(self, command: Command) -> None:
        for assignment in command.assignments:
            self.assigned.setdefault(assignment.name, []).append((command, assignment))
        name = command.words[0].value if command.words else None
        if name == "set" and any(_sets_nounset(word.spoken) for word in command.words[1:]):
            self.strict = (*self.strict, command.start)
        elif name == "read" or name == "mapfile" or name == "getopts":
            for word in command.words[1:]:
                self._give(word.spoken, command.start)
        elif name in ("[", "[[", "test"):
            for word in command.words[1:]:
                for expansion in word.expansions:
                    self._give(expansion.name, command.start)
        elif name in ("source", "."):
            self.sources = True
        for word in command.words:
            for expansion in word.expansions:
                if "?" in expansion.operator or (expansion.operator in (":=", "=") and expansion.argument):
                    self._give(expansion.name, command.start)

    def _give(self, name: str, start: int) -> None:
        self.given[name] = min(start, self.given.get(name, start))

    def of(self, word: Word, depth: int = 0) -> Value:
        """The value of a word where it stands."""
        if word.value is not None:
            return Value(word.value)
        text = word.excerpt.text
        parts: list[str] = []
        empty: list[Expansion] = []
        expansions = {expansion.start: expansion for expansion in word.expansions}
        blocks = {block.start: block for block in word.substitutions}
        done = word.start
        for start, end in word.holes:
            parts.append(text[done:start].translate(_QUOTES))
            done = end
            if start in expansions:
                value = self.expanded(expansions[start], word.start, depth)
                parts.append(value.text)
                empty.extend(value.empty)
            else:
                parts.append(_printed(blocks.get(start)))
        parts.append(text[done : word.end].translate(_QUOTES))
        return Value("".join(parts), tuple(empty))

    def expanded(self, expansion: Expansion, at: int, depth: int) -> Value:
        """The value of `$name` where it stands at offset `at`."""
        name, operator = expansion.name, expansion.operator
        if name in ALWAYS_SET or operator in ("#", "!"):
            return Value(SOMETHING)
        if "?" in operator:
            known = self.expanded(expansion._replace(operator=""), at, depth + 1)
            return known if known.emptied and not known.empty else Value(SOMETHING)
        if operator in (":-", "-", ":=", "="):
            written = expansion.argument.translate(_QUOTES)
            if not written:
                return Value(MAYBE_EMPTY, (expansion,))
            return Value(SOMETHING if "$" in written else written)
        if operator in (":+", "+"):
            return Value(MAYBE_EMPTY, (expansion,))
        self.left -= 1
        if depth > DEEPEST or self.left < 0:
            return Value(SOMETHING)
        assigned = [one for one in self.assigned.get(name, ()) if one[0].start < at]
        if assigned:
            return self._assigned(assigned, expansion, at, depth)
        if self.given.get(name, at) < at or any(start < at for start in self.strict):
            return Value(SOMETHING)
        if self.sources or (self.provided and _provides(self.provided, name)):
            return Value(SOMETHING)
        if name.isdigit() or name in ("@", "*"):
            if "#" in self.given and self.given["#"] < at:
                return Value(SOMETHING)
        elif self.outer is not None and self.via is not None:
            return self.outer.expanded(expansion, self.via.command.start, depth + 1)
        if not re.fullmatch(r"\w+|[@*]", name):
            return Value(SOMETHING)  # an expression of a CI system
        return Value(MAYBE_EMPTY, (expansion,))

    def _assigned(self, assigned: list[tuple[Command, Assignment]], expansion: Expansion, at: int, depth: int) -> Value:
        """The last value before `at`; with several, whichever was reached, so only whether one of them is empty."""
        _, last = assigned[-1]
        value = Value(SOMETHING) if last.append else self.of(last.value, depth + 1)
        looked_at = self.given.get(expansion.name, at) < at
        if len(assigned) > 1 and any(command.block.role not in _STRAIGHT for command, _ in assigned):
            return Value(SOMETHING)  # which of them it is depends on the way that was taken
        if not value.emptied:
            return Value(SOMETHING) if looked_at else Value(MAYBE_EMPTY, (expansion,))
        if expansion.operator:  # a part of it is cut off or replaced
            return Value(SOMETHING)
        return value


_STRAIGHT = frozenset({"script", "subshell"})


def _printed(block: Block | None) -> str:
    """What `$(…)` prints: not known, and taken for something; `mktemp` names a temporary file."""
    if block is not None:
        for chain in block.chains:
            for pipeline in chain.pipelines:
                stage = pipeline.stages[0]
                if isinstance(stage, Command) and stage.words and stage.words[0].value == "mktemp":
                    return "/tmp/" + SOMETHING
    return SOMETHING


def _sets_nounset(word: str) -> bool:
    return word == "nounset" or (word[:1] == "-" and word[1:2] != "-" and "u" in word)


def _provides(text: str, name: str) -> bool:
    return re.search(rf"(?<![\w$]){re.escape(name)}[ \t]*[:?+]?[:=]", text) is not None
