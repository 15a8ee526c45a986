"""What a rule is: a small function from a subject to outcomes, with what a person needs to know about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Literal, TypeVar

    from .outcome import Outcome, Unreadable
    from .repository import Repository

    S = TypeVar("S")
    Severity = Literal["error", "warning", "info"]
    Stage = Literal["commit", "audit"]
    Paths = Sequence[str] | None  # None: the whole repository
    Reader = Callable[[Repository, Paths], Iterable[S | Unreadable]]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


class Rule(NamedTuple):
    """A rule. Made by `rule`; a module's rules are its `Rule` values.

    `reads` and `judge` are untyped here because rules of different subjects stand in one list; `rule` checks that they fit.
    """

    code: str
    name: str
    items: tuple[str, ...]
    severity: Severity
    at: Stage
    title: str
    risk: str
    remedy: str
    aliases: tuple[str, ...]
    reads: Any
    judge: Any


def rule(
    code: str,
    name: str,
    *,
    reads: Reader[S],
    title: str,
    risk: str,
    remedy: str,
    severity: Severity,
    items: tuple[str, ...] = (),
    at: Stage = "commit",
    aliases: tuple[str, ...] = (),
) -> Callable[[Callable[[S, Repository], Iterable[Outcome]]], Rule]:
    """Make a rule of the function below it.

    `code` is the area's letters and a number, never used again once released; `name` is its kebab-case name. `items` are
    the checklist items it serves (none: plain correctness). `severity` `error` blocks. `at` says whether a changed file
    decides it (`commit`) or only the whole repository (`audit`). `aliases` are other tools' codes for the same thing, whose
    inline ignores then work here.
    """

    def made(judge: Callable[[S, Repository], Iterable[Outcome]]) -> Rule:
        return Rule(code, name, items, severity, at, title, risk, remedy, aliases, reads, judge)

    return made
