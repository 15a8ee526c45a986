"""Whether anything tells if a service is healthy: its compose file, its Dockerfile, or its image."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ..core.outcome import Unreadable
from .bases import has_healthcheck, role
from .compose import compose_file
from .image_references import image_reference
from .images import image_file

if TYPE_CHECKING:
    from typing import Literal

    from ..core.excerpt import Place
    from ..core.repository import Repository
    from .compose import Service


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
    image = repo.ask(image_file, dockerfile)
    if isinstance(image, Unreadable):
        return Health("unknown", service.build.at.place)
    stage = image.stage(service.build.target) if service.build.target else image.final
    check = stage.last("HEALTHCHECK") if stage else None
    if stage is None:
        return Health("unknown", service.build.at.place)
    if check is None:
        return Health("unchecked" if service.listens else "unknown", service.at.place)
    off = check.arguments.text.strip().upper() == "NONE"
    return Health("unchecked" if off else "checked", check.at.place())


def _image(service: Service) -> Health:
    reference = image_reference(service.image.text) if service.image else None
    if reference is None or service.image is None:
        return Health("unknown", service.at.place)
    if has_healthcheck(reference.familiar):
        return Health("checked", service.image.place)
    if role(reference.familiar) == "service":
        return Health("unchecked", service.image.place)
    return Health("unknown", service.image.place)
