"""The services: what each is made of, where it listens, how its health is asked for, how many run, how it is operated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.records import NamedTuple
from ...parsing.yaml import Mapping, Scalar, Sequence
from ..compose import composes, for_tests
from ..compose_values import settled
from ..health import health_of
from ..images import image_file
from ..kubernetes import workloads
from .releases import Release
from .said import Said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.repository import Repository
    from ...parsing.yaml import Tree
    from ..compose import Compose, Service
    from ..kubernetes import Container, Workload

_MOST = 60
_PROBES = ("startupProbe", "readinessProbe", "livenessProbe")
_TIMING = ("initialDelaySeconds", "periodSeconds", "timeoutSeconds", "failureThreshold", "successThreshold")
_CHECK_TIMING = ("interval", "timeout", "retries", "start_period")
_DEFAULT_FILES = ("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml")


class Running(NamedTuple):
    """One service as one file describes it. Lists are empty where the file says nothing; each entry has its place.

    `kind` is `compose` or the workload's kind. `release` has the commands that it is operated by.
    """

    name: str
    kind: str
    said: Said
    images: tuple[Said, ...] = ()
    ports: tuple[Said, ...] = ()
    health: tuple[Said, ...] = ()
    replicas: tuple[Said, ...] = ()
    needs: tuple[Said, ...] = ()
    release: Release | None = None


def services(repo: Repository) -> tuple[Running, ...]:
    """A fact: every service of compose files and manifests, those for tests left out."""
    return tuple(_all(repo))[:_MOST]


def _all(repo: Repository) -> Iterator[Running]:
    for workload in repo.ask(workloads):
        if workload.serves and workload.name:
            yield _workload(workload)
    for compose in repo.ask(composes):
        if not for_tests(compose.path):
            for service in compose.services.values():
                yield _service(repo, compose, service)


def _service(repo: Repository, compose: Compose, service: Service) -> Running:
    place = service.at.place
    images = []
    if service.image is not None:
        images.append(Said(settled(service.image) or service.image.text, service.image.place))
    if service.build is not None:
        made = service.build.dockerfile or service.build.context or "elsewhere"
        images.append(Said(made, service.build.at.place, "built from"))
    health = tuple(_compose_health(repo, compose, service))
    replicas = service.body.get("deploy", "replicas") or service.body.get("scale")
    folder, _, name = compose.path.rpartition("/")
    where = ("docker", "compose") if not folder and name in _DEFAULT_FILES else ("docker", "compose", "-f", compose.path)
    return Running(
        service.name,
        "compose",
        Said(service.name, place),
        tuple(images),
        tuple(Said(_port(port.published, port.target), port.at.place) for port in service.ports),
        health,
        (Said(replicas.text, replicas.place),) if isinstance(replicas, Scalar) else (),
        tuple(Said(one.service, one.at.place, one.condition or "started") for one in service.depends_on),
        Release("compose", service.name, where, place),
    )


def _port(published: str | None, target: str) -> str:
    return f"{published}:{target}" if published else target


def _compose_health(repo: Repository, compose: Compose, service: Service) -> Iterator[Said]:
    if service.health is not None and not service.disabled:
        test = service.health.get("test")
        if test is not None:
            yield Said(" ".join(_words(test)), test.place, _timing(service.health, _CHECK_TIMING))
        return
    found = repo.ask(health_of, compose.path, service.name)
    if found.state != "checked":
        return
    if service.build and service.build.dockerfile and found.place.path == service.build.dockerfile:
        image = repo.ask(image_file, service.build.dockerfile)
        stage = None if isinstance(image, Unreadable) else image.stage(service.build.target) if service.build.target else image.final
        check = stage.last("HEALTHCHECK") if stage else None
        if check is not None:
            yield Said(" ".join(check.arguments.text.split()), check.at.place())
            return
    yield Said("the image brings its own", found.place)


def _words(node: Tree) -> list[str]:
    if isinstance(node, Sequence):
        listed = [item.text for item in node.items if isinstance(item, Scalar)]
        return listed[1:] if listed[:1] in (["CMD"], ["CMD-SHELL"]) else listed
    return node.text.split() if isinstance(node, Scalar) else []


def _timing(body: Mapping, keys: tuple[str, ...]) -> str:
    return ", ".join(f"{key} {value}" for key in keys if (value := body.text(key)) is not None)


def _workload(workload: Workload) -> Running:
    images, ports, health = [], [], []
    for container in workload.containers:
        if container.init:
            continue
        if container.image is not None:
            images.append(Said(container.image.text, container.image.place, container.name))
        ports += _container_ports(container)
        health += _probes(container)
    root = workload.root
    replicas = root.get("spec", "replicas")
    namespace = root.text("metadata", "namespace")
    where = ("--namespace", namespace) if namespace else ()
    return Running(
        workload.name,
        workload.kind,
        Said(workload.name, workload.at.place),
        tuple(images),
        tuple(ports),
        tuple(health),
        (Said(replicas.text, replicas.place),) if isinstance(replicas, Scalar) else (),
        (),
        Release("kubectl", f"{workload.kind.lower()}/{workload.name}", where, workload.at.place),
    )


def _container_ports(container: Container) -> Iterator[Said]:
    listed = container.at.get("ports")
    for port in listed.items if isinstance(listed, Sequence) else ():
        number = port.get("containerPort") if isinstance(port, Mapping) else None
        if isinstance(number, Scalar):
            yield Said(number.text, number.place, container.name)


def _probes(container: Container) -> Iterator[Said]:
    for name in _PROBES:
        probe = container.at.get(name)
        if not isinstance(probe, Mapping):
            continue
        key = container.at.key(name)
        path, port = probe.text("httpGet", "path"), probe.text("httpGet", "port") or probe.text("tcpSocket", "port")
        command = probe.get("exec", "command")
        asked = f"GET {path}" if path else " ".join(_words(command)) if command is not None else "TCP" if port else "gRPC"
        text = f"{name.removesuffix('Probe')}: {asked}" + (f" on {port}" if port else "")
        yield Said(text, (key or probe).place, _timing(probe, _TIMING))
