"""Which version of an image a workload runs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable, gap, passes, unknown
from ...core.rule import rule
from ...models.images.references import image_reference
from ...models.infrastructure.services import PlatformService
from ...models.infrastructure.workloads import workloads
from ...models.kubernetes.objects import UNKNOWN, listed, look, shown
from ...parsing.yaml import Scalar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Place
    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.kubernetes.renditions import Deployed, Variant

# What stands in place of an image, to be filled in by whatever applies the manifest.
_FILLED_IN = r"[$<>{}%]|PLACEHOLDER|REPLACE|IMAGE|(?i:change[-_]?me|your[-_])"
_BUILDERS = ("skaffold.yaml", "Tiltfile", "garden.yml", "devspace.yaml", ".ko.yaml")


@rule(  # type: ignore[arg-type]  # two records, which mypy takes for one tuple
    "INF008",
    "latest-image-in-manifest",
    reads=workloads,
    items=("4.1.8",),
    severity="warning",
    title="A workload runs whatever `latest` is when it is pulled",
    risk="two nodes run different code, a restart may be an upgrade, and there is no version to go back to",
    remedy="name a version in the tag, and for images of your own the commit",
    aliases=("CKV_K8S_14", "kube-score:container-image-tag"),
)
def latest_image_in_manifest(workload: Deployed | PlatformService, repo: Repository) -> Iterator[Outcome]:
    if isinstance(workload, PlatformService):
        for one in workload.containers:
            if one.image is not None:
                symbol = f"{workload.name}/{one.name}"
                if one.image.known and one.image.text is not None:
                    yield _tagged(one.image.text, one.name or workload.name, symbol, "", one.image.place, repo)
                else:
                    yield unknown(symbol, f"which image `{one.name}` runs is filled in elsewhere", one.image.place)
        return
    found: dict[str, list[Outcome]] = {}
    for variant in workload.judged():
        for said in _images(workload, variant, repo):
            found.setdefault(said.symbol, []).append(said)
    for told in found.values():
        yield min(told, key=lambda said: ("gap", "unknown", "pass").index(said.state))


def _images(workload: Deployed, variant: Variant, repo: Repository) -> Iterator[Outcome]:
    pod = variant.workload.pod
    where = variant.rendition.told
    for kind in ("initContainers", "containers"):
        for container in listed(look(pod, kind))[0]:
            name = shown(container.text("name") or "")
            symbol = f"{workload.name}/{name}"
            image = look(container, "image")
            stands = container.get("image")
            if image is UNKNOWN and stands is not None:
                yield unknown(symbol, f"which image `{name}` runs is not known{where}", stands.place)
            if not isinstance(image, Scalar) or container.text("imagePullPolicy") == "Never":
                continue
            if variant.rendition.form == "helm" and variant.rendition.kind is None and _is_given(image, repo):
                yield unknown(symbol, f"the tag of `{name}` is a value, which a release may be given{where}", image.place)
                continue
            yield _tagged(image.text, name, symbol, where, image.place, repo)


def _is_given(image: Scalar, repo: Repository) -> bool:
    """Whether a chart's template takes `latest` from its values: a pipeline gives them another when it deploys."""
    reference = image_reference(image.text.strip())
    source = repo.source(image.place.path)
    moves = reference is not None and not reference.digest and reference.tag in (None, "latest")
    return moves and not isinstance(source, Unreadable) and "{{" in source.line(image.place.line)


def _tagged(text: str, name: str, symbol: str, where: str, place: Place, repo: Repository) -> Outcome:
    text = text.strip()
    reference = image_reference(text)
    if reference is not None and (reference.registry or "").partition(":")[0] in ("localhost", "127.0.0.1"):
        return unknown(symbol, f"`{text[:80]}` comes from a registry on the machine itself{where}", place)
    if reference is not None and (reference.digest or reference.tag not in (None, "latest")):
        return passes(symbol, f"the image of `{name}` has a tag or digest{where}", place)
    if reference is None or re.search(_FILLED_IN, text) or (not reference.tag and _is_filled_in(repo)):
        return unknown(symbol, f"which version of `{text[:80]}` runs is filled in elsewhere{where}", place)
    if reference.tag:
        return gap(symbol, f"`{name}` runs `{text[:80]}`, which moves{where}", place)
    return gap(symbol, f"`{name}` runs `{text[:80]}` without a tag, so `latest`{where}", place)


def _is_filled_in(repo: Repository) -> bool:
    """Whether a tool that builds and deploys puts tags in."""
    return any(repo.exists(name) for name in _BUILDERS)
