"""Jobs of Nomad: the groups that are services, with their count, update and checks.

https://developer.hashicorp.com/nomad/docs/job-specification
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...parsing.hcl import Call, Literal, Object, Reference, Template, parse
from ..environment_names import environment_of
from ..kubernetes.singletons import why_single_image
from .services import Container, Health, PlatformService, Replacing, Said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ...parsing.hcl import Block, Value

_TEMPLATED = ("[[", "{{")  # Levant, nomad-pack and others fill these in


def nomad_services(repo: Repository, path: str) -> tuple[PlatformService, ...]:
    """A fact: the groups of the service jobs in a file of HCL; nothing where it holds no job."""
    source = repo.source(path)
    if isinstance(source, Unreadable) or "job" not in source.text or "group" not in source.text:
        return ()
    root = parse(source)
    if isinstance(root, Unreadable):
        return ()
    defaults = {
        block.labels[0]: value
        for block in root.all("variable")
        if block.labels and (value := block.value("default")) is not None
    }
    found: list[PlatformService] = []
    for job in root.all("job"):
        if (job.text("type") or "service") == "service":
            found += [_group(repo, path, job, group, defaults) for group in job.all("group") if group.labels]
    return tuple(found)


def _group(repo: Repository, path: str, job: Block, group: Block, defaults: dict[str, Value]) -> PlatformService:
    environment, kind = environment_of(repo, path.rpartition(".")[0])
    tasks = list(group.all("task"))
    services = [one for block in (group, *tasks) for one in block.all("service")]
    served = [one for one in services if "port" in one.attributes]
    count = group.attributes.get("count")
    said = Said(None, group.place)
    if count is not None:
        said = _said(count.value, defaults)
    said = said._replace(environment=environment, kind=kind)
    scaling = next(group.all("scaling"), None)
    if scaling is not None and "min" in scaling.attributes:
        said = _said(scaling.attributes["min"].value, defaults)
    containers = tuple(_container(task, defaults) for task in tasks)
    single = next((why for one in containers if one.image and (why := why_single_image(one.image.text or ""))), "")
    if not single and any(True for _ in group.all("volume")):
        single = "it keeps what it writes in a volume"
    return PlatformService(
        path,
        f"{job.labels[0] if job.labels else ''}/{group.labels[0]}".strip("/"),
        "Nomad",
        group.place,
        served[0].place if served else None,
        (said,),
        "min" if scaling is not None and "min" in scaling.attributes else "count",
        1,
        _replacing(job, group, said),
        _health(served),
        containers,
        single,
    )


def _replacing(job: Block, group: Block, count: Said) -> Replacing | None:
    update = next(group.all("update"), None) or next(job.all("update"), None)
    if update is None:
        return None
    most, canary = update.text("max_parallel"), update.text("canary")
    place = update.attributes["max_parallel"].place if "max_parallel" in update.attributes else update.place
    if canary not in (None, "0") or ("canary" in update.attributes and canary is None):
        return Replacing("gradual", "`canary` starts new instances beside the old ones", update.attributes["canary"].place)
    if "max_parallel" in update.attributes and (most is None or not most.isdigit()):
        return Replacing("not known", "`max_parallel`", place)
    if most == "0" or (most and count.known and count.number and count.number > 1 and int(most) >= count.number):
        return Replacing("at once", f"`max_parallel = {most}`", place)
    return Replacing("gradual", f"`max_parallel = {most or 1}`", place)


def _health(served: list[Block]) -> Health | None:
    for one in served:
        check = next(one.all("check"), None)
        if check is not None:
            return Health("asked", "the service is found when its `check` passes", check.place)
        if one.value("check") is not None or any(inner.type == "dynamic" for inner in one.blocks):
            return Health("not known", "its `check` is put together elsewhere", one.place)
    return Health("not asked", "its `service` has no `check`", served[0].place) if served else None


def _container(task: Block, defaults: dict[str, Value]) -> Container:
    image: Said | None = None
    for config in task.all("config"):
        value = config.value("image")
        if value is not None:
            image = _said(value, defaults)
    return Container(task.labels[0] if task.labels else "", image, tuple(_variables(task)))


def _variables(task: Block) -> Iterator[tuple[str, Said]]:
    for block in task.all("env"):
        for name, attribute in block.attributes.items():
            yield name, _written(attribute.value)
    given = task.attributes.get("env")
    if given is not None and isinstance(given.value, Object):
        for name, value in given.value.entries.items():
            yield name, _written(value)


def _written(value: Value) -> Said:
    if isinstance(value, Literal):
        return Said(value.text, value.place, known=not any(mark in value.text for mark in _TEMPLATED))
    return Said(getattr(value, "name", None) or getattr(value, "text", ""), value.place, known=False)


def _said(value: Value, defaults: dict[str, Value]) -> Said:
    """A literal; a variable is its default, which whoever submits the job may replace, and so is not known."""
    place: Place = value.place
    if isinstance(value, Call) and len(value.arguments) == 1:
        value = value.arguments[0]
    if isinstance(value, Literal):
        return Said(value.text, place, known=not any(mark in value.text for mark in _TEMPLATED))
    if (
        isinstance(value, Template)
        and (tag := value.text.rpartition(":")[2])
        and not set("${}[]") & set(tag)
        and ":" in value.text
    ):
        return Said(f"image:{tag}", place)
    default = defaults.get(value.name.removeprefix("var.")) if isinstance(value, Reference) else None
    return Said(default.text if isinstance(default, Literal) else None, place, known=False)
