"""Services of platforms beside Kubernetes: how many there are, how they are replaced, who asks for their health."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.records import NamedTuple

if TYPE_CHECKING:
    from typing import Literal

    from ...core.excerpt import Place
    from ..environment_names import Kind


class Said(NamedTuple):
    """What a setting comes to in an environment: its text, or None where nothing is written.

    `known` is false where the value comes from somewhere else. `environment` and `kind` are empty and None where the setting
    is the same everywhere.
    """

    text: str | None
    place: Place
    environment: str = ""
    kind: Kind | None = None
    known: bool = True

    @property
    def number(self) -> int | None:
        """The whole number that it is."""
        text = (self.text or "").strip()
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None

    @property
    def told(self) -> str:
        """What a sentence says of where this is so."""
        return f" in `{self.environment}`" if self.environment else ""


class Replacing(NamedTuple):
    """How a new version takes the place of the old one: `why` is the setting that says so, as it is written."""

    state: Literal["gradual", "at once", "not known"]
    why: str
    place: Place


class Health(NamedTuple):
    """Whether traffic waits for a health check. `why` says who asks, or what is missing."""

    state: Literal["asked", "not asked", "not known"]
    why: str
    place: Place


class Container(NamedTuple):
    """A container: its image, and the variables that it is given as plain text."""

    name: str
    image: Said | None
    variables: tuple[tuple[str, Said], ...] = ()


class PlatformService(NamedTuple):
    """A service of a platform. `path` is the file in which it begins.

    `traffic` is what says that it is sent requests; None where nothing does. `instances` are how many there are, for each
    environment; `setting` is what that is called there, `fewest` what it comes to where it is left out, None for a platform
    that keeps the number elsewhere. `single` says why there is one on purpose.
    """

    path: str
    name: str
    platform: str
    place: Place
    traffic: Place | None
    instances: tuple[Said, ...]
    setting: str
    fewest: int | None
    replacing: Replacing | None
    health: Health | None
    containers: tuple[Container, ...]
    single: str = ""

    @property
    def judged(self) -> tuple[Said, ...]:
        """How many there are where something depends on it: in production where that is told apart, never in development."""
        production = tuple(one for one in self.instances if one.kind == "production")
        return production or tuple(one for one in self.instances if one.kind != "development")

    def touches(self, paths: frozenset[str] | None) -> bool:
        """Whether one of the paths has a say in it."""
        return paths is None or self.path in paths or any(one.place.path in paths for one in self.instances)
