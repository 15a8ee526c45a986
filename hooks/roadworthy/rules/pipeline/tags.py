"""How the images that a pipeline makes are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.images.publications import publications

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.images.publications import Publication, Push


@rule(
    "CI002",
    "image-tagged-latest-only",
    reads=publications,
    items=("4.1.8",),
    severity="warning",
    title="An image is pushed as `latest` only",
    risk="nobody can say which commit runs, and there is no earlier image to go back to",
    remedy="push it under the commit as well, `:$CI_COMMIT_SHA` or `:${{ github.sha }}`, and deploy that tag",
)
def image_tagged_latest_only(publication: Publication, repo: Repository) -> Iterator[Outcome]:
    by_repository: dict[str, list[Push]] = {}
    for push in publication.pushes:
        by_repository.setdefault(push.repository, []).append(push)
    for name, pushes in by_repository.items():
        first = pushes[0]
        if version := next((push for push in pushes if push.kind == "version"), None):
            yield passes(name, f"pushed with the tag `{version.tag or 'of a digest'}`", version.place)
        elif undecided := next((push for push in pushes if push.kind == "open"), None):
            yield unknown(name, "the tag comes from a variable whose name does not say what it holds", undecided.place)
        else:
            how = "as `latest` only" if first.tag else "without a tag, which is `latest`"
            yield gap(name, f"`{_short(name)}` is pushed {how}", first.place)


def _short(name: str) -> str:
    return name if len(name) <= 50 else "…/" + name.rpartition("/")[2][-45:]
