"""How many of leaky-repo's lines that are a risk are found: `python benchmarks/leaky_repo.py DIR [--only places] [--lines]`.

DIR is a clone of Plazmaz/leaky-repo. Its `.leaky-meta/secrets.csv` says how many lines of each file are a risk, not which; so
a file counts its found lines up to that number, and what is found beyond it is told apart, as are the lines that the list
calls informative.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections.abc import Callable, Iterable

from roadworthy.core.excerpt import Source
from roadworthy.core.repository import decode
from roadworthy.secrets.found import Secret

Detector = Callable[[Source], Iterable[Secret]]


def expected(folder: str) -> dict[str, tuple[int, int]]:
    """Path to the numbers of lines that are a risk and that are informative."""
    with open(os.path.join(folder, ".leaky-meta", "secrets.csv"), encoding="utf-8", newline="") as file:
        rows = csv.reader(line for line in file if line.strip() and not line.startswith("#"))
        return {row[0]: (int(row[1]), int(row[2])) for row in rows}


def found_lines(folder: str, path: str, detect: Detector) -> set[int]:
    """The lines on which a secret begins."""
    with open(os.path.join(folder, path), "rb") as file:
        source = decode(path, file.read())
    if not isinstance(source, Source):
        return set()
    return {secret.value.line for secret in detect(source)}


def main(argv: list[str] | None = None) -> int:
    """Print a row for each file that misses a line, and the sum."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", metavar="DIR")
    parser.add_argument("--only", choices=("places",), help="one detector instead of all of them")
    parser.add_argument("--lines", action="store_true", help="a row for every file, with the numbers of its lines")
    options = parser.parse_args(argv)
    detect: Detector
    if options.only:
        from roadworthy.secrets.places import placed as detect
    else:
        from roadworthy.secrets.scan import scan as detect

    total = hit = beyond = 0
    for path, (risk, informative) in sorted(expected(options.folder).items()):
        lines = found_lines(options.folder, path, detect)
        total += risk
        hit += min(risk, len(lines))
        beyond += max(0, len(lines) - risk)
        if options.lines or len(lines) < risk:
            numbers = " ".join(map(str, sorted(lines))) if options.lines else ""
            print(f"{min(risk, len(lines)):3} of {risk:2} (informative: {informative}) {path} {numbers}".rstrip())
    print(f"{hit} of {total} lines that are a risk; {beyond} lines beyond them")
    return 0


if __name__ == "__main__":
    sys.exit(main())
