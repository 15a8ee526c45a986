"""Services of Amazon ECS as Terraform describes them, with their task definitions.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/ecs_service
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.excerpt import Place, Source
from ...core.outcome import Unreadable
from ...parsing.hcl import Call, Items, Literal, Object, Reference, Template
from ...parsing.yaml import parse
from ..kubernetes.singletons import why_single_image
from .ecs_tasks import task_containers
from .services import Container, Health, PlatformService, Replacing, Said
from .terraform import Resource, names, resources_in, terraform_paths
from .terraform_values import effective

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.repository import Repository
    from ...parsing.hcl import Block, Value


def ecs_services(repo: Repository) -> tuple[PlatformService, ...]:
    """A fact: the services of ECS in the repository's Terraform."""
    found = [one for path in repo.ask(terraform_paths) for one in _in_file(repo, path, "aws_ecs_service")]
    scaled = [one for path in repo.ask(terraform_paths) for one in _in_file(repo, path, "aws_appautoscaling_target")]
    return tuple(_service(repo, one, scaled) for one in found if (one.block.text("scheduling_strategy") or "") != "DAEMON")


def _in_file(repo: Repository, path: str, type: str) -> Iterator[Resource]:
    source = repo.source(path)
    if isinstance(source, Unreadable) or type not in source.text:
        return
    yield from (one for one in repo.ask(resources_in, path) if one.type == type and one.block.type == "resource")


def _service(repo: Repository, one: Resource, scaled: list[Resource]) -> PlatformService:
    block = one.block
    listener = next(block.all("load_balancer"), None)
    containers = tuple(_containers(repo, one.folder, block.value("task_definition")))
    setting, instances = "desired_count", _said(repo, one.folder, block, "desired_count")
    own = [target for target in scaled if _scales(target, one)]
    if own:
        setting, instances = "min_capacity", _said(repo, own[0].folder, own[0].block, "min_capacity")
    elif any(target.folder == one.folder and _may_scale(target) for target in scaled):
        instances = tuple(said._replace(known=False) for said in instances)
    health = None
    if listener is not None:
        health = Health("asked", "the load balancer asks a task before it sends it traffic", listener.place)
    return PlatformService(
        one.path,
        one.name,
        "ECS",
        one.place,
        listener.place if listener is not None else None,
        instances,
        setting,
        None,
        _replacing(repo, one),
        health,
        containers,
        next((why for each in containers if each.image and (why := why_single_image(each.image.text or ""))), ""),
    )


def _said(repo: Repository, folder: str, block: Block, name: str) -> tuple[Said, ...]:
    attribute = block.attributes.get(name)
    return effective(repo, folder, attribute.value if attribute else None, attribute.place if attribute else block.place)


def _scales(target: Resource, service: Resource) -> bool:
    """Whether an autoscaler's `resource_id` names the service."""
    wanted = f"aws_ecs_service.{service.name}"
    value = target.block.value("resource_id")
    said = value.names if isinstance(value, Template) else (value.name,) if isinstance(value, Reference) else ()
    return target.folder == service.folder and any(f"{name}.".startswith(f"{wanted}.") for name in said)


def _may_scale(target: Resource) -> bool:
    """Whether an autoscaler is one of a service that it does not name by its resource."""
    value = target.block.value("resource_id")
    said = value.names if isinstance(value, Template) else (value.name,) if isinstance(value, Reference) else ()
    return not any(name.startswith("aws_ecs_service.") for name in said)


def _replacing(repo: Repository, one: Resource) -> Replacing | None:
    controller = next(one.block.all("deployment_controller"), None)
    if controller is not None and controller.text("type") not in (None, "ECS"):
        return Replacing(
            "gradual", f"`{controller.text('type')}` moves traffic when the new tasks are healthy", controller.place
        )
    said = _said(repo, one.folder, one.block, "deployment_minimum_healthy_percent")
    zero = next((each for each in said if each.known and each.text == "0" and each.kind != "development"), None)
    if zero is not None:
        return Replacing("at once", "`deployment_minimum_healthy_percent = 0`", zero.place)
    if not all(each.known for each in said):
        return Replacing("not known", "`deployment_minimum_healthy_percent`", said[0].place)
    text = next((each.text for each in said if each.text), None)
    why = f"`deployment_minimum_healthy_percent = {text}`" if text else "ECS keeps all tasks until the new ones are healthy"
    return Replacing("gradual", why, said[0].place)


def _containers(repo: Repository, folder: str, definition: Value | None) -> Iterator[Container]:
    name = definition.name if isinstance(definition, Reference) else next(iter(getattr(definition, "names", ())), "")
    parts = name.split(".")
    if len(parts) < 2 or parts[0] != "aws_ecs_task_definition":
        return
    for path in repo.ask(terraform_paths):
        if path.rpartition("/")[0] == folder:
            for one in _in_file(repo, path, "aws_ecs_task_definition"):
                if one.name == parts[1]:
                    yield from _defined(repo, folder, one.block.value("container_definitions"))


def _defined(repo: Repository, folder: str, value: Value | None) -> Iterator[Container]:
    """Containers as `jsonencode([…])` or as JSON in a string has them."""
    if isinstance(value, Reference) and value.name.startswith("local."):
        value = repo.ask(names, folder).get(value.name)
    if isinstance(value, Call) and value.name == "jsonencode" and value.arguments:
        value = value.arguments[0]
    if isinstance(value, Items):
        for item in value.items:
            if isinstance(item, Object):
                yield _container(repo, folder, item)
    elif isinstance(value, (Literal, Template)) and value.text.lstrip()[:1] == "[":
        for root in parse(Source(value.place.path, value.text).whole()).roots:
            first = value.place.line + (0 if value.text.lstrip(" ")[:1] == "[" and "\n" not in value.text else 1)
            for one in task_containers(root):
                yield _moved(one, value.place.path, first - 1)


def _moved(one: Container, path: str, lines: int) -> Container:
    """A container that was read from a string, with its places in the file around it."""

    def moved(said: Said) -> Said:
        line = said.place.line + lines
        return said._replace(place=Place(path, line, 1, line, 1), known=said.known and "${" not in (said.text or ""))

    return Container(
        one.name, moved(one.image) if one.image else None, tuple((name, moved(said)) for name, said in one.variables)
    )


def _container(repo: Repository, folder: str, item: Object) -> Container:
    name, image = item.entries.get("name"), item.entries.get("image")
    variables: list[tuple[str, Said]] = []
    listed = item.entries.get("environment")
    for one in listed.items if isinstance(listed, Items) else ():
        if isinstance(one, Object):
            key, value = one.entries.get("name"), one.entries.get("value")
            if isinstance(key, Literal) and value is not None:
                variables.append((key.text, _plain(value)))
    return Container(
        name.text if isinstance(name, Literal) else "",
        _image(repo, folder, image) if image is not None else None,
        tuple(variables),
    )


def _image(repo: Repository, folder: str, value: Value) -> Said:
    if isinstance(value, Template) and (tag := value.text.rpartition(":")[2]) and "$" not in tag and "}" not in tag:
        return Said(f"image:{tag}", value.place)  # the registry is filled in, the tag is written
    return next(iter(effective(repo, folder, value, value.place)), Said(None, value.place, known=False))


def _plain(value: Value) -> Said:
    if isinstance(value, Literal):
        return Said(value.text, value.place)
    return Said(getattr(value, "name", None) or getattr(value, "text", ""), value.place, known=False)
