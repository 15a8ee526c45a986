"""The front door of devops-report: its manifest row and its command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .hook import Hook, answered, leave

if TYPE_CHECKING:
    from collections.abc import Sequence

HOOK = Hook(
    "devops-report",
    "DevOps report",
    "Regenerates the documents, the example environment file and the TODO entries.",
    None,
    stages=("manual",),
    pass_filenames=False,
    always_run=True,
)


def main(argv: Sequence[str] | None = None) -> int:
    import argparse

    from .reporting import run_report

    parser = argparse.ArgumentParser(
        prog=HOOK.id, description=HOOK.description, epilog="example: pre-commit run --hook-stage manual devops-report"
    )
    parser.add_argument("--root", metavar="DIR", help="the repository (default: the one around this folder)")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where something would have to change")
    parser.add_argument("--html", metavar="PATH", help="also write the review as one self-contained page")
    parsed = parser.parse_args(argv)
    code = answered(HOOK.id, lambda: run_report(parsed.root, check=parsed.check, html=parsed.html))
    return leave(code) if argv is None else code
