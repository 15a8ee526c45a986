"""Scores the reads of environment variables that are found in the test set `tests/models/variable_reads/`.

    python benchmarks/variable_reads_score.py [--tree DIR]…

A file of the set is a language: snippets with their reads, each with what happens without it, and decoys that are no reads.
With `--tree`, counts and times the reads of repositories instead: CPU seconds with what is listed and read for it.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import NamedTuple

import yaml
from roadworthy.core.outcome import Unreadable
from roadworthy.core.repository import Repository
from roadworthy.core.tree import SampleTree, WorkTree
from roadworthy.models.variables.reading import Read, reads_in, variable_reads
from roadworthy.models.variables.reads.files import handled

SET = Path(__file__).resolve().parent.parent / "tests" / "models" / "variable_reads"
ORDER = ("optional", "default", "required")


class Score(NamedTuple):
    """What came of one language. `wrong` are lines for a person: what was expected, and what was said."""

    language: str
    reads: int
    found: int
    right: int
    decoys: int
    taken: int
    beside: int
    wrong: tuple[str, ...]


def strictest(reads: tuple[Read, ...]) -> dict[str, Read]:
    """Each name once, with the read that needs it most."""
    known: dict[str, Read] = {}
    for read in reads:
        if read.name not in known or ORDER.index(read.need) > ORDER.index(known[read.name].need):
            known[read.name] = read
    return known


def spoken(read: Read) -> str:
    """A read as the set writes it."""
    return f"{read.name} {read.need}" + ("" if read.default is None else f"={read.default}")


def score(file: Path) -> Score:
    """Judge one file of the set."""
    counts = {"reads": 0, "found": 0, "right": 0, "decoys": 0, "taken": 0, "beside": 0}
    wrong: list[str] = []
    for snippet in yaml.safe_load(file.read_text(encoding="utf-8")):
        path = snippet["path"]
        answer = Repository(SampleTree({path: snippet["text"]})).ask(reads_in, path)
        said = {} if isinstance(answer, Unreadable) else strictest(answer)
        expected = {line.split()[0]: line for line in snippet["reads"]}
        decoys = set(snippet.get("decoys", ()))
        counts["reads"] += len(expected)
        counts["decoys"] += len(decoys)
        counts["taken"] += len(decoys & set(said))
        counts["beside"] += len(set(said) - set(expected) - decoys)
        wrong += [f"{path}: {name} is no read" for name in sorted(set(said) - set(expected))]
        for name, line in expected.items():
            if name not in said:
                wrong.append(f"{path}: {line} was not found")
                continue
            counts["found"] += 1
            if spoken(said[name]).split("=")[0] == line.split("=")[0]:
                counts["right"] += 1
            if spoken(said[name]) != line:
                wrong.append(f"{path}: {line}, said {spoken(said[name])}")
    return Score(file.stem, **counts, wrong=tuple(wrong))


def measure(trees: list[str]) -> None:
    """Print a row for each repository."""
    print("| tree | files | of a kind that can read | reads | variables | CPU s |")
    print("|---|---:|---:|---:|---:|---:|")
    for tree in trees:
        begun = time.process_time()
        repo = Repository(WorkTree(tree))
        reads = repo.ask(variable_reads)
        spent = time.process_time() - begun
        kinds = sum(handled(path) is not None for path in repo.paths())
        names = len({read.name for read in reads})
        print(f"| {Path(tree).name} | {len(repo.paths())} | {kinds} | {len(reads)} | {names} | {spent:.2f} |")


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tree", metavar="DIR", action="append", default=[], help="a repository to measure")
    options = parser.parse_args(argv)
    if options.tree:
        measure(options.tree)
        return 0
    scores = [score(file) for file in sorted(SET.glob("*.yaml"))]
    print("| language | reads | found | with the right need | decoys | taken for reads | other wrong names |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for one in scores:
        print(f"| {one.language} | {one.reads} | {one.found} | {one.right} | {one.decoys} | {one.taken} | {one.beside} |")
    sums = [sum(one[i] for one in scores) for i in range(1, 7)]
    print("| all | " + " | ".join(map(str, sums)) + " |")
    for one in scores:
        for line in one.wrong:
            print(f"- {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
