"""Buildkite: what a command step runs: its plugins, and its commands.

https://buildkite.com/docs/pipelines/configure/step-types/command-step
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from ...parsing.yaml import Mapping, Scalar
from .types import Step, Uses
from .yaml_parts import inputs_of, items, scalars, script_of

if TYPE_CHECKING:
    from ...core.excerpt import Excerpt
    from ...core.repository import Repository
    from ...parsing.yaml import Tree


def steps_in(repo: Repository, body: Mapping) -> tuple[Step, ...]:
    """The plugins, and the commands: https://buildkite.com/docs/agent/v3/hooks has bash run them with `-e`."""
    found: list[Step] = []
    for item in items(body.get("plugins")):
        if isinstance(item, Scalar):
            found.append(_plugin(item, None))
        elif isinstance(item, Mapping):
            found.extend(_plugin(key, value) for key, value in item.pairs())
    for word in ("command", "commands", "script"):
        lines = scalars(body.get(word))
        script = script_of(repo, lines, edited=_unescaped)
        if script:
            found.append(Step(word, lines[0].place, script))
    return tuple(found)


def _plugin(key: Scalar, given: Tree | None) -> Step:
    name, _, version = key.text.partition("#")
    name = re.sub(r"-buildkite-plugin$", "", posixpath.basename(name.removesuffix(".git").rstrip("/"))).lower()
    body = given if isinstance(given, Mapping) else None
    if name == "docker-compose" and body is not None:
        doing = next((word for word in ("push", "build") if word in body), "")
        name = f"{name}/{doing}" if doing else name
    inputs = {one.lower(): value for one, value in inputs_of(given).items()}
    return Step(name, key.place, uses=Uses(f"plugin:buildkite:{name}", version, key.place, inputs))


def _unescaped(text: Excerpt) -> Excerpt:
    """`$$VARIABLE` is left for the shell; `{{matrix.os}}` becomes an expression."""
    edits = [(match.start(), match.end(), "$") for match in re.finditer(r"\$\$(?=[A-Za-z_{(])", text.text)]
    edits += [
        (match.start(), match.end(), f"${{{{ {match[1]} }}}}")
        for match in re.finditer(r"(?<!\$)\{\{\s{0,5}(matrix[\w.-]{0,100})\s{0,5}\}\}", text.text)
    ]
    return text.splice(sorted(edits)) if edits else text
