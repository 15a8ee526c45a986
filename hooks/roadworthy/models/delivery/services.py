"""The services: what each is made of, where it listens, how its health is asked for, how many run, how it is operated."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.records import NamedTuple
from ...parsing.yaml import Mapping, Scalar, Sequence
from ..compose.chains import chains_with, default_chain
from ..compose.services import composes, for_tests
from ..health import health_of
from ..images.stages import image_file
from ..kubernetes.objects import MARK, listed, look
from ..kubernetes.renditions import deployed, scaler_of
from .releases import Release
from .said import Said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.repository import Repository
    from ...parsing.yaml import Tree
    from ..compose.services import Compose, Service
    from ..kubernetes.objects import Object
    from ..kubernetes.renditions import Deployed, Variant

_MOST = 60
_ASIDE = r"(?i)(?:^|/)(?:cypress|playwright|examples?|samples?)/"
_PROBES = ("startupProbe", "readinessProbe", "livenessProbe")
_TIMING = ("initialDelaySeconds", "periodSeconds", "timeoutSeconds", "failureThreshold", "successThreshold")
_CHECK_TIMING = ("interval", "timeout", "retries", "start_period")
_DEFAULT_FILES = ("compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml")


class Running(NamedTuple):
    """One service as one file describes it. Lists are empty where the file says nothing; each entry has its place.

    `kind` is `compose` or the workload's kind. `releases` have the commands that it is operated by.
    """

    name: str
    kind: str
    said: Said
    images: tuple[Said, ...] = ()
    ports: tuple[Said, ...] = ()
    health: tuple[Said, ...] = ()
    replicas: tuple[Said, ...] = ()
    needs: tuple[Said, ...] = ()
    releases: tuple[Release, ...] = ()


def services(repo: Repository) -> tuple[Running, ...]:
    """A fact: every service of compose files and manifests, those for tests left out."""
    return tuple(_all(repo))[:_MOST]


def _all(repo: Repository) -> Iterator[Running]:
    for said in deployed(repo, None):
        if not isinstance(said, Unreadable) and said.kind not in ("Job", "CronJob", "Pod") and said.name:
            running = _workload(said)
            if running is not None:
                yield running
    for compose in repo.ask(composes):
        if not for_tests(compose.path) and not re.search(_ASIDE, compose.path):
            where = _command_of(repo, compose)
            for service in compose.services.values():
                if service.image is not None or service.build is not None:  # what only changes another file's service is none
                    yield _service(repo, compose, service, where)


def _command_of(repo: Repository, compose: Compose) -> tuple[str, ...]:
    """`docker compose` with the files that this one is used with; an override alone is no project."""
    chains = repo.ask(chains_with, compose.path)
    alone = all(
        (service.image is not None or service.build is not None)
        and all(one.service in compose.services for one in service.depends_on)
        for service in compose.services.values()
    )
    chain = chains[0] if alone or len(chains[0].files) > 1 else chains[-1]
    if chain.by is None and chain.files[0] in _DEFAULT_FILES and default_chain(repo, compose.path) == chain:
        return ("docker", "compose")
    return ("docker", "compose", *(word for path in chain.files for word in ("-f", path)))


def _service(repo: Repository, compose: Compose, service: Service, where: tuple[str, ...]) -> Running:
    place = service.at.place
    images = []
    if service.image is not None:
        images.append(Said(service.image.text, service.image.place))
    if service.build is not None:
        made = service.build.dockerfile or service.build.context or "elsewhere"
        images.append(Said(made, service.build.at.place, "built from"))
    health = tuple(_compose_health(repo, compose, service))
    replicas = service.body.get("deploy", "replicas") or service.body.get("scale")
    return Running(
        service.name,
        "compose",
        Said(service.name, place),
        tuple(images),
        tuple(Said(_port(port.published, port.target), port.at.place) for port in service.ports),
        health,
        (Said(replicas.text, replicas.place),) if isinstance(replicas, Scalar) else (),
        tuple(Said(one.service, one.at.place, one.condition or "started") for one in service.depends_on),
        (Release("compose", service.name, where, place),),
    )


def _port(published: str | None, target: str) -> str:
    return f"{published}:{target}" if published else target


def _compose_health(repo: Repository, compose: Compose, service: Service) -> Iterator[Said]:
    if service.health is not None and not service.disabled:
        test = service.health.get("test")
        if test is not None:
            yield Said(_command(test), test.place, _timing(service.health, _CHECK_TIMING))
        return
    found = repo.ask(health_of, compose.path, service.name)
    if found.state != "checked":
        return
    if service.build and service.build.dockerfile and found.place.path == service.build.dockerfile:
        image = repo.ask(image_file, service.build.dockerfile)
        stage = (
            None
            if isinstance(image, Unreadable)
            else image.stage(service.build.target)
            if service.build.target
            else image.final
        )
        check = stage.last("HEALTHCHECK") if stage else None
        if check is not None:
            yield Said(" ".join(check.arguments.text.split()), check.at.place())
            return
    yield Said("the image brings its own", found.place)


def _command(node: Tree) -> str:
    """The command of a check as a person would type it."""
    words = _words(node)
    return " ".join(_typed(word) for word in words) if isinstance(node, Sequence) and len(words) > 1 else " ".join(words)


def _typed(word: str) -> str:
    """A word in the quotes that it needs."""
    return f'"{word}"' if "'" in word and not re.search(r'["$`\\]', word) else shlex.quote(word)


def _words(node: Tree) -> list[str]:
    if isinstance(node, Sequence):
        listed = [item.text for item in node.items if isinstance(item, Scalar)]
        return listed[1:] if listed[:1] in (["CMD"], ["CMD-SHELL"]) else listed
    return node.text.split() if isinstance(node, Scalar) else []


def _timing(body: Mapping, keys: tuple[str, ...]) -> str:
    return ", ".join(f"{key} {value}" for key in keys if (value := body.text(key)) is not None)


def _workload(one: Deployed) -> Running | None:
    """A workload in all its variants: what differs between them is told with the source of each."""
    images: dict[Said, None] = {}
    ports: dict[Said, None] = {}
    health: dict[Said, None] = {}
    replicas: dict[Said, None] = {}
    found: dict[tuple[str, ...], Release] = {}
    for variant in one.variants:
        body, pod, source = variant.workload.body, variant.workload.pod, variant.rendition.source
        for container in listed(look(pod, "containers"))[0]:
            name = container.text("name") or ""
            image = look(container, "image")
            if isinstance(image, Scalar):
                images[Said(_shown(image.text), image.place, name)] = None
            ports.update(dict.fromkeys(_container_ports(container, name)))
            health.update(dict.fromkeys(_probes(container)))
        scaler = _scaler(variant)
        count = look(body, "spec", "replicas")
        if scaler is not None:
            bounds = [
                scaler.body.get("spec", key) for key in ("minReplicas", "minReplicaCount", "maxReplicas", "maxReplicaCount")
            ]
            told = [bound for bound in bounds if isinstance(bound, Scalar)]
            if told:
                replicas[Said(" to ".join(_shown(bound.text) for bound in told), told[0].place, source)] = None
        elif isinstance(count, Scalar):
            replicas[Said(_shown(count.text), count.place, source)] = None
        names = [name for name in variant.workload.names if name and MARK not in name]
        if names:
            namespace = body.text("metadata", "namespace") if variant.rendition.form != "helm" else None
            where = ("--namespace", namespace) if namespace and MARK not in namespace else ()
            named = names[-1].replace("release-name", "RELEASE")  # what Helm itself calls a release without a name
            object_ = f"{one.kind.lower()}/{named}"
            found.setdefault((object_, *where), Release("kubectl", object_, where, variant.workload.kind.place))
    if not one.variants:
        return None
    place = one.variants[0].workload.kind.place
    return Running(
        one.name,
        one.kind,
        Said(one.name, place),
        tuple(images),
        tuple(ports),
        tuple(health),
        tuple(replicas),
        (),
        tuple(found.values()),
    )


def _scaler(variant: Variant) -> Object | None:
    """What scales it: of several for workloads of one name, as one folder for two environments has, the one in its file."""
    scaler, _ = scaler_of(variant)
    workload = variant.workload
    if scaler is None or scaler.path == workload.path:
        return scaler
    for one in variant.rendition.objects:
        if (
            one.kind.text == scaler.kind.text
            and one.path == workload.path
            and one.body.text("spec", "scaleTargetRef", "name") in workload.names
        ):
            return one
    twins = [one for one in variant.rendition.objects if one.kind.text == workload.kind.text and one.name == workload.name]
    return scaler if len(twins) == 1 else None


def _shown(text: str) -> str:
    """A value, and `…` for what a template puts there."""
    return text.replace(MARK, "…")


def _container_ports(container: Mapping, name: str) -> Iterator[Said]:
    for port in listed(look(container, "ports"))[0]:
        number = look(port, "containerPort")
        if isinstance(number, Scalar):
            yield Said(_shown(number.text), number.place, name)


def _probes(container: Mapping) -> Iterator[Said]:
    for name in _PROBES:
        probe = container.get(name)
        if not isinstance(probe, Mapping):
            continue
        key = container.key(name)
        path, port = probe.text("httpGet", "path"), probe.text("httpGet", "port") or probe.text("tcpSocket", "port")
        command = probe.get("exec", "command")
        asked = f"GET {path}" if path else _command(command) if command is not None else "TCP" if port else "gRPC"
        text = f"{name.removesuffix('Probe')}: {asked}" + (f" on {port}" if port else "")
        yield Said(_shown(text), (key or probe).place, _timing(probe, _TIMING))
