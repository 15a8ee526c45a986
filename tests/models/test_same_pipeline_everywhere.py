"""One pipeline, written for every CI system, is the same pipeline to the model: stages, environments, order, triggers, approval.

What a system cannot express stands in `EXCEPTIONS`.
"""

from __future__ import annotations

import pytest
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.pipeline.graph import Graph
from roadworthy.models.pipeline.readers import pipelines
from roadworthy.models.pipeline.stages import classified
from roadworthy.models.pipeline.types import Pipeline
from roadworthy.tables.file_names import PIPELINE_ROOTS

WRITTEN: dict[str, tuple[str, str]] = {
    "github": (
        ".github/workflows/ci.yml",
        """
on: {push: {branches: [main]}, pull_request: }
jobs:
  test: {runs-on: x, steps: [{run: pytest}]}
  image: {needs: test, if: "github.event_name == 'push'", runs-on: x, steps: [{run: 'docker push example/shop:1'}]}
  staging: {needs: image, environment: staging, runs-on: x, steps: [{run: helm upgrade shop .}]}
  production: {needs: staging, environment: production, runs-on: x, steps: [{run: helm upgrade shop .}]}
""",
    ),
    "gitlab": (
        ".gitlab-ci.yml",
        """
stages: [test, pack, staging, production]
workflow: {rules: [{if: '$CI_PIPELINE_SOURCE == "merge_request_event"'}, {if: '$CI_COMMIT_BRANCH == "main"'}]}
test: {stage: test, script: [pytest]}
pack: {stage: pack, script: ['docker push example/shop:1'], rules: [{if: '$CI_COMMIT_BRANCH == "main"'}]}
staging: {stage: staging, environment: staging, script: [helm upgrade shop .], rules: [{if: '$CI_COMMIT_BRANCH == "main"'}]}
production:
  stage: production
  environment: production
  script: [helm upgrade shop .]
  rules: [{if: '$CI_COMMIT_BRANCH == "main"', when: manual}]
""",
    ),
    "circleci": (
        ".circleci/config.yml",
        """
version: 2.1
jobs:
  test: {docker: [{image: x}], steps: [checkout, {run: pytest}]}
  image: {docker: [{image: x}], steps: [{run: 'docker push example/shop:1'}]}
  deploy:
    parameters: {to: {type: string}}
    docker: [{image: x}]
    steps: [{run: helm upgrade shop . -n << parameters.to >>}]
workflows:
  delivery:
    jobs:
      - test
      - image: {requires: [test], filters: &main {branches: {only: main}}}
      - deploy: {name: staging, to: staging, requires: [image], filters: *main}
      - hold: {type: approval, requires: [staging], filters: *main}
      - deploy: {name: production, to: production, requires: [hold], filters: *main}
""",
    ),
    "azure": (
        "azure-pipelines.yml",
        """
trigger: [main]
pr: [main]
stages:
  - stage: test
    jobs: [{job: test, steps: [{bash: pytest}]}]
  - stage: image
    condition: and(succeeded(), eq(variables['Build.SourceBranch'], 'refs/heads/main'))
    jobs: [{job: image, steps: [{bash: 'docker push example/shop:1'}]}]
  - stage: staging
    jobs: [{deployment: staging, environment: staging, strategy: {runOnce: {deploy: {steps: [{bash: helm upgrade shop .}]}}}}]
  - stage: production
    jobs: [{deployment: production, environment: production, strategy: {runOnce: {deploy: {steps: [{bash: helm upgrade shop .}]}}}}]
""",
    ),
    "bitbucket": (
        "bitbucket-pipelines.yml",
        """
pipelines:
  pull-requests: {'**': [{step: &test {name: test, script: [pytest]}}]}
  branches:
    main:
      - step: *test
      - step: {name: image, script: ['docker push example/shop:1']}
      - step: {name: staging, deployment: staging, script: [helm upgrade shop .]}
      - step: {name: production, deployment: production, trigger: manual, script: [helm upgrade shop .]}
""",
    ),
    "travis": (
        ".travis.yml",
        """
stages: [test, {name: image, if: branch = main AND type = push}, {name: staging, if: branch = main AND type = push}, {name: production, if: branch = main AND type = push}]
jobs:
  include:
    - {stage: test, name: test, script: pytest}
    - {stage: image, name: image, script: 'docker push example/shop:1'}
    - {stage: staging, name: staging, script: helm upgrade shop . -n staging}
    - {stage: production, name: production, script: helm upgrade shop . -n production}
""",
    ),
    "drone": (
        ".drone.yml",
        """
kind: pipeline
name: delivery
trigger: {event: [push, pull_request], branch: [main]}
steps:
  - {name: test, image: x, commands: [pytest]}
  - {name: image, image: x, commands: ['docker push example/shop:1'], when: {event: push}}
  - {name: staging, image: x, commands: [helm upgrade shop . -n staging], when: {event: push}}
---
kind: pipeline
name: release
depends_on: [delivery]
trigger: {event: promote, target: production}
steps:
  - {name: production, image: x, commands: [helm upgrade shop .]}
""",
    ),
    "woodpecker": (
        ".woodpecker.yml",
        """
when: [{event: [push, pull_request], branch: main}, {event: deployment}]
steps:
  test: {image: x, commands: [pytest], when: {event: [push, pull_request]}}
  image: {image: x, commands: ['docker push example/shop:1'], when: {event: push}}
  staging: {image: x, commands: [helm upgrade shop . -n staging], when: {event: push}}
  production: {image: x, commands: [helm upgrade shop .], when: {event: deployment, environment: production}}
""",
    ),
    "buildkite": (
        ".buildkite/pipeline.yml",
        """
steps:
  - {label: test, command: pytest}
  - wait
  - {label: image, command: 'docker push example/shop:1', branches: main}
  - wait
  - {label: staging, command: helm upgrade shop . -n staging, branches: main}
  - {block: Release, branches: main}
  - {label: production, command: helm upgrade shop . -n production, branches: main}
""",
    ),
}
EXCEPTIONS: dict[str, set[str]] = {
    "approval": {"travis"},  # nothing waits for a person
}
STAGES = [("test",), ("package",), ("deploy-staging",), ("deploy-production",)]


def read(system: str) -> tuple[Repository, Pipeline]:
    path, text = WRITTEN[system]
    repo = Repository(SampleTree({path: text}))
    (found,) = (one for one in pipelines(repo, None) if isinstance(one, Pipeline))
    return repo, found


def test_every_system_that_is_read_is_written_here() -> None:
    assert set(WRITTEN) >= set(PIPELINE_ROOTS) - {"jenkins"}


@pytest.mark.parametrize("system", WRITTEN)
def test_stages_and_environments_are_the_same(system: str) -> None:
    repo, whole = read(system)
    found = [one for one in repo.ask(classified, whole.path).values() if one.stages]
    assert list(dict.fromkeys(one.stages for one in found)) == STAGES
    assert [one.environment for one in found][-2:] == ["staging", "production"]


@pytest.mark.parametrize("system", WRITTEN)
def test_the_order_is_the_same(system: str) -> None:
    repo, whole = read(system)
    graph = Graph(whole)
    found = {one.stages[0]: one.job for one in repo.ask(classified, whole.path).values() if one.stages}
    before = graph.all_before(found["deploy-production"])
    assert {found["package"].id, found["deploy-staging"].id} <= before
    assert any(id.endswith("test") for id in graph.all_before(found["package"]))


@pytest.mark.parametrize("system", WRITTEN)
def test_pull_requests_are_tested_and_not_deployed(system: str) -> None:
    repo, whole = read(system)
    jobs = repo.ask(classified, whole.path).values()
    tested = {trigger.event for one in jobs if "test" in one.stages for trigger in one.job.triggers}
    assert "pull_request" in tested
    for one in jobs:
        if one.stages and "test" not in one.stages:
            assert one.job.triggers, one.job.id
            assert not any(trigger.event == "pull_request" for trigger in one.job.triggers), one.job.id


@pytest.mark.parametrize("system", WRITTEN)
def test_production_waits_for_a_person(system: str) -> None:
    repo, whole = read(system)
    (production,) = [one.job for one in repo.ask(classified, whole.path).values() if "deploy-production" in one.stages]
    assert bool(production.approvals) is (system not in EXCEPTIONS["approval"])
