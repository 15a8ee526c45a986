"""Files of environment variables: tracked ones, and secrets in the ones to copy from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.excerpt import Place
from ...core.outcome import Outcome, passes
from ...core.rule import rule
from ...secrets.files import environment_examples, scanned
from ...secrets.found import masked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.repository import Repository
    from ...secrets.files import Scanned, Suspect


@rule(
    "SEC007",
    "tracked-environment-file",
    reads=scanned,
    items=("5.2.1",),
    severity="warning",
    title="A file with an environment's secrets is tracked",
    risk="who fills in the real values has them in the next commit, and everybody who clones runs with the same ones",
    remedy="`git rm --cached` the file, add it to `.gitignore`, and keep a `.env.example` without values beside it",
)
def tracked_environment_file(file: Scanned, repo: Repository) -> Iterator[Outcome]:
    if not file.path.lower().endswith(".env") and "/.env" not in f"/{file.path.lower()}":
        return
    from ...secrets.environment_files import holds_values, is_for_set_up
    from ...secrets.plausible import in_fixture

    if not holds_values(file.path) or in_fixture(file.path):
        return
    name = file.path.rpartition("/")[2]
    set_up = is_for_set_up(file.path)
    held = [suspect for suspect in file.suspects if _is_credential(suspect) and not (set_up and _is_weak(suspect))]
    if not held:
        yield passes(name, f"`{name}` is tracked, and gives no secret a value", Place(file.path))
        return
    told = ", ".join(f"`{suspect.secret.name}`" for suspect in held[:3] if suspect.secret.name) or "a secret"
    more = f" and {len(held) - 3} more" if len(held) > 3 else ""
    message = f"`{name}` is tracked, and gives {told}{more} a value"
    recorded = all(suspect.recorded for suspect in held)
    yield Outcome("gap", name, message, (held[0].secret.value.place(),), recorded=recorded)


@rule(
    "SEC010",
    "secret-in-example-environment",
    reads=environment_examples,
    items=("5.2.2",),
    severity="warning",
    title="An example of an environment holds what looks like a real secret",
    risk="what is copied from an example is what many end up running with, and it may be somebody's real value",
    remedy="leave the value empty, or write what to fill in, such as `<your key>`; if it was real, change it",
)
def secret_in_example_environment(file: Scanned, repo: Repository) -> Iterator[Outcome]:
    found = False
    for suspect in file.suspects:
        secret = suspect.secret
        if _is_credential(suspect) and not _is_weak(suspect):
            found = True
            given = f"`{secret.name}` has" if secret.name else "there is"
            message = f"{given} a value that could be real, `{masked(secret.value.text)}`, in an example"
            yield Outcome("gap", secret.name or secret.kind, message, (secret.value.place(),), recorded=suspect.recorded)
    if not found:
        yield passes(file.path.rpartition("/")[2], "no secret has a value that could be real", Place(file.path))


def _is_credential(suspect: Suspect) -> bool:
    """Whether it is what a variable named like a secret is given, or a secret by its form."""
    from ...models.names import is_placeholder, is_secret_name

    secret = suspect.secret
    if secret.certainty in ("provider", "key", "url", "place"):
        return True
    guess = secret.certainty in ("weak", "keyword") and is_secret_name(secret.name)
    return guess and not is_placeholder(secret.value.text)


def _is_weak(suspect: Suspect) -> bool:
    """Whether it is a word or two, as a development set-up has for a password; no such value is somebody's secret."""
    from ...secrets.plausible import is_plausible
    from ...secrets.throwaway import is_common, is_guessable

    secret = suspect.secret
    if secret.certainty in ("provider", "key"):
        return False
    text = secret.value.text
    return is_common(text) or is_guessable(text) or not is_plausible(text, secret.name, "")
