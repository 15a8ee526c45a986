"""Whether anything tells if a service is healthy: its compose file, its manifest, its Dockerfile, or its image."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from ..core.outcome import Unreadable
from ..core.records import NamedTuple
from ..tables.base_images import DISTRIBUTION_WORDS
from .compose.services import compose_file, composes
from .compose.values import settled
from .images.bases import has_healthcheck, is_listed, role
from .images.references import image_reference

if TYPE_CHECKING:
    from typing import Literal

    from ..core.excerpt import Place
    from ..core.repository import Repository
    from .compose.services import Service
    from .images.references import ImageReference
    from .images.stages import Stage


class Health(NamedTuple):
    """`checked`: something checks it. `unchecked`: a server that nothing checks. `unknown`: not to be told from here.

    `place` is what says so.
    """

    state: Literal["checked", "unchecked", "unknown"]
    place: Place


def health_of(repo: Repository, path: str, name: str) -> Health:
    """What is known of the health of service `name` of the compose file at `path`; ask it through `repo.ask`."""
    compose = repo.ask(compose_file, path)
    assert not isinstance(compose, Unreadable)  # the service that is asked about came from it
    service = compose.services[name]
    if service.disabled and service.health:
        return Health("unchecked", service.health.place)
    if service.health and "test" in service.health:
        key = service.body.key("healthcheck")
        return Health("checked", key.place if key else service.at.place)
    if service.build:
        return _built(repo, service)
    return _image(service)


def _built(repo: Repository, service: Service) -> Health:
    assert service.build
    dockerfile = service.build.dockerfile
    if dockerfile is None or not repo.exists(dockerfile):
        return Health("unknown", service.build.at.place)
    from .images.stages import image_file  # only for what is built

    image = repo.ask(image_file, dockerfile)
    if isinstance(image, Unreadable):
        return Health("unknown", service.build.at.place)
    stage = image.stage(service.build.target) if service.build.target else image.final
    check = stage.last("HEALTHCHECK") if stage else None
    if stage is None:
        return Health("unknown", service.build.at.place)
    if check is None:
        base = stage.root_base
        if base.image and has_healthcheck(base.image.familiar):
            return Health("checked", base.at.place())
        if base.kind != "scratch" and (base.image is None or role(base.image.familiar) == "unknown"):
            return Health("unknown", base.at.place())  # it may bring one
        return Health("unchecked" if service.listens else "unknown", service.at.place)
    off = check.arguments.text.strip().upper() == "NONE"
    return Health("unchecked" if off else "checked", check.at.place())


def _image(service: Service) -> Health:
    text = settled(service.image) if service.image else None
    reference = image_reference(text) if text else None
    if reference is None or service.image is None:
        return Health("unknown", service.at.place)
    if has_healthcheck(reference.familiar):
        return Health("checked", service.image.place)
    if role(reference.familiar) == "service":
        return Health("unchecked", service.image.place)
    return Health("unknown", service.image.place)


def probe_of(repo: Repository, stage: Stage) -> Health:
    """Who asks for the health of the containers that are made of a stage, outside its Dockerfile.

    `checked`: a compose service that is built from it, or a container of a manifest that runs it. `unchecked`: there are
    such, and none of them asks; `place` is the first. `unknown`: nothing that can be read here runs the image, with the
    Dockerfile as `place`; `opaque_probe` tells of templates.
    """
    from .kubernetes.manifests import workloads

    unchecked: Place | None = None
    for service in _services(repo, stage):
        if service.checked:
            key = service.body.key("healthcheck")
            return Health("checked", key.place if key else service.at.place)
        unchecked = unchecked or service.at.place
    names: tuple[frozenset[str], frozenset[str]] | None = None
    for workload in repo.ask(workloads):
        for container in workload.containers if workload.serves else ():
            if container.init or container.image is None:
                continue
            names = names or _names(repo, stage)
            if not _runs(container.image.text, names):
                continue
            if container.probes:
                return Health("checked", container.probes[0].place)
            unchecked = unchecked or container.image.place
    if unchecked:
        return Health("unchecked", unchecked)
    return Health("unknown", stage.instruction.at.place())


def _services(repo: Repository, stage: Stage) -> list[Service]:
    """Compose services that run the stage: built from it, of its image, or the same service in another file of the folder."""
    known = repo.ask(_by_origin)
    found: list[Service] = []
    alike: dict[int, Service] = {}
    for folder, service in known.built.get(stage.path, ()):
        if service.build and _targets(stage, service.build.target):
            found.append(service)
            named = known.named.get((folder, service.name), ())
            of_image = known.images.get(service.image.text, ()) if service.image else ()
            alike.update((id(other), other) for other in (*named, *of_image))
    called = _called(stage.path) if known.open else frozenset()
    found += (service for service in known.open if service.checked and service.name.lower() in called)
    return [*found, *alike.values()]


class _Origins(NamedTuple):
    """The services of all compose files: those built from each Dockerfile with their folder; those that are built from one
    that a variable names; and those that are not built, by folder and name and by image."""

    built: dict[str, list[tuple[str, Service]]]
    open: list[Service]
    named: dict[tuple[str, str], list[Service]]
    images: dict[str, list[Service]]


def _by_origin(repo: Repository) -> _Origins:
    origins = _Origins({}, [], {}, {})
    for compose in repo.ask(composes):
        folder = posixpath.dirname(compose.path)
        for service in compose.services.values():
            if service.build is None:
                origins.named.setdefault((folder, service.name), []).append(service)
                if service.image:
                    origins.images.setdefault(service.image.text, []).append(service)
            elif service.build.dockerfile is None:
                origins.open.append(service)
            else:
                origins.built.setdefault(service.build.dockerfile, []).append((folder, service))
    return origins


def _targets(stage: Stage, target: str | None) -> bool:
    if target is None or "$" in target:
        return stage.is_final
    return stage.image.stage(target) is stage


def _names(repo: Repository, stage: Stage) -> tuple[frozenset[str], frozenset[str]]:
    """Repositories that the stage's image is pushed to, and what its folder and file call it."""
    from .images.builds import builds

    tags = {tag for build in repo.ask(builds) if build.dockerfile == stage.path for tag in build.tags}
    return frozenset(map(_repository, tags)), _called(stage.path)


def _called(path: str) -> frozenset[str]:
    """What a Dockerfile's folder, or its own name, says is built there: `api` of `api/Dockerfile`, `Dockerfile.api`."""
    folder, _, file = path.lower().rpartition("/")
    words = {file.removeprefix("dockerfile").strip(".-_"), file.removesuffix("dockerfile").strip(".-_")} - {"dockerfile"}
    for part in reversed(folder.split("/")):
        if part and part not in _GENERIC_FOLDERS and not _is_variant(part):
            words.add(part)
            break
    return frozenset(word for word in words if len(word) > 1)


def _is_variant(folder: str) -> bool:
    """Whether the folder is one for a version or a distribution, such as `8.0`, `v1`, `centos7` or `alpine3.22`."""
    word = folder.rstrip("0123456789.x")
    return word in ("", "v", "jdk", "jre") or word in DISTRIBUTION_WORDS or word in _DISTRIBUTIONS


_DISTRIBUTIONS = frozenset("alpine centos rhel ubi fedora rocky almalinux oraclelinux amazonlinux".split())
_GENERIC_FOLDERS = frozenset("src app apps docker build deploy image images container containers dist code main . ..".split())


def _repository(image: str) -> str:
    """An image's name without tag and digest, its variables as written."""
    name = image.partition("@")[0]
    folder, slash, last = name.rpartition("/")
    return folder + slash + last.partition(":")[0]


def _runs(image: str, names: tuple[frozenset[str], frozenset[str]]) -> bool:
    repository = _repository(image)
    last = repository.rpartition("/")[2].lower()
    tags, words = names
    if repository in tags or any("$" in tag and tag.rpartition("/")[2].lower() == last and "$" not in last for tag in tags):
        return True
    return any(last == word or last.endswith(("-" + word, "_" + word)) for word in words)


def never_checked(repo: Repository, service: Service) -> Place | None:
    """What shows for certain that nothing can say whether a service is healthy; None where something may.

    A health check that is switched off; none in the file, and none in an image of Docker's own, which have no HEALTHCHECK, or
    in a Dockerfile that starts from one.
    """
    if service.checked:
        return None
    if service.disabled:
        return service.health.place if service.health else service.at.place
    if service.build is None:
        text = settled(service.image) if service.image else None
        reference = image_reference(text) if text else None
        if service.image is None or reference is None or not _has_none(reference):
            return None
        return service.image.place
    from .images.stages import image_file

    path = service.build.dockerfile
    image = repo.ask(image_file, path) if path is not None and repo.exists(path) else None
    if image is None or isinstance(image, Unreadable):
        return None
    stage = image.stage(service.build.target) if service.build.target else image.final
    if stage is None:
        return None
    check = stage.last("HEALTHCHECK")
    if check is not None:
        return check.at.place() if check.arguments.text.strip().upper() == "NONE" else None
    base = stage.root_base
    if base.kind == "scratch" or (base.image is not None and _has_none(base.image)):
        return service.build.at.place
    return None


def _has_none(reference: ImageReference) -> bool:
    return reference.official and is_listed(reference.familiar) and not has_healthcheck(reference.familiar)
