"""What applications write to their logs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap, passes
from ...core.rule import rule
from ...models.observability.log_leaks import log_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.observability.log_leaks import LogFile


@rule(
    "OBS006",
    "sensitive-data-in-log",
    reads=log_files,
    items=("7.1.4",),
    severity="warning",
    title="A secret or a personal number is written to the log",
    risk="whoever may read logs can act as the user, and logs are kept and copied for years",
    remedy="leave the value out, or log what identifies it without giving it away: an id, its last four characters, a hash",
)
def sensitive_data_in_log(file: LogFile, repo: Repository) -> Iterator[Outcome]:
    for one in file.shown:
        given = [one.given.labelled("this is what it was given")] if one.given else []
        yield gap(
            one.name, f"`{one.name}` is {one.what}, and is written to the log: leave it out or mask it", one.place, *given
        )
    if not file.shown:
        what = "the only log call shows" if file.calls == 1 else f"none of {file.calls} log calls shows"
        yield passes("log", f"{what} a value whose name speaks of a secret", file.first)
