"""TODO.md kept by the writer: entries open and close by themselves, and nothing that a person wrote is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.ledger import Ledger, claims, ledger, lost
from roadworthy.parsing.todo import entries, known_gaps
from roadworthy.writers.todo import Gap, updated

Identity = tuple[str, str, str]

ROOT: Identity = ("DF006", "Dockerfile", "runtime")
PORT: Identity = ("CMP003", "compose.yaml", "web")
REF = "_(ref: agents/devops-engineer.md)_"
ROOT_LINE = f"- [ ] devops: stage `runtime` runs as root (`DF006 Dockerfile#runtime`) — a break-in is root {REF}"
PORT_LINE = f"- [ ] devops: `web` binds host port 80 (`CMP003 compose.yaml#web`) — it clashes {REF}"
GAPS = {
    ROOT: Gap(ROOT, "stage `runtime` runs as root", "a break-in is root"),
    PORT: Gap(PORT, "`web` binds host port 80", "it clashes"),
}
TODAY = "2026-07-01"


def run(text: str, *open_gaps: Identity, renamed: dict[str, str] | None = None) -> str:
    """One run in which everything was judged; a second one changes nothing."""
    gaps = [GAPS[identity] for identity in open_gaps]
    result = updated(text, gaps, lambda identity: True, TODAY, renamed)
    assert updated(result, gaps, lambda identity: True, TODAY, renamed) == result
    return result


def done(line: str, mark: str = "[ ]") -> str:
    return line.replace(mark, f"[x] {TODAY}", 1)


def test_the_first_entries_make_the_file() -> None:
    assert run("", ROOT, PORT) == f"# TODO\n\n{ROOT_LINE}\n{PORT_LINE}\n"


def test_a_closed_gap_moves_to_done_with_its_day() -> None:
    first = run("", ROOT, PORT)
    assert run(first, PORT) == f"# TODO\n\n{PORT_LINE}\n\n## Done\n\n{done(ROOT_LINE)}\n"


def test_a_gap_that_comes_back_is_a_new_entry() -> None:
    closed = run(run("", ROOT))
    assert closed == f"# TODO\n\n## Done\n\n{done(ROOT_LINE)}\n"
    again = run(closed, ROOT)
    assert again == f"# TODO\n\n{ROOT_LINE}\n\n## Done\n\n{done(ROOT_LINE)}\n"
    assert known_gaps(again) == {ROOT}


def test_what_was_not_judged_stays_open() -> None:
    text = run("", ROOT, PORT)
    assert updated(text, [], lambda identity: identity == PORT, TODAY) == run(text, ROOT)


def test_what_a_person_made_of_an_entry_stays() -> None:
    edited = ROOT_LINE.replace("[ ]", "[~]").replace("runs as root", "is root, see #12").replace(REF, "")
    text = f"# Work\n\n{edited}\n- [-] devops: never (`CMP003 compose.yaml#web`) — x\n"
    assert run(text, ROOT) == text
    assert run(text) == f"# Work\n\n- [-] devops: never (`CMP003 compose.yaml#web`) — x\n\n## Done\n\n{done(edited, '[~]')}\n"


def test_entries_of_other_prefixes_are_other_people_s_and_count_as_recorded() -> None:
    text = "- [ ] ops: root again (`DF006 Dockerfile#runtime`)\n- [ ] (`CMP003 compose.yaml#web`)\n"
    assert run(text, ROOT, PORT) == text
    assert run(text) == text


LAYOUTS = {
    "sections": (
        "# Tasks\n\nHow we work.\n\n## Backlog\n\n- [ ] frontend: buttons\n\n## Completed ✅\n\n- [x] frontend: colours\n",
        f"# Tasks\n\nHow we work.\n\n## Backlog\n\n- [ ] frontend: buttons\n{ROOT_LINE}\n\n## Completed ✅\n\n- [x] frontend: colours\n",
        f"# Tasks\n\nHow we work.\n\n## Backlog\n\n- [ ] frontend: buttons\n\n## Completed ✅\n\n- [x] frontend: colours\n{done(ROOT_LINE)}\n",
    ),
    "an area of its own": (
        "# TODO\n## Frontend\n- [ ] x\n## DevOps\n## Done\n",
        f"# TODO\n## Frontend\n- [ ] x\n## DevOps\n\n{ROOT_LINE}\n## Done\n",
        f"# TODO\n## Frontend\n- [ ] x\n## DevOps\n\n## Done\n\n{done(ROOT_LINE)}\n",
    ),
    "other people's areas and what is done": (
        "## Frontend\n\n- [ ] x\n\n### Done\n\n",
        f"## Frontend\n\n- [ ] x\n\n### Open\n\n{ROOT_LINE}\n\n### Done\n\n",
        f"## Frontend\n\n- [ ] x\n\n### Open\n\n\n### Done\n\n{done(ROOT_LINE)}\n",
    ),
    "a bare list with notes below its items": (
        "- [ ] a\n  - a note\n\n    more\n- [ ] b\nlazy\n",
        f"- [ ] a\n  - a note\n\n    more\n- [ ] b\nlazy\n{ROOT_LINE}\n",
        f"- [ ] a\n  - a note\n\n    more\n- [ ] b\nlazy\n\n## Done\n\n{done(ROOT_LINE)}\n",
    ),
    "only text": (
        "Buy\nmilk.",
        f"Buy\nmilk.\n\n{ROOT_LINE}",
        f"Buy\nmilk.\n\n## Done\n\n{done(ROOT_LINE)}",
    ),
    "underlined headings": (
        "Open\n----\n\nDone\n----\n\n* [x] 2026-02-02 a\n* [x] 2026-01-01 b\n",
        f"Open\n----\n\n{ROOT_LINE}\n\nDone\n----\n\n* [x] 2026-02-02 a\n* [x] 2026-01-01 b\n",
        f"Open\n----\n\n\nDone\n----\n\n{done(ROOT_LINE)}\n* [x] 2026-02-02 a\n* [x] 2026-01-01 b\n",
    ),
    "bold headings": (
        "**To do**\n- [ ] a\n\n**Done:**\n- [x] b\n",
        f"**To do**\n- [ ] a\n{ROOT_LINE}\n\n**Done:**\n- [x] b\n",
        f"**To do**\n- [ ] a\n\n**Done:**\n- [x] b\n{done(ROOT_LINE)}\n",
    ),
    "front matter and a code block that nothing closes": (
        "---\ntitle: x\n---\n# Plan\n- [ ] a\n```\n- [ ] devops: no (`DF006 Dockerfile#runtime`) — y\n",
        f"---\ntitle: x\n---\n# Plan\n- [ ] a\n{ROOT_LINE}\n```\n- [ ] devops: no (`DF006 Dockerfile#runtime`) — y\n",
        f"---\ntitle: x\n---\n# Plan\n- [ ] a\n\n## Done\n\n{done(ROOT_LINE)}\n```\n- [ ] devops: no (`DF006 Dockerfile#runtime`) — y\n",
    ),
    "a definition of done": (
        "# Rules\n\n## Definition of done\n\n- tests\n",
        f"# Rules\n\n## Definition of done\n\n- tests\n\n## Open\n\n{ROOT_LINE}\n",
        f"# Rules\n\n## Definition of done\n\n- tests\n\n## Open\n\n## Done\n\n{done(ROOT_LINE)}\n",
    ),
}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_a_file_s_own_layout_is_followed(layout: tuple[str, str, str], end: str) -> None:
    before, entered, closed = (text.replace("\n", end) for text in layout)
    assert run(before, ROOT) == entered
    assert run(entered) == closed


def test_an_entry_that_holds_others_together_is_done_in_its_place() -> None:
    text = f"{ROOT_LINE}\n  - [ ] ask the vendor\n- [ ] b\n"
    assert run(text) == f"{done(ROOT_LINE)}\n  - [ ] ask the vendor\n- [ ] b\n"
    nested = f"- Images\n  {ROOT_LINE}\n"
    assert run(nested) == f"- Images\n  {done(ROOT_LINE)}\n"
    quoted = f"> {ROOT_LINE}\n"
    assert run(quoted) == f"> {done(ROOT_LINE)}\n"


def test_an_entry_over_several_lines_moves_as_it_is() -> None:
    text = "* [ ] devops: stage runs as root\n    (`DF006 Dockerfile#runtime`)\n    — a break-in\n* [ ] other\n"
    assert run(text) == (
        f"* [ ] other\n\n## Done\n\n* [x] {TODAY} devops: stage runs as root\n    (`DF006 Dockerfile#runtime`)\n    — a break-in\n"
    )


def test_a_renamed_file_keeps_its_entry() -> None:
    text = run("", ROOT)
    moved = ("DF006", "images/Docker file", "runtime")
    GAPS[moved] = Gap(moved, "another message", "another risk")
    result = run(text, moved, renamed={"Dockerfile": "images/Docker file"})
    assert result == text.replace("`DF006 Dockerfile#runtime`", "`DF006 images/Docker%20file#runtime`")


def test_a_rename_onto_what_is_recorded_makes_no_second_entry() -> None:
    moved = ("DF006", "b/Dockerfile", "runtime")
    GAPS[moved] = Gap(moved, "m", "r")
    text = run("", ROOT, moved)
    after = run(text, moved, renamed={"Dockerfile": "b/Dockerfile"})
    assert [e.identity for e in entries(after) if e.mark == " "] == [moved]


@pytest.mark.parametrize(
    "hostile",
    [
        "a `",
        "`` x ` y",
        "a — b",
        "`CI001 x#y`",
        "<!-- x",
        "_(ref: x)_",
        "\n\n# Done\n",
        "- [x] y",
        "x" * 500,
        "",
        "2026-01-01 a:",
        "\\`",
    ],
)
def test_whatever_a_message_quotes_the_entry_can_be_read_back(hostile: str) -> None:
    gap = Gap(ROOT, hostile, hostile)
    text = updated("", [gap], lambda identity: True, TODAY)
    (entry,) = entries(text)
    assert (entry.identity, entry.prefix, entry.mark) == (ROOT, "devops", " ")
    assert len(text.splitlines()) == 3
    if hostile:
        read = ledger(Repository(SampleTree({"TODO.md": text})), "TODO.md")
        assert isinstance(read, Ledger)
        assert list(claims(read)) == []


IDENTITIES: list[Identity] = [
    ROOT,
    PORT,
    ("ENV001", "a b/.env#x", "A`B"),
    ("SEC001", "x", "y — z"),
    ("CI001", ".gitlab-ci.yml", ""),
    ("DF001", "%", "<!--"),
]
HUMAN = [
    *(
        "",
        "",
        "text",
        "# Plan",
        "## Open",
        "## Done",
        "### Completed tasks",
        "Done",
        "----",
        "====",
        "---",
        "**Done**",
        "> quoted",
    ),
    *(
        "- [ ] buttons",
        "- [~] frontend: a",
        "- [x] 2026-01-01 frontend: b",
        "  - nested",
        "    deep",
        "\ttab",
        "* [x] old",
        "1. one",
    ),
    *(
        "```",
        "~~~",
        "<!--",
        "-->",
        "<!-- x -->",
        "| a | b |",
        "- [-] never",
        "lazy",
        "- [ ] devops: mine — because",
        "-",
        "- [ ]",
    ),
    *(
        "- [x] 2026-03-03 devops: was (`DF006 Dockerfile#runtime`) — r",
        "- [ ] ops: x (`CMP003 compose.yaml#web`)",
        "\x0b",
        "\u2028",
    ),
]
LINES = st.lists(
    st.sampled_from(HUMAN) | st.text(st.characters(codec="utf-8", exclude_characters="\n\r"), max_size=8), max_size=10
)
STEPS = st.lists(
    st.tuples(
        st.sets(st.integers(0, len(IDENTITIES) - 1)),  # open gaps
        st.sets(st.integers(0, len(IDENTITIES) - 1)),  # not judged
        st.sampled_from(["", "insert", "start", "finish", "delete text"]),  # what a person does before it
        st.integers(0, 40),
        st.sampled_from(HUMAN),
    ),
    min_size=1,
    max_size=6,
)


def by_a_person(text: str, what: str, number: int, line: str) -> str:
    """A human edit: a line put in, an entry started or finished by hand, a line of text taken out."""
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.split("\n")
    at = number % len(lines)
    if what == "insert":
        lines.insert(at, line + end.removesuffix("\n"))
    elif what == "start":
        lines[at] = lines[at].replace("[ ]", "[~]")
    elif what == "finish":
        lines[at] = lines[at].replace("[ ]", "[x] 2026-05-05")
    elif what == "delete text" and "devops" not in lines[at]:
        del lines[at]
    return "\n".join(lines)


def written(text: str) -> list[tuple[str, str]]:
    """Each line that is no blank, with whose it is: that of one of the checklist's open entries, or a person's."""
    mine = {
        number
        for entry in entries(text)
        if entry.prefix == "devops" and entry.identity and entry.mark in " ~"
        for number in range(entry.line, entry.end_line + 1)
    }
    lines = [line.rstrip("\r") for line in text.split("\n")]
    return [("ours" if number in mine else "theirs", line) for number, line in enumerate(lines, 1)]


@given(LINES, st.sampled_from(["\n", "\r\n"]), st.booleans(), STEPS)
@settings(max_examples=400, deadline=None)
def test_any_ledger_keeps_its_word_over_any_sequence_of_runs(
    lines: list[str], end: str, closed: bool, steps: list[tuple[set[int], set[int], str, int, str]]
) -> None:
    text = end.join(lines) + (end if closed else "")
    for numbers, skipped, what, number, line in steps:
        text = by_a_person(text, what, number, line)
        before = text
        open_now = {IDENTITIES[n] for n in numbers}
        unseen = {IDENTITIES[n] for n in skipped}
        gaps = [Gap(identity, f"message `{identity[2]}` of it", "a — risk") for identity in sorted(open_now)]
        text = updated(before, gaps, lambda identity: identity not in unseen, TODAY)  # noqa: B023 (called at once)
        note(f"{before!r}\n-> {text!r}")

        assert updated(text, gaps, lambda identity: identity not in unseen, TODAY) == text, "twice is once"  # noqa: B023

        theirs = [line for whose, line in written(before) if whose == "theirs" and line.strip()]
        rest = iter([line for _, line in written(text)])
        assert all(line in rest for line in theirs), "every line of theirs is there, in their order"

        old, new = Source("TODO.md", before), Source("TODO.md", text)
        was = [entry for entry in entries(old) if entry.mark == "x"]
        now = [(entry.text, entry.mark) for entry in entries(new)]
        assert all(now.count((entry.text, "x")) >= sum(e.text == entry.text for e in was) for entry in was), (
            "nothing done is lost"
        )
        assert not list(lost(_ledger(before), _ledger(text)))

        def recorded(source: Source) -> list[Identity]:
            return [entry.identity for entry in entries(source) if entry.identity and entry.mark in " ~"]

        for identity in open_now:
            assert recorded(new).count(identity) == max(1, recorded(old).count(identity)), "one entry for an open gap"
        kept = {i for i in recorded(new) if i not in open_now}
        others = {e.identity for e in entries(old) if e.prefix != "devops"}
        assert kept <= unseen | others, "what was judged and is gone is closed"
        assert known_gaps(text) == {identity for identity in recorded(new) if not identity[0].startswith("SEC")}


def _ledger(text: str) -> Ledger:
    tasks = tuple(entry for entry in entries(text) if entry.prefix == "devops")
    return Ledger("TODO.md", Source("TODO.md", text), tasks, True)


def test_a_long_ledger_is_kept_in_reasonable_time() -> None:
    gaps = [Gap(("DF006", f"{n}/Dockerfile", "runtime"), "runs as root", "a break-in") for n in range(2_000)]
    text = updated("", gaps, lambda identity: True, TODAY)
    assert text.count("\n- [ ]") == 2_000
    closed = updated(text, [], lambda identity: True, TODAY)
    assert closed.count("\n- [x]") == 2_000
