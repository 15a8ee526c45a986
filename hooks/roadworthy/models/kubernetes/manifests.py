"""Kubernetes manifests: the workloads that run containers, their images, and the probes that watch them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.paths import matching
from ...core.records import NamedTuple
from ...parsing.yaml import Mapping, Scalar, Sequence
from ...tables.file_names import YAML
from ..documents import documents

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.repository import Repository
    from ...core.rule import Paths
    from ...parsing.yaml import Tree

# Where the template of the pods stands: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/
_POD: dict[str, tuple[str, ...]] = {
    "Pod": ("spec",),
    "Deployment": ("spec", "template", "spec"),
    "StatefulSet": ("spec", "template", "spec"),
    "DaemonSet": ("spec", "template", "spec"),
    "ReplicaSet": ("spec", "template", "spec"),
    "ReplicationController": ("spec", "template", "spec"),
    "Rollout": ("spec", "template", "spec"),  # Argo
    "Job": ("spec", "template", "spec"),
    "CronJob": ("spec", "jobTemplate", "spec", "template", "spec"),
}
_SERVING = frozenset(_POD) - {"Job", "CronJob"}
_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
_WORDS = ("apiVersion", "kind", "ontainers")
_MOST_ITEMS = 10_000  # of lists in lists


class Container(NamedTuple):
    """One container of a pod. `probes` are the keys of its probes; `init` for one that runs before the others."""

    name: str
    at: Mapping
    image: Scalar | None
    probes: tuple[Scalar, ...]
    init: bool


class Workload(NamedTuple):
    """An object that runs pods. `at` is its kind as written; `name` is empty where it is generated."""

    path: str
    kind: str
    name: str
    at: Scalar
    containers: tuple[Container, ...]

    @property
    def serves(self) -> bool:
        """Whether its pods are meant to stay up: all but those of a Job or a CronJob."""
        return self.kind in _SERVING


class Manifest(NamedTuple):
    """The workloads of one YAML file."""

    path: str
    workloads: tuple[Workload, ...]


def manifests(repo: Repository, paths: Paths) -> Iterator[Manifest | Unreadable]:
    """The files with workloads among `paths`, or all of the repository's. A template of a manifest is opaque."""
    for path in matching(YAML, repo.paths() if paths is None else paths):
        said = repo.ask(manifest_file, path)
        if said is not None:
            yield said


def manifest_file(repo: Repository, path: str) -> Manifest | Unreadable | None:
    """The workloads of the YAML file at `path`; None where it has none. A fact, for `repo.ask(manifest_file, path)`."""
    source = repo.source(path)
    if isinstance(source, Unreadable) or not all(word in source.text for word in _WORDS):
        return None
    tree = repo.ask(documents, path)
    if isinstance(tree, Unreadable):
        return tree
    found = [workload for root in tree.roots for workload in _workloads(root, path)]
    if tree.problems and (not found or tree.problems[0].opaque):
        return tree.problems[0]
    return Manifest(path, tuple(found)) if found else None


def workloads(repo: Repository) -> tuple[Workload, ...]:
    """A fact: every workload of the repository that can be read."""
    return tuple(w for said in manifests(repo, None) if isinstance(said, Manifest) for w in said.workloads)


def templated_probes(repo: Repository) -> bool:
    """A fact: whether a template of a manifest, which cannot be read here, speaks of probes."""
    for said in manifests(repo, None):
        if isinstance(said, Unreadable):
            source = repo.source(said.place.path)
            if not isinstance(source, Unreadable) and any(probe in source.text for probe in _PROBES):
                return True
    return False


def _workloads(root: Tree, path: str) -> Iterator[Workload]:
    waiting: list[Tree] = [root]
    seen = 0
    while waiting and seen < _MOST_ITEMS:
        node = waiting.pop()
        seen += 1
        if not isinstance(node, Mapping):
            continue
        kind, items = node.get("kind"), node.get("items")
        if isinstance(items, Sequence) and isinstance(kind, Scalar) and kind.text.endswith("List"):
            waiting.extend(reversed(items.items))
        elif isinstance(kind, Scalar) and kind.text in _POD and "apiVersion" in node:
            pod = node.get(*_POD[kind.text])
            if isinstance(pod, Mapping):
                containers = (*_containers(pod, "initContainers"), *_containers(pod, "containers"))
                yield Workload(path, kind.text, node.text("metadata", "name") or "", kind, containers)


def _containers(pod: Mapping, key: str) -> Iterator[Container]:
    listed = pod.get(key)
    for body in listed if isinstance(listed, Sequence) else ():
        if isinstance(body, Mapping):
            image = body.get("image")
            probes = [found for name in _PROBES if isinstance(body.get(name), Mapping) and (found := body.key(name))]
            yield Container(
                body.text("name") or "",
                body,
                image if isinstance(image, Scalar) else None,
                tuple(probes),
                key == "initContainers",
            )
