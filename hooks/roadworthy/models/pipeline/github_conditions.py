"""GitHub Actions: `on` as triggers, `if` as cases.

https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows and …/expressions
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from ...parsing.yaml import Mapping, Scalar, Sequence
from .conditions import ALWAYS, DEFAULT_BRANCH, MAYBE, NEVER, any_of, cases_of, negated, on_branches, on_events
from .expressions import Expression, parse
from .types import Case, Condition, Trigger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...parsing.yaml import Tree
    from .conditions import Cases
    from .types import Event

# What is not listed is `other`: somebody opened an issue, starred the repository, finished another workflow.
_EVENTS: dict[str, Event] = {
    "push": "push",
    "pull_request": "pull_request",
    "pull_request_target": "pull_request",
    "release": "tag",
    "schedule": "schedule",
    "workflow_dispatch": "manual",
    "workflow_call": "call",
    "repository_dispatch": "call",
}
_LOOKED_AT = frozenset({"opened", "synchronize", "reopened"})  # a pull request with new commits


def triggers_of(root: Mapping) -> tuple[Trigger, ...]:
    """What starts the workflow."""
    on = root.get("on")
    found: list[Trigger] = []
    if isinstance(on, Mapping):
        for key, value in on.pairs():
            found.extend(_trigger(key, value))
    else:
        for name in on if isinstance(on, Sequence) else (on,):
            if isinstance(name, Scalar):
                found.extend(_trigger(name, None))
    return tuple(found)


def _trigger(key: Scalar, value: Tree | None) -> Iterator[Trigger]:
    written = key.text
    event = _EVENTS.get(written, "other")
    filters = value if isinstance(value, Mapping) else None
    branches, excluded = _patterns(filters, "branches")
    paths = filters is not None and ("paths" in filters or "paths-ignore" in filters)
    if written == "push":
        tags, tags_excluded = _patterns(filters, "tags")
        has_branches = bool(branches or excluded)
        has_tags = bool(tags or tags_excluded)
        if has_branches or not has_tags:
            yield Trigger("push", key.place, branches, excluded, paths=paths, written=written)
        if has_tags or not has_branches:
            yield Trigger("tag", key.place, tags, tags_excluded, paths=paths, written=written)
    elif event == "pull_request":
        types = _texts(filters.get("types")) if filters else ()
        if types and not _LOOKED_AT.intersection(types) and set(types) <= {"closed"}:
            event = "other"  # what happens after a merge
        maybe = event == "pull_request" and bool(types) and not _LOOKED_AT.intersection(types)
        yield Trigger(event, key.place, branches, excluded, maybe, paths, written)
    else:
        after = _texts(filters.get("workflows")) if filters and written == "workflow_run" else ()
        yield Trigger(event, key.place, branches, excluded, paths=paths, written=written, after=after)


def _patterns(filters: Mapping | None, name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if filters is None:
        return (), ()
    given = _texts(filters.get(name))
    excluded = (*(text[1:] for text in given if text.startswith("!")), *_texts(filters.get(f"{name}-ignore")))
    return tuple(text for text in given if not text.startswith("!")), excluded


def _texts(node: Tree | None) -> tuple[str, ...]:
    if isinstance(node, Scalar):
        return () if node.is_null else (node.text,)
    return tuple(item.text for item in node if isinstance(item, Scalar)) if isinstance(node, Sequence) else ()


def condition(node: Tree | None) -> Condition | None:
    """The condition of a job or step; None where there is none."""
    if not isinstance(node, Scalar) or node.is_null:
        return None
    return Condition(node.text.strip(), node.place, cases(node.text))


@lru_cache(256)  # the same few stand at many jobs and steps
def cases(text: str) -> Cases:
    """What an `if` means. One that is not wholly an expression cannot be decided."""
    text = text.strip()
    if text.startswith("${{") and text.endswith("}}") and text.count("${{") == 1:
        text = text[3:-2].strip()
    elif "${{" in text:
        text = re.sub(r"\$\{\{([^{}]{0,500})\}\}", r"(\1)", text)
    expression = parse(text)
    return MAYBE if expression is None else cases_of(expression, _atom)


def _atom(expression: Expression) -> Cases:
    kind = expression.kind
    if kind == "text":
        return NEVER if expression.text in ("false", "", "null", "0") else ALWAYS
    if kind == "call":
        return _call(expression)
    if kind == "!=":
        held = _equal(*expression.parts)
        return MAYBE if held == ALWAYS else negated(held)
    if kind == "==":
        return _equal(*expression.parts)
    if kind == "name":
        name = expression.text
        if name.startswith("github.event.pull_request") or name in ("github.head_ref", "github.base_ref"):
            return on_events("pull_request") if name.count(".") <= 2 else (Case(frozenset({"pull_request"}), maybe=True),)
    return MAYBE


_STATES: dict[str, Cases] = {
    "success": ALWAYS,
    "always": (Case(after="always"),),
    "failure": (Case(after="failure"),),
    "cancelled": (Case(after="cancelled"),),
}


def _call(expression: Expression) -> Cases:
    name, parts = expression.text.lower(), expression.parts
    if name in _STATES:
        return _STATES[name]
    if name in ("startswith", "contains", "endswith") and len(parts) == 2:
        subject, wanted = parts
        if subject.kind == "name" and wanted.kind == "text":
            star = {"startswith": f"{wanted.text}*", "endswith": f"*{wanted.text}", "contains": f"*{wanted.text}*"}[name]
            if name == "contains" and wanted.text.startswith("refs/"):
                star = f"{wanted.text}*"
            return _reference(subject.text, star)
        if subject.kind == "call" and subject.text.lower() == "fromjson" and wanted.kind == "name" and subject.parts:
            listed = re.findall(r'"([^"]{1,200})"', subject.parts[0].text)
            return any_of(_named(wanted.text, text) for text in listed) if listed else MAYBE
    return MAYBE


def _equal(left: Expression, right: Expression) -> Cases:
    if left.kind == "text" and right.kind != "text":
        left, right = right, left
    if left.kind != "name":
        return MAYBE
    if right.kind == "call" and right.text.lower() == "format" and right.parts and "default_branch" in str(right.parts[1:]):
        return _reference(left.text, right.parts[0].text.replace("{0}", DEFAULT_BRANCH))
    if right.kind == "name":
        return on_branches(DEFAULT_BRANCH) if right.text.endswith("default_branch") and "ref" in left.text else MAYBE
    return _named(left.text, right.text) if right.kind == "text" else MAYBE


def _named(name: str, text: str) -> Cases:
    if name == "github.event_name":
        event = _EVENTS.get(text, "other")
        return (Case(frozenset({"push", "tag"} if text == "push" else {event}), frozenset({text})),)
    if name.startswith(("needs.", "steps.", "job.")) and name.endswith((".result", ".outcome", ".conclusion", ".status")):
        return {"success": ALWAYS, "failure": _STATES["failure"], "cancelled": _STATES["cancelled"]}.get(text, MAYBE)
    if name == "github.event.workflow_run.conclusion":
        return (Case(names=frozenset({"workflow_run"})),) if text == "success" else (Case(frozenset({"other"}), maybe=True),)
    if name in ("github.repository", "github.repository_owner"):
        return ALWAYS  # forks are left out
    return _reference(name, text)


def _reference(name: str, wanted: str) -> Cases:
    """A comparison of the branch or tag with a text, which may be a pattern."""
    if name == "github.ref_type":
        return on_events("tag") if wanted == "tag" else negated(on_events("tag"))
    if name == "github.base_ref":
        return on_branches(wanted.removeprefix("refs/heads/"), events=("pull_request",))
    if name == "github.head_ref":
        return (Case(frozenset({"pull_request"}), maybe=True),)
    if name == "github.ref_name":
        return on_branches(wanted, events=("push", "tag", "schedule", "manual", "call", "other"))
    if name == "github.ref":
        if wanted.startswith("refs/tags/"):
            pattern = wanted.removeprefix("refs/tags/")
            return (Case(frozenset({"tag", "manual", "call"}) if pattern != "*" else frozenset({"tag"}), None, _any(pattern)),)
        if wanted.startswith("refs/heads/"):
            pattern = wanted.removeprefix("refs/heads/")
            return (Case(frozenset({"push", "schedule", "manual", "call", "other"}), None, _any(pattern)),)
        if wanted.startswith("refs/pull/"):
            return on_events("pull_request")
        return MAYBE
    if name.startswith("github.event.pull_request."):
        return (Case(frozenset({"pull_request", "other"}), maybe=True),)
    return MAYBE


def _any(pattern: str) -> tuple[str, ...]:
    return () if pattern in ("*", "**", "") else (pattern,)
