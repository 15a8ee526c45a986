"""CircleCI: what starts a workflow, `when` and `unless`, and the filters of its jobs.

https://circleci.com/docs/configuration-reference/#logic-statements and https://circleci.com/docs/pipeline-variables/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.patterns import pattern
from ...parsing.yaml import Mapping, Scalar, Sequence
from .conditions import ALWAYS, DEFAULT_BRANCH, MAYBE, NEVER, all_of, any_of, narrowed, negated, on_branches, on_events
from .gitlab_conditions import globs
from .types import Case, Trigger
from .yaml_parts import mappings, scalars

if TYPE_CHECKING:
    from collections.abc import Mapping as Map

    from ...core.excerpt import Place
    from ...parsing.yaml import Tree
    from .conditions import Cases

DEEPEST = 20
PARAMETER = pattern(r"<<\s{0,9}([\w.-]{1,100})\s{0,9}>>")
_SOURCES: dict[str, Cases] = {
    "scheduled_pipeline": on_events("schedule"),
    "schedule": on_events("schedule"),
    "webhook": on_events("push", "pull_request", "tag"),
    "api": on_events("call", "manual"),
    "unscheduled": on_events("push", "pull_request", "tag"),
}


def started(workflow: Mapping, place: Place, defaults: Map[str, Tree]) -> tuple[Trigger, ...]:
    """What starts a workflow. A push to any branch does, so every commit of a pull request is built as well; tags do only for
    jobs that ask for them. Schedules may also be in the project's settings: they count where a condition asks for one."""
    asked = workflow.get("when")
    cases = _logic(asked, defaults) if asked is not None else ALWAYS
    unless = workflow.get("unless")
    if unless is not None:
        cases = all_of((cases, negated(_logic(unless, defaults))))
    written = workflow.get("triggers")
    if written is not None:
        timed: list[Trigger] = []
        for trigger in mappings(written):
            at = trigger.get("schedule")
            if isinstance(at, Mapping):
                only = at.get("filters", "branches", "only")
                branches, _ = _names(only)
                timed.append(Trigger("schedule", at.place, branches))
        return narrowed(timed, cases)
    every = (
        Trigger("push", place),
        Trigger("pull_request", place),
        Trigger("tag", place),
        Trigger("schedule", place, maybe=True),
        Trigger("call", place, maybe=True),
        Trigger("manual", place, maybe=True),
    )
    found = narrowed(every, cases)
    usual = tuple(one for one in found if one.event in ("push", "pull_request", "tag"))
    return usual or found


def filtered(triggers: tuple[Trigger, ...], job: Mapping | None, workflow_wide: bool = False) -> tuple[Trigger, ...]:
    """The triggers that the filters of a job in a workflow leave. Without one for tags no tag starts it."""
    filters = job.get("filters") if job else None
    if isinstance(filters, Scalar):  # an expression of newer versions: `pipeline.git.branch == "main"`
        return tuple(one._replace(maybe=True) for one in triggers)
    branches = filters.get("branches") if isinstance(filters, Mapping) else None
    tags = filters.get("tags") if isinstance(filters, Mapping) else None
    found: list[Trigger] = []
    for trigger in triggers:
        asked = tags if trigger.event == "tag" else branches
        if trigger.event == "tag" and asked is None:
            continue
        if not isinstance(asked, Mapping):
            found.append(trigger)
            continue
        only, unsure = _names(asked.get("only"))
        ignored, unsure_too = _names(asked.get("ignore"))
        if "*" in ignored or (trigger.event == "pull_request" and only and not any("*" in name for name in only)):
            continue  # a pull request comes from a branch that is none of the lasting ones
        if trigger.event == "pull_request":
            unsure = unsure or bool(only and "*" not in only)
            only, ignored = (), ()
        kept = tuple(name for name in only if name != "*")
        certain = trigger.event == "tag"  # some tag does, whichever its pattern means
        cases = (Case(branches=kept, excluded=ignored, maybe=not certain and (unsure or unsure_too)),)
        found.extend(narrowed((trigger,), cases))
    return tuple(found)


def condition_of(node: Tree | None, defaults: Map[str, Tree]) -> Cases:
    """What the condition of a `when` step means."""
    return _logic(node, defaults)


def _names(node: Tree | None) -> tuple[tuple[str, ...], bool]:
    """Branches or tags as patterns, and whether some of them are expressions that patterns cannot say."""
    found: list[str] = []
    unsure = False
    for one in scalars(node):
        if len(one.text) > 2 and one.text.startswith("/") and one.text.endswith("/"):
            body = one.text[1:-1]  # https://circleci.com/docs/workflows: the whole name has to match
            said = globs(f"/^{body.removeprefix('^').removesuffix('$')}$/")
            unsure = unsure or said is None
            found.extend(said or ("*",))
        else:
            found.append(one.text)
    return tuple(found), unsure


def _logic(node: Tree | None, defaults: Map[str, Tree], depth: int = 0) -> Cases:
    if isinstance(node, Scalar):
        return _truth(node, defaults)
    if not isinstance(node, Mapping) or depth > DEEPEST:
        return MAYBE
    for name, value in ((key.text, value) for key, value in node.pairs()):
        parts = value.items[:50] if isinstance(value, Sequence) else [value]
        if name == "and":
            return all_of(_logic(part, defaults, depth + 1) for part in parts)
        if name == "or":
            return any_of(_logic(part, defaults, depth + 1) for part in parts)
        if name == "not":
            return negated(_logic(value, defaults, depth + 1))
        if name == "equal":
            return _equal([part.text for part in parts if isinstance(part, Scalar)])
        if name == "matches" and isinstance(value, Mapping):
            return _matches(value.text("value") or "", value.text("pattern") or "")
        if name == "condition":
            return _logic(value, defaults, depth + 1)
    return MAYBE


def _truth(node: Scalar, defaults: Map[str, Tree]) -> Cases:
    if node.is_null or node.text.strip().lower() in ("false", "0", ""):
        return NEVER
    match = PARAMETER.fullmatch(node.text.strip())
    if match is None:
        return MAYBE if "<<" in node.text or "pipeline." in node.text else ALWAYS
    value = defaults.get(match[1])
    if isinstance(value, Scalar) and not PARAMETER.search(value.text):
        truth = not value.is_null and value.text.strip().lower() not in ("false", "0", "")
        if match[1].startswith("pipeline."):  # its default, unless whoever calls the API says otherwise
            return ALWAYS if truth else on_events("call", "manual")
        return ALWAYS if truth else NEVER
    return MAYBE


def _equal(values: list[str]) -> Cases:
    if len(values) != 2:
        return MAYBE
    one, other = values
    if PARAMETER.search(other):
        one, other = other, one
    match = PARAMETER.fullmatch(one.strip())
    if match is None:
        return MAYBE if "<<" in one + other else (ALWAYS if one == other else NEVER)
    name = match[1]
    if name == "pipeline.git.branch":
        return on_branches(other)
    if name == "pipeline.git.branch.is_default":
        return on_branches(DEFAULT_BRANCH) if other.lower() == "true" else negated(on_branches(DEFAULT_BRANCH))
    if name == "pipeline.git.tag":
        return (Case(frozenset({"tag"}), None, (other,) if other else ()),)
    if name == "pipeline.trigger_source":
        return _SOURCES.get(other, MAYBE)
    if name == "pipeline.schedule.name":
        return on_events("schedule")
    return MAYBE


def _matches(value: str, expression: str) -> Cases:
    match = PARAMETER.fullmatch(value.strip())
    wanted = globs(f"/{expression}/")
    if match is None or wanted is None:
        return MAYBE
    if match[1] == "pipeline.git.branch":
        return on_branches(*wanted)
    if match[1] == "pipeline.git.tag":
        return (Case(frozenset({"tag"}), None, wanted),)
    return MAYBE
