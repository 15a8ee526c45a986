"""The same pipeline written for every CI system: the same stages, environments, order, starts and findings.

What a system cannot express is in its own table (`SYSTEM.expresses`, printed in docs/ci-systems.md); there, and only there, a
finding may be unknown.
"""

from __future__ import annotations

import re
from functools import cache

import pytest
from roadworthy.catalogue import rules_of
from roadworthy.core.outcome import Unreadable
from roadworthy.core.repository import Repository
from roadworthy.core.run import run
from roadworthy.core.tree import SampleTree
from roadworthy.examination import Weighed
from roadworthy.examples import TODAY
from roadworthy.models.pipeline.graph import Graph
from roadworthy.models.pipeline.readers import pipeline, roots, system
from roadworthy.models.pipeline.stages import Classified, classified
from roadworthy.models.pipeline.types import Pipeline
from roadworthy.tables.file_names import PIPELINE_ROOTS
from roadworthy.tables.pipeline_systems import UNTOLD

from .scenarios import SCENARIOS, Scenario, Task
from .written_in import WRITERS

SYSTEMS = [name for name in WRITERS if name in PIPELINE_ROOTS]
PAIRS = [pytest.param(scenario, name, id=f"{scenario.name} in {name}") for scenario in SCENARIOS for name in SYSTEMS]
BESIDE = {
    "Dockerfile": 'FROM python:3.14\nCMD ["gunicorn", "shop:app"]\n',
    "requirements.txt": "flask\n",
    "k8s/shop.yaml": "kind: Deployment\n",
}
SETTINGS_OF_THE_HOST = {"CI010", "CI011"}  # owners and required checks: no pipeline says them

# Known misses: between pipelines of Drone that wait for each other, serialised checks are not seen.
NOT_FOUND = {("monorepo", "drone"): {"CI028"}}


@cache
def sample(scenario: Scenario, name: str) -> Repository:
    return Repository(SampleTree({**BESIDE, **dict(scenario.files), **WRITERS[name](scenario)}))


def read(repo: Repository) -> Pipeline:
    (path,) = repo.ask(roots)
    said = repo.ask(pipeline, path)
    assert not [one for one in said if isinstance(one, Unreadable)]
    return next(one for one in said if isinstance(one, Pipeline))


def jobs_of(repo: Repository, task: Task) -> list[Classified]:
    """The jobs that a task became: one, or one for each event or variant."""
    found = repo.ask(classified, read(repo).path)
    plain = [(re.sub(r"[^a-z]+", "-", (one.job.title or one.job.name).lower()).strip("-"), one) for one in found.values()]
    return [one for name, one in plain if name == task.name]


@pytest.mark.parametrize(("scenario", "name"), PAIRS)
def test_stages_and_environments_are_those_of_the_author(scenario: Scenario, name: str) -> None:
    repo = sample(scenario, name)
    for task in scenario.tasks:
        jobs = jobs_of(repo, task)
        assert jobs, task.name
        for one in jobs:
            assert (task.name, one.stages, one.environment) == (task.name, task.stages, task.to)


@pytest.mark.parametrize(("scenario", "name"), PAIRS)
def test_what_comes_before_what_is_kept(scenario: Scenario, name: str) -> None:
    repo = sample(scenario, name)
    graph = Graph(read(repo))
    tasks = {task.name: task for task in scenario.tasks}
    for task in scenario.tasks:
        for one in jobs_of(repo, task):
            before = graph.all_before(one.job)
            for earlier in task.after:
                assert any(other.job.id in before for other in jobs_of(repo, tasks[earlier])), (earlier, task.name)
            assert one.job.id not in before


@pytest.mark.parametrize(("scenario", "name"), PAIRS)
def test_what_starts_a_task_is_kept(scenario: Scenario, name: str) -> None:
    repo = sample(scenario, name)
    exact = system(name).expresses["events"] == "exact"
    for task in scenario.tasks:
        starts = [trigger for one in jobs_of(repo, task) for trigger in one.job.triggers]
        events = {trigger.event for trigger in starts}
        assert "push" in events
        assert ("pull_request" in events) == (not task.only and not scenario.main_only)
        if task.only or scenario.main_only:
            assert {trigger.branches for trigger in starts if trigger.event == "push"} == {("main",)}
        if exact:
            assert not any(trigger.maybe for trigger in starts if trigger.event in ("push", "pull_request"))


@pytest.mark.parametrize(("scenario", "name"), PAIRS)
def test_variants_gates_and_bounds_are_kept_where_the_system_has_them(scenario: Scenario, name: str) -> None:
    repo = sample(scenario, name)
    expresses = system(name).expresses
    whole = read(repo)
    for task in scenario.tasks:
        for one in jobs_of(repo, task):
            if expresses["job-timeout"] == "exact":
                timeout = one.job.timeout or whole.timeout
                assert timeout and timeout.minutes == task.minutes
            if task.manual and expresses["approvals"] == "exact":
                before = {one.job.id, *Graph(whole).all_before(one.job)}
                assert any(
                    approval.kind in ("manual", "input") for job in whole.jobs if job.id in before for approval in job.approvals
                )
        if task.versions and expresses["matrix"] == "exact":
            sizes = [one.job.matrix.size or 0 if one.job.matrix else 1 for one in jobs_of(repo, task)]
            assert sum(sizes) % len(task.versions) == 0


@pytest.mark.parametrize(("scenario", "name"), PAIRS)
def test_findings_are_the_same_but_for_what_the_system_cannot_say(scenario: Scenario, name: str) -> None:
    repo = sample(scenario, name)
    rules = tuple(rule for rule in rules_of() if rule.code.startswith("CI") and rule.code not in SETTINGS_OF_THE_HOST)
    states: dict[str, set[str]] = {}
    for said, what in Weighed(repo, rules, None, run(repo, rules, None), TODAY).said:
        assert not isinstance(what, Unreadable)
        for rule in said:
            states.setdefault(rule.code, set()).add(what.state)
    gaps = {code for code, found in states.items() if "gap" in found}
    unknown = {code for code, found in states.items() if "unknown" in found} - gaps
    expresses = system(name).expresses
    excused = {code for feature, codes in UNTOLD.items() if expresses[feature] != "exact" for code in codes.split()}
    expected = set(scenario.gaps.split())
    assert gaps <= expected
    silent = {code for feature, codes in UNTOLD.items() if expresses[feature] == "absent" for code in codes.split()}
    assert expected - gaps <= (excused & unknown) | silent | NOT_FOUND.get((scenario.name, name), set())
