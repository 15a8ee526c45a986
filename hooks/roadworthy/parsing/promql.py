"""PromQL as a tree: the one place that touches `promql_parser`, whose own tree has no end to its types.

The parser is native code that recurses, and ends the process at some ten thousand levels: what is given to it is bounded.
https://prometheus.io/docs/prometheus/latest/querying/basics/
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.records import NamedTuple

if TYPE_CHECKING:
    from typing import Any, Literal

LONGEST = 8_000  # characters: ten times the longest that collections of rules hold
MOST_BRACKETS = 200
MOST_OPERATORS = 300
_LONGEST_PATTERN = 300


class Matcher(NamedTuple):
    """One label matcher. `operator` is `=`, `!=`, `=~` or `!~`."""

    name: str
    operator: Literal["=", "!=", "=~", "!~"]
    value: str

    def accepts(self, value: str) -> bool:
        """Whether a series with this value for the label is selected. `value` is a few characters long.

        A pattern that cannot be read, or that could take long even on those, selects nothing.
        """
        if self.operator in ("=", "!="):
            return (value == self.value) is (self.operator == "=")
        if len(self.value) > _LONGEST_PATTERN or "{" in self.value:
            return False
        try:
            return bool(re.fullmatch(self.value, value)) is (self.operator == "=~")
        except (re.error, RecursionError, OverflowError):
            return False


class Selector(NamedTuple):
    """Series by metric and labels. `metric` is empty where only labels select; `seconds` is the range, 0 for an instant."""

    metric: str
    matchers: tuple[Matcher, ...]
    seconds: float = 0.0

    def values(self, *labels: str) -> tuple[Matcher, ...]:
        """The matchers of these labels."""
        return tuple(matcher for matcher in self.matchers if matcher.name in labels)


class Call(NamedTuple):
    """A function with its arguments."""

    function: str
    arguments: tuple[Expression, ...]


class Aggregate(NamedTuple):
    """`sum`, `max`, `topk` and so on. `parameter` is that of `quantile`, `topk` and their like."""

    operator: str
    operand: Expression
    parameter: Expression | None = None


class Binary(NamedTuple):
    """Two operands. `operator` as written: `/`, `>`, `and`, …"""

    operator: str
    left: Expression
    right: Expression


class Number(NamedTuple):
    value: float


class Text(NamedTuple):
    value: str


Expression = Selector | Call | Aggregate | Binary | Number | Text

# Grafana and rule templates put variables where PromQL has a duration, a number or a name.
_VARIABLES = (
    (r"\[\s*(?:\$__?\w+|\$\{\w+(?::\w+)?\})", "[5m"),
    (r"\{\{[^{}]{0,400}\}\}", "1"),
    (r"\$\{\w+(?::\w+)?\}|\$\w+", "1"),
)


def parse(text: str) -> Expression | None:
    """The expression that `text` is; None where it is none, or more than anyone writes."""
    if len(text) > LONGEST or sum(map(text.count, "([{")) > MOST_BRACKETS:
        return None
    if len(re.findall(r"[-+*/%^<>=!]|\b(?:and|or|unless|atan2)\b", text)) > MOST_OPERATORS:
        return None
    import promql_parser

    for attempt in (text, _without_variables(text)):
        try:
            return _converted(promql_parser.parse(attempt))
        except Exception:  # it raises ValueError, and whatever its conversions raise
            continue
    return None


def _without_variables(text: str) -> str:
    for written, stands_for in _VARIABLES:
        text = re.sub(written, stands_for, text)
    return text


def _converted(node: Any) -> Expression:
    kind = type(node).__name__
    if kind == "ParenExpr":
        return _converted(node.expr)
    if kind == "NumberLiteral":
        return Number(float(node.val))
    if kind == "StringLiteral":
        return Text(str(node.val))
    if kind == "VectorSelector":
        return _selector(node, 0.0)
    if kind == "MatrixSelector":
        return _selector(node.vector_selector, node.range.total_seconds())
    if kind == "Call":
        return Call(str(node.func.name), tuple(map(_converted, node.args)))
    if kind == "AggregateExpr":
        return Aggregate(str(node.op), _converted(node.expr), _converted(node.param) if node.param is not None else None)
    if kind == "BinaryExpr":
        return Binary(str(node.op), _converted(node.lhs), _converted(node.rhs))
    if kind == "UnaryExpr":
        return Binary("-", Number(0.0), _converted(node.expr))
    if kind == "SubqueryExpr":
        return _converted(node.expr)
    raise ValueError(kind)


def _selector(node: Any, seconds: float) -> Selector:
    matchers = tuple(
        Matcher(str(one.name), _OPERATORS[str(one.op)], str(one.value))
        for group in (node.matchers.matchers, *node.matchers.or_matchers)
        for one in group
    )
    named = next((one.value for one in matchers if one.name == "__name__" and one.operator == "="), "")
    return Selector(str(node.name or named), matchers, float(seconds))


_OPERATORS: dict[str, Literal["=", "!=", "=~", "!~"]] = {
    "MatchOp.Equal": "=",
    "MatchOp.NotEqual": "!=",
    "MatchOp.Re": "=~",
    "MatchOp.NotRe": "!~",
}
