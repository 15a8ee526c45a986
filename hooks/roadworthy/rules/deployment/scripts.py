"""What becomes of a deployment when one of its commands fails."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.outcome import gap, passes
from ...core.rule import rule
from ...models.deployment.units import deployments
from ...models.deployment.unnoticed import unnoticed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Place
    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.deployment.units import Deployment
    from ...models.shell.commands import Invocation


@rule(
    "DEP003",
    "deploys-after-failure",
    reads=deployments,
    items=("1.5",),
    severity="warning",
    title="A deployment goes on after a command that failed",
    risk="what did not build, arrive or migrate is put into service, and the script ends as if all was well",
    remedy="write `set -euo pipefail` at the top of the script",
)
def deploys_after_failure(deployment: Deployment, repo: Repository) -> Iterator[Outcome]:
    found = unnoticed(deployment)
    for one in found:
        failing, deploying = _said(one.failing), _said(one.deploying)
        evidence: tuple[Place, ...] = ()
        if one.failing is one.deploying:
            message = f"when `{failing}` fails, {deployment.title} ends as if it had worked"
        else:
            message = f"when `{failing}` fails, {deployment.title} goes on to `{deploying}`"
            evidence = (one.deploying.place("runs either way"),)
        if one.failing.remote:
            remedy = "begin what is run on the other machine with `set -e`, or join the commands with `&&`"
            yield gap(failing, f"{message} on the other machine", one.failing.place(), *evidence, remedy=remedy)
        else:
            yield gap(failing, message, one.failing.place(), *evidence)
    if not found and deployment.deploys and (deployment.script or deployment.deploys.remote):
        yield passes(deployment.name, f"{deployment.title} stops when a command fails", deployment.place)


def _said(run: Invocation) -> str:
    """A command in short."""
    text = " ".join(word.spoken for word in run.words)
    return re.sub(r"\s+", " ", text[:200])[:60]
