"""How secrets reach what is deployed: written out, or put in from a secret manager or a CI variable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import Outcome, Unreadable, passes
from ...core.rule import rule
from ...secrets.files import deployments
from ...secrets.found import masked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.repository import Repository
    from ...secrets.files import Scanned

_SURE = ("provider", "key", "url", "place")
_TOLD = 3  # references that one sentence names


@rule(
    "SEC011",
    "secret-written-into-deployment",
    reads=deployments,
    items=("5.2.3",),
    severity="warning",
    at="audit",
    title="What is deployed has its secret written out, and not put in at deployment",
    risk="the secret cannot be changed without a commit, and every environment that uses the file has the same one",
    remedy="keep it in a secret manager or as a secret variable of the CI, and write only a reference to it here",
)
def secret_written_into_deployment(file: Scanned, repo: Repository) -> Iterator[Outcome]:
    from ...secrets.environment_files import is_for_set_up
    from ...secrets.injection import injected, is_manifest, kind_of
    from ...secrets.plausible import in_fixture
    from ...secrets.throwaway import is_guessable, is_specimen

    kind = kind_of(file.path)
    if in_fixture(file.path):
        return
    source = repo.source(file.path)
    if isinstance(source, Unreadable) or (kind == "a manifest" and not is_manifest(source.text)):
        return
    found = False
    set_up = is_specimen(file.path) or is_for_set_up(file.path)
    for suspect in file.suspects:
        secret = suspect.secret
        if secret.certainty not in _SURE or (set_up and secret.certainty != "provider"):
            continue
        if secret.certainty in ("provider", "key") or not is_guessable(secret.value.text):
            found = True
            named = f"`{secret.name}`" if secret.name else f"a {secret.kind}"
            message = f"{kind} has {named} written out, `{masked(secret.value.text)}`"
            yield Outcome("gap", secret.name or secret.kind, message, (secret.value.place(),), recorded=suspect.recorded)
    if found:
        return
    references = list(injected(source, kind))
    if references:
        told = ", ".join(reference.what for reference in references[:_TOLD])
        more = f" and {len(references) - _TOLD} more" if len(references) > _TOLD else ""
        yield passes("", f"takes {told}{more} from elsewhere", *(reference.place for reference in references))
