"""Addresses that only hold on the machine of whoever wrote them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.excerpt import Place
from ...core.outcome import gap, passes
from ...core.rule import rule
from ...models.parity.local_addresses import application_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.parity.local_addresses import Code


@rule(
    "PAR005",
    "local-address-in-code",
    reads=application_code,
    items=("5.1.5",),
    severity="error",
    title="Application code connects to the machine that it runs on",
    risk="in a container or on a server nothing listens there, and the service has to be changed to be deployed",
    remedy="read the address from the environment; the local one may be its default",
)
def local_address_in_code(code: Code, repo: Repository) -> Iterator[Outcome]:
    if not code.addresses:
        yield passes(
            "code", f"{code.files} files of application code, read for addresses of the machine itself", Place(code.path)
        )
    for one in code.addresses:
        if one.use == "connects":
            called = one.name.removeprefix("new")
            yield gap(f"{called} {one.address}", f"`{called}` connects to `{one.address}`", one.place)
        elif one.use == "constant":
            yield gap(one.name, f"`{one.name}` is `{one.address}` wherever the code runs", one.place)
        else:
            yield passes(one.address, f"`{one.address}` is the default of a setting", one.place)
