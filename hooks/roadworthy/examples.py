"""A rule's examples: sample files with the outcomes expected. They are its test, its page, and what `explain` prints.

`rules/ROOM/examples/CODE.yaml` holds:

    about: what the rule asks for and why, in Markdown
    cases:
      - title: what is special about this case
        files: {path: text}
        changed: [path]       # what the hook is given; left out: all files, and the whole repository for an audit rule
        says: [gap Dockerfile:3 runtime]   # STATE PATH[:LINE] SYMBOL each; an empty list where the rule does not apply
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from .areas import SUPPRESSIONS
from .catalogue import ROOMS, rules_of
from .core.outcome import Unreadable
from .core.records import NamedTuple
from .core.repository import Repository
from .core.run import run
from .core.tree import SampleTree
from .examination import Weighed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .core.outcome import Outcome
    from .core.rule import Rule
    from .core.run import Said

TODAY = "2026-07-01"  # of the examples: a date in an ignore comment is before it or after it


class Case(NamedTuple):
    """One sample. `files` maps paths to texts; `changed` is what a hook would be given, or None for all of it."""

    title: str
    files: Mapping[str, str]
    changed: tuple[str, ...] | None
    says: tuple[str, ...]

    @property
    def bad(self) -> bool:
        """Whether the rule finds something here."""
        return any(said.startswith("gap ") for said in self.says)


class Examples(NamedTuple):
    """All samples of a rule, and the text of its page."""

    about: str
    cases: tuple[Case, ...]


def examples_of(rule: Rule) -> Examples:
    """Read the examples of `rule`. Raises `FileNotFoundError` where it has none."""
    import yaml

    room = rule.judge.__module__.rpartition(".")[0].rpartition(".")[2]
    with open(os.path.join(ROOMS, room, "examples", f"{rule.code}.yaml"), encoding="utf-8") as file:
        content = yaml.safe_load(file)
    cases = tuple(
        Case(
            case["title"],
            case["files"],
            tuple(case["changed"]) if "changed" in case else None,
            tuple(case["says"]),
        )
        for case in content["cases"]
    )
    return Examples(content["about"].strip(), cases)


def sample(case: Case) -> Repository:
    """The case's files as a repository."""
    return Repository(SampleTree(case.files))


def judged(case: Case, rule: Rule, repo: Repository) -> list[Said]:
    """What the rule says about a case's repository, through the same examination that a hook makes."""
    changed = tuple(case.files) if case.changed is None and rule.at == "commit" else case.changed
    about_ignores = rule.code.startswith(SUPPRESSIONS.codes)  # they are judged when all others have spoken
    rules = rules_of() if about_ignores else (rule,)
    said = Weighed(repo, rules, changed, run(repo, rules, changed), TODAY).said
    return [one for one in said if rule in one.rules]


def told(said: list[Said]) -> list[str]:
    """The outcomes in the form in which a case expects them."""
    return sorted(_line(what) for _, what in said)


def _line(what: Outcome | Unreadable) -> str:
    if isinstance(what, Unreadable):
        return f"unreadable {what.place.path} {what.why}"
    first = what.places[0]
    at = f"{first.path}:{first.line}" if first.line else first.path
    return f"{what.state} {at} {what.symbol}".rstrip()
