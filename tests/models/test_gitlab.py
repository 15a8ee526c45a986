"""GitLab pipelines: what belongs to one, and which changed files it is judged for."""

from __future__ import annotations

import pytest
from roadworthy.core.outcome import Unreadable
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.gitlab import Pipeline, gitlab_pipelines

FILES = {
    ".gitlab-ci.yml": "include:\n  - local: /ci/base.yml\n  - ci/tests.yml\n  - template: Jobs/SAST.gitlab-ci.yml\nbuild:\n  script: make\n",
    "ci/base.yml": ".base:\n  script: [echo base]\n  retry: 1\nbuild:\n  script: other\n",
    "ci/tests.yml": "unit:\n  extends: [.base, .more]\n.more:\n  script:\n    - - pytest\n      - echo done\n    - coverage report\n",
    "other.yml": "unit: {}\n",
}


def pipelines(files: dict[str, str], *changed: str) -> list[Pipeline]:
    found = list(gitlab_pipelines(Repository(SampleTree(files)), changed or None))
    return [pipeline for pipeline in found if not isinstance(pipeline, Unreadable)]


def test_a_pipeline_is_the_root_file_with_what_it_includes() -> None:
    (pipeline,) = pipelines(FILES)
    assert {job.name: job.path for job in pipeline.jobs} == {"build": ".gitlab-ci.yml", "unit": "ci/tests.yml"}
    assert {path: place.line for path, place in pipeline.included.items()} == {"ci/base.yml": 2, "ci/tests.yml": 3}
    assert [place.line for place in pipeline.opaque] == [4]


def test_the_last_of_several_bases_wins_and_nested_lists_are_flat() -> None:
    (pipeline,) = pipelines(FILES)
    unit = next(job for job in pipeline.jobs if job.name == "unit")
    assert [line.text for line in unit.lines()] == ["pytest", "echo done", "coverage report"]
    assert [line.line for line in unit.lines()] == [5, 6, 7]
    assert unit.get("retry") is not None


@pytest.mark.parametrize(
    ("changed", "judged"),
    [
        ((".gitlab-ci.yml",), True),
        (("ci/base.yml",), True),
        (("other.yml",), False),
        (("src/main.py",), False),
        (("src/main.py", "ci/tests.yml"), True),
    ],
)
def test_a_changed_fragment_is_judged_in_the_pipeline_that_includes_it(changed: tuple[str, ...], judged: bool) -> None:
    assert bool(pipelines(FILES, *changed)) is judged


@pytest.mark.parametrize(
    "files",
    [
        {".gitlab-ci.yml": "include: .gitlab-ci.yml\n"},
        {".gitlab-ci.yml": "include: a.yml\n", "a.yml": "include: .gitlab-ci.yml\n"},
        {".gitlab-ci.yml": ".a: {extends: .b}\n.b: {extends: .a}\njob: {extends: .a}\n"},
        {".gitlab-ci.yml": "job: {extends: [job, nothing]}\n"},
        {".gitlab-ci.yml": "- a list\n"},
        {".gitlab-ci.yml": ""},
        {".gitlab-ci.yml": "include: {}\njob: text\n"},
    ],
)
def test_circles_and_shapes_that_are_none_end(files: dict[str, str]) -> None:
    for pipeline in pipelines(files):
        for job in pipeline.jobs:
            job.lines()


def test_a_broken_fragment_is_named_and_the_rest_is_judged() -> None:
    files = {".gitlab-ci.yml": "include: [a.yml, gone.yml]\nunit: {script: pytest}\n", "a.yml": "a: [\n"}
    found = list(gitlab_pipelines(Repository(SampleTree(files)), None))
    assert {said.place.path for said in found if isinstance(said, Unreadable)} == {"a.yml", "gone.yml"}
    assert [job.name for said in found if isinstance(said, Pipeline) for job in said.jobs] == ["unit"]


def test_an_include_that_climbs_out_of_the_repository_is_not_followed() -> None:
    files = {".gitlab-ci.yml": "include: ../outside.yml\n"}
    found = list(gitlab_pipelines(Repository(SampleTree(files)), None))
    assert [said.why for said in found if isinstance(said, Unreadable)] == ["does not exist (any more)"]
