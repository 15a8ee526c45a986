"""Where what is said of a project's stores contradicts itself: another engine, or another major version of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.records import NamedTuple
from ...tables.datastores import EMBEDDED, RELATIONAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .stores import Datastores, Stored


class Engines(NamedTuple):
    """`pairs`: an engine of development or tests, and what production (or, where that is not told, development) has instead.

    `many`: the program supports several. `same`: all that is said, where nothing contradicts.
    """

    pairs: tuple[tuple[Stored, tuple[Stored, ...]], ...] = ()
    many: tuple[Stored, ...] = ()
    same: tuple[Stored, ...] = ()


class OfEngine(NamedTuple):
    """What is said of one engine's version: `contrary` of every purpose, one of them first seen; or all that agree."""

    contrary: tuple[Stored, ...]
    agreeing: tuple[Stored, ...]


def engine_contradictions(stores: Datastores) -> Engines:
    """What development and tests use instead of the relational engine that is deployed."""
    said = [one for one in stores.stated if one.engine in RELATIONAL]
    servers = {(one.purpose, _kin(one.engine)) for one in said if one.engine not in EMBEDDED and not one.settings}
    several = len(servers) > len({purpose for purpose, _ in servers})  # for one purpose: they are a choice
    deployed = [one for one in said if one.purpose == "deploys"]
    if not deployed:  # a server that people develop with stands for production: an embedded engine only tests
        deployed = [one for one in said if one.purpose == "develops" and one.engine not in EMBEDDED]
    wanted = {_kin(one.engine) for one in deployed}
    if several or len(wanted) > 1:
        return Engines(many=tuple(said))
    if not wanted or wanted & EMBEDDED:
        return Engines()
    # An engine that only some settings have, next to a test or development with the right one, is a choice among several.
    right = {one.purpose for one in said if _kin(one.engine) in wanted}
    pairs = [
        (one, tuple(deployed))
        for one in said
        if one.purpose != deployed[0].purpose and _kin(one.engine) not in wanted and (one.settings or one.purpose not in right)
    ]
    if any(one.purpose in right and one.purpose != deployed[0].purpose for one, _ in pairs):
        return Engines(many=tuple(said))
    same = tuple(said) if len({one.purpose for one in said}) > 1 else ()
    return Engines(tuple(pairs), (), () if pairs else same)


def _kin(engine: str) -> str:
    return "mysql" if engine == "mariadb" else engine


def version_contradictions(stores: Datastores) -> Iterator[tuple[str, OfEngine]]:
    """For each engine whose version is told for two purposes, the purposes that have none in common."""
    for engine in dict.fromkeys(one.engine for one in stores.stated):
        by_purpose: dict[str, list[Stored]] = {}
        for one in stores.stated:
            if one.engine == engine and not one.settings:
                by_purpose.setdefault(one.purpose, []).append(one)
        whole = {purpose: found for purpose, found in by_purpose.items() if all(one.versions for one in found)}
        if len(whole) > 1:
            kept = [
                purpose
                for purpose in whole
                if any(not _meet(whole[purpose], whole[other]) for other in whole if other != purpose)
            ]
            yield (
                engine,
                OfEngine(
                    tuple(one for purpose in ("develops", "tests", "deploys") if purpose in kept for one in whole[purpose]),
                    tuple(one for found in whole.values() for one in found),
                ),
            )


def _meet(some: Sequence[Stored], others: Sequence[Stored]) -> bool:
    return any(a.versions.meets(b.versions) for a in some for b in others if a.versions and b.versions)
