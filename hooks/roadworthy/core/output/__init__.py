"""How a report is printed: one module a format, each with `render(report, source, style) -> str`.

A run that has nothing to say imports none of them; a format imports only what it needs itself.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ..records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ..excerpt import Source
    from ..finding import Report

    Lookup = Callable[[str], Source | None]  # the text of the file at a path; None where it cannot be read

FORMATS = ("full", "concise", "json", "sarif", "github", "gitlab", "junit")  # each a module of that name, but for
_MODULES = {"json": "json_report"}


class Style(NamedTuple):
    """What the surroundings say about the printing; the formats read no environment themselves.

    `colour`: SGR sequences may be used. `width`: columns of the terminal. `version`: of this tool. `home`: the project's URL.
    `page`: the URL of a rule's page, with `{code}` where its code belongs. `titles`: what checklist items (`3.1.1`) and
    sections (`3.1`) are called. `verbose`: notes about opaque files are told too.
    """

    colour: bool = False
    width: int = 80
    version: str = "0"
    home: str = ""
    page: str = ""
    titles: Mapping[str, str] = {}
    verbose: bool = False

    @property
    def measure(self) -> int:
        """Columns for prose: lines much longer than this are hard to read however wide the terminal."""
        return max(40, min(self.width, 100))

    def rule_url(self, code: str) -> str:
        """The URL of a rule's page, empty where none is known."""
        return self.page.replace("{code}", code)


def render(name: str, report: Report, source: Lookup, style: Style) -> str:
    """The report in one of `FORMATS`, ending with a line end, or empty where the format has nothing to say.

    The text may hold any character: write it as UTF-8. Raises `ValueError` for an unknown name.
    """
    if name not in FORMATS:
        raise ValueError(f"no format is called {name!r}; there are {', '.join(FORMATS)}")
    made: Callable[[Report, Lookup, Style], str] = import_module(f".{_MODULES.get(name, name)}", __package__).render
    return made(report, source, style)


def render_errors(report: Report, style: Style) -> str:
    """What could not be checked, for standard error: a line each; the notes too when verbose."""
    from .concise import errors

    return errors(report, style)
