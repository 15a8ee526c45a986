"""No report is too strange to be printed."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.excerpt import Place, Source
from roadworthy.core.finding import Row
from roadworthy.core.output import FORMATS, Style, render

from .samples import NOTE, ROOT, SECRET, finding, report

TEXT = st.text(st.one_of(st.sampled_from("ab \t\r\n'\"=:\x1b\u202e\u0301测{}[]%|"), st.characters(codec=None)), max_size=60)
NUMBER = st.one_of(st.integers(-2, 9), st.integers(-(10**9), 10**9))
PLACE = st.builds(Place, st.sampled_from(("a", "b", "gone", "x\udcff\n")), NUMBER, NUMBER, NUMBER, NUMBER, TEXT)
FINDING = st.builds(
    lambda place, message, labels, rule, symbol, more: finding(place, message, *labels, rule=rule, symbol=symbol, **more),
    PLACE,
    TEXT,
    st.lists(PLACE, max_size=4),
    st.sampled_from((ROOT, SECRET, NOTE)),
    TEXT,
    st.fixed_dictionaries(
        {},
        optional={
            "known": st.booleans(),
            "waived": st.none() | TEXT,
            "commit": st.none() | TEXT,
            "remedy": TEXT,
        },
    ),
)
ROW = st.builds(
    Row,
    st.sampled_from(("1.1", "3.1.9", "x")),
    st.sampled_from(("PASS", "GAP", "UNKNOWN", "N/A", "ATTESTED")),
    st.lists(PLACE, max_size=3).map(tuple),
    st.lists(TEXT, max_size=2).map(tuple),
    st.none() | TEXT,
)


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=60, deadline=None)
@given(
    findings=st.lists(FINDING, max_size=3),
    problems=st.lists(st.tuples(TEXT, TEXT), max_size=2),
    rows=st.none() | st.lists(ROW, max_size=3).map(tuple),
    texts=st.tuples(TEXT, TEXT),
    width=st.integers(-1, 200),
    verbose=st.booleans(),
)
def test_every_format_prints_every_report(name, findings, problems, rows, texts, width, verbose):
    files = {"a": Source("a", texts[0]), "b": Source("b", "\n" * 3 + texts[1] * 40)}
    made = report(*findings, errors=problems, notes=problems, checklist=rows)
    got = render(name, made, files.get, Style(width=width, verbose=verbose))
    raw = got.encode()  # nothing is left that UTF-8 cannot carry
    assert not got or got.endswith("\n")
    if name in ("json", "sarif", "gitlab"):
        json.loads(raw)
    elif name == "junit":
        ElementTree.fromstring(raw)
    else:
        assert all(c.isprintable() or c == "\n" for c in got)
    if name == "concise":
        assert got.count("\n") == sum(f.waived is None for f in findings)
