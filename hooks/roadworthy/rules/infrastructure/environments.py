"""Whether code creates the environments, and whether a server is one of a kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.deployment.environment_code import environments

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.deployment.environment_code import Environments


@rule(
    "INF020",
    "environment-without-code",
    reads=environments,
    items=("1.1",),
    severity="info",
    at="audit",
    title="An environment that is deployed to is created by no code here",
    risk="nobody can make it again, or another one like it",
    remedy="describe it in code that is reviewed: Terraform, a chart's values, an overlay, the platform's own file",
)
def environment_without_code(found: Environments, repo: Repository) -> Iterator[Outcome]:
    for one in found.deployed:
        source = found.creates(one)
        if source:
            yield passes(
                one.name, f"`{one.name}` is created by {source.what}", source.place, one.place.labelled("deployed here")
            )
        elif one.host:
            yield gap(one.name, f"`{one.name}` is a machine called `{one.host}`, and no code here creates it", one.place)
        else:
            yield unknown(one.name, f"`{one.name}` is deployed to, and what creates it is not here", one.place)


@rule(
    "INF021",
    "snowflake-server",
    reads=environments,
    items=("1.4",),
    severity="info",
    at="audit",
    title="A deployment goes to a named machine that no code sets up",
    risk="what was done to the machine by hand is lost with it",
    remedy="set the machine up by code, or deploy to something that is replaced as a whole",
)
def snowflake_server(found: Environments, repo: Repository) -> Iterator[Outcome]:
    provisioning = next((source for source in found.sources if source.what not in ("a compose file", "Vagrant")), None)
    for one in found.deployed:
        if not one.host:
            if provisioning:
                yield passes(
                    one.name, f"`{one.name}` is deployed through what {provisioning.what} describes", provisioning.place
                )
        elif provisioning:
            yield unknown(
                one.name, f"`{one.host}` is deployed to by name; whether {provisioning.what} sets it up is not told", one.place
            )
        else:
            yield gap(one.name, f"job `{one.job}` goes to `{one.host}`, and nothing here sets that machine up", one.place)
