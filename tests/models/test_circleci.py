"""Configurations of CircleCI as the model has them."""

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

CONFIG = ".circleci/config.yml"


def read(text: str, **others: str) -> Pipeline:
    files = {CONFIG: text, **{name.replace("__", "/"): body for name, body in others.items()}}
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
version: 2.1
orbs:
  aws-ecs: circleci/aws-ecs@4.0
  own:
    commands:
      greet:
        steps: [{run: ./greet.sh}]
executors:
  py:
    docker: [{image: 'cimg/python:3.12'}, {image: 'postgres:16'}]
commands:
  checked:
    parameters: {target: {type: string, default: all}, after: {type: steps, default: []}}
    steps:
      - run: make << parameters.target >>
      - steps: []
      - << parameters.after >>
jobs:
  test:
    executor: py
    steps:
      - checkout
      - checked: {target: test, after: [{run: pip-audit}]}
      - own/greet
  deploy:
    parameters: {env: {type: string}}
    docker: [{image: 'cimg/base:current'}]
    steps:
      - run: {name: Deploy, command: helm upgrade shop . -n << parameters.env >>, no_output_timeout: 20m}
      - run: {command: ./alert.sh, when: on_fail}
workflows:
  delivery:
    jobs:
      - test
      - deploy: {name: deploy-staging, env: staging, requires: [test], context: aws-staging, filters: {branches: {only: main}}}
      - hold: {type: approval, requires: [deploy-staging], filters: {branches: {only: main}}}
      - deploy: {name: deploy-production, env: production, requires: [hold], context: [aws-production]}
      - aws-ecs/deploy-service-update: {requires: [test, gone], family: shop}
"""


def test_a_configuration_with_all_that_it_is_made_of() -> None:
    found = read(DELIVERY, Makefile="test:\n\tpytest\n", **{"greet.sh": "echo hello\n"})
    test, staging, hold, production, ecs = found.jobs
    assert (test.image, [one.name for one in test.services]) == ("cimg/python:3.12", ["postgres"])
    assert [command.name for command in test.commands] == ["make", "pytest", "pip-audit", "greet.sh", "echo"]
    assert [command.text for command in staging.commands] == ["helm upgrade shop . -n staging", "./alert.sh"]
    assert staging.steps[0].timeout is not None
    assert staging.steps[0].timeout.minutes == 20
    assert staging.steps[1].condition is not None
    assert staging.steps[1].condition.only_after_failure
    assert [reading.name for reading in production.reads] == ["aws-production"]
    assert starts(test) == {"push", "pull_request"}
    assert starts(staging) == {"push:main"} == starts(production)
    assert hold.manual is not None
    assert production.manual is not None
    assert not staging.manual
    assert [(need.job, need.known) for need in ecs.needs or ()] == [("test", True), ("gone", False)]
    assert Graph(found).all_before(production) == {"test", "deploy-staging", "hold"}


def test_jobs_are_classified_with_what_they_deploy_to() -> None:
    repo = Repository(SampleTree({CONFIG: DELIVERY, "Makefile": "test:\n\tpytest\n"}))
    found = repo.ask(classified, CONFIG)
    assert found["test"].stages == ("test", "security-scan")
    assert found["deploy-staging"].stages == ("deploy-staging",)
    assert found["deploy-production"].stages == ("deploy-production",)
    assert found["aws-ecs/deploy-service-update"].stages == ("deploy",)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ("", {"push", "pull_request"}),
        ("{branches: {only: [main, dev]}}", {"push:main,dev"}),
        ("{branches: {only: /release-.*/}}", {"push:release-*", "pull_request?"}),
        ("{branches: {only: /.*/}}", {"push", "pull_request"}),
        ("{branches: {ignore: main}}", {"push!main", "pull_request"}),
        ("{branches: {ignore: /.*/}, tags: {only: /^v.*/}}", {"tag:v*"}),
        ("{tags: {only: /^v\\d+/}}", {"push", "pull_request", "tag:v*"}),
        ("{branches: {ignore: /.*/}}", set()),
    ],
)
def test_filters_leave_some_of_what_starts_a_workflow(filters: str, expected: set[str]) -> None:
    given = f"{{filters: {filters}}}" if filters else "{context: x}"
    assert starts(job(f"jobs: {{a: {{steps: []}}}}\nworkflows: {{w: {{jobs: [{{a: {given}}}]}}}}\n")) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("when: {equal: [main, << pipeline.git.branch >>]}", {"push:main"}),
        ("when: {not: {equal: [main, << pipeline.git.branch >>]}}", {"push!main", "pull_request"}),
        ("when: {equal: [scheduled_pipeline, << pipeline.trigger_source >>]}", {"schedule?"}),
        ("when: << pipeline.parameters.deploy >>", {"call?", "manual?"}),
        ("unless: << pipeline.parameters.deploy >>", {"push", "pull_request"}),
        ("when: false", set()),
        ("when: {matches: {pattern: '^release/.+$', value: << pipeline.git.branch >>}}", {"push:release/*"}),
        ("triggers: [{schedule: {cron: '0 0 * * *', filters: {branches: {only: main}}}}]", {"schedule:main"}),
        ("when: {equal: [a, << pipeline.parameters.other >>]}", {"push?", "pull_request?"}),
    ],
)
def test_what_starts_a_workflow(asked: str, expected: set[str]) -> None:
    text = (
        "parameters: {deploy: {type: boolean, default: false}}\njobs: {a: {steps: []}}\n"
        f"workflows: {{w: {{{asked}, jobs: [a]}}}}\n"
    )
    assert starts(job(text)) == expected


def test_without_workflows_the_job_build_runs() -> None:
    text = "version: 2\njobs: {build: {steps: [{run: make}]}, other: {steps: []}}\n"
    assert [one.id for one in read(text).jobs] == ["build"]


def test_the_same_job_in_two_workflows_is_two_jobs() -> None:
    text = "jobs: {a: {steps: []}, b: {steps: []}}\nworkflows: {v: {jobs: [a, {b: {requires: [a]}}]}, w: {jobs: [a, {b: {requires: [a]}}]}}\n"
    found = read(text)
    assert [(one.id, [need.job for need in one.needs or ()]) for one in found.jobs] == [
        ("a", []),
        ("b", ["a"]),
        ("w/a", []),
        ("w/b", ["w/a"]),
    ]


def test_a_matrix_has_a_size_and_its_variants_can_be_needed() -> None:
    text = (
        "jobs: {a: {parameters: {v: {}}, steps: []}, b: {steps: []}}\n"
        "workflows: {w: {jobs: [{a: {matrix: {parameters: {v: ['1', '2', '3'], os: [x, y]}, exclude: [{v: '1', os: x}]}}}, {b: {requires: [a-1]}}]}}\n"
    )
    matrix = job(text).matrix
    assert matrix is not None
    assert matrix.size == 5
    assert [(need.job, need.known) for need in job(text, "b").needs or ()] == [("a", True)]


def test_a_setup_workflow_goes_on_with_a_configuration_of_the_repository() -> None:
    text = (
        "setup: true\norbs: {continuation: circleci/continuation@1.0}\njobs: {setup: {steps: [{continuation/continue: "
        "{configuration_path: .circleci/next.yml}}]}}\nworkflows: {w: {jobs: [setup]}}\n"
    )
    following = "jobs: {a: {steps: [{run: pytest}]}}\nworkflows: {w: {jobs: [a]}}\n"
    found = read(text, **{".circleci__next.yml": following})
    assert [one.id for one in found.jobs] == ["setup", "setup/a"]
    assert list(found.files) == [".circleci/next.yml"]
    assert [one.kind for one in read(text).opaque] == ["child-pipeline"]


@pytest.mark.parametrize(
    "text",
    [
        "- a\n",
        "",
        "jobs: [a]\nworkflows: []\n",
        "jobs: {a: text}\nworkflows: {w: {jobs: {a: b}}}\n",
        "commands: {x: {steps: [x, y]}, y: {steps: [x]}}\njobs: {a: {steps: [x, {x: {}}]}}\nworkflows: {w: {jobs: [a]}}\n",
        "jobs: {a: {steps: [{run: {command: 'cat << parameters.x >> | sh'}}]}}\nworkflows: {w: {jobs: [{a: {requires: [a, {}, [a]]}}]}}\n",
        "jobs: {a: {parameters: {s: {default: [<< parameters.s >>]}}, steps: [<< parameters.s >>]}}\nworkflows: {w: {jobs: [a]}}\n",
        "setup: true\njobs: {a: {steps: []}}\nworkflows: {w: {jobs: [{a: {config-path: .circleci/config.yml}}]}}\n",
        "setup: true\njobs: {a: {steps: []}}\nworkflows: {w: {jobs: [{a: {config-path: ../../x}}]}}\n",
        "workflows: {w: {when: {not: {not: {and: []}}}, jobs: [{gone/job: {filters: '<< x >>'}}, gone]}}\n",
    ],
)
def test_circles_and_shapes_that_are_none_end(text: str) -> None:
    repo = Repository(SampleTree({CONFIG: text}))
    for said in pipelines(repo, None):
        if isinstance(said, Pipeline):
            repo.ask(classified, said.path)
            assert Graph(said).in_order() is not None


def test_ten_thousand_jobs_are_read() -> None:
    jobs = "".join(f"      - a: {{name: j{i}, requires: [{f'j{i - 1}' if i else ''}]}}\n" for i in range(10_000))
    found = read(f"jobs: {{a: {{steps: [{{run: pytest}}]}}}}\nworkflows:\n  w:\n    jobs:\n{jobs}")
    assert len(found.jobs) == 10_000


_KEYS = st.sampled_from(
    "jobs workflows commands steps run when unless condition equal not and or requires filters branches tags only ignore matrix"
    " parameters exclude context orbs executors executor docker image machine triggers schedule type name a w x".split()
)
_LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=12),
    st.sampled_from(
        ["<< parameters.x >>", "<< pipeline.git.branch >>", "a", "x", "a/x", "/.*/", "/(/", "approval", "checkout"]
    ),
)
_TREES = st.recursive(
    _LEAVES, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_KEYS, inner, max_size=5)), max_leaves=25
)


@settings(max_examples=80, deadline=None)
@given(_TREES, _TREES, _TREES)
def test_no_tree_of_keys_makes_the_reader_fail(one: object, two: object, three: object) -> None:
    text = json.dumps(
        {
            "jobs": {"a": {"steps": one, "parameters": two}, "x": two},
            "commands": {"x": {"steps": two}},
            "workflows": {"w": {"jobs": ["a", {"a": three}, {"x": one}], "when": three}, "x": one},
        }
    )
    repo = Repository(SampleTree({CONFIG: text}))
    as_json(repo)
    repo.ask(classified, CONFIG)


def test_sections_of_a_script_stand_where_their_parameter_says_something() -> None:
    text = r"""
commands:
  build:
    parameters: {args: {default: ''}, tag: {default: v1}}
    steps:
      - run: |
          read -ra TAGS \<<< "<< parameters.tag >>"
          docker build <<#parameters.args>><<parameters.args>><</parameters.args>> <<^parameters.args>>-q<</parameters.args>> -t shop .
jobs: {a: {steps: [build]}, b: {steps: [{build: {args: --pull}}]}}
workflows: {w: {jobs: [a, b]}}
"""
    for id, words in (("a", ["build", "-q", "-t", "shop", "."]), ("b", ["build", "--pull", "-t", "shop", "."])):
        commands = job(text, id).commands
        assert [command.name for command in commands] == ["read", "docker"]
        assert commands[1].values == words
