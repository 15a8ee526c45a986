"""The jobs of each pipeline in columns, so that each stands behind those it waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...core.records import NamedTuple
from ..pipeline.delivery import delivery, graph_of

if TYPE_CHECKING:
    from ...core.excerpt import Place
    from ...core.repository import Repository

_MOST_JOBS = 60  # of one pipeline that are drawn
_MOST_PIPELINES = 12


class Node(NamedTuple):
    """One job. `column` counts from 0; `before` are the numbers of the nodes it waits for directly."""

    name: str
    place: Place
    column: int
    before: tuple[int, ...]
    stages: tuple[str, ...]
    environment: str
    gate: bool


class Drawing(NamedTuple):
    """One pipeline; `left` counts the jobs that are too many to draw."""

    path: str
    title: str
    nodes: tuple[Node, ...]
    left: int


def drawings(repo: Repository) -> tuple[Drawing, ...]:
    """A fact: the pipelines with jobs that something starts, those that deploy first."""
    whole = repo.ask(delivery)
    found: list[tuple[int, Drawing]] = []
    for pipeline in whole.pipelines if whole else ():
        live = {one.job.id: one for one in whole.jobs if one.pipeline.path == pipeline.path} if whole else {}
        graph = graph_of(repo, pipeline.path)
        ordered = [job for job in graph.in_order() if job.id in live]
        number = {job.id: at for at, job in enumerate(ordered[:_MOST_JOBS])}
        nodes: list[Node] = []
        for job in ordered[:_MOST_JOBS]:
            before = tuple(number[id] for id in graph.before(job) if number.get(id, len(nodes)) < len(nodes))
            classified = live[job.id].classified
            column = max((nodes[at].column + 1 for at in before), default=0)
            environment = classified.environment if any(s.startswith("deploy") for s in classified.stages) else ""
            nodes.append(Node(job.name, job.place, column, before, classified.stages, environment, bool(job.manual)))
        if nodes:
            weight = sum(3 if node.environment else bool(node.stages) for node in nodes)
            found.append((-weight, Drawing(pipeline.path, pipeline.title, tuple(nodes), len(ordered) - len(nodes))))
    found.sort(key=lambda one: (one[0], one[1].path))
    return tuple(drawing for _, drawing in found[:_MOST_PIPELINES])
