"""Where staging and production take their secrets from: references in overlays, in charts with their values, and in tfvars."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from ...core.outcome import Unreadable
from ...core.patterns import pattern
from ...core.records import NamedTuple
from ...parsing.hcl import Literal as Written
from ...parsing.yaml import Mapping, Scalar, Sequence
from ..documents import documents
from ..kubernetes.charts import release
from ..kubernetes.kustomize import built
from ..kubernetes.manifest_files import chart_of
from ..kubernetes.objects import MARK, listed, look
from ..parity.overlays import environment_files
from .terraform import terraform_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ...core.rule import Paths
    from ..kubernetes.objects import Object
    from ..parity.overlays import EnvironmentFile

_MOST = 2_000  # values of one file
# A full name holds the account or the vault that it is in; a path alone may be one in another account.
_FULL = pattern(
    r"^(?:arn:aws[\w-]{0,10}:(?:secretsmanager|ssm):|projects/[\w-]{1,60}/secrets/|https://[\w-]{1,60}\.vault\.azure\.net/)"
)
_PATH = pattern(r"^/?[\w.-]{1,100}(?:/[\w.-]{1,100}){1,12}$")
_NAMES_SECRET = pattern(r"(?i)secret|vault|ssm|credential|password|token")
_PRODUCTION = pattern(r"(?i)(?<![a-z])prod(?:uction)?(?![a-z])")
_NOT_PRODUCTION = pattern(r"(?i)(?<![a-z])(?:non|pre)[-_]?prod")

Environment = Literal["staging", "production"]


class Source(NamedTuple):
    """A reference to a secret. `full`: its name says in which account or vault it is."""

    text: str
    full: bool
    place: Place

    @property
    def is_production(self) -> bool:
        """Whether its name says that it is production's."""
        return bool(_PRODUCTION.search(self.text)) and not _NOT_PRODUCTION.search(self.text)


class SecretSources(NamedTuple):
    """What the two environments of one overlay, chart or module take their secrets from. `path` is production's file."""

    path: str
    staging: tuple[Source, ...]
    production: tuple[Source, ...]


def secret_sources(repo: Repository, paths: Paths) -> Iterator[SecretSources]:
    """A reader for what the whole repository tells: a subject for each pair of environments that names secrets."""
    by_key: dict[tuple[str, str], dict[Environment, EnvironmentFile]] = {}
    for one in repo.ask(environment_files):
        by_key.setdefault((one.kind, one.key), {})[one.environment] = one
    for both in by_key.values():
        if len(both) == 2:
            staging, production = (tuple(_sources(repo, both[name])) for name in ("staging", "production"))
            if staging and production:
                yield SecretSources(both["production"].path, staging, production)


def _sources(repo: Repository, file: EnvironmentFile) -> Iterator[Source]:
    if file.kind == "kustomize":
        yield from _of_objects(repo.ask(built, file.path).objects)
    elif file.kind == "values":
        folder = repo.ask(chart_of, file.path)
        if folder is not None:
            yield from _of_objects(repo.ask(release, folder, file.path).objects)
        tree = repo.ask(documents, file.path)
        if not isinstance(tree, Unreadable) and isinstance(tree.root, Mapping):
            yield from _of_values(tree.root)
    elif file.kind == "tfvars":
        root = repo.ask(terraform_file, file.path)
        for name, one in {}.items() if isinstance(root, Unreadable) else root.attributes.items():
            if isinstance(one.value, Written):
                yield from _named(name, one.value.text, one.value.place)


def _of_objects(objects: tuple[Object, ...]) -> Iterator[Source]:
    """What External Secrets and Vault's operator fetch."""
    for one in objects:
        if one.kind.text in ("ExternalSecret", "ClusterExternalSecret"):
            spec = look(one.body, "spec", "externalSecretSpec") if one.kind.text.startswith("C") else look(one.body, "spec")
            if isinstance(spec, Mapping):
                for part, inner in (("data", "remoteRef"), ("dataFrom", "extract")):
                    for item in listed(look(spec, part))[0]:
                        yield from _key(look(item, inner, "key"))
        elif one.kind.text in ("VaultStaticSecret", "VaultDynamicSecret"):
            yield from _key(look(one.body, "spec", "path"))


def _key(node: object) -> Iterator[Source]:
    if isinstance(node, Scalar) and MARK not in node.text and node.text:
        yield Source(node.text[:300], bool(_FULL.search(node.text)), node.place)


def _of_values(root: Mapping) -> Iterator[Source]:
    waiting: list[tuple[str, object]] = [("", root)]
    met = 0
    while waiting and met < _MOST:
        name, node = waiting.pop()
        met += 1
        if isinstance(node, Mapping):
            waiting += [(key.text, value) for key, value in node.pairs()]
        elif isinstance(node, Sequence):
            waiting += [(name, item) for item in node.items]
        elif isinstance(node, Scalar):
            yield from _named(name, node.text, node.place)


def _named(name: str, text: str, place: Place) -> Iterator[Source]:
    """A value that is the full name of a secret, or a path under a name that speaks of one."""
    text = text.strip()
    if len(text) <= 300 and (
        _FULL.search(text) or (_NAMES_SECRET.search(name[:200]) and _PATH.search(text) and not _is_file(text))
    ):
        yield Source(text, bool(_FULL.search(text)), place)


def _is_file(text: str) -> bool:
    return bool(re.search(r"\.[a-z]{2,5}$", text)) or text.startswith(("/etc/", "/var/", "/run/", "/mnt/", "/tmp/", "/home/"))
