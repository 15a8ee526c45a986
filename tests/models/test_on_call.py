"""Where a repository says who is called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.observability.on_call import rotas


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        ("alertmanager.yml", "receivers:\n- name: a\n  opsgenie_configs:\n  - {}\n", True),
        ("oncall.tf", 'resource "pagerduty_schedule" "platform" {}\n', True),
        ("catalog-info.yaml", "metadata:\n  annotations:\n    pagerduty.com/service-id: P1\n", True),
        ("docs/operate.md", "Who is on-call: see https://rota.example/parcels\n", True),
        ("docs/operate.md", "We are on call for each other.\n", False),
        ("docs/devops/RUNBOOK.md", "on call: https://rota.example/parcels\n", False),
        ("src/oncall.py", "# on call: https://rota.example/parcels\n", False),
    ],
)
def test_who_is_called(path: str, text: str, found: bool) -> None:
    assert bool(Repository(SampleTree({path: text})).ask(rotas)) is found


@given(st.text(st.sampled_from("on call-https://x.y pagerduty_configs:\n "), max_size=120))
def test_any_text_is_read(text: str) -> None:
    Repository(SampleTree({"a.md": text, "alertmanager.yaml": text, "catalog-info.yaml": text})).ask(rotas)
