"""Ignore comments in the fenced code of Markdown: an example, which still covers what stands beside it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.core.waivers import problems, waiver_for, waivers

FENCED = "# Use\n\n````yaml\n# roadworthy: ignore[NONE1]\nport: 80\n````\n\n<!-- roadworthy: ignore[NONE1] -->\n"


def test_nothing_is_wrong_with_an_example() -> None:
    found = waivers(Source("docs/use.md", FENCED))
    assert [one.example for one in found] == [True, False]
    assert {problem.place.line for problem in problems(found, today="2026-01-01", rules={})} == {8}


def test_outside_of_markdown_a_fence_is_text() -> None:
    assert [one.example for one in waivers(Source("use.yaml", FENCED))] == [False, False]


def test_what_stands_beside_it_is_covered() -> None:
    text = "```\n# roadworthy: ignore[SEC001] the documentation of the API shows it\nkey = 1\n```\n"
    assert waiver_for(waivers(Source("README.md", text)), "SEC001", "x", (), 3) is not None


@given(
    st.lists(
        st.sampled_from(["```", "````", "~~~", "> ```", "```sh", "", "text", "# roadworthy: ignore[DF006] x"]), max_size=12
    )
)
def test_a_fence_that_is_never_closed_reaches_to_the_end(lines: list[str]) -> None:
    found = waivers(Source("a.md", "\n".join(["~~~~~", *lines])))
    assert all(one.example for one in found)
