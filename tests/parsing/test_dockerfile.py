"""The Dockerfile parser: what is an instruction, what are its parts, and where they stand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.parsing.dockerfile import Dockerfile, Instruction, parse


def read(text: str) -> Dockerfile:
    return parse(Source("Dockerfile", text))


def shape(text: str) -> list[tuple[str, int, int]]:
    """Keyword, first and last line of each instruction."""
    return [(i.keyword, i.at.place().line, i.at.place().end_line) for i in read(text).instructions]


def only(text: str) -> Instruction:
    (instruction,) = read(text).instructions
    return instruction


def kinds(text: str) -> list[str]:
    return [problem.kind for problem in read(text).problems if problem.refuses]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("FROM a\nRUN b\n", [("FROM", 1, 1), ("RUN", 2, 2)], id="one a line"),
        pytest.param("FROM a\nRUN b", [("FROM", 1, 1), ("RUN", 2, 2)], id="no line end at the end"),
        pytest.param("from a\n  run b\n", [("FROM", 1, 1), ("RUN", 2, 2)], id="lower case, indented"),
        pytest.param("\ufeffFROM a\n", [("FROM", 1, 1)], id="byte order mark"),
        pytest.param("FROM a\r\nRUN b \\\r\n  c\r\nUSER d\r\n", [("FROM", 1, 1), ("RUN", 2, 3), ("USER", 4, 4)], id="CRLF"),
        pytest.param("RUN a \\\n b \\\n c\nUSER d\n", [("RUN", 1, 3), ("USER", 4, 4)], id="continuation"),
        pytest.param("RUN a \\  \t\n b\n", [("RUN", 1, 2)], id="white space after the continuation mark"),
        pytest.param("RUN a \\\n\n\n b\nUSER c\n", [("RUN", 1, 4), ("USER", 5, 5)], id="blank continuation lines"),
        pytest.param("RUN a \\\n# no\n  # no \\\n b\nUSER c", [("RUN", 1, 4), ("USER", 5, 5)], id="comments in between"),
        pytest.param("RUN a\\\\\nUSER b\n", [("RUN", 1, 1), ("USER", 2, 2)], id="an escaped backslash continues nothing"),
        pytest.param("RUN a \\ \\\\\nUSER b\n", [("RUN", 1, 1), ("USER", 2, 2)], id="nor does one after another backslash"),
        pytest.param("FROM a\nRUN b \\", [("FROM", 1, 1), ("RUN", 2, 2)], id="cut off after a continuation mark"),
        pytest.param("FROM a\nRUN b \\\n\n\n", [("FROM", 1, 1), ("RUN", 2, 2)], id="cut off after blank lines"),
        pytest.param("R\\\nUN a\n", [("RUN", 1, 2)], id="a keyword over two lines"),
        pytest.param("\\\nRUN a\n", [("RUN", 1, 2)], id="a continuation mark alone"),
        pytest.param("# a \\\nRUN b\n", [("RUN", 2, 2)], id="a comment does not continue"),
        pytest.param("# escape=`\nRUN a `\n b\\\nUSER c\n", [("RUN", 2, 3), ("USER", 4, 4)], id="backtick as escape"),
        pytest.param("# a\n# escape=`\nRUN a `\nUSER c\n", [("RUN", 3, 3), ("USER", 4, 4)], id="escape after a comment"),
        pytest.param("\n# escape=`\nRUN a `\nUSER c\n", [("RUN", 3, 3), ("USER", 4, 4)], id="escape after a blank line"),
        pytest.param("COMMENT a\nRUN b\n", [("COMMENT", 1, 1), ("RUN", 2, 2)], id="an instruction called COMMENT"),
        pytest.param("", [], id="empty"),
        pytest.param("# a\n\n", [], id="comments only"),
    ],
)
def test_instructions_begin_and_end_where_docker_sees_them(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert shape(text) == expected


HEREDOCS = [
    pytest.param("RUN <<EOF\na\nEOF\n", [("EOF", "a\n", True, False)], id="plain"),
    pytest.param("RUN cat <<EOF > f\na\nEOF\n", [("EOF", "a\n", True, False)], id="among other words"),
    pytest.param("RUN <<-EOF\n\ta\n\tEOF\n", [("EOF", "a\n", True, True)], id="leading tabs taken out"),
    pytest.param("RUN <<-EOF\n  EOF\n\tEOF\n", [("EOF", "  EOF\n", True, True)], id="spaces are no tabs"),
    pytest.param("RUN <<EOF\n\tEOF\nEOF\n", [("EOF", "\tEOF\n", True, False)], id="tabs count without the dash"),
    pytest.param("RUN <<'EOF'\n$a\nEOF\n", [("EOF", "$a\n", False, False)], id="single quotes"),
    pytest.param('RUN <<"E F"\na\nE F\n', [("E F", "a\n", False, False)], id="double quotes with a space"),
    pytest.param("RUN 3<<EOF\na\nEOF\n", [("EOF", "a\n", True, False)], id="with a file descriptor"),
    pytest.param("RUN << EOF\na\nEOF\n", [("EOF", "a\n", True, False)], id="white space before the word"),
    pytest.param("RUN <<A <<B\na\nA\nb\nB\n", [("A", "a\n", True, False), ("B", "b\n", True, False)], id="two in one RUN"),
    pytest.param("COPY <<A <<B /x/\nB\nA\nb\nB\n", [("A", "B\n", True, False), ("B", "b\n", True, False)], id="two in COPY"),
    pytest.param("ADD <<A /x\na\nA\n", [("A", "a\n", True, False)], id="ADD"),
    pytest.param("COPY --chown=1 <<A /x\na\nA\n", [("A", "a\n", True, False)], id="after a flag"),
    pytest.param("ONBUILD RUN <<A\na\nA\n", [("A", "a\n", True, False)], id="ONBUILD RUN"),
    pytest.param("RUN a \\\n <<A\na\nA\n", [("A", "a\n", True, False)], id="opened on a continuation line"),
    pytest.param("RUN <<A\nb \\\nA\n", [("A", "b \\\n", True, False)], id="a backslash in the body continues nothing"),
    pytest.param("RUN <<A\n# b\n\nRUN c\nA\n", [("A", "# b\n\nRUN c\n", True, False)], id="comments and keywords in the body"),
    pytest.param("RUN <<A\nA\n", [("A", "", True, False)], id="empty body"),
    pytest.param("RUN <<A\r\nb\r\nA\r\n", [("A", "b\r\n", True, False)], id="CRLF"),
    pytest.param("RUN a <<EOF; b\nx\nEOF;\n", [("EOF;", "x\n", True, False)], id="the word goes to the next white space"),
    pytest.param('RUN echo "${A:-"<<X "}" <<B\nB\n', [("B", "", True, False)], id="quotes inside a variable"),
    pytest.param("RUN <<$A\nb\n$A\n", [("$A", "b\n", True, False)], id="a variable is no variable here"),
]


@pytest.mark.parametrize(("text", "expected"), HEREDOCS)
def test_a_heredoc_belongs_to_its_instruction(text: str, expected: list[tuple[str, str, bool, bool]]) -> None:
    opened, after = read(text + "USER a\n").instructions
    assert [(h.name, h.body.text, h.expands, h.strip_tabs) for h in opened.heredocs] == expected
    assert all(h.terminated for h in opened.heredocs)
    assert after.keyword == "USER"
    assert opened.at.text == text.rstrip("\r\n")


@pytest.mark.parametrize(
    "line",
    [
        "RUN cat<<EOF",
        "RUN cat <<<EOF",
        'RUN "<<EOF"',
        "RUN '<<EOF'",
        "RUN \\<<EOF",
        "RUN 'not closed <<EOF",
        'RUN ["a", "<<EOF"]',
        "RUN echo $((1<<EOF))",
        'RUN <<""',
        "RUN cat <<- EOF",
        "RUN cat ${#a} <<EOF",
        "RUN cat <<",
        "CMD cat <<EOF",
        "ENV A=<<EOF",
        "ONBUILD CMD cat <<EOF",
    ],
)
def test_what_only_looks_like_a_heredoc_opens_none(line: str) -> None:
    first, *rest = read(line + "\nUSER a\nEOF\n").instructions
    assert first.heredocs == ()
    assert [i.keyword for i in rest] == ["USER", "EOF"]


def test_arithmetic_with_spaces_is_no_heredoc_unless_a_line_closes_it() -> None:
    assert [i.keyword for i in read("RUN echo $((1 << 4))\nUSER a\n").instructions] == ["RUN", "USER"]


def test_an_open_heredoc_takes_the_rest_of_the_file_and_is_refused() -> None:
    run = only("RUN <<EOF\na\nb")
    assert (run.heredocs[0].body.text, run.heredocs[0].terminated) == ("a\nb", False)
    assert "unterminated-heredoc" in kinds("FROM a\nRUN <<EOF\na\nb")


def test_the_body_of_a_heredoc_knows_its_lines() -> None:
    body = only("RUN <<-EOF\n\tone\n\t\ttwo\nEOF\n").heredocs[0].body
    place = body.place(body.text.index("two"), body.text.index("two") + 3)
    assert (place.line, place.column, place.end_column) == (3, 3, 5)


@pytest.mark.parametrize(
    ("text", "words", "exec_form"),
    [
        ('CMD ["a", "b c"]', ["a", "b c"], True),
        ("CMD []", [], True),
        (r'CMD ["a\"b\\\/\n\u00e9\ud83d\ude00"]', ['a"b\\/\né\U0001f600'], True),
        (r'CMD ["\ud800"]', ["\ufffd"], True),
        ("CMD ['a']", ["['a']"], False),
        ('CMD ["a"', ['["a"'], False),
        ('CMD ["a"] b', ['["a"] b'], False),
        ('CMD ["a",]', ['["a",]'], False),
        ('CMD ["a\\x"]', ['["a\\x"]'], False),
        ("RUN a  b", ["a  b"], False),
        ('RUN [ -f "a" ] && b', ['[ -f "a" ] && b'], False),
        ('HEALTHCHECK --interval=5s CMD ["a", "b"]', ["CMD", "a", "b"], True),
        ("HEALTHCHECK cmd a b", ["cmd", "a b"], False),
        ("HEALTHCHECK NONE", ["NONE"], False),
        ('COPY ["a b", "/c"]', ["a b", "/c"], True),
        ("COPY a\tb  /c", ["a", "b", "/c"], False),
        ('COPY "a b" /c', ['"a', 'b"', "/c"], False),
        ("EXPOSE 80 443/udp", ["80", "443/udp"], False),
        ("USER a b", ["a b"], False),
        ("ARG a=\"b c\" d e='f g'", ['a="b c"', "d", "e='f g'"], False),
        ("FROM --platform=$A b AS c", ["b", "AS", "c"], False),
        ("RUN", [], False),
    ],
)
def test_words_are_those_of_dockers_parser(text: str, words: list[str], exec_form: bool) -> None:
    instruction = only(text)
    assert [word.text for word in instruction.words] == words
    assert instruction.exec_form is exec_form


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ENV a b", [("a", "b", True)]),
        ("ENV a   b c=d ", [("a", "b c=d", True)]),
        ("ENV a=b c=d", [("a", "b", False), ("c", "d", False)]),
        ("ENV a=\"b c\" d='e f'", [("a", '"b c"', False), ("d", "'e f'", False)]),
        (r"ENV a=b\ c d=e", [("a", r"b\ c", False), ("d", "e", False)]),
        (r"ENV a='b\' c=d", [("a", r"'b\'", False), ("c", "d", False)]),
        ("ENV a=", [("a", "", False)]),
        ("ENV a=b \\\n    c=d", [("a", "b", False), ("c", "d", False)]),
        ("ENV a", [("a", None, True)]),
        ("ENV a=b c", [("a", "b", False), ("c", None, False)]),
        ('LABEL "a.b"="c d"', [('"a.b"', '"c d"', False)]),
        ("ARG a", [("a", None, False)]),
        ("ARG a b=c", [("a", None, False), ("b", "c", False)]),
    ],
)
def test_pairs_keep_their_quotes(text: str, expected: list[tuple[str, str | None, bool]]) -> None:
    assert [(p.key.text, None if p.value is None else p.value.text, p.legacy) for p in only(text).pairs] == expected


@pytest.mark.parametrize(
    ("text", "flags", "arguments"),
    [
        ("COPY --from=a b c", [("from", "a")], "b c"),
        ("COPY --link --chown=1:2 b c", [("link", None), ("chown", "1:2")], "b c"),
        ('RUN --mount=type=cache,"target=/a b" c', [("mount", "type=cache,target=/a b")], "c"),
        ("RUN --mount=type=cache \\\n  --network=none \\\n  c", [("mount", "type=cache"), ("network", "none")], "c"),
        ("COPY -- --a b", [], "--a b"),
        ("COPY --from= b c", [("from", "")], "b c"),
        ("RUN a --b", [], "a --b"),
        ("RUN --new-flag=1 a", [("new-flag", "1")], "a"),
    ],
)
def test_flags_stand_between_keyword_and_arguments(text: str, flags: list[tuple[str, str | None]], arguments: str) -> None:
    instruction = only(text)
    assert [(f.name, None if f.value is None else f.value.text) for f in instruction.flags] == flags
    assert instruction.arguments.text == arguments


def test_every_part_stands_where_it_was_written() -> None:
    run = only("RUN --mount=type=cache \\\n# note\n\n    first \\\n  && second\n")
    assert run.arguments.text == "first   && second"
    place = run.arguments.place(run.arguments.text.index("second"))
    assert (place.line, place.column, place.end_column) == (5, 6, 11)
    flag = run.flags[0].at.place()
    assert (flag.line, flag.column, flag.end_column) == (1, 5, 22)
    assert run.head.place().end_column == 3


def test_a_trigger_is_an_instruction_of_its_own() -> None:
    onbuild = only('ONBUILD COPY --from=a ["b", "c"]')
    assert onbuild.trigger is not None
    assert (onbuild.trigger.keyword, onbuild.trigger.exec_form) == ("COPY", True)
    assert onbuild.trigger.at.place().column == 9


def test_lines_that_a_continuation_swallowed_are_kept() -> None:
    run = read("FROM a\nRUN b && \\\n\nUSER c\nCMD d\n").instructions[1]
    assert [line.text for line in run.after_blank] == ["USER c"]
    assert [(line.text, line.line) for line in run.swallowed] == [("USER c", 4)]


@pytest.mark.parametrize(
    "text", ["RUN a \\\n  user b\n", "RUN a \\\n\n  user b\n", "RUN a \\\n  USER b\n", "RUN a \\\n\n  && b\n"]
)
def test_an_ordinary_continuation_swallows_nothing(text: str) -> None:
    assert only(text).swallowed == ()


def test_an_instruction_right_after_a_continuation_mark_is_swallowed_too() -> None:
    assert [line.text for line in only('RUN a \\\nCMD ["b"]\n').swallowed] == ['CMD ["b"]']


def test_directives_are_read_at_the_top_only() -> None:
    read_text = read("# Syntax = docker/dockerfile:1\n#ESCAPE=`\n# check=skip=all\n# other=1\n# escape=\\\nFROM a\n")
    assert [(d.name, d.value.text) for d in read_text.directives] == [
        ("syntax", "docker/dockerfile:1"),
        ("escape", "`"),
        ("check", "skip=all"),
    ]
    assert read_text.escape == "`"
    assert read("FROM a\n# escape=`\n").directives == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"),
        ("# a\n", "empty"),
        ("ARG a\n", "no-from"),
        ("RUN a\nFROM b\n", "before-from"),
        ("FROM a\nRUNN b\n", "unknown-instruction"),
        ("FROM a\nENV B\n", "missing-value"),
        ("FROM a\nENV b=c d\n", "missing-value"),
        ("FROM a\nENV =c\n", "empty-name"),
        ("FROM a\nENV\n", "missing-argument"),
        ("FROM a\nCOPY b\n", "missing-argument"),
        ("FROM a\nHEALTHCHECK\n", "missing-argument"),
        ("FROM a\nHEALTHCHECK CMD\n", "health-check"),
        ("FROM a\nHEALTHCHECK CMD []\n", "health-check"),
        ("FROM a\nHEALTHCHECK curl b\n", "health-check"),
        ("FROM a\nHEALTHCHECK NONE b\n", "health-check"),
        ("FROM a b\n", "from-arguments"),
        ("FROM a AS 1b\n", "stage-name"),
        ("FROM a\nCMD [1]\n", "nested-json"),
        ('FROM a\nCMD ["b", ["c"]]\n', "nested-json"),
        ("FROM a\nSHELL bash -c\n", "shell-not-json"),
        ("FROM a\nSHELL []\n", "missing-argument"),
        ("FROM a\nCMD --port 1 b\n", "unknown-flag"),
        ("FROM a\nONBUILD FROM b\n", "trigger"),
        ("FROM a\nONBUILD ONBUILD RUN b\n", "trigger"),
        ("FROM a\nONBUILD ENV b\n", "missing-value"),
        ("FROM a\nCOPY b <<E\nE\n", "heredoc-destination"),
        ('FROM a\nVOLUME [""]\n', "missing-argument"),
        ("# escape=x\nFROM a\n", "directive"),
        ("# syntax=a\n# syntax=b\nFROM a\n", "directive"),
        ("FROM a\nRUN " + "b" * 70000 + "\n", "long-line"),
    ],
)
def test_what_docker_refuses_is_a_problem(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        'FROM a\nRUN b\nCMD []\nENTRYPOINT ["c"]\n',
        "ARG A=1\nFROM a:$A AS b\nFROM b\n",
        "FROM a\nRUN\nCMD\n",
        "FROM a\nRUN --mount=type=bind,a=b --security=insecure c\n",
        "FROM a\nHEALTHCHECK --interval=5s CMD b || exit 1\nHEALTHCHECK NONE\n",
        'FROM a\nENV b= c=""\nARG d e=\nLABEL f g\n',
        'FROM a\nMAINTAINER b\nSTOPSIGNAL 9\nSHELL ["b"]\nVOLUME /c\nONBUILD RUN d\n',
        'FROM a\nRUN [ "$B" = "c" ] || exit 1\n',
    ],
)
def test_what_docker_builds_has_no_problem(text: str) -> None:
    assert kinds(text) == []


def test_a_list_that_is_no_json_is_noted_where_it_was_meant_as_one() -> None:
    (problem,) = read("FROM a\nCMD ['b', 'c']\n").problems
    assert (problem.kind, problem.refuses, problem.at.line) == ("malformed-json", False, 2)
    assert read('FROM a\nRUN [ "$B" = "c" ] && d\n').problems == ()


@pytest.mark.parametrize("text", ["{{ if a }}\nFROM b\n", "FROM {{ a }}\n", "<% a %>\nFROM b\n", "FROM %%BASE%%\n"])
def test_a_template_is_told_from_a_dockerfile(text: str) -> None:
    assert read(text).template is not None
    assert read(text).problems == ()


def test_braces_that_are_meant_for_later_make_no_template() -> None:
    assert read("FROM a\nRUN docker inspect -f '{{ .Id }}' b && date +%%s\n").template is None


def test_a_string_of_very_many_escapes_is_decoded() -> None:
    (word,) = only('CMD ["' + "\\n\\u0041" * 3000 + '"]').words
    assert word.text == "\nA" * 3000


def test_a_long_instruction_keeps_its_extent() -> None:
    text = "FROM a\nRUN b \\\n" + "  c \\\n" * 5000 + "  d\nUSER e\n"
    _, run, user = read(text).instructions
    assert run.at.place().end_line == 5003
    assert run.arguments.text.endswith("c   d")
    assert user.line == 5004


PIECES = (
    "FROM a", "RUN ", "COPY a b", "ENV a=b", "ENV a", "CMD [\"a\"", "]", "ONBUILD ", "HEALTHCHECK ", "\\", "\\\n", "\n", "\r\n",
    " ", "\t", "# escape=`\n", "# c\n", "`", "'", '"', "<<EOF", "<<-EOF", "<< EOF", "EOF\n", "\tEOF\n", "${", "}", "--b=c ",
    "\ufeff", "\x00", "\x1c", "\x85", "é", "\ud800", "{{", "=",
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=16).map("".join))


@settings(max_examples=250, deadline=None)
@given(TEXTS)
def test_any_text_is_read_and_every_part_has_its_place(text: str) -> None:
    dockerfile = read(text)
    starts = dockerfile.source.starts
    last = 0
    for instruction in dockerfile.instructions:
        place = instruction.at.place()
        begin = starts[place.line - 1] + place.column - 1
        end = starts[place.end_line - 1] + place.end_column
        assert text[begin:end] == instruction.at.text
        assert begin >= last
        last = end
        parts = [*instruction.words, *(f.at for f in instruction.flags), *(h.body for h in instruction.heredocs)]
        for part in [instruction.arguments, *parts]:
            if part.text:
                assert begin <= part.origin(0) <= end
        shown = instruction.arguments
        assert all(text[shown.origin(i)] == character for i, character in enumerate(shown.text))
    for problem in dockerfile.problems:
        assert problem.message
        assert problem.at.place().line >= 1
