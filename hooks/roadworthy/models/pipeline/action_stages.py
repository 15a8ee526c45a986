"""What an action, orb, task, pipe or plugin is for: `tables/pipeline_actions.py`, `tables/pipeline_parts.py`, and what its
inputs decide."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ...core.excerpt import Excerpt, Source
from ...tables.pipeline_actions import ACTIONS, COMMANDED, PUSHERS, TEMPLATES, TEST_CLUSTER_ACTIONS
from ...tables.pipeline_parts import DECIDED, PARTS, REMOTE
from .command_stages import name_stage, named_stages, stages_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .types import Uses


def action_stages(uses: Uses, own: Mapping[str, str]) -> tuple[str, ...]:
    """The stages that a step with this action belongs to; empty where it belongs to none, or is not known."""
    name = uses.name
    if name in own:
        return (own[name],)
    if name in DECIDED:
        return _decided(uses)
    if name in REMOTE:
        node = uses.inputs.get(REMOTE[name])
        return _commanded("", node.text, own, True) if node is not None else ()
    action = uses.inputs.get("action")
    if action is not None and action.text in ("close", "stop", "delete", "destroy", "remove"):
        return ()
    if name in PUSHERS:
        return _pushes(uses)
    if name in COMMANDED:
        program, given = COMMANDED[name]
        node = next((value for key, value in uses.inputs.items() if key.lower() == given), None)
        if node is not None:
            return _commanded(program, node.text, own, "ssh-action" in name)
    return _known(name) or _by_name(name)


def _decided(uses: Uses) -> tuple[str, ...]:
    """What the value of an input says, or what it is where it is not given."""
    wanted, default, stages = DECIDED[uses.name]
    node = next((value for key, value in uses.inputs.items() if key.lower() == wanted), None)
    value = node.text.strip().lower() if node is not None else default
    if value not in stages and ("$" in value or not value):
        value = default
    return tuple(stages.get(value, "").split())


def _by_name(name: str) -> tuple[str, ...]:
    """What the name of an orb's command, a pipe or another pipeline says, into which nobody can look: `deploy-staging`."""
    stage = name_stage(re.split(r"[/:]", name)[-1]) if name.startswith(("orb:", "pipe:", "trigger:")) else ""
    return (stage,) if stage else ()


def _pushes(uses: Uses) -> tuple[str, ...]:
    """`push: true` is packaging, `false` a build; an expression decides from run to run: both."""
    outputs = uses.inputs.get("outputs")
    if outputs is not None and ("push=true" in outputs.text or "type=registry" in outputs.text):
        return ("package",)
    push = uses.inputs.get("push")
    if push is None or push.text.strip().lower() in ("false", ""):
        return ("build",)
    return ("package",) if push.text.strip().lower() == "true" else ("build", "package")


def _commanded(program: str, text: str, own: Mapping[str, str], remote: bool) -> tuple[str, ...]:
    from ...parsing.shell import parse
    from ..shell.commands import invocations

    written = "\n".join(f"{program} {line}".strip() for line in text.splitlines() if line.strip()) if program else text
    found: dict[str, None] = {}
    excerpt: Excerpt = Source("", written[:20_000]).whole()
    for invocation in invocations(parse(excerpt)):
        invocation.remote = invocation.remote or remote
        for stage in stages_of(invocation, own) or named_stages(invocation):
            found[stage] = None
    return tuple(found)


@cache
def _table() -> tuple[dict[str, tuple[str, ...]], tuple[tuple[str, str], ...]]:
    exact: dict[str, tuple[str, ...]] = {}
    prefixes: list[tuple[str, str]] = []
    for stage, text in (*ACTIONS.items(), *PARTS.items()):
        for name in text.split():
            if name.endswith("*"):
                prefixes.append((name[:-1], stage))
            else:
                exact[name] = (*exact.get(name, ()), stage)
    return exact, tuple(prefixes)


def _known(name: str) -> tuple[str, ...]:
    if name.startswith("jenkins/"):
        from ...tables.jenkins_steps import STAGES

        return tuple(stage for stage, names in STAGES.items() if name[8:] in names.split())
    exact, prefixes = _table()
    if name in exact:
        return exact[name]
    return tuple(dict.fromkeys(stage for prefix, stage in prefixes if name.startswith(prefix)))


def is_test_cluster(name: str) -> bool:
    """Whether the action starts a cluster that ends with the job."""
    return name in TEST_CLUSTER_ACTIONS


def template_stage(name: str) -> str:
    """The stage of the jobs that one of GitLab's own templates or components brings in; empty where that is not known."""
    name = name.lower().partition("@")[0]
    for stage, text in TEMPLATES.items():
        if any(name == known or name.endswith((f"/{known}", known if "/" in known else f"/{known}")) for known in text.split()):
            return stage
    return ""
