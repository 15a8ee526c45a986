"""Checks whose failure goes unnoticed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.outcome import gap, passes, unknown
from ...core.rule import rule
from ...models.pipeline.readers import pipelines
from ...models.pipeline.signals import is_verdict, signal_of
from ...models.pipeline.stages import classified
from ...tables.check_signals import SUBCOMMANDED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Place
    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.pipeline.signals import Signal
    from ...models.pipeline.stages import Classified, Evidence
    from ...models.pipeline.types import Pipeline


@rule(
    "CI001",
    "failing-tests-allowed",
    reads=pipelines,
    items=("3.2.2", "1.5"),
    severity="error",
    title="A check may fail without failing the pipeline",
    risk="a change that breaks it is merged and deployed with a green pipeline",
    remedy="let the failure through; move checks that are known to fail by chance into a job of their own",
)
def failing_tests_allowed(pipeline: Pipeline, repo: Repository) -> Iterator[Outcome]:
    told: set[Place] = set()
    for opaque in pipeline.opaque:
        yield unknown(opaque.place.path, f"`{opaque.name or opaque.kind}` {opaque.why}", opaque.place)
    for found in repo.ask(classified, pipeline.path).values():
        checks = list(_checks(found))
        works = next((signal for _, signal in checks if signal.state == "fails"), None)
        for one, signal in checks:
            if signal.state != "silent" or signal.by == "scanner" or signal.place in told:
                continue
            if signal.by == "option" and pipeline.system == "jenkins":
                continue  # its `junit` step reads the reports, and marks the build
            elsewhere = any(other.name == signal.name and other.state != "silent" for _, other in checks)
            if elsewhere and one.step and re.search(r"(?i)coverage|report", one.step.name):
                continue  # it can fail where it judges; this run is for a report
            told.add(signal.place)
            evidence = [] if signal.place == one.place else [one.place.labelled("this check")]
            if included := pipeline.files.get(signal.place.path):
                evidence.append(included.labelled("included here"))
            elif one.via:
                evidence.append(one.via[0].labelled("called here"))
            symbol = found.job.name if signal.by == "job" else f"{found.job.name}/{signal.name}"
            yield gap(
                symbol,
                f"`{signal.name}` cannot fail the pipeline: {signal.why}",
                signal.place,
                *evidence,
                remedy=_REMEDIES[signal.by],
            )
        if works and works.place not in told:
            told.add(works.place)
            yield passes(found.job.name, f"when `{works.name}` fails, `{found.job.name}` fails", works.place)


_REMEDIES = {
    "job": "take the permission to fail away from the job; move checks that fail by chance into a job of their own",
    "step": "take `continue-on-error` away, or fail in a later step by `steps.….outcome`",
    "shell": "let the command's status be that of the step; with a pipe, `set -o pipefail` first",
    "option": "take the option away, and write down what is accepted in the tool's own file",
}


def _checks(found: Classified) -> Iterator[tuple[Evidence, Signal]]:
    """The checks of a job that a change starts. What runs at night or by hand keeps no change from being merged."""
    starts = {trigger.event for trigger in found.job.triggers}
    if (found.job.condition and found.job.condition.never) or (starts and starts <= {"schedule", "manual", "other"}):
        return
    for one in found.evidence:
        if is_verdict(one) and (one.how != "name" or one.command is None or one.command.name in SUBCOMMANDED):
            yield one, signal_of(found, one)


@rule(
    "CI012",
    "scanner-cannot-fail",
    reads=pipelines,
    items=("3.2.2",),
    severity="warning",
    title="A scanner reports and lets everything pass",
    risk="a critical vulnerability is printed in a log that nobody opens, and shipped",
    remedy="give it the option to fail: `--exit-code 1 --severity CRITICAL,HIGH` for Trivy, `--fail-on high` for Grype",
)
def scanner_cannot_fail(pipeline: Pipeline, repo: Repository) -> Iterator[Outcome]:
    told: set[Place] = set()
    for found in repo.ask(classified, pipeline.path).values():
        checks = list(_checks(found))
        failing = {signal.name.split()[0] for _, signal in checks if signal.state == "fails"}
        for _, signal in checks:
            if signal.by != "scanner" or signal.place in told:
                continue
            told.add(signal.place)
            symbol = f"{found.job.name}/{signal.name}"
            if signal.state == "unknown":
                yield unknown(symbol, f"`{signal.name}`: {signal.why}", signal.place)
            elif signal.name.split()[0] in failing:  # one run prints everything, the other one fails
                yield passes(symbol, f"`{signal.name}` also runs with its option to fail", signal.place)
            elif repo.exists("trivy.yaml") or repo.exists(".grype.yaml"):
                yield unknown(symbol, "its configuration file may make it fail", signal.place)
            else:
                yield gap(symbol, f"`{signal.name}` cannot fail the pipeline: {signal.why}", signal.place)
