"""Blocks that are generated into a person's text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.writers.living import Block, bodies, digest, renew

SERVICES = Block("services", "| service | port |\n|---|---|\n| web | 8000 |")
ALERTS = Block("alerts", "## Alerts\n\nnone")


def test_an_empty_document_gets_its_opening_and_the_blocks_in_order() -> None:
    text = renew("", "# Runbook\n", [SERVICES, ALERTS]).text
    assert text.startswith("# Runbook\n\n<!-- roadworthy:begin services ")
    assert list(bodies(text)) == ["services", "alerts"]
    assert bodies(text)["alerts"] == "## Alerts\n\nnone\n"
    assert "-->\n\n<!-- roadworthy:begin alerts" in text


def test_a_second_run_changes_nothing() -> None:
    text = renew("# Mine\nwords", "", [SERVICES, ALERTS]).text
    assert renew(text, "", [SERVICES, ALERTS]).text == text


def test_a_document_without_blocks_keeps_every_byte_and_gets_them_at_its_end() -> None:
    old = "# Our runbook\n\nCall the harbour master.  \n\n\tand tabs"
    text = renew(old, "# Runbook\n", [SERVICES]).text
    assert text.startswith(old + "\n\n<!-- roadworthy:begin services")
    assert "# Runbook" not in text


def test_an_unchanged_block_is_replaced_and_the_text_around_it_kept() -> None:
    text = renew("", "# R\n", [SERVICES, ALERTS]).text.replace("-->\n\n<!--", "-->\n\nBetween us.\n\n<!--")
    newer = renew(text, "", [SERVICES._replace(text="none"), ALERTS])
    assert "Between us." in newer.text
    assert bodies(newer.text)["services"] == "none\n"
    assert not newer.edited


def test_a_block_that_a_person_changed_is_left_alone_and_told() -> None:
    text = renew("", "# R\n", [SERVICES, ALERTS]).text.replace("8000", "8443")
    newer = renew(text, "", [SERVICES._replace(text="none"), ALERTS._replace(text="one")])
    assert bodies(newer.text)["services"].endswith("| web | 8443 |\n")
    assert bodies(newer.text)["alerts"] == "one\n"
    (edited,) = newer.edited
    assert (edited.name, edited.line, edited.ours) == ("services", 3, "none\n")
    assert "8443" in edited.theirs


def test_a_change_that_makes_a_block_what_it_would_be_is_no_edit() -> None:
    text = renew("", "# R\n", [SERVICES]).text.replace("8000", "8443")
    newer = renew(text, "", [SERVICES._replace(text=SERVICES.text.replace("8000", "8443"))])
    assert not newer.edited
    assert digest(bodies(newer.text)["services"]) in newer.text


def test_a_block_that_is_no_longer_made_goes_unless_it_was_edited() -> None:
    text = renew("", "# R\n", [SERVICES, ALERTS]).text
    assert list(bodies(renew(text, "", [ALERTS]).text)) == ["alerts"]
    kept = renew(text.replace("8000", "1"), "", [ALERTS])
    assert list(bodies(kept.text)) == ["services", "alerts"]
    assert [edited.name for edited in kept.edited] == ["services"]


def test_a_missing_block_comes_back_behind_the_one_before_it() -> None:
    text = renew("", "# R\n", [SERVICES, ALERTS]).text + "\nThe end.\n"
    middle = Block("rollback", "helm rollback shop")
    assert list(bodies(renew(text, "", [SERVICES, middle, ALERTS]).text)) == ["services", "rollback", "alerts"]
    assert renew(text, "", [SERVICES, middle, ALERTS]).text.endswith("\nThe end.\n")


def test_a_block_can_be_kept_out() -> None:
    text = renew("", "# R\n", [SERVICES, ALERTS]).text + "\n<!-- roadworthy:off services -->\n"
    once = renew(text, "", [SERVICES, ALERTS]).text
    assert list(bodies(once)) == ["alerts"]
    assert renew(once, "", [SERVICES, ALERTS]).text == once


def test_line_ends_of_the_document_are_kept() -> None:
    text = renew("# R\r\nwords\r\n", "", [SERVICES]).text
    assert text.count("\n") == text.count("\r\n")
    assert renew(text, "", [SERVICES]).text == text


def test_markers_that_do_not_pair_up_leave_the_document_as_it_is() -> None:
    whole = renew("", "# R\n", [SERVICES, ALERTS]).text
    begin = whole[whole.index("<!--") :].split("\n", 1)[0] + "\n"
    for broken, fault in (
        (whole.replace("<!-- roadworthy:end services -->\n", ""), "`alerts` begins inside `services`"),
        (whole.replace("<!-- roadworthy:end alerts -->\n", ""), "`alerts` has no end"),
        (whole.replace(begin, ""), "`services` ends without a beginning"),
        (whole + "\n" + whole[whole.index("<!--") :], "`services` begins a second time"),
    ):
        newer = renew(broken, "", [SERVICES])
        assert newer.text == broken
        assert any(fault in told for told in newer.faults), newer.faults


def test_markers_in_fenced_code_are_a_persons_text() -> None:
    old = "```\n<!-- roadworthy:begin services 000000000000 -->\n```\n"
    newer = renew(old, "", [SERVICES])
    assert not newer.faults
    assert newer.text.startswith(old)


def test_an_open_code_block_would_swallow_what_is_put_behind_it() -> None:
    newer = renew("# R\n\n```\nhelm rollback\n", "", [SERVICES])
    assert newer.faults == ("line 3: a code block has no end, and all behind it would be part of it",)


def test_what_a_repository_says_cannot_end_a_block() -> None:
    evil = Block("services", "```\n<!-- roadworthy:end services -->\n<!-- roadworthy:begin x 000000000000 -->\n")
    text = renew("", "# R\n", [evil, ALERTS]).text
    assert list(bodies(text)) == ["services", "alerts"]
    assert renew(text, "", [evil, ALERTS]).text == text


NAMES = st.sampled_from(["services", "alerts", "rollback", "graph"])
TEXTS = st.text(st.sampled_from("ab`~ \n\r<!->:#"), max_size=60)
LISTS = st.lists(st.builds(Block, NAMES, TEXTS), max_size=4, unique_by=lambda block: block.name)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200) | TEXTS, st.lists(LISTS, min_size=1, max_size=4))
def test_a_persons_text_survives_any_sequence_of_blocks(old: str, runs: list[list[Block]]) -> None:
    text = old
    for blocks in runs:
        newer = renew(text, "# Opening\n", blocks)
        assert renew(newer.text, "# Opening\n", blocks).text == newer.text
        assert not newer.edited
        assert newer.text == text or not newer.faults
        text = newer.text
    for line in old.splitlines(keepends=True):
        assert line in text or not old.strip()


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(["begin a", "end a", "begin b", "end b", "off a", "```", "words", ""]), max_size=12), LISTS)
def test_any_arrangement_of_markers_is_kept_or_renewed(lines: list[str], blocks: list[Block]) -> None:
    def written(line: str) -> str:
        kind, _, name = line.partition(" ")
        return f"<!-- roadworthy:{line}{' 0123456789ab' if kind == 'begin' else ''} -->" if name else line

    old = "\n".join(map(written, lines))
    newer = renew(old, "# O\n", blocks)
    if newer.faults:
        assert newer.text == old or not old.strip()
    else:
        assert renew(newer.text, "# O\n", blocks).text == newer.text
        assert newer.text.count("words") >= old.count("words")
