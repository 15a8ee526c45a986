"""Everything that the documents tell, asked once: services, environments, tasks, variables, alerts, owners."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.records import NamedTuple
from ...parsing.yaml import Mapping
from ...tables.file_names import VENDORED
from ..code_owners import owner_of
from ..deployment.migrations.readers import last_ones, migration
from ..deployment.migrations.types import Migration
from ..documents import documents
from ..observability.alerts import alerts
from ..pipeline.delivery import delivery
from ..settings import PATH, Runbook, settings
from ..variables.known import variables
from .environments import by_hand, by_name_only, environments, published
from .said import Said
from .services import services
from .tasks import tasks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.repository import Repository
    from ..observability.alerts import Alert
    from ..variables.known import Variable
    from .environments import Deployed, Environment
    from .services import Running


class System(NamedTuple):
    """The whole picture. `hidden` are the parts of pipelines that cannot be seen from here, `unclear` the jobs with an
    environment that are not known to deploy; `runbook` is what the configuration tells, `told` the same with places; `owners`
    who owns the pipelines' files; `final` are the newest migrations without a way back. `by_hand` are scripts and targets that
    deploy. `published` is only asked where nothing deploys."""

    services: tuple[Running, ...]
    environments: tuple[Environment, ...]
    tasks: dict[str, tuple[Said, ...]]
    variables: tuple[Variable, ...]
    alerts: tuple[Alert, ...]
    owners: tuple[Said, ...]
    runbook: Runbook
    told: dict[str, Said]
    hidden: tuple[Said, ...]
    pipelines: tuple[str, ...]
    final: tuple[Said, ...] = ()
    by_hand: tuple[Deployed, ...] = ()
    published: tuple[Deployed, ...] = ()
    unclear: tuple[Said, ...] = ()


def system(repo: Repository) -> System:
    """A fact: the system."""
    whole = repo.ask(delivery)
    paths = tuple(pipeline.path for pipeline in whole.pipelines) if whole else ()
    return System(
        repo.ask(services),
        repo.ask(environments),
        repo.ask(tasks),
        tuple(one for one in repo.ask(variables).values() if one.scope == "application" and one.need == "required"),
        repo.ask(alerts),
        tuple(_owners(repo, paths)),
        repo.ask(settings).runbook,
        _told(repo),
        tuple(Said(one.name or one.kind, one.place, one.why) for one in whole.opaque) if whole else (),
        paths,
        tuple(_final(repo)),
        repo.ask(by_hand),
        () if repo.ask(environments) else repo.ask(published),
        repo.ask(by_name_only),
    )


def _final(repo: Repository) -> Iterator[Said]:
    for path in sorted(repo.ask(last_ones)):
        made = repo.ask(migration, path)
        if isinstance(made, Migration) and made.reversible is False:
            yield Said(path, made.way_back or made.place, made.framework)


def _owners(repo: Repository, paths: tuple[str, ...]) -> list[Said]:
    """Who owns the pipelines by CODEOWNERS, and the component by Backstage's catalog file."""
    found: dict[Said, None] = {}
    for path in paths:
        owned = repo.ask(owner_of, path)
        if owned:
            found[Said(" ".join(owned.owners), owned.place, path)] = None
    for path in repo.paths():
        if not re.search(r"(?:^|/)catalog-info\.ya?ml$", path) or re.search(VENDORED, path):
            continue
        tree = repo.ask(documents, path)
        for root in () if isinstance(tree, Unreadable) else tree.roots:
            owner = root.get("spec", "owner") if isinstance(root, Mapping) else None
            if owner is not None and isinstance(root, Mapping) and (name := root.text("spec", "owner")):
                found[Said(name, owner.place, root.text("metadata", "name") or "the component")] = None
    return list(found)


def _told(repo: Repository) -> dict[str, Said]:
    """What `.roadworthy.yaml` says under `runbook`, with its places."""
    tree = repo.ask(documents, PATH) if repo.exists(PATH) else None
    root = None if tree is None or isinstance(tree, Unreadable) else tree.root
    part = root.get("runbook") if isinstance(root, Mapping) else None
    found: dict[str, Said] = {}
    for key, value in part.pairs() if isinstance(part, Mapping) else ():
        text = part.text(key.text) if isinstance(part, Mapping) else None
        if text:
            found[key.text] = Said(text, value.place)
    return found
