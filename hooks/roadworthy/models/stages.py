"""What a command of a pipeline is for, told by program and subcommand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..tables.stages import TEST_COMMANDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .commands import Invocation

_TESTS: dict[str, list[tuple[str, ...]]] = {}
for _program, _words in TEST_COMMANDS:
    _TESTS.setdefault(_program, []).append(_words)


def is_test(invocation: Invocation) -> bool:
    """Whether the command runs tests. Options between the words do not count: `go -C api test`, `npm --silent test`."""
    forms = _TESTS.get(invocation.name)
    if not forms:
        return False
    values = invocation.values
    if any(word in ("--help", "--version") for word in values):
        return False
    plain = [word for word in values if not word.startswith("-")]
    return any(not form or _begins(values, form) or _begins(plain, form) or _asked(plain, form) for form in forms)


def _begins(values: Sequence[str], form: Sequence[str]) -> bool:
    return len(values) >= len(form) and all(_fits(value, wanted) for value, wanted in zip(values, form))


def _asked(plain: Sequence[str], form: Sequence[str]) -> bool:
    """One goal among several: `mvn clean verify`, `make lint test`."""
    return len(form) == 1 and any(_fits(word, form[0]) for word in plain)


def _fits(value: str, wanted: str) -> bool:
    return value.startswith(wanted[:-1]) if wanted.endswith("*") else value == wanted
