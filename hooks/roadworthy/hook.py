"""What every front door does: read the command line, judge the files, print, and say it with the exit code."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from .areas import AREAS, BY_NAME
from .core.records import NamedTuple

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from .core.finding import Report
    from .core.repository import Repository
    from .core.rule import Rule, Severity
    from .core.run import Said


class Hook(NamedTuple):
    """One row of the hook manifest, and which area's rules run. `area` None: all of them.

    `files` and `exclude` are regular expressions over paths, `types` identify's tags, as pre-commit's manifest has them.
    """

    id: str
    name: str
    description: str
    area: str | None
    files: str = ""
    exclude: str = "^$"
    types: tuple[str, ...] = ("file",)
    stages: tuple[str, ...] = ("pre-commit", "pre-merge-commit", "manual")
    pass_filenames: bool = True
    always_run: bool = False
    fixes: bool = False


class Options(NamedTuple):
    """What the command line says. `files` None: the whole repository. `format` None: chosen by where it runs."""

    files: tuple[str, ...] | None
    areas: tuple[str, ...] = ()
    format: str | None = None
    fail_on: Severity = "error"
    select: tuple[str, ...] = ()
    fix: bool = False
    base: str | None = None
    root: str | None = None
    checklist: bool = False
    fail_on_gap: bool = False


class UsageError(Exception):
    """Wrong usage or configuration: exit 2, with this message."""


def run_hook(hook: Hook, argv: Sequence[str] | None = None) -> int:
    """Run one hook on the files named in `argv`; the exit code is the contract's."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    areas = (hook.area,) if hook.area else ()
    if any(word.startswith("-") for word in arguments):
        options = _parse(hook, arguments)._replace(areas=areas)
    else:  # as pre-commit calls it: argparse alone would cost a tenth of the budget
        options = Options(tuple(arguments), areas)
    code = run(options, hook.id)
    return leave(code) if argv is None else code


def leave(code: int) -> int:
    """End the process of a command with its exit code, here and now.

    Python would first take apart every object there is: a fifth of a run on one file, more on many. Whatever cannot be
    written is left to Python to tell.
    """
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (AttributeError, OSError, ValueError):  # there is none, it is full, or it is closed
        return code
    os._exit(code)


def run(options: Options, program: str) -> int:
    """Judge, print, and return the exit code."""
    import gc

    gc.set_threshold(50_000, 20, 20)  # trees of small tuples: collecting often costs time and frees nothing
    return answered(program, lambda: _run(options))


def answered(program: str, command: Callable[[], int]) -> int:
    """The exit code of a command; wrong usage is told and is 2, a fault of our own is told and is 3."""
    try:
        return command()
    except UsageError as error:
        print(f"{program}: {error}", file=sys.stderr)
        return 2
    except Exception as error:
        print(f"{program}: failed: {_fault(error)}; please report it", file=sys.stderr)
        return 3


def _fault(error: BaseException) -> str:
    """The kind of an error and the way to it. Not its text, nor Python's own traceback: these may quote a file's secret."""
    trace, way = error.__traceback__, []
    while trace:
        way.append(f"{trace.tb_frame.f_code.co_filename.rpartition('roadworthy')[2].lstrip('/')}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{type(error).__name__} at {' < '.join(reversed(way[-8:]))}"


def _run(options: Options) -> int:
    from .catalogue import UnknownRule, rules_of, select

    at_commit = options.files is not None and not options.select and not options.checklist
    rules = rules_of([BY_NAME[name] for name in options.areas] or AREAS, at_commit=at_commit)
    try:
        rules = select(rules, options.select) if options.select else rules
    except UnknownRule as error:
        raise UsageError(str(error)) from None
    from .core.run import run as run_rules

    root, changed = locate(options.root, options.files)
    repo = repository(root, options.base, changed is not None)
    said = list(run_rules(repo, rules, changed))
    form = options.format or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "full")
    for_people = form in ("full", "concise", "github")
    fixed = False
    if options.fix and any(getattr(one.what, "state", "") == "gap" for one in said):
        from .fixing import fix

        report = _examined(options, repo, rules, changed, said, for_people)
        fixed = fix(repo, root, report, bool(options.select), for_people)
        if fixed:  # what remains is judged as it stands now
            repo = repository(root, options.base, changed is not None)
            said = list(run_rules(repo, rules, changed))
    if for_people and changed is not None and not options.checklist and not _telling(said, repo, changed):
        return int(fixed)
    code = _report(options, repo, rules, changed, said, form, for_people)
    return 1 if fixed else code


def repository(root: str, base: str | None = None, at_commit: bool = False) -> Repository:
    """The work tree at `root`, with what it was before: at `base`, at what pre-commit was given, or at HEAD in a commit.

    Whether there is such a revision is asked of git once a rule wants to know; only `base`, which somebody wrote, at once.
    """
    from .core.repository import Repository
    from .core.tree import CommitTree, NoGit, WorkTree, forked_from

    def before() -> Repository | None:
        given = base or os.environ.get("PRE_COMMIT_FROM_REF") or ("HEAD" if at_commit else "")
        try:
            return Repository(CommitTree(root, forked_from(root, given))) if given else None
        except NoGit as error:
            if base:
                raise UsageError(f"--base {base}: {error}") from None
            return None

    return Repository(WorkTree(root), before() if base else before)


def _telling(said: list[Said], repo: Repository, changed: tuple[str, ...]) -> bool:
    """Whether anything was said that a person may have to hear, or there is a comment or a configuration to be judged."""
    if ".roadworthy.yaml" in changed or any(getattr(one.what, "state", "gap") == "gap" for one in said):
        return True
    return any("roadworthy:" in getattr(repo.sources.get(path), "text", "") for path in changed)


def _report(
    options: Options,
    repo: Repository,
    rules: Sequence[Rule],
    changed: tuple[str, ...] | None,
    said: list[Said],
    form: str,
    for_people: bool,
) -> int:
    from .core.report import exit_code

    report = _examined(options, repo, rules, changed, said, for_people)
    shown = any(finding.waived is None for finding in report.findings)
    if shown or report.errors or options.checklist or changed is None or not for_people:
        from .printing import write

        write(report, form, repo, options.checklist)
    return exit_code(report, options.fail_on, options.fail_on_gap)


def _examined(
    options: Options,
    repo: Repository,
    rules: Sequence[Rule],
    changed: tuple[str, ...] | None,
    said: list[Said],
    for_people: bool,
) -> Report:
    """The report of what was said, with what the surroundings call for."""
    import time

    from .examination import BadConfiguration, examine

    today = time.strftime("%Y-%m-%d")  # the only look at a clock
    try:
        report = examine(repo, rules, changed, said, today=today, checklist=options.checklist)
    except BadConfiguration as error:
        raise UsageError(str(error)) from None
    if changed is not None and for_people and not options.select:  # what is only informative waits for the audit
        report = report._replace(findings=tuple(f for f in report.findings if f.severity != "info"))
    return report


def locate(root: str | None, files: Sequence[str] | None) -> tuple[str, tuple[str, ...] | None]:
    """The root of the repository, and the files as paths from there with `/`.

    Without `root` it is the nearest folder upwards that holds `.git`, so that a hook can be tried from a subfolder.
    """
    if root is None:
        root = here = os.curdir
        for _ in range(64):
            if os.path.exists(os.path.join(here, ".git")):
                root = here
                break
            if os.path.realpath(here) == os.path.realpath(os.path.join(here, os.pardir)):
                break
            here = os.path.join(here, os.pardir) if here != os.curdir else os.pardir
    elif not os.path.isdir(root):
        raise UsageError(f"--root {root}: no such folder")
    if files is None:
        return root, None
    if root == os.curdir and not any(os.path.isabs(file) or os.pardir in file for file in files):
        paths = (os.path.normpath(file) for file in files)
    else:
        top = os.path.realpath(root)
        paths = (os.path.relpath(_real_folder(file), top) for file in files)
    return root, tuple(dict.fromkeys(path.replace(os.sep, "/") for path in paths))


def _real_folder(file: str) -> str:
    """The file with its folder's links resolved, but not its own: a link is judged where it stands."""
    folder, name = os.path.split(os.path.normpath(file))
    return os.path.join(os.path.realpath(folder or os.curdir), name)


def _parse(hook: Hook, arguments: list[str]) -> Options:
    import argparse

    parser = argparse.ArgumentParser(
        prog=hook.id,
        description=hook.description,
        epilog=f"example: {hook.id} --format concise {_example(hook)}",
    )
    add_common(parser, hook.fixes)
    parser.add_argument("files", nargs="*", metavar="FILES", help="files to check, as pre-commit passes them")
    return options_of(parser.parse_args(arguments))


def _example(hook: Hook) -> str:
    return "Dockerfile" if hook.area == "dockerfile" else "FILES"


def add_common(parser: argparse.ArgumentParser, fixes: bool) -> None:
    """The options every checking command has."""
    from .core.output import FORMATS

    parser.add_argument("--format", choices=FORMATS, help="how findings are printed (default: full; github in its Actions)")
    parser.add_argument(
        "--fail-on", choices=("error", "warning"), default="error", help="the least severity that blocks (default: error)"
    )
    parser.add_argument(
        "--select",
        action="append",
        default=[],
        metavar="CODES",
        help="only these rules: codes, names or code letters, separated by commas",
    )
    parser.add_argument("--base", metavar="REV", help="what counts as new is judged against this revision")
    if fixes:
        parser.add_argument("--fix", action="store_true", help="change what can be changed safely; exits 1 when it did")


def options_of(parsed: argparse.Namespace) -> Options:
    """The options of a parsed command line, whichever of them the command has."""
    given = vars(parsed)
    files = tuple(given.get("files") or ())
    return Options(
        files=files,
        areas=tuple(given.get("area") or ()),
        format=given.get("format"),
        fail_on=given["fail_on"],
        select=tuple(word for words in given["select"] for word in words.replace(",", " ").split()),
        fix=given.get("fix", False),
        base=given.get("base"),
        root=given.get("root"),
        checklist=given.get("checklist", False),
        fail_on_gap=given.get("fail_on_gap", False),
    )
