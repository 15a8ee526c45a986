"""`roadworthy init`: from nothing to hooks that are set up, with today's gaps recorded so that only new ones block."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from .core.excerpt import Source
from .core.tree import NoGit, WorkTree, git
from .hook import Options, UsageError, locate
from .printing import project
from .recording import LEDGER, wanted
from .reporting import renew_all
from .writers.edits import RefusedError, write
from .writers.pre_commit_config import PATH as CONFIGURATION
from .writers.pre_commit_config import hooks_of, with_hooks

if TYPE_CHECKING:
    from .core.finding import Report

# One process for all areas costs a commit less than one for each; the others run at another time.
HOOKS = ("devops-audit", "check-pushed-secrets", "devops-report")


def run_init(root: str | None, *, today: str | None = None) -> int:
    """Set up the hooks and record what is there; returns the exit code. Doing it twice changes nothing. Raises `UsageError`."""
    import time

    top, _ = locate(root, None)
    try:
        git(top, "rev-parse", "--git-dir")
    except NoGit as error:
        raise UsageError(f"there is no git repository here ({error}): `git init` first") from None
    done = [_configuration(top)]
    outcomes, report, _ = renew_all(top, today or time.strftime("%Y-%m-%d"), False, documents=())
    done += [f"{one.path} {one.refused}" for one in outcomes if one.refused]
    done += [f"{one.path}: today's gaps are in it, and block no more" for one in outcomes if one.written]
    secrets = [finding for finding in report.findings if finding.rule.code.startswith("SEC") and finding.severity == "error"]
    if secrets and not any(finding.known for finding in secrets):
        done.append(_baseline(top))
    print("\n".join(done))
    print("\n".join(_next(top, report)))
    return 3 if report.errors or any(one.refused for one in outcomes) else 0


def _configuration(root: str) -> str:
    """What became of pre-commit's configuration, as a line for people."""
    tree = WorkTree(root)
    if tree.exists("prek.toml") and not tree.exists(CONFIGURATION):
        return f"prek.toml is left as it is: add {', '.join(HOOKS)} of {_home()} to it"
    try:
        text = tree.read(CONFIGURATION).decode("utf-8") if tree.exists(CONFIGURATION) else ""
        source = Source(CONFIGURATION, text)
        before = hooks_of(source, _home())
        edits = with_hooks(source, _home(), f"v{project()[0]}", HOOKS)
        if not edits or not write(root, source, edits):
            return f"{CONFIGURATION}: has the hooks already"
    except (OSError, UnicodeDecodeError) as error:
        return f"{CONFIGURATION} could not be read: {error}"
    except RefusedError as error:
        return f"{CONFIGURATION} {error}"
    return f"{CONFIGURATION}: {', '.join(hook for hook in HOOKS if hook not in before) or 'the stages to install'}"


def _home() -> str:
    return project()[1] or "https://github.com/OWNER/roadworthy"


def _baseline(root: str) -> str:
    """Secrets are never recorded in TODO.md alone: they get a baseline, in which a person says what each of them is."""
    from contextlib import redirect_stdout
    from io import StringIO

    from .write_baseline import run_baseline

    said = StringIO()
    with redirect_stdout(said):
        run_baseline(Options(files=(), root=root))
    return said.getvalue().strip()


def _next(root: str, report: Report) -> list[str]:
    tasks = wanted(report.findings)
    secrets = [finding for finding in tasks if finding.rule.code.startswith("SEC") and finding.severity == "error"]
    lines = ["", f"{len(tasks)} gaps in {report.files_checked} files; the gravest:"]
    order = {"error": 0, "warning": 1, "info": 2}
    for finding in sorted(tasks, key=lambda finding: (order[finding.severity], finding.rule.code))[:5]:
        where = f"{finding.place.path}:{finding.place.line}" if finding.place.line else finding.place.path
        lines.append(f"  {finding.rule.code} {where}  {finding.message}")
    lines += ["", "next:"]
    if secrets:
        lines.append("  rotate the secrets above first: whoever has a clone has them")
    there = [path for path in (CONFIGURATION, LEDGER, ".secrets.baseline") if os.path.exists(os.path.join(root, path))]
    lines += [
        "  pre-commit install",
        f"  git add {' '.join(there)}",
        "  pre-commit run --hook-stage manual devops-report --all-files",
    ]
    return [_plain(line) for line in lines]


def _plain(line: str) -> str:
    """A line as any terminal takes it."""
    from .core.redaction import redact_message

    encoding = sys.stdout.encoding or "utf-8"
    return redact_message(line).encode(encoding, "backslashreplace").decode(encoding)
