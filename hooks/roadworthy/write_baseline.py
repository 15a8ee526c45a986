"""`roadworthy baseline`: record the secrets that are there today, so that only new ones block."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from .commit_secrets import text_at, value_rules, waived_in
from .core.outcome import Unreadable
from .core.report import build
from .core.repository import Repository
from .core.run import run
from .core.tree import WorkTree
from .hook import Options, UsageError, locate
from .secrets.baseline import PATH, Baseline, Recorded, digest, read, type_of, updated, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .core.rule import Rule
    from .core.tree import Tree
    from .secrets.added_lines import Scan


def run_baseline(options: Options, rules: Sequence[Rule] | None = None, scan: Scan | None = None) -> int:
    """Bring `.secrets.baseline` up to date with all files that git tracks; returns the exit code. Raises `UsageError`.

    Recorded is what check-secrets finds and no comment waives. Exit 3: some files could not be read; their entries stay.
    """
    from .examination import BadConfiguration
    from .secrets.scan import scan as scan_of_hook

    rules = value_rules() if rules is None else rules
    root, _ = locate(options.root, None)
    tree = WorkTree(root)
    before = _before(tree)
    unread: dict[str, str] = {}
    try:
        at_commit = tuple(rule for rule in rules if rule.at == "commit")
        found = list(_found(Repository(_Without(tree)), at_commit, scan or scan_of_hook, unread))
    except BadConfiguration as error:
        raise UsageError(str(error)) from None
    after = updated(before, found, tuple(unread))
    try:
        changed = write(root, after)
    except OSError as error:
        raise UsageError(f"{PATH} could not be written: {error.strerror or error}") from None
    for path, why in unread.items():
        print(f"not checked: {path}: {why}", file=sys.stderr)
    old, new = _keys(before), _keys(after)
    waiting = sum(entry.is_secret is None for there in after.entries.values() for entry in there)
    what = f"{len(new - old)} recorded, {len(old - new)} taken out" if changed else "nothing has changed"
    print(f"{PATH}: {what}; {len(new)} in all, {waiting} that nobody has audited yet")
    return 3 if unread else 0


def _before(tree: Tree) -> Baseline:
    repo = Repository(tree)
    if not repo.exists(PATH):
        return Baseline()
    source = repo.source(PATH)
    before = Baseline(fault=source.why) if isinstance(source, Unreadable) else read(source)
    if before.fault:
        raise UsageError(f"{PATH} {before.fault}: mend it or take it away first")
    return before


def _found(repo: Repository, rules: tuple[Rule, ...], scan: Scan, unread: dict[str, str]) -> Iterator[Recorded]:
    import time

    from .examination import policy_of

    paths = tuple(path for path in repo.paths() if path != PATH)
    waived = waived_in(repo, time.strftime("%Y-%m-%d"))
    report = build(repo, run(repo, rules, paths), len(paths), policy_of(repo), waived)
    unread.update((problem.path, problem.message) for problem in report.errors)
    kinds: dict[tuple[str, int, int], str] = {}
    for path in {finding.place.path for finding in report.findings}:
        source = repo.source(path)
        for secret in () if isinstance(source, Unreadable) else scan(source):
            place = secret.value.place()
            kinds[path, place.line, place.column] = type_of(secret)
    for finding in report.findings:
        place = finding.place
        kind, source = kinds.get((place.path, place.line, place.column)), repo.source(place.path)
        if kind is not None and finding.waived is None and not isinstance(source, Unreadable):
            yield Recorded(place.path, kind, digest(text_at(source, place)), place.line)


def _keys(baseline: Baseline) -> set[tuple[str, str, str]]:
    return {entry[:3] for there in baseline.entries.values() for entry in there}


class _Without:
    """A tree without its baseline, which would hide what is to be recorded."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree

    def paths(self) -> Sequence[str]:
        return [path for path in self.tree.paths() if path != PATH]

    def exists(self, path: str) -> bool:
        return path != PATH and self.tree.exists(path)

    def is_link(self, path: str) -> bool:
        return self.tree.is_link(path)

    def read(self, path: str) -> bytes:
        if path == PATH:
            raise OSError("does not exist (any more)")
        return self.tree.read(path)
