"""What an image starts from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.images.bases import distribution, familiar, size_class, smaller
from ...models.images.dockerfiles import dockerfiles, runs
from ...models.images.languages import installs_of, language_of
from ...models.images.purposes import product, purpose
from ...tables.base_images import ALWAYS_FULL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.images.references import ImageReference
    from ...models.images.stages import Image, Stage


@rule(
    "DF002",
    "unpinned-base",
    reads=dockerfiles,
    items=("4.1.1",),
    severity="error",
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
        elif base.image.tag is None or base.image.tag == "latest":
            yield _unpinned(repo, stage, base.image)
        else:
            yield passes(stage.label, f"the base image has the tag `{base.image.tag}`", place)


def _unpinned(repo: Repository, stage: Stage, image: ImageReference) -> Outcome:
    from ...models.images.builds import built_here  # only now: it reads what builds images

    name, place = image.familiar, stage.base.at.place()
    if built_here(repo, image, stage.path):
        return unknown(stage.label, f"`{name}` seems to be built here too: its version is that of the same build", place)
    remedy = "pin the digest, as in `@sha256:…`: its tags carry no version" if name.startswith("gcr.io/distroless/") else ""
    if image.tag:
        return gap(stage.label, f"`{name}:latest` is another image whenever it is built", place, remedy=remedy)
    return gap(stage.label, f"`{name}` has no tag, so it is whatever `latest` is when it is built", place, remedy=remedy)


@rule(
    "DF003",
    "general-purpose-base",
    reads=dockerfiles,
    items=("4.1.1",),
    severity="warning",
    title="The image ships a whole operating system or a compiler's image",
    risk="every tool in the image is one more to patch, to download, and to use for whoever breaks in",
    remedy="start the last stage from an image that holds little more than what the program needs to run",
)
def general_purpose_base(image: Image, repo: Repository) -> Iterator[Outcome]:
    stage = product(image)
    if stage is None:
        return
    base = stage.root_base
    place = base.at.place()
    reference = base.image
    if base.kind == "scratch":
        yield passes(stage.label, "nothing stands under the program", place)
        return
    if reference is None:
        yield unknown(stage.label, "the base image is given at build time", place)
        return
    size = size_class(reference.familiar, reference.tag)
    if size == "unknown":
        yield unknown(stage.label, f"what `{_named(reference)}` holds is not known here", place)
    elif size in ("minimal", "application"):
        yield passes(stage.label, f"`{_named(reference)}` holds little more than it runs", place)
    else:
        serves = purpose(stage)
        if distribution(reference.familiar, reference.tag) == "windows":
            yield unknown(stage.label, "whether the program would run on Nano Server cannot be told from here", place)
        elif serves == "unknown":
            yield unknown(stage.label, "nothing here says what runs in this image, so neither what it needs", place)
        elif serves == "program":
            language = language_of(stage, runs(repo, image))
            if size == "full-language" and any(part.startswith("jdk") for part in image.path.lower().split("/")):
                yield unknown(stage.label, "its folder says that the JDK is meant, and not why", place)
            elif language is None and familiar(reference.familiar) == "ubuntu" and installs_of(stage, runs(repo, image)):
                yield unknown(stage.label, "whether something smaller has Ubuntu's packages for it cannot be told", place)
            else:
                yield _too_much(stage, reference, language, size)


def _too_much(stage: Stage, reference: ImageReference, language: str | None, size: str) -> Outcome:
    name, tag = reference.familiar, reference.tag
    suggestion = smaller(name, tag, language)
    if name in ALWAYS_FULL and size == "full-language":
        said = "is there to build programs, not to run them"
        remedy = f"build in a stage of its own, and copy the result into {_one(suggestion)}"
    elif size == "full-language":
        java = suggestion is not None and suggestion.endswith("-jre")
        said = "is a development kit, with its compiler" if java else "is the full image, with compilers and headers"
        remedy = f"start from {_one(suggestion)}, and build in a stage of its own what needs a compiler"
    else:
        said = "is a whole operating system"
        remedy = f"start from something smaller, such as {_one(suggestion or _little(reference))}"
    through = stage.base.at.place(label="the last stage starts from it by way of this")
    evidence = () if stage.base is stage.root_base else (through,)
    return gap(stage.label, f"`{_named(reference)}` {said}", stage.root_base.at.place(), *evidence, remedy=remedy)


def _named(reference: ImageReference) -> str:
    return f"{reference.familiar}:{reference.tag}" if reference.tag else reference.familiar


def _one(suggestion: str | None) -> str:
    return f"`{suggestion}`" if suggestion else "a slim, Alpine or distroless image"


def _little(reference: ImageReference) -> str | None:
    """What is small and nearest to the distribution, where the program's language is not known."""
    found = distribution(reference.familiar, reference.tag)
    return {"debian": "debian:stable-slim", "ubuntu": "debian:stable-slim", "rhel": "redhat/ubi9-minimal"}.get(found)
