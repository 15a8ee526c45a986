"""Templates of CloudFormation and SAM: the ECS services in them.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...parsing.yaml import Mapping, Scalar, Sequence
from ..documents import documents
from ..environment_names import environment_of
from ..kubernetes.singletons import why_single_image
from .ecs_tasks import said_of, task_containers
from .services import Container, Health, PlatformService, Replacing, Said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ...parsing.yaml import Tree
    from ..environment_names import Kind

_SERVICE, _TASK = "AWS::ECS::Service", "AWS::ECS::TaskDefinition"
_SCALES = "AWS::ApplicationAutoScaling::ScalableTarget"


def cloudformation_services(repo: Repository, path: str) -> tuple[PlatformService, ...]:
    """A fact: the ECS services of the template at a path; nothing where it is no template."""
    source = repo.source(path)
    if isinstance(source, Unreadable) or _SERVICE not in source.text or "Resources" not in source.text:
        return ()
    tree = repo.ask(documents, path)
    root = None if isinstance(tree, Unreadable) else tree.root
    resources = root.get("Resources") if isinstance(root, Mapping) else None
    if not isinstance(root, Mapping) or not isinstance(resources, Mapping):
        return ()
    environment = environment_of(repo, path.rpartition(".")[0])
    found = []
    for key, body in resources.pairs():
        properties = body.get("Properties") if isinstance(body, Mapping) and body.text("Type") == _SERVICE else None
        if isinstance(properties, Mapping) and properties.text("SchedulingStrategy") != "DAEMON":
            found.append(_service(path, key, properties, root, resources, environment))
    return tuple(found)


def _service(
    path: str, key: Scalar, body: Mapping, root: Mapping, resources: Mapping, environment: tuple[str, Kind | None]
) -> PlatformService:
    listed = body.get("LoadBalancers")
    traffic = body.key("LoadBalancers") if isinstance(listed, Sequence) and len(listed) else None
    scaler = next(iter(_scalers(key.text, resources)), None)
    setting = "MinCapacity" if scaler is not None else "DesiredCount"
    counts = scaler if scaler is not None else body
    written = counts.get(setting)
    said = _settled(root, written, written.place if written is not None else key.place)
    said = said._replace(environment=environment[0], kind=environment[1])
    containers = tuple(_containers(body.get("TaskDefinition"), resources))
    return PlatformService(
        path,
        key.text,
        "ECS",
        key.place,
        traffic.place if traffic is not None else None,
        (said,),
        setting,
        1,  # what CloudFormation takes where none is given
        _replacing(root, body),
        Health("asked", "the load balancer asks a task before it sends it traffic", traffic.place) if traffic else None,
        containers,
        next((why for one in containers if one.image and (why := why_single_image(one.image.text or ""))), ""),
    )


def _scalers(service: str, resources: Mapping) -> Iterator[Mapping]:
    for _, body in resources.pairs():
        properties = body.get("Properties") if isinstance(body, Mapping) and body.text("Type") == _SCALES else None
        named = properties.get("ResourceId") if isinstance(properties, Mapping) else None
        if named is not None and isinstance(properties, Mapping):
            text = named.base.text[named.start : named.end][:2_000]
            if f"{service}.Name" in text or f"{service}, Name" in text or f'"{service}", "Name"' in text:
                yield properties


def _settled(root: Mapping, node: Tree | None, place: Place) -> Said:
    """A value, or the default of the parameter that it refers to: another value may be given at deployment."""
    if node is None:
        return Said(None, place)
    named = (
        node.text
        if isinstance(node, Scalar) and node.tag == "!Ref"
        else node.text("Ref")
        if isinstance(node, Mapping)
        else None
    )
    if named is not None:
        return Said(root.text("Parameters", named, "Default"), node.place, known=False)
    return said_of(node)


def _replacing(root: Mapping, body: Mapping) -> Replacing | None:
    node = body.get("DeploymentConfiguration", "MinimumHealthyPercent")
    if node is None:
        return None
    least = _settled(root, node, node.place)
    if not least.known:
        return Replacing("not known", "`MinimumHealthyPercent`", node.place)
    return Replacing("at once" if least.text == "0" else "gradual", f"`MinimumHealthyPercent: {least.text}`", node.place)


def _containers(definition: Tree | None, resources: Mapping) -> Iterator[Container]:
    if isinstance(definition, Scalar) and definition.tag in ("!Ref", "!GetAtt"):
        name = definition.text.partition(".")[0]
    elif isinstance(definition, Mapping):
        name = definition.text("Ref") or ""
    else:
        return
    body = resources.get(name)
    if isinstance(body, Mapping) and body.text("Type") == _TASK:
        yield from task_containers(body.get("Properties", "ContainerDefinitions"))
