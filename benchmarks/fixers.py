"""Run every fixer over copies of real repositories, and say what it did and whether it kept its promises.

    python benchmarks/fixers.py [--rules CMP011,CMP001] [--diff 10] DIR…

Every DIR is a git work tree; it is copied, and the copy is changed. For each rule: its findings, how many are left after one
run, and files that were changed. A broken promise is named: a file that was changed and not told, a line end or byte order mark
that was not kept, a finding of another rule that was not there before, or a second run that changes something.
"""

from __future__ import annotations

import argparse
import difflib
import os
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "hooks"))

from roadworthy.catalogue import rules_of
from roadworthy.core.report import build
from roadworthy.core.repository import Repository
from roadworthy.core.run import run
from roadworthy.core.tree import WorkTree
from roadworthy.writers.fixes import FIXERS, mend

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from roadworthy.core.finding import Finding
    from roadworthy.core.rule import Rule
    from roadworthy.writers.fixes import Mended

BOM = b"\xef\xbb\xbf"
LARGEST = 1024 * 1024  # bytes of a file that is copied


def main(argv: Sequence[str] | None = None) -> int:
    """Mend the copies, and print a row for each rule and every broken promise; 1 where there is one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trees", nargs="+", type=Path, metavar="DIR", help="git work trees")
    parser.add_argument("--rules", default=",".join(FIXERS), help="codes of the rules to mend (default: all that have a fixer)")
    parser.add_argument("--diff", type=int, default=0, metavar="N", help="print the changes of the first N files of each tree")
    options = parser.parse_args(argv)
    wanted = frozenset(options.rules.split(","))
    rules = rules_of()
    found, left, changed, refused = Counter[str](), Counter[str](), 0, 0
    broken: list[str] = []
    for tree in options.trees:
        with tempfile.TemporaryDirectory() as folder:
            before = copied(tree, folder)
            first = judged(folder, rules)
            asked = [finding for finding in first if finding.rule.code in wanted]
            mended = mend(Repository(WorkTree(folder)), folder, asked)
            broken += (f"{tree.name}: {problem}" for problem in problems(folder, before, mended))
            after = judged(folder, rules)
            new = Counter(finding.rule.code for finding in after) - Counter(finding.rule.code for finding in first)
            broken += (f"{tree.name}: {count} more findings of {code}" for code, count in new.items())
            rest = [finding for finding in after if finding.rule.code in wanted]
            again = mend(Repository(WorkTree(folder)), folder, rest)
            broken += (f"{tree.name}: a second run changes {one.path}" for one in again if one.notes)
            found.update(finding.rule.code for finding in asked)
            left.update(finding.rule.code for finding in rest)
            changed += sum(bool(one.notes) for one in mended)
            refused += sum(bool(one.refused) for one in mended)
            for one in [one for one in mended if one.notes][: options.diff]:
                sys.stdout.write(difference(folder, before, one.path))
    print(f"{'rule':8} {'findings':>8} {'left':>8}")
    for code in sorted(found):
        print(f"{code:8} {found[code]:8} {left[code]:8}")
    print(f"{changed} files changed, {refused} left as they were")
    print("\n".join(broken) or "every promise was kept")
    return 1 if broken else 0


def copied(tree: Path, folder: str) -> dict[str, bytes]:
    """Copy what git tracks, links and large files left out; the bytes by path."""
    found: dict[str, bytes] = {}
    for path in WorkTree(str(tree)).paths():
        source = tree / path
        if source.is_symlink() or not source.is_file() or source.stat().st_size > LARGEST:
            continue
        target = Path(folder) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)
        found[path] = source.read_bytes()
    return found


def judged(folder: str, rules: Sequence[Rule]) -> tuple[Finding, ...]:
    """What the commit rules of the areas that have fixers find in a folder."""
    repo = Repository(WorkTree(folder))
    near = [rule for rule in rules if rule.at == "commit" and rule.code.rstrip("0123456789") in ("CMP", "DF", "ENV")]
    return build(repo, run(repo, near, tuple(repo.paths())), 0).findings


def problems(folder: str, before: dict[str, bytes], mended: Sequence[Mended]) -> Iterator[str]:
    """What a run did to the files that it should not have done."""
    told = {one.path for one in mended if one.notes}
    now = {path for path in WorkTree(folder).paths() if os.path.isfile(os.path.join(folder, path))}
    yield from (f"{path} was made" for path in sorted(now - set(before) - told))
    for path, content in before.items():
        changed = (Path(folder) / path).read_bytes()
        if (changed == content) is (path in told):
            yield f"{path} was {'told and not changed' if path in told else 'changed and not told'}"
        if changed.startswith(BOM) is not content.startswith(BOM):
            yield f"{path} has another byte order mark"
        if changed.endswith(b"\n") is not content.endswith(b"\n") and content:
            yield f"{path} ends otherwise"
        if b"\r\n" in content and changed.count(b"\n") - changed.count(b"\r\n") > content.count(b"\n") - content.count(b"\r\n"):
            yield f"{path} has other line ends"


def difference(folder: str, before: dict[str, bytes], path: str) -> str:
    """The change of one file, for reading."""
    old = before.get(path, b"").decode("utf-8", "replace").splitlines(keepends=True)
    new = (Path(folder) / path).read_bytes().decode("utf-8", "replace").splitlines(keepends=True)
    return "".join(difflib.unified_diff(old, new, path, path, n=2)) + "\n"


if __name__ == "__main__":
    raise SystemExit(main())
