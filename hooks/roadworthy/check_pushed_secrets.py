"""The front door of check-pushed-secrets: its manifest row and its command.

It judges the first ref that a push sends commits with: pre-commit and prek tell no other. `secrets/pushed.py` says what that
leaves out.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from .hook import Hook, Options, add_common, answered, leave, options_of

if TYPE_CHECKING:
    from collections.abc import Sequence

HOOK = Hook(
    "check-pushed-secrets",
    "No secrets in what is pushed",
    "Judges every commit that is being pushed for secret values.",
    "secrets",
    stages=("pre-push",),
    pass_filenames=False,
    always_run=True,
)


def main(argv: Sequence[str] | None = None) -> int:
    arguments = list(sys.argv[1:] if argv is None else argv)
    options = _parse(arguments) if arguments else Options(())
    from .commit_secrets import run_pushed

    code = answered(HOOK.id, lambda: run_pushed(options))
    return leave(code) if argv is None else code


def _parse(arguments: list[str]) -> Options:
    import argparse

    parser = argparse.ArgumentParser(
        prog=HOOK.id,
        description=HOOK.description + " By hand: the commits of HEAD that no remote has.",
        epilog=f"example: {HOOK.id} --format concise",
    )
    add_common(parser, HOOK.fixes)
    parser.add_argument("files", nargs="*", metavar="FILES", help="not used: commits are judged, not files")
    return options_of(parser.parse_args(arguments))
