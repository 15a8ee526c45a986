"""Where a report is printed to, and how the surroundings shape it: colour, width, encoding."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from .core.outcome import Unreadable
from .core.output import Style, render, render_errors

if TYPE_CHECKING:
    from typing import TextIO

    from .core.excerpt import Source
    from .core.finding import Report
    from .core.repository import Repository

NARROWEST, WIDEST = 60, 200
HOME = "https://github.com/OWNER/roadworthy"  # as in setup.cfg, for a checkout that is not installed


def write(report: Report, form: str, repo: Repository, checklist: bool) -> None:
    """Findings on standard output, what could not be checked on standard error."""
    style = _style(form, checklist)
    put(sys.stdout, render(form, report, lambda path: source_of(repo, path), style))
    if form in ("full", "concise", "github"):
        put(sys.stderr, render_errors(report, style))


def source_of(repo: Repository, path: str) -> Source | None:
    """The text of a file that a finding points at."""
    source = repo.source(path)
    return None if isinstance(source, Unreadable) else source


def _style(form: str, checklist: bool) -> Style:
    titles: dict[str, str] = {}
    if checklist:
        from .checklist import SECTIONS, TITLES

        titles = SECTIONS | TITLES
    if form in ("full", "concise"):
        return Style(_colour(), _width(), titles=titles)
    version, home = project()
    page = f"{home}/blob/main/docs/rules/{{code}}.md"
    return Style(version=version, home=home, page=page, titles=titles)


def project() -> tuple[str, str]:
    """Version and URL, as `setup.cfg` has them. Looked up for machines only: importlib.metadata is slow to import."""
    from importlib.metadata import PackageNotFoundError, metadata

    try:
        about = metadata("roadworthy")
    except PackageNotFoundError:  # run from a checkout that is not installed
        return "0", HOME
    return about["Version"], about["Home-page"] or HOME


def put(stream: TextIO, text: str) -> None:
    """Print, whatever characters the stream knows, and also to a reader that has gone."""
    if not text:
        return
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure:  # names of files need not be valid Unicode, and a terminal need not know every character
        reconfigure(errors="backslashreplace")
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:  # `| head`: the reader has what it wanted
        sys.stderr.close()


def _colour() -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _width() -> int:
    given = os.environ.get("COLUMNS", "")
    try:
        width = int(given) if given else os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):  # not a terminal
        return 80
    return max(NARROWEST, min(width, WIDEST))
