"""Task definitions and services of Amazon ECS in files of JSON or YAML, as `aws ecs` and ecspresso take them.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...parsing.yaml import Mapping, Scalar, Sequence
from ..documents import documents
from ..environment_names import environment_of
from ..kubernetes.singletons import why_single_image
from .services import Container, Health, PlatformService, Replacing, Said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.repository import Repository
    from ...parsing.yaml import Tree

_MARKS = ("${", "{{", "<", "$(", "%")


def ecs_file(repo: Repository, path: str) -> tuple[PlatformService, ...]:
    """A fact: what a file of JSON says of ECS: a task definition or a service; nothing where it is neither."""
    source = repo.source(path)
    if isinstance(source, Unreadable) or not any(word in source.text for word in ("containerDefinitions", "desiredCount")):
        return ()
    tree = repo.ask(documents, path)
    root = None if isinstance(tree, Unreadable) else tree.root
    if isinstance(root, Mapping) and isinstance(root.get("taskDefinition"), Mapping):
        root = root.get("taskDefinition")
    if not isinstance(root, Mapping):
        return ()
    containers = tuple(task_containers(root.get("containerDefinitions")))
    if not containers and "desiredCount" not in root:
        return ()
    name = root.text("family") or root.text("serviceName") or posixpath.basename(path)
    environment, kind = environment_of(repo, path.rpartition(".")[0])
    at = root.key("containerDefinitions") or root.key("desiredCount")
    place = at.place if at is not None else root.place
    listed = root.get("loadBalancers")
    traffic = root.key("loadBalancers") if isinstance(listed, Sequence) and len(listed) else None
    count = root.get("desiredCount")
    said: tuple[Said, ...] = ()
    if isinstance(count, Scalar):
        said = (Said(count.text, count.place, environment, kind, known=count.text.isdigit()),)
    return (
        PlatformService(
            path,
            name,
            "ECS",
            place,
            traffic.place if traffic is not None else None,
            said,
            "desiredCount",
            None,
            _replacing(root),
            Health("asked", "the load balancer asks a task before it sends it traffic", traffic.place) if traffic else None,
            containers,
            next((why for one in containers if one.image and (why := why_single_image(one.image.text or ""))), ""),
        ),
    )


def _replacing(root: Mapping) -> Replacing | None:
    least = root.get("deploymentConfiguration", "minimumHealthyPercent")
    if not isinstance(least, Scalar):
        return None
    if not least.text.isdigit():
        return Replacing("not known", "`minimumHealthyPercent`", least.place)
    return Replacing("at once" if least.text == "0" else "gradual", f"`minimumHealthyPercent: {least.text}`", least.place)


def task_containers(node: Tree | None) -> Iterator[Container]:
    """The containers of a list of definitions, whether its keys begin with capitals or not."""
    for item in node.items if isinstance(node, Sequence) else ():
        if not isinstance(item, Mapping):
            continue
        variables: list[tuple[str, Said]] = []
        listed = item.get("environment") or item.get("Environment")
        for one in listed.items if isinstance(listed, Sequence) else ():
            if isinstance(one, Mapping):
                name, value = one.get("name") or one.get("Name"), one.get("value") or one.get("Value")
                if isinstance(name, Scalar) and value is not None:
                    variables.append((name.text, said_of(value)))
        image = item.get("image") or item.get("Image")
        name_ = item.text("name") or item.text("Name") or ""
        yield Container(name_, said_of(image) if image is not None else None, tuple(variables))


def said_of(node: Tree) -> Said:
    """A value as it is written; one that is computed or filled in is not known, and its text says how it is written."""
    if not isinstance(node, Scalar):
        return Said(node.base.text[node.start : node.end][:300], node.place, known=False)
    known = not node.tag.startswith("!") and not any(mark in node.text for mark in _MARKS) and node.style != "template"
    return Said(node.text, node.place, known=known)
