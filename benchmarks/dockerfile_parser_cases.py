"""How far the Dockerfile parser agrees with Docker's own.

    PYTHONPATH=hooks python benchmarks/dockerfile_parser_cases.py CASES.jsonl [--against-tree FOLDER ...]

CASES.jsonl has a line per case: `case`, `text`, `expect` (`ok` or `error`) and `result`, the tree that BuildKit prints for the
text. Every case must agree: the same tree, or, for an error, a problem that says Docker refuses the file.

With `--against-tree`, every Dockerfile below the folders is compared with the package `dockerfile`, which wraps BuildKit's
parser: keyword and first line of every instruction, wherever that package can read the file. It has to be installed.
Exits 1 where anything differs.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from roadworthy.core.excerpt import Source
from roadworthy.core.repository import decode
from roadworthy.parsing.dockerfile import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from roadworthy.parsing.dockerfile import Instruction

NAMED = {"\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v", '"': '\\"', "\\": "\\\\"}


def quoted(text: str) -> str:
    """The text as Go prints a quoted string."""
    made = "".join(NAMED.get(c) or (c if c.isprintable() else f"\\x{ord(c):02x}") for c in text)
    return f'"{made}"'


def tree(instruction: Instruction) -> str:
    """One instruction in the form in which BuildKit dumps its tree."""
    parts = [instruction.keyword.lower()]
    if instruction.flags:
        shown = [f"--{flag.name}" + ("" if flag.value is None else f"={flag.value.text}") for flag in instruction.flags]
        parts.append("[" + " ".join(map(quoted, shown)) + "]")
    if instruction.trigger:
        parts.append(tree(instruction.trigger))
    elif instruction.keyword in ("ENV", "LABEL"):
        for pair in instruction.pairs:
            value = pair.value.text if pair.value else ""
            parts += [quoted(pair.key.text), quoted(value), quoted("" if pair.legacy else "=")]
    else:
        parts += [quoted(word.text) for word in instruction.words]
    return "(" + " ".join(parts) + ")"


def judge_cases(path: str) -> int:
    """Compare every case; returns how many differ."""
    wrong = total = 0
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            case = json.loads(line)
            read = parse(Source(case["case"], case["text"]))
            total += 1
            if case["expect"] == "error":
                agrees = any(problem.refuses for problem in read.problems)
                got = "no problem found"
            else:
                got = "\n".join(map(tree, read.instructions))
                agrees = got == case["result"].strip()
            if not agrees:
                wrong += 1
                print(f"differs: {case['case']}\n--- Docker\n{case['result']}\n--- here\n{got}")
    print(f"{total - wrong} of {total} cases agree")
    return wrong


def dockerfiles(folder: str) -> Iterator[str]:
    """Every file below the folder that has a Dockerfile's name."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if f != ".git")
        for name in sorted(names):
            lower = name.lower()
            if (lower == "dockerfile" or lower.startswith("dockerfile.") or lower.endswith(".dockerfile")) and os.path.isfile(
                os.path.join(here, name)
            ):
                yield os.path.join(here, name)


def judge_trees(folders: Sequence[str]) -> int:
    """Compare every Dockerfile below the folders; returns how many differ."""
    dockerfile = import_module("dockerfile")
    wrong = files = instructions = refused = refused_by_both = 0
    for path in (path for folder in folders for path in dockerfiles(folder)):
        with open(path, "rb") as file:
            content = file.read()
        source = decode(path, content)
        if not isinstance(source, Source):
            print(f"not read: {path}: {source.why}")
            continue
        files += 1
        read = parse(source)
        try:
            theirs = [(command.cmd.upper(), command.start_line) for command in dockerfile.parse_string(source.text)]
        except ValueError as error:
            refused += 1
            known = [problem.message for problem in read.problems if problem.refuses]
            if read.template:
                known = ["a template"]
            refused_by_both += bool(known)
            print(f"refused by Docker's parser: {path}: {error}; here: {'; '.join(known) or 'no problem'}")
            continue
        for problem in read.problems:
            print(f"problem: {path}:{problem.at.line}: {problem.kind}: {problem.message}")
        ours = [(instruction.keyword, instruction.line) for instruction in read.instructions]
        instructions += len(ours)
        if ours != theirs:
            wrong += 1
            print(f"differs: {path}: Docker {sorted(set(theirs) - set(ours))}, here {sorted(set(ours) - set(theirs))}")
    print(f"{files} files, {instructions} instructions compared: {wrong} files differ")
    print(f"{refused} files refused by Docker's parser, {refused_by_both} of them here too")
    return wrong + refused - refused_by_both


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("cases", metavar="CASES.jsonl")
    parser.add_argument("--against-tree", nargs="+", default=[], metavar="FOLDER")
    arguments = parser.parse_args(argv)
    wrong = judge_cases(arguments.cases)
    if arguments.against_tree:
        wrong += judge_trees(arguments.against_tree)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
