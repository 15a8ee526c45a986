"""Whether developers see a change without building the image again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import Unreadable, gap, passes
from ...core.rule import rule
from ...models.compose.chains import beside
from ...models.compose.own import variants
from ...models.compose.running import ends
from ...models.compose.services import compose_file, compose_files, for_production, for_tests

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.compose.services import Compose, Service


@rule(
    "CMP010",
    "no-hot-reload",
    reads=compose_files,
    items=("4.2.3",),
    at="audit",
    severity="info",
    title="A change of the source shows only after the image is built again",
    risk="every change costs a build, so people work outside of the containers, with other versions than production's",
    remedy="add `develop: watch:` with `action: sync`, or mount the source: `./src:/app/src`",
)
def no_hot_reload(compose: Compose, repo: Repository) -> Iterator[Outcome]:
    if for_production(compose.path) or for_tests(compose.path):
        return
    for service in compose.services.values():
        key = service.own.key("build")
        if key is None or key.base.path != compose.path:
            continue
        from ...models.compose.hot_reload import reloads, source_of  # reads Dockerfiles and the shell in them

        source = source_of(repo, service)
        if source is None or ends(repo, compose.path, service):
            continue
        found = reloads(repo, service, source)
        if found is None:
            others = (*variants(repo, compose, service.name), *_namesakes(repo, compose, service.name))
            found = next((place for one in others if (place := reloads(repo, one, source))), None)
        if found is not None:
            yield passes(service.name, "a change of the source shows in the running service", found)
        else:
            yield gap(
                service.name,
                f"`{service.name}` is built from `{source.folder}`, and runs what was copied then",
                service.at.place,
                source.copied.labelled("the source is copied into the image here"),
            )


def _namesakes(repo: Repository, compose: Compose, name: str) -> Iterator[Service]:
    """The service in other files of the folder: one of them may be the one to develop with."""
    for path in beside(repo, compose.path):
        other = repo.ask(compose_file, path)
        if not isinstance(other, Unreadable) and name in other.services:
            yield other.services[name]
