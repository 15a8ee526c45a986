"""What deployments remove."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes
from ...core.rule import rule
from ...models.deployment.removed_paths import removed_paths, written
from ...models.deployment.units import deployments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.deployment.units import Deployment


@rule(
    "DEP001",
    "removes-what-is-served",
    reads=deployments,
    items=("6.1.4",),
    severity="warning",
    title="A deployment removes what running instances serve",
    risk="requests fail until the new files are there, and when a step in between fails there is nothing to go back to",
    remedy="unpack each release into a folder of its own and switch a link: `ln -sfn releases/42 next && mv -T next current`",
)
def removes_what_is_served(deployment: Deployment, repo: Repository) -> Iterator[Outcome]:
    removed = removed_paths(deployment.runs, deployment.provided, not deployment.in_pipeline)
    served = [one for one in removed if one.served]
    for one in served:
        path = written(one.word)
        evidence = [one.evidence] if one.evidence else []
        if one.invocation.remote and one.invocation.via and one.invocation.via.command.place().line != one.place.line:
            evidence.append(one.invocation.via.words[0].place("on another machine"))
        yield gap(path, f"{deployment.title} removes `{path}`, which {one.because}", one.place, *evidence)
    if not served:
        yield passes(deployment.name, f"{deployment.title} removes nothing that is served", deployment.place)


@rule(
    "DEP002",
    "unguarded-removal",
    reads=deployments,
    items=("6.1.4",),
    severity="warning",
    title="A removal takes everything when a variable is empty",
    risk="where the variable is not set, the script removes the machine's files instead of its own",
    remedy="let the shell stop there: `${NAME:?}`",
)
def unguarded_removal(deployment: Deployment, repo: Repository) -> Iterator[Outcome]:
    for one in removed_paths(deployment.runs, deployment.provided, not deployment.in_pipeline):
        if not one.empty:
            continue
        path, name = written(one.word), one.empty[0].name
        yield gap(
            path,
            f"with `{name}` empty, {deployment.title} removes `{one.becomes}`",
            one.place,
            remedy=f"write `${{{name}:?}}`, with which the shell stops instead",
        )
