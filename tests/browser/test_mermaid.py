"""Flowcharts of pipelines, drawn by the real Mermaid: names from a repository are shown as they are and do nothing else."""

from __future__ import annotations

import json
import re

import pytest
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.writers.graph import pipeline_graph

from .drawing import bundle, chromium, draw

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(chromium() is None, reason="no Chromium on this machine"),
    pytest.mark.skipif(bundle() is None, reason="no Mermaid: npm install --prefix tests/browser, or ROADWORTHY_MERMAID"),
]
HOSTILE = (
    'quote " and ] and )',
    "<img src=x onerror=window.stolen=1>",
    "<script>window.stolen=1</script>",
    "`**bold** _it_`",
    "1. first",
    "- item",
    "# heading",
    "end",
    "%%{init: {'securityLevel': 'loose'}}%%",
    "x\n  click p0j0 call alert()",
    "fa:fa-bomb",
    "&lt;b&gt; #quot; #35; &amp;",
    "a --> b; c{d}|e|",
    "$$x^2$$",
    "${{ matrix.name }}",
    "日本語 ünïcode",
    "javascript:alert(1)",
    "graph TD",
    "https://example.org/a",
    "___",
    "\u202eover",
)


def flow(jobs: dict[str, object], **more: object) -> str:
    text = json.dumps({"on": "push", "jobs": jobs, **more})
    return pipeline_graph(Repository(SampleTree({".github/workflows/ci.yml": text})))


def test_names_are_shown_as_they_are_and_do_nothing() -> None:
    jobs = {f"j{at}": {"name": name, "steps": [{"run": "true"}]} for at, name in enumerate(HOSTILE)}
    drawn = draw(flow(jobs, name="<b onclick=alert()>"))
    assert drawn.errors == []
    assert drawn.title.startswith("done ")
    assert "stolen" not in drawn.title
    assert not drawn.tags & {"script", "img", "iframe", "object", "a", "i"}
    assert not drawn.handlers
    assert not [link for link in drawn.links if not link.startswith("#")]
    seen = {" ".join(label.replace("\u200b", "").split()) for label in drawn.labels[0]}
    for name in HOSTILE:
        shown = " ".join("".join(one if one.isprintable() else " " for one in name).split())
        if "${{" in name:
            shown = next(id for id, job in jobs.items() if job["name"] == name)
        assert shown in seen


def test_every_part_of_a_pipeline_is_drawn() -> None:
    jobs = {
        "lint": {"steps": [{"run": "ruff check ."}]},
        "test": {"steps": [{"run": "pytest"}], "strategy": {"matrix": {"python": ["3.10", "3.14"]}}},
        "release": {
            "needs": ["lint", "test"],
            "environment": "production",
            "if": "github.ref == 'refs/heads/main'",
            "steps": [{"uses": "./.github/actions/gone"}, {"run": "kubectl apply -f k8s"}],
        },
        "tell": {"needs": "release", "if": "failure()", "steps": [{"run": "echo"}]},
        "shared": {"uses": "acme/ci/.github/workflows/x.yml@v1"},
    }
    drawn = draw(flow(jobs))
    assert drawn.errors == []
    seen = {" ".join(label.split()) for label in drawn.labels[0]}
    assert {
        "push tag",
        "lint validate",
        "test test in 2 variants",
        "approval, if the environment asks",
        "release deploy-production only push main",
        "production",
        "./.github/actions/gone action not seen",
        "tell only after a failure",
        "shared acme/ci/.github/workflows/x.yml@v1",
        "smoke-test not seen",
        "deploy-staging not seen",
    } <= seen


def test_what_is_too_much_for_one_drawing_is_counted_and_still_drawn() -> None:
    files = {
        f".github/workflows/w{at}.yml": json.dumps(
            {"on": "push", "jobs": {f"j{job}": {"name": "<" * 60, "steps": [{"run": "pytest"}]} for job in range(100)}}
        )
        for at in range(4)
    }
    graph = pipeline_graph(Repository(SampleTree(files)))
    assert len(graph) < 50_000
    assert re.search(r"and 280 more jobs of 2 more pipelines, not drawn", graph)
    drawn = draw(graph)
    assert drawn.errors == []
