"""What an alert's PromQL watches: told by the expression's shape and its metrics' names, never by the name of the alert."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.records import NamedTuple
from ...parsing.promql import Aggregate, Binary, Call, Number, Selector
from ...tables import alert_metrics as names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...parsing.promql import Expression, Matcher
    from ...tables.alert_metrics import Kind


_COMPARING = frozenset((">", "<", ">=", "<=", "==", "!="))
_JOINING = frozenset(("and", "or", "unless"))
_MIRRORED = {">": "<", "<": ">", ">=": "<=", "<=": ">=", "==": "==", "!=": "!="}


class Meaning(NamedTuple):
    """One thing that an expression watches. `metric` is the one that tells; `infrastructure`: it is not the application's."""

    kind: Kind
    metric: str
    infrastructure: bool


class Comparison(NamedTuple):
    """`watched` against `threshold`, with the number on the right; `threshold` None where both sides are measured."""

    watched: Expression
    operator: str
    threshold: float | None


def meanings(expression: Expression) -> tuple[Meaning, ...]:
    """What the expression watches: each kind at most once. Nothing is watched without a comparison."""
    found: dict[str, Meaning] = {}
    for comparison in comparisons(expression):
        for meaning in _of(comparison):
            found.setdefault(meaning.kind, meaning)
    return tuple(found.values())


def comparisons(expression: Expression) -> Iterator[Comparison]:
    """The comparisons that decide whether the expression has a value: through `and`, `or`, aggregations and functions."""
    waiting = [expression]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Binary):
            if node.operator in _COMPARING:
                left, right = _number(node.left), _number(node.right)
                if right is not None:
                    yield Comparison(node.left, node.operator, right)
                elif left is not None:
                    yield Comparison(node.right, _MIRRORED[node.operator], left)
                else:
                    yield Comparison(Binary("-", node.left, node.right), node.operator, None)
            else:
                waiting += [node.right, node.left]
        elif isinstance(node, Call):
            waiting += node.arguments
        elif isinstance(node, Aggregate):
            waiting.append(node.operand)


def selectors(expression: Expression) -> Iterator[Selector]:
    """Every selector in the expression, in order."""
    waiting = [expression]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Selector):
            yield node
        elif isinstance(node, Binary):
            waiting += [node.right, node.left]
        elif isinstance(node, Call):
            waiting += reversed(node.arguments)
        elif isinstance(node, Aggregate):
            waiting.append(node.operand)


def _of(comparison: Comparison) -> Iterator[Meaning]:
    watched = comparison.watched
    if comparison.threshold is not None:
        if failing := _failing_share(watched, comparison.operator):
            yield _meaning("error-rate", failing)
        elif counted := next((one for one in selectors(watched) if _is_failed(one)), None):
            yield _meaning("errors", counted)
        if slow := _slowest(watched):
            yield _meaning("latency", slow)
    first = next(selectors(watched), None)  # what is divided or subtracted from it is what it is measured by
    if first is None:
        return
    name = _name(first)
    for kind, fits, but_not in _BY_NAME:
        if not re.search(fits, name) or re.search(but_not, name):
            continue
        if kind == "deployment" or not (_is_guard(comparison) or _is_too_little(comparison, first)):
            yield _meaning(kind, first)


_BY_NAME: tuple[tuple[Kind, str, str], ...] = (
    ("deployment", names.DEPLOYMENT, names.NO_DEPLOYMENT),
    ("queue", names.QUEUE, names.NO_QUEUE),
    ("pool", names.POOL, names.NO_POOL),
    ("memory", names.MEMORY, names.NO_MEMORY),
    ("cpu", names.CPU, names.NO_CPU),
)


def _is_guard(comparison: Comparison) -> bool:
    """`and total > 0`, which only keeps a division from failing; and `x == 0`, which says that something is missing."""
    return comparison.threshold is not None and comparison.operator in (">", "!=", "==") and comparison.threshold <= 0


def _is_too_little(comparison: Comparison, selector: Selector) -> bool:
    """Whether it speaks up when there is little use: of what is used below the threshold, of what is left above it."""
    if comparison.threshold is None:
        return False
    modes = selector.values("mode", "dimension", "item")
    left = bool(re.search(names.LEFT_OVER, _name(selector))) or any(matcher.accepts("idle") for matcher in modes)
    turned = any(part.operator == "-" and _number(part.left) is not None for part in _binaries(comparison.watched))
    below = comparison.operator.startswith("<")
    return below is (left is turned)


def _meaning(kind: Kind, selector: Selector) -> Meaning:
    if kind == "deployment":  # whoever deploys it, it is the application that is deployed
        return Meaning(kind, selector.metric, False)
    theirs = bool(re.match(names.INFRASTRUCTURE, _name(selector))) or any(
        re.search(names.INFRASTRUCTURE_JOBS, matcher.value) for matcher in selector.values("job", "app", "component")
    )
    return Meaning(kind, selector.metric, theirs)


def _name(selector: Selector) -> str:
    return selector.metric.lower()


def _number(node: Expression) -> float | None:
    """The value of an expression that is made of numbers."""
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Binary):
        left, right = _number(node.left), _number(node.right)
        if left is None or right is None:
            return None
        if node.operator in ("+", "-", "*"):
            return left + right if node.operator == "+" else left - right if node.operator == "-" else left * right
        return left / right if node.operator == "/" and right else None
    if isinstance(node, Call) and node.function in ("vector", "scalar") and len(node.arguments) == 1:
        return _number(node.arguments[0])
    return None


def _failing_share(watched: Expression, operator: str) -> Selector | None:
    """The selector of failed requests in a ratio of them to all; of good ones, where too few of those are watched for."""
    for ratio in _ratios(watched):
        above, below = list(selectors(ratio.left)), list(selectors(ratio.right))
        counted = [selector for selector in below if not _is_failed(selector)]
        failed = next((selector for selector in above if _is_failed(selector)), None)
        if failed and counted:
            return failed
        good = next((selector for selector in above if _is_good(selector)), None)
        if good and operator.startswith("<") and any(not _statuses(selector) for selector in below):
            return good
    for selector in selectors(watched):
        name = _name(selector)
        if re.search(names.GOOD_RATIO, name) if operator.startswith("<") else re.search(names.ERROR_RATIO, name):
            return selector
    return None


def _ratios(node: Expression) -> Iterator[Binary]:
    return (part for part in _binaries(node) if part.operator == "/")


def _binaries(node: Expression) -> Iterator[Binary]:
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Binary):
            yield part
            waiting += [part.right, part.left]
        elif isinstance(part, Call):
            waiting += part.arguments
        elif isinstance(part, Aggregate):
            waiting.append(part.operand)


def _statuses(selector: Selector) -> tuple[Matcher, ...]:
    return selector.values(*names.STATUS_LABELS, *names.OUTCOME_LABELS)


def _is_failed(selector: Selector) -> bool:
    name = _name(selector)
    if re.search(names.FAILED_REQUESTS, name):
        return True
    matchers = selector.values(*names.STATUS_LABELS)
    if matchers and any(_takes(matchers, failed) and not _takes(matchers, good) for failed, good in names.STATUSES):
        return True
    outcomes = selector.values(*names.OUTCOME_LABELS)
    if not outcomes or not re.search(names.REQUESTS, name):
        return False
    if any(matcher.name in ("success", "error") for matcher in outcomes):
        return any(matcher.accepts("false" if matcher.name == "success" else "true") for matcher in outcomes) and not any(
            matcher.accepts("true" if matcher.name == "success" else "") for matcher in outcomes
        )
    return any(_takes(outcomes, failed) and not _takes(outcomes, good) for failed, good in names.OUTCOMES)


def _is_good(selector: Selector) -> bool:
    matchers = selector.values(*names.STATUS_LABELS)
    return bool(matchers) and any(_takes(matchers, good) and not _takes(matchers, failed) for failed, good in names.STATUSES)


def _takes(matchers: tuple[Matcher, ...], values: tuple[str, ...]) -> bool:
    """Whether a series with one of these values passes all the matchers."""
    return any(all(matcher.accepts(value) for matcher in matchers) for value in values)


def _slowest(watched: Expression) -> Selector | None:
    """The metric of a 99th percentile, or a higher one, of the duration of requests."""
    waiting = [watched]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Call):
            if node.function == "histogram_quantile" and len(node.arguments) == 2:
                quantile = _number(node.arguments[0])
                if quantile is not None and 0.99 <= quantile < 1:
                    return next((s for s in selectors(node.arguments[1]) if _is_latency(s)), None)
                continue
            waiting += node.arguments
        elif isinstance(node, Binary):
            waiting += [node.right, node.left]
        elif isinstance(node, Aggregate):
            waiting.append(node.operand)
        elif isinstance(node, Selector):
            quantiles = node.values("quantile", "percentile")
            ninety_nine = any(m.operator == "=" and re.match(r"0?\.99|99|p99", m.value) for m in quantiles)
            if _is_latency(node) and (ninety_nine or re.search(names.LATENCY_RECORDED, _name(node))):
                return node
    return None


def _is_latency(selector: Selector) -> bool:
    name = _name(selector)
    return bool(re.match(names.LATENCY + ".*" + names.LATENCY_UNIT, name)) and not re.search(names.NO_LATENCY, name)
