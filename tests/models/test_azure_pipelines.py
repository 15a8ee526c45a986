"""Pipelines of Azure Pipelines as the model has them."""

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

PATH = "azure-pipelines.yml"


def read(text: str, **others: str) -> Pipeline:
    files = {PATH: text, **{name.replace("__", "/"): body for name, body in others.items()}}
    (found,) = (one for one in pipelines(Repository(SampleTree(files)), None) if isinstance(one, Pipeline))
    return found


def job(text: str, id: str = "a", **others: str) -> Job:
    made = read(text, **others).job(id)
    assert made is not None
    return made


def starts(one: Job) -> set[str]:
    return {
        t.event
        + (":" + ",".join(t.branches) if t.branches else "")
        + ("!" + ",".join(t.excluded) if t.excluded else "")
        + "?" * t.maybe
        for t in one.triggers
    }


DELIVERY = """
trigger: {branches: {include: [main]}, tags: {include: ['v*']}}
pr: [main]
variables:
  - name: chart
    value: ./chart
  - group: shared
stages:
  - stage: Build
    jobs:
      - job: test
        timeoutInMinutes: 20
        steps:
          - script: make test
          - task: Docker@2
            inputs: {command: buildAndPush, repository: shop}
      - template: ci/lint.yml
        parameters: {tool: ruff}
  - stage: Staging
    condition: and(succeeded(), eq(variables['Build.SourceBranch'], 'refs/heads/main'))
    variables: [{group: staging}]
    jobs:
      - deployment: release
        environment: staging
        strategy:
          runOnce:
            deploy: {steps: [{bash: 'helm upgrade shop $(chart) --version $(Build.BuildId)'}]}
            on: {failure: {steps: [{script: ./alert.sh}]}}
  - stage: Production
    dependsOn: [Staging]
    jobs:
      - deployment: release
        environment: {name: production}
        strategy: {canary: {deploy: {steps: [{task: KubernetesManifest@1, inputs: {action: deploy}}]}}}
  - stage: Independent
    dependsOn: []
    jobs:
      - job: a
      - job: b
        dependsOn: a
"""
LINT = (
    "parameters: [{name: tool, default: flake8}]\njobs:\n- job: lint\n  steps: [{script: '${{ parameters.tool }} check .'}]\n"
)


def test_a_pipeline_with_all_that_it_is_made_of() -> None:
    found = read(DELIVERY, **{"ci__lint.yml": LINT, "Makefile": "test:\n\tpytest\n"})
    assert [one.id for one in found.jobs] == [
        "Build.test",
        "Build.lint",
        "Staging.release",
        "Production.release",
        "Independent.a",
        "Independent.b",
    ]
    test, lint, staging, production, _, last = found.jobs
    assert test.timeout is not None
    assert test.timeout.minutes == 20
    assert [command.name for command in test.commands] == ["make", "pytest"]
    assert [command.text for command in lint.commands] == ["ruff check ."]
    assert lint.via[0].line == 17
    assert list(found.files) == ["ci/lint.yml"]
    assert starts(test) == {"push:main", "tag:v*", "pull_request:main", "manual"}
    assert starts(staging) == {"push:main", "manual:main"}
    assert staging.environment is not None
    assert staging.environment.name == "staging"
    assert [command.text for command in staging.commands] == [
        "helm upgrade shop ./chart --version ${{ Build.BuildId }}",
        "./alert.sh",
    ]
    assert staging.steps[1].condition is not None
    assert staging.steps[1].condition.only_after_failure
    assert [one.name for one in staging.reads] == ["shared", "staging"]
    assert Graph(found).all_before(production) == {"Build.test", "Build.lint", "Staging.release"}
    assert Graph(found).all_before(last) == {"Independent.a"}


def test_jobs_are_classified_with_what_they_deploy_to() -> None:
    repo = Repository(SampleTree({PATH: DELIVERY, "ci/lint.yml": LINT, "Makefile": "test:\n\tpytest\n"}))
    found = repo.ask(classified, PATH)
    assert found["Build.test"].stages == ("test", "package")
    assert found["Build.lint"].stages == ("validate",)
    assert found["Staging.release"].stages == ("deploy-staging",)
    assert found["Production.release"].stages == ("deploy-production",)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("", {"push", "pull_request?", "manual"}),
        ("trigger: none\npr: none\n", {"manual"}),
        ("trigger: [main, 'releases/*']\npr: none\n", {"push:main,releases/*", "manual"}),
        ("trigger: {branches: {include: ['*'], exclude: [old]}}\npr: none\n", {"push!old", "manual"}),
        ("trigger: {tags: {include: ['v*']}}\npr: none\n", {"tag:v*", "manual"}),
        ("trigger: none\npr: {branches: {include: [main]}}\n", {"pull_request:main", "manual"}),
        (
            "trigger: none\npr: none\nschedules: [{cron: '0 0 * * *', branches: {include: [main]}}]\n",
            {"schedule:main", "manual"},
        ),
        ("trigger: none\npr: none\nresources: {pipelines: [{pipeline: x, source: x, trigger: true}]}\n", {"call", "manual"}),
    ],
)
def test_what_starts_a_pipeline(written: str, expected: set[str]) -> None:
    assert starts(job(written + "jobs: [{job: a, steps: []}]\n")) == expected


@pytest.mark.parametrize(
    ("condition", "expected", "after"),
    [
        ("succeeded()", {"push:main,dev", "pull_request", "manual"}, False),
        ("and(succeeded(), ne(variables['Build.Reason'], 'PullRequest'))", {"push:main,dev", "manual"}, False),
        ("and(succeeded(), eq(variables['Build.SourceBranch'], 'refs/heads/main'))", {"push:main", "manual:main"}, False),
        ("eq(variables['Build.SourceBranchName'], 'main')", {"push:main", "manual:main"}, True),
        ("failed()", {"push:main,dev", "pull_request", "manual"}, True),
        ("false", set(), False),
        ("and(succeeded(), eq(variables['own'], 'yes'))", {"push:main,dev", "pull_request", "manual"}, False),
        ("and(succeeded(), eq(variables['own'], 'no'))", set(), False),
        ("and(succeeded(), eq(variables['other'], 'x'))", {"push:main,dev?", "pull_request?", "manual?"}, False),
        ("not( an expression", {"push:main,dev?", "pull_request?", "manual?"}, True),
    ],
)
def test_a_condition_leaves_some_of_the_triggers(condition: str, expected: set[str], after: bool) -> None:
    text = f"trigger: [main, dev]\npr: ['*']\nvariables: {{own: 'yes'}}\njobs: [{{job: a, condition: \"{condition}\", steps: []}}]\n"
    found = job(text)
    assert starts(found) == expected
    assert found.condition is not None
    assert found.condition.after_failure == after


def test_a_stage_that_is_left_out_leaves_out_those_that_wait_for_it() -> None:
    text = """
trigger: [main, dev]
pr: none
stages:
- {stage: a, condition: "and(succeeded(), eq(variables['Build.SourceBranch'], 'refs/heads/main'))", jobs: [{job: x}]}
- {stage: b, jobs: [{job: x}]}
- {stage: c, dependsOn: [], jobs: [{job: x}]}
- {stage: d, dependsOn: a, condition: always(), jobs: [{job: x}]}
"""
    found = [starts(one) for one in read(text).jobs]
    assert found[0] == found[1] == {"push:main", "manual:main"}
    assert found[2] == found[3] == {"push:main,dev", "manual"}


def test_lists_are_made_by_conditions_and_loops() -> None:
    text = """
parameters:
  - {name: deploy, type: boolean, default: false}
  - name: regions
    type: object
    default: [{name: eu}, {name: us}]
jobs:
  - ${{ each region in parameters.regions }}:
      - job: deploy_${{ region.name }}
        steps:
          - ${{ if eq(parameters.deploy, true) }}:
              - script: never
          - ${{ else }}:
              - script: kubectl apply -f ${{ region.name }}.yaml
          - ${{ if eq(variables['x'], 'y') }}:
              - script: perhaps
"""
    found = read(text)
    assert [one.id for one in found.jobs] == ["deploy_eu", "deploy_us"]
    assert [command.text for command in found.jobs[1].commands] == ["kubectl apply -f us.yaml", "perhaps"]
    asked = found.jobs[1].steps[1].condition
    assert asked is not None
    assert asked.cases[0].maybe


def test_a_pipeline_may_be_an_extension_of_a_template() -> None:
    base = "parameters: [{name: steps, type: stepList, default: []}]\nstages:\n- stage: one\n  jobs: [{job: a, steps: [{bash: pytest}, '${{ parameters.steps }}']}]\n"
    text = "extends: {template: base.yml, parameters: {steps: [{bash: ruff check}]}}\n"
    found = read(text, **{"base.yml": base})
    assert [command.text for command in found.jobs[0].commands] == ["pytest", "ruff check"]
    (opaque,) = read("extends: {template: base.yml@central}\n").opaque
    assert (opaque.kind, opaque.name) == ("template", "base.yml@central")


def test_a_template_that_is_named_like_a_pipeline_is_a_part_of_the_other() -> None:
    files = {
        "azure-pipelines.yml": "jobs: [{template: azure-pipelines.test.yml}]\n",
        "azure-pipelines.test.yml": "jobs: [{job: a}]\n",
    }
    found = [
        one.path for one in pipelines(Repository(SampleTree(files)), ("azure-pipelines.test.yml",)) if isinstance(one, Pipeline)
    ]
    assert found == ["azure-pipelines.yml"]


@pytest.mark.parametrize(
    "text",
    [
        "- a\n",
        "",
        "steps: text\n",
        "jobs: {a: b}\nstages: x\n",
        "jobs: [{template: azure-pipelines.yml}, {template: ../../x.yml}, {template: '${{ x }}.yml'}]\n",
        "extends: {template: azure-pipelines.yml}\n",
        "stages: [{stage: a, dependsOn: [a, gone], jobs: [{job: b, dependsOn: [b, c]}, {job: c, dependsOn: b}, {job: b}]}]\n",
        "parameters: [{name: s, default: ['${{ parameters.s }}', '${{ parameters.s }}']}]\nsteps: ['${{ parameters.s }}']\n",
        "steps: [{'${{ each a in b }}': [{'${{ if }}': [{script: '$(a) $(b.c) ${{ d }}'}]}]}]\n",
        "steps: [{task: 1}, {task: Bash@3, inputs: {filePath: a.sh}}, {bash: {}}, {checkout: none}]\n",
    ],
)
def test_circles_and_shapes_that_are_none_end(text: str) -> None:
    repo = Repository(SampleTree({PATH: text}))
    for said in pipelines(repo, None):
        if isinstance(said, Pipeline):
            repo.ask(classified, said.path)
            assert Graph(said).in_order() is not None


def test_ten_thousand_jobs_are_read() -> None:
    stages = "".join(
        f"- stage: s{i}\n  dependsOn: [{f's{i - 2}' if i > 1 else ''}]\n  jobs:\n"
        + "".join(f"  - job: j{k}\n    steps: [{{bash: pytest}}]\n" for k in range(100))
        for i in range(100)
    )
    assert len(read(f"stages:\n{stages}").jobs) == 10_000


_KEYS = st.sampled_from(
    "stages stage jobs job steps script bash task inputs template parameters variables name value group deployment environment"
    " strategy runOnce deploy on failure matrix dependsOn condition trigger pr branches include pool vmImage extends".split()
    + ["${{ if eq(parameters.a, 'b') }}", "${{ each x in parameters.a }}", "${{ else }}"]
)
_LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=12),
    st.sampled_from(["${{ parameters.a }}", "$(a)", "a", "t.yml", "Docker@2", "succeeded()", "and(", "${{ x }}"]),
)
_TREES = st.recursive(
    _LEAVES, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_KEYS, inner, max_size=5)), max_leaves=25
)


@settings(max_examples=80, deadline=None)
@given(_TREES, _TREES, _TREES)
def test_no_tree_of_keys_makes_the_reader_fail(one: object, two: object, three: object) -> None:
    text = json.dumps({"stages": [{"stage": "a", "jobs": one}, two], "parameters": three, "variables": two, "pr": three})
    inner = json.dumps({"steps": two, "jobs": [{"job": "x", "steps": one}], "parameters": [{"name": "a", "default": three}]})
    repo = Repository(SampleTree({PATH: text, "t.yml": inner, "ci/azure-pipelines.yml": json.dumps({"steps": one})}))
    as_json(repo)
    for said in pipelines(repo, None):
        if isinstance(said, Pipeline):
            repo.ask(classified, said.path)
