"""The ports of the host that services are bound to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes
from ...core.rule import rule
from ...models.compose.own import own_ports
from ...models.compose.services import compose_files, for_production, for_tests
from ...models.compose.values import port_variable, published_range
from ...models.images.references import image_reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.compose.services import Compose, Service
    from ...models.compose.values import Port


@rule(
    "CMP011",
    "fixed-host-port",
    reads=compose_files,
    items=("4.2.4",),
    severity="warning",
    title="A port of the host is written into the compose file",
    risk="where that port is taken the stack does not start, and two checkouts never run side by side",
    remedy="take the host port from a variable with a default: `${WEB_PORT:-3000}:3000`",
)
def fixed_host_port(compose: Compose, repo: Repository) -> Iterator[Outcome]:
    if for_production(compose.path) or for_tests(compose.path):
        return
    alone: dict[str, bool] = {}  # services that have one port
    for service, port in own_ports(compose):
        if service.name not in alone:
            alone[service.name] = len(service.ports) == 1
        symbol = symbol_of(service, port)
        if port.published is None:
            yield passes(symbol, "docker chooses the host port", port.at.place)
        elif not port.is_fixed:
            yield passes(symbol, "the host port comes from a variable", port.at.place)
        elif port.published_at is not None:
            variable = port_variable(service.name, port, alone[service.name])
            default = f"${{{variable}:-{port.published}}}"
            short = port.published_at is port.at
            written = f"{port.host}:" * bool(port.host) + f"{default}:{port.target}" if short else f"published: {default}"
            protocol = f"/{port.protocol}" if short and port.protocol != "tcp" else ""
            message = f"`{service.name}` binds host port {port.published}"
            yield gap(symbol, message, port.published_at.place, remedy=f"write `{written}{protocol}`")


_MOST_OTHERS = 50  # of one host port that a further service is compared with


@rule(
    "CMP016",
    "port-conflict",
    reads=compose_files,
    at="audit",
    severity="info",
    title="Two services bind the same port of the host",
    risk="the second one does not start: its port is already allocated",
    remedy="give one of them another host port, or put them into different profiles",
)
def port_conflict(compose: Compose, repo: Repository) -> Iterator[Outcome]:
    if for_tests(compose.path):
        return
    bound: dict[tuple[int, str], list[tuple[Service, Port]]] = {}
    for service in compose.services.values():
        for port in service.ports:
            for number in published_range(port):
                others = bound.setdefault((number, port.protocol), [])
                clash = next((one for one in others if _together(*one, service, port)), None)
                if len(others) < _MOST_OTHERS:
                    others.append((service, port))
                if clash is not None:
                    yield gap(
                        f"{service.name}/{number}",
                        f"`{service.name}` and `{clash[0].name}` both bind host port {number}",
                        port.at.place,
                        clash[1].at.place.labelled("bound here first"),
                    )
                    break


def symbol_of(service: Service, port: Port) -> str:
    """What a port is called in findings: `web/3000`, `dns/53/udp`."""
    return f"{service.name}/{port.target}" + (f"/{port.protocol}" if port.protocol != "tcp" else "")


def _together(first: Service, one: Port, second: Service, other: Port) -> bool:
    """Whether two services run at the same time, and their ports are bound to the same address."""
    if first is second or one.at is other.at:
        return False
    if first.profiles and second.profiles and first.profiles.isdisjoint(second.profiles):
        return False
    if one.target == other.target and _alike(first, second, one.target):
        return False
    anywhere = ("", "0.0.0.0", "::")
    return one.host == other.host or one.host in anywhere or other.host in anywhere


def _alike(first: Service, second: Service, target: str) -> bool:
    """Whether two services are variants of which people start one: of the same image, or databases of one kind."""
    if target in _DATABASES:
        return True
    names = {reference.familiar for one in (first, second) if one.image and (reference := image_reference(one.image.text))}
    return len(names) == 1 and (first.image is not None) is (second.image is not None)


_DATABASES = frozenset(("1433", "1521", "3306", "5236", "5432", "6379", "9092", "9200", "27017"))  # what they listen on
