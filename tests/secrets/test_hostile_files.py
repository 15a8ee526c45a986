"""Whatever a file is or holds: check-secrets ends, names what it could not look at, and finds what the next file has."""

from __future__ import annotations

import json
import os
import random
import string
import subprocess
import sys
from base64 import b64encode
from typing import TYPE_CHECKING

import pytest
from roadworthy.core import tree
from roadworthy.core.excerpt import Source
from roadworthy.core.tree import WorkTree
from roadworthy.parsing.sql import MOST_ROWS
from roadworthy.secrets.places import MOST_FOUND
from roadworthy.secrets.scan import look

if TYPE_CHECKING:
    from pathlib import Path

    Report = dict[str, list[dict[str, str]]]

MEMORY = 400  # MiB
SECONDS = 60  # of CPU: more than any of them takes on a slow machine, and less than what grows with the square


def value(seed: int) -> str:
    """A password like one that was drawn; the same in every run, and of nothing."""
    return "".join(random.Random(seed).choices(string.ascii_letters + string.digits, k=20))


SECRET = f"password = {value(0)}\n"
ENTRIES = "".join(f'{{"id": {i}, "name": "a{i}"}},' for i in range(300_000))

# name of the file: content, whether SECRET, which is in it, is found, and what is said of the file
CONTENTS: dict[str, tuple[bytes, bool, str]] = {
    "one line of 10 MB.ini": (b"x" * 10_000_000 + b"\n" + SECRET.encode(), True, ""),
    "one line of 10 MB with words.ini": (b"key token " * 1_000_000 + b"\n" + SECRET.encode(), True, ""),
    "one line of JSON.json": (f'[{ENTRIES} {{"password": "{value(0)}"}}]'.encode(), True, ""),
    "one line of keys.json": (b'{"api_key": 1, ' * 100_000, False, ""),
    "NULs.ini": (b"a\0b\n" * 1000 + SECRET.encode(), False, "binary"),
    "a stray NUL.ini": (b"# one\0 two\n" + b"# a line of a text\n" * 50 + SECRET.encode(), True, ""),
    "UTF-16 without a mark.ini": (SECRET.encode("utf-16-be"), True, ""),
    "picture.png": (b"\x89PNG\0\0" * 1000, False, ""),
    "no UTF-8.ini": (b"\xf0\x28\xfd\n\xc3\x28\n" + SECRET.encode(), True, ""),
    "Latin-1.ini": (("# caf\xe9\n" + SECRET).encode("latin-1"), True, ""),
    "UTF-16.ini": (SECRET.encode("utf-16"), True, ""),
    "byte order mark.ini": (b"\xef\xbb\xbf" + SECRET.encode(), True, ""),
    "carriage returns.ini": (b"[a]\r\n" + SECRET.encode().replace(b"\n", b"\r\n"), True, ""),
    "nested.json": (b"[" * 100_000 + b"]" * 100_000, False, ""),
    "nested.yaml": (b"- " * 50_000 + b"password: x\n", False, ""),
    "aliases.yaml": (
        b"a0: &a0 [password]\n" + b"".join(b"a%d: &a%d [*a%d, *a%d]\n" % (i, i, i - 1, i - 1) for i in range(1, 60)),
        False,
        "",
    ),
    "many.env": (
        b"".join(b"PASSWORD_%d=%s\n" % (i, value(i).encode()) for i in range(MOST_FOUND + 10)),
        True,
        "holds more than",
    ),
    "nameless": (b"[a]\n" + b"# a line\n" * 60_000 + SECRET.encode(), True, ""),
    "manifest.yaml": (
        b"apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\ndata:\n  large: " + b64encode(b"a word. " * 510_000) + b"\n"
        b"  password: " + b64encode(value(0).encode()) + b"\n",
        True,
        "of Secret data",
    ),
    "dump.sql": (
        b"INSERT INTO users (id, password) VALUES\n"
        + b",\n".join(b"(%d, '%s')" % (i, value(i).encode()) for i in range(MOST_ROWS + 10)),
        True,
        "rows with passwords",
    ),
}


def check(folder: Path, *files: str) -> tuple[int, Report, float]:
    """Run the hook in a process of its own, with limited time: exit code, JSON report, peak memory in MiB."""
    script = f"""if True:
        import resource, sys
        resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))
        from roadworthy.check_secrets import main
        code = main(sys.argv[1:])
        sys.stdout.flush()
        with open("/proc/self/status") as status:
            print(next(line.split()[1] for line in status if line.startswith("VmHWM")), file=sys.stderr)
        sys.exit(code)
    """
    done = subprocess.run(
        [sys.executable, "-c", script, "--fail-on", "warning", "--format", "json", "--select", "SEC", *files],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        check=False,
    )
    assert done.returncode in (0, 1, 3), (done.returncode, done.stderr[-500:])
    assert b"Traceback" not in done.stderr
    return done.returncode, json.loads(done.stdout), int(done.stderr.split()[-1]) / 1024


linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits and /proc are Linux's")


@linux
@pytest.mark.parametrize("name", CONTENTS)
def test_hostile_content_is_looked_at_or_named_and_the_next_file_is_checked(name: str, tmp_path: Path) -> None:
    content, finds, said = CONTENTS[name]
    (tmp_path / name).write_bytes(content)
    (tmp_path / "witness.ini").write_text(SECRET)
    code, report, memory = check(tmp_path, name, "witness.ini")
    assert code == 1
    found = {finding["path"] for finding in report["findings"] if finding["severity"] != "info"}
    assert found == ({name, "witness.ini"} if finds else {"witness.ini"})
    problems = [problem["message"] for problem in report["errors"] if problem["path"] == name]
    assert bool(problems) == bool(said) or said == "binary"
    assert all(said in problem for problem in problems)
    assert memory < MEMORY


@pytest.mark.parametrize("text", ['{"api_key": 1, ' * 100_000, "key token " * 1_000_000])
def test_a_line_with_too_many_names_to_try_is_noted(text: str) -> None:
    assert "too many names" in look(Source("one line.json", text)).guesses[0]
    assert look(Source("lines.json", text.replace(" ", "\n"))).guesses == ()


@linux
@pytest.mark.parametrize("kind", ["pipe", "folder of a submodule", "sparse gigabyte", "sparse film", "loop", "dangling link"])
def test_what_is_no_readable_file_is_named_and_hangs_nothing(kind: str, tmp_path: Path) -> None:
    odd = tmp_path / ("film.mp4" if kind == "sparse film" else "odd")
    if kind == "pipe":
        os.mkfifo(odd)
    elif kind == "folder of a submodule":
        odd.mkdir()
        (odd / ".git").write_text("gitdir: ../.git/modules/odd\n")
    elif kind.startswith("sparse"):
        with odd.open("wb") as file:
            file.truncate(1 << 30)
    else:
        odd.symlink_to("odd" if kind == "loop" else "nowhere")
    (tmp_path / "witness.ini").write_text(SECRET)
    code, report, memory = check(tmp_path, odd.name, "witness.ini")
    assert code == 1
    assert {finding["path"] for finding in report["findings"]} == {"witness.ini"}
    # a link is judged where it leads to, and a film is no text
    named = [] if kind in ("loop", "dangling link", "sparse film") else ["odd"]
    assert [error["path"] for error in report["errors"]] == named
    assert memory < MEMORY


def test_a_file_that_grows_while_it_is_read_is_named_and_not_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "log").write_bytes(b"a" * 200)
    before = os.stat(tmp_path)
    monkeypatch.setattr(tree, "LARGEST", 100)
    size = before.st_size
    small = os.stat_result((0o100644, 0, 0, 1, 0, 0, min(size, 10), 0, 0, 0))
    monkeypatch.setattr(tree.os, "stat", lambda path: small)
    with pytest.raises(OSError, match="is larger than"):
        WorkTree(str(tmp_path)).read("log")


def test_a_file_that_goes_away_while_others_are_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.stat

    def gone(path: str) -> os.stat_result:
        found = real(path)
        os.unlink(path)
        return found

    (tmp_path / "log").write_bytes(b"a")
    monkeypatch.setattr(tree.os, "stat", gone)
    with pytest.raises(OSError, match="does not exist"):
        WorkTree(str(tmp_path)).read("log")
