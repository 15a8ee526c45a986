"""devops-report and `roadworthy report`: judge the whole repository, and bring its documents up to date.

Each document is renewed for itself: one that cannot be written, or a block that a person edited, is told, and the others are
written all the same.
"""

from __future__ import annotations

import posixpath
import sys
from typing import TYPE_CHECKING

from .areas import AREAS, BY_NAME
from .catalogue import rules_of
from .core.excerpt import Source
from .core.outcome import Unreadable
from .core.records import NamedTuple
from .core.repository import Repository
from .core.run import run
from .core.tree import Overlay, WorkTree
from .examination import BadConfiguration, examine
from .hook import UsageError, locate
from .models.deliverables import GUIDE, REVIEW, RUNBOOK
from .models.delivery.picture import system
from .models.pipeline.readers import roots
from .recording import LEDGER, recorded
from .writers import guide, review, runbook
from .writers.edits import Edit, RefusedError, write
from .writers.graph import pipeline_graph
from .writers.living import Renewed, bodies, renew

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .core.finding import Report
    from .core.rule import Rule
    from .core.run import Said
    from .writers.living import Block, Edited


EXAMPLE = ".env.example"


class Document(NamedTuple):
    """One document of the report. `blocks(repo, report, before)` are its generated parts, by what stands in them now.

    Without `judges` it tells what is there and not how well: it is made first, without a report, and judged with the rest.
    """

    path: str
    opening: str
    blocks: Callable[[Repository, Report | None, dict[str, str]], tuple[Block, ...]]
    judges: bool = False


class Outcome(NamedTuple):
    """What became of one file: `written` or unchanged, what a person `edited` in it, why it was `refused`."""

    path: str
    written: bool
    edited: tuple[Edited, ...] = ()
    refused: str = ""


def _review(repo: Repository, report: Report | None, before: dict[str, str]) -> tuple[Block, ...]:
    from .checklist import SECTIONS, TITLES

    assert report is not None  # it judges
    made = review.blocks(report, SECTIONS | TITLES, before)
    drawn = review.graph(pipeline_graph(repo)) if repo.ask(roots) else review.graph("")
    return (*made[:3], drawn, *made[3:])


def _guide(repo: Repository, report: Report | None, before: dict[str, str]) -> tuple[Block, ...]:
    return guide.blocks(repo.ask(system))


def _runbook(repo: Repository, report: Report | None, before: dict[str, str]) -> tuple[Block, ...]:
    return runbook.blocks(repo.ask(system))


DOCUMENTS = (
    Document(REVIEW, review.OPENING, _review, judges=True),
    Document(GUIDE, guide.OPENING, _guide),
    Document(RUNBOOK, runbook.OPENING, _runbook),
)


def run_report(root: str | None, *, check: bool = False, html: str | None = None, today: str | None = None) -> int:
    """Write what has to change, or with `check` only say so; with `html` also write the page of that name. Returns 1 where
    something changed or has to, 3 where a file could not be judged or written, otherwise 0. Raises `UsageError`."""
    import time

    top, _ = locate(root, None)
    if _is_bare(top):
        raise UsageError("this is a bare repository, with no files in it to judge: clone it, and report on the clone")
    outcomes, report, repo = renew_all(top, today or time.strftime("%Y-%m-%d"), check)
    if html is not None:
        _page(html, top, repo, report)
    _progress("")
    _tell(outcomes, report, check)
    if any(outcome.written for outcome in outcomes):
        return 1
    return 3 if report.errors or any(outcome.refused for outcome in outcomes) else 0


def _is_bare(root: str) -> bool:
    """Whether the folder is what git keeps for itself: it has no work tree, and documents would land among its objects."""
    import os

    return all(os.path.exists(os.path.join(root, name)) for name in ("HEAD", "objects", "refs"))


def _page(path: str, root: str, repo: Repository, report: Report) -> None:
    """The page at `path`, put in place whole. Raises `UsageError` where it cannot be."""
    import os

    from .checklist import SECTIONS, TITLES
    from .writers.edits import replace
    from .writers.html import page

    full = os.path.abspath(path)
    up = os.path.relpath(root, os.path.dirname(full)).replace(os.sep, "/")
    try:
        os.makedirs(os.path.dirname(full), exist_ok=True)
        replace(full, page(repo, report, SECTIONS | TITLES, os.path.basename(os.path.abspath(root)), up).encode("utf-8"), None)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror or error}") from None


def _progress(text: str) -> None:
    """What is going on, on a terminal only; nothing to take it away again."""
    import os

    if sys.stderr.isatty() and os.environ.get("PRE_COMMIT") != "1":
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def renew_all(
    root: str, today: str, check: bool, documents: Sequence[Document] = DOCUMENTS
) -> tuple[list[Outcome], Report, Repository]:
    """`documents`, with them the example files of variables, and TODO.md brought up to date.

    The repository is judged as it is going to be, so that the next run finds the same; it comes third.
    """
    there = WorkTree(root)
    coming = _coming(there, documents)
    repo, rules = Repository(Overlay(there, coming)), rules_of(AREAS)
    _progress("judging every file that git tracks …")
    told = [document for document in documents if not document.judges]
    changes = _made(repo, there, None, told, coming)
    said = list(run(repo, rules, None))
    examples = _examples(there, root, repo, _examined(repo, rules, said, today), check, coming) if documents else []
    if any(not outcome.refused for outcome in examples):
        _progress("judging again, with the variables that were added …")
        repo = _again(repo, coming)
        changes = _made(repo, there, None, told, coming)
        said = list(run(repo, rules, None))
    after = recorded(repo, root, _examined(repo, rules, said, today), rules, today)
    if isinstance(after, Source):
        coming[after.path] = after.text.encode("utf-8", "surrogatepass")
        of_ledger = rules_of([BY_NAME["todo"]])
        said = [one for one in said if not set(one.rules) & set(of_ledger)]
        said += run(Repository(Overlay(there, coming)), of_ledger, None)
        repo.sources[after.path] = after
    report = _examined(repo, rules, said, today)
    _progress("writing the documents …")
    changes |= _made(repo, there, report, [document for document in documents if document.judges], coming)
    written = [_written(root, *changes[document.path], check) for document in documents]
    return [*written, *examples, _ledger(Repository(there), root, after, check)], report, repo


def _examples(
    there: WorkTree, root: str, repo: Repository, report: Report, check: bool, coming: dict[str, bytes]
) -> list[Outcome]:
    """The example files written; what they come to is put into `coming`."""
    from .writers.example_files import completed

    disk = Repository(there)
    outcomes: list[Outcome] = []
    found = completed(repo, report.findings, lambda path: disk.source(path) if disk.exists(path) else Source(path, ""))
    for source, text in found:
        same = text == source.text
        outcome = Outcome(source.path, False) if same else _put(root, source, text, (), check)
        if not outcome.refused:
            coming[source.path] = there.read(source.path) if same or not check else text.encode("utf-8", "surrogatepass")
        outcomes.append(outcome)
    return outcomes


def _again(repo: Repository, coming: dict[str, bytes]) -> Repository:
    """The repository with other files coming: what was read of the rest is kept, no fact is."""
    fresh = Repository(repo.tree)
    fresh.sources = {path: source for path, source in repo.sources.items() if path not in coming}
    return fresh


def _coming(there: WorkTree, documents: Sequence[Document]) -> dict[str, bytes]:
    """The files of the report, whether git tracks them yet or not: as they are, or a word for those that are to be written."""
    found: dict[str, bytes] = {}
    for path in (*(document.path for document in documents), LEDGER):
        try:
            found[path] = there.read(path)
        except OSError:  # missing, or told when it is to be written
            if path != LEDGER and not there.exists(path):
                found[path] = _PENDING
    for document in documents:
        if document.judges and document.path in found:  # what it is judged by is not known yet, but that it says something is
            found[document.path] += b"\n" + _PENDING
    tracked = frozenset(there.paths())
    for folder in sorted({"", *(posixpath.dirname(path) for path in tracked)}):
        path = posixpath.join(folder, EXAMPLE)
        if path not in tracked and there.exists(path):  # written by a run before, and not added yet
            try:
                found[path] = there.read(path)
            except OSError:
                continue
    return found


_PENDING = b"\n".join(b"written in this run" for _ in range(9))


def _examined(repo: Repository, rules: Sequence[Rule], said: list[Said], today: str) -> Report:
    try:
        return examine(repo, rules, None, said, today=today, checklist=True)
    except BadConfiguration as error:
        raise UsageError(str(error)) from None


def _ledger(repo: Repository, root: str, after: Source | str, check: bool) -> Outcome:
    """The gaps of the report in TODO.md, and what is closed marked as done."""
    if isinstance(after, str):
        return Outcome(LEDGER, False, refused=after)
    before = repo.source(LEDGER) if repo.exists(LEDGER) else Source(LEDGER, "")
    assert isinstance(before, Source)  # the text of it was just changed
    return _put(root, before, after.text, (), check)


def _made(
    repo: Repository, there: WorkTree, report: Report | None, documents: Sequence[Document], coming: dict[str, bytes]
) -> dict[str, tuple[Source | Unreadable, Renewed]]:
    """By path each document as it stands `there`, and renewed from `repo`, for which it is among the files that are coming."""
    found: dict[str, tuple[Source | Unreadable, Renewed]] = {}
    disk = Repository(there)
    for document in documents:
        source = disk.source(document.path) if there.exists(document.path) else Source(document.path, "")
        if isinstance(source, Unreadable):
            found[document.path] = (source, Renewed(""))
            continue
        renewed = renew(source.text, document.opening, document.blocks(repo, report, bodies(source.text)))
        found[document.path] = (source, renewed)
        if not renewed.faults and not document.judges:
            coming[document.path] = renewed.text.encode("utf-8", "surrogatepass")
            repo.sources.pop(document.path, None)
    return found


def _written(root: str, source: Source | Unreadable, renewed: Renewed, check: bool) -> Outcome:
    """What becomes of one document."""
    if isinstance(source, Unreadable):
        return Outcome(source.place.path, False, refused=f"is not changed: it {source.why}")
    if renewed.faults:
        return Outcome(source.path, False, refused="is not changed: " + "; ".join(renewed.faults))
    if renewed.text == source.text:
        return Outcome(source.path, False, renewed.edited)
    return _put(root, source, renewed.text, renewed.edited, check)


def _put(root: str, source: Source, text: str, edited: tuple[Edited, ...], check: bool) -> Outcome:
    import os

    if check:
        return Outcome(source.path, True, edited)
    folder = os.path.join(root, os.path.dirname(source.path))
    if not (os.path.realpath(folder) + os.sep).startswith(os.path.realpath(root) + os.sep):
        return Outcome(source.path, False, edited, "is not written: a link in its path leads out of the repository")
    try:
        os.makedirs(folder, exist_ok=True)
        written = write(root, source, [Edit(source.path, 0, len(source.text), text)])
    except (RefusedError, OSError) as error:
        return Outcome(source.path, False, edited, str(error))
    return Outcome(source.path, written, edited)


def _tell(outcomes: list[Outcome], report: Report, check: bool) -> None:
    """What happened to each file on standard output; edits and refusals on standard error."""
    from difflib import unified_diff

    for outcome in outcomes:
        if outcome.written:
            print(f"{'would change' if check else 'wrote'} {outcome.path}")
        if outcome.refused:
            print(f"{outcome.path} {outcome.refused}", file=sys.stderr)
        for edited in outcome.edited:
            what = (
                "is a person's since it was written, and left as it is" if edited.ours else "is no longer made, and a person's"
            )
            print(f"{outcome.path}:{edited.line}: block `{edited.name}` {what}:", file=sys.stderr)
            ours = edited.ours.splitlines() if edited.ours else []
            for line in unified_diff(edited.theirs.splitlines(), ours, "as it stands", "as it would be", lineterm="", n=1):
                print(f"  {line}", file=sys.stderr)
    for problem in report.errors:
        print(f"not checked: {problem.path}: {problem.message}", file=sys.stderr)
    if not any(outcome.written or outcome.refused for outcome in outcomes):
        print("the report is up to date")
