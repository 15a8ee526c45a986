"""Which variables code reads, and whether it goes on without them: the snippets of `variable_reads/`, a file a language."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from roadworthy.core.outcome import Unreadable
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree
from roadworthy.models.variables.reading import Read, reads_in, unread_files, variable_reads
from roadworthy.models.variables.reads.scope import scope_of

FOLDER = Path(__file__).with_name("variable_reads")


class Snippet(NamedTuple):
    """A file of the test set: its reads as `NAME need` or `NAME default=LITERAL`, and names that are none."""

    language: str
    path: str
    text: str
    scope: str
    reads: tuple[str, ...]
    decoys: tuple[str, ...]


def snippets() -> list[Snippet]:
    return [
        Snippet(
            file.stem,
            one["path"],
            one["text"],
            one.get("scope", "application"),
            tuple(one["reads"]),
            tuple(one.get("decoys", ())),
        )
        for file in sorted(FOLDER.glob("*.yaml"))
        for one in yaml.safe_load(file.read_text(encoding="utf-8"))
    ]


def found_in(snippet: Snippet) -> tuple[Read, ...]:
    reads = Repository(SampleTree({snippet.path: snippet.text})).ask(reads_in, snippet.path)
    assert not isinstance(reads, Unreadable), reads
    return reads


def said(reads: tuple[Read, ...]) -> dict[str, str]:
    """Each name with its need, the strictest where it is read more than once."""
    order = ("optional", "default", "required")
    strictest: dict[str, Read] = {}
    for read in reads:
        known = strictest.get(read.name)
        if known is None or order.index(read.need) > order.index(known.need):
            strictest[read.name] = read
    return {
        name: f"{name} {read.need}" + ("" if read.default is None else f"={read.default}") for name, read in strictest.items()
    }


@pytest.mark.parametrize("snippet", snippets(), ids=lambda snippet: f"{snippet.language}:{snippet.path}")
def test_reads_are_found_with_their_need_and_nothing_else_is(snippet: Snippet) -> None:
    reads = found_in(snippet)
    assert sorted(said(reads).values()) == sorted(snippet.reads)
    assert {read.scope for read in reads} <= {snippet.scope}
    for read in reads:
        assert read.place.path == snippet.path
        assert 1 <= read.place.line <= read.place.end_line <= snippet.text.count("\n") + 1


def test_the_set_is_as_large_as_it_has_to_be() -> None:
    assert sum(len(snippet.reads) for snippet in snippets()) >= 150
    assert sum(len(snippet.decoys) for snippet in snippets()) >= 60


HALVES = sorted({snippet.path: snippet for snippet in snippets()}.values(), key=lambda snippet: snippet.path)


@pytest.mark.parametrize("snippet", HALVES, ids=lambda snippet: f"{snippet.language}:{snippet.path}")
def test_half_a_file_is_no_mistake(snippet: Snippet) -> None:
    for part in range(1, 8):
        cut = snippet.text[: len(snippet.text) * part // 8]
        for text in (cut, cut[::-1], snippet.text[len(cut) :], cut.replace("(", "[").replace('"', "'")):
            answer = Repository(SampleTree({snippet.path: text})).ask(reads_in, snippet.path)
            assert isinstance(answer, Unreadable) or all(read.place.path == snippet.path for read in answer)


PATHS = (
    "a.py", "a.js", "a.ts", "a.tsx", "a.go", "a.rb", "a.php", "a.java", "a.kt", "a.rs", "a.cs", "a.ex", "a.sh", "Makefile",
    "Procfile", "application.yml", "config/a.yml", "bin/start", "a.vue", "a.astro",
)  # fmt: skip
# Pieces of every language's reads, so that what is made of them gets past the look for markers.
PIECES = (
    "os.environ", "import os\n", "getenv", "env", "ENV", "process.env", ".X", '["X"]', '("X")', "('X', 'd')", "{", "}", "(", ")",
    "[", "]", " || ", " ?? ", "?.", "!", "if ", "throw ", "raise ", "return ", "\n", ";", " = ", "const a", "x", ": z.string()",
    "z.object(", ".parse(", "os.Getenv", '`env:"X,required"`', "System.getenv", "System.get_env", "env::var", "#[arg(env)]",
    "<?php ", "$_ENV", "${X:?}", "$X", "${X:-", "<%= ", " %>", "%env(X)%", "ä", "🚚", "\r", "\t", "'", '"', "`", "#{", "${", "\\",
    "/*", "//", "#", "<<A\n", "def f(n):\n  ", "class S(BaseSettings):\n  ", "try:\n ", "#!/bin/sh\n", "<script>", "</script>", "---\n", "X ?= ", "ifndef X\n",
    "GetEnvironmentVariable", "=> ", "-> ", "fn f() ", "match ", "set -u\n", "source x\n",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pieces=st.lists(st.sampled_from(PIECES), max_size=25))
def test_whatever_stands_in_a_file_is_read_or_told(path: str, pieces: list[str]) -> None:
    text = "".join(pieces)
    answer = Repository(SampleTree({path: text})).ask(reads_in, path)
    if not isinstance(answer, Unreadable):
        lines = text.count("\n") + text.count("\r") + 1
        assert all(1 <= read.place.line <= lines and read.name.isidentifier() for read in answer)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", "import os\n" + "(\n" * 100_000 + "os.environ"),
        ("a.py", "import os\nx = (" + "-\n" * 100_000 + "os.environ['X'])"),
        ("a.py", "import os\nx = (" + "os.environ['X'] +\n" * 50_000 + "1)"),
        ("a.py", "x\0y environ"),
        ("a.py", "import os\nx = os.getenv('X', 0x" + "f" * 4900 + ")"),
        ("a.py", "import os\nx = os.getenv('X', " + "9" * 4900 + ")"),
        ("a.py", "from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n  a: x" + ".x" * 2000 + " = 1\n"),
        ("a.py", "from pydantic_settings import BaseSettings\nclass S(BaseSettings):\n  a: " + "x | \\\n" * 900 + "x = 1\n"),
        ("a.py", "print 'environ'"),
        ("a.js", "process.env.A ||\n" * 20_000),
        ("a.ts", "(process.env.A,\n" * 20_000),
        ("a.java", 'System.getenv("X")\n' * 20_000),
        ("a.go", "".join(f'func f{i}(k string) string {{ return os.Getenv(k) }}\nvar v{i} = f{i}("A")\n' for i in range(3000))),
        ("a.js", "".join(f"const a{i} = process.env[a{i}];\n" for i in range(10_000))),
        ("a.sh", "echo ${X:?}\n" * 50_000),
        ("config/a.yml", "<%= ENV['X']\n" * 10_000),
        ("application.yml", "${A:\n" * 20_000),
        ("Makefile", "X ?= y\n" * 50_000),
    ],
    ids=lambda value: value[:24],
)
def test_deep_and_long_files_are_bounded(path: str, text: str) -> None:
    answer = Repository(SampleTree({path: text})).ask(reads_in, path)
    assert isinstance(answer, Unreadable) or len(answer) <= 50_000


def test_a_binary_file_and_one_of_another_version_of_python_are_told() -> None:
    repo = Repository(SampleTree({"a.py": b"environ\0", "b.py": "import os\nprint os.environ['X']\n"}))
    for path in ("a.py", "b.py"):
        answer = repo.ask(reads_in, path)
        assert isinstance(answer, Unreadable) and answer.opaque
        assert answer.place.path == path


def test_the_repository_is_read_without_what_is_nobodys_own() -> None:
    read = "x = process.env.API_KEY;\n"
    files = {
        "src/app.js": read,
        "src/app.test.js": read,
        "node_modules/a/index.js": read,
        "vendor/a.js": read,
        "dist/app.js": read,
        "src/lib.min.js": read,
        "src/made.js": "// Code generated by x. DO NOT EDIT.\n" + read,
        "src/long.js": read + "y" * 10_000,
        "README.md": read,
        "src/none.js": "x = 1;\n",
        "src/broken.py": "import os\nos.environ[",
    }
    repo = Repository(SampleTree(files))
    assert [(one.place.path, one.scope) for one in repo.ask(variable_reads)] == [
        ("src/app.js", "application"),
        ("src/app.test.js", "test"),
    ]
    assert [unread.place.path for unread in repo.ask(unread_files)] == ["src/broken.py"]
    for path in ("dist/app.js", "src/long.js", "src/made.js"):
        assert repo.ask(reads_in, path) == ()


def test_parts_of_a_shell_script_share_their_variables() -> None:
    files = {
        "install.sh": "#!/bin/bash\nsource lib/names.sh\nsource lib/work.sh\n",
        "lib/names.sh": "WORK_FOLDER=/srv\n",
        "lib/work.sh": 'ls "$WORK_FOLDER" "$FROM_OUTSIDE" "${WORK_FOLDER:-x}"\n',
    }
    found = Repository(SampleTree(files)).ask(variable_reads)
    assert sorted((read.name, read.need) for read in found) == [("FROM_OUTSIDE", "optional"), ("WORK_FOLDER", "default")]


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("src/server.ts", "application"),
        ("tests/conftest.py", "test"),
        ("src/shop/ShopTest.java", "test"),
        ("web/src/app.spec.ts", "test"),
        ("next.config.mjs", "build"),
        ("rollup.tracker.config.js", "build"),
        ("crate/build.rs", "build"),
        ("scripts/seed.py", "tool"),
        (".github/actions/split.js", "ci"),
        ("latest/contest.py", "application"),
        ("docs/conf.py", "tool"),
    ],
)
def test_the_scope_is_told_by_the_path(path: str, scope: str) -> None:
    assert scope_of(path) == scope


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("docker-entrypoint.sh", "application"),
        ("scripts/start.sh", "application"),
        ("deploy.sh", "tool"),
        ("run_tests.sh", "tool"),
    ],
)
def test_a_shell_script_is_the_applications_where_it_starts_it(path: str, scope: str) -> None:
    assert scope_of(path, is_script=True) == scope
