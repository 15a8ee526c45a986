"""Platforms that run a repository's services from one file: Fly, Render, DigitalOcean's App Platform, Heroku's Procfile."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.patterns import pattern
from ...parsing.toml_lines import lines, parse
from ...parsing.yaml import Mapping, Scalar, Sequence
from ..documents import documents
from ..environment_names import environment_of
from .services import Container, Health, PlatformService, Replacing, Said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ...parsing.setting import Setting

FLY = r"(?:^|/)fly(?:[._-][\w.-]+)?\.toml$"
RENDER = r"(?:^|/)render\.ya?ml$"
APP_PLATFORM = r"(?:^|/)\.do/[^/]+\.ya?ml$"
PROCFILE = r"(?:^|/)Procfile$"
_WEB = pattern(r"(?m)^web[ \t]{0,20}:")


def platform_services(repo: Repository, path: str) -> tuple[PlatformService, ...]:
    """A fact: the services that a platform's own file describes."""
    if re.search(FLY, path):
        return tuple(_fly(repo, path))
    if re.search(PROCFILE, path):
        return tuple(_procfile(repo, path))
    if re.search(RENDER, path):
        return tuple(_render(repo, path))
    return tuple(_app_platform(repo, path)) if re.search(APP_PLATFORM, path) else ()


def _fly(repo: Repository, path: str) -> Iterator[PlatformService]:
    """https://fly.io/docs/reference/configuration/; how many machines there are is kept at Fly, but for the fewest that run."""
    source = repo.source(path)
    if isinstance(source, Unreadable):
        return
    whole = source.whole()
    settings = [*lines(whole), *parse(whole)]
    if not any(one.key == "app" for one in settings):
        return
    environment, kind = environment_of(repo, path.rpartition(".")[0])
    tables = {one.section: one.value.place() for one in reversed(settings) if not one.key}
    traffic = tables.get("http_service") or tables.get("services")
    least = _setting(settings, ("http_service", "services"), "min_machines_running")
    if least is not None:
        place = least.value.place()
        text = least.value.text
        # Fewer than two: more may be made and kept stopped, or be started by hand.
        said = Said(text, place, environment, kind, known=text.isdigit() and int(text[:9]) >= 2)
    else:
        said = Said(None, traffic or whole.cut(0, 1).place(), environment, kind, known=False)
    strategy = _setting(settings, ("deploy",), "strategy")
    replacing = None
    if strategy is not None:
        at_once = strategy.value.text == "immediate"
        why = f'`strategy = "{strategy.value.text[:40]}"`'
        replacing = Replacing("at once" if at_once else "gradual", why, strategy.value.place())
    name = _setting(settings, ("",), "app")
    yield PlatformService(
        path,
        name.value.text if name is not None else posixpath.basename(path),
        "Fly",
        whole.cut(0, 1).place(),
        traffic,
        (said,),
        "min_machines_running",
        None,
        replacing,
        _fly_health(tables, traffic),
        (Container("", None, tuple(_fly_variables(settings))),),
        "it keeps what it writes in a volume" if "mounts" in tables else "",
    )


def _fly_health(tables: dict[str, Place], traffic: Place | None) -> Health | None:
    for name, place in tables.items():
        if re.fullmatch(r"(?:http_service|services)\.(?:\w{0,20}checks)|checks(?:\..{1,100})?", name):
            return Health("asked", "Fly's proxy asks it before it sends it traffic", place)
    return Health("not asked", "it has no `checks`", traffic) if traffic is not None else None


def _fly_variables(settings: list[Setting]) -> Iterator[tuple[str, Said]]:
    for one in settings:
        if one.section == "env" and one.key:
            yield one.key, Said(one.value.text, one.value.place())


def _setting(settings: list[Setting], sections: tuple[str, ...], key: str) -> Setting | None:
    return next((one for one in settings if one.key == key and one.section in sections), None)


def _procfile(repo: Repository, path: str) -> Iterator[PlatformService]:
    source = repo.source(path)
    found = None if isinstance(source, Unreadable) else _WEB.search(source.text)
    if isinstance(source, Unreadable) or found is None:
        return
    place = source.whole().cut(found.start(), found.end()).place()
    said = (Said(None, place, known=False),)
    yield PlatformService(path, "web", "Procfile", place, place, said, "the number of dynos", None, None, None, ())


def _render(repo: Repository, path: str) -> Iterator[PlatformService]:
    """https://render.com/docs/blueprint-spec"""
    for body in _listed(repo, path, "services"):
        kind, at = body.text("type"), body.key("type")
        if kind not in ("web", "pserv") or at is None or body.text("runtime") == "static" or body.text("env") == "static":
            continue
        least = body.get("scaling", "minInstances") or body.get("numInstances")
        single = "it keeps what it writes in a disk" if "disk" in body else ""
        yield _service(
            repo, path, "Render", body, at, least, "numInstances", body.key("healthCheckPath"), body.get("envVars"), single
        )


def _app_platform(repo: Repository, path: str) -> Iterator[PlatformService]:
    """https://docs.digitalocean.com/products/app-platform/reference/app-spec/"""
    for body in _listed(repo, path, "services"):
        at = body.key("name")
        if at is not None:
            least = body.get("autoscaling", "min_instance_count") or body.get("instance_count")
            yield _service(
                repo, path, "App Platform", body, at, least, "instance_count", body.key("health_check"), body.get("envs"), ""
            )


def _listed(repo: Repository, path: str, key: str) -> Iterator[Mapping]:
    tree = repo.ask(documents, path)
    root = None if isinstance(tree, Unreadable) else tree.root
    if isinstance(root, Mapping) and isinstance(root.get("spec"), Mapping):
        root = root.get("spec")
    listed = root.get(key) if isinstance(root, Mapping) else None
    for item in listed.items if isinstance(listed, Sequence) else ():
        if isinstance(item, Mapping):
            yield item


def _service(
    repo: Repository,
    path: str,
    platform: str,
    body: Mapping,
    at: Scalar,
    least: object,
    setting: str,
    health: Scalar | None,
    given: object,
    single: str,
) -> PlatformService:
    environment, kind = environment_of(repo, path.rpartition(".")[0])
    said = Said(None, at.place, environment, kind)
    if isinstance(least, Scalar):
        said = Said(least.text, least.place, environment, kind, known=least.text.isdigit())
    variables: list[tuple[str, Said]] = []
    for item in given.items if isinstance(given, Sequence) else ():
        name, value = (item.get("key"), item.get("value")) if isinstance(item, Mapping) else (None, None)
        encrypted = isinstance(item, Mapping) and item.text("type") == "SECRET"
        if isinstance(name, Scalar) and isinstance(value, Scalar) and not encrypted:
            variables.append((name.text, Said(value.text, value.place, known="$" not in value.text)))
    asked = Health("asked", f"{platform} asks it before it sends it traffic", health.place) if health is not None else None
    return PlatformService(
        path,
        body.text("name") or "web",
        platform,
        at.place,
        at.place,
        (said,),
        setting,
        1,
        None,
        asked,
        (Container(body.text("name") or "", None, tuple(variables)),),
        single,
    )
