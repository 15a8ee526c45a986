"""Whether layers stay cached: what changes often comes after what takes long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes
from ...core.rule import rule
from ...models.images.changing_arguments import changing_arguments
from ...models.images.dockerfiles import dockerfiles
from ...models.images.layer_order import advice, early_sources, lone_updates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.images.layer_order import EarlySource
    from ...models.images.stages import Image


@rule(
    "DF007",
    "source-copied-before-dependencies",
    reads=dockerfiles,
    items=("4.1.3",),
    severity="error",
    title="Every change of the source installs all dependencies again",
    risk="each build downloads and installs what has not changed, so fixes take longer to reach production",
    remedy="copy only the manifest and its lock file, install, and copy the source after that",
)
def source_copied_before_dependencies(image: Image, repo: Repository) -> Iterator[Outcome]:
    for found in early_sources(repo, image):
        stage = found.run.stage
        if found.copied is None:
            yield passes(stage.label, f"`{found.command}` comes before the source", found.operation.place())
            continue
        yield gap(
            f"{stage.label}/{found.operation.manager}",
            f"{stage.called} copies the source before `{found.command}`",
            found.copied.instruction.at.place(),
            found.operation.place("and so every change of it comes back here"),
            remedy=_remedy(found),
        )


def _remedy(found: EarlySource) -> str:
    besides = advice(found.operation)
    return f"{found.first} before `{found.command}`{' ' + besides if besides else ''}, and the source after it"


@rule(
    "DF008",
    "package-index-updated-alone",
    reads=dockerfiles,
    items=("4.1.3",),
    severity="warning",
    title="The package index is fetched in a layer of its own",
    risk="the cached layer keeps an old index, and a later install gets old versions or asks for files that are gone",
    remedy="update the index and install in one `RUN`",
    aliases=("DS-0017", "kics:9bae49be-0aa3-4de5-bab2-4c3a069e40cd"),
)
def package_index_updated_alone(image: Image, repo: Repository) -> Iterator[Outcome]:
    for found in lone_updates(repo, image):
        stage, update = found.update.stage, found.operation
        command = f"{update.manager} {update.verb}".strip()
        if found.update is found.install:
            yield passes(stage.label, f"`{command}` and the install share a layer", update.place())
            continue
        label = f"{stage.label}/{update.manager}"
        if found.install is None:
            remedy = f"delete `{command}`"
            yield gap(label, f"`{command}` has a layer of its own, and nothing uses it", update.place(), remedy=remedy)
            continue
        at = next(one for one in found.install.operations if one.action == "install" and one.manager in found.family)
        yield gap(
            label,
            f"`{command}` is not in the same layer as the install that uses it",
            update.place(),
            at.place("installs by an index that may be cached and old"),
            remedy=f"move `{command}` into the `RUN` of line {found.install.instruction.line}, with `&&` before the install",
        )


@rule(
    "DF009",
    "changing-value-early",
    reads=dockerfiles,
    items=("4.1.3",),
    severity="warning",
    title="A value of each commit comes before expensive steps",
    risk="every commit runs the steps below it again, though nothing that they need has changed",
    remedy="declare the value just before the first step that needs it",
)
def changing_value_early(image: Image, repo: Repository) -> Iterator[Outcome]:
    for found in changing_arguments(repo, image):
        symbol = f"{found.stage.label}/{found.name}"
        if found.step is None:
            yield passes(symbol, f"`{found.name}` comes after the expensive steps", found.at.place())
            continue
        yield gap(
            symbol,
            f"`{found.name}` is another with every {found.each}, and comes before an install",
            found.at.place(),
            found.step.labelled("runs again each time, and does not need it"),
            remedy=f"move `{found.at.text[:60].strip()}` below the installs, to where `{found.name}` is first needed",
        )
