"""Secrets that commits added, as a report: what a push would send, and what the history holds.

The rules are those of check-secrets: each suspicious version of a file is judged as if it were the file that is checked, and
of what they say only that counts which stands on a line that the commit added.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from .absorption import YIELDS_IN_FILE, without_absorbed
from .areas import BY_NAME
from .core.outcome import Unreadable
from .core.report import build, exit_code
from .core.repository import Repository, decode
from .core.run import run
from .core.tree import CommitTree, NoGit, SampleTree, WorkTree
from .hook import Options, UsageError, locate
from .secrets.added_lines import MESSAGE, TAG_MESSAGE, Addition
from .secrets.git_objects import GitObjects
from .secrets.history import Look, placed_in_format
from .secrets.nearly_text import readable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from .core.excerpt import Place, Source
    from .core.finding import Finding, Problem, Report
    from .core.report import Policy
    from .core.rule import Rule
    from .core.tree import Tree
    from .core.waivers import Waiver
    from .secrets.added_lines import Scan
    from .secrets.found import Secret
    from .secrets.git_objects import Commit

    Remedy = Callable[[Addition], str]


def run_pushed(
    options: Options,
    environment: Mapping[str, str] | None = None,
    scan: Scan | None = None,
    rules: Sequence[Rule] | None = None,
) -> int:
    """Judge what the push spoken of in the environment would send; returns the exit code. Raises `UsageError`."""
    from .secrets.pushed import push_of

    rules = _rules(options, "check-pushed-secrets") if rules is None else rules
    root, _ = locate(options.root, None)
    objects = GitObjects(root)
    try:
        push = push_of(objects, os.environ if environment is None else environment)
    except NoGit as error:
        return _unanswered(error, options)
    if push is None or not rules:
        return 0
    scan, placed = (scan, None) if scan else (_Scan(), placed_in_format)
    look = Look(objects, push.revisions, scan, placed, tags=push.tags, renames=True)
    tip = push.tip
    report = judge(look, rules, root, tip, "in the last commit that is pushed", lambda found: _before_push(found, tip))
    if report.findings or report.errors:
        _print(report, options)
    return exit_code(report, options.fail_on)


def run_history(options: Options, scan: Scan | None = None, rules: Sequence[Rule] | None = None) -> int:
    """Judge every commit of the history, or of the ranges in `options.files`; returns the exit code. Raises `UsageError`."""
    rules = _rules(options, "roadworthy history") if rules is None else rules
    root, _ = locate(options.root, None)
    objects = GitObjects(root)
    try:
        objects.is_bare()
        revisions, tags = tuple(options.files or ()), objects.tag_ids()
        for revision in revisions:
            if revision.startswith("-"):
                raise UsageError(f"{revision}: is no range of commits")
            try:
                objects.ask("rev-list", "-n", "1", revision, "--")
            except NoGit as error:
                raise UsageError(f"{revision}: {error}") from None
        tip = objects.commit_id("HEAD")
    except NoGit as error:
        return _unanswered(error, options)
    if not rules:
        return 0
    tell = _progress if sys.stderr.isatty() and os.environ.get("PRE_COMMIT") != "1" else lambda done, of: None
    scan, placed = (scan, None) if scan else (_Scan(), placed_in_format)
    tags = [] if revisions else tags
    look = Look(objects, revisions or ("--all",), scan, placed, tags=tags, tell=tell)
    report = judge(look, rules, root, tip, "at HEAD", _after_push)
    if not look.commits and not report.errors:
        print("roadworthy history: there are no commits here", file=sys.stderr)
    _print(report, options)
    return exit_code(report, options.fail_on)


def judge(look: Look, rules: Sequence[Rule], root: str, tip: str | None, where: str, remedy: Remedy) -> Report:
    """The report of a look. A value that was added several times is one finding, in the commit that added it first.

    `tip` is the commit in which a value is said to be still there or not, and `where` its name in a sentence; None: nothing
    is said. Each finding has its `commit`; author's date and state are in its message.
    """
    import gc

    from .core.finding import Problem, Report

    gc.set_threshold(50_000, 20, 20)  # many small tuples, none in a circle
    judged = _Judged(look.objects, rules, root)
    unread: dict[Problem, None] = {}
    notes: dict[Problem, None] = {}
    for found in look.suspects():
        if isinstance(found, Unreadable):
            (notes if found.opaque else unread)[Problem(found.place.path, found.why)] = None
        else:
            judged.judge(found)
    if isinstance(look.scan, _Scan):
        unread |= {Problem(*limit): None for limit in look.scan.limits}
        notes |= {Problem(*guess): None for guess in look.scan.guesses}
    findings = judged.findings(tip, where, remedy)
    return Report(look.files, findings, tuple(sorted({*unread, *judged.errors})), tuple(sorted(notes)))


class _Judged:
    """The findings so far, the ones of the same value together."""

    def __init__(self, objects: GitObjects, rules: Sequence[Rule], root: str) -> None:
        import time

        self.objects = objects
        self.rules = tuple(rule for rule in rules if rule.at == "commit")
        self.tree: Tree = CommitTree(root, "HEAD") if objects.is_bare() else WorkTree(root)
        self.today = time.strftime("%Y-%m-%d")
        self.errors: set[Problem] = set()
        self.waived: list[Finding] = []
        self.by_value: dict[tuple[str, str], list[tuple[Addition, Finding]]] = {}
        self._owners: Policy | None = None

    def judge(self, addition: Addition) -> None:
        source = addition.source()
        if isinstance(source, Unreadable):
            return
        repo = Repository(_AsCommitted(addition.path, addition.content, self.tree))
        repo.sources[addition.path] = source
        waived = waived_in(repo, self.today)
        said = without_absorbed(list(run(repo, self.rules, (addition.path,))), waived)
        report = build(repo, said, 1, self._policy(), waived)
        self.errors.update(report.errors)
        for finding in report.findings:
            if finding.rule not in self.rules or finding.place.path != addition.path or not addition.has(finding.place):
                continue
            if finding.waived is not None:
                self.waived.append(_committed(finding, addition))
            else:
                value = text_at(source, finding.place) or f"{addition.path}\0{finding.symbol}"
                self.by_value.setdefault((finding.rule.code, value), []).append((addition, finding))

    def _policy(self) -> Policy:
        from .examination import BadConfiguration, policy_of

        if self._owners is None:
            try:
                self._owners = policy_of(Repository(self.tree))
            except BadConfiguration as error:
                raise UsageError(str(error)) from None
        return self._owners

    def findings(self, tip: str | None, where: str, remedy: Remedy) -> tuple[Finding, ...]:
        there = self._at(tip) if tip else {}
        done: list[tuple[int, Finding]] = []
        for (_, value), found in self.by_value.items():
            found.sort(key=lambda pair: (pair[0].commit.number, pair[0].path in (MESSAGE, TAG_MESSAGE)))
            addition, finding = found[0]
            message = f"{finding.message}; added on {addition.commit.date}" if addition.commit.date else finding.message
            if tip and addition.path not in (MESSAGE, TAG_MESSAGE):
                still = any(value in there.get(other.path, "") for other, _ in found)
                message += f", still there {where}" if still else f", no longer there {where}"
            first: dict[str, tuple[Addition, Finding]] = {}
            for other in found[1:]:
                if other[0].path != addition.path:
                    first.setdefault(other[0].path, other)
            labels = [
                again.place.labelled(f"the same value, since commit {other.commit.id[:12]} of {other.commit.date}")
                for other, again in first.values()
            ]
            committed = _committed(finding, addition)._replace(
                message=message, labels=(*finding.labels, *labels), remedy=remedy(addition)
            )
            done.append((addition.commit.number, committed))
        done.sort(key=lambda pair: (pair[0], pair[1].place.path, pair[1].place.line, pair[1].place.column, pair[1].rule.code))
        return (*(finding for _, finding in done), *self.waived)

    def _at(self, tip: str) -> dict[str, str]:
        """The text that each file with a finding has at the tip."""
        paths = {addition.path for found in self.by_value.values() for addition, _ in found}
        if not paths:
            return {}
        try:
            blobs = {path: blob for path, blob in self.objects.tree(tip).items() if path in paths}
            texts = {}
            for path, (_, content) in zip(blobs, self.objects.contents(blobs.values())):
                source = decode(path, readable(path, content)) if isinstance(content, bytes) else None
                texts[path] = "" if source is None or isinstance(source, Unreadable) else source.text
            return texts
        except NoGit:  # nothing is known about the tip, and what was found stands
            return {}


def _committed(finding: Finding, addition: Addition) -> Finding:
    """The finding with its commit, which is part of its identity: a value may be changed in the same place many times."""
    from hashlib import sha256

    commit = addition.commit.id
    symbol = f"{finding.symbol}@{commit[:12]}"
    identity = "\0".join((finding.rule.code, finding.place.path, symbol))
    digest = sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()
    return finding._replace(symbol=symbol, commit=commit, fingerprint=digest[:32])


class _AsCommitted:
    """One file as a commit has it, among the files that are there now: configuration and baseline are today's."""

    def __init__(self, path: str, content: bytes, rest: Tree) -> None:
        self.path = path
        self.content = content
        self.rest = rest

    def paths(self) -> Sequence[str]:
        return [self.path]

    def exists(self, path: str) -> bool:
        return path == self.path or self.rest.exists(path)

    def is_link(self, path: str) -> bool:
        return False

    def read(self, path: str) -> bytes:
        return self.content if path == self.path else self.rest.read(path)


def waived_in(repo: Repository, today: str) -> Callable[[Rule, Place], str | None]:
    """The reason for which a comment in the file waives a rule at a place; None where none does."""
    from .core.waivers import waiver_for, waivers

    read: dict[str, tuple[Waiver, ...]] = {}

    def reason(rule: Rule, place: Place) -> str | None:
        if place.path not in read:
            source = repo.source(place.path)
            read[place.path] = () if isinstance(source, Unreadable) else waivers(source)
        waiver = waiver_for(read[place.path], rule.code, rule.name, rule.aliases, place.line, today)
        return None if waiver is None else waiver.reason or f"ignored for {waiver.source}"

    return reason


def text_at(source: Source, place: Place) -> str:
    """What stands at a place."""
    starts = source.starts
    if not 1 <= place.line <= len(starts):
        return ""
    end_line = min(max(place.end_line, place.line), len(starts))
    return source.text[starts[place.line - 1] + place.column - 1 : starts[end_line - 1] + place.end_column]


def _before_push(found: Addition, tip: str) -> str:
    """How to take a secret out of a commit that is not pushed yet."""
    commit: Commit = found.commit
    rotate = "rotate it first, then take it out before it is pushed: "
    if found.path == TAG_MESSAGE:
        return rotate + "`git tag -d` the tag and make it again without it"
    message = found.path == MESSAGE
    if commit.id == tip:
        return rotate + ("`git commit --amend`" if message else "remove it, `git add` the file, `git commit --amend`")
    start = f"{commit.id[:12]}^" if commit.parents else "--root"
    how = "mark the commit `reword`" if message else "mark the commit `edit`, remove it there, `git commit --amend`"
    return f"{rotate}`git rebase -i --rebase-merges {start}`, {how}" + ("" if message else ", `git rebase --continue`")


def _after_push(found: Addition) -> str:
    """How to live with a secret that the history holds."""
    return (
        "rotate it: whoever has a clone has it. `git filter-repo --replace-text` takes it out of this repository's history,"
        " and out of nobody else's"
    )


def _rules(options: Options, program: str) -> tuple[Rule, ...]:
    from .catalogue import UnknownRule, select

    rules = value_rules()
    if not rules:
        print(f"{program}: has no rules in this version; nothing was checked", file=sys.stderr)
    try:
        return select(rules, options.select) if options.select else rules
    except UnknownRule as error:
        raise UsageError(str(error)) from None


def value_rules() -> tuple[Rule, ...]:
    """The rules about values: what others say of a whole file, or of several, is for the files that are there now."""
    from .catalogue import rules_of
    from .secrets.files import scanned

    return tuple(r for r in rules_of([BY_NAME["secrets"]]) if r.reads is scanned and r.code not in YIELDS_IN_FILE)


class _Scan:
    """The engine of check-secrets, loaded once something is to be looked at; with what it left out of the files so far."""

    def __init__(self) -> None:
        from .secrets.scan import look

        self._look = look
        self.limits: set[tuple[str, str]] = set()  # path and why
        self.guesses: set[tuple[str, str]] = set()

    def __call__(self, source: Source) -> Sequence[Secret]:
        secrets, limits, guesses = self._look(source)
        self.limits.update((source.path, why) for why in limits)
        self.guesses.update((source.path, why) for why in guesses)
        return secrets


def _unanswered(error: NoGit, options: Options) -> int:
    from .core.finding import Problem, Report

    _print(Report(0, (), (Problem(".", str(error)),)), options)
    return 3


def _print(report: Report, options: Options) -> None:
    from .printing import write

    form = options.format or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "full")
    if form in ("full", "concise", "github") and not options.select:  # what is only informative is for those who ask
        report = report._replace(findings=_shown(report.findings))
    write(report, form, Repository(SampleTree({})), False)  # no file: what a commit had at that line is not there now


def _shown(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.severity != "info")


def _progress(done: int, of: int) -> None:
    """One line on the terminal, written over until all is done."""
    print("\r" + (f"{done} of {of} file versions" if done < of else " " * 60 + "\r"), end="", file=sys.stderr, flush=True)
