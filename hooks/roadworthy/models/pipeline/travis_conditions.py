"""Travis CI: what starts a build, `if`, and when a deployment is made.

https://docs.travis-ci.com/user/conditions-v1 and https://docs.travis-ci.com/user/deployment-v2/conditional
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...parsing.yaml import Mapping, Scalar
from .conditions import ALWAYS, DEFAULT_BRANCH, MAYBE, NEVER, cases_of, narrowed, negated, on_branches, on_events
from .expressions import parse
from .gitlab_conditions import globs
from .types import Case, Trigger
from .yaml_parts import scalars, texts

if TYPE_CHECKING:
    from ...parsing.yaml import Tree
    from .conditions import Cases
    from .expressions import Expression
    from .types import Event


def triggers_of(root: Mapping) -> tuple[Trigger, ...]:
    """Pushes and pull requests; a branch filter speaks of the target of a pull request, and of tags too."""
    only, unsure = _names(root.get("branches", "only"))
    excluded, _ = _names(root.get("branches", "except"))
    place = root.place
    plain = [
        Trigger("push", place, only, excluded, unsure),
        Trigger("tag", place, only, (), unsure),
        Trigger("pull_request", place, only, excluded, unsure),
        Trigger("schedule", place, only, excluded, True),
        Trigger("call", place, only, excluded, True),
    ]
    asked = root.get("if")
    return narrowed(plain, cases(asked.text)) if isinstance(asked, Scalar) else tuple(plain)


def _names(node: Tree | None) -> tuple[tuple[str, ...], bool]:
    found: list[str] = []
    unsure = False
    for one in scalars(node):
        if one.text.startswith("/") and len(one.text) > 2:
            said = globs(one.text)
            unsure = unsure or said is None
            found.extend(said or ("*",))
        else:
            found.append(one.text)
    return (() if "*" in found else tuple(found)), unsure


def cases(text: str) -> Cases:
    """`branch = main AND type = push`: https://docs.travis-ci.com/user/conditions-v1"""
    plain = re.sub(r"(?i)\bAND\b", "&&", text[:2_000])
    plain = re.sub(r"(?i)\bOR\b", "||", plain)
    plain = re.sub(r"(?i)\bNOT\b", "!", plain)
    plain = re.sub(r"(?i)\b(\w+)\s+IS\s+present\b", r"present(\1)", plain)
    plain = re.sub(r"(?i)\b(\w+)\s+IS\s+blank\b", r"!present(\1)", plain)
    plain = re.sub(r"(?i)\b(\w+)\s+IN\s*\(([^()]{0,300})\)", lambda m: _listed(m[1], m[2]), plain)
    plain = re.sub(r"=~\s{0,9}([^\s/()][^\s()]{0,200})", lambda match: f"=~ /{match[1]}/", plain)
    plain = re.sub(r"(?<![=!<>~])=(?![=~])", "==", plain)
    plain = re.sub(r"!\s{1,9}(\w{1,60})\s{0,9}==", r"\1 !=", plain)
    expression = parse(plain)
    return MAYBE if expression is None else cases_of(expression, _atom)


def _listed(name: str, text: str) -> str:
    return "(" + " || ".join(f"{name} == '{one.strip().strip(chr(39))}'" for one in text.split(",")) + ")"


def _atom(expression: Expression) -> Cases:
    if expression.kind == "!=":
        held = _atom(expression._replace(kind="=="))
        return MAYBE if held == MAYBE else negated(held)
    if expression.kind == "text":
        return NEVER if expression.text == "false" else ALWAYS
    if expression.kind == "call" and expression.text == "present" and expression.parts:
        return on_events("tag") if expression.parts[0].text == "tag" else MAYBE
    if expression.kind not in ("==", "=~") or len(expression.parts) != 2:
        return MAYBE
    name, wanted = expression.parts[0].text, expression.parts[1].text
    if name == "type":
        kinds: dict[str, Cases] = {
            "push": on_events("push", "tag"),
            "pull_request": on_events("pull_request"),
            "cron": on_events("schedule"),
            "api": on_events("call"),
        }
        return kinds.get(wanted, MAYBE)
    if name in ("branch", "head_branch"):
        patterns = globs(wanted if wanted.startswith("/") else f"/{wanted}/") if expression.kind == "=~" else (wanted,)
        return MAYBE if patterns is None else on_branches(*patterns, events=("push", "pull_request", "schedule", "call"))
    if name == "tag":
        patterns = globs(wanted if wanted.startswith("/") else f"/{wanted}/") if expression.kind == "=~" else (wanted,)
        return (Case(frozenset({"tag"}), None, patterns or ()),)
    return ALWAYS if name in ("repo", "fork") else MAYBE


def deployed(triggers: tuple[Trigger, ...], on: Tree | None) -> tuple[tuple[Trigger, ...], Cases]:
    """`on`: never for pull requests, and only for the default branch unless it says otherwise."""
    body = on if isinstance(on, Mapping) else None
    branches: tuple[str, ...] = (DEFAULT_BRANCH,)
    events: frozenset[Event] = frozenset({"push"})
    maybe = bool(body and "condition" in body)
    if body is not None:
        if body.text("all_branches") == "true":
            branches = ()
        elif "branch" in body:
            branches = texts(body.get("branch"))
    made: list[Case] = []
    tagged = body.text("tags") if body is not None else None
    if tagged != "true":
        made.append(Case(events, None, branches, maybe=maybe))
    if tagged == "true" or (tagged is None and body is not None and body.text("all_branches") == "true"):
        made.append(Case(frozenset({"tag"}), maybe=maybe))
    return narrowed(triggers, tuple(made)), tuple(made)
