"""Pipelines of Buildkite as the model has them."""

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

PATH = ".buildkite/pipeline.yml"


def read(files: dict[str, str], *changed: str) -> list[Pipeline]:
    said = list(pipelines(Repository(SampleTree(files)), changed or None))
    return [one for one in said if isinstance(one, Pipeline)]


def starts(one: Job) -> set[str]:
    """What starts it for certain."""
    return {
        t.event + (":" + ",".join(t.branches) if t.branches else "") + ("!" + ",".join(t.excluded) if t.excluded else "")
        for t in one.triggers
        if not t.maybe
    }


DELIVERY = """
env: {REGISTRY: example}
steps:
  - label: ":pytest: Test"
    key: test
    command: make test
    timeout_in_minutes: 20
    plugins: [{docker-compose#v5.0.0: {run: app}}]
    retry: {automatic: [{exit_status: -1, limit: 2}]}
    soft_fail: [{exit_status: 3}]
  - group: ":docker: Images"
    key: images
    depends_on: test
    steps:
      - {label: image, plugins: [{docker-compose#v5.0.0: {push: app}}], matrix: {setup: {os: [a, b], arch: [x, y]}, adjustments: [{with: {os: a, arch: x}, skip: true}]}}
  - wait
  - {label: staging, command: helm upgrade shop . -n staging, branches: main, concurrency_group: staging, concurrency: 1}
  - block: Release?
    branches: main
  - label: production
    command: ["helm upgrade shop . -n production --set v=$$VERSION"]
    branches: main
  - trigger: deploy-docs
    depends_on: [images, gone]
    if: build.branch == "main" && build.pull_request.id == null
"""


def test_a_pipeline_with_all_that_it_is_made_of() -> None:
    (found,) = read({PATH: DELIVERY, "Makefile": "test:\n\tpytest\n"})
    assert [one.id for one in found.jobs] == ["test", "image", "staging", "Release?", "production", "step 6"]
    test, image, staging, block, production, trigger = found.jobs
    assert (test.title, test.timeout and test.timeout.minutes, test.retries) == ("Test", 20, 2)
    assert test.tolerance is not None
    assert test.tolerance.exit_codes == ("3",)
    assert [command.name for command in test.commands] == ["make", "pytest"]
    assert (image.stage, image.matrix and image.matrix.size) == ("Images", 3)
    assert [need.job for need in image.needs or ()] == ["test"]
    assert starts(staging) == {"push:main", "manual:main"}
    assert block.manual is not None
    assert production.manual is not None
    assert production.commands[0].text.endswith("v=$VERSION")
    assert [(need.job, need.known) for need in trigger.needs or ()] == [("image", True), ("gone", False)]
    assert [one.kind for one in trigger.opaque] == ["child-pipeline"]
    graph = Graph(found)
    assert graph.all_before(staging) == {"test", "image"}
    assert graph.all_before(production) == {"test", "image", "staging", "Release?"}


def test_jobs_are_classified_with_what_they_deploy_to() -> None:
    repo = Repository(SampleTree({PATH: DELIVERY, "Makefile": "test:\n\tpytest\n"}))
    found = repo.ask(classified, PATH)
    assert [one.stages for one in found.values()] == [
        ("test",),
        ("package",),
        ("deploy-staging",),
        (),
        ("deploy-production",),
        ("deploy",),
    ]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("", {"push", "pull_request", "manual"}),
        ("branches: main release/*", {"push:main,release/*", "manual:main,release/*"}),
        ("branches: '!main'", {"push!main", "pull_request", "manual!main"}),
        ("if: build.branch == 'main'", {"push:main", "manual:main"}),
        ("if: build.branch =~ /^release\\//", {"push:release/*", "manual:release/*"}),
        ("if: build.pull_request.id == null", {"push", "manual"}),
        ("if: build.pull_request.id != null", {"pull_request"}),
        ("if: build.source == 'ui'", {"manual"}),
        ("if: build.tag != null", set()),
        ("if: build.message !~ /skip/", set()),
        ("if: 'false'", set()),
    ],
)
def test_what_starts_a_step(given: str, expected: set[str]) -> None:
    (found,) = read({PATH: f"steps:\n- command: ls\n  {given}\n"})
    assert starts(found.jobs[0]) == expected


def test_what_is_skipped_never_runs_and_what_goes_on_after_a_failure_says_so() -> None:
    (found,) = read({PATH: "steps: [{command: a, skip: later}, {wait: , continue_on_failure: true}, {command: ./tell.sh}]\n"})
    skipped, tell = found.jobs
    assert skipped.condition is not None
    assert skipped.condition.never
    assert tell.condition is not None
    assert tell.condition.after_failure


def test_an_uploaded_pipeline_of_the_repository_is_a_part_of_the_one_that_uploads_it() -> None:
    files = {
        PATH: "steps: [{label: up, command: buildkite-agent pipeline upload .buildkite/pipeline.deploy.yml}]\n",
        ".buildkite/pipeline.deploy.yml": "steps: [{label: a, command: kubectl apply -f .}]\n",
    }
    for changed in ((), (".buildkite/pipeline.deploy.yml",)):
        (found,) = read(files, *changed)
        assert [(one.id, one.caller, one.calls) for one in found.jobs] == [
            ("up", "", ".buildkite/pipeline.deploy.yml"),
            ("up/a", "up", ""),
        ]
    (made,) = read({PATH: "steps: [{command: './make.sh | buildkite-agent pipeline upload'}]\n"})
    assert [one.why for one in made.jobs[0].opaque] == ["the pipeline that it uploads is made when it runs"]


def test_of_a_file_beside_the_main_one_nobody_knows_what_starts_it() -> None:
    (found,) = read({".buildkite/pipeline.release.yml": "steps: [{command: ls}]\n"})
    assert all(trigger.maybe for trigger in found.jobs[0].triggers)


@pytest.mark.parametrize(
    "text",
    [
        "- a\n- wait\n- command: b\n",
        "",
        "steps: text\n",
        "steps: [1, [], {}, {group: a, steps: [{group: b, steps: [{group: c, depends_on: a}]}]}, {wait: {}}]\n",
        "steps: [{key: a, command: [x, {y: z}], depends_on: [a, {step: b}, {}]}, {key: a, depends_on: a, matrix: {setup: x}}]\n",
        "steps: [{command: buildkite-agent pipeline upload}, {command: buildkite-agent pipeline upload ../../x.yml}]\n",
        "steps: [{plugins: {a: b}, soft_fail: {}, retry: [], env: [], branches: {}, if: {}}]\n",
    ],
)
def test_circles_and_shapes_that_are_none_end(text: str) -> None:
    repo = Repository(SampleTree({PATH: text}))
    for said in pipelines(repo, None):
        if isinstance(said, Pipeline):
            repo.ask(classified, said.path)
            assert Graph(said).in_order() is not None


def test_ten_thousand_steps_are_read() -> None:
    text = "steps:\n" + "".join("- wait\n" if i % 2 else f"- {{label: s{i}, command: pytest}}\n" for i in range(20_000))
    (found,) = read({PATH: text})
    assert len(Graph(found).in_order()) == 10_000


_KEYS = st.sampled_from(
    "steps group wait block input trigger command commands plugins key label depends_on step branches if skip soft_fail retry"
    " automatic matrix setup adjustments env agents concurrency parallelism artifact_paths timeout_in_minutes".split()
)
_LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=12),
    st.sampled_from(["wait", "block", "a", "main !dev", "build.branch == 'main'", "docker#v1", "{{matrix}}", "$$X"]),
)
_TREES = st.recursive(
    _LEAVES, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_KEYS, inner, max_size=5)), max_leaves=25
)


@settings(max_examples=80, deadline=None)
@given(_TREES, _TREES, _TREES)
def test_no_tree_of_keys_makes_the_reader_fail(one: object, two: object, three: object) -> None:
    text = json.dumps({"steps": [one, {"command": two, "if": three}, {"group": "a", "steps": two}, three], "env": one})
    repo = Repository(SampleTree({PATH: text, ".buildkite/pipeline.x.yml": json.dumps(two)}))
    as_json(repo)
    for said in pipelines(repo, None):
        if isinstance(said, Pipeline):
            repo.ask(classified, said.path)
