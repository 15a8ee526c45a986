"""What code does where a variable is missing, told from the tree around its read: one walk for all of tree-sitter's languages.

The grammars name the same things alike: `a ?? b`, `a || b` and `a ?: b` are binary nodes, `if` has a condition. From the read
outwards: an assertion, a guard that throws, or a method called on the value make it required; a fallback is its default.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ....core.patterns import pattern
from ....parsing.code import above, field
from .guards import NAMES_THE_ENVIRONMENT, asserts, misses
from .literals import ends, fallback
from .nodes import (
    AND,
    ASSERTED,
    BINARIES,
    BLOCKS,
    CALLS,
    DECLARATIONS,
    FUNCTIONS,
    IFS,
    MEMBERS,
    OR,
    PASSING,
    TERNARIES,
    arguments,
    called_text,
    callee,
    condition_of,
    given_names,
    holds,
    statements,
    stays_nothing,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tree_sitter import Node

    from ....core.excerpt import Place
    from ....parsing.code import Code
    from .found import Need

    Answer = tuple[Need, str | None]

_HIGHEST = 60  # nodes above a read that are looked at
_FOLLOWING = 25  # statements after a read among which its guard is looked for
_LONGEST = 2000  # characters of a node that are looked at

# A method that needs a text: called on nothing, it fails. What works on nothing too (`nil.to_s`) is not among them.
_NEEDS_TEXT = pattern(
    r"(?:split|Split|trim|Trim|toLowerCase|toUpperCase|ToLower|ToUpper|replace|replaceAll|Replace|startsWith|StartsWith|endsWith"
    r"|EndsWith|includes|Contains|contains|match|slice|substring|Substring|concat|charAt|indexOf|length|Length|toInt|toLong|toBoolean"
    r"|toDouble|downcase|upcase|strip|chomp|start_with\?|end_with\?|gsub|sub|to_sym|equals|equalsIgnoreCase|isEmpty|isBlank"
    r"|getBytes|lowercase|uppercase|toByteArray|parseInt|camelize|constantize|squish|unpack1|padStart)"
)
# A function that fails, or makes nonsense, where it is given nothing.
_NEEDS_VALUE = pattern(
    r"(?:(?:Integer|Long|Double|Boolean)\.(?:parse\w+|valueOf)|(?:int|long|bool|double|decimal|Guid|TimeSpan|Uri)\.Parse"
    r"|(?:Objects\.)?requireNonNull|requireNotNull|checkNotNull|Preconditions\.checkNotNull|invariant|assert(?:\.ok|Defined)?|Integer|Float|JSON\.parse"
    r"|String\.to_integer|String\.to_atom|String\.split|new\s+URL|new\s+Uri|URI|URI\.parse|Base\.decode64!|Path\.of|Paths\.get"
    r"|URI\.create|new\s+URI|nonNull|tiny_invariant|String\.to_existing_atom|base64_decode|ArgumentNullException\.ThrowIfNull)"
)


# What gives nothing back, or something as good as nothing, where it is given nothing.
_KEEPING = frozenset({"String", "Number", "parseInt", "parseFloat", "Boolean", "string", "strtolower", "trim"})


class Flow:
    """Answers for the reads of one file. `read` is the pattern of any read: a fallback to another variable is none."""

    def __init__(self, code: Code, read: re.Pattern[str]) -> None:
        self.code = code
        self.read = read
        self.assumed: set[Place] = set()  # reads that a method or an assertion alone makes required
        self.tested: set[str] = set()  # variables of which the file asks whether they are there
        self._alternative = False

    def _text(self, node: Node | None) -> str:
        return self.code.text(node, _LONGEST)

    def need(self, node: Node, name: str, need: Need = "optional", default: str | None = None) -> Answer:
        """The need of the read that `node` is, and its literal default. `need` is what it has where nothing around it tells."""
        text = self._text
        value: Node = node
        condition: Node | None
        self._alternative = False  # another variable serves as well
        plain = True  # what flows on is still the value, or nothing
        for up in above(node, _HIGHEST):
            kind = up.type
            if kind in PASSING:
                pass
            elif kind in BINARIES:
                answer, plain = self._binary(up, value, name, plain)
                if answer:
                    return (need, None) if answer[0] == "optional" and need == "required" else answer
            elif kind in TERNARIES:
                condition = field(up, "condition") or up.named_child(0)
                if condition and holds(condition, value):
                    plain = plain and _is_elvis(up)
                    self.tested.add(name)
                    if plain:
                        return fallback(text(field(up, "alternative")))
                elif name in text(condition):
                    other = field(up, "alternative")
                    if other and holds(other, value):
                        other = field(up, "consequence") or field(up, "body")
                    return fallback(text(other))
            elif plain and _is_asserted(self.code, up, value):
                return self._assume(node)
            elif kind in MEMBERS and plain and need == "optional":
                if self._member_fails(up, value, name):
                    return self._assume(node)
                plain = stays_nothing(self.code, up, value) or kind in CALLS
            elif kind in CALLS:
                answer, plain = self._call(up, value, name, plain)
                if answer:
                    return self._assume(node) if answer[0] == "required" else answer
            elif kind in IFS:
                condition = condition_of(up)
                if condition and holds(condition, value):
                    if self._refuses(up, text(node)):
                        return "required", None
                    self.tested.add(name)
                    plain = False
                elif condition and name in text(condition):
                    return need if need != "required" else "optional", default
            elif kind in DECLARATIONS:
                if plain and need == "optional":
                    subjects = given_names(up, self.code)
                    guarded = self.guard(up, subjects) if subjects else None
                    if guarded:
                        return ("optional", None) if self._alternative and guarded[0] == "required" else guarded
                plain = False
            elif kind in FUNCTIONS:
                break
            else:
                if kind in ("unary_expression", "unary", "unary_op_expression") and plain:
                    self.tested.add(name)
                plain = False
            value = up
        return need, default

    # Parts of the walk

    def _assume(self, node: Node) -> Answer:
        self.assumed.add(self.code.place(node))
        return "required", None

    def _binary(self, up: Node, value: Node, name: str, plain: bool) -> tuple[Answer | None, bool]:
        text = self._text
        operator = text(field(up, "operator")) or ("?:" if up.type == "elvis_expression" else "")
        left = field(up, "left") or up.named_child(0)
        right = field(up, "right") or up.named_child(up.named_child_count - 1)
        if left is None or right is None:
            return None, False
        if operator in OR:
            if holds(right, value) or not plain:
                self._alternative |= holds(right, value) and self.read.search(text(left)) is not None
                return None, plain
            while right.type in BINARIES and text(field(right, "operator")) in OR:
                inner = field(right, "right")
                if inner is None:
                    break
                right = inner
            spoken = text(right)
            if self.read.search(spoken) and not ends(spoken):
                self._alternative = True
                return None, True
            return fallback(spoken), True
        if operator in AND:
            if holds(left, value) or plain:
                self.tested.add(name)
            return (("optional", None), False) if holds(right, value) and name in text(left) else (None, False)
        if operator == "|>":
            return (("required", None), False) if plain and _NEEDS_VALUE.match(text(right)) else (None, False)
        return None, plain and operator == "="

    def _member_fails(self, up: Node, value: Node, name: str) -> bool:
        """Whether something is asked of the value that it must be there for."""
        if "?." in self._text(value):  # the rest of the chain is passed over as well
            return False
        found = re.match(r"\s*(?:\.|->)\s*(\w+[?!]?)", self.code.rest(up, value))
        return bool(found and _NEEDS_TEXT.fullmatch(found[1])) and not self.guarded(up, name)

    def _call(self, up: Node, value: Node, name: str, plain: bool) -> tuple[Answer | None, bool]:
        text = self._text
        called = callee(up)
        if called and holds(called, value):
            if (
                up.type in ("method_invocation", "call", "member_call_expression")
                and plain
                and self._member_fails(up, value, name)
            ):
                return ("required", None), False
            method = re.match(r"\s*\??[.&]+\s*(\w+[?!]?)", self.code.rest(up, value))
            if method and method[1] in ("presence", "orElse", "or", "to_s", "orElseGet", "orElseThrow", "filter", "map"):
                return self._chained(up, method[1], plain)
            return None, plain and (called == value or stays_nothing(self.code, up, value))
        spoken = called_text(self.code, up)
        if spoken == "cmp.Or":
            given = arguments(up)
            if given:
                return (None, plain) if holds(given[-1], value) else (fallback(text(given[-1])), plain)
        if spoken in ("Optional.ofNullable", "Optional"):
            return None, plain
        if plain and _NEEDS_VALUE.fullmatch(spoken) and not (spoken == "new URL" and len(arguments(up)) > 1):
            return (None, False) if self.guarded(up, name) else (("required", None), False)
        return None, plain and spoken in _KEEPING

    def _chained(self, up: Node, method: str, plain: bool) -> tuple[Answer | None, bool]:
        if method == "orElseThrow":
            return ("required", None), plain
        if method in ("orElse", "or"):
            given = arguments(up)
            return (fallback(self._text(given[0])) if given else None), plain
        return None, plain and method in ("presence", "filter", "map")

    def guarded(self, node: Node, name: str) -> bool:
        """Whether code runs only where a condition about the variable holds."""
        text = self._text
        inner = node
        for up in above(node, _HIGHEST):
            if up.type in IFS or up.type in TERNARIES:
                condition = condition_of(up)
                if condition and not holds(condition, inner) and name in text(condition):
                    return True
            elif up.type in BINARIES and text(field(up, "operator")) in AND:
                left = field(up, "left")
                if left and not holds(left, inner) and name in text(left):
                    return True
            elif up.type in FUNCTIONS:
                return False
            inner = up
        return False

    def is_switched(self, node: Node) -> bool:
        """Whether code runs only where another variable switches it on; which kind of environment it is does not count."""
        inner = node
        for up in above(node, _HIGHEST):
            if up.type in IFS:
                condition, body = condition_of(up), field(up, "consequence")
                spoken = self._text(condition).lstrip("( ")
                opposite = spoken.startswith(("!", "not ")) or "!=" in spoken
                named, count = self.read.subn("", spoken)
                if body and holds(body, inner) and count and not opposite and not NAMES_THE_ENVIRONMENT.search(named):
                    return True
            elif up.type in FUNCTIONS:
                return False
            inner = up
        return False

    def _refuses(self, branch: Node, subject: str) -> bool:
        """Whether a condition is true where the subject is missing, and the branch then ends the program."""
        condition = condition_of(branch)
        negative = branch.type.startswith("unless")
        return bool(condition and misses(self._text(condition), subject, negative) and self._branch_ends(branch))

    def _branch_ends(self, branch: Node) -> bool:
        return any(ends(self._text(statement)) for statement in statements(branch))

    def guard(self, declaration: Node, subjects: Sequence[str]) -> Answer | None:
        """What is done with a variable of the program after it was given the value."""
        text = self._text
        statement: Node | None = declaration
        while statement is not None and statement.parent is not None and statement.parent.type not in BLOCKS:
            if statement.parent.type in IFS:  # Go's `if v := …; v == ""`
                return self._branch(statement.parent, subjects)
            if statement.parent.type in FUNCTIONS:
                return None
            statement = statement.parent
        for _ in range(_FOLLOWING):
            statement = statement.next_named_sibling if statement else None
            if statement is None:
                return None
            branch = statement
            if branch.type == "expression_statement" and branch.named_child_count == 1:
                branch = branch.named_child(0) or branch
            if branch.type in IFS:
                answer = self._branch(branch, subjects)
                if answer:
                    return answer
                continue
            spoken = text(statement)
            for subject in subjects:
                if not spoken.startswith(subject):
                    if asserts(spoken, subject):
                        return "required", None
                    continue
                found = re.match(rf"{re.escape(subject)}\s*(?:=\s*{re.escape(subject)}\s*)?(?:\|\||\?\?)=?\s*", spoken)
                if found:
                    return fallback(spoken[found.end() :].rstrip("; \n"))
                if re.match(rf"{re.escape(subject)}\s*=[^=]", spoken):
                    return None
        return None

    def _branch(self, branch: Node, subjects: Sequence[str]) -> Answer | None:
        condition = condition_of(branch)
        if condition is None:
            return None
        spoken = self._text(condition)
        negative = branch.type.startswith("unless")
        if not any(misses(spoken, subject, negative) for subject in subjects):
            return None
        for statement in statements(branch):
            words = self._text(statement)
            if ends(words):
                return "required", None
            found = re.match(rf"{re.escape(subjects[0])}\s*=\s*(?!=)", words)
            if found:
                return fallback(words[found.end() :].rstrip("; \n"))
        return None


def _is_asserted(code: Code, up: Node, value: Node) -> bool:
    """`x!`, `x!!`, and TypeScript's `x as string`: the program says that the value is there."""
    if up.type in ASSERTED:
        return code.rest(up, value).strip() in ("!", "!!")
    return up.type == "as_expression" and code.rest(up, value).split() == ["as", "string"]


def _is_elvis(ternary: Node) -> bool:
    """PHP's `a ?: b` is a ternary without its middle."""
    return field(ternary, "body") is None and field(ternary, "consequence") is None
