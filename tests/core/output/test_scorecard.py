"""The checklist as a table."""

from __future__ import annotations

from roadworthy.core.excerpt import Place
from roadworthy.core.finding import Row
from roadworthy.core.output import render

from .samples import STYLE, report

TITLES = {
    "1": "Non-negotiable rules",
    "1.1": "Every environment is created by code",
    "3.1": "Pipeline completeness",
    "3.1.1": "Validate",
    "3.1.2": "Test",
    "3.1.3": "Security scan",
    "3.1.9": "Health check",
}
ROWS = (
    Row("1.1", "GAP", (Place("deploy/prod.sh", 4, 1, 4, 9, "`ssh` onto a named host"), Place("ci.yml")), ("terraform/**",)),
    Row("3.1.1", "PASS", (Place("ci.yml", 14, 1, 14, 5, "ruff check"), Place("ci.yml", 20)), ()),
    Row("3.1.2", "UNKNOWN", (), (".github/workflows/*.yml", ".gitlab-ci.yml", "Jenkinsfile", "azure-pipelines.yml")),
    Row("3.1.3", "N/A", (), ("*",)),
    Row("3.1.9", "ATTESTED", (), (), "the status page checks every minute"),
)


def test_the_checklist_at_80_columns():
    got = render("full", report(checklist=ROWS), lambda path: None, STYLE._replace(titles=TITLES))
    assert got == (
        """\
1 Non-negotiable rules
  GAP       1.1    Every environment is created by code
                   deploy/prod.sh:4  `ssh` onto a named host
                   ci.yml

3.1 Pipeline completeness
  PASS      3.1.1  Validate
                   ci.yml:14  ruff check
                   and 1 more
  UNKNOWN   3.1.2  Test
                   searched .github/workflows/*.yml, .gitlab-ci.yml,
                   Jenkinsfile, azure-pipelines.yml
  N/A       3.1.3  Security scan
  ATTESTED  3.1.9  Health check
                   attested: the status page checks every minute

checklist: 1 of 4 in order, 1 attested, 1 gap, 1 unknown, 1 not applicable

no findings (3 checked)
"""
    )


def test_states_have_their_colours():
    got = render("full", report(checklist=ROWS), lambda path: None, STYLE._replace(titles=TITLES, colour=True))
    assert "\x1b[1;31mGAP     \x1b[0m" in got
    assert "\x1b[32mPASS    \x1b[0m" in got


def test_items_without_a_title_are_still_rows():
    got = render("full", report(checklist=ROWS), lambda path: None, STYLE)
    assert all(f" {row.item}" in got for row in ROWS)


def test_the_row_over_a_section_stands_below_its_title():
    rows = (Row("7", "N/A", (), ()), Row("7.1.1", "N/A", (), ()))
    titles = {"7": "Observability", "7.1": "Logging", "7.1.1": "Structured logs"}
    got = render("full", report(checklist=rows), lambda path: None, STYLE._replace(titles=titles))
    assert got.startswith("7 Observability\n  N/A       7      Observability\n\n7.1 Logging\n")
