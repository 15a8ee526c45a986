"""Which kind of environment a name means: development, staging or production."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..core.patterns import pattern
from ..tables.environment_names import BEFORE, ONLY_AS_ENVIRONMENT, WORDS
from .settings import settings

if TYPE_CHECKING:
    from typing import Literal

    from ..core.repository import Repository

    Kind = Literal["development", "staging", "production"]

LONGEST = 300  # characters of a name that are looked at
_SYSTEM_VARIABLE = pattern(r"\$\{?\b(?:CI|GITHUB|GITLAB|BITBUCKET|CIRCLE|BUILD|DRONE|TRAVIS)_\w{1,60}\}?")
_EXPRESSION = pattern(r"\$\{\{([^{}]{0,300})\}\}")
_WORD = pattern(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def kind_of(repo: Repository, name: str, *, as_environment: bool = True) -> Kind | None:
    """What the environment of this name is; None where the name does not tell, or tells two things.

    What `.roadworthy.yaml` says of a name comes first. Words that mean an environment only where one is named (`review`,
    `live`) do not count with `as_environment` false: for the names of jobs, branches, hosts and the like.
    """
    name = name.strip()[:LONGEST]
    given = repo.ask(settings).environments
    for kind, names in given.items():
        if name.casefold() in [one.casefold() for one in names]:
            return kind  # type: ignore[return-value]  # the settings know no other
    found: set[str] = set()
    text = _SYSTEM_VARIABLE.sub(" ", _EXPRESSION.sub(_literals, name))
    before = ""
    for word in (match.group().lower() for match in _WORD.finditer(text)):
        kind = WORDS.get(word, "")
        if kind and (as_environment or word not in ONLY_AS_ENVIRONMENT):
            found.add("staging" if kind == "production" and before in BEFORE else kind)
        before = word
    if found == {"development", "staging"}:
        return "staging"
    return found.pop() if len(found) == 1 else None  # type: ignore[return-value]  # the table has no other


def _literals(match: re.Match[str]) -> str:
    """Of an expression the texts that it may come to: `${{ x && 'production' || 'staging' }}`."""
    return " " + " ".join(re.findall(r"'([^']{0,100})'", match[1])) + " "


def environment_of(repo: Repository, path: str) -> tuple[str, Kind | None]:
    """The part of a path that names an environment, from its end, and what that means."""
    for part in reversed(path.split("/")):
        kind = kind_of(repo, part, as_environment=False)
        if kind is not None:
            return part, kind
    return "", None
