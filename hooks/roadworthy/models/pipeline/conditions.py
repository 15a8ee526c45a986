"""Conditions as alternatives of events × branches × maybe: how they are joined, turned round, and laid over triggers.

A condition is a tuple of `Case`: it holds where one of them does. No case at all is never, `ALWAYS` is no condition. What
cannot be decided is `MAYBE`, and stays so when it is turned round.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from .types import EVENTS, Case, Trigger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from .expressions import Expression
    from .types import Event, Job

    Cases = tuple[Case, ...]

ALWAYS: Cases = (Case(),)
MAYBE: Cases = (Case(maybe=True),)
NEVER: Cases = ()
DEFAULT_BRANCH = "(default branch)"  # where a condition asks for it by that and not by name
_DEFAULTS = frozenset({DEFAULT_BRANCH, "main", "master", "trunk", "$default-branch"})
_WILD = frozenset("*?[")
LONGEST = 300  # characters of a pattern; a longer one is only compared
MOST_CASES = 64  # beyond, a condition is one that cannot be decided


def on_events(*events: Event) -> Cases:
    """Holds for these events."""
    return (Case(events=frozenset(events)),)


def on_branches(*patterns: str, events: Iterable[Event] = ("push", "schedule", "manual", "call", "other")) -> Cases:
    """Holds for branches that fit one of the patterns. A pull request's branch is its target's: that takes other events."""
    return (Case(events=frozenset(events), branches=tuple(patterns)),)


def all_of(parts: Iterable[Cases]) -> Cases:
    """Holds where all parts do."""
    found: Cases = ALWAYS
    for part in parts:
        found = _bounded([joined for a in found for b in part if (joined := _both(a, b)) is not None])
    return found


def any_of(parts: Iterable[Cases]) -> Cases:
    """Holds where one part does."""
    return _bounded([case for part in parts for case in part])


def negated(cases: Cases) -> Cases:
    """Holds where `cases` do not."""
    return all_of(tuple(_not(case)) for case in cases)


def cases_of(expression: Expression, atom: Callable[[Expression], Cases]) -> Cases:
    """An expression as cases. `atom` says what everything means that is not `and`, `or` and `not`."""
    if expression.kind == "and":
        return all_of(cases_of(part, atom) for part in expression.parts)
    if expression.kind == "or":
        return any_of(cases_of(part, atom) for part in expression.parts)
    if expression.kind == "not":
        return negated(cases_of(expression.parts[0], atom))
    return atom(expression)


def narrowed(triggers: Sequence[Trigger], cases: Cases) -> tuple[Trigger, ...]:
    """The triggers that the cases leave, certain ones before those that may be."""
    if cases == ALWAYS:
        return tuple(triggers)
    found: dict[tuple[object, ...], Trigger] = {}
    for trigger in triggers:
        for case in cases:
            left = _narrow(trigger, case)
            if left is not None:
                key = (left.event, left.written, left.branches, left.excluded)
                if key not in found or (found[key].maybe and not left.maybe):
                    found[key] = left
    return tuple(found.values())


def inherited(jobs: Sequence[Job]) -> tuple[Job, ...]:
    """The jobs with the triggers that what they need leaves them: a job whose need did not run is not run either.

    A job that runs whatever became of the others (`always()`) keeps its own. Circles are left as they are.
    """
    found = {job.id: job for job in jobs}
    state: dict[str, bool] = {}  # False while it is under way
    for begin in jobs:
        stack = [begin.id]
        while stack:
            id = stack[-1]
            if state.get(id):
                stack.pop()
                continue
            job = found[id]
            needed = [need.job for need in job.needs or () if need.job in found and not need.optional]
            missing = [] if id in state else [need for need in needed if need not in state]
            state[id] = False
            if missing:
                stack.extend(missing)
                continue
            stack.pop()
            state[id] = True
            if needed and not (job.condition and job.condition.after_failure):
                triggers = job.triggers
                for need in dict.fromkeys(found[need].triggers for need in needed):
                    triggers = narrowed(triggers, tuple(map(_case, need)))
                found[id] = job._replace(triggers=triggers)
    return tuple(found.values())


def _case(trigger: Trigger) -> Case:
    names = frozenset({trigger.written}) if trigger.written else None
    return Case(frozenset({trigger.event}), names, trigger.branches, trigger.excluded, trigger.maybe)


def fits(pattern: str, name: str) -> bool:
    """Whether a branch or tag can fit a pattern; both may be patterns."""
    if DEFAULT_BRANCH in (pattern, name):
        return (pattern in _DEFAULTS and name in _DEFAULTS) or "*" in pattern + name
    if len(pattern) > LONGEST or len(name) > LONGEST:
        return pattern == name
    return pattern == name or _matches(name, pattern) or _matches(pattern, name)


def _within(name: str, pattern: str) -> bool:
    return len(pattern) <= LONGEST and len(name) <= LONGEST and _matches(name, pattern)


def _matches(name: str, pattern: str) -> bool:
    if _WILD.isdisjoint(pattern):  # as most are: no regular expression is made of it
        return name == pattern
    return fnmatchcase(name, pattern.replace("**", "*"))


def _narrow(trigger: Trigger, case: Case) -> Trigger | None:
    if case.events is not None and trigger.event not in case.events:
        return None
    if case.names is not None and trigger.written and trigger.written not in case.names:
        return None
    if trigger.written in case.without:
        return None
    branches = _common(trigger.branches, case.branches)
    if branches is None:
        return None
    excluded = trigger.excluded + tuple(name for name in case.excluded if name not in trigger.excluded)
    if branches and any(name in excluded for name in branches):
        branches = tuple(name for name in branches if name not in excluded)
        if not branches:
            return None
    return trigger._replace(branches=branches, excluded=excluded, maybe=trigger.maybe or case.maybe)


def _common(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...] | None:
    """The narrower patterns of two; None where no name fits both, empty where any does."""
    if not one or not other:
        return one or other
    pairs = [(a, b) for a in one[:MOST_CASES] for b in other[:MOST_CASES] if fits(a, b)]
    found = dict.fromkeys(a if a != DEFAULT_BRANCH and (b == DEFAULT_BRANCH or _within(a, b)) else b for a, b in pairs)
    return tuple(found) or None


def _both(a: Case, b: Case) -> Case | None:
    events = a.events if b.events is None else b.events if a.events is None else a.events & b.events
    names = a.names if b.names is None else b.names if a.names is None else a.names & b.names
    without = a.without | b.without
    names = names - without if names is not None else None
    branches = _common(a.branches, b.branches)
    if branches is None or events == frozenset() or names == frozenset():
        return None
    excluded = a.excluded + tuple(name for name in b.excluded if name not in a.excluded)
    if branches and set(branches) <= set(excluded):
        return None
    after = a.after if b.after in ("", "always") and a.after else b.after
    return Case(events, names, branches, excluded, a.maybe or b.maybe, after, without)


def _not(case: Case) -> Iterable[Case]:
    """The alternatives in which one case does not hold."""
    if case.maybe:
        yield Case(maybe=True)
    if case.names is not None:
        yield Case(without=case.names)
    elif case.events is not None:
        yield Case(events=frozenset(EVENTS) - case.events)
    if case.branches:
        yield Case(events=case.events, excluded=case.branches)
    if case.without:
        yield Case(names=case.without)
    if case.excluded:
        yield Case(events=case.events, branches=case.excluded)
    if case.after == "failure":
        yield Case()
    elif case.after == "cancelled":
        yield Case(after="always")


def _bounded(cases: list[Case]) -> Cases:
    unique = tuple(dict.fromkeys(cases))
    return unique if len(unique) <= MOST_CASES else MAYBE
