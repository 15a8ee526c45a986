"""Versions of runtimes that contradict each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.versions.compared import contradictions, runtimes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...core.excerpt import Place
    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.versions.compared import Runtime
    from ...models.versions.stated import Stated

_MOST_SHOWN = 6  # other places in one finding
_LABELS = {
    "deploys": "deployed",
    "builds": "build",
    "develops": "development",
    "tests": "CI tests",
    "supports": "asked for",
}


@rule(
    "PAR001",
    "runtime-version-differs",
    reads=runtimes,
    items=("5.1.1",),
    severity="error",
    title="What is deployed runs on another version than what is developed or tested",
    risk="what passes on a laptop and in CI meets another runtime in production",
    remedy="state the same version everywhere, or let the others read it from one file",
)
def runtime_version_differs(runtime: Runtime, repo: Repository) -> Iterator[Outcome]:
    deployed = runtime.deployed
    contrary = contradictions(runtime, lines=True)
    if contrary:
        yield from _gap(runtime, contrary)
        return
    places = [_place(one) for one in (deployed, *runtime.others)][:_MOST_SHOWN]
    if deployed.versions is None and runtime.others:
        yield unknown(runtime.name, f"which version `{deployed.called}` is cannot be told from here", *places)
    elif any(one.versions is not None for one in runtime.others):
        yield passes(runtime.name, f"{deployed.called} is deployed, and nothing here says otherwise", *places)


@rule(
    "PAR002",
    "runtime-release-differs",
    reads=runtimes,
    items=("5.1.1",),
    severity="info",
    title="What is deployed is another release of the same line than what is developed or tested",
    risk="a fix that one of them has and another lacks shows only in production",
    remedy="state the same version everywhere, or let the others read it from one file",
)
def runtime_release_differs(runtime: Runtime, repo: Repository) -> Iterator[Outcome]:
    if not contradictions(runtime, lines=True):
        yield from _gap(runtime, contradictions(runtime, lines=False))


def _gap(runtime: Runtime, contrary: Sequence[Stated]) -> Iterator[Outcome]:
    """The gap at the statement to point at: one of a given file, where only some files are judged."""
    deployed = runtime.deployed
    said = (*contrary, deployed)
    caret = next((one for one in said if runtime.given is None or one.path in runtime.given), None)
    if contrary and caret:
        shown = [_place(one) for one in (deployed, *contrary) if one is not caret]
        message = _message(deployed, contrary)
        yield gap(runtime.name, message, _place(caret), *shown[:_MOST_SHOWN], remedy=_remedy(deployed, contrary))


def _place(stated: Stated) -> Place:
    return stated.place.labelled(f"{_LABELS[stated.purpose]}: {stated.called}")


def _message(deployed: Stated, contrary: Sequence[Stated]) -> str:
    parts: list[str] = []
    for purpose, words in (
        ("builds", "{} builds it"),
        ("develops", "development uses {}"),
        ("tests", "CI tests with {}"),
        ("supports", "the project asks for {}"),
        ("deploys", "{} is deployed as well"),
    ):
        found = list(dict.fromkeys(one.written for one in contrary if one.purpose == purpose))
        if found:
            parts.append(words.format(_listed(found)))
    verb = "builds what is deployed" if deployed.purpose == "builds" else "is deployed"
    return f"{deployed.called} {verb}, but {_listed(parts, 'and')}"


def _listed(words: Sequence[str], joiner: str = "and") -> str:
    shown = list(words[:4])
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {joiner} {shown[-1]}"


def _remedy(deployed: Stated, contrary: Sequence[Stated]) -> str:
    files = list(dict.fromkeys(f"`{one.path}`" for one in (deployed, *contrary)))
    return f"decide on one version and write it in {_listed(files)}" if len(files) > 1 else f"write one version in {files[0]}"
