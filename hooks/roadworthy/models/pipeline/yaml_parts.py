"""Parts that the YAML of several CI systems has alike: lists or single values, numbers, scripts of lines, variables read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.patterns import pattern
from ...parsing.yaml import Mapping, Scalar, Sequence
from ...tables.pipeline_parts import SCRIPTED
from .script import ShellText, StepScript
from .types import Reading, Timeout

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from collections.abc import Sequence as Listed

    from ...core.excerpt import Excerpt
    from ...core.repository import Repository
    from ...parsing.yaml import Tree
    from .types import Uses

MOST_LINES = 20_000
_VARIABLE = pattern(r"\$(?:\{([A-Za-z_]\w{0,200})|([A-Za-z_]\w{0,200}))")
_DURATION = pattern(r"(\d{1,6}(?:\.\d{1,4})?)\s{0,3}(h|m|s|)")
_MINUTES = {"h": 60.0, "m": 1.0, "s": 1 / 60}


def scalars(node: Tree | None) -> tuple[Scalar, ...]:
    """A single value, or those of a list and of the lists in it; what is empty is left out."""
    found: list[Scalar] = []
    stack = [node] if node is not None else []
    while stack and len(found) < MOST_LINES:
        here = stack.pop()
        if isinstance(here, Sequence):
            stack.extend(reversed(here.items[:MOST_LINES]))
        elif isinstance(here, Scalar) and not here.is_null:
            found.append(here)
    return tuple(found)


def texts(node: Tree | None) -> tuple[str, ...]:
    """The texts of `scalars`."""
    return tuple(one.text for one in scalars(node))


def items(node: Tree | None) -> Listed[Tree]:
    """The items of a list; a single thing as the only one, none for nothing."""
    if isinstance(node, Sequence):
        return node.items
    return () if node is None or (isinstance(node, Scalar) and node.is_null) else (node,)


def mappings(node: Tree | None) -> Iterator[Mapping]:
    """The mappings in a list."""
    return (one for one in items(node) if isinstance(one, Mapping))


def inputs_of(node: Tree | None) -> dict[str, Scalar]:
    """The values of a mapping that are no lists or mappings themselves."""
    return {key.text: value for key, value in node.pairs() if isinstance(value, Scalar)} if isinstance(node, Mapping) else {}


def flag(node: Tree | None) -> bool | None:
    """What a switch says; None where it is not there, or something else than a plain yes or no."""
    if not isinstance(node, Scalar):
        return None
    return {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}.get(node.text.strip().lower())


def minutes(node: Tree | None) -> Timeout | None:
    """A number of minutes, as a bound; of None minutes where something else decides."""
    if not isinstance(node, Scalar) or node.is_null:
        return None
    text = node.text.strip()
    return Timeout(float(text) if re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", text) else None, node.place)


def duration(node: Tree | None, unit: str = "m") -> Timeout | None:
    """`1h30m`, `20m`, `90` in minutes; a bare number is in `unit`."""
    if not isinstance(node, Scalar) or node.is_null:
        return None
    parts = _DURATION.findall(node.text[:100])
    known = bool(parts) and _DURATION.sub("", node.text).strip() == ""
    return Timeout(sum(float(n) * _MINUTES[u or unit] for n, u in parts) if known else None, node.place)


def script_of(
    repo: Repository,
    lines: Iterable[Scalar],
    *,
    shell: str = "bash",
    errexit: bool = True,
    pipefail: bool = False,
    folder: str | None = ".",
    edited: Callable[[Excerpt], Excerpt] | None = None,
) -> StepScript | None:
    """The lines as one script, in one shell; None without any. `edited` puts in what the CI system does before it runs."""
    found: list[ShellText] = []
    group: list[Excerpt] = []

    def close() -> None:
        if group:
            parts: list[Excerpt | str] = []
            for other in group[1:]:
                parts += ["\n", other]
            whole = group[0].followed_by(parts) if parts else group[0]
            found.append(ShellText(edited(whole) if edited else whole, errexit, pipefail, folder))
            group.clear()

    for line in lines:
        text = line.excerpt
        if group and group[0].source is not text.source:
            close()
        group.append(text)
    close()
    return StepScript(repo, found, shell) if found else None


def script_of_inputs(repo: Repository, uses: Uses, edited: Callable[[Excerpt], Excerpt] | None = None) -> StepScript | None:
    """The command that an orb, task or pipe runs for what it is given; None where it is not known to run one."""
    for before, wanted in SCRIPTED.get(uses.name, ()):
        node = next((value for key, value in uses.inputs.items() if key.lower() == wanted), None)
        if node is None or node.is_null:
            continue
        text = node.excerpt
        if before:
            text = text.splice([(0, 0, f"{before} ")])
        return StepScript(repo, (ShellText(edited(text) if edited else text, True),))
    return None


def variables_of(parts: Iterable[Tree | None], given: Collection[str], own: tuple[str, ...]) -> tuple[Reading, ...]:
    """The variables in capitals that these parts read and nobody gives them, each once; `own` begin the CI system's own."""
    found: dict[str, Reading] = {}
    for part in parts:
        if part is None:
            continue
        for match in _VARIABLE.finditer(part.base.text, part.start, part.end):
            name = match[1] or match[2]
            if name not in found and name not in given and name.isupper() and len(name) > 2 and not name.startswith(own):
                found[name] = Reading("variable", name, part.base.place(match.start(), match.end()))
    return tuple(found.values())
