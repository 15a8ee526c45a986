"""Whether staging can reach production's secrets, by what the environments' own files name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.infrastructure.secret_sources import secret_sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.infrastructure.secret_sources import SecretSources


@rule(
    "INF023",
    "secret-source-shared-with-production",
    reads=secret_sources,
    items=("5.2.6",),
    severity="info",
    at="audit",
    title="Staging takes a secret from where production takes its own",
    risk="whoever gets into staging holds the key to production",
    remedy="keep a secret of its own for each environment, and name that in the environment's file",
)
def secret_source_shared_with_production(found: SecretSources, repo: Repository) -> Iterator[Outcome]:
    theirs = {one.text: one for one in found.production}
    told: set[str] = set()
    for one in found.staging:
        other = theirs.get(one.text)
        if one.text in told:
            continue
        told.add(one.text)
        if other is not None and one.full:
            message = f"staging and production both take `{one.text[:120]}`"
            yield gap(one.text, message, one.place, other.place.labelled("for production"))
        elif one.is_production:
            places = () if other is None else (other.place.labelled("for production"),)
            yield gap(one.text, f"staging takes `{one.text[:120]}`, which is production's by its name", one.place, *places)
        elif other is not None:
            message = f"staging and production both take `{one.text[:120]}`; whether from one account is not told here"
            yield unknown(one.text, message, one.place, other.place.labelled("for production"))
    if not told & theirs.keys() and not any(one.is_production for one in found.staging):
        message = "staging and production take their secrets from different places"
        yield passes(found.path, message, found.production[0].place, found.staging[0].place.labelled("for staging"))
