"""GitLab CI: `rules`, `only`, `except` and `when` as cases, and what starts a pipeline.

https://docs.gitlab.com/ci/jobs/job_rules/ and https://docs.gitlab.com/ci/variables/predefined_variables/
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.records import NamedTuple
from ...parsing.yaml import Mapping, Scalar, Sequence
from .conditions import ALWAYS, DEFAULT_BRANCH, MAYBE, NEVER, all_of, any_of, cases_of, negated, on_branches, on_events
from .expressions import Expression, parse
from .gitlab_files import referred
from .types import Approval, Case, Tolerance, Trigger

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...core.excerpt import Place
    from ...parsing.yaml import Tree
    from .conditions import Cases
    from .gitlab_files import Body
    from .types import After, Event

_SOURCES: dict[str, tuple[Event, ...]] = {
    "push": ("push", "tag"),
    "merge_request_event": ("pull_request",),
    "external_pull_request_event": ("pull_request",),
    "schedule": ("schedule",),
    "web": ("manual",),
    "webide": ("push",),
    "api": ("call",),
    "trigger": ("call",),
    "pipeline": ("call",),
    "parent_pipeline": ("call",),
}
_REFS: dict[str, tuple[Event, ...]] = {
    "branches": ("push", "schedule", "manual", "call"),
    "tags": ("tag",),
    "pushes": ("push", "tag"),
    "merge_requests": ("pull_request",),
    "external_pull_requests": ("pull_request",),
    "schedules": ("schedule",),
    "web": ("manual",),
    "api": ("call",),
    "triggers": ("call",),
    "pipelines": ("call",),
    "external": ("other",),
    "chat": ("other",),
}
_ON_BRANCH: tuple[Event, ...] = ("push", "schedule", "manual", "call")
_AFTER: dict[str, After] = {"on_failure": "failure", "always": "always"}


class Start(NamedTuple):
    """When a job runs: in which cases, who has to press for it, and whether it may then fail."""

    cases: Cases
    text: str = ""
    place: Place | None = None
    manual: Approval | None = None
    tolerance: Tolerance | None = None


def all_triggers(place: Place) -> tuple[Trigger, ...]:
    """What starts a pipeline where nothing limits it."""
    events: tuple[Event, ...] = ("push", "tag", "pull_request", "schedule", "manual", "call")
    return tuple(Trigger(event, place) for event in events)


def start_of(body: Body, known: dict[str, tuple[Scalar, tuple[Mapping, ...]]], workflow: bool, child: bool) -> Start:
    """When a job runs by its own keywords. `workflow`: the pipeline has rules of its own; `child`: a pipeline starts it."""
    when = body.text("when") or "on_success"
    at = body.get("when")
    manual = Approval("manual", at.place, "when: manual") if when == "manual" and at else None
    base = _when(when)
    rules = body.get("rules")
    if rules is not None:
        found = rules_of(rules, known, child, base, manual)
        return found._replace(text="rules", place=found.place or rules.place)
    only, excepted = body.get("only"), body.get("except")
    if only is None and excepted is None:
        cases = base if workflow or child else all_of((base, negated(on_events("pull_request"))))
        return Start(cases, f"when: {when}" if at else "", at.place if at else None, manual)
    kept = _refs(only) if only is not None else negated(on_events("pull_request"))
    if excepted is not None:
        kept = all_of((kept, negated(_refs(excepted))))
    place = only.place if only is not None else excepted.place if excepted is not None else None
    return Start(all_of((base, kept)), "only" if only is not None else "except", place, manual)


def _when(when: str) -> Cases:
    if when == "never":
        return NEVER
    return (Case(after=_AFTER[when]),) if when in _AFTER else ALWAYS


def rules_of(
    rules: Tree,
    known: dict[str, tuple[Scalar, tuple[Mapping, ...]]],
    child: bool = False,
    base: Cases = ALWAYS,
    manual: Approval | None = None,
) -> Start:
    """What a list of rules comes to: the first that fits decides, and where none does, nothing runs."""
    found: list[Cases] = []
    left: Cases = ALWAYS
    pressed: Approval | None = None
    unpressed = False
    tolerance: Tolerance | None = None
    for rule in _flat(rules, known):
        if not isinstance(rule, Mapping):
            continue
        asked = rule.get("if")
        here = cases(asked.text, child) if isinstance(asked, Scalar) else ALWAYS
        if "changes" in rule or "exists" in rule:
            here = all_of((here, MAYBE))
        when = rule.text("when")
        if when != "never":
            runs = base if when is None else _when(when)
            found.append(all_of((left, here, runs)))
            node = rule.get("when")
            if when == "manual" and node:
                pressed = pressed or Approval("manual", node.place, "when: manual")
            elif when is None and manual:
                pressed = pressed or manual
            elif found[-1]:
                unpressed = True
            allowed = rule.get("allow_failure")
            if isinstance(allowed, Scalar) and allowed.text == "true" and when != "manual":
                tolerance = Tolerance(True if len(found) == 1 else None, allowed.place)
        left = all_of((left, negated(here)))
        if not left:
            break
    if pressed and unpressed:  # by hand in some cases, by itself in others
        pressed = pressed._replace(text="when: manual in some cases")
    return Start(any_of(found), manual=pressed, tolerance=tolerance)


def _flat(node: Tree, known: dict[str, tuple[Scalar, tuple[Mapping, ...]]]) -> Iterator[Tree]:
    stack = [(node, 0)]
    while stack:
        here, depth = stack.pop()
        if here.tag == "!reference":
            target = referred(here, known)
            if target is not None and depth < 10:
                stack.append((target, depth + 1))
        elif isinstance(here, Sequence):
            stack.extend((item, depth + 1) for item in reversed(here.items) if depth < 20)
        else:
            yield here


def cases(text: str, child: bool = False) -> Cases:
    """What an `if` means."""
    expression = parse(text)
    if expression is None:
        return MAYBE

    def atom(part: Expression) -> Cases:
        return _atom(part, child)

    return cases_of(expression, atom)


def _atom(expression: Expression, child: bool) -> Cases:
    kind, parts = expression.kind, expression.parts
    if kind == "name":
        return _set(expression.text)
    if kind == "text":
        return ALWAYS if expression.text not in ("", "null") else NEVER
    if kind == "!=" or kind == "!~":
        turned: Expression = expression._replace(kind="==" if kind == "!=" else "=~")
        return negated(_atom(turned, child))
    if kind not in ("==", "=~") or parts[0].kind != "name":
        return MAYBE
    name, other = parts[0].text, parts[1]
    if kind == "=~":
        wanted = globs(other.text) if other.kind == "pattern" else None
        if wanted is None:
            held = _set(name)
            return all_of((held, MAYBE))
        return any_of(_is(name, one, child) for one in wanted)
    if other.kind == "name":
        return _is(name, DEFAULT_BRANCH, child) if other.text == "CI_DEFAULT_BRANCH" else MAYBE
    if other.text in ("null", ""):
        return negated(_set(name))
    return _is(name, other.text, child)


def _set(name: str) -> Cases:
    """The variable has a value."""
    if name == "CI_COMMIT_TAG":
        return on_events("tag")
    if name == "CI_COMMIT_BRANCH":
        return on_events(*_ON_BRANCH)
    if name.startswith(("CI_MERGE_REQUEST_", "CI_EXTERNAL_PULL_REQUEST_")):
        return on_events("pull_request")
    if name == "CI_OPEN_MERGE_REQUESTS":
        return (Case(frozenset({"push", "pull_request"}), maybe=True),)
    return MAYBE


def _is(name: str, wanted: str, child: bool) -> Cases:
    """The variable has this value, which may be a pattern."""
    if name == "CI_PIPELINE_SOURCE":
        if child:
            return ALWAYS if wanted == "parent_pipeline" else NEVER
        return on_events(*_SOURCES.get(wanted, ("other",)))
    branches = () if wanted in ("*", "") else (wanted,)
    if name == "CI_COMMIT_BRANCH":
        return (Case(frozenset(_ON_BRANCH), None, branches),)
    if name == "CI_COMMIT_TAG":
        return (Case(frozenset({"tag"}), None, branches),)
    if name in ("CI_COMMIT_REF_NAME", "CI_COMMIT_REF_SLUG"):
        return on_branches(wanted, events=(*_ON_BRANCH, "tag", "other"))
    if name == "CI_MERGE_REQUEST_TARGET_BRANCH_NAME":
        return (Case(frozenset({"pull_request"}), None, branches),)
    if name.startswith(("CI_MERGE_REQUEST_", "CI_EXTERNAL_PULL_REQUEST_")):
        return (Case(frozenset({"pull_request"}), maybe=True),)
    if name in ("CI_PROJECT_PATH", "CI_PROJECT_NAMESPACE", "CI_SERVER_HOST"):
        return MAYBE
    return MAYBE


def globs(expression: str) -> tuple[str, ...] | None:
    """A regular expression, `/^release-.*$/`, as patterns of names; None for one that patterns cannot say."""
    body = expression[1 : expression.rfind("/")] if expression.startswith("/") else expression
    starts, ends = body.startswith("^"), body.endswith("$") and not body.endswith("\\$")
    body = body[1 if starts else 0 : -1 if ends else None]
    if body.startswith("(") and body.endswith(")") and body.count("(") == 1:
        body = body[1:-1].removeprefix("?:")
    elif "|" in body and starts != ends:
        return None
    found = []
    for part in body.split("|"):
        simple = re.sub(r"\\d[+*]?(?:\{[\d,]{1,8}\})?|\[[\w.-]{1,40}\][+*]?|\.[*+]|\(\.\*\)", "*", part)
        simple = re.sub(r"\\(.)", r"\1", re.sub(r"(?<!\\)\.", "?", simple))
        if re.search(r"[()+^$|{}\[\]]", simple):
            return None
        found.append(("" if starts else "*") + simple + ("" if ends else "*"))
    return tuple(re.sub(r"\*+", "*", one) for one in found)


def _refs(node: Tree) -> Cases:
    """What `only` or `except` lists."""
    if isinstance(node, Mapping):
        parts: list[Cases] = []
        refs = node.get("refs")
        if refs is not None:
            parts.append(_refs(refs))
        variables = node.get("variables")
        if variables is not None:
            texts = variables if isinstance(variables, Sequence) else (variables,)
            parts.append(any_of(cases(one.text) for one in texts if isinstance(one, Scalar)))
        if "changes" in node or "kubernetes" in node:
            parts.append(MAYBE)
        return all_of(parts) if parts else MAYBE
    listed: Iterable[Tree] = node if isinstance(node, Sequence) else (node,)
    return any_of(_ref(one.text) for one in listed if isinstance(one, Scalar) and not one.is_null)


def _ref(text: str) -> Cases:
    name, at, project = text.partition("@")
    if at and project:
        text = name  # only in this project, and not in its forks
    if text in _REFS:
        return on_events(*_REFS[text])
    if text.startswith("/"):
        wanted = globs(text)
        if wanted is None:
            return MAYBE
        return any_of(on_branches(one, events=(*_ON_BRANCH, "tag")) for one in wanted)
    return on_branches(DEFAULT_BRANCH if text == "$CI_DEFAULT_BRANCH" else text, events=(*_ON_BRANCH, "tag"))
