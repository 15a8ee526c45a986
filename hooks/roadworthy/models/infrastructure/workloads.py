"""Everything that the repository runs somewhere: workloads of Kubernetes and services of other platforms."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.paths import matching
from ...tables.file_names import PLATFORMS, VENDORED
from ...tables.runtimes import ASIDE
from ..kubernetes.renditions import deployed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Unreadable
    from ...core.repository import Repository
    from ...core.rule import Paths
    from ..kubernetes.renditions import Deployed
    from .services import PlatformService

_ASIDE = ASIDE - {"template", "templates", "tools"}
_TERRAFORM = r"\.tf$|\.tfvars$|(?:^|/)terragrunt\.hcl$"


def workloads(repo: Repository, paths: Paths) -> Iterator[Deployed | PlatformService | Unreadable]:
    """What `paths` have a say in, or all. A reader."""
    yield from deployed(repo, paths)
    changed = None if paths is None else frozenset(paths)
    described = [
        path
        for path in matching(PLATFORMS, repo.paths() if paths is None else paths, VENDORED)
        if _ASIDE.isdisjoint(posixpath.dirname(path).lower().split("/"))
    ]
    if any(re.search(_TERRAFORM, path) for path in described):
        from .ecs import ecs_services

        for one in repo.ask(ecs_services):
            if one.touches(changed) and _ASIDE.isdisjoint(posixpath.dirname(one.path).lower().split("/")):
                yield one
    for path in described:
        yield from _described(repo, path)


def _described(repo: Repository, path: str) -> Iterator[PlatformService]:
    if path.endswith((".tf", ".tfvars")):
        return
    if path.endswith((".hcl", ".nomad")):
        from .nomad import nomad_services

        yield from repo.ask(nomad_services, path)
        return
    from .platforms import APP_PLATFORM, FLY, PROCFILE, RENDER, platform_services

    if re.search(f"{FLY}|{RENDER}|{APP_PLATFORM}|{PROCFILE}", path):
        yield from repo.ask(platform_services, path)
        return
    if path.endswith(".json"):
        from .ecs_tasks import ecs_file

        yield from repo.ask(ecs_file, path)
    elif path.endswith((".yml", ".yaml")):
        from .playbooks import plays
        from .swarm import STACK, swarm_services

        if re.search(STACK, path):
            yield from repo.ask(swarm_services, path)
        else:
            yield from repo.ask(plays, path)
    if path.endswith((".json", ".yml", ".yaml", ".template")):
        from .cloudformation import cloudformation_services

        yield from repo.ask(cloudformation_services, path)
