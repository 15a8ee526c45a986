"""What an image starts from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.dockerfiles import dockerfiles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.images import Image


@rule(
    "DF002",
    "unpinned-base",
    reads=dockerfiles,
    items=("4.1.1",),
    severity="warning",
    title="A base image has no version",
    risk="the same Dockerfile builds something else tomorrow, and nobody can say what runs today",
    remedy="name a version in the tag, and a digest where builds must repeat exactly",
    aliases=("DL3006", "DL3007", "CKV_DOCKER_7", "DS-0001"),
)
def unpinned_base(image: Image, repo: Repository) -> Iterator[Outcome]:
    for stage in image.stages:
        base = stage.base
        place = base.at.place()
        if base.kind == "unknown":
            names = " and ".join(f"`{name}`" for name in base.value.unknown) or "an expression"
            yield unknown(stage.label, f"the base image is given at build time by {names}", place)
        if base.kind != "image" or base.image is None:
            continue
        if base.image.digest:
            yield passes(stage.label, "the base image is pinned by digest", place)
        elif base.image.tag is None:
            yield gap(stage.label, f"`{base.image.familiar}` has no tag, so it is whatever `latest` is when it is built", place)
        elif base.image.tag == "latest":
            yield gap(stage.label, f"`{base.image.familiar}:latest` is another image whenever it is built", place)
        else:
            yield passes(stage.label, f"the base image has the tag `{base.image.tag}`", place)
