"""Words of a repository as Markdown."""

from __future__ import annotations

from secrets import token_hex

from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.excerpt import Place
from roadworthy.writers.markdown import cited, code, fenced, prose, table


def test_a_sentence_keeps_its_code_spans_and_nothing_else_of_markdown() -> None:
    assert prose("`a*b` is *not* <b>bold</b> | [x](y)") == "`a*b` is \\*not\\* \\<b\\>bold\\</b\\> \\| \\[x\\](y)"


def test_a_place_is_a_link_from_the_document() -> None:
    assert cited(Place("deploy/prod.sh", 12, 1, 12, 3)) == "[`deploy/prod.sh:12`](../../deploy/prod.sh#L12)"
    assert cited(Place("a b/(c).md")) == "[`a b/(c).md`](../../a%20b/%28c%29.md)"
    assert cited(Place(".")) == "[`.`](../../)"


def test_code_with_backticks_gets_a_longer_fence() -> None:
    assert code("a`b") == "``a`b``"
    assert code("`x`") == "`` `x` ``"
    assert fenced("```\nx", "sh") == "````sh\n```\nx\n````"


def test_a_value_is_not_shown() -> None:
    value = token_hex(16)
    assert value not in prose(f"PASSWORD={value} is set")


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=80))
def test_a_cell_stays_in_its_cell(text: str) -> None:
    for made in (prose(text), code(text), cited(Place(text or "x", 3))):
        row = table(("a", "b"), [(made, "end")]).split("\n")
        assert len(row) == 3
        assert row[2].replace("\\|", "").count("|") == 3
