"""Who reviews a change to the pipeline, and who owns a step that fails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.excerpt import Place
from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.code_owners import PLACES, code_owners, owner_of, protections
from ...models.pipeline.readers import pipelines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.pipeline.types import Pipeline


@rule(
    "CI010",
    "unowned-pipeline",
    reads=pipelines,
    items=("3.2.7", "1.5"),
    severity="info",
    at="audit",
    title="Nobody has to agree to a change of the pipeline",
    risk="whoever can push can also change what is tested, and nobody knows whom to ask when a step fails",
    remedy="give the file an owner in CODEOWNERS, as in `/.github/workflows/ @acme/platform`, and require their review",
)
def unowned_pipeline(pipeline: Pipeline, repo: Repository) -> Iterator[Outcome]:
    owned = owner_of(repo, pipeline.path)
    place = Place(pipeline.path, 1)
    if owned:
        yield passes(pipeline.path, f"`{' '.join(owned.owners[:3])}` own `{pipeline.path}`", owned.place, place)
        return
    reviewed = next((one for one in repo.ask(protections) if one.reviews), None)
    if reviewed:
        yield passes(pipeline.path, "every change is reviewed before it is merged", reviewed.place, place)
    elif lines := repo.ask(code_owners):
        yield gap(
            pipeline.path, f"CODEOWNERS names no owner of `{pipeline.path}`", place, lines[-1].place.labelled("its last line")
        )
    else:
        yield unknown(pipeline.path, f"no owner of it is named in {', '.join(PLACES)}", place)


@rule(
    "CI011",
    "checks-not-required",
    reads=pipelines,
    items=("3.2.2",),
    severity="info",
    at="audit",
    title="A failing pipeline does not keep a change from being merged",
    risk="tests that fail are looked at afterwards, in the branch that is deployed",
    remedy="require the checks in a ruleset, and let nobody bypass it",
)
def checks_not_required(pipeline: Pipeline, repo: Repository) -> Iterator[Outcome]:
    rules = repo.ask(protections)
    strict = next((one for one in rules if one.checks), None)
    if strict and strict.bypass:
        yield gap("bypass", f"the required checks may be bypassed by {', '.join(strict.bypass[:3])}", strict.place)
    elif strict:
        yield passes("checks", f"required before a merge: {', '.join(strict.checks[:5])}", strict.place)
    elif rules:
        yield gap("checks", "the branch is protected, and no check is required before a merge", rules[0].place)
    else:
        yield unknown(
            "checks", "whether checks are required stands in the settings of the repository's host", Place(pipeline.path, 1)
        )
