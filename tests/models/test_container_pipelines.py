"""Pipelines of Drone and Woodpecker as the model has them."""

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

DRONE = ".drone.yml"
WOODPECKER = ".woodpecker.yml"


def read(files: dict[str, str], *changed: str) -> list[Pipeline]:
    said = list(pipelines(Repository(SampleTree(files)), changed or None))
    return [one for one in said if isinstance(one, Pipeline)]


def starts(one: Job) -> set[str]:
    return {
        t.event
        + (":" + ",".join(t.branches) if t.branches else "")
        + ("!" + ",".join(t.excluded) if t.excluded else "")
        + "?" * t.maybe
        for t in one.triggers
    }


DELIVERY = """
kind: pipeline
type: docker
name: build
services:
  - name: db
    image: postgres:16
steps:
  - name: test
    image: python:3.12
    commands: [pip install ., pytest]
  - name: publish
    image: plugins/docker:20
    settings: {repo: shop, password: {from_secret: registry_password}}
    when: {branch: [main], event: [push]}
trigger: {event: [push, pull_request]}
---
kind: pipeline
name: deploy
depends_on: [build]
trigger: {event: promote, target: production}
steps:
  - name: roll out
    image: alpine/helm
    commands: [helm upgrade shop .]
  - name: tell
    image: plugins/slack
    settings: {channel: ops}
    when: {status: failure}
---
kind: secret
name: x
"""


def test_every_step_is_a_job_and_documents_wait_for_each_other() -> None:
    (found,) = read({DRONE: DELIVERY})
    assert [one.id for one in found.jobs] == ["build/test", "build/publish", "deploy/roll out", "deploy/tell"]
    test, publish, rollout, tell = found.jobs
    assert [one.name for one in test.services] == ["db"]
    assert starts(test) == {"push", "pull_request"}
    assert starts(publish) == {"push:main"}
    assert [one.name for one in publish.reads] == ["registry_password"]
    assert starts(rollout) == {"manual"}
    assert rollout.manual is not None
    assert rollout.environment is not None
    assert rollout.environment.name == "production"
    assert tell.condition is not None
    assert tell.condition.only_after_failure
    assert Graph(found).all_before(rollout) == {"build/test", "build/publish"}
    stages = Repository(SampleTree({DRONE: DELIVERY})).ask(classified, DRONE)
    assert [one.stages for one in stages.values()] == [("test",), ("package",), ("deploy-production",), ()]
    assert [one.stage for one in stages["deploy/tell"].evidence] == ["notify"]


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("", {"push", "pull_request", "tag", "schedule", "manual", "call"}),
        ("{event: push}", {"push"}),
        ("{event: [push, tag], branch: main}", {"push:main", "tag"}),
        ("{event: {exclude: [pull_request, cron, promote, rollback, custom]}}", {"push", "tag"}),
        ("{ref: [refs/heads/main, 'refs/tags/v*']}", {"push:main", "schedule:main", "manual:main", "call:main", "tag:v*"}),
        ("{event: push, branch: {exclude: [dev]}}", {"push!dev"}),
        ("{event: push, path: [a]}", {"push?"}),
        ("[{event: push, branch: main}, {event: tag}]", {"push:main", "tag"}),
        ("{event: push, branch: '${CI_REPO_DEFAULT_BRANCH}'}", {"push:(default branch)"}),
    ],
)
def test_what_starts_a_step(when: str, expected: set[str]) -> None:
    given = f", when: {when}" if when else ""
    (drone,) = read({DRONE: f"steps: [{{name: a, image: x, commands: [ls]{given}}}]\n"})
    (woodpecker,) = read({WOODPECKER: f"steps: {{a: {{image: x, commands: [ls]{given}}}}}\n"})
    assert starts(drone.jobs[0]) == expected == starts(woodpecker.jobs[0])


def test_steps_run_one_after_another_unless_one_says_what_it_waits_for() -> None:
    (row,) = read({WOODPECKER: "steps: {a: {image: x}, b: {image: x}, c: {image: x}}\n"})
    assert [[need.job for need in one.needs or ()] for one in row.jobs] == [[], ["a"], ["b"]]
    (graph,) = read({WOODPECKER: "steps: {a: {image: x}, b: {image: x}, c: {image: x, depends_on: [a, gone]}}\n"})
    assert [[(need.job, need.known) for need in one.needs or ()] for one in graph.jobs] == [
        [],
        [],
        [("a", True), ("gone", False)],
    ]


def test_the_form_before_drone_1_is_read_as_well() -> None:
    (found,) = read(
        {DRONE: "pipeline: {test: {image: x, commands: [pytest]}, publish: {image: plugins/docker, dry_run: true}}\n"}
    )
    assert [one.id for one in found.jobs] == ["test", "publish"]
    stages = Repository(SampleTree({DRONE: "pipeline: {publish: {image: plugins/docker, dry_run: true}}\n"})).ask(
        classified, DRONE
    )
    assert stages["publish"].stages == ("build",)


def test_a_step_that_is_left_out_holds_nobody_up() -> None:
    (found,) = read({WOODPECKER: "steps: {a: {image: x, when: {event: push}}, b: {image: x, when: {event: tag}}}\n"})
    assert starts(found.jobs[1]) == {"tag"}


def test_the_workflows_of_a_folder_are_one_pipeline() -> None:
    files = {
        ".woodpecker/a.yaml": "depends_on: [b]\nsteps: {deploy: {image: x, commands: [kubectl apply -f .]}}\n",
        ".woodpecker/b.yaml": "matrix: {V: [1, 2]}\nsteps: {test: {image: x, commands: [pytest], failure: ignore}}\n",
    }
    for changed in ((), (".woodpecker/b.yaml",)):
        (found,) = read(files, *changed)
        assert (found.path, list(found.files)) == (".woodpecker/a.yaml", [".woodpecker/b.yaml"])
        assert [one.id for one in found.jobs] == ["b/test", "a/deploy"]
        assert [need.job for need in found.jobs[1].needs or ()] == ["b/test"]
        assert found.jobs[0].tolerance is not None
        assert found.jobs[0].matrix is not None


@pytest.mark.parametrize(
    "text",
    [
        "- a\n",
        "",
        "steps: text\ntrigger: []\n",
        "steps: [a, {}, {name: a, image: [x], when: [1], depends_on: {}}]\n",
        "steps: {a: {image: x, depends_on: [a, b]}, b: {image: x, depends_on: a}}\ndepends_on: [default, .drone]\n",
        "kind: [x]\n---\nkind: template\nload: x.star\n---\n1\n",
        "steps: [{name: a, settings: {a: [{b: c}], script: []}, image: 'x:y:z'}, {name: a}]\nwhen: {event: {include: {}}}\n",
    ],
)
def test_circles_and_shapes_that_are_none_end(text: str) -> None:
    repo = Repository(SampleTree({DRONE: text, WOODPECKER: text, ".woodpecker/a.yml": text, ".woodpecker/b.yml": text}))
    for said in pipelines(repo, None):
        if isinstance(said, Pipeline):
            repo.ask(classified, said.path)
            assert Graph(said).in_order() is not None


def test_ten_thousand_steps_are_read() -> None:
    text = "steps:\n" + "".join(f"- {{name: s{i}, image: x, commands: [pytest]}}\n" for i in range(10_000))
    for path in (DRONE, WOODPECKER):
        (found,) = read({path: text})
        assert len(Graph(found).in_order()) == 10_000


_KEYS = st.sampled_from(
    "kind name steps image commands settings when event branch ref status target path evaluate trigger depends_on services"
    " secrets environment from_secret failure detach matrix include exclude concurrency limit directory".split()
)
_LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=12),
    st.sampled_from(["push", "promote", "refs/heads/main", "main", "failure", "pipeline", "a", "plugins/docker", "${X}"]),
)
_TREES = st.recursive(
    _LEAVES, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_KEYS, inner, max_size=5)), max_leaves=25
)


@settings(max_examples=80, deadline=None)
@given(_TREES, _TREES, _TREES)
def test_no_tree_of_keys_makes_a_reader_fail(one: object, two: object, three: object) -> None:
    text = json.dumps(
        {"steps": [{"name": "a", "image": "x", "when": one}, two, {"commands": three}], "when": two, "trigger": three}
    )
    repo = Repository(SampleTree({DRONE: text, ".woodpecker/a.yml": text, ".woodpecker/b.yml": json.dumps(one)}))
    as_json(repo)
    for said in pipelines(repo, None):
        if isinstance(said, Pipeline):
            repo.ask(classified, said.path)
