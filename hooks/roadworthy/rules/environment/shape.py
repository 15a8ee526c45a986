"""What an example file holds, line by line: values that should be blank, keys that stand twice, lines that readers misread."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.outcome import gap
from ...core.rule import rule
from ...models.names import is_secret_name, name_words
from ...models.variables.documents import examples
from ...models.variables.dotenv_readers import taking_comments_for_values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...core.outcome import Outcome
    from ...core.repository import Repository
    from ...models.variables.documents import Example
    from ...parsing.env_example import Entry

# What a secret's line may hold without being one: nothing that works, a switch, a number, a reference, a path.
_NO_SECRET = (
    r"(?i)(?:null|none|nil|undefined|true|false|yes|no|on|off|[0-9]+|<[^<>]*>|\[[^\[\]]*\]|\.\.\.|\*+"
    r"|\$\{?\w+\}?|[/.~][\w./~-]*)"
)
# A secret that somebody else gives out does not work before it is theirs; one of our own does, whatever it says.
_OTHERS = frozenset(("api", "access", "client", "aws", "s3", "stripe", "webhook", "token", "bearer"))
_STANDS_FOR = (
    r"(?i)your|here|replace|xxx|example|test|fake|dummy|sample|todo|change.?me|refer|any"
    r"|^(?:[a-z]{2,4}[-_])?(?:key|token|secret)?$"
)
_FOR_TESTS = r"(?i)(?:^|[^a-z])(?:tests?|testing|e2e|cypress|playwright|ci)(?:[^a-z]|$)"  # what only tests use guards nothing


@rule(
    "ENV004",
    "secret-not-blank",
    reads=examples,
    items=("4.2.2", "5.2.2"),
    severity="info",
    title="An example file gives a value to a secret",
    risk="whoever copies the file and forgets the line runs with a secret that everybody can read",
    remedy="leave the value empty, and say in a comment how to make one",
)
def secret_not_blank(example: Example, repo: Repository) -> Iterator[Outcome]:
    if re.search(_FOR_TESTS, example.path):
        return
    for name, entries in example.entries.items():
        if not is_secret_name(name) or re.search(_FOR_TESTS, name):
            continue
        for entry in entries:
            value = entry.value.text.strip()
            if entry.commented or not value or len(value) > 4096 or re.fullmatch(_NO_SECRET, value):
                continue
            if "..." in value or "***" in value:  # cut short
                continue
            if re.search("[-_]", value) and value.replace("-", "_").upper() in name.upper():  # `blob-read-write-token`
                continue
            if _OTHERS.isdisjoint(name_words(name)) or not re.search(_STANDS_FOR, value):
                yield gap(name, f"`{name}` is a secret, and a copy of this file has a value for it", entry.line.strip().place())
                break


@rule(
    "ENV005",
    "comment-as-value",
    reads=examples,
    items=("5.2.2",),
    severity="warning",
    title="A comment behind an empty key becomes its value",
    risk="a variable that was left empty is set, to a sentence",
    remedy="write the comment on a line of its own, above the key",
)
def comment_as_value(example: Example, repo: Repository) -> Iterator[Outcome]:
    suspects = [entry for entry in example.content.entries if not entry.commented and _only_a_comment(entry)]
    readers = taking_comments_for_values(repo, example.path) if suspects else ()
    for entry in suspects:
        if readers and entry.comment is not None:
            verb = "takes" if len(readers) == 1 else "take"
            said = f"`{entry.name}` is not empty: {' and '.join(readers)} {verb} the comment for its value"
            yield gap(entry.name, said, entry.comment.place())


def _only_a_comment(entry: Entry) -> bool:
    """Whether nothing but a comment follows the `=`: with a blank beside its `#`, unlike a colour or a channel."""
    if entry.value.text or entry.quote or entry.comment is None or ":" in entry.between:
        return False
    return not entry.between.endswith("=") or entry.comment.text[1:2] in (" ", "\t")


@rule(
    "ENV006",
    "duplicate-variable",
    reads=examples,
    severity="warning",
    title="A variable stands in an example file twice, with two values",
    risk="the last line wins without a word, and somebody changes the first one in vain",
    remedy="keep one of the lines, or put the other one into a comment",
)
def duplicate_variable(example: Example, repo: Repository) -> Iterator[Outcome]:
    for name, entries in example.entries.items():
        live = [entry for entry in entries if not entry.commented]
        first = next((entry for entry in live if entry.value.text != live[-1].value.text), None)
        if first is not None:
            yield gap(
                name,
                f"`{name}` is set twice, and this line counts for nothing",
                first.line.strip().place(),
                live[-1].line.strip().place().labelled("this one is what a copy of the file sets"),
            )


@rule(
    "ENV008",
    "malformed-line",
    reads=examples,
    severity="warning",
    title="A line of an example file does not set what it seems to",
    risk="the variable is missing for whoever reads the file in another way than its author",
    remedy="write `NAME=value` without blanks around `=`, and put `#` before what is a comment",
)
def malformed_line(example: Example, repo: Repository) -> Iterator[Outcome]:
    if _is_a_script(example):
        return
    for fault in example.content.faults:
        line = fault.line.strip()
        word = re.split(r"[\s:=]", line.text, maxsplit=1)[0][:60]
        if fault.kind == "colon":
            said = f"`{word}:` is understood by few readers; docker and a shell want `{word}=`"
        elif fault.kind == "name":
            said = f"`{word}` is no name that a shell can hold: letters, digits and `_`, with no digit first"
        else:
            said = f"`{_short(line.text)}` has no `=`, and sets nothing"
        yield gap(word, said, line.place())
    for entry in example.content.entries:
        if entry.commented or ":" in entry.between:
            continue
        before, _, after = entry.between.partition("=")
        if before:
            said = f"with a blank before `=`, a shell runs `{entry.name}` as a command, and docker's `--env-file` refuses it"
        elif after and (entry.value.text or entry.quote):
            said = (
                f"with a blank behind `=`, a shell leaves `{entry.name}` empty and runs the value, and docker keeps the blank"
            )
        else:
            continue
        yield gap(entry.name, said, entry.line.strip().place(), remedy=f"write `{entry.name}=` with its value right behind")


def _is_a_script(example: Example) -> bool:
    """Whether the file is for a shell, which has more lines than assignments."""
    return (
        example.path.endswith(".sh") or "envrc" in example.path or any(f.line.text[:2] == "#!" for f in example.content.faults)
    )


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
