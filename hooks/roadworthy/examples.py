"""A rule's examples: sample files with the outcomes expected. They are its test, its page, and what `explain` prints.

`rules/ROOM/examples/CODE.yaml` holds:

    about: what the rule asks for and why, in Markdown
    cases:
      - title: what is special about this case
        files: {path: text}
        before: {path: text}  # what the files were, for rules about what is new or gone; left out: nothing tells
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
    """One sample. `files` maps paths to texts; `changed` is what a hook would be given, or None for all of it.

    `before` are the files as they were; None where nothing tells.
    """

    title: str
    files: Mapping[str, str]
    changed: tuple[str, ...] | None
    says: tuple[str, ...]
    before: Mapping[str, str] | None = None

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
            case.get("before"),
        )
        for case in content["cases"]
    )
    return Examples(content["about"].strip(), cases)


def sample(case: Case) -> Repository:
    """The case's files as a repository. `<<…>>` in them is replaced by something made up now: no credential is kept."""
    before = None if case.before is None else Repository(_tree(case.before))
    return Repository(_tree(case.files), before)


def _tree(files: Mapping[str, str]) -> SampleTree:
    return SampleTree({path: _made_up(text) for path, text in files.items()})


def _made_up(text: str) -> str:
    if "<<" not in text:
        return text
    from random import Random
    from string import ascii_letters, digits
    from zlib import crc32

    drawn = Random(20260701)
    letters = digits + ascii_letters[26:] + ascii_letters[:26]
    token = "ghp" + "_" + "".join(drawn.choices(letters, k=30))
    checksum, rest = "", crc32(token[4:].encode())
    for _ in range(6):  # GitHub's tokens end in their CRC-32 in base 62
        rest, digit = divmod(rest, 62)
        checksum = letters[digit] + checksum
    made = {"<<github-token>>": token + checksum, "<<password>>": "".join(drawn.choices(letters, k=18)) + "7"}
    made["<<random>>"] = "".join(drawn.choices(letters, k=44))
    if "<<private-key>>" in text:
        from base64 import encodebytes

        body = encodebytes(b"\x30\x82\x04\xa0\x02\x01\x00" + drawn.randbytes(0x4A0 - 3)).decode()
        dashes, kind = "-" * 5, "RSA PRIVATE" + " KEY"
        made["<<private-key>>"] = f"{dashes}BEGIN {kind}{dashes}\n{body}{dashes}END {kind}{dashes}"
    for mark, value in made.items():
        text = text.replace(mark, value)
    return text


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
