"""Secrets that builds are given as arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...secrets.found import masked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome, Unreadable
    from ...core.repository import Repository
    from ...core.rule import Paths
    from ...secrets.build_arguments import BuildArguments


def _build_arguments(repo: Repository, paths: Paths) -> Iterator[BuildArguments | Unreadable]:
    if paths is not None and not any(path.endswith(_PLACES) or "Jenkinsfile" in path for path in paths):
        return
    from ...secrets.build_arguments import build_arguments

    yield from build_arguments(repo, paths)


_PLACES = (".yml", ".yaml", ".sh", ".bash", ".mk", "Makefile")


@rule(
    "SEC009",
    "secret-in-build-argument",
    reads=_build_arguments,
    items=("5.2.4",),
    severity="warning",
    title="A build of an image is given a secret's value as an argument",
    risk="the value is in the source, and in the history of the image that is built",
    remedy="change it, give it with `--secret id=…`, and mount it in the step that needs it: `RUN --mount=type=secret,id=…`",
)
def secret_in_build_argument(build: BuildArguments, repo: Repository) -> Iterator[Outcome]:
    from ...models.names import is_placeholder, is_secret_name
    from ...secrets.places_judged import Kept
    from ...secrets.plausible import in_fixture

    if in_fixture(build.path):
        return
    kept = Kept("build-argument", "build argument {}")
    named = False
    for argument in build.arguments:
        name, value = argument.name.text, argument.value
        if not is_secret_name(name):
            continue
        if "${{" in value.text or "$(" in value.text or "`" in value.text or value.text.startswith("$"):
            named = True
            message = f"{argument.by} gives `{name}` to a build; whether the image keeps it, its Dockerfile decides"
            yield unknown(name, message, argument.name.place())
            continue
        found = kept.secret(name, value, build.path)
        if found and found.certainty == "place":
            named = True
            message = f"{argument.by} gives the build argument `{name}` the literal value `{masked(found.value.text)}`"
            yield gap(name, message, found.value.place())
        elif not is_placeholder(value.text):
            named = True
    if not named and not build.more:
        first = build.arguments[0]
        message = f"{len(build.arguments)} build arguments, and none is given a secret"
        yield passes("", message if len(build.arguments) > 1 else "its build argument is no secret", first.name.place())
