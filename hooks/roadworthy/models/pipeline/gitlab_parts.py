"""GitLab CI: the keywords of a job that are read by themselves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ...core.patterns import pattern
from ...parsing.yaml import Mapping, Scalar, Sequence
from .matrix import MOST_COMBINATIONS
from .types import Artifact, Environment, Matrix, Reading, Service, Step, Tolerance, Uses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...parsing.yaml import Tree
    from .gitlab_conditions import Start
    from .gitlab_files import Body

_VARIABLE = pattern(r"\$(?:\{([A-Za-z_]\w{0,200})|([A-Za-z_]\w{0,200}))")
_UNIT = pattern(r"(\d{1,6}(?:\.\d{1,4})?)\s*(w|d|h|m|s|)[a-z]*")
_MINUTES = {"w": 10080.0, "d": 1440.0, "h": 60.0, "m": 1.0, "s": 1 / 60, "": 1 / 60}


def minutes_of(text: str) -> float | None:
    """`1h 30m`, `3 hours`, `90 minutes` in minutes: https://gitlab.com/gitlab-org/ruby/gems/gitlab-chronic-duration"""
    parts = _UNIT.findall(text.lower()[:100])
    return sum(float(number) * _MINUTES[unit] for number, unit in parts) if parts else None


def environment_of(body: Body) -> Environment | None:
    node = body.get("environment")
    if isinstance(node, Scalar):
        return Environment(node.text, node.place)
    if not isinstance(node, Mapping):
        return None
    parts = body.mapping("environment")
    name = parts.get("name")
    if name is None or not isinstance(name[1], Scalar):
        return None
    texts = {key: value.text for key, (_, value) in parts.items() if isinstance(value, Scalar)}
    action, tier = texts.get("action", "start"), texts.get("deployment_tier", "")
    return Environment(texts["name"], name[1].place, texts.get("url", ""), action, tier)


def tolerance_of(body: Body, start: Start) -> Tolerance | None:
    """`allow_failure`; None also where it says false."""
    node = body.get("allow_failure")
    if start.tolerance:
        return start.tolerance
    if isinstance(node, Scalar):
        if node.text == "false":
            return None
        return Tolerance(True if node.text == "true" else None, node.place)
    if isinstance(node, Mapping):
        codes = node.get("exit_codes")
        listed = codes if isinstance(codes, Sequence) else (codes,)
        return Tolerance(True, node.place, tuple(code.text for code in listed if isinstance(code, Scalar)))
    return None


def retries_of(node: Tree | None) -> int:
    if isinstance(node, Mapping):
        node = node.get("max")
    return int(node.text) if isinstance(node, Scalar) and re.fullmatch(r"[0-9]", node.text) else 0


def image_of(node: Tree | None) -> str:
    if isinstance(node, Mapping):
        return node.text("name") or ""
    return node.text if isinstance(node, Scalar) else ""


def services_of(node: Tree | None) -> Iterator[Service]:
    for item in node if isinstance(node, Sequence) else ():
        image = image_of(item)
        if image:
            alias = item.text("alias") if isinstance(item, Mapping) else None
            yield Service(alias or image.rpartition("/")[2].partition(":")[0], image, item.place)


def matrix_of(node: Tree | None) -> Matrix | None:
    """`parallel: 5`, or `parallel: {matrix: [{A: [1, 2], B: x}, …]}`: each entry is a product of its own."""
    if isinstance(node, Scalar):
        return Matrix(int(node.text) if re.fullmatch(r"\d{1,4}", node.text) else None, (), node.place)
    listed = node.get("matrix") if isinstance(node, Mapping) else None
    if node is None or not isinstance(listed, Sequence):
        return None
    axes: dict[str, dict[str, None]] = {}
    total = 0
    for entry in listed:
        size = 1
        for key, value in entry.pairs() if isinstance(entry, Mapping) else ():
            items = value.items if isinstance(value, Sequence) else [value]
            texts = [item.text for item in items if isinstance(item, Scalar)]
            axes.setdefault(key.text, {}).update(dict.fromkeys(texts))
            size *= max(1, len(items))
        total += size
    return Matrix(
        total if total <= MOST_COMBINATIONS else None, tuple((name, tuple(values)) for name, values in axes.items()), node.place
    )


def artifacts_of(body: Body) -> Iterator[Artifact]:
    artifacts = body.mapping("artifacts")
    paths = artifacts.get("paths")
    key = body.key("artifacts")
    if key and artifacts:
        listed = paths[1] if paths and isinstance(paths[1], Sequence) else ()
        name = artifacts.get("name")
        text = name[1].text if name and isinstance(name[1], Scalar) else ""
        yield Artifact("out", text, key.place, tuple(item.text for item in listed if isinstance(item, Scalar)))
    for keyword in ("dependencies", "needs"):
        listed_jobs = body.get(keyword)
        for item in listed_jobs if isinstance(listed_jobs, Sequence) else ():
            if isinstance(item, Scalar):
                yield Artifact("in", "", item.place, job=item.text)
            elif isinstance(item, Mapping) and item.text("artifacts") != "false" and (name_of := item.text("job")):
                yield Artifact("in", "", item.place, job=name_of)


def keyword_steps(body: Body) -> Iterator[Step]:
    """What a keyword does besides the script: `release` makes a release, `pages` a site. They are steps that use it."""
    for keyword in ("release", "pages"):
        key, value = body.key(keyword), body.get(keyword)
        if key is None or value is None or (isinstance(value, Scalar) and value.text == "false"):
            continue
        given = value.pairs() if isinstance(value, Mapping) else ()
        inputs = {name.text: node for name, node in given if isinstance(node, Scalar)}
        yield Step(keyword, key.place, uses=Uses(f"gitlab:{keyword}", "", key.place, inputs))


def reads_of(body: Body, top: Body) -> tuple[Reading, ...]:
    """The variables that a job reads and neither it nor the pipeline sets, each once. GitLab's own begin with `CI_`."""
    found: dict[str, Reading] = {}
    for layer in body.layers:
        for match in _VARIABLE.finditer(layer.base.text, layer.start, layer.end):
            name = match[1] or match[2]
            if name not in found and name.isupper() and not name.startswith(("CI_", "GITLAB_")):
                found[name] = Reading("variable", name, layer.base.place(match.start(), match.end()))
    if not found:
        return ()
    given = {*body.mapping("variables"), *top.mapping("variables")}
    return tuple(reading for name, reading in found.items() if name not in given)
