"""Every rule there is, found by looking into the rooms: a module's rules are its `Rule` values."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING

from .areas import AREAS, SUPPRESSIONS
from .audit_only import AUDIT_ONLY
from .core.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .areas import Area

ROOMS = os.path.join(os.path.dirname(__file__), "rules")


class UnknownRule(ValueError):
    """A name that no rule has. The message names the nearest one."""


def rules_of(areas: Iterable[Area] = (*AREAS, SUPPRESSIONS), *, at_commit: bool = False) -> tuple[Rule, ...]:
    """The rules of these areas, by area and then by code. Imports only the rooms that are asked for.

    With `at_commit` modules that only an audit needs are passed over, and with them the models that they ask.
    """
    found: list[Rule] = []
    for area in areas:
        here = [
            rule
            for module in _modules(area.room, AUDIT_ONLY if at_commit else frozenset())
            for rule in vars(module).values()
            if isinstance(rule, Rule)
        ]
        found.extend(sorted(here, key=lambda rule: rule.code))
    return tuple(found)


def _modules(room: str, but_not: frozenset[str]) -> list[object]:
    folder = os.path.join(ROOMS, room)
    if not os.path.isdir(folder):
        return []
    names = sorted(name[:-3] for name in os.listdir(folder) if name.endswith(".py") and name != "__init__.py")
    return [import_module(f".rules.{room}.{name}", __package__) for name in names if f"{room}.{name}" not in but_not]


def select(rules: Iterable[Rule], wanted: Iterable[str]) -> tuple[Rule, ...]:
    """The rules that have one of these codes, names or code letters. Raises `UnknownRule`."""
    chosen: set[str] = set()
    rules = tuple(rules)
    for word in wanted:
        hits = [r.code for r in rules if word.upper() in (r.code, r.code.rstrip("0123456789")) or word == r.name]
        if not hits:
            from .core.suggest import nearest

            known = [name for rule in rules_of() for name in (rule.code, rule.name)]
            if word in known or word.upper() in known:
                raise UnknownRule(f"rule {word} is not among those that run here")
            close = nearest(word, known)
            raise UnknownRule(f"there is no rule {word!r}" + (f": did you mean {close!r}?" if close else ""))
        chosen.update(hits)
    return tuple(rule for rule in rules if rule.code in chosen)
