"""Pairs of credentials of which one half only says whose they are: `app_key` beside `app_secret`, an access key's id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..models.names import name_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .found import Secret

_NEAR = 8  # lines between the two
_HALVES = frozenset("access api app application consumer client".split())  # before `key`
_SAYING = frozenset("access api app application consumer client key secret id".split())


def without_identifiers(secrets: Iterable[Secret]) -> Iterator[Secret]:
    """The secrets of one file, in their order. An identifier whose secret half is among them, near it, is a guess only."""
    listed = list(secrets)
    halves: dict[tuple[str, ...], list[int]] = {}
    for secret in listed:
        words = name_words(secret.name)
        if secret.certainty == "place" and "secret" in words:
            halves.setdefault(_of(words), []).append(secret.value.line)
    for secret in listed:
        words = name_words(secret.name)
        if secret.certainty == "place" and _may_be_identifier(words):
            line = secret.value.line
            if any(abs(line - other) <= _NEAR for other in halves.get(_of(words), ())):
                yield secret._replace(certainty="keyword")
                continue
        yield secret


def _may_be_identifier(words: tuple[str, ...]) -> bool:
    return len(words) > 1 and words[-1] == "key" and words[-2] in _HALVES and "secret" not in words


def _of(words: tuple[str, ...]) -> tuple[str, ...]:
    """Whose credential it is: the words that both halves have."""
    return tuple(word for word in words if word not in _SAYING)
