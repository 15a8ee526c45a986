"""Runtime versions that images bring: those of Dockerfiles, by the role of their stage, and those of compose services."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...tables.runtimes import IMAGES, MARKED_IMAGES, MIRRORS, PACKAGING_FOLDERS
from ..images.references import image_reference
from .ranges import partial
from .stated import Stated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.repository import Repository
    from ..images.references import ImageReference
    from ..images.stages import Stage
    from .ranges import Versions
    from .stated import Purpose


def image_versions(name: str) -> Iterator[tuple[str, Versions | None, str]]:
    """The runtime that an image is known to bring, its version, and how that is written. Nothing for other images."""
    reference = image_reference(name)
    if reference:
        yield from versions_of(reference)


def versions_of(reference: ImageReference) -> Iterator[tuple[str, Versions | None, str]]:
    """The same of a parsed name."""
    familiar = reference.familiar
    for mirror in MIRRORS:
        familiar = familiar.removeprefix(mirror)
    tag = reference.tag or ""
    runtime = IMAGES.get(familiar)
    if runtime:
        known = re.match(r"v?(\d{1,4}(?:\.\d{1,4}){0,2})(?![\d_])", tag)  # an update of old: 8u292
        if known and runtime == "dotnet":  # an SDK's third number is its own: 10.0.302 brings the runtime 10.0.10
            known = re.match(r"(\d{1,4}\.\d{1,4})", tag)
        yield runtime, partial(known[1]) if known else None, known[1] if known else tag or "latest"
        return
    for beginning, marked, mark in MARKED_IMAGES:
        if familiar.startswith(beginning):
            found = re.search(mark, f"{familiar}:{tag}"[:400])
            if found:
                yield marked, partial(found[1]), found[1]
                return


def dockerfile_versions(repo: Repository, path: str) -> Iterator[Stated]:
    """What a Dockerfile's stages bring: the stage that is deployed, those that it is built from, those to develop in."""
    from ..images.purposes import is_for_development, path_for_development, product, purpose
    from ..images.serving import is_one_of_versions
    from ..images.stages import image_file

    image = repo.ask(image_file, path)
    if isinstance(image, Unreadable) or image.final is None or len(image.stages) > 100:
        return
    folder = project_folder(path)
    if path_for_development(path):
        yield from _of(image.final, "develops", folder)
        return
    shipped = product(image)
    if shipped is None or purpose(shipped) != "program" or _is_a_version(path):
        return
    if path.count("/") and is_one_of_versions(repo, path):
        return
    yield from _of(shipped, "deploys", folder)
    seen = {shipped.root_base.at.text}
    for stage in image.stages:
        if stage.base.stage is None and stage.base.at.text not in seen:
            seen.add(stage.base.at.text)
            if stage.index in image.reachable(shipped):
                yield from _of(stage, "builds", folder)
            elif is_for_development(stage) and not _builds(stage):
                yield from _of(stage, "develops", folder)


def _builds(stage: Stage) -> bool:
    return bool(stage.name and re.search(r"build|compile|lint|docs?\b|test", stage.name))


def _is_a_version(path: str) -> bool:
    """Whether the Dockerfile's name says that it is one of several for different versions: `Dockerfile.py39`."""
    return re.search(r"\d", path.rpartition("/")[2]) is not None


def _of(stage: Stage, purpose: Purpose, folder: str) -> Iterator[Stated]:
    base = stage.root_base
    if base.kind == "image" and base.image:
        for runtime, versions, written in versions_of(base.image):
            yield Stated(runtime, versions, written, base.at.place(), purpose, folder)


def project_folder(path: str) -> str:
    """The folder whose project a Dockerfile builds, where its own only says that Dockerfiles are kept there."""
    folder = posixpath.dirname(path)
    while folder and posixpath.basename(folder).lower() in PACKAGING_FOLDERS:
        folder = posixpath.dirname(folder)
    return folder


def compose_versions(repo: Repository, path: str) -> Iterator[Stated]:
    """What compose services run in an image of a runtime itself, with the code mounted into it."""
    from ..compose.services import compose_file, for_production, for_tests

    compose = repo.ask(compose_file, path)
    if isinstance(compose, Unreadable):
        return
    purpose: Purpose = "deploys" if for_production(path) else "tests" if for_tests(path) else "develops"
    if ".devcontainer/" in path:
        purpose = "develops"
    for service in compose.services.values():
        if service.image and not service.build and "volumes" in service.body and _mounts_code(service.body.get("volumes")):
            for runtime, versions, written in image_versions(service.image.text):
                yield Stated(runtime, versions, written, service.image.place, purpose, project_folder(path))


def _mounts_code(volumes: object) -> bool:
    """Whether a folder of the repository is mounted as a whole, as for development: `.:/app`."""
    from ...parsing.yaml import Mapping, Scalar, Sequence

    for one in volumes if isinstance(volumes, Sequence) else ():
        source = (
            one.text("source") if isinstance(one, Mapping) else one.text.partition(":")[0] if isinstance(one, Scalar) else ""
        )
        if source in (".", "./", "..", "../", "$PWD", "${PWD}"):
            return True
    return False
