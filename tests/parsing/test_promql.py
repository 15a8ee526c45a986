"""PromQL as a tree."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.parsing.promql import Aggregate, Binary, Call, Matcher, Number, Selector, parse


def test_an_expression_is_a_tree_of_its_parts() -> None:
    tree = parse('sum by (job) (rate(parcels_total{route="/track",code=~"5.."}[5m])) > 3')
    assert tree == Binary(
        ">",
        Aggregate(
            "sum",
            Call("rate", (Selector("parcels_total", (Matcher("route", "=", "/track"), Matcher("code", "=~", "5..")), 300.0),)),
        ),
        Number(3.0),
    )


def test_brackets_signs_and_subqueries_are_seen_through() -> None:
    assert parse("((x))") == Selector("x", ())
    assert parse("max_over_time(rate(x[1m])[1h:])") == Call("max_over_time", (Call("rate", (Selector("x", (), 60.0),)),))
    assert parse('{__name__="x"}') == Selector("x", (Matcher("__name__", "=", "x"),))


@pytest.mark.parametrize(
    "text",
    ["rate(x[$__rate_interval]) > 1", "rate(x[${window}]) > $limit", "rate(x[5m]) > {{ .Values.limit }}", "rate(x[$w]) > 1"],
)
def test_variables_of_dashboards_and_charts_stand_for_something(text: str) -> None:
    tree = parse(text)
    assert isinstance(tree, Binary)
    assert tree.right == Number(1.0)


@pytest.mark.parametrize("text", ["", "x >", "rate(x[5m]", "avg(last_5m):sum:errors{env:prod} > 5", "not promql at all ?"])
def test_what_is_no_promql_is_none(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize(
    ("operator", "value", "takes", "leaves"),
    [("=", "5xx", "5xx", "500"), ("!=", "200", "500", "200"), ("=~", "5..", "503", "200"), ("!~", "2..|3..", "500", "204")],
)
def test_a_matcher_takes_what_prometheus_would(operator: str, value: str, takes: str, leaves: str) -> None:
    matcher = Matcher("code", operator, value)  # type: ignore[arg-type]
    assert matcher.accepts(takes)
    assert not matcher.accepts(leaves)


@pytest.mark.parametrize("value", ["(", "(((a?){99}){99}){99}b", "a" * 1000, "[z-a]"])
def test_a_pattern_that_is_none_or_could_take_for_ever_takes_nothing(value: str) -> None:
    assert not Matcher("code", "=~", value).accepts("500")


HOSTILE = [
    "'(' * 100_000 + '1' + ')' * 100_000",
    "'1' + '+1' * 100_000",
    "'sum(' * 50_000 + 'x' + ')' * 50_000",
    "'-' * 9_000 + '1'",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_depth_does_not_end_the_process(text: str) -> None:
    code = f"from roadworthy.parsing.promql import parse; print(parse({text}) is None)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


def test_as_much_as_is_let_through_is_read() -> None:
    for text in ("(" * 200 + "1" + ")" * 200, "1" + "+1" * 300, "sum(" * 199 + "x" + ")" * 199):
        assert parse(text) is not None


@settings(max_examples=400, deadline=None)
@given(st.text(st.sampled_from("abx{}()[]=~!<>+-*/%^\"',.0159 mhsumrate$\n"), max_size=60) | st.text(max_size=40))
def test_any_text_is_an_expression_or_none(text: str) -> None:
    parse(text)
