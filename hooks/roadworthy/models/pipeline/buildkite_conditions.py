"""Buildkite: `if` and `branches` as cases, and what starts a build.

https://buildkite.com/docs/pipelines/configure/conditionals
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .conditions import ALWAYS, DEFAULT_BRANCH, MAYBE, NEVER, all_of, cases_of, negated, on_branches, on_events
from .expressions import parse
from .gitlab_conditions import globs
from .types import Case, Trigger
from .yaml_parts import texts

if TYPE_CHECKING:
    from ...core.excerpt import Place
    from ...parsing.yaml import Tree
    from .conditions import Cases
    from .expressions import Expression
    from .types import Event

_ON_BRANCH: tuple[Event, ...] = ("push", "schedule", "manual", "call", "other")
_SOURCES: dict[str, Cases] = {
    "webhook": on_events("push", "pull_request", "tag"),
    "ui": on_events("manual"),
    "api": on_events("call"),
    "trigger_job": on_events("call"),
    "schedule": on_events("schedule"),
}


def every_trigger(place: Place, main: bool) -> tuple[Trigger, ...]:
    """What starts a build where the settings are as they were made: pushes and pull requests; the rest may.

    Only of the `main` file that is known; another one may be uploaded by a script, or belong to another pipeline.
    """
    usual: tuple[Event, ...] = ("push", "pull_request", "manual")
    rest: tuple[Event, ...] = ("tag", "schedule", "call")
    return (
        *(Trigger(event, place, maybe=not main) for event in usual),
        *(Trigger(event, place, maybe=True) for event in rest),
    )


def branched(node: Tree | None) -> Cases:
    """`branches: "main release/* !old"`: of the branch that is built, which for a pull request is the one it comes from."""
    words = [word for text in texts(node) for word in text.split()]
    kept = tuple(word for word in words if not word.startswith("!"))
    gone = tuple(word[1:] for word in words if word.startswith("!"))
    if "*" in kept:
        kept = ()
    found: list[Case] = [Case(frozenset((*_ON_BRANCH, "tag")), None, kept, gone)]
    if not kept or any("*" in word for word in kept):
        found.append(Case(frozenset({"pull_request"}), maybe=bool(kept)))
    return tuple(found)


def cases(text: str) -> Cases:
    """What an `if` means."""
    expression = parse(text.strip())
    return MAYBE if expression is None else cases_of(expression, _atom)


def _atom(expression: Expression) -> Cases:
    kind, parts = expression.kind, expression.parts
    if kind == "text":
        return NEVER if expression.text in ("false", "null", "") else ALWAYS
    if kind in ("!=", "!~"):
        held = _atom(expression._replace(kind="==" if kind == "!=" else "=~"))
        return MAYBE if held == MAYBE else negated(held)
    if kind not in ("==", "=~") or len(parts) != 2:
        return MAYBE
    one, other = parts
    if one.kind == "text" and other.kind == "name":
        one, other = other, one
    name = one.text
    if name == "build.branch" and other.text == "pipeline.default_branch":
        return on_branches(DEFAULT_BRANCH)
    if other.kind not in ("text", "pattern"):
        return MAYBE
    if name == "build.source":
        return _SOURCES.get(other.text, MAYBE)
    if name in ("build.pull_request.id", "build.pull_request.base_branch", "build.pull_request.repository"):
        if other.text == "null":
            return negated(on_events("pull_request"))
        return all_of((on_events("pull_request"), MAYBE))
    if name == "build.tag" and other.text in ("null", ""):
        return negated(on_events("tag"))
    if name not in ("build.branch", "build.tag"):
        return MAYBE
    wanted = globs(other.text) if other.kind == "pattern" else (other.text,)
    if wanted is None:
        return MAYBE
    if name == "build.tag":
        return (Case(frozenset({"tag"}), None, () if wanted == ("*",) else wanted),)
    return on_branches(*wanted)
