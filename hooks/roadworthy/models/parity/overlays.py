"""Files that hold what one environment has of its own: overlays, values, settings; and how staging differs from production."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...parsing.yaml import Mapping, Scalar, Sequence
from ...tables.file_names import COMPOSE
from ..documents import documents
from ..settings import settings
from ..versions.compared import is_aside

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ...core.rule import Paths
    from ...parsing.yaml import Tree

    Kind = Literal["kustomize", "values", "compose", "tfvars", "settings"]

# Settings of the application for one environment, by framework.
_SETTINGS = pattern(
    r"(?:^|/)(?:settings/\w+\.py|settings_\w+\.py|config/environments/\w+\.rb|application-[\w-]+\.(?:ya?ml|properties)"
    r"|appsettings\.\w+\.json|config/\w+\.(?:json|ya?ml|exs))$"
)
_COMPOSE = pattern(COMPOSE)
_VALUES = pattern(r"(?:^|/)[^/]*values[^/]*\.ya?ml$")
_DEEPEST = 6
_MOST_SWITCHES = 2_000


class EnvironmentFile(NamedTuple):
    """A file of one environment. `key` is the path with the environment's name taken out: the same for its counterpart."""

    path: str
    environment: Literal["staging", "production"]
    kind: Kind
    key: str


class Difference(NamedTuple):
    """Something that one environment has and the other lacks, or has switched off. `place` is where it stands."""

    name: str
    place: Place
    environment: str


class Overlay(NamedTuple):
    """Production's file with staging's counterpart, and what differs. `compared`: how many parts production has."""

    path: str
    staging: str
    differences: tuple[Difference, ...]
    compared: int


class Overlays(NamedTuple):
    """All of a repository: its pairs, and the files of one environment that have no counterpart."""

    path: str
    pairs: tuple[Overlay, ...]
    alone: tuple[EnvironmentFile, ...]


def overlays(repo: Repository, paths: Paths) -> Iterator[Overlays]:
    """A reader for what the whole repository tells: one subject, where something is kept for one environment."""
    found = repo.ask(environment_files)
    if not found:
        return
    by_key: dict[tuple[str, str], dict[str, EnvironmentFile]] = {}
    for one in found:
        if one.kind != "settings":
            by_key.setdefault((one.kind, one.key), {})[one.environment] = one
    pairs: list[Overlay] = []
    alone: list[EnvironmentFile] = []
    for both in by_key.values():
        if len(both) == 2:
            pairs.append(_compared(repo, both["production"], both["staging"]))
        else:
            alone.extend(both.values())
    if pairs or alone:
        yield Overlays((pairs[0].path if pairs else alone[0].path), tuple(pairs), tuple(alone))


def environment_files(repo: Repository) -> tuple[EnvironmentFile, ...]:
    """A fact: the files that hold something for staging or production alone, by their name or folder."""
    names = _names(repo)
    found = (_environment_file(path, names) for path in repo.paths() if not is_aside(path))
    return tuple(one for one in found if one is not None)


def _names(repo: Repository) -> dict[str, Literal["staging", "production"]]:
    given = repo.ask(settings).environments
    names: dict[str, Literal["staging", "production"]] = {
        **dict.fromkeys(("prod", "production", "prd"), "production"),
        **dict.fromkeys(("stage", "staging", "stg", "preprod"), "staging"),
    }
    names.update(dict.fromkeys(map(str.lower, given.get("production", ())), "production"))
    names.update(dict.fromkeys(map(str.lower, given.get("staging", ())), "staging"))
    return names


def _environment_file(path: str, names: dict[str, Literal["staging", "production"]]) -> EnvironmentFile | None:
    kind = _kind(path)
    if kind is None or re.search(r"example|sample|template", path, re.I):
        return None
    for word in re.finditer(r"(?<![A-Za-z0-9])[A-Za-z]+(?![A-Za-z0-9])", path):
        environment = names.get(word[0].lower())
        if environment:
            return EnvironmentFile(path, environment, kind, f"{path[: word.start()]}*{path[word.end() :]}")
    return None


def _kind(path: str) -> Kind | None:
    name = posixpath.basename(path)
    if name in ("kustomization.yaml", "kustomization.yml"):
        return None if "components/" in path else "kustomize"  # a component is a part of overlays
    if _VALUES.search(path):
        return None if "/ci/" in path else "values"  # a chart's own cases, which chart-testing renders
    if _COMPOSE.search(path):
        return "compose"
    if name.endswith(".tfvars"):
        return "tfvars"
    return "settings" if _SETTINGS.search(path) else None


def _compared(repo: Repository, production: EnvironmentFile, staging: EnvironmentFile) -> Overlay:
    ours, theirs = _parts(repo, production), _parts(repo, staging)
    differences = [
        *(Difference(name, place, "production") for name, place in ours.items() if name not in theirs),
        *(Difference(name, place, "staging") for name, place in theirs.items() if name not in ours),
    ]
    return Overlay(production.path, staging.path, tuple(differences), len(ours))


def _parts(repo: Repository, file: EnvironmentFile) -> dict[str, Place]:
    """What the environment consists of: resources, services, and what is switched on. Scale, names and hosts are no parts."""
    if file.kind == "tfvars":
        return dict(_switches_of_terraform(repo, file.path))
    tree = repo.ask(documents, file.path)
    root = None if isinstance(tree, Unreadable) else tree.root
    if not isinstance(root, Mapping):
        return {}
    if file.kind == "compose":
        services = root.get("services")
        return {key.text: key.place for key, _ in services.pairs()} if isinstance(services, Mapping) else {}
    if file.kind == "kustomize":
        entries = [entry for part in ("resources", "bases", "components") for entry in _entries(root.get(part))]
        own = "|".join(map(re.escape, _names(repo)))  # each environment names its own
        word = re.compile(rf"(?i)(?<![a-z0-9])(?:{own})(?![a-z0-9])")
        return {word.sub("*", entry.text): entry.place for entry in entries}
    return dict(_switches(root))


def _entries(node: Tree | None) -> Iterator[Scalar]:
    for item in node.items if isinstance(node, Sequence) else ():
        if isinstance(item, Scalar):
            yield item


def _switches(root: Mapping) -> Iterator[tuple[str, Place]]:
    """`x.enabled` where it is true, and `x` by itself where it is a part with that switch left out: nothing."""
    waiting: list[tuple[Mapping, str]] = [(root, "")]
    met = 0
    while waiting:
        node, path = waiting.pop()
        for key, value in node.pairs():
            met += 1
            if met > _MOST_SWITCHES:
                return
            name = f"{path}.{key.text}" if path else key.text
            if isinstance(value, Mapping) and name.count(".") < _DEEPEST:
                waiting.append((value, name))
            elif (
                isinstance(value, Scalar) and key.text in ("enabled", "enable") and value.text.lower() in ("true", "yes", "on")
            ):
                yield name, key.place


def _switches_of_terraform(repo: Repository, path: str) -> Iterator[tuple[str, Place]]:
    source = repo.source(path)
    if isinstance(source, Unreadable):
        return
    for found in re.finditer(
        r"(?m)^[ \t]{0,20}((?:enable|create|deploy)\w{0,80}|\w{1,80}_enabled)[ \t]{0,40}=[ \t]{0,8}true\b", source.text
    ):
        yield found[1], source.whole().cut(found.start(1), found.end(1)).place()
