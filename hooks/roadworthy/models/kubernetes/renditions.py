"""What is applied together: the objects of a folder, of an overlay, of a chart with its values; and the workloads among them.

A workload is one subject with all its renditions, so that a base which every overlay scales is judged by what is deployed.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.paths import matching
from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...parsing.yaml import Mapping, Scalar
from ...tables.file_names import MANIFESTS, VENDORED, YAML
from ...tables.runtimes import ASIDE
from ..documents import documents
from ..environment_names import environment_of
from .charts import chart, release
from .kustomize import built, kustomizations, leads_to, names_no_other
from .manifest_files import chart_of, is_kustomization, objects_in
from .objects import MARK, PODS, Object, listed, look, selects, shown, taken_by

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ...core.rule import Paths
    from ..environment_names import Kind

# What lies in the first five is deployed all the same; what a site hands out is not.
_ASIDE = (ASIDE - {"template", "templates", "bootstrap", "tools", "demo"}) | {"public"}
_VALUE = pattern(r"\.Values((?:\.\w{1,100}){1,12})")
_MOST_TOGETHER = 300  # files of one folder


class Rendition(NamedTuple):
    """Objects that are applied together.

    `source` is what makes them: a kustomization, a values file, or a folder; `environment` the name that it has for that,
    empty for none, and `kind` what that means. `complete`: nothing is missing that a reader could not follow.
    `folder` is that of the chart.
    """

    source: str
    form: Literal["manifests", "kustomize", "helm"]
    environment: str
    kind: Kind | None
    objects: tuple[Object, ...]
    complete: bool
    sources: tuple[str, ...] = ()
    folder: str = ""

    @property
    def told(self) -> str:
        """What a sentence says of where this is so; empty where there is only one place."""
        return f" in `{self.source}`" if self.form != "manifests" else ""


class Variant(NamedTuple):
    """A workload as one rendition has it."""

    workload: Object
    rendition: Rendition


class Deployed(NamedTuple):
    """A workload that the repository deploys, in all its variants. `path` is the file in which it begins."""

    path: str
    name: str
    kind: str
    variants: tuple[Variant, ...]

    def judged(self) -> tuple[Variant, ...]:
        """The variants that something may depend on: those of development are not."""
        return tuple(one for one in self.variants if one.rendition.kind != "development")


def deployed(repo: Repository, paths: Paths) -> Iterator[Deployed | Unreadable]:
    """The workloads that `paths` have a say in, or all. A reader."""
    met: set[tuple[str, int]] = set()
    for rendered in _renditions(repo, paths):
        if isinstance(rendered, Unreadable):
            yield rendered
            continue
        for one in rendered.objects:
            if one.kind.text in PODS and one.origin not in met and one.pod is not None:
                met.add(one.origin)
                yield _deployed(repo, one, rendered)


def _deployed(repo: Repository, one: Object, first: Rendition) -> Deployed:
    variants: list[Variant] = []
    for rendition in _that_have(repo, one, first):
        for other in rendition.objects:
            if other.origin == one.origin:
                variants.append(Variant(other, rendition))
                break
    return Deployed(one.origin[0], shown(one.name), one.kind.text, tuple(variants))


def _renditions(repo: Repository, paths: Paths) -> Iterator[Rendition | Unreadable]:
    """A rendition or more for everything that the paths touch."""
    met: set[str] = set()
    charts: set[str] = set()
    for path in matching(MANIFESTS, repo.paths() if paths is None else paths, VENDORED):
        if not _ASIDE.isdisjoint(posixpath.dirname(path).lower().split("/")):
            continue
        chart_folder = repo.ask(chart_of, path)
        if chart_folder is not None:
            if chart_folder not in charts:
                charts.add(chart_folder)
                yield from repo.ask(releases, chart_folder)
            continue
        if is_kustomization(path):
            told: tuple[Object, ...] | Unreadable = ()
        else:
            told = repo.ask(objects_in, path)
            if isinstance(told, Unreadable):
                if not told.opaque:
                    yield told
                continue
        folder = posixpath.dirname(path)
        for source in repo.ask(_overlays_of, path):
            if source not in met:
                met.add(source)
                yield repo.ask(overlay, source)
        if told and folder not in met and not repo.ask(_overlays_of, path):
            met.add(folder)
            yield repo.ask(folder_of_manifests, folder)


def _overlays_of(repo: Repository, path: str) -> tuple[str, ...]:
    """A fact: the kustomizations that are applied and that a file has a say in."""
    if not repo.ask(kustomizations):
        return ()
    return tuple(source for source in repo.ask(names_no_other) if path in repo.ask(leads_to, source))


def _that_have(repo: Repository, one: Object, first: Rendition) -> tuple[Rendition, ...]:
    """The renditions in which a workload may stand: what it is deployed by."""
    if first.form == "kustomize":
        return tuple(repo.ask(overlay, source) for source in repo.ask(_overlays_of, one.origin[0]))
    if first.form == "helm":
        return repo.ask(releases, first.folder)
    return (first,)


def releases(repo: Repository, folder: str) -> tuple[Rendition, ...]:
    """A fact: a chart with its own values and with those of each environment.

    Where there are values for production, the chart's own are not what anything runs with, and are left out.
    """
    known = repo.ask(chart, folder)
    found: list[Rendition] = []
    for path in known.values:
        if "/ci/" in path:
            continue
        name, kind = environment_of(repo, path[len(folder) :].rpartition(".")[0])
        if kind is not None:
            found.append(_release(repo, folder, path, name, kind))
    if not any(one.kind == "production" for one in found):
        found.insert(0, _release(repo, folder, "", "", None))
    return tuple(found)


def _release(repo: Repository, folder: str, values: str, name: str, kind: Kind | None) -> Rendition:
    made = repo.ask(release, folder, values)
    source = values or posixpath.join(folder, "values.yaml")
    return Rendition(source, "helm", name, kind, made.objects, made.complete, made.sources, folder)


def overlay(repo: Repository, path: str) -> Rendition:
    """A fact: what the kustomization at `path` makes, as one rendition."""
    made = repo.ask(built, path)
    name, kind = environment_of(repo, posixpath.dirname(path))
    return Rendition(path, "kustomize", name, kind, made.objects, made.complete, made.sources)


def folder_of_manifests(repo: Repository, folder: str) -> Rendition:
    """A fact: the plain manifests of a folder, as one rendition."""
    paths = [path for path in matching(YAML, repo.paths()) if posixpath.dirname(path) == folder and not is_kustomization(path)]
    found: list[Object] = []
    complete = len(paths) <= _MOST_TOGETHER
    for path in paths[:_MOST_TOGETHER]:
        told = repo.ask(objects_in, path)
        if isinstance(told, Unreadable):
            complete = False
        else:
            found += told
    name, kind = environment_of(repo, folder)
    return Rendition(folder or ".", "manifests", name, kind, tuple(found), complete, tuple(paths))


def given_at(repo: Repository, rendition: Rendition, place: Place) -> list[Place]:
    """Where the value stands that a chart's template prints at a place."""
    source = repo.source(place.path)
    if rendition.form != "helm" or isinstance(source, Unreadable):
        return []
    named = _VALUE.search(source.line(place.line))
    for path in reversed(rendition.sources) if named else ():
        tree = repo.ask(documents, path)
        root = None if isinstance(tree, Unreadable) else tree.root
        node = root.get(*named[1].strip(".").split(".")) if isinstance(root, Mapping) and named else None
        if node is not None:
            return [node.place.labelled("the value that it gets")]
    return []


def services_of(variant: Variant) -> tuple[list[Object], bool]:
    """The Services that send traffic to the pods, and whether there may be more."""
    unsure = not variant.rendition.complete
    found: list[Object] = []
    for one in variant.rendition.objects:
        if one.kind.text != "Service" or not _same_namespace(one, variant.workload):
            continue
        selector = look(one.body, "spec", "selector")
        taken = selects(selector if isinstance(selector, Mapping) else None, variant.workload.labels)
        if taken:
            found.append(one)
        elif taken is None or not (isinstance(selector, Mapping) or selector is None):
            unsure = True
    return found, unsure


def scaler_of(variant: Variant) -> tuple[Object | None, bool]:
    """What scales the workload, a HorizontalPodAutoscaler or KEDA's ScaledObject, and whether there may be one unseen."""
    unsure = not variant.rendition.complete
    for one in variant.rendition.objects:
        if one.kind.text in ("HorizontalPodAutoscaler", "ScaledObject"):
            target = look(one.body, "spec", "scaleTargetRef", "name")
            if isinstance(target, Scalar) and target.text in variant.workload.names:
                return one, False
            if not isinstance(target, Scalar):
                unsure = True
    return None, unsure


def budgets_of(variant: Variant) -> tuple[list[Object], bool]:
    """The PodDisruptionBudgets of the pods, and whether there may be more."""
    unsure = not variant.rendition.complete
    found = []
    for one in variant.rendition.objects:
        if one.kind.text == "PodDisruptionBudget" and _same_namespace(one, variant.workload):
            taken = taken_by(look(one.body, "spec", "selector"), variant.workload.labels)
            if taken:
                found.append(one)
            elif taken is None:
                unsure = True
    return found, unsure


def _same_namespace(one: Object, other: Object) -> bool:
    first, second = one.body.text("metadata", "namespace"), other.body.text("metadata", "namespace")
    return first is None or second is None or first == second or MARK in first + second


def served_container(variant: Variant, services: list[Object]) -> Iterator[Mapping]:
    """The containers that a Service's ports lead to: those that name such a port, or the only one."""
    pod = variant.workload.pod
    found, _ = listed(look(pod, "containers"))
    if len(found) == 1:
        yield found[0]
        return
    wanted: set[str] = set()
    for service in services:
        for port in listed(look(service.body, "spec", "ports"))[0]:
            for key in ("targetPort", "port"):
                target = look(port, key)
                if isinstance(target, Scalar):
                    wanted.add(target.text)
                    break
    for container in found:
        for port in listed(look(container, "ports"))[0]:
            if {port.text("containerPort"), port.text("name")} & wanted:
                yield container
                break
