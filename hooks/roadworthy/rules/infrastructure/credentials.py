"""Whether credentials can change without a deployment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.infrastructure.credential_rotation import database_credentials

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.infrastructure.credential_rotation import Credentials


@rule(
    "INF022",
    "fixed-database-credentials",
    reads=database_credentials,
    items=("5.2.5",),
    severity="info",
    at="audit",
    title="The database's credentials change with a deployment, or never",
    risk="after a leak the password stays valid until somebody has time to deploy",
    remedy="let the cloud or Vault renew them, or sign in by identity, and let the application pick up the new ones",
)
def fixed_database_credentials(found: Credentials, repo: Repository) -> Iterator[Outcome]:
    fixed = [one for one in found.renewals if one.kind == "fixed"]
    for one in fixed:
        yield gap(one.what.partition("`")[2].partition("`")[0] or "credentials", one.what, one.place)
    for one in found.renewals:
        if one.kind == "renewed" and not fixed:
            yield passes("credentials", one.what, one.place)
    if found.renewals and any(one.kind != "open" for one in found.renewals):
        return
    if found.needed:
        place = next((one.place for one in found.renewals), found.needed)
        yield unknown("credentials", "how the credentials of the database are renewed is not told here", place)
