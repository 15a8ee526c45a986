"""The `roadworthy` command: audit, init, show, report, history, baseline, explain, rules."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from .areas import AREAS, BY_NAME
from .hook import Options, add_common, answered, leave, options_of, run

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Entry point of the `roadworthy` command; returns the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words == ["--version"]:  # looking it up is slow, so argparse is not given it beforehand
        print("roadworthy", _version())
        return 0
    parsed = _parser().parse_args(words)
    code: int = parsed.run(parsed)
    return leave(code) if argv is None else code


def _audit(parsed: argparse.Namespace) -> int:
    options = options_of(parsed)
    return run(options._replace(files=options.files or None), "roadworthy")


def _explain(parsed: argparse.Namespace) -> int:
    from .explain import explain

    return explain(parsed.rule)


def _rules(parsed: argparse.Namespace) -> int:
    from .explain import list_rules

    return list_rules(parsed.format)


def _history(parsed: argparse.Namespace) -> int:
    from .commit_secrets import run_history

    options = options_of(parsed)
    return answered("roadworthy history", lambda: run_history(options))


def _baseline(parsed: argparse.Namespace) -> int:
    from .write_baseline import run_baseline

    options = Options(files=(), root=parsed.root)
    return answered("roadworthy baseline", lambda: run_baseline(options))


def _show(parsed: argparse.Namespace) -> int:
    from .show import show

    return answered("roadworthy show", lambda: show(parsed.topic, parsed.root, parsed.format))


def _report(parsed: argparse.Namespace) -> int:
    from .reporting import run_report

    return answered("roadworthy report", lambda: run_report(parsed.root, check=parsed.check, html=parsed.html))


def _init(parsed: argparse.Namespace) -> int:
    from .setting_up import run_init

    return answered("roadworthy init", lambda: run_init(parsed.root))


def _version() -> str:
    from importlib.metadata import version

    return version("roadworthy")


def _parser() -> argparse.ArgumentParser:
    import argparse

    parser = argparse.ArgumentParser(
        prog="roadworthy", description="Is this repository fit for the road to production?", epilog="example: roadworthy audit"
    )
    parser.add_argument("--version", action="store_true", help="print the version and exit")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    audit = commands.add_parser(
        "audit",
        help="judge the whole repository, or the files named",
        description="Judge every file that git tracks by all rules; with FILES, those files by the rules for commits.",
        epilog="example: roadworthy audit --checklist --format json > audit.json",
    )
    audit.add_argument("--root", metavar="DIR", help="the repository (default: the one around this folder)")
    audit.add_argument(
        "--area",
        action="append",
        choices=tuple(BY_NAME),
        metavar="AREA",
        help="only this area: " + ", ".join(a.name for a in AREAS),
    )
    audit.add_argument("--checklist", action="store_true", help="also print a row for every checklist item")
    audit.add_argument("--fail-on-gap", action="store_true", help="gaps that only the whole repository shows also fail the run")
    add_common(audit, fixes=False)
    audit.add_argument("files", nargs="*", metavar="FILES", help="files to check (default: all)")
    audit.set_defaults(run=_audit)

    show = commands.add_parser(
        "show",
        help="what was understood of the repository, and why",
        description="Print one of the models that the rules judge, with the reason for each classification.",
        epilog="example: roadworthy show services --format json",
    )
    from .show import FORMATS, TOPICS

    show.add_argument("topic", choices=TOPICS, help="what to show")
    show.add_argument("--root", metavar="DIR", help="the repository (default: the one around this folder)")
    show.add_argument("--format", choices=FORMATS, default="text", help="mermaid draws a graph, where the topic has one")
    show.set_defaults(run=_show)

    report = commands.add_parser(
        "report",
        help="write the documents, the example environment file and the TODO entries",
        description="Judge the whole repository and bring docs/devops up to date. What a person wrote is kept.",
        epilog="example: roadworthy report --check",
    )
    report.add_argument("--root", metavar="DIR", help="the repository (default: the one around this folder)")
    report.add_argument("--check", action="store_true", help="write nothing; exit 1 where something would have to change")
    report.add_argument("--html", metavar="PATH", help="also write the review as one self-contained page")
    report.set_defaults(run=_report)

    init = commands.add_parser(
        "init",
        help="set up the hooks, and record today's gaps so that only new ones block",
        description="Put the hooks into .pre-commit-config.yaml and today's gaps into TODO.md. Asks nothing; twice is once.",
        epilog="example: roadworthy init && pre-commit install",
    )
    init.add_argument("--root", metavar="DIR", help="the repository (default: the one around this folder)")
    init.set_defaults(run=_init)

    history = commands.add_parser(
        "history",
        help="look for secrets in every commit",
        description="Look for secrets in all that was ever committed: every version of every file, and every message.",
        epilog="example: roadworthy history origin/main..HEAD",
    )
    history.add_argument("--root", metavar="DIR", help="the repository (default: the one around this folder)")
    add_common(history, fixes=False)
    history.add_argument("files", nargs="*", metavar="RANGE", help="revisions as git names them (default: all refs)")
    history.set_defaults(run=_history)

    baseline = commands.add_parser(
        "baseline",
        help="record the secrets of today, so that only new ones block",
        description="Write .secrets.baseline in the format of detect-secrets, which also reads and audits it.",
        epilog="example: roadworthy baseline && git add .secrets.baseline",
    )
    baseline.add_argument("--root", metavar="DIR", help="the repository (default: the one around this folder)")
    baseline.set_defaults(run=_baseline)

    explain = commands.add_parser(
        "explain",
        help="what a rule asks for, why, and how to satisfy it",
        description="Print a rule's page: what it asks for and why, a bad and a good example.",
        epilog="example: roadworthy explain DF006",
    )
    explain.add_argument("rule", metavar="RULE", help="a rule's code or name")
    explain.set_defaults(run=_explain)

    rules = commands.add_parser(
        "rules", help="list all rules", description="List all rules.", epilog="example: roadworthy rules --format markdown"
    )
    rules.add_argument("--format", choices=("text", "json", "markdown"), default="text")
    rules.set_defaults(run=_rules)
    return parser


if __name__ == "__main__":
    sys.exit(main())
