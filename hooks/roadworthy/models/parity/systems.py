"""The operating systems of the images that one service is deployed, built and developed in."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.records import NamedTuple
from ..images.bases import distribution
from ..images.dockerfiles import dockerfile_paths
from ..images.purposes import named_for_development, path_for_development, product, purpose
from ..images.stages import image_file
from ..versions.images import versions_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ...core.rule import Paths
    from ..images.stages import Image, Stage

# Programs of these are run as they are written, and what their packages compile is taken along.
_INTERPRETED = frozenset(("python", "node", "ruby", "php"))
_FAMILIES = {"debian": "Debian", "ubuntu": "Debian", "alpine": "Alpine", "rhel": "Red Hat", "amazonlinux": "Amazon Linux"}
_OF_PRODUCTION = ("Dockerfile", "Dockerfile.prod", "Dockerfile.production", "prod.Dockerfile", "production.Dockerfile")
_OF_DEVELOPMENT = (
    *(
        "Dockerfile.dev",
        "Dockerfile.development",
        "Dockerfile.local",
        "Dockerfile-dev",
        "dev.Dockerfile",
        "development.Dockerfile",
    ),
    "dev.dockerfile",
)


class System(NamedTuple):
    """The family of an image's system, with the runtime in it."""

    family: str
    runtime: str
    purpose: Literal["deploys", "builds", "develops"]
    place: Place

    @property
    def path(self) -> str:
        """The Dockerfile."""
        return self.place.path


class Systems(NamedTuple):
    """What one service is deployed in, and what it is built and developed in. `given` are the changed paths, or None."""

    path: str
    deployed: System
    others: tuple[System, ...]
    given: frozenset[str] | None


def systems(repo: Repository, paths: Paths) -> Iterator[Systems]:
    """The services whose Dockerfile, or the one to develop in beside it, is among `paths`; or all."""
    given = None if paths is None else frozenset(paths)
    seen: set[str] = set()
    for path in dockerfile_paths(repo.paths() if paths is None else paths):
        folder = posixpath.dirname(path)
        of_production = _beside(repo, folder, _OF_PRODUCTION) if path_for_development(path) else [path]
        for one in of_production:
            if one not in seen:
                seen.add(one)
                if found := repo.ask(_systems, one):
                    yield found._replace(given=given)


def _beside(repo: Repository, folder: str, names: tuple[str, ...]) -> list[str]:
    return [path for name in names if repo.exists(path := posixpath.join(folder, name))]


def _systems(repo: Repository, path: str) -> Systems | None:
    image = repo.ask(image_file, path)
    shipped = product(image) if not isinstance(image, Unreadable) else None
    if isinstance(image, Unreadable) or shipped is None or purpose(shipped) != "program" or len(image.stages) > 100:
        return None
    deployed = _system(shipped, "deploys")
    if deployed is None:
        return None
    others = [*_stages(image, shipped)]
    for beside in _beside(repo, posixpath.dirname(path), _OF_DEVELOPMENT):
        other = repo.ask(image_file, beside)
        if not isinstance(other, Unreadable) and other.final is not None:
            others.append(_system(other.final, "develops"))
    same = tuple(one for one in others if one is not None and one.runtime == deployed.runtime)
    return Systems(path, deployed, same, None)


def _stages(image: Image, shipped: Stage) -> Iterator[System | None]:
    copied = {found.index for _, source in shipped.sources() if (found := image.stage(source.text)) is not None}
    for stage in image.stages:
        if stage.root_base.at.text == shipped.root_base.at.text:
            continue
        if stage.index in copied:
            yield _system(stage, "builds")
        elif named_for_development(stage) and stage.name in ("dev", "development", "local", "develop"):
            yield _system(stage, "develops")


def _system(stage: Stage, purpose: Literal["deploys", "builds", "develops"]) -> System | None:
    base = stage.root_base
    if base.kind != "image" or base.image is None:
        return None
    name, tag = base.image.familiar, base.image.tag
    family = "Debian" if "/distroless/" in name and "-debian" in name else _FAMILIES.get(distribution(name, tag), "")
    runtime = next((runtime for runtime, _, _ in versions_of(base.image)), "")
    if not family or runtime not in _INTERPRETED:
        return None
    return System(family, runtime, purpose, base.at.place())
