"""The name of a container image: registry, repository, tag and digest, by the reference grammar that Docker uses."""

from __future__ import annotations

import re
from functools import lru_cache

from ...core.patterns import pattern
from ...core.records import NamedTuple


class ImageReference(NamedTuple):
    """A parsed name. `registry` is as written, None where it is left out; so are `tag` and `digest`."""

    registry: str | None
    repository: str
    tag: str | None
    digest: str | None

    @property
    def familiar(self) -> str:
        """The shortest name of the repository, without tag and digest: `python` for `docker.io/library/python`."""
        registry = (self.registry or "docker.io").lower()
        if registry not in _DOCKER_HUB:
            return f"{registry}/{self.repository}"
        return self.repository[8:] if self.repository.startswith("library/") else self.repository

    @property
    def canonical(self) -> str:
        """The repository in full, `docker.io/library/python` for `python`: equal for names of the same repository."""
        registry = (self.registry or "docker.io").lower()
        if registry not in _DOCKER_HUB:
            return f"{registry}/{self.repository}"
        return "docker.io/" + (self.repository if "/" in self.repository else f"library/{self.repository}")

    @property
    def official(self) -> bool:
        """Whether it is one of Docker's own images, such as `python`."""
        return self.canonical.startswith("docker.io/library/")

    @property
    def name(self) -> str:
        """The last part of the repository: `alpine` for `ghcr.io/acme/alpine`."""
        return self.repository.rpartition("/")[2]

    def __str__(self) -> str:
        registry = f"{self.registry}/" if self.registry else ""
        tag = f":{self.tag}" if self.tag is not None else ""
        digest = f"@{self.digest}" if self.digest is not None else ""
        return f"{registry}{self.repository}{tag}{digest}"


_DOCKER_HUB = ("docker.io", "index.docker.io")
_LONGEST = 4096  # characters; the grammar allows some 450
_REGISTRY = pattern(r"(?:\[[0-9a-fA-F:]+\]|[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)(?::[0-9]+)?\Z")
_PART = pattern(r"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*\Z")
_TAG = pattern(r"\w[\w.-]{0,127}\Z", re.ASCII)
_DIGEST = pattern(r"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}\Z")


@lru_cache(maxsize=1024)
def image_reference(text: str) -> ImageReference | None:
    """Parse the name of an image; None where it is none.

    What stands before the first `/` is a registry only with a dot or a port, as `localhost`, or in capitals, and the colon of
    a port is told from that of a tag by it.
    """
    if not text or len(text) > _LONGEST:
        return None
    rest, at, digest = text.partition("@")
    if at and not _DIGEST.match(digest):
        return None
    registry: str | None = None
    first, slash, after = rest.partition("/")
    if slash and ("." in first or ":" in first or first == "localhost" or first != first.lower()):
        if not _REGISTRY.match(first):
            return None
        registry, rest = first, after
    repository, colon, tag = rest.partition(":")
    if colon and not _TAG.match(tag):
        return None
    if len(repository) > 255 or not all(map(_PART.match, repository.split("/"))):
        return None
    return ImageReference(registry, repository, tag if colon else None, digest if at else None)
