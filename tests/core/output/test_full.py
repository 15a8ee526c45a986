"""What a person sees, character by character."""

from __future__ import annotations

import re

import pytest
from roadworthy.core.excerpt import Place, Source
from roadworthy.core.output import render, render_errors

from .samples import BASE, CARET, DOCKERFILE, NOTE, SECRET, SLOW, STYLE, a_rule, finding, lookup, report


def shown(report_, source, **style):
    return render("full", report_, source, STYLE._replace(**style))


def frame(text, *places, width=80, rule=SLOW):
    """The frame alone: without the header above it and the explanation below it."""
    first, *labels = places
    bare = rule._replace(risk="", remedy="", items=())
    made = report(finding(first, "m", *labels, rule=bare))
    lines = shown(made, lambda path: Source(path, text) if path == first.path else None, width=width).splitlines()
    end = next(i for i, line in enumerate(lines) if line.strip().startswith("more"))
    return "\n".join(lines[1 : end - 1] if lines[end - 1] == "    |" else lines[1:end])


def block(text):
    return text.strip("\n")


def test_a_finding_with_evidence_above_it():
    made = report(finding(CARET, "stage `runtime` runs as root", BASE))
    assert shown(made, lookup(Dockerfile=DOCKERFILE)) == (
        """\
error[DF006 root-user]: stage `runtime` runs as root             checklist 4.1.6
   --> Dockerfile:6:1
    |
  2 | FROM python:3.12-slim AS runtime
    | -------------------------------- this base starts as root
...
  6 | CMD ["gunicorn", "shop:app"]
    | ^^^^^^^^^^^^^^^^^^^^^^^^^^ and so does the service
    |
    risk  whoever breaks into the process is root in the container
    fix   add `USER 10001` before the last instruction
    more  roadworthy explain DF006

1 error in 1 file (3 checked)
"""
    )


def test_a_wide_terminal_keeps_prose_and_checklist_within_reach():
    header = shown(report(finding(CARET)), lookup(Dockerfile=DOCKERFILE), width=200).splitlines()[0]
    assert header.endswith("checklist 4.1.6")
    assert len(header) == 100


def test_colour_changes_nothing_but_the_colour():
    made = report(finding(CARET, "stage `runtime` runs as root", BASE))
    coloured = shown(made, lookup(Dockerfile=DOCKERFILE), colour=True)
    assert "\x1b[1;31merror[DF006 root-user]\x1b[0m" in coloured
    assert "\x1b[1;31m^^^^^^^^^^^^^^^^^^^^^^^^^^ and so does the service\x1b[0m" in coloured
    assert "\x1b[1;34m-------------------------------- this base starts as root\x1b[0m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == shown(made, lookup(Dockerfile=DOCKERFILE))


def test_evidence_before_the_caret_on_the_same_line():
    text = "  - run: pytest -q || true\n"
    got = frame(text, Place("f", 1, 20, 1, 26, "always green"), Place("f", 1, 10, 1, 18, "the test"))
    assert got == block(
        """
   --> f:1:20
    |
  1 |   - run: pytest -q || true
    |          --------- ^^^^^^^ always green
    |          |
    |          the test
"""
    )


def test_evidence_after_the_caret_on_the_same_line():
    got = frame(
        "abc def ghi", Place("f", 1, 1, 1, 3, "first"), Place("f", 1, 5, 1, 7, "second"), Place("f", 1, 9, 1, 11, "third")
    )
    assert got == block(
        """
   --> f:1:1
    |
  1 | abc def ghi
    | ^^^ --- --- third
    | |   |
    | |   second
    | first
"""
    )


def test_evidence_around_the_caret_leaves_the_caret_whole():
    got = frame("abc def ghi", Place("f", 1, 5, 1, 7, "here"), Place("f", 1, 1, 1, 11, "in this"))
    assert got == block(
        """
   --> f:1:5
    |
  1 | abc def ghi
    | ----^^^----
    | |   |
    | |   here
    | in this
"""
    )


def test_a_long_stretch_has_a_bracket_and_shows_its_ends():
    text = "a\nRUN one && \\\n  two && \\\n  three && \\\n  four && \\\n  five\nz\n"
    got = frame(text, Place("f", 2, 1, 6, 6, "one layer"), Place("f", 4, 3, 4, 7, "this one"))
    assert got == block(
        """
   --> f:2:1
    |
  2 | / RUN one && \\
  3 | |   two && \\
  4 | |   three && \\
    | |   ----- this one
  5 | |   four && \\
  6 | |   five
    | |______^ one layer
"""
    )


def test_the_middle_of_a_very_long_stretch_is_left_out():
    text = "\n".join(f"line {n}" for n in range(1, 21))
    assert frame(text, Place("f", 3, 1, 12, 7)) == block(
        """
   --> f:3:1
    |
  3 | / line 3
...   |
 12 | | line 12
    | |_______^
"""
    )


def test_a_stretch_that_begins_inside_a_line_says_where():
    assert frame("key: [a,\n  b]\n", Place("f", 1, 6, 2, 4, "a list")) == block(
        """
   --> f:1:6
    |
  1 |   key: [a,
    |  ______^
  2 | |   b]
    | |____^ a list
"""
    )


def test_overlapping_stretches_are_told_in_words():
    text = "a\nb\nc\nd\n"
    got = frame(text, Place("f", 1, 1, 3, 1, "outer"), Place("f", 2, 1, 4, 1, "other"))
    assert "other (to line 4)" in got
    assert "| |_^ outer" in got


def test_a_place_in_another_file_has_a_frame_of_its_own():
    made = report(finding(CARET, "m", Place("compose.yaml", 3, 5, 3, 9, "built by this")))
    got = shown(made, lookup(Dockerfile=DOCKERFILE, compose_yaml="services:\n  web:\n    build: .\n"))
    assert "   ::: compose.yaml:3:5\n    |\n  3 |     build: .\n    |     ----- built by this\n" in got


def test_a_place_whose_file_cannot_be_read_keeps_its_label():
    got = shown(report(finding(CARET, "m", Place("gone.yaml", 3, 5, 3, 9, "built by this"))), lambda path: None)
    assert "   --> Dockerfile:6:1" in got
    assert "   ::: gone.yaml:3:5\n    = built by this\n" in got


def test_an_absence_has_no_frame():
    got = shown(report(finding(Place(".github/workflows/ci.yml"), "nothing tests")), lambda path: pytest.fail("was read"))
    assert "   --> .github/workflows/ci.yml\n    risk" in got


def test_a_finding_in_an_old_commit_is_not_shown_with_the_lines_of_today():
    made = report(finding(CARET, "m", commit="0123456789abcdef"))
    got = shown(made, lookup(Dockerfile=DOCKERFILE))
    assert "   --> Dockerfile:6:1 in commit 0123456789ab" in got
    assert "gunicorn" not in got


def test_tabs_keep_the_caret_under_its_character():
    lines = frame("\tif\tx = 1", Place("f", 1, 5, 1, 5, "x")).splitlines()
    assert lines[2].index("x") == lines[3].index("^")
    assert "\t" not in "".join(lines)


def test_wide_characters_take_two_columns():
    lines = frame("测试 = bad", Place("f", 1, 6, 1, 8)).splitlines()
    assert lines[3] == "    | " + " " * 7 + "^^^"


def test_combining_characters_take_none():
    lines = frame("e\u0301 = bad", Place("f", 1, 6, 1, 8)).splitlines()
    assert lines[3] == "    | " + " " * 4 + "^^^"


def test_what_a_terminal_would_act_on_is_made_visible():
    hostile = "x\x1b[2J\x9b31m\u202e\u200b\x00\x7f"
    made = report(finding(Place(f"f{hostile}", 1, 1, 1, 1, hostile), hostile, symbol=hostile))
    got = shown(made, lambda path: Source(path, hostile))
    assert set(re.findall(r"[^\x20-\x7e\n]", got)) == {"\u241b", "\u2400", "\u2421"}
    for code in ("<U+202E>", "<U+009B>", "<U+200B>"):
        assert code in got


def test_a_path_that_is_not_utf_8_can_be_printed():
    got = shown(report(finding(Place("caf\udce9", 1))), lambda path: None)
    assert "caf\\xe9:1:1" in got.encode().decode()


@pytest.mark.parametrize("width", [80, 200])
@pytest.mark.parametrize("at", [0, 1, 70, 79, 80, 150, 5000, 9990])
def test_a_long_line_is_cut_around_the_caret(width, at):
    text = "a" * at + "BAD" + "b" * (10_000 - at)
    lines = frame(text, Place("f", 1, at + 1, 1, at + 3, "this"), width=width).splitlines()
    code, under = lines[2], lines[3]
    assert len(code) <= width
    assert code[under.index("^") : under.rindex("^") + 1] == "BAD"
    assert "…" in code


def test_two_places_far_apart_on_a_long_line_are_both_seen():
    text = "FIRST" + "a" * 500 + "BAD" + "b" * 500
    got = frame(text, Place("f", 1, 506, 1, 508, "here"), Place("f", 1, 1, 1, 5, "from"))
    assert "BAD" in got
    assert "^^^ here" in got
    assert "FIRST" in got
    assert "----- from" in got


def test_a_label_that_does_not_fit_is_wrapped():
    label = "a label of many words " * 8
    lines = frame("x = 1", Place("f", 1, 1, 1, 1, label.strip())).splitlines()
    assert len(lines) > 4
    assert all(len(line) <= 80 for line in lines)


def test_a_label_at_the_right_edge_hangs_below():
    lines = frame("x" * 60 + " BAD", Place("f", 1, 62, 1, 64, "a label with too many words for the edge")).splitlines()
    assert all(len(line) <= 80 for line in lines)
    assert re.sub(r"[\s|]+", " ", " ".join(lines[4:])).strip() == "^ a label with too many words for the edge"


def test_the_risk_is_told_once_and_a_special_remedy_each_time():
    first, second = finding(CARET, symbol="a"), finding(CARET, symbol="b")
    third = finding(CARET, symbol="c", remedy="do something else")
    got = shown(report(first, second, third), lookup(Dockerfile=DOCKERFILE))
    assert got.count("risk  ") == got.count("more  ") == 1
    assert got.count("fix   add `USER 10001`") == 1
    assert got.count("fix   do something else") == 1


def test_code_in_a_remedy_keeps_its_lines():
    rule = a_rule(remedy="write:\n\n    USER 10001\n    CMD x")
    got = shown(report(finding(CARET, rule=rule)), lookup(Dockerfile=DOCKERFILE))
    assert "    fix   write:\n\n              USER 10001\n              CMD x\n" in got


def test_long_prose_is_wrapped_with_a_hanging_indent():
    rule = a_rule(risk="word " * 40)
    lines = shown(report(finding(CARET, rule=rule)), lookup(Dockerfile=DOCKERFILE)).splitlines()
    wrapped = [line for line in lines if "word word" in line]
    assert len(wrapped) > 1
    assert all(line.startswith("          word") and len(line) <= 80 for line in wrapped[1:])


def test_a_long_header_is_wrapped_and_the_items_move_below():
    lines = shown(report(finding(CARET, "word " * 20)), lookup(Dockerfile=DOCKERFILE)).splitlines()
    assert lines[1].startswith("    word word")
    assert lines[2] == "   --> Dockerfile:6:1" + " " * 44 + "checklist 4.1.6"


def test_known_gaps_are_short_come_first_and_do_not_count():
    made = report(finding(CARET), finding(CARET, symbol="old", known=True))
    assert shown(made, lookup(Dockerfile=DOCKERFILE)).startswith(
        """\
known[DF006 root-user]: stage `runtime` runs as root             checklist 4.1.6
   --> Dockerfile:6:1  recorded in TODO.md, does not block

error[DF006 root-user]"""
    )
    assert shown(made, lookup(Dockerfile=DOCKERFILE)).endswith("\n1 error in 1 file (3 checked), 1 recorded in TODO.md\n")


def test_only_known_gaps():
    assert shown(report(finding(CARET, known=True)), lookup()).endswith(
        "\nno new findings (3 checked), 1 recorded in TODO.md\n"
    )


def test_the_summary_counts_by_severity_and_file():
    made = report(
        finding(CARET),
        finding(CARET, symbol="b"),
        finding(Place("x", 1), rule=SLOW),
        finding(Place("y", 1), rule=NOTE),
        errors=[("z", "cannot be parsed")],
        checked=14,
    )
    assert shown(made, lookup()).endswith(
        "\n2 errors, 1 warning, 1 info in 3 files (14 checked)\n1 file could not be checked\n"
    )


def test_waived_findings_are_not_shown():
    assert shown(report(finding(CARET, waived="a reason")), lookup()) == "no findings (3 checked)\n"


def test_the_place_of_a_secret_is_hidden_even_where_no_pattern_knows_it():
    text = 'x = "correct horse"\n'
    got = shown(report(finding(Place("f", 1, 6, 1, 18), rule=SECRET)), lookup(f=text))
    assert "correct" not in got
    assert "horse" not in got
    assert '  1 | x = "******* *****"' in got


def test_errors_go_to_standard_error_and_notes_only_when_verbose():
    made = report(errors=[("a\x1b.yml", "line 3: no key")], notes=[("logo.png", "is a binary file")])
    assert render_errors(made, STYLE) == "not checked: a\u241b.yml: line 3: no key\n"
    assert render_errors(made, STYLE._replace(verbose=True)).endswith("not readable from here: logo.png: is a binary file\n")


def test_only_the_first_of_very_many_places_are_drawn():
    labels = [Place("f", n, 1, n, 1, f"place {n}") for n in range(2, 40)]
    got = shown(report(finding(Place("f", 1), "m", *labels)), lookup(f="x\n" * 50))
    assert "place 13" in got
    assert "place 14" not in got
    assert "    and 26 more places\n" in got
