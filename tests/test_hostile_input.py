"""Whatever a file holds: it gets findings or a named error, every other file is still checked, and memory stays bounded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

WITNESS = 'FROM python:3.12.8-slim\nCMD ["python", "-m", "shop"]\n'
MEMORY = 200  # MiB

# name: content, the exit code with --fail-on warning where the witness is left out, and what is said of the file
FILES: dict[str, tuple[bytes, int, str]] = {
    "empty": (b"", 1, "DF001"),
    "only comments": (b"# nothing\n\n", 1, "DF001"),
    "binary": (b"\x7fELF\0\0\0FROM x\n" * 100, 0, ""),
    "UTF-16": ("FROM ubuntu\n".encode("utf-16"), 1, "DF001"),
    "Latin-1": (b"# caf\xe9\nFROM ubuntu\n", 1, "DF002"),
    "byte order mark": (b"\xef\xbb\xbfFROM ubuntu\n", 1, "DF002"),
    "CRLF": (b"FROM ubuntu\r\nUSER 10001\r\n", 1, "DF002"),
    "a 10 MB line": (b"FROM ubuntu\nRUN echo " + b"a" * 10_000_000 + b"\n", 1, "DF002"),
    "a 10 MB line of words": (b"FROM ubuntu\nRUN echo " + b"a " * 5_000_000 + b"\n", 1, "DF002"),
    "100,000 instructions": (b"FROM ubuntu\n" + b"RUN true\n" * 100_000, 3, "more than"),
    "100,000 copies": (b"FROM ubuntu\n" + b"COPY --chown=1:1 a b /c/\n" * 100_000, 3, "more than"),
    "49,000 instructions": (b"FROM ubuntu\n" + b"RUN true\n" * 49_000, 1, "DF002"),
    "49,000 copies": (b"FROM ubuntu\n" + b"COPY --chown=1:1 a b /c/\n" * 49_000, 1, "DF002"),
    "20,000 stages": (b"FROM ubuntu AS a\n" + b"FROM a\n" * 20_000, 1, "DF002"),
    "10,000 heredocs in one instruction": (b"FROM ubuntu\nRUN cat " + b"<<A " * 10_000 + b"\n" + b"A\n" * 10_000, 1, "DF002"),
    "10,000 heredocs one after another": (b"FROM ubuntu\n" + b"RUN <<A\nb\nA\n" * 10_000, 1, "DF002"),
    "10,000 nested heredocs": (
        b"FROM ubuntu\nRUN <<A0\n" + b"".join(b"sh <<A%d\n" % i for i in range(1, 10_000)) + b"A0\n",
        1,
        "DF002",
    ),
    "10,000 nested substitutions": (b"FROM ubuntu\nRUN echo " + b"$(" * 10_000 + b"\n", 1, "DF002"),
    "10,000 nested substitutions, closed": (b"FROM ubuntu\nRUN echo " + b"$(" * 10_000 + b")" * 10_000 + b"\n", 1, "DF002"),
    "10,000 nested braces": (b"FROM ubuntu\nENV A=" + b"${B:-" * 10_000 + b"\nUSER $A\n", 1, "DF002"),
    "an unterminated heredoc": (b"FROM ubuntu\nRUN <<EOF\necho\n", 1, "DF001"),
    "continuations to the end": (b"FROM ubuntu\nRUN a \\\n" + b" && b \\\n" * 40_000, 1, "DF002"),
    "an array that never ends": (b"FROM ubuntu\nCMD [" + b'"a",' * 200_000 + b"\n", 1, "DF002"),
    "variables that double": (
        b"FROM ubuntu\nENV A0=aaaaaaaaaa\n"
        + b"".join(b"ENV A%d=$A%d$A%d\n" % (i + 1, i, i) for i in range(60))
        + b"USER $A60\n",
        1,
        "DF002",
    ),
}


def check(folder: Path, *files: str) -> tuple[int, dict[str, list[dict[str, object]]], float]:
    """Run the hook in a process of its own: exit code, JSON report, peak memory in MiB."""
    # The kernel's maximum for a process begins with its parent's; the high-water mark of its own memory does not.
    script = """
import os, resource, sys
from roadworthy.check_dockerfile import main
code = main(sys.argv[1:])
sys.stdout.flush()
if os.path.exists("/proc/self/status"):
    with open("/proc/self/status") as status:
        peak = next(line.split()[1] for line in status if line.startswith("VmHWM"))
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1)
print(peak, file=sys.stderr)
sys.exit(code)
"""
    done = subprocess.run(
        [sys.executable, "-c", script, "--fail-on", "warning", "--format", "json", *files],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        check=False,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    memory = int(done.stderr.split()[-1]) / 1024
    return done.returncode, json.loads(done.stdout), memory


@pytest.mark.skipif(sys.platform == "win32", reason="resource is of POSIX systems")
@pytest.mark.parametrize("name", FILES)
def test_hostile_content_is_survived_and_the_next_file_is_checked(name: str, tmp_path: Path) -> None:
    content, code, said = FILES[name]
    (tmp_path / "Dockerfile").write_bytes(content)
    (tmp_path / "witness.Dockerfile").write_text(WITNESS)
    alone, report, memory = check(tmp_path, "Dockerfile")
    assert alone == code
    told = {str(finding["rule"]) for finding in report["findings"]} | {str(error["message"]) for error in report["errors"]}
    assert not said or any(said in text for text in told), told
    assert memory < MEMORY
    both, report, _ = check(tmp_path, "Dockerfile", "witness.Dockerfile")
    assert both == 1
    assert "DF006" in {finding["rule"] for finding in report["findings"] if finding["path"] == "witness.Dockerfile"}


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes are of POSIX systems")
@pytest.mark.parametrize("kind", ["folder", "dangling link", "link out of the tree", "link in a loop", "pipe", "deleted"])
def test_what_is_no_file_is_a_named_error_and_the_next_file_is_checked(kind: str, tmp_path: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    (root / ".git").mkdir()
    (tmp_path / "outside").write_text("FROM ubuntu\nENV TOKEN=outside-of-the-tree\n")
    odd = root / "Dockerfile"
    if kind == "folder":
        odd.mkdir()
    elif kind == "dangling link":
        odd.symlink_to("nowhere")
    elif kind == "link out of the tree":
        odd.symlink_to("../outside")
    elif kind == "link in a loop":
        odd.symlink_to("Dockerfile")
    elif kind == "pipe":
        os.mkfifo(odd)
    (root / "witness.Dockerfile").write_text(WITNESS)
    code, report, _ = check(root, "Dockerfile", "witness.Dockerfile")
    assert code == 1
    assert [error["path"] for error in report["errors"]] == ["Dockerfile"]
    assert {finding["path"] for finding in report["findings"]} == {"witness.Dockerfile"}
    assert check(root, "Dockerfile")[0] == 3
