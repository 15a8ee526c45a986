"""A Helm template as the YAML it comes to, with what cannot be known marked where it would stand.

Every stretch of the result stands where it came from in the template: text where it is written, values at the action that
prints them. A condition that is not known prints a mark in the place of what may stand there, so that a field that could
come from it is never said to be absent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.records import NamedTuple
from ...parsing.go_template import Block, Call, Field, Function, Jump, Literal, Pipeline, Print, TemplateError, Text, parse
from .objects import MARK, UNKNOWN
from .template_functions import Hidden, call, truth
from .template_scopes import Scope, Trial, assign, declare, has_api
from .values import Value, printed

if TYPE_CHECKING:
    from collections.abc import Mapping as MappingType

    from ...core.excerpt import Excerpt, Source
    from ...parsing.go_template import Node, Template, Term

MOST_STEPS = 60_000  # nodes and terms that one file may take
LONGEST = 4_000_000  # characters that one file may come to
DEEPEST = 30  # templates that include each other
_MOST_ROUNDS = 300  # of one loop


class Helpers(NamedTuple):
    """The named templates of a chart: the text that each stands in, and its nodes."""

    named: MappingType[str, tuple[str, tuple[Node, ...]]]


class GivenUpError(Exception):
    """A template that recurs, or costs more than it may."""


class Rendered(NamedTuple):
    """`unsure`: whole objects may be there, or not, or be others."""

    excerpt: Excerpt
    unsure: bool


def render(source: Source, template: Template, helpers: Helpers, context: dict[str, Value]) -> Rendered:
    """What a template prints. Raises `GivenUpError`."""
    run = _Run(source, template.text, helpers)
    out = _Out()
    try:
        run.nodes(template.text, template.body, context, {"$": context}, out, 0)
    except _Jumped:
        pass
    except RecursionError:
        raise GivenUpError("is nested too deep") from None
    whole = source.whole()
    parts: list[Excerpt | str] = []
    for text, start, end in out.parts:
        parts.append(whole.cut(start, end))
        if text is not None:
            parts.append(text)
    return Rendered(whole.cut(0, 0).followed_by(parts), run.unsure)


class _Jumped(Exception):
    """`break` or `continue`; where it comes from a condition, what follows is not known, and nobody asks."""


class _Out:
    """What has been printed: stretches of the file, and texts that stand at an offset of it."""

    def __init__(self, line: str = "") -> None:
        self.parts: list[tuple[str | None, int, int]] = []
        self.texts: list[str] = []
        self.size = 0
        self.before = line

    def say(self, text: str, start: int, end: int, own: bool) -> None:
        if not text:
            return
        self.parts.append((None, start, end) if own else (text, start, start))
        self.texts.append(text)
        self.size += len(text)
        if self.size > LONGEST:
            raise GivenUpError("comes to more than is read")

    def line(self) -> str:
        """The last line, as far as it is printed."""
        found = ""
        for text in reversed(self.texts):
            at = text.rfind("\n")
            found = text[at + 1 :] + found
            if at >= 0 or len(found) > 2_000:
                return found
        return self.before + found

    def last_line(self, indent: int) -> str:
        """The last line that is not blank and not deeper than `indent`, for what a line after it is part of."""
        tail = "".join(self.texts[-40:])[-6_000:]
        for line in reversed(tail.split("\n")):
            if line.strip() and len(line) - len(line.lstrip()) <= indent:
                return line
        return ""


class _Run:
    def __init__(self, source: Source, text: str, helpers: Helpers) -> None:
        self.source = source
        self.text = text
        self.helpers = helpers
        self.steps = 0
        self.unsure = False

    def step(self) -> None:
        self.steps += 1
        if self.steps > MOST_STEPS:
            raise GivenUpError("takes more steps than are followed")

    def nodes(
        self, text: str, nodes: tuple[Node, ...], dot: Value, scope: dict[str, Value], out: _Out, depth: int, at: int = -1
    ) -> None:
        """Print nodes of `text`; `at` is the offset in the file where a named template was asked for."""
        for node in nodes:
            self.step()
            if isinstance(node, Text):
                if at < 0:
                    out.say(text[node.start : node.end], node.start, node.end, True)
                else:
                    out.say(text[node.start : node.end], at, at, False)
                continue
            start = node.start if at < 0 else at
            if isinstance(node, Print):
                value = self.pipeline(node.pipeline, dot, scope, depth, start)
                if not node.pipeline.variables:
                    self.put(value, start, out)
            elif isinstance(node, Call):
                given = self.pipeline(node.given, dot, scope, depth, start) if node.given else None
                self.put(self.include(node.name, given, depth, start), start, out)
            elif isinstance(node, Jump):
                raise _Jumped
            else:
                self.block(text, node, dot, scope, out, depth, at)

    def put(self, value: Value, start: int, out: _Out) -> None:
        """Print a value, or the mark where it is not known."""
        if isinstance(value, Hidden):
            self.mark(value.indent, False, start, out)
            return
        said = printed(value)
        if said is None:
            line = out.line()
            if not line.strip():
                self.mark(len(line), True, start, out)
            else:
                out.say(f" {MARK}" if line.endswith(":") else MARK, start, start, False)
        else:
            out.say(said, start, start, False)

    def mark(self, indent: int, begun: bool, start: int, out: _Out, item: bool = False) -> None:
        """Print the mark as a line of its own: an entry of a mapping or an item of a list."""
        above = out.last_line(indent)
        level = len(above) - len(above.lstrip())
        item = item or (level == indent and above.lstrip().startswith("- "))
        line = f"- {MARK}" if item else f"{MARK}: {MARK}"
        out.say(line if begun else f"\n{' ' * indent}{line}", start, start, False)

    def block(self, text: str, node: Block, dot: Value, scope: dict[str, Value], out: _Out, depth: int, at: int) -> None:
        start = node.start if at < 0 else at
        for number, (condition, body) in enumerate(node.branches):
            if condition is None:
                self.nodes(text, body, dot, scope, out, depth, at)
                return
            inner = Scope(scope)
            value = self.pipeline(condition, dot, inner, depth, start)
            held = truth(value)
            if held is None:
                self.maybe(text, node.branches[number:], node.kind, dot, inner, out, depth, start)
                return
            if not held:
                continue
            if node.kind == "range" and number == 0:
                self.loop(text, condition, value, body, dot, scope, out, depth, at)
            else:
                self.nodes(text, body, value if node.kind == "with" else dot, inner, out, depth, at)
            return

    def loop(
        self,
        text: str,
        condition: Pipeline,
        value: Value,
        body: tuple[Node, ...],
        dot: Value,
        scope: dict[str, Value],
        out: _Out,
        depth: int,
        at: int,
    ) -> None:
        pairs: list[tuple[Value, Value]]
        if isinstance(value, dict):
            pairs = [(key, value[key]) for key in sorted(value)]
        elif isinstance(value, list):
            pairs = list(enumerate(value))
        else:
            raise GivenUpError("loops over what is no list")
        if len(pairs) > _MOST_ROUNDS:
            raise GivenUpError("loops more often than is followed")
        names = condition.variables
        for key, item in pairs:
            inner = Scope(scope)
            if len(names) == 2:
                inner.declare(names[0], key)
            if names:
                inner.declare(names[-1], item)
            try:
                self.nodes(text, body, item, inner, out, depth, at)
            except _Jumped:
                continue

    def maybe(
        self,
        text: str,
        branches: tuple[tuple[Pipeline | None, tuple[Node, ...]], ...],
        kind: str,
        dot: Value,
        scope: dict[str, Value],
        out: _Out,
        depth: int,
        start: int,
    ) -> None:
        """Print the mark for what one of the branches may print, in the shape that they have."""
        line = out.line()
        shown = ""
        for _, body in branches:
            trial = _Out(line)
            trial.texts.append(line)
            inner = Trial(scope)
            for name in branches[0][0].variables if kind == "range" and branches[0][0] else ():
                inner.declare(name, UNKNOWN)
            try:
                self.nodes(text, body, UNKNOWN if kind != "if" else dot, inner, trial, depth, start)
            except _Jumped:
                pass
            inner.spoil()
            shown = shown or "".join(trial.texts[1:]) if "".join(trial.texts[1:]).strip() else shown
        if not shown.strip():
            return
        if line.strip() and "\n" not in shown[: len(shown) - len(shown.lstrip())]:
            out.say(f" {MARK}" if line.endswith(":") else MARK, start, start, False)
            return
        first = next(row for row in ((line if not line.strip() else "") + shown).split("\n") if row.strip())
        indent = len(first) - len(first.lstrip())
        if indent == 0 and depth == 0:
            self.unsure = True
        if not line.strip():
            out.say("\n", start, start, False)
        self.mark(indent, False, start, out, first.lstrip().startswith("- "))
        if shown.rstrip(" \t").endswith("\n"):
            out.say("\n", start, start, False)

    def pipeline(self, pipeline: Pipeline, dot: Value, scope: dict[str, Value], depth: int, start: int) -> Value:
        value: Value = None
        for number, terms in enumerate(pipeline.commands):
            value = self.command(terms, [value] if number else [], dot, scope, depth, start)
        for name in pipeline.variables:
            if pipeline.assigns:
                assign(scope, name, value)
            else:
                declare(scope, name, value)
        return value

    def command(
        self, terms: tuple[Term, ...], piped: list[Value], dot: Value, scope: dict[str, Value], depth: int, start: int
    ) -> Value:
        self.step()
        first = terms[0]
        given = [self.term(term, dot, scope, depth, start) for term in terms[1:]]
        given += piped
        if not isinstance(first, Function):
            if given and isinstance(first, Field) and first.path[-2:] == ("APIVersions", "Has"):
                return has_api(given[0])
            value = self.term(first, dot, scope, depth, start)
            return UNKNOWN if given else value  # another method: none is known
        if first.name == "include":
            name = given[0] if given else None
            return self.include(name, given[1] if len(given) > 1 else None, depth, start) if isinstance(name, str) else UNKNOWN
        if first.name == "tpl":
            return self.tpl(given[0] if given else None, given[1] if len(given) > 1 else None, depth, start)
        return call(first.name, given)

    def term(self, term: Term, dot: Value, scope: dict[str, Value], depth: int, start: int) -> Value:
        if isinstance(term, Literal):
            return term.value
        if isinstance(term, Function):
            return call(term.name, [])
        if isinstance(term, Pipeline):
            return self.pipeline(term, dot, scope, depth, start)
        return self.field(term, dot, scope, depth, start)

    def field(self, term: Field, dot: Value, scope: dict[str, Value], depth: int, start: int) -> Value:
        value: Value
        if term.of is None:
            value = dot
        elif isinstance(term.of, str):
            value = scope.get(term.of, UNKNOWN)
        else:
            value = self.pipeline(term.of, dot, scope, depth, start)
        for name in term.path:
            if isinstance(value, dict):
                value = value.get(name)
            elif value is not None:
                return UNKNOWN
        return value

    def include(self, name: str, given: Value, depth: int, start: int) -> Value:
        known = self.helpers.named.get(name)
        if known is None:
            return UNKNOWN
        if depth >= DEEPEST:
            raise GivenUpError(f"includes `{name[:60]}` in itself")
        out = _Out()
        self.nodes(known[0], known[1], given, {"$": given}, out, depth + 1, start)
        said = "".join(out.texts)
        return UNKNOWN if said.strip() in (MARK, f"{MARK}: {MARK}") else said

    def tpl(self, text: Value, given: Value, depth: int, start: int) -> Value:
        if not isinstance(text, str):
            return UNKNOWN
        if "{{" not in text:
            return text
        if depth >= DEEPEST:
            raise GivenUpError("renders templates of templates")
        try:
            made = parse(text)
        except TemplateError:
            return UNKNOWN
        out = _Out()
        self.nodes(made.text, made.body, given, {"$": given}, out, depth + 1, start)
        return "".join(out.texts)
