"""Whether the database's credentials change without a deployment: what renews them, and what fixes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from ...core.excerpt import Place, Source
from ...core.outcome import Unreadable
from ...core.records import NamedTuple
from ...parsing.hcl import Literal as Written
from ...parsing.yaml import Mapping, Scalar, Sequence
from ...tables.file_names import VENDORED, YAML
from ..documents import documents
from ..observability.applications import applications
from .terraform import of_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.repository import Repository
    from ...core.rule import Paths
    from ...parsing.yaml import Tree

_WORDS = (
    "ExternalSecret", "SecretProviderClass", "VaultDynamicSecret", "VaultStaticSecret", "agent-inject", "reloader.stakater.com",
    "SealedSecret",
)  # fmt: skip
_IN_CODE = (
    (r"\.py$", r"generate_db_auth_token|enable_iam_auth\s{0,4}=\s{0,4}True"),
    (r"\.[cm]?[jt]sx?$", r"\brds\.Signer\b|@aws-sdk/rds-signer|authType:\s{0,4}['\"]IAM"),
    (r"\.go$", r"auth\.BuildAuthToken|cloudsqlconn\.WithIAMAuthN"),
    (r"\.(?:java|kt)$", r"RdsUtilities|enableIamAuth|wrapperPlugins.{0,40}iam"),
    (r"\.rb$", r"Aws::RDS::AuthTokenGenerator"),
)
_MOST_READ = 4_000


class Renewal(NamedTuple):
    """One thing that says how a credential changes. `kind`: `renewed` by itself, `fixed` where it stands, `open`."""

    kind: Literal["renewed", "fixed", "open"]
    what: str
    place: Place


class Credentials(NamedTuple):
    """What a repository says of its databases' credentials. `needed` is the client or server that has some, if there is one."""

    path: str
    needed: Place | None
    renewals: tuple[Renewal, ...]


def database_credentials(repo: Repository, paths: Paths) -> Iterator[Credentials]:
    """One subject: the credentials of the repository's databases."""
    clients = [found[1] for application in repo.ask(applications) if (found := application.database)]
    servers = [one.place for one in of_type(repo, *_SERVERS)]
    needed = next(iter((*servers, *clients)), None)
    renewals = (*_terraform(repo), *_manifests(repo), *(_code(repo) if needed else ()))
    yield Credentials(".", needed, renewals)


_SERVERS = (
    "aws_db_instance", "aws_rds_cluster", "aws_docdb_cluster", "google_sql_database_instance",
    "azurerm_postgresql_flexible_server", "azurerm_mysql_flexible_server", "azurerm_mssql_server",
    "digitalocean_database_cluster",
)  # fmt: skip


def _terraform(repo: Repository) -> Iterator[Renewal]:
    for one in of_type(
        repo, "aws_secretsmanager_secret_rotation", "vault_database_secret_backend_*", "azurerm_key_vault_secret_rotation"
    ):
        yield Renewal("renewed", f"`{one.type}.{one.name}` renews it", one.place)
    for one in of_type(repo, *_SERVERS):
        block = one.block
        for name, what in (
            ("manage_master_user_password", "is kept and renewed by the cloud"),
            ("iam_database_authentication_enabled", "takes the identity of who connects"),
        ):
            if block.text(name) == "true":
                yield Renewal("renewed", f"`{one.type}.{one.name}` {what}", block.attributes[name].place)
                break
        else:
            for name in ("password", "master_password", "administrator_login_password", "administrator_password"):
                value = block.value(name)
                if isinstance(value, Written):
                    yield Renewal(
                        "fixed", f"`{one.type}.{one.name}` has a password that is written here", block.attributes[name].place
                    )
                elif value is not None:
                    yield Renewal(
                        "open",
                        f"where the password of `{one.type}.{one.name}` comes from is not told",
                        block.attributes[name].place,
                    )


def _manifests(repo: Repository) -> Iterator[Renewal]:
    for path in repo.paths():
        if not re.search(YAML, path) or re.search(VENDORED, path):
            continue
        source = repo.sources.get(path) or repo.passing(path)
        if not isinstance(source, Source) or not any(word in source.text for word in _WORDS):
            continue
        tree = repo.ask(documents, path)
        for root in () if isinstance(tree, Unreadable) else tree.roots:
            if isinstance(root, Mapping):
                yield from _manifest(root)


def _manifest(root: Mapping) -> Iterator[Renewal]:
    kind, name = root.text("kind") or "", root.text("metadata", "name") or ""
    key = root.key("kind")
    if key is None or not any(re.search(_ABOUT_DATABASE, text) for text in (name, *_keys(root))):
        return
    if kind in ("ExternalSecret", "ClusterExternalSecret"):
        every = root.text("spec", "refreshInterval")
        if every not in ("0", "0s"):
            yield Renewal("renewed", f"`{name}` is fetched anew every {every or 'hour'}", key.place)
    elif kind == "VaultDynamicSecret":
        yield Renewal("renewed", f"`{name}` is made by Vault for a while", key.place)
    elif kind in ("VaultStaticSecret", "SecretProviderClass"):
        yield Renewal("renewed", f"`{name}` is read from where it is kept", key.place)
    annotations = root.get("spec", "template", "metadata", "annotations")
    own = root.get("metadata", "annotations")
    for one in (annotations, own):
        for note in one.pairs() if isinstance(one, Mapping) else ():
            if note[0].text.startswith("vault.hashicorp.com/agent-inject-secret"):
                yield Renewal("renewed", "Vault's agent puts it in and renews it", note[0].place)
            elif note[0].text.startswith("reloader.stakater.com/"):
                yield Renewal("renewed", "the workload is restarted when its secret changes", note[0].place)


# Names of secrets, keys and images that speak of a database.
_ABOUT_DATABASE = r"(?i:(?:^|[^a-z])(?:db|database|postgres\w*|pg|psql|mysql|mariadb|mongo\w*|sql|rds|aurora|dsn)(?:[^a-z]|$))"


def _keys(root: Mapping) -> Iterator[str]:
    """What a manifest's secret is made of, or what its annotations put in."""
    for path in (("spec", "data"), ("spec", "dataFrom"), ("spec", "target"), ("spec", "template", "metadata", "annotations")):
        waiting: list[Tree] = [node] if (node := root.get(*path)) is not None else []
        for _ in range(500):
            if not waiting:
                break
            one = waiting.pop()
            if isinstance(one, Scalar):
                yield one.text
            elif isinstance(one, Sequence):
                waiting += one.items
            else:
                for key, value in one.pairs():
                    yield key.text
                    waiting.append(value)


def _code(repo: Repository) -> Iterator[Renewal]:
    read = 0
    for path in repo.paths():
        wanted = next((words for files, words in _IN_CODE if re.search(files, path)), None)
        if wanted is None or re.search(VENDORED, path) or re.search(r"(?:^|/)(?:tests?|spec|__tests__)/", path):
            continue
        read += 1
        if read > _MOST_READ:
            return
        source = repo.sources.get(path) or repo.passing(path)
        if isinstance(source, Source) and (found := re.search(wanted, source.text)):
            line, column = source.position(found.start())
            yield Renewal(
                "renewed", "the code signs in by its identity", Place(path, line, column, line, column + len(found[0]) - 1)
            )
