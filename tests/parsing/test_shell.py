"""The shell parser: structure, words, positions, and text that is no script."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.parsing import tree_sitter_grammar
from roadworthy.parsing.shell import parse
from roadworthy.parsing.shell_text import COSTLIEST, LONGEST
from roadworthy.parsing.shell_tree import Block, Command, Compound, Script
from roadworthy.parsing.tree_sitter_grammar import grammar


def read(text: str) -> Script:
    return parse(Source("script.sh", text).whole())


def outline(block: Block) -> str:
    """A block in one line: words joined by `_`, compounds as `kind<role{…}>`."""
    chains = []
    for chain in block.chains:
        text = ""
        for i, pipeline in enumerate(chain.pipelines):
            text += f" {chain.operators[i - 1]} " if i else ""
            text += "! " if pipeline.negated else ""
            for j, stage in enumerate(pipeline.stages):
                text += f" {pipeline.operators[j - 1]} " if j else ""
                text += _outline_stage(stage)
        chains.append(text + {"\n": " NL", "": ""}.get(chain.terminator, " " + chain.terminator))
    return " ".join(chains)


def _outline_stage(stage: Command | Compound) -> str:
    if isinstance(stage, Command):
        text = "_".join(word.spoken for word in stage.words)
        text = "".join(f"{a.name}={a.value.spoken}," for a in stage.assignments) + text
    else:
        text = f"{stage.kind}<{' '.join(f'{b.role}{{{outline(b)}}}' for b in stage.blocks)}>"
    return text + "".join(f"[{r.fd}{r.operator}{r.target.spoken if r.target else ''}]" for r in stage.redirects)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a; b & c\nd", "a ; b & c NL d"),
        ("a && b || c", "a && b || c"),
        ("a || b | c && ! d &", "a || b | c && ! d &"),
        ("a && b | c > out", "a && b | c[>out]"),
        ("a |& b", "a |& b"),
        ("a \\\n  && b \\\n  && c", "a && b && c"),
        ("a &&\n# why\nb", "a && b"),
        ("a\r\nb \\\r\n c\r\n", "a NL b_c"),
        ("( a; b ) && { c; }", "subshell<subshell{a ; b}> && group<group{c ;}>"),
        ("if a; then b; elif c; then d; else e; fi", "if<condition{a ;} then{b ;} condition{c ;} then{d ;} else{e ;}>"),
        ("while a; do b; done < f", "while<condition{a ;} loop{b ;}>[<f]"),
        ("until a; do b; done", "until<condition{a ;} loop{b ;}>"),
        ("for x in 1 $Y; do a; done", "for<loop{a ;}>"),
        ("for ((i=0;i<3;i++)); do a; done", "for<loop{a ;}>"),
        ("case $x in a|b) c;; *) d; e;; esac", "case<case{c ;;} case{d ; e ;;}>"),
        ("f() { a; b; }; f", "function<function{a ; b ;}> ; f"),
        ("[ -f x ] && [[ $y == z ]] && ((i++))", "[_-f_x_] && [[_$y_==_z_]] && ((_i_++_))"),
        ("A=1 B= c", "A=1,B=,c"),
        ("A=1", "A=1,"),
        ("export A=b C", "A=b,export_A=b_C"),
        ("a > out 2>&1 < in", "a[>out][2>&1][<in]"),
        ("a > out b c", "a_b_c[>out]"),
        ("> out", "[>out]"),
        ("cat <<EOF | a && b\ntext\nEOF\nc", "cat[<<EOF] | a && b NL c"),
        ("cat <<'EOF' > f\ntext\nEOF\nc", "cat[<<EOF][>f] NL c"),
        ("a <<< word; b", "a[<<<word] ; b"),
    ],
)
def test_lists_pipelines_and_compounds_are_grouped_as_the_shell_does(text: str, expected: str) -> None:
    script = read(text)
    assert outline(script.body) == expected
    assert not script.problems


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("plain", "plain"),
        ("'single $x'", "single $x"),
        ('"double \\" \\$ \\\\ \\n"', 'double " $ \\ \\n'),
        ("a'b'\"c\"d", "abcd"),
        ("back\\ slash", "back slash"),
        ("$'a\\tb\\x41\\''", "a\tbA'"),
        ('$"translated"', "translated"),
        ("con\\\ntinued", "continued"),
        ("--x='a b'", "--x=a b"),
        ("/var/lib/apt/lists/*", "/var/lib/apt/lists/*"),
        ("{a,b}", "{a,b}"),
        ("''", ""),
        ("$x", None),
        ('"a$x"', None),
        ("`a`", None),
        ("$(a)", None),
        ("$((1+2))", None),
    ],
)
def test_a_words_value_is_what_is_left_without_its_quotes(text: str, value: str | None) -> None:
    (command,) = (c for c in read(f"cmd {text}").commands() if c.words and c.words[0].value == "cmd")
    assert [word.value for word in command.arguments] == [value]
    assert command.arguments[0].text == text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("tar xf shop-$NAME-$VERSION.tar", ["NAME", "VERSION"]),
        ("tar xf /srv/$NAME/$VERSION.tar", ["NAME", "VERSION"]),
        ("echo $A-$B-$C", ["A", "B", "C"]),
        ('echo "$A"-$B/$C.gz', ["A", "B", "C"]),
        ("echo ${A}-${B}.x-$C-$D.z", ["A", "B", "C", "D"]),
        ("echo ${{ a.b }}-$C-${{ d }}.z", ["a.b", "C", "d"]),
        ("echo ${project.name}-$A-$B.z", ["project.name", "A", "B"]),
        ("echo $1-$2-$3", ["1", "2", "3"]),
        ("echo né-$A-né$B-$C.né", ["A", "B", "C"]),
        (r"echo \$A/$B/$C.z", ["B", "C"]),
    ],
)
def test_every_expansion_of_a_word_is_found_where_it_stands(text: str, names: list[str]) -> None:
    script = read(text)
    (command,) = script.commands()
    word = command.words[-1]
    assert word.text == text.split(" ", 1)[1].removeprefix("xf ")
    assert [expansion.name for expansion in word.expansions] == names
    assert [text[e.start : e.end].strip("${} ") for e in word.expansions] == names
    assert not script.problems


def test_an_assignment_and_a_redirect_end_where_their_word_ends() -> None:
    (command,) = read("X=$A-$B-$C.z run > $A-$B-$C.log one").commands()
    assert [a.value.text for a in command.assignments] == ["$A-$B-$C.z"]
    assert [word.text for word in command.words] == ["run", "one"]
    assert [r.target.text for r in command.redirects if r.target] == ["$A-$B-$C.log"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$x", [("x", "", "", False)]),
        ('"${x}"', [("x", "", "", True)]),
        ("${x:-d e}", [("x", ":-", "d e", False)]),
        ('"${x:?must be set}"', [("x", ":?", "must be set", True)]),
        ("${#x}", [("x", "#", "", False)]),
        ("${x%%.*}", [("x", "%%", ".*", False)]),
        ("${x:-$y}", [("x", ":-", "$y", False), ("y", "", "", False)]),
        ("$1$?", [("1", "", "", False), ("?", "", "", False)]),
        ("${{ secrets.KEY }}", [("secrets.KEY", "", "", False)]),
        ("${project.version}", [("project.version", "", "", False)]),
        ('"$x $y  ${z:-d}"', [("x", "", "", True), ("y", "", "", True), ("z", ":-", "d", True)]),
        ("'$x'", []),
        ("\\$x", []),
    ],
)
def test_expansions_are_told_with_operator_and_quoting(text: str, expected: list[tuple[str, str, str, bool]]) -> None:
    (command,) = read(f"cmd {text}").commands()
    assert [tuple(expansion[:4]) for word in command.arguments for expansion in word.expansions] == expected


def test_substitutions_are_blocks_of_the_same_text() -> None:
    script = read('x=$(a | b) c "pre $(d "$(e)")" <(f) `g`')
    assert [c.words[0].value for c in script.commands() if c.words] == ["c", "a", "b", "d", "e", "f", "g"]
    inner = next(c for c in script.commands() if c.words and c.words[0].value == "e")
    block = inner.inside("substitution")
    assert block is not None
    assert block.text == "$(e)"
    assert isinstance(block.owner, Command)
    assert block.owner.words[0].value == "d"
    assert block.shell is block


def test_an_exported_substitution_is_one_block_in_word_and_assignment() -> None:
    (command, _) = read("export A=$(b)").commands()
    assert command.assignments[0].value.substitutions == command.words[1].substitutions


def test_a_here_document_expands_unless_its_delimiter_is_quoted() -> None:
    script = read("a <<X\n$v $(b)\nX\nc <<'Y'\n$v $(d)\nY\n")
    assert [c.words[0].value for c in script.commands()] == ["a", "b", "c"]
    bodies = [c.redirects[0].body for c in script.commands() if c.redirects]
    assert [body.text if body else None for body in bodies] == ["$v $(b)\n", "$v $(d)\n"]
    assert [len(body.expansions) if body else None for body in bodies] == [1, 0]


def test_here_documents_that_stand_apart_are_joined_with_positions_kept() -> None:
    whole = Source("Dockerfile", "RUN cat <<A > f && x\none $v\nA\n").whole()
    script = parse(whole.cut(4, 20), [("A", whole.cut(21, 28))])
    assert outline(script.body) == "cat[<<A][>f] && x"
    body = script.commands()[0].redirects[0].body
    assert body is not None
    assert body.place()[1:3] == (2, 1)
    assert not script.problems


def test_a_line_that_is_only_a_here_document_is_a_script() -> None:
    whole = Source("Dockerfile", "RUN <<EOF\na\nb\nEOF\n").whole()
    script = parse(whole.cut(4, 9), [("EOF", whole.cut(10, 14))])
    assert [c.place()[1] for c in script.commands()] == [2, 3]


def test_positions_are_characters_where_the_text_is_not_ascii() -> None:
    (command,) = read("# é 𝄞\necho 'naïve' \"☃ $x\" -- end\n").commands()
    assert [word.text for word in command.words] == ["echo", "'naïve'", '"☃ $x"', "--", "end"]
    assert command.words[-1].place()[1:5] == (2, 24, 2, 26)


def test_positions_lead_through_spliced_text() -> None:
    whole = Source("Dockerfile", "RUN a \\\n  && b c\n").whole()
    script = parse(whole.splice([(0, 4, ""), (6, 8, "")]))
    assert [c.place()[1:3] for c in script.commands()] == [(1, 5), (2, 6)]


def test_an_unquoted_word_keeps_its_positions() -> None:
    (command,) = read("sh -c 'a'\"b $c\"d\n").commands()
    inner = command.words[2].unquoted()
    assert inner.text == "ab $cd"
    assert [inner.place(i, i + 1)[2] for i in (0, 1, 5)] == [8, 11, 16]


@pytest.mark.parametrize("text", ["if a; then b", "a && (", "a 'b", ") x", "a=(x"])
def test_broken_text_is_a_problem_and_what_could_be_read_stays(text: str) -> None:
    script = read("first one\n" + text)
    assert script.problems
    assert script.commands()[0].words[0].value == "first"


@pytest.mark.parametrize(
    "unit", ["$(", "(", "{ ", "if ", '"$(', "`", "${a:-", "[[ ", "$((", "! ", "<(", "case x in ", "a && ("]
)
def test_deep_nesting_is_read_without_running_out_of_stack(unit: str) -> None:
    script = read(unit * 10_000)
    assert script.commands() is not None
    for command in script.commands()[-3:]:
        command.inside("function")


@pytest.mark.parametrize("unit", ["a | ", "a=(", "<<A\n", "x() ", "$[", "=~ ", "\0"])
def test_text_that_costs_the_grammar_too_much_is_cut_off_and_told(unit: str) -> None:
    script = read("first\n" + unit * (COSTLIEST + 500))
    assert script.commands()[0].words[0].value == "first"
    if unit != "\0":
        assert any("rest was not checked" in problem.why for problem in script.problems)


def test_a_huge_script_is_read_up_to_the_limit() -> None:
    script = read("a b\n" * (LONGEST // 4 + 10))
    assert len(script.commands()) == LONGEST // 4
    assert [problem.place.line for problem in script.problems] == [LONGEST // 4 + 1]


def test_a_long_chain_is_one_chain() -> None:
    script = read(" && ".join(["a"] * 3000))
    (chain,) = script.body.chains
    assert len(chain.pipelines) == 3000


TOKENS = st.sampled_from(
    [
        "a",
        "b ",
        " ",
        "\n",
        ";",
        "&&",
        "||",
        "|",
        "&",
        "$(",
        ")",
        "(",
        "{ ",
        "}",
        "'",
        '"',
        "`",
        "$x",
        "${",
        "${y:-",
        "<<E\n",
        "E\n",
        ">",
        "<",
        "if ",
        "then ",
        "fi",
        "do ",
        "done",
        "case ",
        "esac",
        "é",
        "\\",
        "\\\n",
        "[[",
        "]]",
        "=",
        "#",
        "!",
        "$'",
        "$((",
        "\r\n",
        "${{ x }}",
        "𝄞",
        "for i in ",
        "f() ",
        "<(",
        "*",
        "\0",
        "\ud800",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(TOKENS, max_size=40).map("".join) | st.text(max_size=60))
def test_any_text_is_read_and_every_part_stands_where_it_says(text: str) -> None:
    script = read(text)
    whole = script.excerpt.source.text
    for command in script.commands():
        assert 0 <= command.start <= command.end <= len(script.excerpt.text)
        for word in [*command.words, *(r.target for r in command.redirects if r.target)]:
            assert word.text == word.at.text
            if word.text:
                place = word.at.origin(0)
                assert whole[place] == word.text[0]
            word.unquoted()
        assert command.block.chains[command.pipeline.chain.position] is command.pipeline.chain
        assert command.pipeline.stages[command.position] is command
    for block in (b for c in script.compounds() for b in c.blocks):
        for chain in block.chains:
            assert len(chain.operators) in (len(chain.pipelines) - 1, len(chain.pipelines))


def test_wide_characters_behind_a_brace_do_not_crash_the_grammar() -> None:
    """In a process of its own: what goes wrong here ends the interpreter."""
    code = """if True:
        from roadworthy.core.excerpt import Source
        from roadworthy.parsing.shell import parse
        for wide in (chr(code) for code in (0x663, 0x3000, 0xd800, 0xe0a80, *range(0x10000, 0x110000, 0x1f3f))):
            for before in ("{", "a {12", "{1..", "{1..20", "x$1-$" + wide, "echo ${{ a }}-{"):
                words = [w for c in parse(Source("script.sh", before + wide + "} b").whole()).commands() for w in c.words]
                assert not any("\\xff" in word.text for word in words)
    """
    done = subprocess.run([sys.executable, "-X", "faulthandler", "-c", code], check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_grammar_loads_in_both_ways() -> None:
    from tree_sitter import Language, Parser

    for load in (tree_sitter_grammar.binding, tree_sitter_grammar.public):
        tree = Parser(Language(load("tree_sitter_bash"))).parse(b"a && b")
        assert not tree.root_node.has_error


def test_a_package_laid_out_differently_is_imported_the_public_way(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(package: str) -> object:
        raise AttributeError(package)

    monkeypatch.setattr(tree_sitter_grammar, "binding", broken)
    grammar.cache_clear()
    try:
        assert grammar("bash").abi_version
    finally:
        grammar.cache_clear()


def test_a_missing_grammar_is_an_import_error() -> None:
    with pytest.raises(ImportError, match="tree_sitter_nothing_of_that_name"):
        grammar("nothing_of_that_name")
