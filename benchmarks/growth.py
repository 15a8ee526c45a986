"""How the audit of a whole repository grows with its size: CPU, memory, and the picture of the curve.

    python benchmarks/growth.py [--ours PATH/roadworthy] [--sizes 1000 5000 20000] [--curve docs/images/growth.svg]

The trees are made (`made_trees.py`). What is asked is that CPU grows as the bytes do, and that memory stays under 300 MB.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import made_trees
from environment import install_checkout, measure, megabytes, table

if TYPE_CHECKING:
    from collections.abc import Sequence

MEMORY = 300_000_000


class Point(NamedTuple):
    """A tree of so many files and bytes, audited in so much CPU (seconds) and memory (bytes at the peak)."""

    files: int
    size: int
    cpu: float
    peak: int


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print the table; draw the curve where one is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ours", help="an installed roadworthy")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 5000, 20_000])
    parser.add_argument("--curve", type=Path, help="where the picture goes")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        ours = options.ours or str(install_checkout(Path(folder)) / "roadworthy")
        print(measured(ours, options.sizes, Path(folder, "growth"), options.curve))
    return 0


def measured(ours: str, sizes: Sequence[int], scratch: Path, curve: Path | None = None) -> str:
    """The table of the audits of trees with `sizes` files, made below `scratch`; the curve is drawn to a file."""
    points = [point(ours, files, scratch / str(files)) for files in sizes]
    if curve:
        curve.write_text(drawn(points), encoding="utf-8")
    first = points[0]
    rows = [
        (
            f"{each.files:,}",
            f"{each.size / 1_000_000:.1f}",
            f"{each.cpu:.2f}",
            f"{each.cpu / each.size * 1_000_000:.3f}",
            f"{each.cpu / each.size / (first.cpu / first.size):.2f}",
            megabytes(each.peak),
            "yes" if each.peak < MEMORY else "NO",
        )
        for each in points
    ]
    return table(("files", "MB", "CPU s", "CPU s a MB", "of the first", "peak MB", "under 300 MB"), rows)


def point(ours: str, files: int, folder: Path) -> Point:
    """Audit a made tree twice, and take the quicker run."""
    made_trees.write(folder, made_trees.tree(files))
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    made_trees.commit(folder)
    runs = [measure((ours, "audit", "--checklist", "--format", "json"), folder) for _ in range(2)]
    shutil.rmtree(folder)
    return Point(files, size, min(run.cpu for run in runs), max(run.peak for run in runs))


def drawn(points: Sequence[Point]) -> str:
    """An SVG of two curves over the number of files: CPU seconds, and memory at the peak."""
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 300" role="img" font-family="sans-serif" font-size="12">',
        "<title>CPU and memory of an audit over the number of files</title>",
        '<rect width="720" height="300" fill="#ffffff"/>',
        *_panel(20, "CPU, seconds", [(each.files, each.cpu) for each in points], "#1f6feb", None),
        *_panel(375, "memory at the peak, MB", [(each.files, each.peak / 1_000_000) for each in points], "#1a7f37", 300),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _panel(left: int, title: str, points: Sequence[tuple[int, float]], colour: str, limit: float | None) -> list[str]:
    """One curve in a field 250 wide and 200 high, with the straight line through nothing and the first point."""
    right, top = max(x for x, _ in points), max(*(y for _, y in points), limit or 0.0) * 1.08
    slope = points[0][1] / points[0][0]

    def place(x: float, y: float) -> str:
        return f"{left + 50 + 250 * x / right:.1f},{255 - 200 * y / top:.1f}"

    lines = [f'<text x="{left + 50}" y="30" font-size="14" font-weight="600" fill="#24292f">{title}</text>']
    for step in range(5):
        y = top * step / 4
        at = place(0, y).split(",")[1]
        lines.append(f'<path d="M{place(0, y)} L{place(right, y)}" stroke="#d0d7de" stroke-width="1"/>')
        lines.append(f'<text x="{left + 44}" y="{at}" dy="4" text-anchor="end" fill="#57606a">{y:.3g}</text>')
    if limit is None:
        end = min(right, top / slope)
        lines.append(f'<path d="M{place(0, 0)} L{place(end, slope * end)}" stroke="#8c959f" stroke-dasharray="4 4"/>')
    else:
        lines.append(f'<path d="M{place(0, limit)} L{place(right, limit)}" stroke="#cf222e" stroke-dasharray="4 4"/>')
    path = " L".join(place(x, y) for x, y in points)
    lines.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
    for x, y in points:
        cx, cy = place(x, y).split(",")
        lines.append(f'<circle cx="{cx}" cy="{cy}" r="3.5" fill="{colour}"/>')
        lines.append(f'<text x="{cx}" y="275" text-anchor="middle" fill="#57606a">{x:,}</text>')
    return lines


if __name__ == "__main__":
    raise SystemExit(main())
