"""Pipelines of Bitbucket Pipelines and Travis CI as the model has them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.pipeline.graph import Graph
from roadworthy.models.pipeline.readers import pipelines
from roadworthy.models.pipeline.stages import classified
from roadworthy.models.pipeline.types import Job, Pipeline
from roadworthy.show.pipeline import as_json

BITBUCKET = "bitbucket-pipelines.yml"
TRAVIS = ".travis.yml"


def read(files: dict[str, str]) -> Pipeline:
    (found,) = (one for one in pipelines(Repository(SampleTree(files)), None) if isinstance(one, Pipeline))
    return found


def starts(one: Job) -> set[str]:
    return {
        t.event
        + (":" + ",".join(t.branches) if t.branches else "")
        + ("!" + ",".join(t.excluded) if t.excluded else "")
        + "?" * t.maybe
        for t in one.triggers
    }


DELIVERY = """
image: python:3.12
options: {max-time: 30}
definitions:
  services: {db: {image: 'postgres:16'}}
  steps:
    - step: &test
        name: Test
        services: [db, docker]
        max-time: 10
        script: [pip install ., pytest]
        after-script: [./tell.sh]
        artifacts: [dist/**]
pipelines:
  default:
    - step: *test
  branches:
    main:
      - parallel:
          - step: *test
          - step: {name: Lint, script: [ruff check .]}
      - step:
          name: Staging
          deployment: staging
          script:
            - pipe: atlassian/aws-ecs-deploy:1.6.0
              variables: {SERVICE_NAME: shop-staging, TOKEN: $AWS_TOKEN}
            - curl -f https://staging.example.org/health
      - stage:
          name: Release
          deployment: production
          trigger: manual
          steps:
            - step: {name: Roll out, script: [helm upgrade shop .]}
            - step: {name: Check, script: [./smoke.sh]}
  tags: {'v*': [{step: *test}]}
  custom: {nightly: [{step: *test}]}
"""


def test_a_bitbucket_pipeline_with_all_that_it_is_made_of() -> None:
    found = read({BITBUCKET: DELIVERY})
    assert [one.id for one in found.jobs] == [
        "default/Test",
        "branches/main/Test",
        "branches/main/Lint",
        "branches/main/Staging",
        "branches/main/Roll out",
        "branches/main/Check",
        "tags/v*/Test",
        "custom/nightly/Test",
    ]
    default, test, lint, staging, rollout, check, tag, nightly = found.jobs
    assert starts(default) == {"push!main", "pull_request"}
    assert starts(test) == {"push:main"}
    assert starts(tag) == {"tag:v*"}
    assert starts(nightly) == {"manual", "schedule?"}
    assert [(one.name, one.image) for one in test.services] == [("db", "postgres:16")]
    assert [job.timeout.minutes for job in (test, lint) if job.timeout] == [10, 30]
    assert test.steps[1].condition is not None
    assert test.steps[1].condition.after_failure
    assert [one.paths for one in test.artifacts] == [("dist/**",)]
    assert staging.environment is not None
    assert [one.name for one in staging.reads] == ["AWS_TOKEN"]
    assert rollout.manual is not None
    assert not check.manual
    assert Graph(found).all_before(rollout) == {test.id, lint.id, staging.id}
    stages = Repository(SampleTree({BITBUCKET: DELIVERY})).ask(classified, BITBUCKET)
    assert stages[staging.id].stages == ("deploy-staging", "smoke-test")
    assert stages[rollout.id].stages == ("deploy-production",)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("default: [{step: {script: [ls]}}]", {"push", "pull_request"}),
        ("{default: [{step: {script: [ls]}}], pull-requests: {}}", {"push"}),
        ("pull-requests: {'**': [{step: {script: [ls]}}]}", {"pull_request"}),
        ("pull-requests: {'feature/*': [{step: {script: [ls]}}]}", {"pull_request?"}),
        ("branches: {'{main,release/*}': [{step: {script: [ls]}}]}", {"push:main,release/*"}),
        ("default: [{step: {script: [ls], condition: {changesets: {includePaths: [a]}}}}]", {"push?", "pull_request?"}),
    ],
)
def test_what_starts_a_bitbucket_pipeline(written: str, expected: set[str]) -> None:
    text = f"pipelines: {written}\n" if written.startswith("{") else f"pipelines: {{{written}}}\n"
    assert starts(read({BITBUCKET: text}).jobs[0]) == expected


TRAVIS_DELIVERY = """
language: python
services: [postgresql]
python: ['3.11', '3.12']
install: pip install .
script: [ruff check ., pytest]
after_failure: ./tell.sh
branches: {only: [main, /^release-.*$/]}
env: {global: [{secure: abc}]}
deploy:
  - provider: heroku
    app: shop-staging
    on: {branch: main}
  - provider: script
    script: ./deploy.sh production
    on: {tags: true}
  - provider: pypi
"""


def test_a_travis_pipeline_with_its_deployments() -> None:
    found = read({TRAVIS: TRAVIS_DELIVERY})
    assert [one.id for one in found.jobs] == ["test", "test/deploy heroku", "test/deploy script 2", "test/deploy pypi 3"]
    test, staging, production, package = found.jobs
    assert test.matrix is not None
    assert test.matrix.size == 2
    assert [one.name for one in test.services] == ["postgresql"]
    assert [command.name for command in test.commands] == ["pip", "ruff", "pytest", "tell.sh"]
    assert starts(test) >= {"push:main,release-*", "pull_request:main,release-*"}
    assert starts(staging) == {"push:main"}
    assert {trigger.event for trigger in production.triggers} == {"tag"}
    assert starts(package) == {"push:main"} or {trigger.event for trigger in package.triggers} == {"push"}
    assert [reading.kind for reading in found.reads] == ["secret"]
    stages = Repository(SampleTree({TRAVIS: TRAVIS_DELIVERY, "deploy.sh": "echo\n"})).ask(classified, TRAVIS)
    assert [one.stages for one in stages.values()] == [
        ("validate", "test"),
        ("deploy-staging",),
        ("deploy-production",),
        ("package",),
    ]


def test_each_entry_of_a_travis_script_can_fail_the_build() -> None:
    listed = read({TRAVIS: "script: [ruff check ., pytest]\n"}).jobs[0].commands
    assert [command.swallowed for command in listed] == [None, None]
    block = read({TRAVIS: "script: |\n  ruff check .\n  pytest\n"}).jobs[0].commands
    assert [command.swallowed is None for command in block] == [False, True]


def test_travis_jobs_in_stages() -> None:
    text = """
language: node_js
stages: [test, {name: deploy, if: branch = main}]
jobs:
  include:
    - {stage: test, name: unit, script: npm test}
    - {name: lint, script: npm run lint, env: A=1}
    - {stage: deploy, name: release, if: branch = main AND type = push, script: ./release.sh}
  allow_failures: [{name: lint}]
"""
    found = read({TRAVIS: text})
    assert [(one.id, one.order) for one in found.jobs] == [("unit", 1), ("lint", 1), ("release", 2)]
    assert found.jobs[1].tolerance is not None
    assert starts(found.jobs[2]) == {"push:main"}
    assert Graph(found).all_before(found.jobs[2]) == {"unit", "lint"}


def test_what_a_language_tests_with_counts_where_the_file_does_not_say() -> None:
    assert [one.text for one in read({TRAVIS: "language: node_js\n"}).jobs[0].commands] == ["npm ci", "npm test"]
    assert [one.text for one in read({TRAVIS: "language: go\ninstall: skip\n"}).jobs[0].commands] == ["go test ./..."]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("branch = main", {"push:main", "pull_request:main", "schedule:main?", "call:main?"}),
        ("branch = main AND type = push", {"push:main"}),
        ("tag IS present", {"tag"}),
        ("type IN (push, cron)", {"push", "tag", "schedule?"}),
        ("NOT type = pull_request", {"push", "tag", "schedule?", "call?"}),
        ("branch =~ ^release AND type != pull_request", {"push:release*", "schedule:release*?", "call:release*?"}),
        ("env(x) = y", {"push?", "tag?", "pull_request?", "schedule?", "call?"}),
        ("fork = false", {"push", "tag", "pull_request", "schedule?", "call?"}),
    ],
)
def test_travis_conditions(asked: str, expected: set[str]) -> None:
    assert starts(read({TRAVIS: f"if: {asked}\nscript: ls\n"}).jobs[0]) == expected


@pytest.mark.parametrize(
    "text",
    [
        "- a\n",
        "",
        "pipelines: text\nscript: {}\n",
        "pipelines: {default: {step: {}}, branches: [a], custom: {a: {import: 'x:y'}}, tags: {a: [{parallel: [{step: a}]}]}}\n",
        "pipelines: {default: [{stage: {steps: [{parallel: {steps: [1]}}]}}, {step: {script: [{pipe: {}}, [a, {pipe: x}]]}}, []]}\n",
        "deploy: [{provider: 1, on: []}, {provider: {}}]\nstages: [{}, []]\njobs: {include: [a, {stage: {}}], allow_failures: {}}\n",
        "jobs: [a]\nmatrix: {include: {}}\nif: (((\nbranches: {only: {a: b}, except: /(/}\nenv: {jobs: {a: b}}\n",
    ],
)
def test_shapes_that_are_none_end(text: str) -> None:
    repo = Repository(SampleTree({BITBUCKET: text, TRAVIS: text}))
    for said in pipelines(repo, None):
        if isinstance(said, Pipeline):
            repo.ask(classified, said.path)
            assert Graph(said).in_order() is not None


def test_ten_thousand_jobs_are_read() -> None:
    steps = "".join(f"    - step: {{name: s{i}, script: [pytest]}}\n" for i in range(10_000))
    assert len(read({BITBUCKET: f"pipelines:\n  default:\n{steps}"}).jobs) == 10_000
    jobs = "".join(f"    - {{name: s{i}, stage: g{i % 3}, script: pytest}}\n" for i in range(10_000))
    found = read({TRAVIS: f"jobs:\n  include:\n{jobs}"})
    assert len(Graph(found).in_order()) == 10_000


_KEYS = st.sampled_from(
    "pipelines default branches tags custom pull-requests step parallel stage steps script pipe variables deployment trigger"
    " condition services artifacts paths image max-time on-fail import deploy provider on branch jobs include allow_failures"
    " stages name if env matrix language os only except secure all_branches".split()
)
_LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=12),
    st.sampled_from(["manual", "main", "/^v.*/", "branch = main", "heroku", "{a,b}", "python", "docker://x/y:1", "ignore"]),
)
_TREES = st.recursive(
    _LEAVES, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_KEYS, inner, max_size=5)), max_leaves=25
)


@settings(max_examples=80, deadline=None)
@given(_TREES, _TREES, _TREES)
def test_no_tree_of_keys_makes_a_reader_fail(one: object, two: object, three: object) -> None:
    bitbucket = {"pipelines": {"default": [{"step": one}, two], "branches": three, "custom": {"x": one}}, "definitions": two}
    travis = {"jobs": {"include": [one, two]}, "deploy": three, "script": two, "stages": one, "branches": three, "if": "a = b"}
    repo = Repository(SampleTree({BITBUCKET: json.dumps(bitbucket), TRAVIS: json.dumps(travis)}))
    as_json(repo)
    for said in pipelines(repo, None):
        if isinstance(said, Pipeline):
            repo.ask(classified, said.path)
