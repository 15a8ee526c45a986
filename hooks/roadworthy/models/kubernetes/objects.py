"""Kubernetes objects and what their fields say: pods, selectors, probes, ports, scale.

A field is read as `UNKNOWN` where a template that could not be followed has a say in it.
Fields: https://kubernetes.io/docs/reference/kubernetes-api/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.records import NamedTuple
from ...parsing.yaml import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...parsing.yaml import Tree

# Stands in rendered text for what is not known. Of the private use area: it means nothing in a file of anybody's.
MARK = "\ue0f1"
MOST_OBJECTS = 10_000  # of one file, lists in lists
# Where the template of the pods stands.
PODS: dict[str, tuple[str, ...]] = {
    "Pod": ("spec",),
    **dict.fromkeys(
        ("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController", "Rollout", "Job"),
        ("spec", "template", "spec"),
    ),
    "CronJob": ("spec", "jobTemplate", "spec", "template", "spec"),
}
SCALED = ("Deployment", "Rollout", "ReplicaSet", "ReplicationController")
PROBES = ("readinessProbe", "livenessProbe", "startupProbe")


class Unknown:
    """The type of `UNKNOWN`."""


UNKNOWN = Unknown()


class Object(NamedTuple):
    """One object. `names` are what it may be called by patches: as written, and as its kustomizations name it."""

    kind: Scalar
    names: tuple[str, ...]
    body: Mapping

    @property
    def name(self) -> str:
        """As it is written; empty where it is generated."""
        return self.names[0]

    @property
    def path(self) -> str:
        """The file in which it begins."""
        return self.body.base.path

    @property
    def origin(self) -> tuple[str, int]:
        """What it stays the same by through every overlay: its file, and where its kind stands in it."""
        return self.kind.base.path, self.kind.base.origin(self.kind.start)

    @property
    def pod(self) -> Mapping | None:
        """The specification of its pods."""
        found = self.body.get(*PODS.get(self.kind.text, ("",)))
        return found if isinstance(found, Mapping) else None

    @property
    def labels(self) -> Mapping | Unknown | None:
        """The labels of its pods."""
        if self.kind.text == "Pod":
            return _mapping(look(self.body, "metadata", "labels"))
        return _mapping(look(self.body, *PODS.get(self.kind.text, ("",))[:-1], "metadata", "labels"))


def objects(root: Tree) -> Iterator[Object]:
    """The objects of a document: itself, or the items of a list."""
    waiting: list[Tree] = [root]
    seen = 0
    while waiting and seen < MOST_OBJECTS:
        node = waiting.pop()
        seen += 1
        if not isinstance(node, Mapping):
            continue
        kind, items = node.get("kind"), node.get("items")
        if not isinstance(kind, Scalar):
            continue
        if isinstance(items, Sequence) and kind.text.endswith("List"):
            waiting.extend(reversed(items.items))
        elif "apiVersion" in node:
            yield Object(kind, (node.text("metadata", "name") or "",), node)


def shown(name: str) -> str:
    """A name as people know it: without that of the release for which a chart was rendered."""
    return name.replace(MARK, "…").removeprefix("release-name-").removesuffix("-release-name")


def is_unknown(node: Tree | None) -> bool:
    """Whether the value is, or may be, something else than what stands here."""
    if isinstance(node, Scalar):
        return MARK in node.text or node.style in ("template", "alias") or "{{" in node.text
    return isinstance(node, Mapping) and MARK in node


def look(node: Tree | None, *path: str) -> Tree | Unknown | None:
    """The value at the end of a path of keys; None where it is surely absent."""
    for name in path:
        if isinstance(node, Mapping) and name in node:
            node = node[name]
            continue
        return UNKNOWN if is_unknown(node) else None
    if isinstance(node, Scalar):
        return UNKNOWN if is_unknown(node) else None if node.is_null else node
    if isinstance(node, Mapping) and MARK in node and len(node) == 1:
        return UNKNOWN
    return node


def number(node: Tree | Unknown | None) -> int | Unknown | None:
    """A whole number; unknown where something else stands."""
    if isinstance(node, Unknown) or node is None:
        return node
    text = node.text if isinstance(node, Scalar) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else UNKNOWN


def listed(node: Tree | Unknown | None) -> tuple[list[Mapping], bool]:
    """The mappings of a list, and whether that is all of it."""
    if not isinstance(node, Sequence):
        return [], node is None
    found = [item for item in node if isinstance(item, Mapping)]
    return found, len(found) == len(node) and not any(len(item) == 1 and MARK in item for item in found)


def containers(pod: Mapping) -> tuple[list[Mapping], bool]:
    """The containers of a pod that stay, sidecars that are written as init containers left out; and whether that is all."""
    return listed(look(pod, "containers"))


def selects(selector: Mapping | None, labels: Mapping | Unknown | None) -> bool | None:
    """Whether a selector of equalities takes pods with these labels; None where that is not known. An empty one takes none."""
    if selector is None or not len(selector):
        return False
    if isinstance(labels, Unknown) or is_unknown(selector):
        return None
    unsure = False
    for key, value in selector.pairs():
        there = labels[key.text] if labels is not None and key.text in labels else None
        if there is None:
            if labels is None or not is_unknown(labels):
                return False
            unsure = True
        elif is_unknown(there) or is_unknown(value):
            unsure = True
        elif not (isinstance(there, Scalar) and isinstance(value, Scalar) and there.text == value.text):
            return False
    return None if unsure else True


def taken_by(selector: Tree | Unknown | None, labels: Mapping | Unknown | None) -> bool | None:
    """Whether a selector with `matchLabels` and `matchExpressions` takes pods with these labels; None where not known."""
    if not isinstance(selector, Mapping):
        return False if selector is None else None
    expressions, complete = listed(look(selector, "matchExpressions"))
    equal = look(selector, "matchLabels")
    if not complete or isinstance(equal, Unknown) or isinstance(labels, Unknown):
        return None
    unsure = False
    if isinstance(equal, Mapping) and len(equal):
        taken = selects(equal, labels)
        if taken is False:
            return False
        unsure = taken is None
    elif not expressions:
        return False
    for one in expressions:
        key, how, values = one.text("key") or "", one.text("operator"), one.get("values")
        there = labels.text(key) if labels is not None else None
        if is_unknown(labels) or (there is not None and MARK in there):
            unsure = True
        elif how in ("In", "NotIn"):
            among = (
                there in [item.text for item in values if isinstance(item, Scalar)] if isinstance(values, Sequence) else False
            )
            if among != (how == "In"):
                return False
        elif (there is not None) != (how == "Exists"):
            return False
    return None if unsure else True


def ports(container: Mapping) -> tuple[set[str], bool]:
    """The numbers and names of the ports that a container names, and whether those are all."""
    found, complete = listed(look(container, "ports"))
    said: set[str] = set()
    for one in found:
        for key in ("containerPort", "name"):
            value = look(one, key)
            if isinstance(value, Scalar):
                said.add(value.text)
            elif isinstance(value, Unknown):
                complete = False
    return said, complete


def probe_port(probe: Mapping) -> Scalar | None:
    """The port that a probe asks; None for one that runs a command, or where it is not known."""
    for how in ("httpGet", "tcpSocket", "grpc"):
        port = look(probe, how, "port")
        if isinstance(port, Scalar):
            return port
    return None


def _mapping(node: Tree | Unknown | None) -> Mapping | Unknown | None:
    return node if isinstance(node, (Mapping, Unknown)) or node is None else UNKNOWN
