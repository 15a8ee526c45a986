"""The record of one place that states a runtime's version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.records import NamedTuple
from ...tables.runtimes import NAMES

if TYPE_CHECKING:
    from typing import Literal

    from ...core.excerpt import Place
    from .ranges import Versions

    Purpose = Literal["deploys", "builds", "develops", "tests", "supports"]


class Stated(NamedTuple):
    """One statement. `versions` is None where it names one that cannot be told from here (`lts/*`, `latest`, a variable).

    `written` is the version for a person to read. `folder` is what the statement holds for, empty at the root. `purpose`:
    what is deployed, what builds it, what people develop with, what CI tests with, what the project says it supports.
    """

    runtime: str
    versions: Versions | None
    written: str
    place: Place
    purpose: Purpose
    folder: str

    @property
    def path(self) -> str:
        """The file."""
        return self.place.path

    @property
    def called(self) -> str:
        """Runtime and version: `Node.js 20.11`."""
        return f"{NAMES[self.runtime]} {self.written}"
