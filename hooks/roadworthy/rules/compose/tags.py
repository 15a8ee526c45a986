"""Which version of an image a service runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.compose.services import compose_files, for_production, for_tests, local_images
from ...models.images.references import image_reference
from ...tables.docker_cli import COMMIT_VARIABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.compose.services import Compose

_DEFAULT = r"\$\{\w{1,100}:?-([^{}$]{0,400})\}"


@rule(
    "CMP002",
    "latest-image-tag",
    reads=compose_files,
    items=("4.1.8",),
    severity="error",
    title="A service runs whatever `latest` is when it is pulled",
    risk="two hosts run different code, a restart may be an upgrade, and there is no version to go back to",
    remedy="name a version in the tag; for images of your own the commit, as in `image: shop:${GIT_SHA:?}`",
    aliases=("dclint:service-image-require-explicit-tag",),
)
def latest_image_tag(compose: Compose, repo: Repository) -> Iterator[Outcome]:
    if for_tests(compose.path):
        return
    for service in compose.services.values():
        image = service.image
        if image is None or image.is_null:
            continue
        written = image.text.strip()
        text = re.sub(_DEFAULT, r"\1", written)
        if "$" in text and not text.endswith(":latest"):
            version = text.partition("@")[0].rpartition("/")[2].partition(":")[2]
            if "@" in text or (version and ("$" not in version or re.search(COMMIT_VARIABLES, version.strip("${}:?")))):
                yield passes(service.name, "the image has a tag or digest", image.place)
            else:
                yield unknown(service.name, "which version it is comes from a variable without a default", image.place)
            continue
        reference = image_reference(text)
        tag = reference.tag if reference else "latest" if text.endswith(":latest") else ""
        if reference and reference.digest:
            yield passes(service.name, "the image is pinned by digest", image.place)
        elif reference and tag and tag != "latest":
            yield passes(service.name, f"the image has the tag `{tag}`", image.place)
        elif (reference is None and tag != "latest") or _built_here(compose, written, repo, service.build is not None):
            continue
        elif text != written:
            name = f"`{service.name}` falls back to `latest` where its variable is not set"
            yield gap(service.name, name, image.place, remedy="ask for the variable, as in `${TAG:?}`, or give it a version")
        elif tag == "latest":
            yield gap(service.name, f"`{service.name}` runs `{_name(text)}`, which moves", image.place)
        else:
            yield gap(service.name, f"`{service.name}` runs `{_name(text)}` without a tag, so it is `latest`", image.place)


def _built_here(compose: Compose, image: str, repo: Repository, builds: bool) -> bool:
    """An image that is made on the spot: its tag is no version of anything, unless the file is the one for production."""
    return not for_production(compose.path) and (builds or image in repo.ask(local_images))


def _name(image: str) -> str:
    return image if len(image) <= 50 else "…/" + image.rpartition("/")[2][-45:]
