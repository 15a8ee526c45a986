"""What a person's ignore comments are worth: they name a rule, give a reason, and are needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.outcome import gap
from ...core.records import NamedTuple
from ...core.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...core.rule import Paths
    from ...core.waivers import WaiverProblem


class Ignores(NamedTuple):
    """The ignore comments of one file after everything else was judged, and what is wrong with them."""

    path: str
    problems: tuple[WaiverProblem, ...]

    def of(self, *kinds: str) -> Iterator[Outcome]:
        """A gap for each problem of these kinds."""
        for problem in self.problems:
            if problem.kind in kinds:
                yield gap("ignore", problem.message, problem.place)


def ignores(repo: Repository, paths: Paths) -> Iterable[Ignores]:
    """Nothing: whether an ignore is needed shows only when all rules have spoken, so the examination gives the subjects."""
    return ()


@rule(
    "RW001",
    "ignore-of-unknown-rule",
    reads=ignores,
    severity="error",
    title="An ignore comment names no rule that exists",
    risk="the comment ignores nothing, and looks as if it did",
    remedy="name the rule by its code or name: `# roadworthy: ignore[DF006] reason`",
)
def unknown_rule(file: Ignores, repo: Repository) -> Iterator[Outcome]:
    return file.of("unknown-rule", "no-rule")


@rule(
    "RW002",
    "ignore-without-reason",
    reads=ignores,
    severity="warning",
    title="An ignore comment gives no reason",
    risk="nobody can tell later whether the exception still holds",
    remedy="write behind the bracket why it is right here",
)
def without_reason(file: Ignores, repo: Repository) -> Iterator[Outcome]:
    return file.of("no-reason", "secret-reason")


@rule(
    "RW003",
    "ignore-expired",
    reads=ignores,
    severity="warning",
    title="An ignore comment is past its date, or has none that can be read",
    risk="an exception made for a while has become permanent",
    remedy="mend what the comment covers and remove it, or decide anew with a new date",
)
def expired(file: Ignores, repo: Repository) -> Iterator[Outcome]:
    return file.of("expired", "bad-date", "secret-until")


@rule(
    "RW004",
    "ignore-unused",
    reads=ignores,
    severity="warning",
    title="An ignore comment covers no finding",
    risk="it hides the next finding of that rule, which nobody has looked at",
    remedy="remove the comment",
)
def unused(file: Ignores, repo: Repository) -> Iterator[Outcome]:
    return file.of("unused")
