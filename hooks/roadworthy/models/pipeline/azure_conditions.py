"""Azure Pipelines: what starts a pipeline, and its conditions.

https://learn.microsoft.com/azure/devops/pipelines/process/conditions and .../yaml-schema/trigger
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.patterns import pattern
from ...parsing.yaml import Mapping, Scalar
from .conditions import ALWAYS, MAYBE, NEVER, all_of, any_of, negated, on_branches, on_events
from .expressions import parse
from .types import Case, Condition, Trigger
from .yaml_parts import mappings, texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...parsing.yaml import Tree
    from .conditions import Cases
    from .expressions import Expression
    from .types import Event

DEEPEST = 30
_REASONS: dict[str, Cases] = {
    "pullrequest": on_events("pull_request"),
    "individualci": on_events("push", "tag"),
    "batchedci": on_events("push", "tag"),
    "schedule": on_events("schedule"),
    "manual": on_events("manual"),
    "resourcetrigger": on_events("call"),
    "buildcompletion": on_events("call"),
}
_STATES: dict[str, Cases] = {
    "succeeded": ALWAYS,
    "always": (Case(after="always"),),
    "succeededorfailed": (Case(after="always"),),
    "failed": (Case(after="failure"),),
    "canceled": (Case(after="cancelled"),),
}
_SAYS_STATE = pattern(r"(?i)\b(?:succeeded|always|succeededOrFailed|failed|canceled)\s{0,9}\(|\.result\b")


def triggers_of(root: Mapping) -> Iterator[Trigger]:
    """What starts the pipeline. Without `trigger` every branch does; `pr` is for repositories that are not kept in Azure
    itself, where a branch policy starts the pipeline instead, which no file tells."""
    place = root.place
    trigger, pr = root.get("trigger"), root.get("pr")
    if not (isinstance(trigger, Scalar) and trigger.text == "none"):
        if trigger is None or (isinstance(trigger, Scalar) and trigger.is_null):
            yield Trigger("push", place)
        else:
            yield from _triggered("push", trigger, _branches(trigger, "branches"))
            if isinstance(trigger, Mapping) and "tags" in trigger:
                yield from _triggered("tag", trigger, _branches(trigger, "tags"))
    if not (isinstance(pr, Scalar) and pr.text == "none"):
        if pr is None or (isinstance(pr, Scalar) and pr.is_null):
            yield Trigger("pull_request", place, maybe=True)
        else:
            yield from _triggered("pull_request", pr, _branches(pr, "branches"))
    for schedule in mappings(root.get("schedules")):
        branches, excluded = _branches(schedule, "branches")
        yield Trigger("schedule", schedule.place, branches, excluded)
    for pipeline in mappings(root.get("resources", "pipelines")):
        started = pipeline.get("trigger")
        if started is not None and not (isinstance(started, Scalar) and started.text == "none"):
            source = pipeline.text("source") or pipeline.text("pipeline") or ""
            yield Trigger("call", pipeline.place, written="pipeline", after=(source,))
    yield Trigger("manual", place)


def _triggered(event: Event, node: Tree, branches: tuple[tuple[str, ...], tuple[str, ...]]) -> Iterator[Trigger]:
    included, excluded = branches
    paths = isinstance(node, Mapping) and "paths" in node
    if isinstance(node, Mapping) and event == "push" and "branches" not in node and "tags" in node:
        return  # only tags
    yield Trigger(event, node.place, included, excluded, paths=paths)


def _branches(node: Tree, keyword: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if isinstance(node, Mapping):
        listed = node.get(keyword)
        if isinstance(listed, Mapping):
            return _names(listed.get("include")), _names(listed.get("exclude"))
        return _names(listed), ()
    return _names(node), ()


def _names(node: Tree | None) -> tuple[str, ...]:
    names = tuple(re.sub(r"^refs/(?:heads|tags)/", "", name) for name in texts(node))
    return () if "*" in names else names


def condition_of(node: Tree | None, text: str = "") -> Condition | None:
    """A `condition`. One that does not ask how what came before ended runs whatever became of it."""
    if not isinstance(node, Scalar) or node.is_null:
        return None
    written = text or node.text
    found = cases(written)
    if not _SAYS_STATE.search(written[:5_000]) and written.strip().lower() not in ("true", "false"):
        found = all_of((found, _STATES["always"]))
    return Condition(written, node.place, found)


def cases(text: str) -> Cases:
    """What an expression means; one with macros or templates in it cannot be decided."""
    text = re.sub(r"^\$\{\{(.{0,2000})\}\}$|^\$\[(.{0,2000})\]$", lambda match: match[1] or match[2] or "", text.strip())
    text = re.sub(r"'\$\(([\w.]{1,100})\)'|\$\(([\w.]{1,100})\)", lambda m: f"variables['{m[1] or m[2]}']", text)
    expression = parse(text)
    return MAYBE if expression is None else _means(expression)


def _means(expression: Expression, depth: int = 0) -> Cases:
    kind, parts = expression.kind, expression.parts
    if kind == "text":
        return NEVER if expression.text.lower() in ("false", "", "0") else ALWAYS
    if kind != "call" or depth > DEEPEST:
        return MAYBE
    name = expression.text.lower()
    if name in _STATES:
        return _STATES[name] if not parts or name == "succeeded" else MAYBE if name != "failed" else _STATES[name]
    if name == "and":
        return all_of(_means(part, depth + 1) for part in parts)
    if name == "or":
        return any_of(_means(part, depth + 1) for part in parts)
    if name == "not" and parts:
        return negated(_means(parts[0], depth + 1))
    if len(parts) >= 2:
        one, other = parts[0], parts[1]
        if one.kind == "text" and other.kind == "name":
            one, other = other, one
        if name in ("eq", "ne"):
            held = _equal(one, other)
            return held if name == "eq" else MAYBE if held == MAYBE else negated(held)
        if name in ("in", "notin"):
            held = any_of(_equal(parts[0], part) for part in parts[1:50])
            return held if name == "in" else negated(held)
        if name in ("startswith", "contains", "endswith") and one.kind == "name" and other.kind == "text":
            star = {"startswith": f"{other.text}*", "endswith": f"*{other.text}", "contains": f"*{other.text}*"}[name]
            if name == "contains" and other.text.startswith("refs/"):
                star = f"{other.text}*"
            return _is(one.text, star)
    return MAYBE


def _equal(one: Expression, other: Expression) -> Cases:
    if one.kind == "text" and other.kind == "text":
        return ALWAYS if one.text.lower() == other.text.lower() else NEVER
    return _is(one.text, other.text) if one.kind == "name" and other.kind == "text" else MAYBE


def _is(name: str, wanted: str) -> Cases:
    name = name.lower().removeprefix("variables.")
    if name == "build.reason":
        return _REASONS.get(wanted.lower(), MAYBE)
    if name.startswith(("dependencies.", "stagedependencies.")) and name.endswith(".result"):
        return {"succeeded": ALWAYS, "failed": _STATES["failed"]}.get(wanted.lower(), MAYBE)
    if name == "build.sourcebranch":
        if wanted.startswith("refs/tags/"):
            tag = wanted.removeprefix("refs/tags/")
            return (Case(frozenset({"tag"}), None, () if tag in ("*", "") else (tag,)),)
        if wanted.startswith("refs/pull/"):
            return on_events("pull_request")
        branch = wanted.removeprefix("refs/heads/")
        return on_branches(*(() if branch in ("*", "") else (branch,)))
    if name == "build.sourcebranchname":
        return on_branches(wanted, events=("push", "tag", "schedule", "manual", "call", "other"))
    if name == "system.pullrequest.targetbranch":
        return on_branches(wanted.removeprefix("refs/heads/"), events=("pull_request",))
    return MAYBE
