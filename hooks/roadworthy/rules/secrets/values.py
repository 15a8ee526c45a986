"""Secret values, by how sure it is that they are some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.excerpt import Place
from ...core.outcome import Outcome, passes
from ...core.rule import rule
from ...secrets.files import scanned
from ...secrets.found import masked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.repository import Repository
    from ...secrets.files import Scanned
    from ...secrets.found import Certainty, Secret

_ROTATE = "make it invalid at its provider first, then take it out; what was committed once stays in the history"


@rule(
    "SEC001",
    "provider-token",
    reads=scanned,
    items=("1.2", "5.2.1"),
    severity="error",
    title="A token of a known provider is in the source",
    risk="whoever can read the repository, now or later, can act with it",
    remedy=_ROTATE,
)
def provider_token(file: Scanned, repo: Repository) -> Iterator[Outcome]:
    return _gaps(file, "provider")


@rule(
    "SEC002",
    "private-key",
    reads=scanned,
    items=("1.2", "5.2.1"),
    severity="error",
    title="A private key is in the source",
    risk="whoever can read the repository can sign, decrypt or log in with it",
    remedy="make a new key pair and withdraw this one, then take the file out and load the key at deployment",
)
def private_key(file: Scanned, repo: Repository) -> Iterator[Outcome]:
    return _gaps(file, "key")


@rule(
    "SEC003",
    "credentials-in-url",
    reads=scanned,
    items=("1.2", "5.2.1"),
    severity="error",
    title="A URL holds a user and a password",
    risk="the password is in the source, and in the log of everything that prints the address",
    remedy="change the password, and take user and password from variables that are set at deployment",
)
def credentials_in_url(file: Scanned, repo: Repository) -> Iterator[Outcome]:
    return _gaps(file, "url")


@rule(
    "SEC004",
    "secret-in-configuration",
    reads=scanned,
    items=("1.2", "5.2.1"),
    severity="warning",
    title="A configuration file holds a secret's value",
    risk="every copy of the repository has the credential, and it cannot differ between environments",
    remedy="change the credential, and have it injected from a secret manager or a CI variable",
)
def secret_in_configuration(file: Scanned, repo: Repository) -> Iterator[Outcome]:
    return _gaps(file, "place")


# The next two serve no item of the checklist: a guess is no gap.


@rule(
    "SEC005",
    "secret-assigned-in-text",
    reads=scanned,
    severity="info",
    title="A value is given to a name that sounds like a secret",
    risk="if it is one, it is in the source",
    remedy="read it from the environment; where it is no secret, say so with `pragma: allowlist secret`",
)
def secret_assigned_in_text(file: Scanned, repo: Repository) -> Iterator[Outcome]:
    return _gaps(file, "keyword")


@rule(
    "SEC006",
    "high-entropy-string",
    reads=scanned,
    severity="info",
    title="A text looks random",
    risk="if it is a key or a token, it is in the source",
    remedy="read it from the environment; where it is no secret, say so with `pragma: allowlist secret`",
)
def high_entropy_string(file: Scanned, repo: Repository) -> Iterator[Outcome]:
    return _gaps(file, "entropy")


# What is certain to be a credential, and hardly one that is worth something.


@rule(
    "SEC013",
    "weak-password",
    reads=scanned,
    severity="warning",
    title="A configuration holds a password that is easily guessed",
    risk="what is meant for a trial goes to production as it stands, and is the first that anybody tries",
    remedy="take it from a variable without a default, so that a deployment has to set its own",
)
def weak_password(file: Scanned, repo: Repository) -> Iterator[Outcome]:
    return _gaps(file, "weak")


@rule(
    "SEC014",
    "password-hash-in-rows",
    reads=scanned,
    severity="warning",
    title="Rows of a database or a configuration hold what passwords were hashed to",
    risk="of real accounts the passwords can be tried out at leisure; of made-up ones every installation has the same",
    remedy="leave accounts out of dumps, and make the first one at installation with a password of its own",
)
def password_hash_in_rows(file: Scanned, repo: Repository) -> Iterator[Outcome]:
    return _gaps(file, "hash")


def _gaps(file: Scanned, certainty: Certainty) -> Iterator[Outcome]:
    """A gap for each secret that is this sure. The value itself goes into no text, only its first characters."""
    found = False
    for secret, recorded in file.suspects:
        if secret.certainty == certainty:
            found = True
            yield Outcome("gap", secret.name or secret.kind, _message(secret), (secret.value.place(),), recorded=recorded)
    if not found and certainty in ("provider", "key", "url", "place"):
        yield passes("", "no secret found", Place(file.path))


def _message(secret: Secret) -> str:
    value = f"`{masked(secret.value.text)}`"
    if secret.name and secret.name in secret.kind:
        return f"{secret.kind} has the literal value {value}"
    article = "an" if secret.kind[:1].lower() in "aeio" else "a"
    return f"{value} is {article} {secret.kind}" + (f", given to `{secret.name}`" if secret.name else "")
