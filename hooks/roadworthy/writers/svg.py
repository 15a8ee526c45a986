"""A pipeline as a drawing: SVG that stands in a page, with the page's colours and no script."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..models.delivery.graph import Drawing, Node

_WIDTH, _HEIGHT, _ACROSS, _DOWN, _EDGE = 184, 46, 36, 16, 8
_LONGEST_NAME, _LONGEST_STAGES = 19, 26  # as wide as the widest letters are


def drawn(drawing: Drawing, said: str) -> str:
    """The SVG. `said` is what a screen reader says of it."""
    rows: dict[int, int] = {}
    at: list[tuple[int, int]] = []
    for node in drawing.nodes:
        row = rows.get(node.column, 0)
        rows[node.column] = row + 1
        at.append((_EDGE + node.column * (_WIDTH + _ACROSS), _EDGE + row * (_HEIGHT + _DOWN)))
    width = max(x for x, _ in at) + _WIDTH + _EDGE
    height = max(y for _, y in at) + _HEIGHT + _EDGE
    parts = [
        (
            f'<svg role="img" aria-label="{escape(said)}" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
            ' xmlns="http://www.w3.org/2000/svg">'
        )
    ]
    for number, node in enumerate(drawing.nodes):
        parts += [_line(at[before], at[number]) for before in node.before]
    parts += [_box(node, *at[number]) for number, node in enumerate(drawing.nodes)]
    return "".join([*parts, "</svg>"])


def _line(start: tuple[int, int], end: tuple[int, int]) -> str:
    x, y = start[0] + _WIDTH, start[1] + _HEIGHT // 2
    to_x, to_y = end[0], end[1] + _HEIGHT // 2
    bend = (to_x - x) // 2
    curve = f"M{x} {y}C{x + bend} {y} {to_x - bend} {to_y} {to_x} {to_y}"
    return f'<path class="edge" d="{curve}"/><circle class="tip" cx="{to_x}" cy="{to_y}" r="3"/>'


def _box(node: Node, x: int, y: int) -> str:
    kind = f" {node.environment}" if node.environment in ("staging", "production") else ""
    stages = ", ".join(node.stages) or "no stage"
    gate = f'<text class="gate" x="{x + _WIDTH - 8}" y="{y + 19}" text-anchor="end">by hand</text>' if node.gate else ""
    name = _cut(node.name, _LONGEST_NAME - (8 if node.gate else 0))
    return (
        f'<g><title>{escape(node.name)}: {escape(stages)}</title><rect class="job{kind}" x="{x}" y="{y}" width="{_WIDTH}"'
        f' height="{_HEIGHT}" rx="7"/><text class="name" x="{x + 10}" y="{y + 19}">{escape(name)}</text>'
        f'<text class="stages" x="{x + 10}" y="{y + 36}">{escape(_cut(stages, _LONGEST_STAGES))}</text>{gate}</g>'
    )


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
