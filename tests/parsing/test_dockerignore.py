"""What Docker leaves out of a build context, line by line."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from roadworthy.core.excerpt import Source
from roadworthy.parsing.dockerignore import MOST_PATTERNS, clean, ignore_file_candidates, parse


def read(*lines: str):
    return parse(Source(".dockerignore", "\n".join(lines) + "\n"))


@pytest.mark.parametrize(
    ("pattern", "path", "ignored"),
    [
        ("target", "target", True),
        ("target", "target/debug/app", True),
        ("target", "crates/one/target", False),
        ("target", "target2", False),
        ("target/", "target/debug", True),
        ("/target", "target/debug", True),
        ("./target", "target", True),
        ("src/../target", "target", True),
        ("a//b", "a/b", True),
        ("../target", "target", False),
        (".", "anything", False),
        ("/", "anything", False),
        ("**", "a/b/c", True),
        ("**/", "a", True),
        ("**/**", "a/b", True),
        ("*", "a/b/c", True),
        ("*", ".env", True),
        ("*/*", "a", False),
        ("*/*", "a/b", True),
        ("**/.env", ".env", True),
        ("**/.env", "api/.env", True),
        ("**/.env", "api/x.env", False),
        ("**.env", "api/x.env", True),
        ("**/.env*", "api/.env.local", True),
        ("**/.env*", "api/my.env.local", False),
        ("**/node_modules", "web/node_modules/left-pad/index.js", True),
        ("**/tests/*", "a/tests", False),
        ("**/tests/*", "a/tests/b/c", True),
        ("docs/**", "docs", False),
        ("docs/**", "docs/a/b", True),
        ("docs/**/*.md", "docs/a.md", True),
        ("docs/**/*.md", "docs/a/b/c.md", True),
        ("docs/**/*.md", "docs/a.mdx", False),
        ("docs**/*.md", "docs/x/a.md", True),
        ("docs**/*.md", "docs-old/a.md", True),
        ("*.pyc", "a.pyc", True),
        ("*.pyc", "pkg/a.pyc", False),
        ("*.pyc", "Xpyc", False),
        ("log?", "log1", True),
        ("log?", "log", False),
        ("log?x", "log/x", False),
        ("log[0-3]", "log2", True),
        ("log[0-3]", "log4", False),
        ("log[^0-3]", "log4", True),
        ("log[^0-3]", "log2", False),
        ("log[!0]", "log!", True),
        ("log[a\\]]", "log]", True),
        ("a[^b]c", "a/c", True),
        ("\\*x", "*x", True),
        ("\\*x", "yx", False),
        ("a+b(c)|{d}$", "a+b(c)|{d}$", True),
        ("a*b*c*d", "aXbXcXd", True),
        ("a*b*c*d", "aXb/cXd", False),
        ("a*b?d", "abbbcd", True),
        ("***/x", "a/b/x", True),
        ("naïve*", "naïveté", True),
        ("foo # comment", "foo", False),
        ('"foo"', "foo", False),
        ("Foo", "foo", False),
        ("foo\\bar", "foo/bar", False),
        ("-[", "-[", False),
        ("]*", "]x", True),
    ],
)
def test_one_pattern(pattern: str, path: str, ignored: bool) -> None:
    assert read(pattern).ignores(path).ignored is ignored


@pytest.mark.parametrize(
    ("lines", "path", "ignored"),
    [
        (["docs", "!docs/README.md"], "docs/README.md", False),
        (["docs", "!docs/README.md"], "docs/other.md", True),
        (["docs/", "! docs/README.md"], "docs/README.md", False),
        (["!docs/README.md", "docs"], "docs/README.md", True),
        (["*", "!src"], "src/a/b.py", False),
        (["*", "!src", "src/secret"], "src/secret/key", True),
        (["*", "!src/app", "src/app/x"], "src/app/y", False),
        (["**", "!keep/it"], "keep/it/all/of/it", False),
        (["*.md", "!README*.md", "README-secret.md"], "README-secret.md", True),
        (["*.md", "!README*.md"], "README-all.md", False),
        (["a", "/!a"], "a", False),  # the slash is taken off before the matcher looks for `!`
        (["a", "!!a"], "a", True),
        # A negation of a folder that was not left out is not tried again on what is in it.
        (["*/x", "!a"], "a/x", True),
        (["x", "# x", "  ", ""], "x", True),
        (["#x"], "x", False),
        ([" #x"], "#x", True),
        (["a", "b", "!a", "a"], "a", True),
    ],
)
def test_order_and_negation(lines: list[str], path: str, ignored: bool) -> None:
    assert read(*lines).ignores(path).ignored is ignored


def test_the_deciding_pattern_is_named_with_its_place() -> None:
    file = read("# what is not needed", "", "  docs/  ", "!docs/api")
    verdict = file.ignores("docs/x")
    assert verdict
    assert verdict.by is not None
    assert (verdict.by.text, verdict.by.cleaned, verdict.by.negated) == ("docs/", "docs", False)
    assert verdict.by.excerpt.place()[:5] == (".dockerignore", 3, 3, 3, 7)
    kept = file.ignores("docs/api/a.md")
    assert not kept
    assert kept.by is file.patterns[1]
    assert file.ignores("src").by is None


@pytest.mark.parametrize("path", [".", "", "..", "../x", "/"])
def test_the_context_itself_and_what_is_outside_is_never_ignored(path: str) -> None:
    assert not read("**").ignores(path)


def test_byte_order_mark_and_windows_line_ends_are_taken_off() -> None:
    file = parse(Source(".dockerignore", "\ufeff# all\r\nnode_modules\r\n*.log\r\n"))
    assert [p.text for p in file.patterns] == ["node_modules", "*.log"]
    assert file.ignores("a.log")


def test_a_mark_only_counts_at_the_very_start() -> None:
    assert [p.text for p in read("a", "\ufeff#b").patterns] == ["a", "\ufeff#b"]


@pytest.mark.parametrize(
    ("lines", "kinds"),
    [
        (["node_modules # deps"], ["comment"]),
        (["a", "  # indented"], ["comment"]),
        (["c#", "#ok"], []),
        (["'.env'"], ["quoted"]),
        (["src\\bin"], ["backslash"]),
        (["\\#x"], []),
        (["[*]"], ["bracket"]),
        (["../x"], ["outside"]),
        (["."], ["nothing"]),
        (["/"], ["nothing"]),
        (["!"], ["fails"]),
        (["a["], ["fails"]),
        (["a[]"], ["fails"]),
        (["a[b-]"], ["fails"]),
        (["a[b-c-d]"], ["fails"]),
        (["a[b-cd-e]"], []),
        (["a\\"], ["fails"]),
        (["x" * 70000], ["fails"]),
        (["!src"], ["needless"]),
        (["*", "!src", "src"], ["overridden"]),
        (["*", "!src/*.py", "**"], ["overridden"]),
        (["*", "!src/a", "src"], []),  # `src` was left out already, so this one is not tried on what is in it
        (["*", "!src/a", "src/*"], ["overridden"]),
        (["*", "!src", "src/tmp"], []),
        (["docs/  ", "./x", "/y", "**/z"], []),
    ],
)
def test_lines_that_do_not_do_what_they_look_like(lines: list[str], kinds: list[str]) -> None:
    assert [t.kind for t in read(*lines).trouble()] == kinds


def test_a_refused_pattern_leaves_the_others_alone() -> None:
    file = read("a[", "b")
    assert file.ignores("b")
    assert not file.ignores("a[")


def test_the_habit_of_gitignore_is_recognised() -> None:
    file = read("node_modules", "*.pyc", "docs/api")
    assert not file.ignores("web/node_modules/x/y.js")
    meant = file.meant_for("web/node_modules/x/y.js")
    assert meant is file.patterns[0]
    assert file.meant_for("pkg/a.pyc") is file.patterns[1]
    assert file.meant_for("a/docs/api") is None
    assert file.meant_for("node_modules") is None  # that one it does match


def test_where_the_ignore_file_of_a_build_stands() -> None:
    assert ignore_file_candidates("Dockerfile", ".") == ("Dockerfile.dockerignore", ".dockerignore")
    assert ignore_file_candidates("./docker/web.Dockerfile", "web/") == (
        "docker/web.Dockerfile.dockerignore",
        "web/.dockerignore",
    )
    assert ignore_file_candidates("", "") == (".dockerignore",)


def test_only_so_many_patterns_are_read() -> None:
    file = read(*(f"*{i}*a" for i in range(MOST_PATTERNS + 5)))
    assert len(file.patterns) == MOST_PATTERNS
    assert [t.kind for t in file.trouble()] == ["limit"]


@pytest.mark.parametrize(
    "pattern",
    ["*a" * 500 + "b", "**/" * 1000 + "*b", "**/*a" * 500 + "/b", "?*" * 500 + "[b]", "**/a" * 800 + "*b", "*" * 3001],
)
def test_hostile_patterns_are_matched_to_the_end(pattern: str) -> None:
    """A backtracking matcher would not come back from these."""
    path = "a" * 2000
    assert read(pattern).ignores(path).ignored is (pattern == "*" * 3001)


def test_deep_paths_and_a_line_of_megabytes() -> None:
    assert read("a/**/z").ignores("a/" * 1500 + "z")
    file = read("y" * 10_000_000, "x")
    assert file.ignores("x")


ALPHABET = "ab/*?[]^-!\\#. \t\r\n\ufeffé\"'"


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=ALPHABET, max_size=60), st.text(alphabet="ab/.é*", max_size=12))
def test_any_text_is_read_and_every_pattern_stands_where_it_says(text: str, path: str) -> None:
    source = Source(".dockerignore", text)
    file = parse(source)
    file.ignores(path)
    file.meant_for(path)
    for trouble in file.trouble():
        assert trouble.message
    for pattern in file.patterns:
        start = pattern.excerpt.origin(0)
        assert source.text[start : start + len(pattern.text)] == pattern.text


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab/*?.", min_size=1, max_size=9), st.text(alphabet="ab/.", min_size=1, max_size=9))
def test_wildcards_agree_with_the_regular_expression_docker_documents(pattern: str, path: str) -> None:
    pattern, path = clean("/" + pattern)[1:], clean("/" + path)[1:]
    if not pattern or not path:
        return
    expression = ""
    for part in re.findall(r"\*\*/?|\*|\?|.", pattern):
        if part.startswith("**"):
            expression += "(.*/)?"
        else:
            expression += {"*": "[^/]*", "?": "[^/]"}.get(part, re.escape(part))
    if pattern.startswith("**") or pattern.endswith("**"):
        return  # these have short cuts of their own, told by the examples above
    whole = re.compile(expression)
    parts = path.split("/")
    above = ["/".join(parts[: i + 1]) for i in range(len(parts))]
    assert read(pattern).ignores(path).ignored is any(whole.fullmatch(p) is not None for p in above)
