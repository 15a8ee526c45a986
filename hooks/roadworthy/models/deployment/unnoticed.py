"""Whether a deployment goes on after a command that failed, by shell process: the script, and what it runs elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.records import NamedTuple
from ...tables.deployment import UNIMPORTANT
from ..shell.failures import swallowed
from .units import is_deploying

if TYPE_CHECKING:
    from ...parsing.shell_tree import Script
    from ..shell.commands import Invocation
    from .units import Deployment


MOST_COMMANDS = 200  # of one shell that are looked at


class Unnoticed(NamedTuple):
    """`failing` may fail and the shell goes on to `deploying` (the same command, where that is the one)."""

    failing: Invocation
    deploying: Invocation


def unnoticed(deployment: Deployment) -> list[Unnoticed]:
    """The first such command of each shell that deploys. Only where nothing was done about it: not what has `|| true`."""
    shells: dict[Script, list[Invocation]] = {}
    for run in deployment.runs:
        if run.script is deployment.script or run.remote:
            shells.setdefault(run.script, []).append(run)
    return [found for runs in shells.values() if (found := _first(runs))]


def _first(runs: list[Invocation]) -> Unnoticed | None:
    deploying = [run for run in runs if is_deploying(run)]
    if not deploying or any(run.name == "trap" and "ERR" in run.values for run in runs):
        return None
    last = deploying[-1]
    for run in runs[:MOST_COMMANDS]:
        if run.command.start > last.command.start:
            return None
        if run.name in UNIMPORTANT or not run.name or run.inner or run.wrappers[:1] == ("exec",):
            continue
        reason = swallowed(run)
        if reason and reason.reason == "later" and not run.command.inside("function", "substitution", "condition"):
            after = next((one for one in deploying if one.command.start > run.command.start), run)
            if after is not run or is_deploying(run):
                return Unnoticed(run, after)
    return None
