"""`roadworthy init`: from nothing to hooks that are set up, with today's gaps recorded so that only new ones block."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from .core.excerpt import Source
from .core.tree import NoGit, WorkTree, git
from .hook import Options, UsageError, locate
from .printing import project, put
from .recording import LEDGER, wanted
from .reporting import renew_all
from .writers.edits import RefusedError, write
from .writers.pre_commit_config import PATH as CONFIGURATION
from .writers.pre_commit_config import hooks_of, only_files, with_hooks

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
    told, refused = _configuration(top)
    done = [told]
    outcomes, report, _ = renew_all(top, today or time.strftime("%Y-%m-%d"), False, documents=())
    done += [f"{one.path} {one.refused}" for one in outcomes if one.refused]
    done += [f"{one.path}: today's gaps are in it, and block no more" for one in outcomes if one.written]
    secrets = [finding for finding in report.findings if finding.rule.code.startswith("SEC") and finding.severity == "error"]
    if secrets and not any(finding.known for finding in secrets):
        done.append(_baseline(top))
    put(sys.stdout, "\n".join([*done, *_next(top, report), ""]))
    return 3 if refused or report.errors or any(one.refused for one in outcomes) else 0


def _configuration(root: str) -> tuple[str, bool]:
    """What became of pre-commit's configuration, as lines for people, and whether it has to be mended by hand first."""
    tree = WorkTree(root)
    url = project()[1]
    if tree.exists("prek.toml") and not tree.exists(CONFIGURATION):
        return f"prek.toml is left as it is: add {', '.join(HOOKS)} of {url} to it", False
    try:
        text = tree.read(CONFIGURATION).decode("utf-8") if tree.exists(CONFIGURATION) else ""
        source = Source(CONFIGURATION, text)
        before = hooks_of(source, url)
        edits = with_hooks(source, url, f"v{project()[0]}", HOOKS)
        changed = bool(edits) and write(root, source, edits)
    except (OSError, UnicodeDecodeError) as error:
        return f"{CONFIGURATION} could not be read: {error}", True
    except RefusedError as error:
        return f"{CONFIGURATION} {error}", True
    new = ", ".join(hook for hook in HOOKS if hook not in before) or "the stages to install"
    lines = [f"{CONFIGURATION}: {new if changed else 'has the hooks already'}"]
    if only := only_files(source):
        lines.append(f"{CONFIGURATION}: `files: {only}` at its top keeps every hook, these too, from all other files")
    return "\n".join(lines), False


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
    from .core.redaction import redact_message

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
    return [redact_message(line) for line in lines]
