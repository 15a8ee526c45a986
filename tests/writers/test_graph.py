"""Pipelines as flowcharts: whatever they hold, the text has the form of a flowchart, and is bounded."""

from __future__ import annotations

import json
import re

from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.writers.graph import label, pipeline_graph

PATH = ".github/workflows/ci.yml"
_LABEL = r"(?:[^\W_]|[ /,._-]|\u200b|#\d+;|<br/>|</?b>)*"
_NODE = r"p\d+\w*"
_LINE = re.compile(
    rf'flowchart TB|direction LR|end|subgraph {_NODE}\["{_LABEL}"\]'
    rf'|(?:{_NODE} (?:==>|-\.-) )?(?:{_NODE}|rest|none)(?:\["{_LABEL}"\]|\[\["{_LABEL}"\]\]|\(\["{_LABEL}"\]\)|\(\(" "\)\)'
    rf'|\{{\{{"{_LABEL}"\}}\}}):::[a-z]+'
    rf"|{_NODE} (?:-->|---|-\.->|~~~) {_NODE}|style {_NODE} [\w#:,]+|classDef [a-z]+ [\w#:, -]+"
)


def drawn(jobs: dict[str, object], **more: object) -> list[str]:
    text = json.dumps({"on": "push", "jobs": jobs, **more})
    return pipeline_graph(Repository(SampleTree({PATH: text}))).split("\n")


@given(st.text(), st.integers(1, 80))
@settings(max_examples=300)
def test_a_label_has_nothing_that_could_end_it(text: str, longest: int) -> None:
    said = label(text, longest)
    assert re.fullmatch(_LABEL, said) and "<" not in said
    assert len(re.sub(r"#\d+;", "x", said).replace("\u200b", "")) <= longest


@given(
    st.dictionaries(
        st.text(min_size=1, max_size=12),
        st.fixed_dictionaries(
            {},
            optional={
                "name": st.text(max_size=30),
                "needs": st.lists(st.text(max_size=3), max_size=3),
                "environment": st.text(max_size=12),
                "uses": st.text(max_size=12),
                "if": st.text(max_size=12),
                "steps": st.just([{"run": "pytest"}]),
            },
        ),
        max_size=6,
    )
)
@settings(max_examples=150, deadline=None)
def test_every_line_is_one_of_a_flowchart(jobs: dict[str, object]) -> None:
    for line in drawn(jobs):
        assert _LINE.fullmatch(line.strip()), line


def test_what_waits_through_another_is_not_drawn_twice() -> None:
    step = {"steps": [{"run": "pytest"}]}
    lines = drawn({"a": step, "b": {"needs": "a", **step}, "c": {"needs": ["a", "b"], **step}})
    edges = [line.strip() for line in lines if "-->" in line]
    assert edges == ["p0start --> p0j0", "p0j0 --> p0j1", "p0j1 --> p0j2"]


def test_a_stage_after_a_stage_is_joined_in_one_point() -> None:
    text = "stages: [a, b]\n" + "".join(
        f"{stage}{i}: {{stage: {stage}, script: [pytest]}}\n" for stage in "ab" for i in range(9)
    )
    lines = pipeline_graph(Repository(SampleTree({".gitlab-ci.yml": text}))).split("\n")
    assert sum("---" in line for line in lines) == 9
    assert sum(" --> " in line for line in lines) == 18


def test_circles_are_drawn_as_they_are() -> None:
    step = {"steps": [{"run": "pytest"}]}
    lines = drawn({"a": {"needs": "b", **step}, "b": {"needs": "a", **step}})
    assert "    p0j0 --> p0j1" in lines or "    p0j1 --> p0j0" in lines


def test_ten_thousand_jobs_are_counted() -> None:
    text = "\n".join(drawn({f"j{at}": {"steps": [{"run": "pytest"}], "needs": [f"j{at - 1}"]} for at in range(10_000)}))
    assert len(text) < 50_000
    assert "and 9940 more jobs, not drawn" in text


def test_no_pipeline_is_said() -> None:
    assert "no pipeline was found" in pipeline_graph(Repository(SampleTree({"README.md": "x"})))
