"""How what runs is looked at and acted on: what is reached the same way is one part, with one command for all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.records import NamedTuple
from .markdown import cited, code
from .told import command, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..models.delivery.picture import System
    from ..models.delivery.releases import Release

OPERATIONS = (
    ("status", "Is it well?"),
    ("logs", "Logs"),
    ("restart", "Restart"),
    ("scale", "Scale"),
    ("console", "Console"),
    ("migrate", "Change the database's schema"),
    ("backup", "Back up"),
    ("restore", "Restore"),
)
_FIRST = ("production", "staging", "development")
_MOST = 40  # names that stand in for `NAME`
_PARTS = 30  # groups


class Group(NamedTuple):
    """Releases that are operated by the same command but for their name. `where` is the environment, or the file they are
    described in; empty where nothing names one."""

    where: str
    releases: tuple[Release, ...]


def releases(system: System) -> Iterator[tuple[str, str, Release]]:
    """What is operated, by where it runs and of what kind that is: deployments first, then what files describe."""
    seen: set[tuple[object, ...]] = set()
    deployed = [
        (environment.name, environment.kind, release)
        for environment in system.environments
        for each in environment.deployed
        for release in each.releases
    ]
    deployed += [("", "", release) for each in system.by_hand for release in each.releases]
    known = {release.name.partition("/")[2] for _, _, release in deployed if release.tool == "kubectl"}
    for where, kind, release in deployed:
        key = (release.tool, release.name, release.where, release.remote)
        if key not in seen:
            seen.add(key)
            yield where, kind, release
    for one in system.services:
        for release in one.releases:
            key = (release.tool, release.name, release.where, release.remote)
            if key not in seen and not (release.tool == "kubectl" and release.name.partition("/")[2] in known):
                seen.add(key)
                yield "" if release.tool == "kubectl" else release.place.path, "", release


def groups(system: System) -> list[Group]:
    """The releases by how they are reached, production first."""
    found: dict[tuple[object, ...], list[Release]] = {}
    kinds: dict[tuple[object, ...], str] = {}
    for where, kind, release in releases(system):
        at = "" if release.tool == "compose" else where
        key = (at, release.tool, release.where, release.remote, *(() if release.name else (release.place,)))
        found.setdefault(key, []).append(release)
        kinds[key] = kind
    order = {kind: number for number, kind in enumerate(_FIRST)}
    keys = sorted(found, key=lambda key: order.get(kinds[key], len(order)))
    return [Group(str(key[0]), tuple(found[key])) for key in keys]


def operations(system: System) -> str:
    """The block: what people have written for it, then the commands by what they reach."""
    lines = ["## Common operations"]
    for operation, title in OPERATIONS:
        part = listed([each._replace(about="") for each in system.tasks.get(operation, ())], as_command=True)
        if operation == "migrate":
            commands = dict.fromkeys(m for e in system.environments for d in e.deployed for m in d.migrations)
            part += listed(tuple(commands), as_command=True)
        if part:
            lines += ["", f"### {title}", "", *part]
    made = [part for group in groups(system) if (part := _part(group))]
    for part in made[:_PARTS]:
        lines += ["", *part]
    if len(made) > _PARTS:
        lines += ["", f"and {len(made) - _PARTS} more, which are reached in the same way"]
    return "\n".join(lines) if len(lines) > 1 else ""


def _part(group: Group) -> list[str]:
    """A part for a group; nothing where its tool has no operation."""
    lines = []
    for operation, title in OPERATIONS:
        able = [one for one in group.releases if one.can(operation)]
        text = (able[0]._replace(name="NAME") if len(able) > 1 else able[0]).command(operation) if able else None
        if text is not None:
            unable = [one for one in group.releases if one not in able]
            lines.append(f"- {title if title.endswith('?') else title + ':'} {command(text)}{_but(unable)}")
    if not lines:
        return []
    names = [f"{code(one.name)} {cited(one.place)}" for one in group.releases if one.name]
    if len(group.releases) > 1 and names:
        more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
        lines.append(f"- NAME is one of {', '.join(names[:_MOST])}{more}")
    else:
        lines.append(f"- names from {cited(group.releases[0].place)}")
    return [f"### {_title(group)}", "", *lines]


def _but(some: Sequence[Release]) -> str:
    """What a command cannot be used for."""
    named = ", ".join(code(one.name) for one in some[:4]) + (" and others" if len(some) > 4 else "")
    return f" (not for {named})" if some else ""


def _title(group: Group) -> str:
    first = group.releases[0]
    if first.tool == "compose":
        files = dict.fromkeys(code(one.place.path) for one in group.releases)
        return f"What {', '.join(files)} describe{'s' if len(files) == 1 else ''}"
    what = code(first.name) if len(group.releases) == 1 and first.name else f"{len(group.releases)} by {code(first.tool)}"
    return what + (f" in {code(group.where)}" if group.where else "")
