"""The engine's findings against detect-secrets' own, file by file: what is missing, what is extra, and the CPU both took.

    python benchmarks/secrets_equality.py TREE [TREE …] [--keep FOLDER]

Each side scans every regular file below TREE (links, `.git` and site-packages left out) in a process of its own, with the
library's default plugins and filters and verification off. Compared are path, type, line and SHA-1 of the value; no value is
printed. `--keep` stores the library's findings by tree, so that a second run need not wait for it. Exit 1 on a difference.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import resource
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LEFT_OUT = {".git", "site-packages", "__pycache__", "node_modules"}
LARGEST = 32 * 1024 * 1024  # bytes; the product reads no larger file

Row = tuple[str, str, int, str]  # path, type, line, hash of the value


def files(root: str) -> Iterator[str]:
    """Regular files below the root, as paths relative to it."""
    for folder, below, names in os.walk(root):
        below[:] = sorted(name for name in below if name not in LEFT_OUT)
        for name in sorted(names):
            full = os.path.join(folder, name)
            if os.path.isfile(full) and not os.path.islink(full) and os.path.getsize(full) <= LARGEST:
                yield os.path.relpath(full, root).replace(os.sep, "/")


def hashed(value: str) -> str:
    """As detect-secrets writes it into a baseline."""
    return hashlib.sha1(value.encode("utf-8"), usedforsecurity=False).hexdigest()


def library(root: str) -> Iterator[Row]:
    """What detect-secrets finds. A file on which it raises is one row of its own, and compared with nothing."""
    from detect_secrets.core.scan import scan_file
    from detect_secrets.settings import default_settings

    os.chdir(root)
    with default_settings():
        for path in files("."):
            try:
                yield from [(path, found.type, found.line_number, found.secret_hash) for found in scan_file(path)]
            except Exception as error:
                yield path, "raised", 0, type(error).__name__


def engine(root: str) -> Iterator[Row]:
    """What the engine finds, in the text as the library would read it."""
    from roadworthy.secrets.engine import findings

    for path in files(root):
        with open(os.path.join(root, path), "rb") as file:
            content = file.read()
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:  # the library leaves such a file out
            continue
        if "\r" in text:
            text = re.sub("\r\n?", "\n", text)
        for found in findings(path, text):
            yield path, found.type, found.line, hashed(found.value)


def measured(side: str, root: str) -> tuple[list[Row], float]:
    """The findings of one side, and the seconds of CPU that its process took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = (sys.executable, __file__, "--only", side, root)
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    rows = [tuple(json.loads(line)) for line in done.stdout.splitlines()]
    return rows, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def reference(root: str, folder: str | None) -> tuple[list[Row], float]:
    """The library's findings, from the folder where they were kept."""
    kept = os.path.join(folder, re.sub(r"\W+", "-", os.path.abspath(root)) + ".json") if folder else None
    if kept and os.path.exists(kept):
        with open(kept, encoding="utf-8") as file:
            known = json.load(file)
        return [tuple(row) for row in known["rows"]], known["cpu"]
    rows, cpu = measured("library", root)
    if kept:
        os.makedirs(folder or ".", exist_ok=True)
        with open(kept, "w", encoding="utf-8") as file:
            json.dump({"cpu": cpu, "rows": rows}, file)
    return rows, cpu


def compare(root: str, folder: str | None) -> bool:
    """Print one tree's result; whether both sides are equal."""
    theirs, slow = reference(root, folder)
    ours, fast = measured("engine", root)
    raised = {row[0] for row in theirs if row[1] == "raised"}
    expected = Counter(row for row in theirs if row[0] not in raised)
    found = Counter(row for row in ours if row[0] not in raised)
    missing, extra = expected - found, found - expected
    print(
        f"{os.path.basename(os.path.abspath(root))}: {sum(expected.values())} findings, {sum(missing.values())} missing, "
        f"{sum(extra.values())} extra; CPU {slow:.1f} s and {fast:.2f} s, {slow / fast:.0f} times",
        flush=True,
    )
    for what, rows in (("missing", missing), ("extra", extra)):
        for path, kind, line, digest in list(rows)[:20]:
            print(f"  {what} {path}:{line} {kind} {digest[:8]}")
    for path in sorted(raised):
        print(f"  not compared: detect-secrets raises on {path}")
    return not missing and not extra


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trees", nargs="+", metavar="TREE")
    parser.add_argument("--keep", metavar="FOLDER", help="where the library's findings are kept between runs")
    parser.add_argument("--only", choices=("library", "engine"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        for row in (library if arguments.only == "library" else engine)(arguments.trees[0]):
            print(json.dumps(row))
        return 0
    equal = [compare(tree, arguments.keep) for tree in arguments.trees]
    return 0 if all(equal) else 1


if __name__ == "__main__":
    raise SystemExit(main())
