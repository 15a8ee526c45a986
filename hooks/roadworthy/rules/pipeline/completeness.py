"""The stages before a deployment: what checks, builds and packages, whether it can fail, and what is missing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.excerpt import Place
from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.observability.applications import applications
from ...models.pipeline.components import kind_of_check
from ...models.pipeline.delivery import builds_itself, deliveries, deployments, hidden, images_built, suggested, templates
from ...models.pipeline.signals import is_verdict
from ...tables.check_components import BUILT, COMPONENTS, PUBLISHED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...core.rule import Rule
    from ...models.pipeline.delivery import Delivery, Found
    from ...models.pipeline.signals import Signal
    from ...models.pipeline.stages import Evidence
    from ...models.pipeline.types import Opaque


def _checking(code: str, name: str, item: str, stage: str, title: str, risk: str, remedy: str) -> Rule:
    """The rule for one of the stages that judge a change."""

    def judge(whole: Delivery, repo: Repository) -> Iterator[Outcome]:
        found = [(one, each, signal) for one, each, signal in whole.of(stage) if is_verdict(each)]
        works = [row for row in found if row[2].state == "fails"]
        if works:
            yield from _kinds(stage, works)
        elif brought := templates(whole, stage):
            yield from (passes(one.name, f"`{one.name}` brings it in", one.place) for one in brought)
        elif found and all(signal.state == "silent" for _, _, signal in found):
            _, each, signal = found[0]
            yield gap(stage, f"`{signal.name}` is all there is, and cannot fail the pipeline: {signal.why}", each.place)
        elif found:
            yield unknown(stage, f"`{found[0][2].name}`: {found[0][2].why}", found[0][1].place)
        else:
            yield _absent(stage, whole, f"no pipeline has the stage {stage}: {', '.join(COMPONENTS[stage])}")

    return rule(
        code, name, reads=deliveries, items=(item,), severity="info", at="audit", title=title, risk=risk, remedy=remedy
    )(judge)


NO_VALIDATION = _checking(
    "CI013",
    "no-validation",
    "3.1.1",
    "validate",
    "No pipeline checks the code itself",
    "what a linter sees in seconds is found in review, or by users",
    "run the project's linter and formatter in a job: `ruff check . && ruff format --check .`, `npx eslint .`",
)
NO_TESTS = _checking(
    "CI014",
    "no-tests",
    "3.1.2",
    "test",
    "No pipeline runs tests",
    "a change that breaks the application is noticed when it runs",
    "run the tests in a job that deployments wait for",
)
NO_SECURITY_SCAN = _checking(
    "CI015",
    "no-security-scan",
    "3.1.3",
    "security-scan",
    "No pipeline looks for known vulnerabilities or secrets",
    "a dependency with a critical vulnerability is deployed, and so is a key that somebody left in the code",
    "add a dependency audit and a secret scan that fail: `npm audit --audit-level=critical`, `pip-audit`, `gitleaks git`",
)


@rule(
    "CI016",
    "no-build",
    reads=deliveries,
    items=("3.1.4",),
    severity="info",
    at="audit",
    title="No pipeline builds what is deployed",
    risk="a build that fails is noticed at the deployment",
    remedy="build the artefact in a job of the pipeline, after the tests",
)
def no_build(whole: Delivery, repo: Repository) -> Iterator[Outcome]:
    found = whole.of("build") or whole.of("package")
    if found:
        yield from _signals("build", found)
        return
    itself = _built_by_platform(repo)
    if itself:
        yield passes("build", "the platform builds what it is given, and the deployment fails with it", itself.place)
        return
    images = _images(repo)
    if what := [*images, *(path for path in repo.paths() if re.search(BUILT, path))]:
        yield _absent("build", whole, f"`{what[0]}` is there, and no pipeline builds it", Place(what[0]).labelled("not built"))


@rule(
    "CI017",
    "nothing-published",
    reads=deliveries,
    items=("3.1.5",),
    severity="info",
    at="audit",
    title="No pipeline publishes what it built",
    risk="each environment is built anew, and there is nothing to go back to",
    remedy="push the image or package to a registry under the commit's name, and deploy that",
)
def nothing_published(whole: Delivery, repo: Repository) -> Iterator[Outcome]:
    found = whole.of("package")
    if found:
        yield from _signals("package", found)
        return
    itself = _built_by_platform(repo)
    if itself:
        yield passes("package", "the platform keeps what is deployed to it", itself.place)
    elif what := _images(repo):
        yield _absent("package", whole, f"`{what[0]}` is there, and no pipeline pushes its image", Place(what[0]))
    elif (published := [path for path in repo.paths() if re.search(PUBLISHED, path)]) and whole.of("build"):
        yield unknown("package", "what is built is not published by a pipeline that can be seen", Place(published[0]))


def _images(repo: Repository) -> tuple[str, ...]:
    """The Dockerfiles of an application."""
    return repo.ask(images_built) if repo.ask(applications) else ()


def _built_by_platform(repo: Repository) -> Evidence | None:
    return next((each for one in repo.ask(deployments) for each in one.evidence if builds_itself(each)), None)


def _signals(stage: str, found: list[tuple[Found, Evidence, Signal]]) -> Iterator[Outcome]:
    """What is there with its signal: a gap where all of it is swallowed."""
    works = [row for row in found if row[2].state != "silent"]
    for one, each, signal in works[:5]:
        yield passes(f"{stage}/{signal.name}", f"`{signal.name}` in job `{one.job.name}`", each.place)
    if not works:
        one, each, signal = found[0]
        yield gap(stage, f"the {stage} in job `{one.job.name}` cannot fail the pipeline: {signal.why}", signal.place)


def _kinds(stage: str, works: Iterable[tuple[Found, Evidence, Signal]]) -> Iterator[Outcome]:
    """What there is of the stage's kinds, a pass for each; the first one says which are missing."""
    by_kind: dict[str, tuple[Found, Evidence, Signal]] = {}
    for row in works:
        by_kind.setdefault(kind_of_check(stage, row[1]), row)
    missing = [kind for kind in COMPONENTS[stage] if not any(kind in known for known in by_kind)]
    tail = f"; not seen: {', '.join(missing)}" if missing else ""
    for kind, (one, each, signal) in by_kind.items():
        yield passes(f"{stage}/{kind}", f"{kind}: `{signal.name}` in job `{one.job.name}`{tail}", each.place)
        tail = ""


def _absent(stage: str, whole: Delivery, message: str, *places: Place) -> Outcome:
    """A gap, or unknown where a part that cannot be seen may hold it."""
    open_parts: list[Opaque] = hidden(whole)
    if open_parts:
        names = ", ".join(f"`{(one.name or one.kind).partition('@')[0]}`" for one in open_parts[:3])
        return unknown(stage, f"not found, but {names} cannot be looked into", open_parts[0].place)
    if action := suggested(whole, stage):
        return unknown(stage, f"`{action.name}` may be it", action.place)
    return gap(stage, message, Place(whole.path), *places, *_looked_at(whole))


def _looked_at(whole: Delivery) -> list[Place]:
    return [Place(one.path).labelled("looked at") for one in whole.pipelines if one.path != whole.path][:5]
