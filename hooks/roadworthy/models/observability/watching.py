"""Who watches the applications: the repository's alert rules, held against what it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import Unreadable
from ...core.records import NamedTuple
from .alerts import AlertFile, alert_files
from .alerts_terraform import terraform_alerts
from .applications import applications

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.excerpt import Place
    from ...core.repository import Repository
    from ...core.rule import Paths
    from .alerts import Alert
    from .applications import Application


class Watch(NamedTuple):
    """What a repository runs, and the alert rules it has. `unread` are files with rules that could not be read."""

    path: str
    applications: tuple[Application, ...]
    alerts: tuple[Alert, ...]
    unread: tuple[Unreadable, ...]

    @property
    def watched(self) -> bool:
        """Whether there is something that could be watched, or rules that watch what stands elsewhere."""
        return bool(self.applications) or any(not meaning.infrastructure for alert in self.alerts for meaning in alert.said)

    def on(self, *kinds: str) -> tuple[Alert, ...]:
        """The alerts that watch one of these in the application."""
        return tuple(alert for alert in self.alerts if alert.watches(*kinds))

    @property
    def places(self) -> tuple[Place, ...]:
        """Where was looked: a rule of each file."""
        first: dict[str, Place] = {}
        for alert in self.alerts:
            first.setdefault(alert.path, alert.place)
        return tuple(first.values())


def watches(repo: Repository, paths: Paths) -> Iterator[Watch]:
    """One subject: the repository as a whole."""
    said = list(alert_files(repo, None))
    alerts = tuple(alert for one in said if isinstance(one, AlertFile) for alert in one.alerts) + repo.ask(terraform_alerts)
    unread = tuple(one for one in said if isinstance(one, Unreadable))
    yield Watch(".", repo.ask(applications), alerts, unread)
