"""Pipelines of GitHub Actions and GitLab CI as the model has them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.outcome import Unreadable
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.pipeline.graph import Graph
from roadworthy.models.pipeline.readers import pipelines, systems
from roadworthy.models.pipeline.stages import classified
from roadworthy.models.pipeline.systems import FEATURES
from roadworthy.models.pipeline.types import Job, Pipeline
from roadworthy.show.pipeline import as_json, as_text

WORKFLOW = ".github/workflows/ci.yml"


def read(files: dict[str, str], *changed: str) -> list[Pipeline]:
    said = list(pipelines(Repository(SampleTree(files)), changed or None))
    return [one for one in said if isinstance(one, Pipeline)]


def job(text: str, id: str = "a", path: str = WORKFLOW, **others: str) -> Job:
    (found,) = read({path: text, **{name.replace("__", "/"): body for name, body in others.items()}})
    made = found.job(id)
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


ON = "on: {push: {branches: [main, dev]}, pull_request: }\n"


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("on: push\n", {"push", "tag"}),
        ("on: [push, pull_request]\n", {"push", "tag", "pull_request"}),
        ("on: {push: {branches: [main, '!old']}}\n", {"push:main!old"}),
        ("on: {push: {tags: ['v*']}}\n", {"tag:v*"}),
        ("on: {push: {branches-ignore: [gh-pages]}}\n", {"push!gh-pages"}),
        ("on: {pull_request: {types: [labeled]}}\n", {"pull_request?"}),
        ("on: {pull_request: {types: [closed]}}\n", {"other"}),
        ("on: {schedule: [{cron: '0 0 * * *'}], workflow_dispatch: }\n", {"schedule", "manual"}),
        ("on: {release: {types: [published]}}\n", {"tag"}),
        ("on: {workflow_call: }\n", {"call"}),
        ("on: {issues: }\n", {"other"}),
        ("'on': push\n", {"push", "tag"}),
    ],
)
def test_what_starts_a_workflow(on: str, expected: set[str]) -> None:
    assert starts(job(on + "jobs: {a: {steps: []}}\n")) == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("github.event_name == 'pull_request'", {"pull_request"}),
        ("github.event_name != 'pull_request'", {"push:main,dev"}),
        ("github.ref == 'refs/heads/main'", {"push:main"}),
        ("github.ref == 'refs/heads/other'", set()),
        ("${{ github.ref_name == 'main' && github.event_name == 'push' }}", {"push:main"}),
        ("startsWith(github.ref, 'refs/tags/')", set()),
        ("always()", {"push:main,dev", "pull_request"}),
        ("false", set()),
        ("vars.X == 'y'", {"push:main,dev?", "pull_request?"}),
        ("github.repository == 'a/b'", {"push:main,dev", "pull_request"}),
        ("not an [ expression", {"push:main,dev?", "pull_request?"}),
        ("contains(fromJSON('[\"push\"]'), github.event_name)", {"push:main,dev"}),
        ("github.ref == 'refs/heads/main' || github.event_name == 'pull_request'", {"push:main", "pull_request"}),
    ],
)
def test_a_condition_leaves_some_of_the_triggers(condition: str, expected: set[str]) -> None:
    text = condition.replace('"', '\\"')
    assert starts(job(f'{ON}jobs: {{a: {{if: "{text}", steps: []}}}}\n')) == expected


def test_a_condition_says_whether_it_follows_a_failure() -> None:
    for text, after, only in [
        ("failure()", True, True),
        ("always()", True, False),
        ("success()", False, False),
        ("'x' != ''", False, False),
    ]:
        condition = job(f'{ON}jobs: {{a: {{if: "{text}", steps: []}}}}\n').condition
        assert condition is not None
        assert (condition.after_failure, condition.only_after_failure) == (after, only), text


def test_a_job_is_not_started_by_what_does_not_start_its_need() -> None:
    text = f"{ON}jobs: {{b: {{if: \"github.event_name == 'push'\", steps: []}}, a: {{needs: b, steps: []}}}}\n"
    assert starts(job(text)) == {"push:main,dev"}


def test_a_called_workflow_is_a_part_of_its_callers_and_of_nothing_else() -> None:
    files = {
        WORKFLOW: ON
        + "jobs:\n  a: {uses: ./.github/workflows/b.yml, with: {env: prod}}\n  last: {needs: a, steps: [{run: x}]}\n",
        ".github/workflows/b.yml": "on: {workflow_call: }\njobs: {one: {steps: [{run: pytest}]}, two: {needs: one, steps: []}}\n",
    }
    (found,) = read(files, ".github/workflows/b.yml")
    assert [one.id for one in found.jobs] == ["a", "a/one", "a/two", "last"]
    assert (found.jobs[0].calls, found.jobs[0].inputs["env"].text, found.jobs[1].path) == (
        ".github/workflows/b.yml",
        "prod",
        ".github/workflows/b.yml",
    )
    assert Graph(found).all_before(found.jobs[3]) == {"a", "a/one", "a/two"}
    assert starts(found.jobs[1]) == {"push:main,dev", "pull_request"}


def test_a_local_action_is_followed_and_a_foreign_workflow_is_opaque() -> None:
    files = {
        WORKFLOW: ON + "jobs:\n  a: {steps: [{uses: ./act}]}\n  b: {uses: o/r/.github/workflows/x.yml@v1}\n",
        "act/action.yml": "runs: {using: composite, steps: [{run: npm test, shell: bash}, {uses: ./act}]}\n",
    }
    (found,) = read(files)
    a, b = found.jobs
    assert [c.name for c in a.commands] == ["npm"]
    assert [place.line for place in a.steps[1].via] == [3]
    assert [one.kind for one in b.opaque] == ["workflow"]
    assert a.opaque[0].why == "uses itself, in a circle"
    assert read(files, "act/action.yml") == [found] or [p.path for p in read(files, "act/action.yml")] == [WORKFLOW]


def test_commands_are_followed_with_the_way_there_and_failures_swallowed_on_it() -> None:
    files = {
        WORKFLOW: ON + "jobs:\n  a:\n    steps:\n      - run: cd web && make check || true\n",
        "web/Makefile": "check: lint\n\t$(MAKE) unit\nlint:\n\t-ruff check .\nunit:\n\tnpm run u\ncircle:\n\tmake circle\n",
        "web/package.json": '{"scripts": {"preu": "echo a", "u": "jest --ci"}}',
    }
    (found,) = read(files)
    by_name = {command.name: command for command in found.jobs[0].commands}
    assert list(by_name) == ["cd", "make", "ruff", "npm", "echo", "jest", "true"]
    jest = by_name["jest"]
    assert (jest.place().path, jest.folder) == ("web/package.json", "web")
    assert [(p.path, p.line) for p in jest.via] == [(WORKFLOW, 5), ("web/Makefile", 2), ("web/Makefile", 6)]
    assert jest.swallowed is not None and jest.swallowed.reason == "alternative"
    assert by_name["ruff"].swallowed is not None and by_name["ruff"].swallowed.reason == "ignored"
    assert [p.path for p in read(files, "web/Makefile")] == [WORKFLOW]
    assert read(files, "web/src.py") == []


@pytest.mark.parametrize(
    ("run", "files", "expected"),
    [
        ("./ci/x.sh", {"ci/x.sh": "#!/bin/sh\npytest\n"}, "pytest"),
        ("bash ci/x.sh", {"ci/x.sh": "mypy .\n"}, "mypy"),
        ("tox -e lint", {"tox.ini": "[testenv]\ncommands = pytest\n[testenv:lint]\ncommands =\n    ruff check\n"}, "ruff"),
        ("just ci", {"justfile": "ci: fmt\n  cargo test\nfmt:\n  cargo fmt\n"}, "cargo"),
        ("task ci", {"Taskfile.yml": "tasks: {ci: {cmds: [{task: t}]}, t: {cmds: [go vet ./...]}}\n"}, "go"),
        ("composer qa", {"composer.json": '{"scripts": {"qa": ["@php -v", "phpstan analyse"]}}'}, "phpstan"),
        ("yarn lint", {"package.json": '{"scripts": {"lint": "eslint ."}}'}, "eslint"),
        ("npm --prefix api test", {"api/package.json": '{"scripts": {"test": "vitest run"}}'}, "vitest"),
        ("make -C sub x", {"sub/Makefile": "x:\n\tgofmt -l .\n"}, "gofmt"),
    ],
)
def test_what_is_followed(run: str, files: dict[str, str], expected: str) -> None:
    (found,) = read({WORKFLOW: f"on: push\njobs: {{a: {{steps: [{{run: '{run}'}}]}}}}\n", **files})
    commands = found.jobs[0].commands
    assert commands[0].followed
    assert expected in [command.name for command in commands[1:]]


def test_a_matrix_has_a_size_unless_an_expression_makes_it() -> None:
    def size(matrix: str) -> object:
        made = job(f"on: push\njobs: {{a: {{strategy: {{matrix: {matrix}}}, steps: []}}}}\n").matrix
        return made.size if made else "none"

    assert size("{a: [1, 2], b: [x, y, z]}") == 6
    assert size("{a: [1, 2], exclude: [{a: 1}], include: [{a: 2, extra: 1}, {a: 9}]}") == 2
    assert size("{include: [{a: 1}, {a: 2}]}") == 2
    assert size("'${{ fromJSON(x) }}'") is None


GITLAB = """\
include: [{local: ci/*.yml}, {template: Jobs/SAST.gitlab-ci.yml}]
stages: [check, ship]
default: {before_script: [pip install x], image: python:3.12}
.base: {retry: 2, script: [pytest], rules: [{if: $CI_MERGE_REQUEST_IID}, {if: $CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH}]}
unit: {stage: check, extends: .base, allow_failure: {exit_codes: [3]}, timeout: 1h 30m}
free: {stage: check, script: [!reference [.base, script]], needs: []}
deploy: {stage: ship, script: [helm upgrade shop .], environment: {name: production, url: https://x}, when: manual, only: [main]}
kids: {stage: ship, trigger: {include: kids.yml}}
away: {stage: ship, trigger: {project: a/b}}
"""
FILES = {
    ".gitlab-ci.yml": GITLAB,
    "ci/a.yml": "lint: {stage: check, script: [ruff check .]}\n",
    "kids.yml": "stages: [x, y]\none: {stage: x, script: [a]}\ntwo: {stage: y, script: [b]}\n",
}


def test_a_gitlab_pipeline_with_all_that_it_is_made_of() -> None:
    (found,) = read(FILES)
    jobs = {one.id: one for one in found.jobs}
    assert set(jobs) == {"unit", "free", "deploy", "kids", "kids/one", "kids/two", "away", "lint"}
    unit = jobs["unit"]
    assert starts(unit) == {"pull_request", *{f"{e}:(default branch)" for e in ("push", "schedule", "manual", "call")}}
    assert [c.name for c in unit.commands] == ["pip", "pytest"]
    assert (unit.retries, unit.image, unit.timeout and unit.timeout.minutes, unit.tolerance and unit.tolerance.exit_codes) == (
        2,
        "python:3.12",
        90,
        ("3",),
    )
    assert [c.name for c in jobs["free"].commands] == ["pip", "pytest"]
    deploy = jobs["deploy"]
    assert deploy.manual is not None and deploy.environment is not None and deploy.environment.url == "https://x"
    assert starts(deploy) == {f"{e}:main" for e in ("push", "schedule", "manual", "call", "tag")}
    graph = Graph(found)
    assert graph.all_before(deploy) == {"unit", "free", "lint"}
    assert graph.all_before(jobs["kids/two"]) == {"kids/one", "unit", "free", "lint"}
    assert graph.all_before(jobs["free"]) == set()
    assert set(found.files) == {"ci/a.yml", "kids.yml"}
    assert [one.name for one in found.opaque] == ["Jobs/SAST.gitlab-ci.yml"]
    assert jobs["away"].opaque[0].kind == "child-pipeline"
    assert [p.path for p in read(FILES, "kids.yml")] == [".gitlab-ci.yml"]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("[{if: $CI_PIPELINE_SOURCE == 'schedule', when: never}, {if: $CI_COMMIT_TAG =~ /^v/}]", {"tag:v*"}),
        ("[{if: $CI_COMMIT_BRANCH =~ /^release-.*$/}]", {f"{e}:release-*" for e in ("push", "schedule", "manual", "call")}),
        ("[{when: never}]", set()),
        ("[{if: $X == 'y'}]", {f"{e}?" for e in ("push", "tag", "pull_request", "schedule", "manual", "call")}),
        ("[{if: $CI_PIPELINE_SOURCE == 'merge_request_event', changes: [a]}]", {"pull_request?"}),
    ],
)
def test_gitlab_rules(rules: str, expected: set[str]) -> None:
    assert starts(job(f"a: {{script: [x], rules: {rules}}}\n", path=".gitlab-ci.yml")) == expected


def test_every_system_states_what_it_can_express() -> None:
    for system in systems():
        assert set(system.expresses) == set(FEATURES), system.name
        assert set(system.expresses.values()) <= {"exact", "opaque", "absent"}


@pytest.mark.parametrize(
    "files",
    [
        {WORKFLOW: "- a\n"},
        {WORKFLOW: ""},
        {WORKFLOW: "on: push\njobs: [a]\n"},
        {WORKFLOW: "on: {push: [x]}\njobs: {a: text, b: {needs: [a, b, gone, {}], steps: {run: x}}, c: {needs: c}}\n"},
        {WORKFLOW: "on: {workflow_call: }\njobs: {a: {uses: ./.github/workflows/ci.yml}}\n"},
        {WORKFLOW: "on: push\njobs: {a: {uses: ./../../x.yml}, b: {steps: [{uses: ./../x}, {uses: ./none}, {}]}}\n"},
        {
            WORKFLOW: "on: ${{ x }}\njobs: {a: {if: '${{', timeout-minutes: '${{ x }}', strategy: {matrix: {a: '${{ x }}'}}, steps: [{run: '${{ x }}'}]}}\n"
        },
        {".gitlab-ci.yml": "include: .gitlab-ci.yml\na: {extends: a, needs: [a, b], script: [!reference [a, script]]}\n"},
        {".gitlab-ci.yml": "a: {trigger: {include: .gitlab-ci.yml}}\n"},
        {".gitlab-ci.yml": "a: {script: x, rules: {}, needs: {}, environment: [], parallel: {matrix: x}, only: {refs: {}}}\n"},
        {".gitlab-ci.yml": "[1]\n"},
        {WORKFLOW: "on: push\njobs: {a: {steps: [{run: make x}]}}\n", "Makefile": "x: y\n\tmake x\ny: x\n"},
        {WORKFLOW: "on: push\njobs: {a: {steps: [{run: ./a.sh}]}}\n", "a.sh": "./b.sh\n", "b.sh": "#!/bin/sh\n./a.sh\n"},
    ],
)
def test_circles_and_shapes_that_are_none_end(files: dict[str, str]) -> None:
    repo = Repository(SampleTree(files))
    assert as_text(repo)
    for said in pipelines(repo, None):
        if isinstance(said, Pipeline):
            graph = Graph(said)
            assert len(graph.in_order()) == len(said.jobs)
            for one in said.jobs:
                graph.all_before(one)


def test_a_broken_workflow_is_named_and_the_others_are_read() -> None:
    files = {WORKFLOW: "on: [\n", ".github/workflows/b.yml": "on: push\njobs: {a: {steps: [{run: pytest}]}}\n"}
    said = list(pipelines(Repository(SampleTree(files)), None))
    assert [one.place.path for one in said if isinstance(one, Unreadable)] == [WORKFLOW]
    assert [one.path for one in said if isinstance(one, Pipeline)] == [".github/workflows/b.yml"]


def test_ten_thousand_jobs_are_read_and_ordered() -> None:
    text = "stages: [a, b]\n" + "".join(f"j{i}: {{stage: {'ab'[i % 2]}, script: [pytest]}}\n" for i in range(10_000))
    (found,) = read({".gitlab-ci.yml": text})
    graph = Graph(found)
    assert len(graph.in_order()) == 10_000
    assert len(graph.all_before(found.jobs[1])) == 5_000
    assert graph.after({"j0"}) == {f"j{i}" for i in range(1, 10_000, 2)}


def test_ten_thousand_jobs_in_a_row_are_classified() -> None:
    jobs = {
        f"j{i}": {
            "needs": [f"j{i - 1}"] if i else [],
            "steps": [{"run": "helm upgrade shop . -n qa" if i == 5 else "k6 run x"}],
        }
        for i in range(10_000)
    }
    text = json.dumps({"on": "push", "jobs": jobs})
    found = Repository(SampleTree({WORKFLOW: text})).ask(classified, WORKFLOW)
    assert (found["j4"].stages, found["j5"].stages, found["j9999"].stages) == (("test",), ("deploy-staging",), ("smoke-test",))


_KEYS = st.sampled_from(
    "on jobs push branches needs if steps run uses with env strategy matrix include exclude environment name services timeout-minutes"
    " continue-on-error script rules stage stages extends only except trigger parallel default before_script workflow when a b".split()
)
_LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=12), st.sampled_from(["${{ x }}", "$CI_X", "./a", "make a", "a"])
)
_TREES = st.recursive(
    _LEAVES, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(_KEYS, inner, max_size=5)), max_leaves=25
)


@settings(max_examples=60, deadline=None)
@given(_TREES, _TREES)
def test_no_tree_of_keys_makes_a_reader_fail(jobs: object, other: object) -> None:
    text = json.dumps(
        {
            "on": other,
            "jobs": {"a": jobs, "b": {"steps": other}},
            "default": other,
            "a": jobs,
            "c": {"script": other, "rules": jobs},
        }
    )
    repo = Repository(SampleTree({WORKFLOW: text, ".gitlab-ci.yml": text}))
    as_json(repo)
    for said in pipelines(repo, None):
        if isinstance(said, Pipeline):
            repo.ask(classified, said.path)
