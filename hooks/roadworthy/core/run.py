"""One pass over a repository: every reader answers once, every rule judges each of its subjects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .excerpt import Place
from .outcome import Outcome, Unreadable
from .records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .repository import Repository
    from .rule import Paths, Rule


class Said(NamedTuple):
    """What one rule said about one subject; `rules` are all that a reader's `Unreadable` left without an answer."""

    rules: tuple[Rule, ...]
    what: Outcome | Unreadable


def run(repo: Repository, rules: Iterable[Rule], changed: Paths = None) -> Iterator[Said]:
    """Judge the subjects that the `changed` paths touch by the commit rules, or everything by every rule with None.

    A rule or reader that raises is reported as unreadable where it happened; everything else is still judged.
    """
    by_reader: dict[object, list[Rule]] = {}
    for rule in rules:
        if changed is None or rule.at == "commit":
            by_reader.setdefault(rule.reads, []).append(rule)
    for served in by_reader.values():
        try:
            for subject in served[0].reads(repo, changed):
                if isinstance(subject, Unreadable):
                    yield Said(tuple(served), subject)
                else:
                    for rule in served:
                        yield from _judge(rule, subject, repo)
        except Exception as error:  # one reader's fault must not silence the others
            yield Said(tuple(served), _fault(Place("."), "the reader of " + ", ".join(r.code for r in served), error))


def _judge(rule: Rule, subject: object, repo: Repository) -> Iterator[Said]:
    try:
        for outcome in rule.judge(subject, repo):
            yield Said((rule,), outcome)
    except Exception as error:  # named, counted as not checked, and the next rule goes on
        path = getattr(subject, "path", ".")
        yield Said((rule,), _fault(Place(path if isinstance(path, str) else "."), f"rule {rule.code}", error))


def _fault(place: Place, who: str, error: BaseException) -> Unreadable:
    """A fault of our own. The error's text may quote the file, so only its kind and origin are told."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    where = f" at {trace.tb_frame.f_code.co_filename.rpartition('roadworthy')[2]}:{trace.tb_lineno}" if trace else ""
    return Unreadable(place, f"{who} failed: {type(error).__name__}{where}; please report it")
