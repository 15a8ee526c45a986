"""Jenkins: what starts a pipeline, `when`, and `if`, as cases. https://www.jenkins.io/doc/book/pipeline/syntax/#when"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...parsing.groovy_tree import Block, Call, Other, Result, Text, Word, within
from .conditions import ALWAYS, MAYBE, NEVER, all_of, any_of, cases_of, negated, on_branches, on_events
from .expressions import parse
from .types import Case, Trigger

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...core.excerpt import Place
    from ...parsing.groovy_tree import Statement
    from .conditions import Cases
    from .expressions import Expression
    from .types import After

DEEPEST = 20
_BRANCH = frozenset({"env.BRANCH_NAME", "BRANCH_NAME", "env.GIT_BRANCH", "GIT_BRANCH", "env.BRANCH_IS_PRIMARY"})
_CAUSES = {"timertrigger": "schedule", "scmtrigger": "push", "useridcause": "manual", "upstreamcause": "call"}
_AFTER: dict[str, After] = {
    "always": "always",
    "cleanup": "always",
    "changed": "always",
    "failure": "failure",
    "unsuccessful": "failure",
    "unstable": "failure",
    "regression": "failure",
    "aborted": "cancelled",
}


def triggers_of(statements: Iterable[Statement], place: Place) -> tuple[Trigger, ...]:
    """What starts the pipeline. That a job builds branches, pull requests or tags is kept in Jenkins: they are all `maybe`."""
    found = [
        Trigger("push", place, maybe=True),
        Trigger("pull_request", place, maybe=True),
        Trigger("tag", place, maybe=True),
        Trigger("manual", place),
    ]
    for call in within(tuple(statements)):
        if call.name in ("cron", "parameterizedCron"):
            found.append(Trigger("schedule", call.place, written="cron"))
        elif call.name in ("pollSCM", "githubPush", "bitbucketPush"):
            found[0] = Trigger("push", call.place, written=call.name)
        elif call.name == "upstream":
            text = call.text() or call.text("upstreamProjects")
            found.append(Trigger("call", call.place, written="upstream", after=tuple(text.replace(",", " ").split())))
        elif call.name in ("genericTrigger", "GenericTrigger"):
            found.append(Trigger("other", call.place, written=call.name))
    return tuple(found)


def after(section: str) -> Cases:
    """When a section of `post` runs."""
    return (Case(after=_AFTER.get(section, "")),)


def when_of(block: Block, depth: int = 0) -> Cases:
    """The cases of a `when`: all that stands in it has to hold."""
    return all_of(_parts(block, depth))


def _parts(block: Block, depth: int) -> list[Cases]:
    return [_one(one, depth) for one in block.statements if not (isinstance(one, Call) and one.name.startswith("before"))]


def _one(one: Statement, depth: int) -> Cases:
    if not isinstance(one, Call) or depth > DEEPEST:
        return MAYBE
    if one.name in ("allOf", "not", "anyOf", "expression"):
        if one.block is None:
            return MAYBE
        if one.name == "not":
            return negated(when_of(one.block, depth + 1))
        if one.name == "anyOf":
            return any_of(_parts(one.block, depth + 1))
        return when_of(one.block, depth + 1) if one.name == "allOf" else _returned(one.block)
    pattern = one.text() or one.text("pattern", "target")
    regular = one.text("comparator") == "REGEXP"
    if one.name == "branch":
        return on_branches(pattern) if pattern and not regular else MAYBE
    if one.name in ("tag", "buildingTag"):
        named = (pattern,) if pattern and not regular else ()
        return (Case(frozenset({"tag"}), branches=named),)
    if one.name == "changeRequest":
        target = one.text("target")
        other = any(argument.name not in ("", "target") for argument in one.arguments)
        return (Case(frozenset({"pull_request"}), branches=(target,) if target and not regular else (), maybe=other),)
    if one.name == "triggeredBy":
        event = _CAUSES.get((one.text() or one.text("cause")).lower())
        return on_events(event) if event else MAYBE  # type: ignore[arg-type]  # the table has events only
    return MAYBE


def _returned(block: Block) -> Cases:
    """`expression { return … }`: of several statements nobody knows."""
    if len(block.statements) != 1:
        return MAYBE
    one = block.statements[0]
    value = one.value if isinstance(one, Result) else one
    if isinstance(value, (Other, Text, Word)):
        return if_of(value.text)
    return MAYBE


def if_of(text: str) -> Cases:
    """The cases of a condition in Groovy."""
    found = parse(text.replace("\n", " ")) if len(text) < 2_000 else None
    return cases_of(found, _atom) if found else MAYBE


def _atom(one: Expression) -> Cases:
    if one.kind == "text" and one.text in ("true", "false"):
        return ALWAYS if one.text == "true" else NEVER
    if one.kind == "name":
        name = one.text.removeprefix("env.")
        if name in ("CHANGE_ID", "CHANGE_TARGET", "CHANGE_BRANCH"):
            return on_events("pull_request")
        return on_events("tag") if name == "TAG_NAME" else MAYBE
    if one.kind in ("==", "!="):
        left, right = one.parts
        if left.kind == "text":
            left, right = right, left
        if left.kind == "name" and left.text in _BRANCH and right.kind == "text":
            found = on_branches(right.text.removeprefix("origin/"))
        elif left.kind == "name" and left.text == "env.CHANGE_TARGET" and right.kind == "text":
            found = (Case(frozenset({"pull_request"}), branches=(right.text,)),)
        elif left.kind == "name" and right.text == "null":
            found = negated(_atom(left))
        else:
            return MAYBE
        return found if one.kind == "==" else negated(found)
    return MAYBE
