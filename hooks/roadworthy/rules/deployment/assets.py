"""What browsers keep of an earlier release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.excerpt import Place
from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.deployment.static_assets import static_assets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.deployment.static_assets import StaticAssets


@rule(
    "DEP007",
    "unversioned-static-files",
    reads=static_assets,
    items=("6.1.5",),
    severity="info",
    at="audit",
    title="Static files keep their names when their content changes",
    risk="after a deployment browsers run the new page with the old script, until their caches forget it",
    remedy="let the bundler or the framework put a digest into the names, or keep the time in caches short",
)
def unversioned_static_files(assets: StaticAssets, repo: Repository) -> Iterator[Outcome]:
    hashed = assets.of("hashed")
    for fact in assets.of("unhashed"):
        yield gap("digest", f"static files {fact.says}", fact.place)
    for fact in hashed[:5]:
        yield passes("digest", f"static files {fact.says}", fact.place)
    if hashed:
        return
    cached = assets.of("cached")
    for fact in cached[:5]:
        yield gap("cache", f"caches keep static files for {fact.says}, and nothing gives them a digest", fact.place)
    if not cached and not assets.of("unhashed"):
        places = [Place(path) for path in assets.files]
        yield unknown("digest", "nothing tells whether the names of static files change with their content", *places)
